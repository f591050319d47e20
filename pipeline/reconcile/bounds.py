"""Written figures as bounds, and how two of them stand to each other."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from pipeline.reconcile.units import counted
from pipeline.records import ComparisonVerdict, Quantity

__all__ = ["Bounds", "bounds_of", "verdict_of"]

TOLERANCE = 0.1
"""By what part of itself "about 1,000" may be off."""
FAR = 2.0
"""Two bounds that one number fits differ all the same if one is so many times the other: "over 600", "over 13,000"."""
_PLURAL = re.compile(r"(?:ten|dozen|score|hundred|thousand|million|billion)s$")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a written figure allows: the least and the greatest number, each maybe infinite, and of what."""

    words: str
    minimum: float
    maximum: float
    unit: str

    def overlaps(self, other: Bounds) -> bool:
        """Whether one number could be meant by both."""
        return self.minimum <= other.maximum and other.minimum <= self.maximum

    def equals(self, other: Bounds) -> bool:
        """Whether both allow the same numbers."""
        return (self.minimum, self.maximum, self.unit) == (other.minimum, other.maximum, other.unit)

    @property
    def is_open(self) -> bool:
        """Whether one end is left open: "over 600"."""
        return math.isinf(self.minimum) or math.isinf(self.maximum)

    @property
    def size(self) -> float:
        """The bound that was written: of two, the lower."""
        return self.minimum if math.isfinite(self.minimum) else self.maximum

    def far_from(self, other: Bounds) -> bool:
        """Whether nobody who means the one number would write the other, though a bound allows it."""
        low, high = sorted((self.size, other.size))
        vague = any(a.minimum < b.size < a.maximum < math.inf for a, b in ((self, other), (other, self)))
        return (self.is_open or other.is_open) and not vague and high > low * FAR


def bounds_of(quantity: Quantity) -> Bounds:
    """The bounds of a figure; "about" leaves a tenth to either side."""
    slack = TOLERANCE if quantity.approximate else 0.0
    text = " ".join(quantity.text.split())
    unit = " ".join(quantity.unit.split())
    return Bounds(
        words=text if not unit or unit in text else f"{text} of {unit}" if _PLURAL.search(text) else f"{text} {unit}",
        minimum=-math.inf if quantity.minimum is None else quantity.minimum * (1 - slack),
        maximum=math.inf if quantity.maximum is None else quantity.maximum * (1 + slack),
        unit=counted(quantity.unit),
    )


def verdict_of(left: Bounds, right: Bounds, rises: bool) -> tuple[ComparisonVerdict, str]:
    """How two figures for one thing stand to each other, and the words for it.

    Args:
        rises: Whether the right one may be a later state of the left one.
    """
    if rises and right.minimum > left.minimum and (left.is_open or not left.overlaps(right)):
        return ComparisonVerdict.DRIFT, "has risen to"
    if not left.overlaps(right):
        return ComparisonVerdict.CONFLICT, "contradicts"
    if left.far_from(right):
        return ComparisonVerdict.DIFFERENCE, "is far from, but does not contradict,"
    return ComparisonVerdict.AGREEMENT, "fits"
