"""Reports of one happening in one document become one event.

Precision first: two triggers are merged only if their type and modality agree, nothing that both tell contradicts, and
they share the one who undergoes it and something besides, or for a death the victim alone; the same word with the same
date and a shared participant will do too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pipeline.extract.events.arguments import Arguments
from pipeline.extract.events.triggers import Found
from pipeline.records import EventType, Modality, Participant

__all__ = ["Report", "merge"]

_STEM = 4


@dataclass(frozen=True, slots=True)
class Report:
    """One trigger with its arguments and modality."""

    found: Found
    arguments: Arguments
    modality: Modality


def merge(reports: list[Report]) -> list[list[Report]]:
    """The reports of each happening, in the order in which the text first tells them."""
    happenings: list[list[Report]] = []
    told: dict[tuple[EventType, Modality], list[tuple[list[Report], dict[_Told, None]]]] = {}
    for report in reports:
        new = _told(report)
        alike = told.setdefault((report.found.type, report.modality), [])
        # what many reports tell in equal words is compared once: a long text may say one thing ten thousand times
        same = next((one for one in reversed(alike) if all(_one(before, new) for before in one[1])), None)
        if same is None:
            same = [], {}
            happenings.append(same[0])
            alike.append(same)
        same[0].append(report)
        same[1][new] = None
    return happenings


class _Told(NamedTuple):
    """What a report is compared by, besides its type and modality."""

    deadly: bool
    targets: _Named
    actors: _Named
    places: _Named
    dates: frozenset[str]
    stem: str


class _Named(NamedTuple):
    """Those who take part in one role, by their chains and in small letters."""

    chains: frozenset[int]
    words: frozenset[str]


def _told(report: Report) -> _Told:
    arguments = report.arguments
    return _Told(
        report.found.type == EventType.DEATH,
        _named(arguments.targets),
        _named(arguments.actors),
        _named(arguments.places),
        frozenset(t.value for t in arguments.times if t.value),
        report.found.token.lemma_[:_STEM].lower(),
    )


def _named(who: tuple[Participant, ...]) -> _Named:
    return _Named(frozenset(p.chain for p in who if p.chain is not None), frozenset(p.text.lower() for p in who))


def _one(first: _Told, second: _Told) -> bool:
    """Whether two reports of one type and modality can only be of the same happening."""
    targets = _agree(first.targets, second.targets)
    if targets is False:
        return False
    actors = _agree(first.actors, second.actors)
    if actors is False or _agree(first.places, second.places) is False:
        return False
    dated = bool(first.dates and second.dates)
    if dated and not any(_compatible(x, y) for x in first.dates for y in second.dates):
        return False
    if targets and (actors or dated or first.deadly):
        return True
    return bool(first.stem == second.stem and (targets or actors) and dated)


def _agree(first: _Named, second: _Named) -> bool | None:
    """True if they share an entity or wording, False if both name some but share none, None if one names none."""
    if not first.words or not second.words:
        return None
    return not (first.chains.isdisjoint(second.chains) and first.words.isdisjoint(second.words))


def _compatible(first: str, second: str) -> bool:
    return first.startswith(second) or second.startswith(first)
