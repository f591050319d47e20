"""Stretches of a text that are marked for several reasons at once, as pieces that each have one set of marks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

__all__ = ["Piece", "pieces"]

Piece = tuple[str, list[int]]
"""A stretch of text, and the positions of the marks that cover it, the longest mark first."""


def pieces(text: str, marks: Sequence[tuple[int, int]]) -> list[Piece]:
    """The text cut wherever a mark begins or ends; marks may overlap in any way, and what lies outside is cut off.

    Marks are [begin, end) in code points of the text.

    >>> pieces("the mayor of Moscow", [(13, 19), (0, 19)])
    [('the mayor of ', [1]), ('Moscow', [1, 0])]
    """
    spans = [(max(0, begin), min(len(text), end), at) for at, (begin, end) in enumerate(marks)]
    spans = [span for span in spans if span[0] < span[1]]
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    length = {}
    for begin, end, at in spans:
        opening.setdefault(begin, []).append(at)
        closing.setdefault(end, []).append(at)
        length[at] = end - begin
    cuts = sorted({0, len(text), *opening, *closing})
    covering: set[int] = set()
    found: list[Piece] = []
    for begin, end in pairwise(cuts):
        covering.difference_update(closing.get(begin, ()))
        covering.update(opening.get(begin, ()))
        found.append((text[begin:end], sorted(covering, key=lambda at: (-length[at], at))))
    return found
