"""Cuts a document's words into the windows that the network reads one at a time.

A window is never batched with another: the network's activations are quantised over all that it reads at once, so what
stands beside a sentence must be settled by its document alone. Windows are cut where a sentence surely ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["HARD_LIMIT", "SOFT_LIMIT", "Start", "Window", "windows"]

SOFT_LIMIT = 168
"""Word pieces: a window is closed at the last sure sentence end before it has more."""

HARD_LIMIT = 380
"""Word pieces: without a sentence end before that, the sentence is cut in two parts that are read apart."""


class Start:
    """Whether a word starts a sentence, as `Token.sent_start` has it."""

    NO = -1
    UNKNOWN = 0
    YES = 1


class Window(NamedTuple):
    """The words [begin, end); `continues` says that the first one goes on with the sentence of the window before."""

    begin: int
    end: int
    continues: bool


_ENDS = frozenset({".", "!", "?", "...", "…", "!!", "?!", "!?", "??", "!!!", "???"})
_CLOSERS = frozenset({'"', "”", "’", "'", "''", ")", "]", "»"})
_PAUSES = frozenset({",", ";", ":", "-", "–", "—", "--"})


def windows(words: Sequence[str], pieces: Sequence[int], starts: Sequence[int]) -> list[Window]:
    """The windows of a document, in order, without gaps.

    `pieces` are the numbers of word pieces of the words, `starts` what is known of sentences beforehand (see `Start`).
    """
    found: list[Window] = []
    begin, size = 0, 0
    sure, likely = 0, 0  # the last places in the window where it may be cut
    continues = False
    at = 0
    while at < len(words):
        if at > begin:
            if starts[at] == Start.YES:
                sure = at
            elif starts[at] == Start.UNKNOWN and _after_sentence(words, at):
                likely = at
        if size + pieces[at] > SOFT_LIMIT and at > begin:
            # a known start is best; far back, it would leave the window short, and a full stop serves as well
            cut = sure if sure > begin and (likely <= begin or 2 * (sure - begin) >= at - begin) else likely
            hard = cut <= begin and size + pieces[at] > HARD_LIMIT
            if hard:
                cut = _pause(words, begin, at)
            if cut > begin:
                found.append(Window(begin, cut, continues))
                continues = hard
                begin = at = cut
                size = 0
                continue
        size += pieces[at]
        at += 1
    if begin < len(words):
        found.append(Window(begin, len(words), continues))
    return found


def _after_sentence(words: Sequence[str], at: int) -> bool:
    """Whether the words before end a sentence beyond doubt and this one may start another."""
    before = at - 1
    while before > 0 and words[before] in _CLOSERS:
        before -= 1
    return words[before] in _ENDS and words[at] not in _CLOSERS and not words[at][:1].islower()


def _pause(words: Sequence[str], begin: int, end: int) -> int:
    """A place to cut a sentence that is too long: after the last comma or the like in its second half, or its end."""
    for at in range(end - 1, begin + (end - begin) // 2, -1):
        if words[at] in _PAUSES:
            return at + 1
    return end
