"""Where a sentence cannot begin, told to the parser beforehand; all other places are its own decision."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from pipeline.language.words import Word

__all__ = ["bar"]

_FINAL = frozenset({".", "!", "?", "...", ":", ";"})
_CLOSING = frozenset({'"', "''", "'", ")", "]", "}", ">"})
_BULLETS = frozenset({"*", "•", "·", "▪", "●", "|", "/"})
_NEVER_FIRST = frozenset({",", ";", ":", ".", "!", "?", "...", ")", "]", "}", "%", "'s"})
_NUMBERED = frozenset({"no", "nos", "vol", "art", "p", "pp", "fig"})


def bar(doc: Doc, seen: Sequence[Word], text: str) -> None:
    """Set `is_sent_start` to False wherever no sentence can begin, in place.

    A sentence begins after final punctuation, a closing quote or bracket, a bullet, or at the beginning of a line;
    never with a comma, a closing bracket or a quote that closes. `seen` are the words of `doc`, standing in `text`.

    >>> import spacy
    >>> from pipeline.language.words import reading, words
    >>> text, tokenizer = 'She read "Nothing is true" and left.', spacy.blank("en").tokenizer
    >>> seen = list(words(text, tokenizer)); doc = reading(seen, tokenizer); bar(doc, seen, text)
    >>> [token.text for token in doc if token.is_sent_start is not False]
    ['She', 'and']
    """
    for i in range(1, len(doc)):
        gap = text[seen[i - 1].end : seen[i].begin]
        if not _may_begin([w.form for w in seen[max(0, i - 3) : i]], seen[i].form, gap):
            doc[i].is_sent_start = False


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
