"""Positions over hand-made parses: who supports, opposes, demands, accuses, denies what."""

from __future__ import annotations

import pytest
from parses import document_of, parsed

from pipeline.extract import positions
from pipeline.extract.scene import Scene
from pipeline.records import (
    Chain,
    Claim,
    EntityLabel,
    Evidence,
    Mention,
    MentionForm,
    Position,
    PositionKind,
    Relation,
    RelationType,
    Span,
    Voice,
)

OPPOSES = """
The the DET DT 2 det
union union NOUN NN 3 nsubj
opposes oppose VERB VBZ 0 root
the the DET DT 5 det
toll toll NOUN NN 3 obj
but but CCONJ CC 7 cc
accepts accept VERB VBZ 3 conj
the the DET DT 9 det
offer offer NOUN NN 7 obj NoSpace
. . PUNCT . 3 punct
"""

ACCUSED = """
Ada Ada PROPN NNP 3 nsubj B-PERSON
Lund Lund PROPN NNP 1 flat I-PERSON
accused accuse VERB VBD 0 root
the the DET DT 5 det
company company NOUN NN 3 obj
of of SCONJ IN 7 mark
hiding hide VERB VBG 5 acl
two two NUM CD 9 nummod
reports report NOUN NNS 7 obj NoSpace
. . PUNCT . 3 punct
"""

BLAMED = """
The the DET DT 3 det
harbour harbour NOUN NN 3 compound
ministry ministry NOUN NN 4 nsubj
blamed blame VERB VBD 0 root
the the DET DT 6 det
delay delay NOUN NN 4 obj
on on ADP IN 9 case
the the DET DT 9 det
pilots pilot NOUN NNS 6 nmod NoSpace
. . PUNCT . 4 punct
"""

QUOTED = """
" " PUNCT `` 5 punct NoSpace
I I PRON PRP 5 nsubj
do do AUX VBP 5 aux
not not PART RB 5 advmod
support support VERB VB 11 ccomp
this this DET DT 7 det
plan plan NOUN NN 5 obj NoSpace
, , PUNCT , 5 punct NoSpace
" " PUNCT '' 5 punct
Lund Lund PROPN NNP 11 nsubj B-PERSON
said say VERB VBD 0 root NoSpace
. . PUNCT . 11 punct
"""

DENIED = """
Lund Lund PROPN NNP 2 nsubj B-PERSON
denied deny VERB VBD 0 root
that that SCONJ IN 6 mark
she she PRON PRP 6 nsubj
had have AUX VBD 6 aux
seen see VERB VBN 2 ccomp
the the DET DT 8 det
reports report NOUN NNS 6 obj NoSpace
. . PUNCT . 2 punct
"""

CALLED = """
The the DET DT 2 det
mayor mayor NOUN NN 3 nsubj
called call VERB VBD 0 root
the the DET DT 5 det
allegations allegation NOUN NNS 3 obj
absurd absurd ADJ JJ 3 xcomp NoSpace
. . PUNCT . 3 punct
"""

COULD = """
The the DET DT 2 det
union union NOUN NN 4 nsubj
could could AUX MD 4 aux
support support VERB VB 0 root
the the DET DT 6 det
plan plan NOUN NN 4 obj NoSpace
. . PUNCT . 4 punct
"""

SIGN = """
A a DET DT 2 det
sign sign NOUN NN 3 nsubj
demanded demand VERB VBD 0 root
silence silence NOUN NN 3 obj NoSpace
. . PUNCT . 3 punct
"""

PASSIVE = """
The the DET DT 2 det
pilots pilot NOUN NNS 4 nsubj:pass
were be AUX VBD 4 aux:pass
accused accuse VERB VBN 0 root
of of SCONJ IN 6 mark
sleeping sleep VERB VBG 4 advcl
on on ADP IN 8 case
duty duty NOUN NN 6 obl NoSpace
. . PUNCT . 4 punct
"""

PROMISED = """
Lund Lund PROPN NNP 2 nsubj B-PERSON
promised promise VERB VBD 0 root
a a DET DT 4 det
bridge bridge NOUN NN 2 obj
by by ADP IN 6 case
May May PROPN NNP 4 nmod B-DATE NoSpace
. . PUNCT . 2 punct
"""

REFUSED = """
The the DET DT 2 det
company company NOUN NN 4 nsubj:pass
was be AUX VBD 4 aux:pass
denied deny VERB VBN 0 root
a a DET DT 6 det
permit permit NOUN NN 4 obj NoSpace
. . PUNCT . 4 punct
"""

REJECTED = """
The the DET DT 2 det
mayor mayor NOUN NN 3 nsubj
rejected reject VERB VBD 0 root
the the DET DT 5 det
accusation accusation NOUN NN 3 obj
that that SCONJ IN 10 mark
the the DET DT 8 det
books book NOUN NNS 10 nsubj
were be AUX VBD 10 cop
false false ADJ JJ 5 acl NoSpace
. . PUNCT . 3 punct
"""


def read(rows: str, *claims: Claim, relations: tuple[Relation, ...] = ()) -> list[Position]:
    doc = parsed(rows)
    return list(positions.extract(Scene(document_of(doc), doc), claims, relations))


def told(rows: str, *claims: Claim) -> list[tuple[str, str, str, str]]:
    return [(p.kind.value, p.holder_text, p.text, p.target_text) for p in read(rows, *claims)]


def saying(rows: str, words: str, who: str, cue: str = "said") -> Claim:
    text = parsed(rows).text
    span = Span(begin=text.index(words), end=text.index(words) + len(words))
    evidence = Evidence(sentence=0, span=Span(begin=0, end=len(text)), method="test", confidence=1.0)
    return Claim(claimant_text=who, cue=cue, content=span, text=words, evidence=(evidence,))


def test_positions_of_coordinated_verbs_share_their_holder():
    assert told(OPPOSES) == [
        ("Opposition", "The union", "the toll", ""),
        ("Support", "The union", "the offer", ""),
    ]
    assert [p.lemmas for p in read(OPPOSES)] == [("toll",), ("offer",)]


@pytest.mark.parametrize(
    ("rows", "accuser", "what", "accused"),
    [
        (ACCUSED, "Ada Lund", "hiding two reports", "the company"),
        (BLAMED, "The harbour ministry", "the delay", "the pilots"),
        (PASSIVE, "", "sleeping on duty", "The pilots"),
    ],
)
def test_positions_an_accusation_names_the_accused(rows, accuser, what, accused):
    assert told(rows) == [("Accusation", accuser, what, accused)]


def test_positions_in_a_quotation_are_those_of_the_speaker_and_negation_turns_them():
    claim = saying(QUOTED, "I do not support this plan", "Lund")
    (position,) = read(QUOTED, claim)
    assert (position.kind, position.holder_text, position.cue) == (PositionKind.OPPOSITION, "Lund", "not support")
    assert (position.voice, position.claim) == (Voice.ATTRIBUTED, 0)
    assert told(QUOTED) == []  # an "I" of which nobody knows whose it is


def test_positions_denials_of_things_and_of_accusations():
    assert told(DENIED) == [("Denial", "Lund", "she had seen the reports", "")]
    assert told(REJECTED) == [("Denial", "The mayor", "the accusation that the books were false", "")]
    assert told(CALLED) == [("Denial", "The mayor", "the allegations", "")]
    assert told(REFUSED) == []  # nobody denies anything who is denied a permit


def test_positions_promise_keeps_its_words():
    assert told(PROMISED) == [("Promise", "Lund", "a bridge by May", "")]


@pytest.mark.parametrize("rows", [COULD, SIGN], ids=["possible", "thing"])
def test_positions_are_taken_by_somebody_and_not_only_possible(rows):
    assert told(rows) == []


def test_positions_take_over_stances_that_no_verb_tells():
    doc = parsed("Lund Lund PROPN NNP 0 root\nfor for ADP IN 3 case\nMorby Morby PROPN NNP 1 nmod")
    mentions = tuple(
        Mention(
            span=Span(begin=begin, end=begin + len(name)), sentence=0, surface=name, normal=name,
            label=EntityLabel.PERSON, form=MentionForm.NAME, confidence=1.0,
        )
        for begin, name in ((0, "Lund"), (9, "Morby"))
    )  # fmt: skip
    chains = tuple(Chain(label=EntityLabel.PERSON, name=m.surface, mentions=(i,)) for i, m in enumerate(mentions))
    evidence = Evidence(sentence=0, span=Span(begin=0, end=14), method="relations.test", confidence=0.8)
    stance = Relation(subject=0, predicate=RelationType.SUPPORTS, object=1, evidence=(evidence,))
    (position,) = positions.extract(Scene(document_of(doc), doc, mentions, chains), (), (stance,))
    assert (position.kind, position.holder, position.about, position.text) == ("Support", 0, (1,), "Morby")
