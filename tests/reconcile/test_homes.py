import pytest
from extractions import article

from pipeline.reconcile import reconcile
from pipeline.reconcile.homes import Homes
from pipeline.reconcile.profiles import name_key
from pipeline.records import EntityLabel

OFFICE = ("ORG", "Interior Ministry")


def offices(*articles):
    """The ids of the entities that the first chains are."""
    found = reconcile(articles)
    return {found.entity_of(a.document.id, 0).id for a in articles}


def test_homes_many_documents_that_name_no_country_share_one_office():
    """The country is that of the city that can be linked, or of the people that is named."""
    articles = [
        article(f"{i}.txt", OFFICE, [("CITY", "Lima"), ("NORP", "Peruvian"), ("CITY", "Arequipa")][i % 3])
        for i in range(150)
    ]
    assert offices(*articles) == {"organization/interior-ministry-pe"}


def test_homes_offices_of_several_countries_stay_apart():
    articles = [
        article("a.txt", OFFICE, ("CITY", "Lima")),
        article("b.txt", OFFICE, ("NORP", "Chilean")),
        article("c.txt", OFFICE, ("COUNTRY", "Peru"), ("CITY", "Oslo")),
        article("d.txt", OFFICE, ("CITY", "Springfield")),
        article("e.txt", OFFICE),
    ]
    found = offices(*articles)
    assert {"organization/interior-ministry-pe", "organization/interior-ministry-cl"} < found
    assert len(found) == 4  # what tells no country stays with its document


def test_homes_two_countries_named_alike_leave_an_office_open():
    both = article("a.txt", OFFICE, ("COUNTRY", "Peru"), ("COUNTRY", "Chile"))
    assert Homes(both).country() == ""
    with_city = article("a.txt", OFFICE, ("COUNTRY", "Peru"), ("COUNTRY", "Chile"), ("CITY", "Lima"))
    assert Homes(with_city).country() == "PE"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Russian Interior Ministry", ("interior ministry", "RU")),
        ("Supreme Court of the United States", ("supreme court", "US")),
        ("South Korean National Assembly", ("national assembly", "KR")),
        ("American University", ("american university", "")),
        ("US Steel", ("us steel", "")),
        ("Ukrainian Society", ("ukrainian society", "")),
    ],
)
def test_homes_the_country_in_the_name_of_an_office_is_its_country(name, key):
    assert name_key(EntityLabel.ORG, name, "0c2f", "")[1:] == key


def test_homes_names_of_one_office_are_one():
    articles = [
        article("a.txt", ("ORG", "Russian Interior Ministry"), ("COUNTRY", "Ukraine")),
        article("b.txt", ("ORG", "Ministry of the Interior"), ("CITY", "Moscow")),
        article("c.txt", ("ORG", "Interior Ministry of Russia")),
    ]
    assert len(offices(*articles)) == 1


def test_homes_a_nation_beside_an_office_outweighs_the_rest_of_the_document():
    told = article("a.txt", ("NORP", "Chilean"), ("ORG", "Supreme Court"), ("COUNTRY", "Peru", "Peru", "Peru"))
    assert Homes(told).country_of(1) == "CL"
    assert Homes(told).country_of(2) == "PE"


def test_homes_cities_are_told_by_the_other_places_of_their_document():
    def city(*chains):
        return Homes(article("a.txt", *chains)).cities.get(0)

    paris = ("CITY", "Paris")
    assert city(paris).country == "FR"
    assert city(paris, ("CITY", "Dallas")).division == "TX"
    assert city(paris, ("REGION", "Texas")).division == "TX"
    assert city(paris, ("CITY", "Dallas"), ("COUNTRY", "France")).country == "FR"
    assert city(("CITY", "Springfield"), ("REGION", "Massachusetts")).division == "MA"
    assert city(("CITY", "Springfield"), ("COUNTRY", "United States")) is None
    assert city(("CITY", "Washington"), ("COUNTRY", "Britain")) is None
    assert city(("CITY", "Valencia"), ("NORP", "Venezuelan")).country == "VE"


def test_homes_two_cities_of_one_name_are_two_entities():
    french, texan, unsaid, beside = (
        article("a.txt", ("CITY", "Paris"), ("COUNTRY", "France"), ("PERSON", "Ann Lee")),
        article("b.txt", ("CITY", "Paris"), ("CITY", "Dallas"), ("PERSON", "Bob Roe")),
        article("c.txt", ("CITY", "Paris"), ("PERSON", "Zoe Poe")),
        article("d.txt", ("CITY", "Paris"), ("REGION", "Texas"), ("PERSON", "Bob Roe")),
    )
    found = reconcile([french, texan, unsaid, beside])
    one, two, three, four = (found.entity_of(a.document.id, 0) for a in (french, texan, unsaid, beside))
    assert (one.id, two.id) == ("city/paris", "city/paris-4717560")
    assert two == four
    assert three == one  # the capital is meant where nothing else is said
    assert two.same_as == ("https://sws.geonames.org/4717560/",)
