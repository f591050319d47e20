"""What speaks for an entity being an item, and what against it."""

import pytest
from people import dossier, item

from pipeline.link.scoring import hints, score


def weights(one, other):
    return {hint.because: hint.weight for hint in hints(one, other)}


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        ({"roles": ("the chess player",)}, {"ROLE": ["chess player"]}, "called chess, player in both"),
        ({"roles": ("judges",)}, {"ROLE": ["judge"]}, "called judge in both"),
        ({"countries": ("Russia",)}, {"COUNTRY": ["Russian Federation"]}, "said to be of Russia, as there"),
        ({"around": ("Kenya",)}, {"COUNTRY": ["Kenya"]}, "named beside Kenya, its country there"),
        ({"related": ("Acme",)}, {"BODY": ["ACME"]}, "related to ACME, as there"),
        ({"around": ("Bo Lee",)}, {"PERSON": ["Bo Lee"]}, "named beside Bo Lee, which belong to it there"),
    ],
    ids=["role", "plural", "country", "country beside", "related", "beside"],
)
def test_scoring_finds_what_speaks_for_an_item(one, other, because):
    assert weights(dossier(**one), item(facts=other))[because] > 0


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        ({"countries": ("Kenya",)}, {"COUNTRY": ["Peru"]}, "said to be of Kenya, there of Peru"),
        ({"first_year": 2020, "last_year": 2021}, {"ENDS": ["1931"]}, "died in 1931, acts in 2021"),
        ({"first_year": 1990, "last_year": 2021}, {"BEGINS": ["1995"]}, "born in 1995, acts in 1990"),
        ({"first_year": 2020, "last_year": 2021}, {"ENDS": ["-44"]}, "died in -44, acts in 2021"),
    ],
    ids=["country", "dead", "unborn", "long dead"],
)
def test_scoring_finds_what_speaks_against_an_item(one, other, because):
    assert weights(dossier(**one), item(facts=other))[because] <= -2


def test_scoring_takes_no_words_of_the_name_or_of_everybody_for_a_role():
    found = weights(
        dossier(name="Ann Baker", roles=("Baker, a Peruvian person from the city",)),
        item(label="Ann Baker", description="Peruvian baker, person from a city", facts={"ROLE": ["human"]}),
    )
    assert not any(because.startswith("called") for because in found)


@pytest.mark.parametrize(
    ("points", "clear"),
    [(["Point(-77.03 -12.06)"], True), (["Point(-84.1 40.7)"], False), (["moon", "Point(x y)"], None)],
    ids=["there", "elsewhere", "nonsense"],
)
def test_scoring_measures_how_far_two_places_are_apart(points, clear):
    lima = dossier("CITY", "Lima", latitude=-12.04318, longitude=-77.02824)
    found = hints(lima, item(label="Lima", facts={"POINT": points}))
    assert (max(found, key=lambda h: abs(h.weight)).weight > 3) is (clear is True)
    assert (min(h.weight for h in found) < -3) is (clear is False)


def test_scoring_trusts_identifiers():
    peru = dossier("COUNTRY", "Peru", same_as=("https://sws.geonames.org/3932488/",))
    assert score(hints(peru, item(label="Peru", facts={"ISO": ["PE"], "GEONAMES": ["3932488"]}))) > 0.99
    assert score(hints(peru, item(label="Peru", facts={"ISO": ["US"]}))) < 0.1
