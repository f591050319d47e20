"""The shingles of a whole corpus, in arrays: hashed all at once, and asked which of them several texts share.

The numbers are those of `prints.shingles`, which does the same for one run of words.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from pipeline.reconcile.prints import SHINGLE, Print

if TYPE_CHECKING:
    from numpy import uint32
    from numpy.typing import NDArray

__all__ = ["Shingled"]

_AT_ONCE = 1 << 18
"""Words that are hashed at a time; it takes some 40 bytes for each."""


class Shingled:
    """The shingles of articles, by the position of the article and of the stretch in it.

    It keeps four bytes for each word.
    """

    def __init__(self, articles: Sequence[Print]) -> None:
        import numpy as np

        stretches = [stretch for article in articles for stretch in article.stretches]
        self._first = [0, *accumulate(len(article.stretches) for article in articles)]
        """The number of the first stretch of each article."""
        self._quoted = np.fromiter((stretch.quoted for stretch in stretches), np.bool_, len(stretches))
        lengths = np.fromiter((stretch.length for stretch in stretches), np.int64, len(stretches))
        self._lengths, self._begins = lengths, np.concatenate(([0], np.cumsum(lengths)))
        words = np.frombuffer(b"".join([article.words for article in articles]), np.uint32)
        self._numbers = np.empty(len(words), np.uint32)
        for begin in range(0, len(words), _AT_ONCE):
            run = words[begin : begin + _AT_ONCE + SHINGLE - 1]
            if len(run) >= SHINGLE:
                self._numbers[begin : begin + len(run) - SHINGLE + 1] = _hashed(run)

    def each(self, article: int) -> list[list[int]]:
        """The shingles of each stretch of an article."""
        first, last = self._first[article], self._first[article + 1]
        begins = self._begins[first : last + 1].tolist()
        numbers = self._numbers[begins[0] : begins[-1]].tolist()
        return [numbers[begin - begins[0] : end - begins[0] - SHINGLE + 1] for begin, end in pairwise(begins)]

    def of(self, article: int, stretch: int) -> list[int]:
        """The shingles of one stretch of an article."""
        at = self._first[article] + stretch
        return self._numbers[self._begins[at] : self._begins[at + 1] - SHINGLE + 1].tolist()  # type: ignore[no-any-return]

    def shared(self, kinds: Sequence[int], quoted: bool, least: int) -> Mapping[tuple[int, int], list[int]]:
        """By which shingles a passage that two texts have in common can be found.

        Of so many in a row as fit into the shortest passage the least is taken: no shared run of words is missed
        that way (winnowing).

        Args:
            kinds: For each article a number; what those of one number share does not count.
            quoted: Whether to look at what stands in quotation marks, or at what stands outside of them.
            least: How many words a passage has at least.

        Returns:
            For the article and the stretch in it, in their order, those that stand in articles of several numbers.
        """
        import numpy as np

        window = least - SHINGLE + 1
        chosen = np.flatnonzero((self._quoted == quoted) & (self._lengths >= least))
        counts = self._lengths[chosen] - least + 1
        if not counts.sum():
            return {}
        stretch = np.repeat(chosen, counts)
        at = np.arange(len(stretch)) - np.repeat(np.cumsum(counts) - counts, counts) + self._begins[stretch]
        numbers = self._numbers[at]
        for further in range(1, window):
            np.minimum(numbers, self._numbers[at + further], out=numbers)
        article = np.searchsorted(np.array(self._first[1:]), stretch, side="right")
        kind = np.array(kinds, np.uint64)[article]
        pairs = np.unique((numbers.astype(np.uint64) << np.uint64(32)) | kind) >> np.uint64(32)
        several = np.isin(numbers, np.unique(pairs[1:][pairs[1:] == pairs[:-1]]).astype(np.uint32))
        found = np.unique((stretch[several].astype(np.uint64) << np.uint64(32)) | numbers[several])
        rows = zip((found >> np.uint64(32)).tolist(), (found & np.uint64(0xFFFFFFFF)).tolist(), strict=True)
        of_stretch = {number: [n for _, n in some] for number, some in groupby(rows, key=itemgetter(0))}
        articles = np.searchsorted(np.array(self._first[1:]), np.array([*of_stretch], np.int64), side="right").tolist()
        return {
            (article, number - self._first[article]): told
            for article, (number, told) in zip(articles, of_stretch.items(), strict=True)
        }


def _hashed(words: NDArray[uint32]) -> NDArray[uint32]:
    """The CRC-32 of each run of `SHINGLE` words: of their bytes, four at a time."""
    import numpy as np

    tables = _tables()
    crc = np.full(len(words) - SHINGLE + 1, 0xFFFFFFFF, np.uint32)
    for at in range(SHINGLE):
        crc ^= words[at : at + len(crc)]
        low, high = crc & np.uint32(0xFFFF), crc >> np.uint32(16)
        crc = tables[0][low & 255] ^ tables[1][low >> 8] ^ tables[2][high & 255] ^ tables[3][high >> 8]
    return ~crc


@lru_cache(maxsize=1)
def _tables() -> tuple[NDArray[uint32], ...]:
    """What each of the four bytes of a word adds, the first one first: its CRC-32 with as many zeros as follow it."""
    import numpy as np

    def alone(byte: int, zeros: int) -> int:
        return zlib.crc32(bytes([byte, *[0] * zeros])) ^ zlib.crc32(bytes(1 + zeros))

    return tuple(np.array([alone(byte, zeros) for byte in range(256)], np.uint32) for zeros in (3, 2, 1, 0))
