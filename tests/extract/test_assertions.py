from parses import document_of, parse_of

from pipeline.extract import assertions
from pipeline.extract.scene import Scene
from pipeline.records import Certainty, Claim, Evidence, Polarity, Span


def read(rows, *claims):
    parse = parse_of(rows)
    scene = Scene(document_of(parse), parse)
    return list(assertions.extract(scene, [claim(scene, *c) for c in claims]))


def claim(scene, content, who, cue, polarity="Affirmed"):
    begin = scene.document.text.index(content)
    span = Span(begin=begin, end=begin + len(content))
    sentence = next(i for i, s in enumerate(scene.sentences) if s.span.contains(span))
    evidence = Evidence(sentence=sentence, span=span, method="test", confidence=1.0)
    return Claim(
        claimant_text=who, cue=cue, content=span, text=content, polarity=Polarity(polarity), evidence=(evidence,)
    )


def shape(found):
    return [(a.predicate, [(g.role, g.head) for g in a.arguments]) for a in found]


DENIED = """
No no DET DT 2 det
guard guard NOUN NN 3 nsubj
threw throw VERB VBD 0 root
wet wet ADJ JJ 5 amod
stones stone NOUN NNS 3 obj
. . PUNCT . 3 punct NoSpace
"""
HEDGED = """
Guards guard NOUN NNS 3 nsubj
allegedly allegedly ADV RB 3 advmod
threw throw VERB VBD 0 root
stones stone NOUN NNS 3 obj
from from ADP IN 6 case
roofs roof NOUN NNS 3 obl
. . PUNCT . 3 punct NoSpace
"""
PASSIVE = """
Stones stone NOUN NNS 3 nsubj:pass
were be AUX VBD 3 aux:pass
thrown throw VERB VBN 0 root
by by ADP IN 5 case
guards guard NOUN NNS 3 obl:agent
. . PUNCT . 3 punct NoSpace
"""


def test_assertions_have_the_same_parts_in_the_active_and_in_the_passive():
    assert shape(read(PASSIVE)) == [("throw", [("agent", "guard"), ("patient", "stone")])]
    (denied,) = read(DENIED)
    assert shape([denied]) == [("throw", [("agent", "guard"), ("patient", "stone")])]
    assert denied.arguments[1].modifiers == ("wet",)


def test_assertions_are_denied_or_hedged():
    (denied,), (hedged,) = read(DENIED), read(HEDGED)
    assert (denied.polarity, denied.certainty) == (Polarity.DENIED, Certainty.CERTAIN)
    assert (hedged.polarity, hedged.certainty) == (Polarity.AFFIRMED, Certainty.PROBABLE)
    assert shape([hedged])[0][1][-1] == ("from", "roof")


SAID = """
Guards guard NOUN NNS 2 nsubj
threw throw VERB VBD 7 ccomp
40 40 NUM CD 4 nummod
stones stone NOUN NNS 2 obj
, , PUNCT , 7 punct
she she PRON PRP 7 nsubj
denied deny VERB VBD 0 root
. . PUNCT . 7 punct NoSpace
"""


def test_assertions_in_a_claim_belong_to_it_and_its_cue_asserts_nothing():
    (found,) = read(SAID, ("Guards threw 40 stones", "she", "denied", "Denied"))
    assert (found.predicate, found.claim, found.polarity) == ("throw", 0, Polarity.DENIED)
    assert [g.quantity.minimum for g in found.arguments if g.quantity] == [40]


CONDITION = """
If if SCONJ IN 3 mark
guards guard NOUN NNS 3 nsubj
throw throw VERB VBP 6 advcl
stones stone NOUN NNS 3 obj
crowds crowd NOUN NNS 6 nsubj
leave leave VERB VBP 0 root
. . PUNCT . 6 punct NoSpace
"""
QUESTION = HEDGED.replace(". . PUNCT", "? ? PUNCT")


def test_assertions_are_no_conditions_and_no_questions():
    assert shape(read(CONDITION)) == [("leave", [("agent", "crowd")])]
    assert read(QUESTION) == []


ANAPHORA = """
About about ADV RB 2 advmod
400 400 NUM CD 3 nummod
people people NOUN NNS 4 nsubj
marched march VERB VBD 0 root
. . PUNCT . 4 punct

Police police NOUN NNS 2 nsubj
put put VERB VBD 0 root
the the DET DT 4 det
number number NOUN NN 2 obj
at at ADP IN 6 case
90 90 NUM CD 2 obl
. . PUNCT . 2 punct NoSpace
"""


def test_assertions_say_again_what_the_number_counts():
    first, again = read(ANAPHORA, ("the number at 90", "Police", "put"))
    assert (again.predicate, again.sentence, again.claim) == ("march", 1, 0)
    assert [a.quantity.minimum for found in (first, again) for a in found.arguments if a.quantity] == [400, 90]
    assert again.arguments[0].head == first.arguments[0].head == "person"
