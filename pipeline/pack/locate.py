"""Where a quote stands in a text: at its place, elsewhere, in other words, or not at all. Standard library only."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

__all__ = ["Place", "Quote", "located"]

_ENOUGH = 0.6  # of the characters, to call a passage a changed form of the quote
_NEAR = 4_000  # characters around its place in which such a passage is looked for
_BREAK = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")


@dataclass(frozen=True)
class Quote:
    """The exact words, where they stood (offsets in Unicode code points, the end exclusive), and what stood around."""

    exact: str
    begin: int
    end: int
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Place:
    """What was found: ``intact``, ``moved``, ``changed`` or ``missing``, with offsets and words where there are any."""

    status: str
    begin: int | None = None
    words: str = ""


def located(quote: Quote, text: str) -> Place:
    """The place of a quote in the text of its document as it is now.

    >>> located(Quote("He left.", 0, 8), "Then he came. He left.")
    Place(status='moved', begin=14, words='He left.')
    """
    if text[quote.begin : quote.end] == quote.exact:
        return Place("intact", quote.begin, quote.exact)
    found = _occurrences(quote.exact, text)
    if found:
        best = max(found, key=lambda at: (_context(quote, text, at), -abs(at - quote.begin)))
        return Place("moved", best, quote.exact)
    return _resembling(quote, text)


def _occurrences(exact: str, text: str) -> list[int]:
    found: list[int] = []
    at = text.find(exact)
    while at >= 0 and len(found) < 1_000:
        found.append(at)
        at = text.find(exact, at + 1)
    return found


def _context(quote: Quote, text: str, at: int) -> int:
    """How many of the two contexts stand around an occurrence."""
    before = text[:at].endswith(quote.prefix) if quote.prefix else False
    after = text.startswith(quote.suffix, at + len(quote.exact)) if quote.suffix else False
    return before + after


def _resembling(quote: Quote, text: str) -> Place:
    """The sentence or line near the old place that is most like the quote, if one is like it at all."""
    start = max(0, quote.begin - _NEAR)
    window = text[start : quote.end + _NEAR]
    best, place = _ENOUGH, Place("missing")
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(quote.exact)
    at = 0
    for piece in [*_BREAK.finditer(window), None]:
        end = piece.start() if piece else len(window)
        words = window[at:end]
        begin = start + at + len(words) - len(words.lstrip())
        matcher.set_seq1(words.strip())
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, place = ratio, Place("changed", begin, words.strip())
        at = piece.end() if piece else end
    return place
