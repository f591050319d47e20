"""Links on the entities of a corpus, below what people decided."""

import datetime as dt

from scenes import article

from pipeline.link.links import Link
from pipeline.link.overlay import linked
from pipeline.reconcile import reconcile
from pipeline.reconcile.decisions import Decision, Reference
from pipeline.reconcile.parts import DocumentName, Part
from pipeline.records import EntityLabel, Verdict

KENYA = ("COUNTRY", "Kenya")
DOCUMENTS = [
    article("one.txt", ("PERSON", "Ann Lee", "Lee"), KENYA),
    article("two.txt", ("PERSON", "Ann Lee"), ("PERSON", "Bo Diaz"), KENYA),
    article("three.txt", ("PERSON", "Diaz"), ("COUNTRY", "Nepal")),
]
WD = "http://www.wikidata.org/entity/"


def item(number, title=""):
    return Reference(entity=f"{WD}{number}", name=title or number, iri=f"{WD}{number}")


def part(name, file=""):
    found = next((e.document for e in DOCUMENTS if e.document.source_file == file), None)
    return Part(label=EntityLabel.PERSON, name=name, document=found and DocumentName.of(found))


def decided(verdict, who, number, *parts, minute=0, title=""):
    left = Reference(entity="person/x", name=parts[0].name, parts=parts)
    when = dt.datetime(2026, 3, 1, 9, minute, tzinfo=dt.UTC)
    return Decision(when=when, who=who, verdict=verdict, left=left, right=item(number, title))


def link(entity="person/ann-lee", number="Q1", **changes):
    made = {
        "entity": entity,
        "label": "PERSON",
        "name": "Ann Lee",
        "iri": f"{WD}{number}",
        "title": f"{number}, judge",
        "verdict": "same",
        "score": 0.95,
        "because": "called judge in both",
        "endpoint": "http://x/",
    }
    return Link(**made | changes)


def laid(links=(), decisions=()):
    resolution = reconcile(DOCUMENTS)
    names = {e.document.id: DocumentName.of(e.document) for e in DOCUMENTS}
    return linked(resolution, links, decisions, names)


def outcome(found):
    """Of each item the entity, the verdict and who says so."""
    return {j.right.removeprefix(WD): (j.left, j.verdict.value, j.by) for j in found.resolution.judgements if j.item}


def same_as(found):
    return {e.id: list(e.same_as) for e in found.resolution.entities if any(i.startswith(WD) for i in e.same_as)}


def test_overlay_without_links_changes_nothing():
    resolution = reconcile(DOCUMENTS)
    assert linked(resolution, (), (), {}).resolution is resolution


def test_overlay_lays_clear_links_on_and_notes_doubts():
    found = laid([link(), link("person/bo-diaz", "Q2", verdict="unsure"), link("person/nobody", "Q3")])
    assert same_as(found) == {"person/ann-lee": [f"{WD}Q1"]}
    assert outcome(found) == {
        "Q1": ("person/ann-lee", "same", "citegraph"),
        "Q2": ("person/bo-diaz", "unsure", "citegraph"),
    }
    assert found.resolution.entity_of(DOCUMENTS[0].document.id, 0).same_as == (f"{WD}Q1",)
    assert len(found.resolution.happenings) == len(reconcile(DOCUMENTS).happenings)


def test_overlay_lets_people_outrank_the_program():
    links = [link(), link(number="Q2", verdict="unsure", score=0.5)]
    accepted = laid(links, [decided("same", "ann", "Q2", part("Ann Lee"))])
    assert same_as(accepted) == {"person/ann-lee": [f"{WD}Q2"]}
    assert outcome(accepted) == {"Q2": ("person/ann-lee", "same", "ann")}
    refused = laid(links, [decided("different", "ann", "Q1", part("Ann Lee"))])
    assert same_as(refused) == {}
    assert outcome(refused)["Q1"] == ("person/ann-lee", "different", "ann")
    later = laid(links, [decided("later", "ann", "Q1", part("Ann Lee"))])
    assert same_as(later) == {"person/ann-lee": [f"{WD}Q1"]}, "later is no answer"


def test_overlay_finds_the_entity_that_a_decision_means():
    found = laid(decisions=[decided("same", "ann", "Q1", part("Diaz", "three.txt"))])
    (entity,) = same_as(found)
    assert entity.startswith("person/diaz-")
    assert found.waiting == ()
    gone = laid(decisions=[decided("same", "ann", "Q1", part("Zoe Zed"), part("Bo Diaz"))])
    assert list(same_as(gone)) == ["person/bo-diaz"], "if the first part is gone, the next stands for it"
    waiting = decided("same", "ann", "Q1", part("Zoe Zed"))
    found = laid(decisions=[waiting])
    assert (same_as(found), found.waiting) == ({}, (waiting,))


def test_overlay_of_contradictions_keeps_the_later_one_and_says_so():
    first = decided("same", "ann", "Q1", part("Ann Lee"))
    second = decided("different", "ben", "Q1", part("Ann Lee"), minute=1)
    found = laid(decisions=[first, second])
    assert same_as(found) == {}
    assert [(c.decision, c.others) for c in found.overruled] == [(first, (second,))]


def test_overlay_calls_an_item_by_one_name():
    decisions = [
        decided("same", "ann", "Q1", part("Ann Lee"), title="A"),
        decided("same", "ann", "Q1", part("Bo Diaz")),
    ]
    for links in ((), [link(title="one"), link("person/bo-diaz", title="two")]):
        found = laid(links, decisions)
        assert len({j.item for j in found.resolution.judgements if j.right == f"{WD}Q1"}) == 1


def test_overlay_doubts_links_of_what_has_changed():
    for changed, told in (
        ({"documents": 3}, "fewer documents name Ann Lee than then; "),
        ({"parts": ("person/ann-lee", "person/bo-diaz")}, "Ann Lee was divided since; "),
    ):
        found = laid([link(**changed)])
        assert same_as(found) == {}
        (judgement,) = [j for j in found.resolution.judgements if j.item]
        assert judgement.verdict is Verdict.UNSURE
        assert judgement.because.startswith(told)
    assert same_as(laid([link(documents=2, parts=("person/ann-lee", "person/gone"))])) != {}
    both = laid([link(), link(number="Q2")])
    assert same_as(both) == {}
    assert {v for _, v, _ in outcome(both).values()} == {"unsure"}
