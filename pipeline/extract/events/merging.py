"""Reports of one happening in one document become one event.

Precision first: two triggers are merged only if their type and modality agree, nothing that both tell contradicts, and
they share the one who undergoes it and something besides, or for a death the victim alone; the same word with the same
date and a shared participant will do too.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    for report in reports:
        same = next((h for h in reversed(happenings) if all(_one(r, report) for r in h)), None)
        if same is None:
            happenings.append([report])
        else:
            same.append(report)
    return happenings


def _one(first: Report, second: Report) -> bool:
    """Whether two reports can only be of the same happening."""
    if first.found.type != second.found.type or first.modality != second.modality:
        return False
    a, b = first.arguments, second.arguments
    shared = [_agree(a.targets, b.targets), _agree(a.actors, b.actors), _agree(a.places, b.places)]
    if False in shared:
        return False
    dates = ({t.value for t in a.times if t.value}, {t.value for t in b.times if t.value})
    if dates[0] and dates[1] and not any(_compatible(x, y) for x in dates[0] for y in dates[1]):
        return False
    same_word = first.found.token.lemma_[:_STEM].lower() == second.found.token.lemma_[:_STEM].lower()
    if shared[0] and (shared[1] or (dates[0] and dates[1]) or first.found.type == EventType.DEATH):
        return True
    return bool(same_word and (shared[0] or shared[1]) and dates[0] and dates[1])


def _agree(first: tuple[Participant, ...], second: tuple[Participant, ...]) -> bool | None:
    """True if they share an entity or wording, False if both name some but share none, None if one names none."""
    if not first or not second:
        return None
    chains = ({p.chain for p in first if p.chain is not None}, {p.chain for p in second if p.chain is not None})
    words = ({p.text.lower() for p in first}, {p.text.lower() for p in second})
    return bool(chains[0] & chains[1] or words[0] & words[1])


def _compatible(first: str, second: str) -> bool:
    return first.startswith(second) or second.startswith(first)
