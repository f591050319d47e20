"""Events from hand-built parses, with the shipped weights: plain cases that any fit of them must get right."""

import pytest
from parses import document_of, parsed

from pipeline.extract import events
from pipeline.extract.scene import Scene
from pipeline.records import Chain, EntityLabel, Event, EventType, Mention, MentionForm, Modality, Span

LABELS = {label.value for label in EntityLabel}


def scene_of(rows: str, published: str | None = "2022-09-21") -> Scene:
    """A scene whose names are mentions, each a chain of its own."""
    doc = parsed(rows)
    document = document_of(doc, published=published)
    plain = Scene(document, doc)
    mentions = tuple(
        Mention(
            span=Span(begin=e.start_char, end=e.end_char), sentence=plain.sentence_of(e[0]) or 0, surface=e.text,
            normal=e.text, label=EntityLabel(e.label_), form=MentionForm.NAME, confidence=0.9,
        )
        for e in doc.ents if e.label_ in LABELS
    )  # fmt: skip
    by_name: dict[str, list[int]] = {}
    for number, mention in enumerate(mentions):
        by_name.setdefault(mention.normal, []).append(number)
    chains = tuple(
        Chain(label=mentions[found[0]].label, name=name, mentions=tuple(found)) for name, found in by_name.items()
    )
    return Scene(document, doc, mentions, chains)


def events_of(rows: str) -> list[Event]:
    return list(events.extract(scene_of(rows)))


ARREST = """
Police police NOUN NNS 2 nsubj
arrested arrest VERB VBD 0 root
Marta Marta PROPN NNP 2 obj B-PERSON
Lenz Lenz PROPN NNP 3 flat I-PERSON
in in ADP IN 6 case
Gdansk Gdansk PROPN NNP 2 obl B-CITY
on on ADP IN 8 case
Friday Friday PROPN NNP 2 obl B-DATE NoSpace
. . PUNCT . 2 punct
"""

ARREST_PASSIVE = """
Marta Marta PROPN NNP 4 nsubj:pass B-PERSON
Lenz Lenz PROPN NNP 1 flat I-PERSON
was be AUX VBD 4 aux:pass
arrested arrest VERB VBN 0 root
by by ADP IN 6 case
police police NOUN NNS 4 obl:agent
in in ADP IN 8 case
Gdansk Gdansk PROPN NNP 4 obl B-CITY
on on ADP IN 10 case
Friday Friday PROPN NNP 4 obl B-DATE NoSpace
. . PUNCT . 4 punct
"""


@pytest.mark.parametrize("rows", [ARREST, ARREST_PASSIVE], ids=["active", "passive"])
def test_events_arrest_has_actor_target_place_and_date(rows: str) -> None:
    [event] = events_of(rows)
    assert event.type is EventType.ARREST
    assert event.modality is Modality.ACTUAL
    assert [p.text.lower() for p in event.actors] == ["police"]
    assert [(p.text, p.chain is not None) for p in event.targets] == [("Marta Lenz", True)]
    assert [p.text for p in event.places] == ["Gdansk"]
    assert [(t.text, t.value) for t in event.times] == [("Friday", "2022-09-16")]


def test_events_trigger_is_quoted_where_it_stands() -> None:
    scene = scene_of(ARREST)
    [event] = events.extract(scene)
    [trigger] = event.triggers
    assert trigger.surface == "arrested" == scene.document.quote(trigger.span)
    assert event.evidence[0].sentence == trigger.sentence == 0
    assert 0.3 <= trigger.confidence <= 1


def test_events_negated_arrest_did_not_happen() -> None:
    [event] = events_of("""
        Police police NOUN NNS 4 nsubj
        did do AUX VBD 4 aux
        not not PART RB 4 advmod
        arrest arrest VERB VB 0 root
        Marta Marta PROPN NNP 4 obj B-PERSON
        Lenz Lenz PROPN NNP 5 flat I-PERSON NoSpace
        . . PUNCT . 4 punct
    """)
    assert (event.type, event.modality) == (EventType.ARREST, Modality.NEGATED)


def test_events_announced_visit_is_planned() -> None:
    [event] = events_of("""
        President President PROPN NNP 2 compound
        Osei Osei PROPN NNP 4 nsubj B-PERSON
        will will AUX MD 4 aux
        visit visit VERB VB 0 root
        Ghana Ghana PROPN NNP 4 obj B-COUNTRY
        next next ADJ JJ 7 amod
        week week NOUN NN 4 obl:tmod NoSpace
        . . PUNCT . 4 punct
    """)
    assert (event.type, event.modality) == (EventType.MEETING, Modality.PLANNED)


def test_events_conditional_attack_is_hypothetical() -> None:
    found = events_of("""
        If if SCONJ IN 3 mark
        troops troop NOUN NNS 3 nsubj
        attacked attack VERB VBD 8 advcl
        Ghana Ghana PROPN NNP 3 obj B-COUNTRY NoSpace
        , , PUNCT , 8 punct
        nobody nobody PRON NN 8 nsubj
        would would AUX MD 8 aux
        notice notice VERB VB 0 root NoSpace
        . . PUNCT . 8 punct
    """)
    assert [(e.type, e.modality) for e in found] == [(EventType.ATTACK, Modality.HYPOTHETICAL)]


def test_events_alleged_attack_is_hypothetical() -> None:
    found = events_of("""
        The the DET DT 3 det
        alleged alleged ADJ JJ 3 amod
        attack attack NOUN NN 6 nsubj:pass
        was be AUX VBD 6 aux:pass
        never never ADV RB 6 advmod
        proved prove VERB VBN 0 root NoSpace
        . . PUNCT . 6 punct
    """)
    assert [(e.type, e.modality) for e in found] == [(EventType.ATTACK, Modality.HYPOTHETICAL)]


def test_events_condition_without_if_is_hypothetical() -> None:
    found = events_of("""
        Had have AUX VBD 3 aux
        troops troop NOUN NNS 3 nsubj
        attacked attack VERB VBN 8 advcl
        Ghana Ghana PROPN NNP 3 obj B-COUNTRY NoSpace
        , , PUNCT , 8 punct
        nobody nobody PRON NN 8 nsubj
        had have AUX VBD 8 aux
        noticed notice VERB VBN 0 root NoSpace
        . . PUNCT . 8 punct
    """)
    assert [(e.type, e.modality) for e in found] == [(EventType.ATTACK, Modality.HYPOTHETICAL)]


def test_events_detained_at_a_rally_for_somebody_detains_nobody_else() -> None:
    found = events_of("""
        Three three NUM CD 2 nummod
        students student NOUN NNS 4 nsubj:pass
        were be AUX VBD 4 aux:pass
        detained detain VERB VBN 0 root
        at at ADP IN 7 case
        a a DET DT 7 det
        rally rally NOUN NN 4 obl
        for for ADP IN 9 case
        Amira Amira PROPN NNP 7 nmod B-PERSON
        Haddad Haddad PROPN NNP 9 flat I-PERSON NoSpace
        . . PUNCT . 4 punct
    """)
    [arrest] = [e for e in found if e.type is EventType.ARREST]
    assert [p.text for p in arrest.targets] == ["Three students"]


def test_events_nominalisation_has_its_target() -> None:
    [event] = events_of("""
        The the DET DT 2 det
        arrest arrest NOUN NN 7 nsubj
        of of ADP IN 4 case
        Marta Marta PROPN NNP 2 nmod B-PERSON
        Lenz Lenz PROPN NNP 4 flat I-PERSON
        has have AUX VBZ 7 aux
        surprised surprise VERB VBN 0 root
        colleagues colleague NOUN NNS 7 obj NoSpace
        . . PUNCT . 7 punct
    """)
    assert event.type is EventType.ARREST
    assert [p.text for p in event.targets] == ["Marta Lenz"]


def test_events_death_has_the_victim_as_target() -> None:
    [event] = events_of("""
        Marta Marta PROPN NNP 3 nsubj B-PERSON
        Lenz Lenz PROPN NNP 1 flat I-PERSON
        died die VERB VBD 0 root
        in in ADP IN 5 case
        Gdansk Gdansk PROPN NNP 3 obl B-CITY
        in in ADP IN 7 case
        1998 1998 NUM CD 3 obl B-DATE NoSpace
        . . PUNCT . 3 punct
    """)
    assert event.type is EventType.DEATH
    assert [p.text for p in event.targets] == ["Marta Lenz"]
    assert event.actors == ()
    assert [t.value for t in event.times] == ["1998"]


def test_events_particle_verb_is_quoted_whole() -> None:
    found = events_of("""
        Marta Marta PROPN NNP 3 nsubj B-PERSON
        Lenz Lenz PROPN NNP 1 flat I-PERSON
        stepped step VERB VBD 0 root
        down down ADP RP 3 compound:prt
        as as ADP IN 6 case
        chairwoman chairwoman NOUN NN 3 obl
        on on ADP IN 8 case
        Monday Monday PROPN NNP 3 obl B-DATE NoSpace
        . . PUNCT . 3 punct
    """)
    assert [(e.type, e.triggers[0].surface) for e in found] == [(EventType.DEPARTURE, "stepped down")]


def test_events_plain_sentence_tells_none() -> None:
    found = events_of("""
        The the DET DT 2 det
        soup soup NOUN NN 4 nsubj
        was be AUX VBD 4 cop
        warm warm ADJ JJ 0 root
        and and CCONJ CC 7 cc
        rather rather ADV RB 7 advmod
        salty salty ADJ JJ 4 conj NoSpace
        . . PUNCT . 4 punct
    """)
    assert found == []


def test_events_left_is_no_departure_when_it_is_a_side() -> None:
    found = events_of("""
        The the DET DT 2 det
        door door NOUN NN 5 nsubj
        is be AUX VBZ 5 cop
        on on ADP IN 5 case
        left left NOUN NN 0 root NoSpace
        . . PUNCT . 5 punct
    """)
    assert found == []


def test_events_same_arrest_told_twice_is_one_event() -> None:
    [event] = events_of(ARREST + "\n" + ARREST_PASSIVE.strip())
    assert [t.sentence for t in event.triggers] == [0, 1]
    assert len(event.evidence) == 2
    assert [p.text for p in event.targets] == ["Marta Lenz"]


def test_events_of_two_people_stay_two() -> None:
    other = ARREST_PASSIVE.replace("Marta", "Jonas").replace("Lenz", "Brun")
    found = events_of(ARREST + "\n" + other.strip())
    assert [[p.text for p in e.targets] for e in found] == [["Marta Lenz"], ["Jonas Brun"]]


def test_events_denied_and_reported_arrest_stay_two() -> None:
    denied = """
Police police NOUN NNS 4 nsubj
did do AUX VBD 4 aux
not not PART RB 4 advmod
arrest arrest VERB VB 0 root
Marta Marta PROPN NNP 4 obj B-PERSON
Lenz Lenz PROPN NNP 5 flat I-PERSON NoSpace
. . PUNCT . 4 punct
"""
    found = events_of(ARREST + "\n" + denied.strip())
    assert [e.modality for e in found] == [Modality.ACTUAL, Modality.NEGATED]


def test_events_are_the_same_on_every_run() -> None:
    assert events_of(ARREST) == events_of(ARREST)
