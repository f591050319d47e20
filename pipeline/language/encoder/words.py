"""What the network is told of a word.

Its word pieces, the case and shape that an uncased encoder can't see, and the gap before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import IntEnum
from functools import lru_cache
from typing import Final

__all__ = ["CLS", "MASK", "PAD", "SEP", "UNK", "Gap", "Shapes", "WordPieces", "shape_of"]

PAD: Final = "[PAD]"
UNK: Final = "[UNK]"
CLS: Final = "[CLS]"
SEP: Final = "[SEP]"
MASK: Final = "[MASK]"

LONGEST_PIECED_WORD: Final = 100
"""BERT's own bound, in characters: a longer run without punctuation is one unknown piece."""


class Gap(IntEnum):
    """What stands between a word and the one before it."""

    NONE = 0
    SPACE = 1
    PARAGRAPH = 2


class WordPieces:
    """BERT's uncased word pieces of single words, cached.

    `limit` bounds the pieces of one word: of a longer one (a web address, say) the first and the last are kept.

    >>> WordPieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##seen"], limit=8)("Unseen")
    (5, 6)
    """

    def __init__(self, vocabulary: Iterable[str], limit: int) -> None:
        if limit < 2:
            raise ValueError(f"a word needs room for two pieces at least, got limit={limit}")
        self.ids: Mapping[str, int] = {piece: i for i, piece in enumerate(vocabulary)}
        self.limit = limit
        self._unknown = self.ids[UNK]
        self._of_word = lru_cache(maxsize=100_000)(self._cut)

    def __call__(self, word: str) -> tuple[int, ...]:
        """The ids of a word's pieces, at least one."""
        return self._of_word(word)

    def _cut(self, word: str) -> tuple[int, ...]:
        found: list[int] = []
        for part in _basic_tokens(word):
            found.extend(self._greedy(part))
        if not found:
            return (self._unknown,)
        if len(found) > self.limit:
            kept = self.limit // 2
            found = found[: self.limit - kept] + found[-kept:]
        return tuple(found)

    def _greedy(self, part: str) -> list[int]:
        """Longest match first; a part that cannot be covered is one unknown piece."""
        if len(part) > LONGEST_PIECED_WORD:
            return [self._unknown]
        found: list[int] = []
        begin = 0
        while begin < len(part):
            end = len(part)
            while end > begin:
                piece = part[begin:end] if begin == 0 else "##" + part[begin:end]
                if piece in self.ids:
                    break
                end -= 1
            else:
                return [self._unknown]
            found.append(self.ids[piece])
            begin = end
        return found


def _basic_tokens(word: str) -> list[str]:
    """BERT's basic tokens: lower case, no accents, cut at punctuation and around ideographs."""
    out: list[str] = []
    current = ""
    lowered = "".join(c for c in unicodedata.normalize("NFD", word).lower() if unicodedata.category(c) != "Mn")
    for char in lowered:
        category = unicodedata.category(char)
        if char.isspace() or char in "\x00\ufffd" or category in ("Cc", "Cf", "Cn", "Co"):
            if char.isspace() and current:
                out.append(current)
                current = ""
        elif _is_punctuation(char, category) or "\u4e00" <= char <= "\u9fff":
            if current:
                out.append(current)
                current = ""
            out.append(char)
        else:
            current += char
    if current:
        out.append(current)
    return out


def _is_punctuation(char: str, category: str) -> bool:
    """ASCII symbols count as punctuation too, as in BERT."""
    code = ord(char)
    return 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126 or category.startswith("P")


_RUNS = re.compile(r"(.)\1{2,}")


@lru_cache(maxsize=100_000)
def shape_of(word: str) -> str:
    """The word with letters as X and x and digits as d; of equal ones in a row at most two are kept, eight in all.

    >>> shape_of("Navalny"), shape_of("mid-2021"), shape_of("IMT"), shape_of("'s")
    ('Xxx', 'xx-dd', 'XX', "'x")
    """
    marks = "".join(
        "X" if c.isupper() or c.istitle() else "x" if c.isalpha() else "d" if c.isdigit() else c for c in word[:24]
    )
    return _RUNS.sub(r"\1\1", marks)[:8]


class Shapes:
    """Numbers for shapes. 0 is any other; a rare shape falls back on that of its first character and on its case."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = tuple(known)
        self._ids = {shape: i for i, shape in enumerate(self.known, start=1)}

    def __len__(self) -> int:
        return len(self.known) + 1

    def __call__(self, word: str) -> int:
        """The number of a word's shape."""
        shape = shape_of(word)
        found = self._ids.get(shape)
        if found is None:
            letters = "".join(c for c in shape if c in "Xx")
            found = self._ids.get(_RUNS.sub(r"\1\1", letters), 0)
        return found
