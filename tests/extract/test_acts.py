"""Acts over hand-made parses: agents, patients, and passives that leave out who did it."""

from __future__ import annotations

from parses import document_of, parsed

from pipeline.extract import acts
from pipeline.extract.scene import Scene
from pipeline.records import Act, Claim, Evidence, Polarity, Span

THUGS = """
Thugs thug NOUN NNS 2 nsubj
smashed smash VERB VBD 0 root
the the DET DT 4 det
gate gate NOUN NN 2 obj
and and CCONJ CC 6 cc
beat beat VERB VBD 2 conj
a a DET DT 8 det
porter porter NOUN NN 6 obj NoSpace
. . PUNCT . 2 punct
"""

BROKEN = """
Shortly shortly ADV RB 3 advmod
after after ADP IN 3 case
noon noon NOUN NN 8 obl NoSpace
, , PUNCT , 3 punct
a a DET DT 6 det
window window NOUN NN 8 nsubj
was be AUX VBD 8 aux:pass
broken broken VERB JJ 0 root
and and CCONJ CC 13 cc
two two NUM CD 11 nummod
porters porter NOUN NNS 13 nsubj:pass
were be AUX VBD 13 aux:pass
led lead VERB VBN 8 conj
away away ADV RB 13 advmod NoSpace
. . PUNCT . 8 punct
"""

HEADLINE = """
Three three NUM CD 2 nummod
porters porter NOUN NNS 3 nsubj
hurt hurt VERB VBD 0 root
in in ADP IN 5 case
brawl brawl NOUN NN 3 obl
"""

FUTURE = """
Police police NOUN NNS 3 nsubj
will will AUX MD 3 aux
arrest arrest VERB VB 0 root
the the DET DT 5 det
rioters rioter NOUN NNS 3 obj NoSpace
. . PUNCT . 3 punct
"""

DIED = """
Two two NUM CD 2 nummod
pilots pilot NOUN NNS 3 nsubj
died die VERB VBD 0 root NoSpace
. . PUNCT . 3 punct
"""

DISPERSED = """
The the DET DT 2 det
crowd crowd NOUN NN 4 nsubj:pass
was be AUX VBD 4 aux:pass
dispersed disperse VERB VBN 0 root
by by ADP IN 6 case
guards guard NOUN NNS 4 obl:agent NoSpace
. . PUNCT . 4 punct
"""


def read(rows: str, *claims: Claim) -> list[Act]:
    doc = parsed(rows)
    return list(acts.extract(Scene(document_of(doc), doc), (), claims))


def told(rows: str) -> list[tuple[str, list[str], str, list[str]]]:
    return [(a.voice.value, [p.text for p in a.agents], a.text, [p.text for p in a.patients]) for a in read(rows)]


def test_acts_of_coordinated_verbs_share_their_agent():
    assert told(THUGS) == [
        ("Active", ["Thugs"], "smashed", ["gate"]),
        ("Active", ["Thugs"], "beat", ["porter"]),
    ]


def test_acts_in_the_passive_name_nobody_unless_by_whom_is_said():
    assert told(BROKEN) == [
        ("Passive", [], "broken", ["window"]),
        ("Passive", [], "led away", ["two porters"]),
    ]
    assert told(DISPERSED) == [("Passive", ["guards"], "dispersed", ["crowd"])]


def test_acts_a_headline_leaves_out_the_auxiliary():
    assert told(HEADLINE) == [("Passive", [], "hurt", ["Three porters"])]


def test_acts_those_who_die_do_nothing():
    assert told(DIED) == [("Active", [], "died", ["Two pilots"])]


def test_acts_that_are_yet_to_come_are_none():
    assert told(FUTURE) == []


def test_acts_say_in_whose_words_they_stand_and_denied_ones_are_left_out():
    text = parsed(DISPERSED).text
    whole = Span(begin=0, end=len(text) - 1)
    evidence = (Evidence(sentence=0, span=whole, method="test", confidence=1.0),)
    claim = Claim(claimant_text="Lund", cue="said", content=whole, text=text[:-1], evidence=evidence)
    assert [a.claim for a in read(DISPERSED, claim)] == [0]
    assert read(DISPERSED, claim.model_copy(update={"polarity": Polarity.DENIED})) == []
