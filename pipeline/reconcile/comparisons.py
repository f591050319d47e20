"""Figures that several claims give for one happening, side by side: they agree, contradict, or the toll has risen."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from pipeline.reconcile.lexicon import words
from pipeline.reconcile.names import fold
from pipeline.reconcile.units import counted
from pipeline.records import (
    Claim,
    ClaimComparison,
    ComparisonVerdict,
    Entity,
    EventType,
    Extraction,
    Happening,
    Member,
    Polarity,
    Quantity,
)

__all__ = ["Figure", "compare_figures", "figures_of"]

CUMULATIVE = {
    EventType.ARREST, EventType.DEATH, EventType.INJURY, EventType.DISASTER, EventType.ATTACK, EventType.MOVEMENT,
    EventType.MOBILISATION,
}  # fmt: skip
"""Events of which later news counts more: a higher figure is then no contradiction."""

TOLERANCE = 0.1
"""By what part of itself "about 1,000" may be off."""
MANY = 30
"""Up to so many figures of one happening are compared each with each; of more, only the distinct ones are."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What is kept of one claim that counts something."""

    member: Member
    event: int
    words: str
    minimum: float
    maximum: float
    unit: str
    claimant: str | int
    """The position of its chain, or words."""
    source: str
    sentence: str
    published: dt.date | None

    def overlaps(self, other: Figure) -> bool:
        """Whether one number could be meant by both."""
        return self.minimum <= other.maximum and other.minimum <= self.maximum


def figures_of(extraction: Extraction) -> list[Figure]:
    """The figures of one document that count something in an event. A denied figure is none."""
    return [
        _figure(extraction, index, claim, claim.quantity, claim.count_of)
        for index, claim in enumerate(extraction.claims)
        if claim.quantity is not None
        and claim.count_of is not None
        and claim.polarity is Polarity.AFFIRMED
        and counted(claim.quantity.unit) not in words("periods")
    ]


def _figure(extraction: Extraction, index: int, claim: Claim, quantity: Quantity, event: int) -> Figure:
    document = extraction.document
    slack = TOLERANCE if quantity.approximate else 0.0
    source = document.publisher or document.source_file
    return Figure(
        member=Member(document=document.id, index=index),
        event=event,
        words=" ".join(quantity.text.split()),
        minimum=-math.inf if quantity.minimum is None else quantity.minimum * (1 - slack),
        maximum=math.inf if quantity.maximum is None else quantity.maximum * (1 + slack),
        unit=counted(quantity.unit),
        claimant=claim.claimant_text if claim.claimant is None else claim.claimant,
        source=source if document.published is None else f"{source}, {document.published}",
        sentence=fold(extraction.sentences[claim.evidence[0].sentence].text),
        published=document.published,
    )


def compare_figures(
    figures: Iterable[Figure], happening: Mapping[tuple[str, int], Happening], entity: Mapping[tuple[str, int], Entity]
) -> list[ClaimComparison]:
    """Compares the figures given for each happening, pair by pair.

    Figures of one document and one claimant are not compared: they count different things, or are the same claim twice.

    Args:
        figures: Those of all documents.
        happening: The happening of each event.
        entity: The entity of each chain.

    Returns:
        The comparisons, sorted by their claims.
    """
    told: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    types: dict[str, EventType] = {}
    for figure in figures:
        event = happening[figure.member.document, figure.event]
        types[event.id] = event.type
        told[event.id, figure.unit].append(figure)
    found = [
        _comparison(left, right, types[event], entity)
        for (event, _), group in told.items()
        for left, right in _pairs(sorted(group, key=_order))
        if left.member.document != right.member.document or _two_voices(left, right)
    ]
    return sorted(found, key=lambda c: (c.left.document, c.left.index, c.right.document, c.right.index))


def _two_voices(left: Figure, right: Figure) -> bool:
    """Whether two figures of one document are two claims, and not one read twice or two counts by one claimant."""
    return left.claimant != right.claimant and (left.sentence, left.words) != (right.sentence, right.words)


def _order(figure: Figure) -> tuple[dt.date, str, int]:
    return figure.published or dt.date.max, figure.member.document, figure.member.index


def _pairs(group: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Each with each; where that would be too many, the first of each distinct figure, and equal ones in a row."""
    if len(group) <= MANY:
        yield from combinations(group, 2)
        return
    equal: dict[tuple[float, float], list[Figure]] = defaultdict(list)
    for figure in group:
        equal[figure.minimum, figure.maximum].append(figure)
    for same in equal.values():
        yield from pairwise(same)
    yield from combinations([same[0] for same in equal.values()][:MANY], 2)


def _comparison(
    left: Figure, right: Figure, kind: EventType, entity: Mapping[tuple[str, int], Entity]
) -> ClaimComparison:
    risen = right.minimum > left.maximum
    later = left.published is not None and right.published is not None and left.published < right.published
    if left.overlaps(right):
        # a reprint agrees with what it repeats, but confirms nothing
        how = "is repeated word for word by" if left.sentence == right.sentence else "fits"
        verdict = ComparisonVerdict.AGREEMENT
    elif risen and later and kind in CUMULATIVE:
        verdict, how = ComparisonVerdict.DRIFT, "has risen to"
    else:
        verdict, how = ComparisonVerdict.CONFLICT, "contradicts"
    return ClaimComparison(
        left=left.member,
        right=right.member,
        verdict=verdict,
        because=f"{_told(left, entity)} {how} {_told(right, entity)}",
    )


def _told(figure: Figure, entity: Mapping[tuple[str, int], Entity]) -> str:
    who = figure.claimant
    name = entity[figure.member.document, who].name if isinstance(who, int) else who
    return f"“{figure.words}” ({f'{name} in ' if name else ''}{figure.source})"
