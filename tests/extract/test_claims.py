"""Claims over hand-made parses: who says what, and what is cut out as the content."""

from __future__ import annotations

from parses import document_of, parsed

from pipeline.extract import claims
from pipeline.extract.scene import Scene
from pipeline.records import (
    Certainty,
    Chain,
    Claim,
    EntityLabel,
    Event,
    EventType,
    Evidence,
    Mention,
    MentionForm,
    Participant,
    Polarity,
    Relation,
    RelationType,
    Span,
    Trigger,
    Voice,
)

SAID_THAT = """
The the DET DT 2 det
ministry ministry NOUN NN 3 nsubj
said say VERB VBD 0 root
that that SCONJ IN 7 mark
police police NOUN NN 7 nsubj
had have AUX VBD 7 aux
arrested arrest VERB VBN 3 ccomp
46 46 NUM CD 9 nummod
people people NOUN NNS 7 obj NoSpace
. . PUNCT . 3 punct
"""

MEDIAL = """
The the DET DT 2 det
march march NOUN NN 9 nsubj NoSpace
, , PUNCT , 5 punct
she she PRON PRP 5 nsubj
said say VERB VBD 9 parataxis NoSpace
, , PUNCT , 5 punct
was be AUX VBD 9 aux
peacefully peacefully ADV RB 9 advmod
dispersed disperse VERB VBN 0 root
by by ADP IN 11 case
officers officer NOUN NNS 9 obl NoSpace
. . PUNCT . 9 punct
"""

ACCORDING = """
According accord VERB VBG 4 case
to to ADP IN 1 fixed
the the DET DT 4 det
union union NOUN NN 9 obl NoSpace
, , PUNCT , 9 punct
the the DET DT 7 det
strike strike NOUN NN 9 nsubj
may may AUX MD 9 aux
spread spread VERB VB 0 root
to to ADP IN 11 case
Lima Lima PROPN NNP 9 obl B-CITY NoSpace
. . PUNCT . 9 punct
"""

DENIES = """
The the DET DT 2 det
mayor mayor NOUN NN 3 nsubj
denies deny VERB VBZ 0 root
the the DET DT 5 det
allegations allegation NOUN NNS 3 obj NoSpace
. . PUNCT . 3 punct
"""

HEARSAY = """
The the DET DT 2 det
general general NOUN NN 4 nsubj:pass
is be AUX VBZ 4 aux:pass
said say VERB VBN 0 root
to to PART TO 7 mark
have have AUX VB 7 aux
fled flee VERB VBN 4 xcomp
abroad abroad ADV RB 7 advmod NoSpace
. . PUNCT . 4 punct
"""

JOINT = """
Officials official NOUN NNS 4 nsubj
and and CCONJ CC 3 cc
relatives relative NOUN NNS 1 conj
said say VERB VBD 0 root
the the DET DT 6 det
bridge bridge NOUN NN 8 nsubj
had have AUX VBD 8 aux
collapsed collapse VERB VBN 4 ccomp NoSpace
. . PUNCT . 4 punct
"""

NESTED = """
Rosa Rosa PROPN NNP 2 nsubj B-PERSON
said say VERB VBD 0 root
that that SCONJ IN 6 mark
the the DET DT 5 det
company company NOUN NN 6 nsubj
denies deny VERB VBZ 2 ccomp
any any DET DT 8 det
leak leak NOUN NN 6 obj NoSpace
. . PUNCT . 2 punct
"""

QUOTATION = """
“ “ PUNCT `` 4 punct NoSpace
We we PRON PRP 4 nsubj
will will AUX MD 4 aux
march march VERB VB 7 ccomp NoSpace
, , PUNCT , 4 punct NoSpace
” ” PUNCT '' 4 punct
said say VERB VBD 0 root
Karim Karim PROPN NNP 7 nsubj B-PERSON NoSpace
. . PUNCT . 7 punct

“ “ PUNCT `` 4 punct NoSpace
Nobody nobody PRON NN 4 nsubj
will will AUX MD 4 aux
stop stop VERB VB 0 root
us we PRON PRP 4 obj NoSpace
. . PUNCT . 4 punct NoSpace
” ” PUNCT '' 4 punct
"""

SCARE = """
The the DET DT 5 det
“ “ PUNCT `` 3 punct NoSpace
free free ADJ JJ 5 amod NoSpace
” ” PUNCT '' 3 punct
market market NOUN NN 6 nsubj
failed fail VERB VBD 0 root NoSpace
. . PUNCT . 6 punct
"""

NARRATED = """
Police police NOUN NN 2 nsubj
detained detain VERB VBD 0 root
46 46 NUM CD 4 nummod
marchers marcher NOUN NNS 2 obj
in in ADP IN 6 case
Lima Lima PROPN NNP 2 obl B-CITY NoSpace
. . PUNCT . 2 punct
"""

SEEN_AS = """
The the DET DT 2 det
decree decree NOUN NN 4 nsubj:pass
is be AUX VBZ 4 aux:pass
viewed view VERB VBN 0 root
as as ADP IN 7 case
a a DET DT 7 det
mistake mistake NOUN NN 4 obl
by by ADP IN 9 case
lawyers lawyer NOUN NNS 7 nmod NoSpace
. . PUNCT . 4 punct
"""

COULD_NOT = """
The the DET DT 2 det
bank bank NOUN NN 3 nsubj
said say VERB VBD 0 root
it it PRON PRP 7 nsubj
could could AUX MD 7 aux
not not PART RB 7 advmod
pay pay VERB VB 3 ccomp NoSpace
. . PUNCT . 3 punct
"""

MEMOIRS = """
The the DET DT 2 det
memoirs memoir NOUN NNS 5 nsubj
of of ADP IN 4 case
Rosa Rosa PROPN NNP 2 nmod B-PERSON
say say VERB VBP 0 root
that that SCONJ IN 8 mark
nobody nobody PRON NN 8 nsubj
paid pay VERB VBD 5 ccomp NoSpace
. . PUNCT . 5 punct
"""

DEMAND = """
Their their PRON PRP$ 2 nmod:poss
demand demand NOUN NN 5 nsubj
was be AUX VBD 5 cop
for for ADP IN 5 case
elections election NOUN NNS 0 root NoSpace
. . PUNCT . 5 punct
"""


def scene_of(rows: str, **document: str) -> Scene:
    """A scene whose mentions and chains are the names of the parse, one chain for each."""
    doc = parsed(rows)
    bare = Scene(document_of(doc, **document), doc)
    mentions = tuple(
        Mention(
            span=bare.span(ent),
            sentence=bare.sentence_of(ent[0]) or 0,
            surface=ent.text,
            normal=ent.text,
            label=EntityLabel(ent.label_),
            form=MentionForm.NAME,
            confidence=1.0,
        )
        for ent in doc.ents
    )
    chains = tuple(Chain(label=m.label, name=m.normal, mentions=(i,)) for i, m in enumerate(mentions))
    return Scene(bare.document, doc, mentions, chains)


def claims_of(rows: str) -> tuple[Claim, ...]:
    found, _ = claims.extract(scene_of(rows), (), ())
    return found


def arrest(scene: Scene, trigger: str, target: str) -> Event:
    """An arrest with these words as its trigger and target."""
    text = scene.document.text
    at, who = text.index(trigger), text.index(target)
    span = Span(begin=at, end=at + len(trigger))
    return Event(
        type=EventType.ARREST,
        triggers=(Trigger(span=span, sentence=0, surface=trigger, confidence=0.9),),
        targets=(Participant(text=target, span=Span(begin=who, end=who + len(target))),),
        evidence=(Evidence(sentence=0, span=span, method="events.test", confidence=0.9),),
    )


def test_claims_drop_the_complementiser_and_the_full_stop() -> None:
    (claim,) = claims_of(SAID_THAT)
    assert (claim.claimant_text, claim.cue, claim.text) == ("The ministry", "said", "police had arrested 46 people")
    assert (claim.polarity, claim.certainty, claim.voice) == (
        Polarity.AFFIRMED,
        Certainty.CERTAIN,
        Voice.ATTRIBUTED,
    )


def test_claims_around_a_parenthesis_take_the_longest_stretch() -> None:
    (claim,) = claims_of(MEDIAL)
    assert (claim.claimant_text, claim.text) == ("she", "was peacefully dispersed by officers")


def test_claims_according_to_somebody_are_about_the_rest_of_the_sentence() -> None:
    (claim,) = claims_of(ACCORDING)
    assert (claim.claimant_text, claim.cue, claim.text) == (
        "the union",
        "According to",
        "the strike may spread to Lima",
    )
    assert claim.certainty is Certainty.POSSIBLE
    assert claim.about == (0,)


def test_claims_that_deny_have_denied_polarity() -> None:
    (claim,) = claims_of(DENIES)
    assert (claim.text, claim.polarity) == ("the allegations", Polarity.DENIED)


def test_claims_of_nobody_have_no_claimant_and_are_probable() -> None:
    (claim,) = claims_of(HEARSAY)
    assert (claim.claimant, claim.claimant_text, claim.cue) == (None, "", "is said")
    assert (claim.text, claim.certainty) == ("to have fled abroad", Certainty.PROBABLE)


def test_claims_of_several_are_one_for_each() -> None:
    found = claims_of(JOINT)
    assert [c.claimant_text for c in found] == ["Officials", "relatives"]
    assert {c.text for c in found} == {"the bridge had collapsed"}


def test_claims_inside_claims_are_two() -> None:
    outer, inner = claims_of(NESTED)
    assert (outer.claimant_text, outer.text) == ("Rosa", "the company denies any leak")
    assert (inner.claimant_text, inner.text, inner.polarity) == ("the company", "any leak", Polarity.DENIED)
    assert outer.claimant == 0


def test_claims_of_a_quotation_go_on_with_its_speaker() -> None:
    first, second = claims_of(QUOTATION)
    assert (first.text, first.cue) == ("We will march", "said")
    assert (second.text, second.cue) == ("Nobody will stop us", "")
    assert first.claimant == second.claimant == 0


def test_claims_do_not_come_from_scare_quotes() -> None:
    assert claims_of(SCARE) == ()


def test_claims_carry_figures_and_what_they_count() -> None:
    scene = scene_of(SAID_THAT)
    (claim,), _ = claims.extract(scene, (arrest(scene, "arrested", "46 people"),), ())
    assert claim.quantity is not None
    assert (claim.quantity.minimum, claim.count_of, claim.about_events) == (46.0, 0, (0,))


def test_claims_of_the_narrator_are_figures_outside_attributed_content() -> None:
    scene = scene_of(NARRATED, publisher="Lima Courier")
    (claim,), _ = claims.extract(scene, (arrest(scene, "detained", "46 marchers"),), ())
    assert (claim.voice, claim.claimant, claim.claimant_text, claim.cue) == (Voice.NARRATOR, None, "Lima Courier", "")
    assert claim.text == "Police detained 46 marchers in Lima"
    assert claim.count_of == 0


def relation_at(scene: Scene, words: str) -> Relation:
    at = scene.document.text.index(words)
    return Relation(
        subject=0,
        predicate=RelationType.JOB_TITLE,
        object="spokesman",
        evidence=(
            Evidence(sentence=0, span=Span(begin=at, end=at + len(words)), method="relations.test", confidence=0.9),
        ),
    )


def test_claims_point_at_the_relations_that_only_they_state() -> None:
    scene = scene_of(ACCORDING)
    (claim,), relations = claims.extract(scene, (), (relation_at(scene, "spread to Lima"),))
    assert [r.voice for r in relations] == [Voice.ATTRIBUTED]
    assert claim.states == (0,)


def test_claims_split_a_relation_that_the_author_states_too() -> None:
    scene = scene_of(ACCORDING)
    inside, outside = relation_at(scene, "spread to Lima"), relation_at(scene, "the union")
    both = inside.model_copy(update={"evidence": (*outside.evidence, *inside.evidence)})
    (claim,), relations = claims.extract(scene, (), (both,))
    assert [r.voice for r in relations] == [Voice.NARRATOR, Voice.ATTRIBUTED]
    assert claim.states == (1,)


def test_claims_of_a_passive_find_the_agent_that_the_parse_hung_elsewhere() -> None:
    (candidate,) = [c for c in claims.candidates(scene_of(SEEN_AS)) if c.frame == "as"]
    assert [t.text for t in candidate.speakers] == ["lawyers"]
    assert scene_of(SEEN_AS).document.quote(candidate.content) == "a mistake"


def test_claims_that_something_could_not_be_are_certain() -> None:
    (claim,) = claims_of(COULD_NOT)
    assert (claim.text, claim.certainty) == ("it could not pay", Certainty.CERTAIN)


def test_claims_of_a_writing_are_those_of_its_author() -> None:
    (claim,) = claims_of(MEMOIRS)
    assert (claim.claimant_text, claim.claimant) == ("The memoirs of Rosa", 0)


def test_claims_candidates_of_a_noun_may_stand_after_for() -> None:
    scene = scene_of(DEMAND)
    found = [(c.cue_text, scene.document.quote(c.content)) for c in claims.candidates(scene)]
    assert ("demand", "elections") in found


def test_claims_request_to_stay_unnamed_is_none() -> None:
    found = claims_of("""
A a DET DT 2 det
driver driver NOUN NN 9 nsubj
who who PRON WP 4 nsubj
asked ask VERB VBD 2 acl:relcl
not not PART RB 8 advmod
to to PART TO 8 mark
be be AUX VB 8 aux:pass
named name VERB VBN 4 xcomp
said say VERB VBD 0 root
the the DET DT 11 det
brakes brake NOUN NNS 12 nsubj
failed fail VERB VBD 9 ccomp NoSpace
. . PUNCT . 9 punct
""")
    assert [c.text for c in found] == ["the brakes failed"]
