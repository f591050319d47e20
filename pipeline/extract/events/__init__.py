"""Events: what happened, who did it to whom, where and when, and whether it happened at all.

Triggers come from a lexicon (`lexicons/events.tsv`) and from the language model, where it has heads for events. Which
of them tell an event, of what type, with whom and whether it happened is judged by linear classifiers over the lexicon
and the parse, and by those heads; `blend` weighs the two. `training/events` makes the weights, which are plain JSON.
Reports of one happening in one document are one event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.extract import syntax, time
from pipeline.extract.events import arguments, modality, triggers
from pipeline.extract.events.arguments import Arguments
from pipeline.extract.events.merging import Report, merge
from pipeline.extract.events.triggers import Found
from pipeline.extract.scene import Scene
from pipeline.language.signals import Signals
from pipeline.records import Event, Evidence, Modality, Participant, Span, TimeReference, Trigger

__all__ = ["extract"]

METHOD = "events.blend"


def extract(scene: Scene) -> Iterator[Event]:
    """The events of a document, in the order in which their first triggers stand."""
    told = scene.doc.signals
    finder = arguments.Finder(scene, time.references(scene), told)
    reports = [_report(scene, found, finder.find(found), told) for found in triggers.decide(scene, told)]
    for happening in merge(reports):
        yield _event(happening, scene)


def _report(scene: Scene, found: Found, told_of: Arguments, told: Signals | None) -> Report:
    """A trigger with what is told of it; what is planned lies ahead of a clause in the present tense."""
    put = modality.judge(found, told)
    if put is Modality.PLANNED and told_of.times and not _in_past(found):
        told_of = replace(told_of, times=tuple(time.ahead(scene, reference) for reference in told_of.times))
    return Report(found, told_of, put)


def _in_past(found: Found) -> bool:
    """Whether a clause above a trigger, or its own, is in the past tense: "they wanted to march on Saturday"."""
    clause = syntax.clause_head(found.token)
    above = (clause, clause.head) if syntax.has_dep(clause, "xcomp", "ccomp", "acl", "advcl") else (clause,)
    return any(t.tag_ == "VBD" for verb in above for t in (verb, *syntax.children(verb, "aux", "cop")))


def _event(reports: list[Report], scene: Scene) -> Event:
    return Event(
        type=reports[0].found.type,
        triggers=tuple(_trigger(r.found, scene) for r in reports),
        actors=_union(p for r in reports for p in r.arguments.actors),
        targets=_union(p for r in reports for p in r.arguments.targets),
        places=_union(p for r in reports for p in r.arguments.places),
        times=_dates(t for r in reports for t in r.arguments.times),
        modality=reports[0].modality,
        evidence=tuple(
            Evidence(
                sentence=r.found.sentence, span=_words(r.found, scene), method=METHOD, confidence=r.found.confidence
            )
            for r in reports
        ),
    )


def _words(found: Found, scene: Scene) -> Span:
    """The trigger: its head, and the particle of a particle verb that follows at once ("stepped down")."""
    token = found.token
    last = next((c for c in token.children if c.dep_ == "compound:prt" and c.i == token.i + 1), token)
    return Span(begin=token.idx, end=last.idx + len(last.text))


def _trigger(found: Found, scene: Scene) -> Trigger:
    span = _words(found, scene)
    return Trigger(span=span, sentence=found.sentence, surface=scene.document.quote(span), confidence=found.confidence)


def _union(found: Iterable[Participant]) -> tuple[Participant, ...]:
    """Participants without repeats: one for each entity or, where that is unknown, for each wording."""
    kept: dict[object, Participant] = {}
    for who in found:
        kept.setdefault(who.chain if who.chain is not None else who.text.lower(), who)
    return tuple(kept.values())


def _dates(found: Iterable[TimeReference]) -> tuple[TimeReference, ...]:
    kept: dict[object, TimeReference] = {}
    for reference in found:
        kept.setdefault((reference.text.lower(), reference.value), reference)
    return tuple(kept.values())
