"""Editions of one article: documents with one address, and which sentences of the later one rewrite which others."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from pipeline.records import Document, Extraction

__all__ = ["ALIKE", "SHARED", "Editions", "Revision", "address", "edition_of", "revision", "shared"]

ALIKE = 0.5
"""So much of their words two sentences share, in order, if one is taken to rewrite the other."""

SHARED = 1 / 3
"""So many of the shorter edition's sentences the other has, as they were or rewritten; else one address merely serves
many articles, as the front page of an outlet does."""

_WORD = re.compile(r"\w+")


class Revision(NamedTuple):
    """That one document is a later edition of another."""

    older: Document
    newer: Document
    rewritten: tuple[tuple[int, int], ...]
    """Pairs of sentences, by their positions in either, whose text is not the same."""


class Editions:
    """Collects documents by their addresses, while they stream by.

    Documents without an address or a date are editions of nothing: what was first could not be told.
    """

    def __init__(self) -> None:
        self._by_address: dict[str, list[tuple[str, str, int, str]]] = {}

    def add(self, document: Document) -> None:
        """Note where and when a document was published."""
        self.note(document.id, document.source_file, document.record, document.url, document.published)

    def note(self, id_: str, file: str, record: int | None, url: str | None, published: dt.date | None) -> None:
        """The same of a document that is not at hand."""
        if url and published:
            self._by_address.setdefault(address(url), []).append((published.isoformat(), file, record or 0, id_))

    def join(self, other: Editions) -> None:
        """Note what was noted of other documents."""
        for where, found in other._by_address.items():
            self._by_address.setdefault(where, []).extend(found)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The ids of each document and of the one that was published next at its address.

        Of those of one day, the files are in the order of their names.
        """
        for _, found in sorted(self._by_address.items()):
            ids = [id_ for *_, id_ in sorted(found)]
            yield from pairwise(ids)


def address(url: str) -> str:
    """An address without what does not tell two pages apart.

    >>> address("https://WWW.Post.example/a/b/?page=2#top") == address("http://www.post.example/a/b?page=2")
    True
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # brackets that hold no IPv6 address; the file's author wrote it so
        return url.strip()
    return f"{parts.netloc.casefold()}{parts.path.rstrip('/')}?{parts.query}"


def edition_of(older: Extraction, newer: Extraction, one_file: bool) -> bool:
    """Whether a text that took the place of another is a later edition of it, rather than an article of its own.

    Args:
        older: What was there before.
        newer: What is there now.
        one_file: Whether the file is the same. Then one address or one headline is enough, though no sentence was kept,
            as where a notice takes the place of an article.
    """
    if one_file:
        before, after = older.document, newer.document
        here = address(before.url or "")
        if "/" in here and here == address(after.url or ""):  # without a path it is the front page of all articles
            return True
        if before.title and after.title and _words(before.title) == _words(after.title):
            return True
    return revision(older, newer) is not None


def revision(older: Extraction, newer: Extraction, *, known: bool = False) -> Revision | None:
    """What became of the sentences of one edition in the next, or None if they have too little in common.

    Args:
        older: The one edition.
        newer: The next.
        known: Whether it is known already that they are editions of one article, whatever they have in common.
    """
    before, after = ([s.text for s in e.sentences] for e in (older, newer))
    kept = set(before) & set(after)
    gone = [i for i, text in enumerate(before) if text not in kept]
    come = [i for i, text in enumerate(after) if text not in kept]
    rewritten = tuple(sorted(_rewritten(before, after, gone, come)))
    same = sum(text in kept for text in before)
    if not known and same + len(rewritten) < SHARED * min(len(before), len(after)):
        return None
    return Revision(older.document, newer.document, rewritten)


def shared(older: Extraction, newer: Extraction) -> int:
    """How many sentences stand in both, word for word."""
    return len({s.text for s in older.sentences} & {s.text for s in newer.sentences})


def _rewritten(before: list[str], after: list[str], gone: Iterable[int], come: list[int]) -> Iterator[tuple[int, int]]:
    """The most alike first, each sentence once."""
    words = {j: _words(after[j]) for j in come}
    found = []
    for i in gone:
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(_words(before[i]))
        for j in come:
            matcher.set_seq1(words[j])
            if matcher.quick_ratio() >= ALIKE and (alike := matcher.ratio()) >= ALIKE:
                found.append((-alike, i, j))
    left: set[int] = set()
    right: set[int] = set()
    for _, i, j in sorted(found):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            yield i, j


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
