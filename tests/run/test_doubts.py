"""What is unsure comes up for review: the most valuable first, with quotes, until somebody has decided."""

import pytest
from desks import ARTICLES, BASE, PERU, article, build

from pipeline.reconcile.decisions import DecisionKind
from pipeline.run.doubts import pairs

# two people could be meant by each bare surname, and Poe is written of more often than Lee
POES = [article(f"poe{i}.txt", ("PERSON", n, *["Poe"] * 3), PERU) for i, n in enumerate(("Max Poe", "Eva Poe"))]
CORPUS = [*ARTICLES, *POES, article("bare.txt", ("PERSON", "Poe", "Poe"), PERU)]


@pytest.fixture
def desk(tmp_path):
    return build(tmp_path / "graph", CORPUS)


def sides(found):
    return [(p.left.name, p.right.name) for p in found]


def test_doubts_are_ordered_by_what_an_answer_is_worth(desk):
    found = pairs(desk)
    assert {("Eva Poe", "Poe"), ("Max Poe", "Poe")} == set(sides(found)[:2])
    assert [p.worth for p in found] == sorted((p.worth for p in found), reverse=True)
    assert found[0].worth == pytest.approx(found[0].score * 2), "two mentions would find their entity"
    assert all(p.left.mentions >= p.right.mentions for p in found)
    assert pairs(desk, 1) == found[:1]


def test_doubts_show_quotes_side_by_side(desk):
    pair = next(p for p in pairs(desk) if p.left.name == "Eva Poe")
    quote = pair.left.quotes[0]
    assert (quote.text[quote.begin : quote.end], quote.file) == ("Eva Poe", "poe1.txt")
    assert pair.right.iri.startswith(f"{BASE}person/poe-")
    assert pair.because == "2 people have this surname"


def test_doubts_go_when_they_are_decided_and_come_back_when_not(desk):
    first = pairs(desk)[0]
    made = desk.decision(DecisionKind.SAME, first.left.reference, first.right.reference, "ann", "")
    desk.record([made])
    assert sides([first])[0] not in sides(pairs(desk))
    desk.show()
    assert not [p for p in pairs(desk) if p.right.name == "Poe"], "whose the surname is there is now known"
    desk.undo(None, "ann")
    assert pairs(desk)[0] == first


def test_doubts_put_off_come_last(desk):
    first = pairs(desk)[0]
    desk.record([desk.decision(DecisionKind.LATER, first.left.reference, first.right.reference, "ann", "")])
    found = pairs(desk)
    assert sides(found)[-1] == sides([first])[0]
    assert [p.later for p in found] == [False] * (len(found) - 1) + [True]
