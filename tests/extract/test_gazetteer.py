import pytest

from pipeline.extract import gazetteer
from pipeline.records import EntityLabel


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("USA", "United States"),
        ("the U.S.", "United States"),
        ("Russian Federation", "Russia"),
        ("Türkiye", "Turkey"),
        ("Côte d’Ivoire", "Côte d'Ivoire"),
        ("USSR", "Soviet Union"),
        ("Kosovo", "Kosovo"),
        ("Scotland", "Scotland"),
        ("Taiwan", "Taiwan"),
        ("Hong Kong", None),
        ("Kyiv", None),
    ],
)
def test_gazetteer_country_knows_other_names(name: str, expected: str | None) -> None:
    assert gazetteer.country(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Sri Lankan", "Sri Lanka"),
        ("Ukrainians", "Ukraine"),
        ("Dutchmen", "Netherlands"),
        ("Chinese", "China"),
        ("Kurdish", None),
    ],
)
def test_gazetteer_country_of_people(name: str, expected: str | None) -> None:
    assert gazetteer.country_of_people(name) == expected


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Moscow", EntityLabel.CITY),
        ("Hong Kong", EntityLabel.CITY),
        ("Nizhny Novgorod", EntityLabel.CITY),
        ("St. Petersburg", EntityLabel.CITY),
        ("Georgia", EntityLabel.COUNTRY),
        ("Palestine", EntityLabel.COUNTRY),
        ("Tatarstan", EntityLabel.REGION),
        ("Montana", EntityLabel.REGION),  # not the Bulgarian town
        ("Eastern Europe", EntityLabel.REGION),
        ("Crimea", EntityLabel.REGION),
    ],
)
def test_gazetteer_labels_tell_cities_countries_and_regions(name: str, first: EntityLabel) -> None:
    assert gazetteer.labels(name)[0] is first


def test_gazetteer_labels_unknown_name_is_empty() -> None:
    assert gazetteer.labels("Volny Dom") == ()


def test_gazetteer_region_spells_out_states() -> None:
    assert gazetteer.region("N.J.") == "New Jersey"
    assert gazetteer.region("no") is None


def test_gazetteer_key_ignores_case_accents_and_points() -> None:
    assert gazetteer.key("Saint Pölten") == gazetteer.key("ST. POLTEN")


def test_gazetteer_every_demonym_belongs_to_a_country() -> None:
    from pipeline.gazetteer import demonyms

    unknown = {name for name in demonyms().values() if gazetteer.country(name) is None}
    assert unknown <= {"Hong Kong", "Greenland", "Tibet"}
