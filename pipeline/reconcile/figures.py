"""Figures that several claims give for one happening, side by side: they agree, contradict, or the toll rose."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import NamedTuple

from pipeline.reconcile.bounds import Bounds, bounds_of, verdict_of
from pipeline.reconcile.lexicon import words
from pipeline.reconcile.names import fold
from pipeline.reconcile.passages import Corpus, Passage, focus_of, passage_of
from pipeline.reconcile.units import counted
from pipeline.records import (
    ClaimComparison,
    ComparisonVerdict,
    Entity,
    EntityLabel,
    EventType,
    Extraction,
    Happening,
    Modality,
    Participant,
    Polarity,
    Quantity,
)

__all__ = ["Figure", "compare_figures", "figures_of"]

CUMULATIVE = {
    EventType.ARREST, EventType.DEATH, EventType.INJURY, EventType.DISASTER, EventType.ATTACK, EventType.MOVEMENT,
    EventType.MOBILISATION,
}  # fmt: skip
"""Events of which later news counts more: a higher figure is then no contradiction."""

CROWD = 10
"""Smaller figures without a date of their own count some of those concerned, not all of them."""
NATIONWIDE = 100
"""So many are taken to be counted in a whole country, where no city is told."""
MANY = 30
"""Up to so many figures of one happening are compared each with each; of more, only the distinct ones are."""
NEWS = dt.timedelta(days=3)
"""Undated figures for one kind of event in one city, printed so close to one another, count one happening."""
FOLLOW_UP = dt.timedelta(days=10)
"""The same where they are equal, or are told with one and the same cause ("when the ferry capsized")."""
_LOCAL = {
    EventType.ARREST, EventType.DEATH, EventType.INJURY, EventType.ATTACK, EventType.PROTEST, EventType.STRIKE,
    EventType.MOVEMENT, EventType.DISASTER, EventType.MOBILISATION,
}  # fmt: skip
"""Of these a city has, as a rule, one big one within days."""
_OF_PEOPLE = {EventType.ARREST, EventType.DEATH, EventType.INJURY}
"""What befalls people alone: "600 soldiers killed" are some of those whom others count as the dead."""
_THAT_DAY = re.compile(r"\b(?:that|the same) (?:day|night|evening|morning|weekend)\b", re.IGNORECASE)
_CAUSES = {EventType.DISASTER, EventType.ATTACK, EventType.PROTEST, EventType.STRIKE, EventType.ELECTION}


class Figure(NamedTuple):
    """What is kept of one claim that counts something."""

    passage: Passage
    bounds: Bounds
    event: int
    dates: tuple[str, ...]
    """Of what is counted: the dates told."""
    timed: bool
    """Whether any time is told: "since 24 February" is no date, but not undated either."""
    places: tuple[int, ...]
    causes: frozenset[str]
    """The words for other happenings in the same sentence."""


def figures_of(extraction: Extraction) -> list[Figure]:
    """The figures of one document that count something in an event. A denied figure is none."""
    focus = focus_of(extraction)
    found = [
        _figure(extraction, index, claim.quantity, claim.count_of, focus)
        for index, claim in enumerate(extraction.claims)
        if claim.quantity is not None
        and claim.count_of is not None
        and claim.polarity is Polarity.AFFIRMED
        and counted(claim.quantity.unit) not in words("periods")
        and extraction.events[claim.count_of].modality is Modality.ACTUAL
    ]
    title = fold(extraction.document.title or "")
    return [f for f in found if f.passage.sentence != title or not any(_same_toll(extraction, f, o) for o in found)]


def _same_toll(extraction: Extraction, headline: Figure, other: Figure) -> bool:
    """Whether the article itself tells the figure of its headline, maybe with who says so."""
    kinds = {extraction.events[figure.event].type for figure in (headline, other)}
    return (
        other.passage.sentence != headline.passage.sentence and len(kinds) == 1 and headline.bounds.equals(other.bounds)
    )


def _figure(extraction: Extraction, index: int, quantity: Quantity, at: int, focus: int | None) -> Figure:
    claim, event = extraction.claims[index], extraction.events[at]
    sentence = claim.evidence[0].sentence
    bounds = bounds_of(quantity)
    if (event.type is EventType.ARREST and bounds.unit in words("suspects")) or (
        event.type in _OF_PEOPLE and not bounds.unit  # "the number of the dead rose to 26"
    ):
        bounds = Bounds(bounds.words, bounds.minimum, bounds.maximum, "person")
    beside = [
        (other, trigger.surface.casefold().split()[0])  # without a particle: "capsized (off)"
        for number, other in enumerate(extraction.events)
        if number != at
        for trigger in other.triggers
        if trigger.sentence == sentence
    ]
    return Figure(
        passage=passage_of(extraction, sentence, claim.content, index, focus),
        bounds=bounds,
        event=at,
        dates=tuple(t.value for t in event.times if t.value is not None),
        timed=bool(event.times),
        places=_chains(event.places) or _chains(place for other, _ in beside for place in other.places),
        causes=frozenset(word for other, word in beside if other.type in _CAUSES),
    )


def _chains(places: Iterable[Participant]) -> tuple[int, ...]:
    return tuple(place.chain for place in places if place.chain is not None)


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure with the happening that it counts."""

    figure: Figure
    happening: Happening
    place: str | None
    days: tuple[str, ...]


def compare_figures(
    figures: Iterable[Figure], happening: Mapping[tuple[str, int], Happening], corpus: Corpus
) -> list[ClaimComparison]:
    """Compares the figures given for each happening, pair by pair.

    Figures of one document and one claimant are not compared: they count different things, or are the same claim twice.
    A figure that a copy or a later edition of an article repeats is the figure of that article.

    Args:
        figures: Those of all documents.
        happening: The happening of each event.
        corpus: Who is who, and who repeats whom.
    """
    of_document: dict[str, list[Figure]] = defaultdict(list)
    for figure in sorted(figures, key=lambda f: corpus.order(f.passage)):
        of_document[figure.passage.document].append(figure)
    told: dict[tuple[str, str], list[_Told]] = defaultdict(list)
    seen: dict[tuple[object, ...], str] = {}
    for together in of_document.values():
        for figure in together:
            dated = _dated(figure, together, happening, corpus)
            event = happening[figure.passage.document, dated.event]
            item = _Told(figure, event, _place(figure, corpus), dated.dates)
            document = figure.passage.document
            if seen.setdefault(_claim(item, corpus), document) != document or corpus.taken_over(figure.passage):
                continue  # a copy or another edition says no more
            told[event.id, figure.bounds.unit].append(item)
            if item.place is not None and event.type in _LOCAL:
                told[f"{event.type} {item.place}", figure.bounds.unit].append(item)
            beside = "" if event.type in _OF_PEOPLE else figure.bounds.unit
            told[f"{event.type} {figure.passage.document}", beside].append(item)
    first: dict[tuple[object, ...], dt.date] = {}
    for item in (item for group in told.values() for item in group):
        if (when := item.figure.passage.published) is not None:
            first[_number(item)] = min(when, first.get(_number(item), when))
    found: dict[tuple[Passage, Passage], ClaimComparison] = {}
    for group in told.values():
        group.sort(key=lambda t: corpus.order(t.figure.passage))
        for left, right in _pairs(group, corpus):
            pair = (left.figure.passage, right.figure.passage)
            if pair not in found and _comparable(left, right, corpus):
                comparison = _comparison(left, right, group, corpus, first)
                if comparison is not None:
                    found[pair] = comparison
    return list(found.values())


def _place(figure: Figure, corpus: Corpus) -> str | None:
    """The one city where it happened, as the sentence or else the document tells; of many, the country."""
    passage = figure.passage
    named = _entities(figure, corpus)
    cities = sorted(id_ for id_, e in named.items() if e.label is EntityLabel.CITY)
    if cities:
        return cities[0] if len(cities) == 1 else None
    countries = sorted(id_ for id_, e in named.items() if e.label is EntityLabel.COUNTRY)
    if named:
        return countries[0] if len(countries) == 1 and figure.bounds.size >= NATIONWIDE else None
    focus = corpus.focus(passage)
    return focus.id if focus and (focus.label is EntityLabel.CITY or figure.bounds.size >= NATIONWIDE) else None


def _entities(figure: Figure, corpus: Corpus) -> dict[str, Entity]:
    """The entities of its places, by their ids."""
    named = (corpus.entity(figure.passage.document, chain) for chain in figure.places)
    return {entity.id: entity for entity in named}


def _claim(item: _Told, corpus: Corpus) -> tuple[object, ...]:
    """What a figure says, whichever copy of the article it stands in."""
    figure, bounds = item.figure, item.figure.bounds
    speaker = corpus.name(figure.passage) if figure.passage.attributed else ""
    what = (item.happening.type, bounds.minimum, bounds.maximum, bounds.unit)
    return corpus.source_of(figure.passage), figure.passage.attributed, speaker, what


def _dated(
    figure: Figure, together: Sequence[Figure], happening: Mapping[tuple[str, int], Happening], corpus: Corpus
) -> Figure:
    """The figure of the same document that tells the date of the happening that this one counts; often itself.

    "The ministry spoke of 3,500 arrests" tells no date. It counts what the document has told with one, if there is only
    one such happening that somebody else counts, in numbers of the same order. The author's own figure is no rival.
    """
    document = figure.passage.document
    if figure.timed or not figure.passage.attributed:
        return figure
    kind = happening[document, figure.event].type
    alike = [
        other
        for other in together
        if other.timed and happening[document, other.event].type is kind and other.bounds.unit == figure.bounds.unit
    ]
    if _THAT_DAY.search(figure.passage.words):
        return next((f for f in reversed(alike) if f.passage.span.begin < figure.passage.span.begin), figure)
    places = _entities(figure, corpus)
    meant = {
        happening[document, other.event].id: other
        for other in alike
        if _two_voices(figure.passage, other.passage) and _same_order(figure.bounds, other.bounds, kind)
        if not places
        or any(place.label is EntityLabel.COUNTRY for place in places.values())
        or places.keys() & _entities(other, corpus)
    }
    return next(iter(meant.values())) if len(meant) == 1 else figure


def _same_order(left: Bounds, right: Bounds, kind: EventType) -> bool:
    """Whether two numbers could be rival counts: those of marchers lie further apart than those of the arrested."""
    low, high = sorted((left.size, right.size))
    return low >= CROWD and high <= low * (10 if kind is EventType.PROTEST else 3)


def _two_voices(left: Passage, right: Passage) -> bool:
    """Whether two figures of one document are two claims, and not one read twice or two counts by one claimant."""
    return left.who != right.who and (left.sentence, left.words) != (right.sentence, right.words)


def _pairs(group: Sequence[_Told], corpus: Corpus) -> Iterator[tuple[_Told, _Told]]:
    """Each with each; where that would be too many, the first of each distinct figure, and equal ones in a row."""
    if len(group) <= MANY:
        yield from combinations(group, 2)
        return
    equal: dict[tuple[float, float], list[_Told]] = defaultdict(list)
    for item in group:
        equal[item.figure.bounds.minimum, item.figure.bounds.maximum].append(item)
    for same in equal.values():
        yield from pairwise(same)
    distinct = sorted((same[0] for same in equal.values()), key=lambda t: corpus.order(t.figure.passage))
    for at, item in enumerate(distinct):  # a window, so that time stays linear where a city has had many tolls
        yield from ((earlier, item) for earlier in distinct[max(0, at - MANY) : at])


def _comparable(left: _Told, right: _Told, corpus: Corpus) -> bool:
    one, other = left.figure, right.figure
    if one.passage.document == other.passage.document and not _two_voices(one.passage, other.passage):
        return False
    if left.happening.id == right.happening.id:
        return True
    if one.passage.document == other.passage.document and corpus.same_voice(one.passage, other.passage):
        return False
    return _one_time(left, right) and (one.bounds.overlaps(other.bounds) or _rivals(left, right))


def _rivals(left: _Told, right: _Told) -> bool:
    """Whether two numbers are near enough to be counts of one thing: those of marchers lie further apart."""
    low, high = sorted((left.figure.bounds.size, right.figure.bounds.size))
    return high <= low * (10 if left.happening.type in (EventType.PROTEST, EventType.STRIKE) else 3)


def _one_time(left: _Told, right: _Told) -> bool:
    """Whether two figures for one city may count one happening, by what they tell of its time and of its cause."""
    one, other = left.figure, right.figure
    if one.passage.document == other.passage.document and left.place and right.place and left.place != right.place:
        return False
    if left.days and right.days:
        return any(a.startswith(b) or b.startswith(a) for a in left.days for b in right.days)
    if one.passage.document == other.passage.document:
        return True
    if one.passage.published is None or other.passage.published is None:
        return False
    if one.causes and other.causes and not one.causes & other.causes:
        return False
    gap = abs(one.passage.published - other.passage.published)
    related = bool(one.causes & other.causes) or one.bounds.equals(other.bounds)
    return gap <= (FOLLOW_UP if related else NEWS)


def _number(item: _Told) -> tuple[object, ...]:
    bounds = item.figure.bounds
    return item.happening.type, bounds.unit, bounds.minimum, bounds.maximum


def _comparison(
    left: _Told, right: _Told, group: Sequence[_Told], corpus: Corpus, first: Mapping[tuple[object, ...], dt.date]
) -> ClaimComparison | None:
    one, other = left.figure, right.figure
    rises = left.happening.type in CUMULATIVE and _may_rise(one, other, group)
    if rises and other.bounds.size >= NATIONWIDE and one.passage.published is not None:
        # so great a number is known again wherever it stands
        rises = first.get(_number(right), dt.date.max) > one.passage.published
    verdict, how = verdict_of(one.bounds, other.bounds, rises)
    agrees = verdict is ComparisonVerdict.AGREEMENT
    if agrees and one.passage.sentence == other.passage.sentence:
        how = "is repeated word for word by"  # which confirms nothing
    if one.bounds.unit != other.bounds.unit and verdict is not ComparisonVerdict.DIFFERENCE:
        return None  # a part of those counted
    if agrees and one.passage.document != other.passage.document and corpus.one_source(one.passage, other.passage):
        return None  # nobody confirms himself
    if verdict is ComparisonVerdict.DRIFT and _between(one, other, group):
        return None  # a step of the series lies between
    about = {left.happening.id, right.happening.id, *filter(None, (left.place, right.place))}
    return ClaimComparison(
        sides=(corpus.side(one.passage), corpus.side(other.passage)),
        verdict=verdict,
        because=f"{corpus.told(one.passage, one.bounds.words)} {how} {corpus.told(other.passage, other.bounds.words)}",
        about=tuple(sorted(about)),
    )


def _may_rise(left: Figure, right: Figure, group: Iterable[_Told]) -> bool:
    """Whether the second figure is higher and later, and nobody gave it before, nor the first since."""
    before, after = left.passage.published, right.passage.published
    if before is None or after is None or after <= before:
        return False
    for other in (item.figure for item in group):
        when = other.passage.published
        if when is None or other is left or other is right:
            continue
        if when <= before and other.bounds.overlaps(right.bounds) and other.bounds.size > left.bounds.maximum:
            return False
        if when >= after and other.bounds.equals(left.bounds):
            return False
    return True


def _between(left: Figure, right: Figure, group: Iterable[_Told]) -> bool:
    """Whether somebody gave a figure between the two, at a time between theirs."""
    first, last = left.passage.published, right.passage.published
    return any(
        first is not None
        and last is not None
        and when is not None
        and first <= when <= last
        and left.bounds.size < item.figure.bounds.size < right.bounds.size
        for item in group
        if (when := item.figure.passage.published) is not None
    )
