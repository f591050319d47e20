"""Make a graph of any size without the language model: articles that were read once, again and again in other words.

A variant of an article keeps its grammar and all that was found in it, at the same offsets. Names, and words that are
no common ones, are put into other letters: one cipher a variant, vowels for vowels and consonants for consonants, so
that what is one name, or one passage that two articles share, is one in the variant too. All days are moved, and
figures are multiplied; in the text dates and figures stay as they were. Those whom many of the articles name (a
president, a ministry), and all places, are the same in all variants, as the well known are in the news. Who is who,
comparisons, origins and the graph come from the same code as in any build, and nothing of it knows that the words are
made up.

usage: python bench/multiply.py GRAPH OUT [--documents 10000]      GRAPH is the folder of a build
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

from pipeline.records import Extraction, MentionForm
from pipeline.run.cache import ExtractionCache
from pipeline.run.folder import OutputFolder
from pipeline.run.register import Entry, Manifest
from pipeline.run.report import Counts, Silent
from pipeline.run.resolve import kept, write_graph

__all__ = ["Common", "Variant", "common", "multiply"]

_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"
_WORD = re.compile(r"[^\W\d_]{3,}")
_PACKAGE = Path(__file__).resolve().parent.parent / "pipeline"
_SPREAD = 11
"""So many days lie between one variant and the next."""
_IN_USE, _WELL_KNOWN = 8, 4
"""A word that so many of the articles use is a common one; a name that so many of them use is well known."""
_CODES = {"label", "form", "polarity", "certainty", "voice", "method", "type", "modality", "kind", "role", "predicate"}
"""Fields that hold no words of the text, or (the predicate) a verb that has to be known for what it is."""
_DATES = {"value", "published", "dates", "times"}
_BOUNDS = {"minimum", "maximum"}

Common = frozenset[str]
"""Words, in small letters, that every variant has as they are."""


def common(extractions: Iterable[Extraction]) -> Common:
    """The common words of some articles: those in the lexicons, in names of places and the well known, and in use."""
    found = {w for path in _PACKAGE.glob("*/lexicons/*.t*") for w in words(path.read_text(encoding="utf-8"))}
    uses, names = Counter[str](), Counter[str]()
    for extraction in extractions:
        named = [m for m in extraction.mentions if m.form is MentionForm.NAME]
        found.update(w for m in named if m.label not in ("PERSON", "ORG") for w in words(m.surface))
        found.update(words(extraction.document.publisher or ""))
        own = {w for m in named for w in words(m.surface)}
        names.update(own)
        uses.update(set(words(extraction.document.text)) - own)
    found.update(w for w, n in uses.items() if n >= _IN_USE)
    found.update(w for w, n in names.items() if n >= _WELL_KNOWN)
    return frozenset(found)


def words(text: str) -> Iterator[str]:
    """The words of a text in small letters; those of one or two letters are never put into others."""
    return (m.group().lower() for m in _WORD.finditer(text))


class Variant:
    """One way of putting articles into other words; number 0 leaves all as it is but for the names of the files."""

    def __init__(self, number: int, common: Common) -> None:
        self._number, self._common = number, common
        chance = random.Random(number)
        letters: dict[str, str] = {}
        for group in (_VOWELS, _CONSONANTS) if number else ():
            others = chance.sample(group, len(group))
            letters |= dict(zip(group + group.upper(), others + [o.upper() for o in others], strict=True))
        self._letters = str.maketrans(letters)

    def of(self, extraction: Extraction) -> Extraction:
        """The variant of an article."""
        return Extraction.model_validate(self._changed(extraction.model_dump(mode="json"), ""))

    def _changed(self, value: Any, field: str) -> Any:
        if isinstance(value, dict):
            return {name: self._changed(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [self._changed(item, field) for item in value]
        if isinstance(value, float):
            return value * (1 + self._number % 5) if field in _BOUNDS else value
        if not isinstance(value, str) or field in _CODES:
            return value
        if field in _DATES:
            return self._moved(value)
        if field == "source_file":
            return f"{self._number:04d}/{value}"
        if field == "url":
            return f"{value}?variant={self._number}"
        return _WORD.sub(self._word, value)

    def _word(self, match: re.Match[str]) -> str:
        word = match.group()
        return word if word.lower() in self._common else word.translate(self._letters)

    def _moved(self, date: str) -> str:
        """A day, month or year so many days later, as precise as it is."""
        middle = date + {4: "-07-01", 7: "-15", 10: ""}[len(date)]
        moved = dt.date.fromisoformat(middle) + dt.timedelta(days=_SPREAD * self._number)
        return moved.isoformat()[: len(date)]


def multiply(graph: Path, out: Path, documents: int) -> Counts:
    """Write the graph of so many articles, made from those of a graph, into a folder of its own; returns its counts."""
    source = OutputFolder(graph)
    complete = source.complete()
    if complete is None:
        raise SystemExit(f"{graph} holds no graph; build one with: citegraph build FOLDER --out {graph}")
    manifest = Manifest.read(complete)
    known = ExtractionCache(source.cache, manifest.model_sha256)
    usual = common(kept(manifest.entries, known))
    folder = OutputFolder(out)
    cache = ExtractionCache(folder.cache, manifest.model_sha256)

    def entries() -> Iterator[Entry]:
        for variant in (Variant(number, usual) for number in count()):
            for extraction in kept(manifest.entries, known):
                made = variant.of(extraction)
                key = cache.key(made.document)
                cache.put(key, made)
                yield Entry.of(made.document, key, manifest.started)

    with folder.writing():
        made = sorted(islice(entries(), documents), key=lambda entry: entry.order)
        nobody = str(out / "decisions.jsonl")
        plan = manifest.model_copy(update={"entries": tuple(made), "past": (), "decisions": nobody, "links": ""})
        return write_graph(plan, [], cache, folder, Silent())[0]


def main() -> None:
    """Make a graph, and print how much is in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    wanted = parser.parse_args()
    for name, number in multiply(wanted.graph, wanted.out, wanted.documents).numbers.items():
        print(f"{name}: {number}")


if __name__ == "__main__":
    main()
