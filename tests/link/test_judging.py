"""Which item an entity is, if that is clear, and which are worth a look."""

from people import dossier, item

from pipeline.link.judging import CLEAR, judged
from pipeline.records import Verdict


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
