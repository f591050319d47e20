"""The subject of a reported clause that the tree made an object of the verb before it."""

from __future__ import annotations

from parses import parsed

from pipeline.language import subjects

REPORTED = """
She she PRON PRP 2 nsubj
said say VERB VBD 0 root
112 112 NUM CD 4 nummod
people people NOUN NNS 2 obj
were be AUX VBD 7 {aux}
on on ADP IN 7 case
board board NOUN NN 2 ccomp NoSpace
. . PUNCT . 2 punct
"""
OBJECT = """
She she PRON PRP 2 nsubj
told tell VERB VBD 0 root
people people NOUN NNS 2 obj
that that SCONJ IN 6 mark
it it PRON PRP 6 nsubj
rained rain VERB VBD 2 ccomp NoSpace
. . PUNCT . 2 punct
"""


def test_subjects_are_what_stands_between_a_verb_and_its_clause() -> None:
    doc = parsed(REPORTED.format(aux="cop"))
    subjects.attach(doc)
    assert [(t.dep_, t.head.text) for t in doc[2:7]] == [
        ("nummod", "people"),
        ("nsubj", "board"),
        ("cop", "board"),
        ("case", "board"),
        ("ccomp", "said"),
    ]


def test_subjects_of_passive_clauses_are_passive() -> None:
    doc = parsed(REPORTED.format(aux="aux:pass"))
    subjects.attach(doc)
    assert doc[3].dep_ == "nsubj:pass"


def test_subjects_leave_objects_of_clauses_that_have_their_own() -> None:
    doc = parsed(OBJECT)
    subjects.attach(doc)
    assert (doc[2].dep_, doc[2].head.text) == ("obj", "told")
