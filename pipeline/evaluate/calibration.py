"""How far confidences can be trusted: of all that was found with a confidence of about 0.8, is four in five right?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["EDGES", "Bin", "Reliability", "reliability"]

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Where the bins of confidence begin and end; a bin holds its lower edge, and the last one 1.0 as well."""


@dataclass(frozen=True)
class Bin:
    """What was found with a confidence in [low, high): how many, their mean confidence, and the share that is right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True)
class Reliability:
    """The bins of one layer that hold anything, from low to high."""

    bins: tuple[Bin, ...]

    @property
    def count(self) -> int:
        """How many findings have a confidence."""
        return sum(one.count for one in self.bins)

    @property
    def confidence(self) -> float:
        """Their mean confidence; 0 if there are none. Above `right`, the confidences promise too much."""
        return self._mean(one.confidence * one.count for one in self.bins)

    @property
    def right(self) -> float:
        """The share of them that is right; 0 if there are none."""
        return self._mean(one.right * one.count for one in self.bins)

    @property
    def error(self) -> float:
        """The expected calibration error: how far confidence and share lie apart in a bin, on average over findings.

        >>> reliability([(0.9, True), (0.9, False), (0.6, True), (0.6, True)]).error
        0.4
        """
        return self._mean(abs(one.confidence - one.right) * one.count for one in self.bins)

    def _mean(self, sums: Iterable[float]) -> float:
        return round(sum(sums) / self.count, 9) if self.count else 0.0


def reliability(graded: Iterable[tuple[float, bool]]) -> Reliability:
    """Sort findings, each a confidence in [0, 1] and whether it is right, into bins."""
    items = sorted(graded)
    bins: list[Bin] = []
    for low, high in pairwise(EDGES):
        inside = [(c, right) for c, right in items if low <= c < high or (high == EDGES[-1] and c == high)]
        if inside:
            confidence = sum(c for c, _ in inside) / len(inside)
            bins.append(Bin(low, high, len(inside), confidence, sum(right for _, right in inside) / len(inside)))
    return Reliability(tuple(bins))
