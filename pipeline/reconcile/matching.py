"""Whether two assertions are one statement: how much of what they say is the same, and whether the rest may be.

A match is counted in points: two for a person, body or place that both name, one for a noun, half a point for what
qualifies it, one for a number or a city in common. The points were set by hand on the articles of tests/across; what
decides is which combinations reach the threshold, such as one name and one noun, or two nouns in one city.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from pipeline.reconcile.names import fold
from pipeline.reconcile.passages import Corpus
from pipeline.reconcile.tellings import PLACES, Item, Telling
from pipeline.records import Entity, EntityLabel

__all__ = ["LATEST", "Likeness", "likeness"]

LATEST = dt.timedelta(days=45)
"""Statements printed further apart are not compared: what is said again after months may be news of its own."""
_SOON = dt.timedelta(days=10)
_AT_ONCE = dt.timedelta(days=3)
_ENOUGH, _UNDATED, _COUNTED = 3.0, 4.0, 2.0
_NAME, _NOUN, _QUALIFIED, _NUMBER, _PLACE, _SPEAKER, _WORDING = 2.0, 1.0, 0.5, 1.0, 1.0, 1.0, 2.0
_CORE = ("agent", "patient")
_EMPTY = frozenset({"person", "thing", "time", "day", "way", "part", "man", "woman", "number"})
"""Nouns that say so little that they alone make no statement recognisable."""
_LIGHT = frozenset(
    {"be", "come", "do", "find", "get", "give", "go", "have", "hold", "keep", "make", "put", "see", "take"}
)
"""Predicates that say so little."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two assertions of one predicate match: the points, and what they share."""

    points: float
    named: frozenset[str]
    """The persons, bodies and places in the same part."""
    place: str | None
    counted: tuple[tuple[Item, Item], ...]
    """Participants that both count, in one unit."""
    gap: dt.timedelta | None
    """How far apart they were printed."""
    plain: bool
    """Whether nothing in them differs, and the predicate is more than "be" or "have"."""

    @property
    def is_one(self) -> bool:
        """Whether the two are one statement."""
        if self.gap is None:
            return self.points >= _UNDATED
        if self.counted and self.place and self.plain and self.gap <= _AT_ONCE:
            return self.points >= _COUNTED  # "112 people were on board"
        return self.points >= _ENOUGH and (self.gap <= _SOON or bool(self.named))


def likeness(left: Telling, right: Telling, corpus: Corpus) -> Likeness | None:
    """How two assertions of one predicate match; None if something in them cannot be the same."""
    gap = _gap(left, right)
    place = _place(left, right, corpus)
    if (gap is not None and gap > LATEST) or place is False or not _one_time(left, right):
        return None
    points, named, counted, telling, plain = 0.0, set[str](), [], False, left.predicate not in _LIGHT
    for one in left.items:
        others = [item for item in right.items if item.role == one.role]
        matches = [(m, other) for other in others if (m := _match(left, one, right, other, corpus)) is not None]
        if not matches:
            if others and one.role in _CORE:
                return None
            plain = plain and not others
            continue
        match, other = max(matches, key=lambda item: item[0].points)
        points += match.points
        named |= match.named
        telling |= one.role in _CORE and match.points > 0 and (bool(match.named) or one.noun not in _EMPTY)
        if one.bounds is not None and other.bounds is not None and one.bounds.unit == other.bounds.unit:
            counted.append((one, other))
            points += _NUMBER if one.bounds.equals(other.bounds) else 0.0
    if not telling and not (counted and place):
        return None
    points += _PLACE if place else 0.0
    points += _WORDING if left.repeats(right) else 0.0
    points += _SPEAKER if left.passage.attributed and corpus.same_voice(left.passage, right.passage) else 0.0
    return Likeness(points, frozenset(named), place or None, tuple(counted), gap, plain)


def _one_time(left: Telling, right: Telling) -> bool:
    """Whether the two can speak of one day: neither of different dates, nor one of the past and one of the future."""
    if left.future is not None and right.future is not None and left.future is not right.future:
        return False
    days = [(a, b) for a in left.dates for b in right.dates]
    return not days or any(a.startswith(b) or b.startswith(a) for a, b in days)


@dataclass(frozen=True, slots=True)
class _Match:
    points: float
    named: frozenset[str] = frozenset()


def _match(left: Telling, one: Item, right: Telling, other: Item, corpus: Corpus) -> _Match | None:
    """The points of two participants in one role; None if they are not the same."""
    first, second = left.entity(one, corpus), right.entity(other, corpus)
    if first is not None and second is not None:
        if first.id != second.id and not _mislabelled(first, second):
            return None
        if first.label in PLACES and one.role not in _CORE:
            return _Match(0.0)  # counted as the place
        return _Match(_NAME, frozenset({first.id}))
    if (not one.noun and first is None) or (not other.noun and second is None):
        return _Match(0.0) if one.role != "patient" else None  # a pronoun: whoever it is does it, but not to whatever
    if one.noun != other.noun:
        return None
    if one.modifiers and other.modifiers and not one.modifiers & other.modifiers:
        return None
    return _Match(_NOUN + _QUALIFIED * len(one.modifiers & other.modifiers))


def _mislabelled(one: Entity, other: Entity) -> bool:
    """Whether one name was read as that of a town here and of a body there."""
    return one.label is not other.label and fold(one.name) == fold(other.name)


def _place(left: Telling, right: Telling, corpus: Corpus) -> str | Literal[False] | None:
    """The place that both speak of; False if they speak of two; None if that is not known."""
    here, there = _places(left, corpus), _places(right, corpus)
    if here and there:
        return min(here & there, default=False)
    shared = sorted((here or _focus(left, corpus)) & (there or _focus(right, corpus)))
    return shared[0] if shared else None


def _places(telling: Telling, corpus: Corpus) -> set[str]:
    found = (telling.entity(item, corpus) for item in telling.items if item.role not in _CORE)
    return {entity.id for entity in found if entity is not None and entity.label is EntityLabel.CITY}


def _focus(telling: Telling, corpus: Corpus) -> set[str]:
    focus = corpus.focus(telling.passage)
    return {focus.id} if focus is not None and focus.label is EntityLabel.CITY else set()


def _gap(left: Telling, right: Telling) -> dt.timedelta | None:
    if left.passage.published is None or right.passage.published is None:
        return None
    return abs(left.passage.published - right.passage.published)
