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
    EntityLabel,
    EventType,
    Extraction,
    Happening,
    Member,
    Modality,
    Polarity,
    Quantity,
    Side,
    Span,
    Voice,
)

__all__ = ["Figure", "compare_figures", "figures_of"]

CUMULATIVE = {
    EventType.ARREST, EventType.DEATH, EventType.INJURY, EventType.DISASTER, EventType.ATTACK, EventType.MOVEMENT,
    EventType.MOBILISATION,
}  # fmt: skip
"""Events of which later news counts more: a higher figure is then no contradiction."""

TOLERANCE = 0.1
"""By what part of itself "about 1,000" may be off."""
CROWD = 10
"""Smaller figures without a date of their own count some of those concerned, not all of them."""
MANY = 30
"""Up to so many figures of one happening are compared each with each; of more, only the distinct ones are."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What is kept of one claim that counts something."""

    member: Member
    event: int
    at: int
    span: Span
    """The position of its sentence, and the words of the claim."""
    words: str
    minimum: float
    maximum: float
    unit: str
    claimant: str | int
    """The position of its chain, or words."""
    source: str
    sentence: str
    published: dt.date | None
    attributed: bool
    dated: bool
    places: tuple[int, ...]
    """Whether somebody is quoted for it; of what is counted, whether a date is told, and the chains of its places."""

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
        and extraction.events[claim.count_of].modality is Modality.ACTUAL
    ]


def _figure(extraction: Extraction, index: int, claim: Claim, quantity: Quantity, event: int) -> Figure:
    document = extraction.document
    slack = TOLERANCE if quantity.approximate else 0.0
    source = document.publisher or document.source_file
    return Figure(
        member=Member(document=document.id, index=index),
        event=event,
        at=claim.evidence[0].sentence,
        span=claim.content,
        words=" ".join(quantity.text.split()),
        minimum=-math.inf if quantity.minimum is None else quantity.minimum * (1 - slack),
        maximum=math.inf if quantity.maximum is None else quantity.maximum * (1 + slack),
        unit=counted(quantity.unit),
        claimant=claim.claimant_text if claim.claimant is None else claim.claimant,
        source=source if document.published is None else f"{source}, {document.published}",
        sentence=fold(extraction.sentences[claim.evidence[0].sentence].text),
        published=document.published,
        attributed=claim.voice is Voice.ATTRIBUTED,
        dated=bool(extraction.events[event].times),  # "since 24 February" is no day, but not undated either
        places=tuple(p.chain for p in extraction.events[event].places if p.chain is not None),
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
    of_document: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        of_document[figure.member.document].append(figure)
    for together in of_document.values():
        for figure in together:
            event = _counted_event(figure, together, happening, entity)
            types[event.id] = event.type
            told[event.id, figure.unit].append(figure)
    found = [
        _comparison(left, right, event, _may_rise(left, right, group) and types[event] in CUMULATIVE, entity)
        for (event, _), group in told.items()
        for left, right in _pairs(sorted(group, key=_order))
        if left.member.document != right.member.document or _two_voices(left, right)
    ]
    return sorted(found, key=lambda c: [(s.document, s.claim) for s in c.sides])


def _counted_event(
    figure: Figure,
    together: Iterable[Figure],
    happening: Mapping[tuple[str, int], Happening],
    entity: Mapping[tuple[str, int], Entity],
) -> Happening:
    """The happening that a figure counts.

    "The ministry spoke of 3,500 arrests" tells no date. It counts what the document has told with one, if there is only
    one such happening that somebody else counts, in numbers of the same order. The author's own figure is no rival.
    """
    document = figure.member.document
    own = happening[document, figure.event]
    if figure.dated or not figure.attributed:
        return own
    places = {entity[document, chain] for chain in figure.places}
    meant = {
        event.id: event
        for other in together
        if other.dated and (event := happening[document, other.event]).type is own.type
        if other.unit == figure.unit and _two_voices(figure, other) and _same_order(figure, other, own.type)
        if not places
        or any(place.label is EntityLabel.COUNTRY for place in places)
        or places & {entity[document, chain] for chain in other.places}
    }
    return next(iter(meant.values())) if len(meant) == 1 else own


def _same_order(left: Figure, right: Figure, kind: EventType) -> bool:
    """Whether two numbers could be rival counts: those of marchers lie further apart than those of the arrested."""
    low, high = sorted(f.minimum if math.isfinite(f.minimum) else f.maximum for f in (left, right))
    return low >= CROWD and high <= low * (10 if kind is EventType.PROTEST else 3)


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


def _may_rise(left: Figure, right: Figure, group: Iterable[Figure]) -> bool:
    """Whether the second figure is higher and later, and none that somebody gave already beside the first."""
    if left.published is None or right.published is None or right.published <= left.published:
        return False
    before = (f for f in group if f.published is not None and f.published <= left.published)
    return right.minimum > left.maximum and not any(f.overlaps(right) for f in before)


def _comparison(
    left: Figure, right: Figure, event: str, drifts: bool, entity: Mapping[tuple[str, int], Entity]
) -> ClaimComparison:
    if left.overlaps(right):
        # a reprint agrees with what it repeats, but confirms nothing
        how = "is repeated word for word by" if left.sentence == right.sentence else "fits"
        verdict = ComparisonVerdict.AGREEMENT
    elif drifts:
        verdict, how = ComparisonVerdict.DRIFT, "has risen to"
    else:
        verdict, how = ComparisonVerdict.CONFLICT, "contradicts"
    return ClaimComparison(
        sides=(_side(left, entity), _side(right, entity)),
        verdict=verdict,
        because=f"{_told(left, entity)} {how} {_told(right, entity)}",
        about=(event,),
    )


def _side(figure: Figure, entity: Mapping[tuple[str, int], Entity]) -> Side:
    who = figure.claimant
    return Side(
        document=figure.member.document,
        sentence=figure.at,
        span=figure.span,
        claim=figure.member.index,
        speaker=entity[figure.member.document, who].id if isinstance(who, int) else None,
        speaker_text=(_name(figure, entity) or "somebody") if figure.attributed else "",
    )


def _name(figure: Figure, entity: Mapping[tuple[str, int], Entity]) -> str:
    who = figure.claimant
    return entity[figure.member.document, who].name if isinstance(who, int) else who


def _told(figure: Figure, entity: Mapping[tuple[str, int], Entity]) -> str:
    name = _name(figure, entity)
    speaker = f"{name} in " if name and not figure.source.startswith(name) else ""
    return f"“{figure.words}” ({speaker}{figure.source})"
