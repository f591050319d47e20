"""What speaks for an entity being an item, and what against it."""

import pytest

from pipeline.link.candidates import Candidate, Fact, Topic
from pipeline.link.dossiers import Dossier
from pipeline.link.judging import CLEAR, judged
from pipeline.link.scoring import hints, score
from pipeline.records import EntityLabel, Verdict


def dossier(label="PERSON", name="Ann Lee", **told):
    return Dossier(id=f"x/{name}", label=EntityLabel(label), name=name, **told)


def item(number=1, label="Ann Lee", **told):
    facts = tuple(Fact(topic=Topic[k], value=v) for k, vs in told.pop("facts", {}).items() for v in vs)
    return Candidate(iri=f"http://www.wikidata.org/entity/Q{number}", label=label, facts=facts, **told)


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


def clear_facts(**more):
    return {"ROLE": ["judge"], "COUNTRY": ["Kenya"], **more}


JUDGE = {"roles": ("judge",), "countries": ("Kenya",), "asked": ("Ann Lee",)}


def verdicts(one, *others, complete=True):
    return [(link.iri[-2:], link.verdict) for link in judged([(one, others, complete)], "http://x/")]


def test_judging_links_what_is_clear_and_gives_the_reasons():
    (link,) = judged([(dossier(**JUDGE), [item(facts=clear_facts(), sitelinks=4)], True)], "http://x/")
    assert (link.verdict, link.entity) == (Verdict.SAME, "x/Ann Lee")
    assert link.score >= CLEAR
    assert "called judge in both" in link.because
    assert "said to be of Kenya" in link.because


def test_judging_links_nobody_by_the_name_alone_however_famous():
    assert verdicts(dossier(), item(sitelinks=300)) == [("Q1", Verdict.UNSURE)]


def test_judging_links_nobody_while_a_namesake_fits_nearly_as_well():
    both = item(1, facts=clear_facts(), sitelinks=90), item(2, facts=clear_facts(), sitelinks=40)
    assert verdicts(dossier(**JUDGE), *both) == [("Q1", Verdict.UNSURE), ("Q2", Verdict.UNSURE)]


def test_judging_links_the_one_that_fits_though_a_namesake_is_more_famous():
    famous = item(2, facts={"ROLE": ["singer"]}, sitelinks=200)
    fits = item(1, facts=clear_facts(BODY=["Acme"]), sitelinks=3)
    assert verdicts(dossier(**JUDGE, related=("Acme",)), famous, fits) == [("Q1", Verdict.SAME)]


def test_judging_links_nobody_against_a_contradiction_or_while_more_may_be_meant():
    dead = item(facts=clear_facts(ENDS=["1931"], BODY=["Acme", "Best", "Cobb"]), sitelinks=200)
    one = dossier(**JUDGE, first_year=2020, last_year=2020, related=("Acme", "Best", "Cobb"))
    assert (("Q1", Verdict.SAME)) not in verdicts(one, dead)
    assert verdicts(dossier(**JUDGE), item(facts=clear_facts(), sitelinks=4), complete=False) == [
        ("Q1", Verdict.UNSURE)
    ]


def test_judging_links_no_item_to_two_entities():
    one, other = dossier(**JUDGE), dossier(name="Anna Lee", aliases=("Ann Lee",), **JUDGE)
    found = judged([(d, [item(facts=clear_facts(), sitelinks=60)], True) for d in (one, other)], "http://x/")
    assert {link.verdict for link in found} == {Verdict.UNSURE}
    assert "Anna Lee would be the same item" in found[0].because


def test_judging_shows_a_person_the_best_three():
    many = [item(n, sitelinks=10 * n) for n in range(1, 7)]
    assert [iri for iri, _ in verdicts(dossier(), *many)] == ["Q6", "Q5", "Q4"]
    assert verdicts(dossier(), item(facts={"COUNTRY": ["Peru"]})) != []
    assert verdicts(dossier(countries=("Kenya",)), item(facts={"COUNTRY": ["Peru"]})) == [], "not worth a look"
