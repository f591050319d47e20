import pytest
from extractions import article
from handmade import Article

from pipeline.reconcile import reconcile
from pipeline.reconcile.places import country_code, country_key, find_city, state_iri
from pipeline.records import EntityLabel

RUSSIA = ("COUNTRY", "Russia")


def first(*articles):
    found = reconcile(articles)
    return [found.entity_of(a.document.id, 0) for a in articles]


@pytest.mark.parametrize("name", ["U.S.", "US", "the United States", "America", "USA", "United States of America"])
def test_geography_a_country_has_many_names(name):
    one, other = first(article("a.txt", ("COUNTRY", "United States")), article("b.txt", ("COUNTRY", name)))
    assert one == other
    assert one.same_as == ("https://sws.geonames.org/6252001/",)


@pytest.mark.parametrize(
    ("one", "other"), [("Kiev", "Kyiv"), ("St. Petersburg", "Saint Petersburg"), ("Grodno", "Hrodna")]
)
def test_geography_a_city_has_many_spellings(one, other):
    left, right = first(article("a.txt", ("CITY", one)), article("b.txt", ("CITY", other)))
    assert left == right


def test_geography_links_only_cities_that_can_be_meant():
    moscow, paris, springfield, nowhere = first(
        article("a.txt", ("CITY", "Moscow")),
        article("b.txt", ("CITY", "Paris")),
        article("c.txt", ("CITY", "Springfield")),
        article("d.txt", ("CITY", "Qwertyville")),
    )
    assert moscow.same_as == ("https://sws.geonames.org/524901/",)
    assert (round(moscow.latitude), round(moscow.longitude)) == (56, 38)
    assert paris.same_as == ("https://sws.geonames.org/2988507/",)
    assert springfield.same_as == nowhere.same_as == ()
    assert springfield.latitude is None


def test_geography_a_country_in_the_document_says_which_city():
    spanish, alone = first(
        article("a.txt", ("CITY", "Valencia"), ("COUNTRY", "Spain")), article("b.txt", ("CITY", "Cartagena"))
    )
    assert spanish.same_as == ("https://sws.geonames.org/2509954/",)
    assert alone.same_as == ()
    assert find_city("Valencia", {"VE"}).country == "VE"
    assert find_city("Valencia", {"ES", "VE"}) is None
    assert find_city("Nowhere", {"ES"}) is None


def test_geography_a_village_abroad_does_not_take_the_name_of_a_metropolis():
    assert find_city("Moscow", {"US"}) is None


def test_geography_former_and_stateless_names():
    assert country_key("USSR") == country_key("Soviet Union") == "soviet union"
    assert country_code("Soviet Union") is None
    assert country_key("Atlantis") is None
    assert country_code("Congo") is None
    assert country_code("Burma") == country_code("Myanmar") == "MM"
    assert state_iri("Texas") == "https://sws.geonames.org/4736286/"
    assert state_iri("Bavaria") is None


def test_geography_former_state_is_an_entity_without_link():
    (union, *_) = first(article("a.txt", ("COUNTRY", "USSR")), article("b.txt", ("COUNTRY", "Soviet Union")))
    assert union.id == "country/soviet-union"
    assert union.aliases == ("USSR",)
    assert union.same_as == ()


def test_geography_a_region_of_the_states_is_linked():
    (texas,) = first(article("a.txt", ("REGION", "Texas")))
    assert texas.same_as == ("https://sws.geonames.org/4736286/",)
    assert texas.latitude is None


def test_geography_a_rare_label_gives_way_to_the_usual_one():
    usual = [article(f"{i}.txt", ("CITY", "Oldharbour")) for i in range(4)]
    assert {e.label for e in first(*usual, article("x.txt", ("REGION", "Oldharbour")))} == {EntityLabel.CITY}


def test_geography_a_name_of_two_places_keeps_both():
    usual = [article(f"{i}.txt", ("COUNTRY", "Georgia")) for i in range(8)]
    found = first(*usual, article("x.txt", ("REGION", "Georgia")))
    assert [e.label for e in found[-2:]] == [EntityLabel.COUNTRY, EntityLabel.REGION]
    even = first(article("a.txt", ("CITY", "Oldharbour")), article("b.txt", ("REGION", "Oldharbour")))
    assert even[0] != even[1]


def test_geography_streets_are_told_apart_by_city():
    riga, lviv, also_riga, unsaid = first(
        article("a.txt", ("PLACE", "Main Street"), ("CITY", "Riga")),
        article("b.txt", ("PLACE", "Main Street"), ("CITY", "Lviv")),
        article("c.txt", ("PLACE", "Main Street"), ("CITY", "Riga"), ("COUNTRY", "Latvia")),
        article("d.txt", ("PLACE", "Main Street"), ("COUNTRY", "Latvia")),
    )
    assert riga == also_riga
    assert len({riga.id, lviv.id, unsaid.id}) == 3
    assert riga.id == "place/main-street-456172"
    assert first(article("c.txt", ("PLACE", "Red Square")))[0].id == "place/red-square"


def test_geography_a_country_is_no_city_even_if_most_documents_say_so():
    cities = [article(f"{i}.txt", ("CITY", "Poland")) for i in range(3)]
    assert {(e.id, e.label) for e in first(article("x.txt", ("COUNTRY", "Poland")), *cities)} == {
        ("country/poland", EntityLabel.COUNTRY)
    }
    country, city = first(article("a.txt", ("COUNTRY", "Luxembourg")), article("b.txt", ("CITY", "Luxembourg")))
    assert country != city


@pytest.mark.parametrize(
    ("label", "one", "other"),
    [
        ("REGION", "N.J.", "New Jersey"),
        ("REGION", "Balochistan", "Baluchistan"),
        ("PLACE", "Main Bridge Tåsinge", "Main Bridge Taasinge"),
        ("CITY", "Qamishliyya", "Qamishliya"),
    ],
)
def test_geography_a_place_has_many_spellings(label, one, other):
    left, right = first(article("a.txt", (label, one)), article("b.txt", (label, other)))
    assert left == right


def test_geography_cities_that_sound_alike_and_both_exist_stay_apart():
    left, right = first(article("a.txt", ("CITY", "Hannover")), article("b.txt", ("CITY", "Hanover")))
    assert left.id == "city/hannover"
    assert right.id == "city/hanover"


def test_geography_what_one_document_tells_apart_stays_apart():
    both = article("a.txt", ("CITY", "Washington"), ("CITY", "Washington, D.C."))
    found = reconcile([both])
    assert found.entity_of(both.document.id, 0) != found.entity_of(both.document.id, 1)
    kiev = article("a.txt", ("CITY", "Kiev"), ("CITY", "Kyiv"))
    found = reconcile([kiev])
    assert found.entity_of(kiev.document.id, 0) == found.entity_of(kiev.document.id, 1)


def placed(file, text, *names):
    """An article of one sentence, with the names (label, name) that it holds."""
    made = Article(file)
    at = made.add(text)
    for label, name in names:
        made.name(at, name, label)
    return made.extraction()


def test_geography_a_city_lies_where_the_text_says():
    lebanese = placed(
        "a.txt", "A fire in Tripoli, Lebanon's second city, was put out.", ("CITY", "Tripoli"), ("COUNTRY", "Lebanon")
    )
    minister = placed(
        "b.txt", "In Tripoli, Lebanon's minister met Libya's.", ("CITY", "Tripoli"), ("COUNTRY", "Lebanon"),
        ("COUNTRY", "Libya"),
    )  # fmt: skip
    ontario = placed("c.txt", "Talks in London, Ontario, failed.", ("CITY", "London"), ("REGION", "Ontario"))
    unknown = placed("d.txt", "A barn burned in Moscow, Kentucky.", ("CITY", "Moscow"), ("REGION", "Kentucky"))
    found = first(lebanese, minister, ontario, unknown, article("e.txt", ("CITY", "Moscow")))
    assert found[0].same_as == ("https://sws.geonames.org/266826/",)
    assert found[1].same_as == ("https://sws.geonames.org/2210247/",)
    assert found[2].same_as == ("https://sws.geonames.org/6058560/",)
    assert found[3].same_as == ()
    assert found[3] != found[4]


def test_geography_a_document_that_names_only_the_country_of_a_namesake_is_not_about_the_largest():
    libyan = article("a.txt", ("CITY", "Tripoli"), ("COUNTRY", "Libya"))
    lebanese = article("b.txt", ("CITY", "Tripoli"), ("COUNTRY", "Lebanon"))
    canadian = article("c.txt", ("CITY", "London"), ("COUNTRY", "Canada"))
    british = article("d.txt", ("CITY", "London"), ("COUNTRY", "United Kingdom"))
    found = reconcile([libyan, lebanese, canadian, british])
    one, other, *london = (found.entity_of(a.document.id, 0) for a in (libyan, lebanese, canadian, british))
    assert one != other
    assert london[0] == london[1]
    assert [j.verdict.value for j in found.judgements] == ["unsure"]


def test_geography_a_nation_of_the_united_kingdom_tells_which_city():
    english, alabama = first(
        article("a.txt", ("CITY", "Birmingham"), ("COUNTRY", "England")),
        article("b.txt", ("CITY", "Birmingham"), ("REGION", "Alabama")),
    )
    assert english.same_as == ("https://sws.geonames.org/2655603/",)
    assert alabama.same_as == ("https://sws.geonames.org/4049979/",)
