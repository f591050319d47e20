"""Acts: who does what to whom as the grammar of a clause puts it, and which passives leave out who did it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pipeline.extract import syntax
from pipeline.extract.claims.linking import Enclosing
from pipeline.extract.claims.speakers import passive
from pipeline.extract.datelines import end_of_dateline
from pipeline.extract.events.arguments import participant
from pipeline.extract.lexicons import table
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.positions.holders import is_party
from pipeline.extract.scene import Scene
from pipeline.extract.time import references
from pipeline.records import Act, Claim, Event, EventType, Evidence, GrammaticalVoice, Participant, Polarity

__all__ = ["extract"]

_TYPES = frozenset(
    {
        EventType.PROTEST, EventType.STRIKE, EventType.ATTACK, EventType.ARREST, EventType.COERCION,
    }
)  # fmt: skip
"""Events whose verbs are acts, whether or not the list has them."""
_OPEN = frozenset({"will", "would", "shall", "may", "might", "can", "could", "should", "must", "to"})
_CROWDS = frozenset({EventType.PROTEST, EventType.STRIKE})
LISTED, TOLD = 0.8, 0.9
"""The confidence of an act that only the list knows, and of one that tells an event."""


@cache
def _participles() -> dict[str, str]:
    return dict(pair.split(":") for kind, pairs in table("force_verbs.tsv") if kind == "form" for pair in pairs.split())


@cache
def _verbs(*classes: str) -> frozenset[str]:
    """The listed verbs of some classes, or of all."""
    rows = (row for row in table("force_verbs.tsv") if row[0] != "form" and (not classes or row[0] in classes))
    return frozenset(lemma.replace("+", " ") for _, lemmas in rows for lemma in lemmas.split())


@cache
def _first_words() -> frozenset[str]:
    """The listed verbs without their particles."""
    return frozenset(words.split()[0] for words in _verbs())


def extract(scene: Scene, events: Sequence[Event], claims: Sequence[Claim]) -> tuple[Act, ...]:
    """The acts of a document, in text order; none that somebody denies.

    "Thugs smashed the door" is active, with an agent and a patient; "the door was smashed" is passive and names nobody.
    """
    told = {t.span.begin: i for i, event in enumerate(events) for t in event.triggers}
    dates: dict[int, list[str]] = {}
    times = references(scene)
    for at, sentence in enumerate(scene.sentences):
        dates[at] = [t.value for t in times if t.value is not None and sentence.span.contains(t.span)]
    around = Enclosing(claims)
    found = []
    for number, tokens in enumerate(scene.tokens):
        for verb in tokens:
            if verb.pos_ != "VERB" and verb.tag_ != "VBN":
                continue
            index = told.get(verb.idx)
            act = _act(scene, number, verb, index, None if index is None else events[index].type, dates[number])
            if act is None:
                continue
            claim = around.of(number, act.verb)
            if claim is None or claims[claim].polarity is Polarity.AFFIRMED:
                found.append(act.model_copy(update={"claim": claim}))
    return tuple(found)


def _act(
    scene: Scene, sentence: int, verb: Token, event: int | None, type_: EventType | None, dates: Sequence[str]
) -> Act | None:
    base = _base(verb)
    if (base not in _first_words() and type_ not in _TYPES) or syntax.has_dep(verb, "amod"):
        return None
    if not (verb.pos_ == "VERB" or (verb.tag_ == "VBN" and passive(verb))) or syntax.negated(verb):
        return None
    words = _with_particle(verb)
    lemma = " ".join([base, *(t.lower_ for t in words[1:])])
    if lemma not in _verbs() and type_ not in _TYPES:
        return None
    undergone = passive(verb) and lemma not in _verbs("undergo")
    if not _told(verb, undergone):
        return None
    doers, others = syntax.agents(verb), syntax.patients(verb)
    if not undergone and not others:
        if lemma in _verbs("undergo"):
            doers, others = (), doers
        elif lemma in _verbs("harm") and verb.tag_ in ("VBD", "VBN"):
            doers, others, undergone = (), doers, True
        elif type_ in _CROWDS or lemma in _verbs("alone", "gather"):
            doers = tuple(t for t in doers if is_party(scene, t))
        else:
            return None
    agents, patients = _parties(scene, doers), _parties(scene, others)
    if not (patients if undergone or lemma in _verbs("undergo") else agents):
        return None
    span = scene.span(words)
    return Act(
        verb=span,
        text=scene.document.quote(span),
        voice=GrammaticalVoice.PASSIVE if undergone else GrammaticalVoice.ACTIVE,
        agents=agents,
        patients=patients,
        event=event,
        times=tuple(dict.fromkeys(dates)),
        evidence=(
            Evidence(sentence=sentence, span=span, method="acts.clause", confidence=LISTED if event is None else TOLD),
        ),
    )


def _with_particle(verb: Token) -> Tokens:
    """The verb with the particle that follows it: "led away", "broke up"."""
    for child in syntax.children(verb, "compound:prt", "advmod"):
        if child.i == verb.i + 1 and (
            child.dep_ == "compound:prt" or f"{verb.lemma_.lower()} {child.lower_}" in _verbs()
        ):
            return verb.doc[verb.i : child.i + 1]
    return verb.doc[verb.i : verb.i + 1]


def _base(verb: Token) -> str:
    """The lemma of a verb; of a participle that was taken for an adjective ("a pane was broken") that of its verb."""
    lemma = verb.lemma_.lower()
    return _participles().get(lemma, lemma)


def _told(verb: Token, undergone: bool) -> bool:
    """Whether a verb tells what was done: "police beat people", "had beaten", "those beaten", not "to beat"."""
    auxiliaries = {c.lemma_.lower() for c in syntax.children(verb, "aux")} | set(syntax.auxiliaries(verb))
    if auxiliaries & _OPEN:
        return False
    return undergone or verb.tag_ in ("VBD", "VBZ", "VBP") or bool(auxiliaries & {"have", "has", "had", "be", "do"})


def _parties(scene: Scene, heads: Sequence[Token]) -> tuple[Participant, ...]:
    """The participants that noun phrases name; the town of a dateline is none, whatever the parse makes of it."""
    inside = (t for t in heads if t.i >= end_of_dateline(t.sent))
    return tuple(p for p in (participant(head, scene) for head in inside) if p is not None)
