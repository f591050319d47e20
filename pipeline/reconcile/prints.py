"""What is kept of an article to find it again in others: its words, which of them are quoted, and whom it credits."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from pipeline.reconcile.sketch import bands_of
from pipeline.records import Document, Extraction, Voice

__all__ = ["SHINGLE", "Print", "Stretch", "plain", "print_of", "shingles"]

SHINGLE = 5
"""So many words in a row make a shingle. Articles that were written apart share hardly any."""

_TOKEN = re.compile(r"\w+(?:['’]\w+)*|[\"“”„«»]")
_OPENING, _MARKS = frozenset("“„«"), frozenset('“„«”»"')
_DATELINE = re.compile(r"^\W*[A-ZÀ-Þ][\w .,'’/-]{1,60}?\(([^()]{2,50})\)\s*[–—-]")
_NAME = r"((?:[A-ZÀ-Þ][\w'’-]*\.?\s+){0,4}[A-ZÀ-Þ][\w'’-]*)"
_OF_ALL = (
    _DATELINE,
    re.compile(
        rf"\b(?:[Rr]eporting by|[Rr]eported by|[Ss]ource:|[Cc]ourtesy of|©|\([Cc]\))\s*(?:the\s+|The\s+)?{_NAME}"
    ),
)
_OF_SENTENCE = (
    re.compile(rf"{_NAME}(?:,? (?:first )?(?:has |had )?report(?:ed|s)\b)"),
    re.compile(r"\(([A-ZÀ-Þ][\w ]{1,40})\)"),
)
_AND = re.compile(r"\s*(?:,|;|/|\band\b|\bwith\b)\s*")


class Stretch(NamedTuple):
    """The quoted words of a sentence, or those outside the quotation marks, and how many they are."""

    sentence: int
    quoted: bool
    length: int


@dataclass(frozen=True, slots=True)
class Print:
    """One article, as far as it takes to find out whether others repeat it."""

    document: str
    file: str
    publisher: str
    url: str
    published: dt.date | None
    stretches: tuple[Stretch, ...]
    words: array[int]
    """Those of all stretches, one after the other, as numbers that stand for words."""
    credits: tuple[tuple[int | None, str], ...]
    """Words that may name another outlet, with their sentence; None: the byline, the dateline or a line of credit."""
    speakers: Mapping[int, int]
    """The chain of the only one who is quoted in a sentence."""
    bands: array[int]
    """A sketch of its `plain` shingles."""

    @property
    def source(self) -> str:
        """Who prints it, for a reader."""
        return self.publisher or self.file


def print_of(extraction: Extraction) -> Print:
    """What is kept of one document."""
    document = extraction.document
    found = list(_stretches(extraction))
    stretches = tuple(stretch for stretch, _ in found)
    each = [shingles(words) for _, words in found]
    return Print(
        document=document.id,
        file=document.source_file,
        publisher=document.publisher or "",
        url=document.url or "",
        published=document.published,
        stretches=stretches,
        words=array("I", chain.from_iterable(words for _, words in found)),
        credits=tuple(_credits(extraction, document)),
        speakers=_speakers(extraction),
        bands=bands_of(plain(stretches, each)),
    )


def plain(stretches: Sequence[Stretch], numbers: Iterable[Sequence[int]]) -> frozenset[int]:
    """The shingles of an article outside of quotation marks; where all of it stands in them, those within.

    Args:
        stretches: Those of the article.
        numbers: The shingles of each.
    """
    each = list(zip(stretches, numbers, strict=True))
    unquoted = frozenset(chain.from_iterable([own for stretch, own in each if not stretch.quoted]))
    return unquoted or frozenset(chain.from_iterable([own for _, own in each]))


def shingles(words: array[int]) -> list[int]:
    """Each run of `SHINGLE` words as one number of 32 bits; the same on every machine."""
    data, size, crc32 = words.tobytes(), words.itemsize, zlib.crc32
    return [crc32(data[at : at + SHINGLE * size]) for at in range(0, len(data) - (SHINGLE - 1) * size, size)]


def _stretches(extraction: Extraction) -> Iterator[tuple[Stretch, array[int]]]:
    """The stretches with their words."""
    begins = {paragraph.begin for paragraph in extraction.document.paragraphs}
    quoted = False
    for index, sentence in enumerate(extraction.sentences):
        if sentence.span.begin in begins:
            quoted = False  # a quotation that goes on after a paragraph is opened anew; one without an end ends here
        found = array("I"), array("I")
        tokens = _TOKEN.findall(sentence.text)
        if _MARKS.isdisjoint(tokens):  # true of most sentences
            found[quoted].extend(map(_number, tokens))
        else:
            for token in tokens:
                if token in _MARKS:
                    quoted = token in _OPENING or (token == '"' and not quoted)
                else:
                    found[quoted].append(_number(token))
        for inside, words in enumerate(found):
            if len(words) >= SHINGLE:
                yield Stretch(index, bool(inside), len(words)), words


@lru_cache(maxsize=1 << 14)
def _number(token: str) -> int:
    """That which stands for a word; most words come again and again."""
    return zlib.crc32(token.casefold().replace("’", "'").encode("utf-8", "surrogatepass"))


def _credits(extraction: Extraction, document: Document) -> Iterator[tuple[int | None, str]]:
    for name in _AND.split(document.author or ""):
        if name:
            yield None, name
    for index, sentence in enumerate(extraction.sentences):
        for patterns, where in ((_OF_ALL, None), (_OF_SENTENCE, index)):
            for pattern in patterns:
                for name in pattern.findall(sentence.text):
                    yield where, " ".join(name.split())


def _speakers(extraction: Extraction) -> dict[int, int]:
    said: dict[int, set[int]] = defaultdict(set)
    for claim in extraction.claims:
        if claim.claimant is not None and claim.voice is Voice.ATTRIBUTED:
            said[claim.evidence[0].sentence].add(claim.claimant)
    return {sentence: min(chains) for sentence, chains in said.items() if len(chains) == 1}
