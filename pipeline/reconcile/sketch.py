"""MinHash: a sketch of a set by which like sets are found again without comparing all of them.

Of each of 128 orders of all numbers, the sketch holds the first number of the set. Two sets share so many of these
firsts as they have numbers in common. The firsts are put together by two: 64 bands, of which like sets share at least
one.

Broder, A. Z. (1997): On the resemblance and containment of documents. In: Compression and Complexity of Sequences.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import uint64
    from numpy.typing import NDArray

__all__ = ["BANDS", "Alike", "bands_of"]

BANDS = 64
"""Two articles with a tenth of their shingles in common are compared half of the time, with a quarter of them almost
always (98 %): a copy that was cut to half, or a copy among as much text again, has more than that."""
_ROWS = 2


@lru_cache(maxsize=1)
def _orders() -> tuple[NDArray[uint64], NDArray[uint64]]:
    """Each order is that of h -> a * h + b modulo 2**64, upper half, for an odd a."""
    import numpy as np

    draw = Random(1)
    pairs = [(draw.getrandbits(64) | 1, draw.getrandbits(64)) for _ in range(BANDS * _ROWS)]
    return np.array([a for a, _ in pairs], dtype=np.uint64), np.array([b for _, b in pairs], dtype=np.uint64)


def bands_of(numbers: Collection[int]) -> array[int]:
    """The bands of a set of numbers below 2**32, the same on every machine; none for an empty set.

    >>> bands_of({1, 2, 3}) == bands_of({3, 2, 1}), len(bands_of({1, 2, 3}))
    (True, 64)
    """
    import numpy as np

    if not numbers:
        return array("Q")
    a, b = _orders()
    given = np.fromiter(numbers, dtype=np.uint64, count=len(numbers))
    firsts = ((given[:, None] * a + b) >> np.uint64(32)).min(axis=0)
    return array("Q", ((firsts[0::2] << np.uint64(32)) | firsts[1::2]).tolist())


class Alike:
    """Finds sets by their sketches.

    >>> found = Alike()
    >>> found.add(bands_of({1, 2, 3}), 7)
    >>> found.of(bands_of({1, 2, 3}))
    {7}
    """

    def __init__(self) -> None:
        self._by_band: list[defaultdict[int, list[int]]] = [defaultdict(list) for _ in range(BANDS)]

    def add(self, bands: Sequence[int], which: int) -> None:
        """Take a sketch, under a number of one's own."""
        for known, band in zip(self._by_band, bands, strict=True):
            known[band].append(which)

    def of(self, bands: Sequence[int]) -> set[int]:
        """The numbers of those that share a band."""
        found: set[int] = set()
        for known, band in zip(self._by_band, bands, strict=True):
            if band in known:
                found.update(known[band])
        return found
