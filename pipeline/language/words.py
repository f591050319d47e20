"""What the model reads of a text: words in plain typography, each of which knows its stretch of the text.

Articles write one thing in many ways: curly or straight quotes, no-break spaces, zero-width marks, accents as combining
marks. The model sees one way only; offsets are those of the text as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.tokens import Doc

__all__ = ["LONGEST", "Word", "plain", "reading", "words"]

LONGEST = 400
"""Characters: what runs on longer without white space (encoded data, say) is one word, cut nowhere."""

_APOSTROPHES = "‘’‛ʼ＇`´"
_QUOTES = "“”„‟«»＂"
_PLAIN = str.maketrans({**dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_QUOTES, '"'), **dict.fromkeys("‐‑−", "-")})
_WHITE = re.compile(r"[^\S ]")
_RUN = re.compile(rf"[^ ]{{{LONGEST + 1},}}")
_INVISIBLE = ("Cf", "Cc", "Cs")
_FORM_LENGTH = 60


class Word(NamedTuple):
    """A word: its stretch [begin, end) of the text, and the form that the model reads ("" for invisible marks)."""

    begin: int
    end: int
    form: str


def plain(text: str) -> str:
    """A copy of the same length with straight quotes and hyphens, and spaces for all white space.

    >>> plain("Russia’s\\u00a0“plan”")
    'Russia\\'s "plan"'
    """
    return _WHITE.sub(" ", text.translate(_PLAIN))


def words(text: str, tokenizer: Tokenizer) -> Iterator[Word]:
    """The words of a text in order, not overlapping and not empty; white space belongs to none.

    Marks that nobody sees (zero-width spaces, a byte order mark) at the edge of a word are words of their own, so that
    a name does not contain them.
    """
    text = plain(text)
    at = 0
    for run in _RUN.finditer(text):
        yield from _cut(text[at : run.start()], at, tokenizer)
        yield from _trimmed(run.group(), run.start())
        at = run.end()
    yield from _cut(text[at:], at, tokenizer)


def _cut(text: str, offset: int, tokenizer: Tokenizer) -> Iterator[Word]:
    for token in tokenizer(text):
        if not token.is_space:
            yield from _trimmed(token.text, offset + token.idx)


def _trimmed(word: str, begin: int) -> Iterator[Word]:
    if word.isascii() and word.isprintable():
        yield Word(begin, begin + len(word), word[:_FORM_LENGTH])
        return
    seen = [i for i, c in enumerate(word) if unicodedata.category(c) not in _INVISIBLE]
    if not seen:
        yield Word(begin, begin + len(word), "")
        return
    first, last = seen[0], seen[-1] + 1
    if first:
        yield Word(begin, begin + first, "")
    form = unicodedata.normalize("NFC", "".join(word[i] for i in seen)).replace("…", "...")
    yield Word(begin + first, begin + last, form[:_FORM_LENGTH])
    if last < len(word):
        yield Word(begin + last, begin + len(word), "")


def reading(found: list[Word], tokenizer: Tokenizer) -> Doc:
    """The words as the model reads them: those with a form, in order, a space wherever the text has white space."""
    seen = [w for w in found if w.form]
    followed = [i + 1 < len(seen) and seen[i + 1].begin > w.end for i, w in enumerate(seen)]
    return Doc(tokenizer.vocab, words=[w.form for w in seen], spaces=followed)
