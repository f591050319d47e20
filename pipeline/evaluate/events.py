"""Counts events by their triggers, and the arguments of those whose trigger and type are right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.evaluate.alignment import Alignment
from pipeline.evaluate.gold import ROLES, GoldEvent
from pipeline.evaluate.scores import Miss, Scores, Tally, alike
from pipeline.reconcile import Resolution
from pipeline.records import Extraction, Participant, Span

__all__ = ["Told", "count_events", "told_of"]

LAYER = "events"
Told = Mapping[str, Mapping[str, set[str]]]
"""For the id of a happening what all documents together say of it: for each role the names and words."""


def told_of(extractions: Iterable[Extraction], resolution: Resolution) -> Told:
    """Gathers the participants and times of happenings over all their reports."""
    told: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for extraction in extractions:
        document = extraction.document.id

        def names(who: Participant, document: str = document, others: bool = False) -> set[str]:
            if who.chain is None:
                return set()
            entity = resolution.entity_of(document, who.chain)
            return {entity.name, *(entity.aliases if others else ())}

        for index, event in enumerate(extraction.events):
            roles = told[resolution.happening_of(document, index).id]
            for role, participants in (("actor", event.actors), ("target", event.targets)):
                for who in participants:
                    roles[role] |= names(who) | {who.text}
            for who in event.places:  # a place counts as its entity, by any of its names
                roles["place"] |= names(who, others=True)
            roles["time"] |= {time.text for time in event.times}
    return told


@dataclass(frozen=True)
class _Trigger:
    """One trigger of the extraction."""

    span: Span
    type: str
    happening: str
    confidence: float


def count_events(scores: Scores, alignment: Alignment, told: Told) -> None:
    """A trigger is right when it overlaps the annotated one; each counts once, those of the right type first."""
    triggers, typed = scores.tally("event triggers"), scores.tally("events (trigger+type)")
    table = scores.tables[LAYER]
    left = _triggers(alignment)
    triggers.found += len(left)
    typed.found += len(left)
    every, right = list(left), set[_Trigger]()
    for trigger in left:
        table[trigger.type].found += 1
    for event in alignment.gold.events:
        triggers.gold += 1
        typed.gold += 1
        table[event.type].gold += 1
        near = [t for t in left if event.span is not None and t.span.overlaps(event.span)]
        if not near:
            _miss(scores, alignment, event, f"missed {event.type}", event.trigger)
            continue
        best = min(near, key=lambda t: t.type != event.type)
        left.remove(best)
        triggers.hit += 1
        if best.type != event.type:
            _miss(scores, alignment, event, f"{event.type} taken for {best.type}", event.trigger)
            continue
        typed.hit += 1
        right.add(best)
        table[event.type].hit += 1
        _count_arguments(scores, alignment, event, told[best.happening])
    scores.graded["events (trigger+type)"] += ((t.confidence, t in right) for t in every)
    for trigger in left:
        quote, words = alignment.sentence_at(trigger.span), alignment.gold.quote(trigger.span)
        scores.misses.append(Miss(LAYER, f"spurious {trigger.type}", words, alignment.gold.name, quote))


def _triggers(alignment: Alignment) -> list[_Trigger]:
    """Every trigger once for each happening that it tells; told twice, with the higher confidence."""
    found: dict[tuple[int, int, str], _Trigger] = {}
    for index, event in enumerate(alignment.extraction.events if alignment.extraction else ()):
        happening = alignment.happening(index)
        for trigger in event.triggers:
            key = trigger.span.begin, trigger.span.end, happening.id
            before = found[key].confidence if key in found else 0.0
            confidence = max(before, trigger.confidence)
            found[key] = _Trigger(trigger.span, happening.type, happening.id, confidence)
    return [found[key] for key in sorted(found)]


def _count_arguments(scores: Scores, alignment: Alignment, event: GoldEvent, told: Mapping[str, set[str]]) -> None:
    """Name and words of one participant count once, so at most as many are counted as the annotation wants, or one."""
    for role in ROLES:
        wanted, given = event.arguments[role], told.get(role, set())
        if role in ("actor", "target"):
            found = max(len(wanted), 1) if given else 0
        else:
            found = min(len(given), max(len(wanted), 1))
        hits = [any(alike(words, other) for other in given) for words in wanted]
        for tally in (scores.tally("event arguments"), scores.tables["arguments"][role]):
            _add(tally, Tally(hit=sum(hits), found=found, gold=len(wanted)))
        for words, hit in zip(wanted, hits, strict=True):
            if not hit:
                cause = f"other {role}" if given else f"missed {role}"
                instead = f", found {'; '.join(sorted(given))}" if given else ""
                _miss(scores, alignment, event, cause, f"{event.type} {event.trigger!r}: {words}{instead}", "arguments")
        if given and not wanted:
            what = f"{event.type} {event.trigger!r}: {'; '.join(sorted(given))}"
            _miss(scores, alignment, event, f"spurious {role}", what, "arguments")


def _add(tally: Tally, more: Tally) -> None:
    tally.hit += more.hit
    tally.found += more.found
    tally.gold += more.gold


def _miss(scores: Scores, alignment: Alignment, event: GoldEvent, cause: str, what: str, layer: str = LAYER) -> None:
    scores.misses.append(Miss(layer, cause, what, alignment.gold.name, alignment.gold.quote(event.sentence)))
