"""Where a sentence cannot begin and where one must, told to the model beforehand; all other places are its decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from spacy.attrs import SENT_START  # type: ignore[import-not-found]
from spacy.tokens import Doc

from pipeline.language.words import Word

__all__ = ["mark"]

_FINAL = frozenset({".", "!", "?", "...", ":", ";"})
_CLOSING = frozenset({'"', "''", "'", ")", "]", "}", ">"})
_BULLETS = frozenset({"*", "•", "·", "▪", "●", "|", "/"})
_NEVER_FIRST = frozenset({",", ";", ":", ".", "!", "?", "...", ")", "]", "}", "%", "'s"})
_STOPS = frozenset({".", "!", "?", "..."})
LONGEST_SENTENCE = 250
"""Words without a full stop after which a sentence is cut all the same: no prose has longer ones, and what extraction
costs grows with the square of a sentence."""

_NUMBERED = frozenset({"no", "nos", "vol", "art", "p", "pp", "fig"})

_ABBREVIATED = frozenset(
    """
    mr mrs ms dr prof rev hon fr st mt gen adm col lt maj sgt capt cmdr sen rep gov pres sec dep asst jr sr bros
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun no nos vol art p pp fig ed eds cf vs
    etc inc corp co ltd dept est approx u.s u.k u.n e.u a.m p.m i.e e.g
    """.split()  # noqa: SIM905
)
"""A full stop after these says nothing of the sentence."""


def mark(doc: Doc, seen: Sequence[Word], text: str) -> None:
    """Set `is_sent_start` to False wherever no sentence can begin, and to True wherever one must, in place.

    A sentence begins after final punctuation, a closing quote or bracket, a bullet, or at the beginning of a line;
    never with a comma, a closing bracket or a quote that closes. One must begin with a capital letter after a blank
    after a full stop that ends no abbreviation or initial, and where more than `LONGEST_SENTENCE` words have no stop
    (tables, lists, texts without punctuation): after the last semicolon or comma of these. `seen` are the words of
    `doc`, standing in `text`.

    >>> import spacy
    >>> from pipeline.language.words import reading, words
    >>> text, tokenizer = 'She read "Nothing is true" and left.', spacy.blank("en").tokenizer
    >>> seen = list(words(text, tokenizer)); doc = reading(seen, tokenizer); mark(doc, seen, text)
    >>> [token.text for token in doc if token.is_sent_start is not False]
    ['She', 'and']
    """
    forms = [word.form for word in seen]
    known = [0] * len(doc)  # -1 for no, 1 for yes
    for i in range(1, len(doc)):
        gap = text[seen[i - 1].end : seen[i].begin]
        before = forms[max(0, i - 3) : i]
        if not _may_begin(before, forms[i], gap):
            known[i] = -1
        elif gap and _must_begin(before, forms[i]):
            known[i] = 1
    for i in _cuts(forms):
        known[i] = 1
    if known:
        doc.from_array([SENT_START], np.array(known).astype(np.uint64))  # type: ignore[arg-type]  # numpy is what it takes


def _may_begin(before: Sequence[str], word: str, gap: str) -> bool:
    last = before[-1]
    if word in _NEVER_FIRST:
        return False
    if word in _CLOSING and not gap:  # a quote that closes: ..."I never left."
        return False
    if "\n" in gap or "\r" in gap or last in _BULLETS or word in _BULLETS:
        return True
    if last in _FINAL:
        numbered = last == "." and word[0].isdigit() and len(before) > 1 and before[-2].lower() in _NUMBERED
        return not numbered
    return (last in _CLOSING and bool(gap)) or last[-1] in ".!?"


def _must_begin(before: Sequence[str], word: str) -> bool:
    closed = before[-1] in ('"', "''")
    ended = before[:-1] if closed else before
    if len(ended) < 2 or ended[-1] != "." or not word[0].isupper():
        return False
    last = ended[-2]
    return len(last) > 1 and last[-1].isalnum() and last.lower() not in _ABBREVIATED


def _cuts(forms: Sequence[str]) -> Iterator[int]:
    """Where sentences without an end are cut, by the words that begin the next; nowhere in what has full stops."""
    begin = 0
    for i, form in enumerate(forms):
        if form in _STOPS:
            begin = i + 1
        elif i - begin >= LONGEST_SENTENCE:
            begin = _cut(forms, begin, i)
            yield begin


def _cut(forms: Sequence[str], begin: int, end: int) -> int:
    """The best place in the second half of an endless sentence."""
    able = [i for i in range((begin + end) // 2, end + 1) if forms[i] not in _NEVER_FIRST and forms[i] not in _CLOSING]
    for marks in ((";", ":"), (",",)):
        after = [i for i in able if forms[i - 1] in marks]
        if after:
            return after[-1]
    return able[-1] if able else end
