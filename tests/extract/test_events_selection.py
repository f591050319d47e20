"""Which phrases are taken for a role together, from hand-made chances."""

from random import Random

from parses import parse_of

from pipeline.extract.events.selection import Likely, Phrase, select, within_reach
from pipeline.extract.events.triggers import Found
from pipeline.records import EventType

ROWS = """
Police police NOUN NNS 4 nsubj
and and CCONJ CC 3 cc
soldiers soldier NOUN NNS 1 conj
detained detain VERB VBD 0 root
supporters supporter NOUN NNS 4 obj
of of ADP IN 7 case
Haddad Haddad PROPN NNP 5 nmod B-PERSON
in in ADP IN 9 case
Tunis Tunis PROPN NNP 4 obl B-CITY
before before ADP IN 11 case
lawyers lawyer NOUN NNS 4 obl NoSpace
. . PUNCT . 4 punct
"""
DOC = parse_of(ROWS)
FOUND = Found(DOC[3], 0, EventType.ARREST, "do", 0.9)


def likely(begin: int, end: int, way: str, chance: float, head: int | None = None) -> Likely:
    words = DOC[begin:end]
    return Likely(Phrase(DOC[begin if head is None else head], words, words.start_char, words.end_char), way, chance)


def texts(role: str, *judged: Likely) -> list[str]:
    return [one.who.words.text for one in select(role, FOUND, judged, 0.3)]


def test_selection_takes_coordinated_phrases_together() -> None:
    assert texts("actor", likely(0, 1, "agent", 0.9), likely(2, 3, "agent", 0.1)) == ["Police", "soldiers"]
    assert texts("actor", likely(0, 1, "agent", 0.4), likely(2, 3, "agent", 0.1)) == []


def test_selection_needs_no_phrase_that_is_out_of_reach() -> None:
    random, taken = Random(4), 0
    places = [(0, 1), (2, 3), (4, 7), (6, 7), (8, 9), (10, 11)]
    ways = ["agent", "patient", "obl:in", "patient>nmod:of", "far"]
    for _ in range(300):
        judged = [likely(begin, end, random.choice(ways), random.random() / 2) for begin, end in places]
        for role in ("actor", "target", "place"):
            found = select(role, FOUND, judged, 0.3)
            assert found == select(role, FOUND, within_reach(judged, 0.3), 0.3)
            taken += len(found)
    assert taken
    assert within_reach([likely(0, 1, "agent", 0.1), likely(4, 5, "patient", 0.2)], 0.3) == ()


def test_selection_asks_more_of_phrases_that_grammar_gives_no_role() -> None:
    patient = likely(4, 5, "patient", 0.9)
    assert texts("target", patient, likely(10, 11, "obl:before", 0.35)) == ["supporters"]
    assert texts("target", patient, likely(10, 11, "obl:before", 0.6)) == ["supporters", "lawyers"]
    assert texts("target", likely(10, 11, "obl:before", 0.35)) == ["lawyers"]


def test_selection_leaves_out_phrases_within_another() -> None:
    whole, part = likely(4, 7, "patient", 0.9), likely(6, 7, "patient>nmod:of", 0.9)
    assert texts("target", whole, part) == ["supporters of Haddad"]
    assert texts("place", whole, part) == ["supporters of Haddad", "Haddad"]


def test_selection_participle_before_a_noun_tells_of_that_noun_alone() -> None:
    doc = parse_of("""
        Students student NOUN NNS 2 nsubj
        greeted greet VERB VBD 0 root
        the the DET DT 5 det
        jailed jail VERB VBN 5 amod
        lawyer lawyer NOUN NN 2 obj
        Lenz Lenz PROPN NNP 5 appos B-PERSON
    """)
    found = Found(doc[3], 0, EventType.ARREST, "do", 0.9)

    def one(place: int, way: str, chance: float) -> Likely:
        words = doc[place : place + 1]
        return Likely(Phrase(doc[place], words, words.start_char, words.end_char), way, chance)

    judged = [one(0, "amod^obj^agent", 0.9), one(4, "patient", 0.1), one(5, "amod^appos", 0.7)]
    assert [one.who.words.text for one in select("target", found, judged, 0.3)] == ["Lenz"]
