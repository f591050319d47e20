"""Where the prose of a plain text stands: its paragraphs, as stretches of the unchanged text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.records import Span

__all__ = ["ends_sentence", "lines", "prose", "trimmed"]

_BREAK = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
# Invisible, but no white space to str.isspace(): byte order mark, zero-width space, word joiner, direction marks.
_INVISIBLE = frozenset("\ufeff\u200b\u2060\u200e\u200f")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_BULLET = re.compile(r"(?:[-*+•–—]|\d{1,3}[.)]|\([a-z0-9]{1,3}\))\s")

_NARROWEST, _WIDEST = 40, 130  # characters a line, between which text is wrapped by hand or by a mail program


def trimmed(text: str, begin: int, end: int) -> Span | None:
    """The stretch without white space at its ends; None where no letter or digit is left (rules, ornaments).

    >>> trimmed("  A b. ", 0, 7)
    Span(begin=2, end=6)
    """
    while begin < end and (text[begin].isspace() or text[begin] in _INVISIBLE):
        begin += 1
    while end > begin and (text[end - 1].isspace() or text[end - 1] in _INVISIBLE):
        end -= 1
    if not any(map(str.isalnum, text[begin:end])):
        return None
    return Span(begin=begin, end=end)


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence or a lead-in does.

    >>> ends_sentence('"We will go on."'), ends_sentence("The minister of")
    (True, False)
    """
    return bool(_SENTENCE_END.search(line.rstrip()))


def lines(text: str, begin: int = 0) -> Iterator[tuple[int, int]]:
    """Begin and end of every line from an offset on, empty ones too, without the line ends."""
    at = begin
    for match in _BREAK.finditer(text, begin):
        yield at, match.start()
        at = match.end()
    yield at, len(text)


def prose(text: str, begin: int = 0) -> tuple[Span, ...]:
    """The paragraphs of a plain text from an offset on, in order; every letter and digit lies in one of them.

    A line is a paragraph. Only where lines are wrapped at a width (most of them end in the middle of a sentence, just
    where the next word would have gone over the edge) do lines belong together, up to an empty line, a line that ends
    early, a deeper indent or a bullet.

    >>> [(s.begin, s.end) for s in prose("March in Kazan\\nPolice came. They left.\\n")]
    [(0, 14), (15, 38)]
    """
    blocks = _blocks(text, begin)
    width = _wrapped_at([[text[b:e] for b, e in block] for block in blocks])
    found: list[Span] = []
    for block in blocks:
        start = 0
        for i in range(1, len(block) + 1):
            if i == len(block) or width is None or _parted(text, block[i - 1], block[i], width):
                span = trimmed(text, block[start][0], block[i - 1][1])
                if span is not None:
                    found.append(span)
                start = i
    return tuple(found)


def _blocks(text: str, begin: int) -> list[list[tuple[int, int]]]:
    """Runs of lines that hold a letter or digit."""
    blocks: list[list[tuple[int, int]]] = [[]]
    for line_begin, line_end in lines(text, begin):
        if trimmed(text, line_begin, line_end) is None:
            if blocks[-1]:
                blocks.append([])
        else:
            blocks[-1].append((line_begin, line_end))
    return blocks


def _wrapped_at(blocks: Sequence[Sequence[str]]) -> int | None:
    """The width at which the lines are wrapped; None if a line is a paragraph."""
    pairs = [(a.rstrip(), b.lstrip()) for block in blocks for a, b in pairwise(block)]
    lengths = sorted(len(a) for a, _ in pairs if " " in a)
    if not lengths:
        return None
    width = lengths[int(0.95 * (len(lengths) - 1))]  # a long URL or two do not count
    if not _NARROWEST <= width <= _WIDEST:
        return None
    full = [(a, b) for a, b in pairs if _next_word_end(a, b) > 0.9 * width]
    open_ended = [(a, b) for a, b in full if not ends_sentence(a)]
    continued = sum(not b[:1].isupper() for _, b in open_ended)
    if len(full) >= 0.6 * len(pairs) and len(open_ended) >= 0.4 * len(full) and continued >= 0.4 * len(open_ended) > 0:
        return width
    return None


def _next_word_end(line: str, following: str) -> int:
    """How long the line would be with the first word of the following one."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0])


def _parted(text: str, upper: tuple[int, int], lower: tuple[int, int], width: int) -> bool:
    """Whether a paragraph ends between two lines of wrapped text."""
    above, below = text[slice(*upper)], text[slice(*lower)]
    start = below.lstrip()
    if _BULLET.match(start):
        return True
    if start[:1].islower():
        return False
    deeper = len(below) - len(start) >= len(above) - len(above.lstrip()) + 2
    return deeper or _next_word_end(above.rstrip(), start) <= 0.75 * width
