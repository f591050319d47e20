"""The search index: what people look for by words, in a file of SQLite (FTS5) inside the folder of a build.

Entities are found by all their names, articles by headline, outlet, author and file, events by their label, claims by
their words and who says them, sentences by their words. The index belongs to one build and goes when that goes.
"""

from __future__ import annotations

import atexit
import os
import sqlite3
import tempfile
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import StoreError
from pipeline.graph import Graph
from pipeline.web.asking import Row, ask, local
from pipeline.web.current import Snapshot
from pipeline.web.lines import stance
from pipeline.web.walk import Walk

__all__ = ["GROUPS", "INDEX", "SPAN", "Indexes", "build_index", "folded"]

INDEX = "search-4.sqlite"
"""The name of the file; the number changes with what is in it, so that one of an earlier version is not read."""

GROUPS = ("entity", "event", "claim", "sentence", "document")
"""What can be found, in the order in which it is shown."""

SPAN = 1 << 32
"""Ids of the n-th group begin at n * SPAN, the best known first: hits of one group are found by a range of ids."""

LONGEST = 20_000
"""So many characters of one text are indexed; a name or sentence that is longer is hardly one."""

_SCHEMA = """
CREATE TABLE item (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, iri TEXT NOT NULL, label TEXT NOT NULL, also TEXT NOT NULL,
    document INTEGER NOT NULL, place TEXT NOT NULL, stance TEXT NOT NULL, day TEXT NOT NULL, weight INTEGER NOT NULL,
    cue TEXT NOT NULL
);
CREATE INDEX item_kind ON item (kind);
CREATE TABLE size (grp TEXT NOT NULL, kind TEXT NOT NULL, total INTEGER NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(
    label, also, folded, content='', tokenize="unicode61 remove_diacritics 2", prefix='1 2 3'
);
"""
# No decomposition of Unicode takes these apart; whoever types "Lodz" or "Strasse" means them.
_SPELT_OUT = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)


class Item(NamedTuple):
    """One thing that can be found, without its id.

    `place` is where a sentence or claim stands, ``52,118``; `cue` the word by which a claim is attributed.
    """

    kind: str
    iri: str
    label: str
    also: str = ""
    document: int = 0
    place: str = ""
    stance: str = ""
    day: str = ""
    weight: int = 0
    cue: str = ""


def folded(words: str) -> str:
    """The words in lower case, with letters spelt out that have no diacritic to leave out; empty if there are none.

    >>> folded("Łódź"), folded("Kyiv")
    ('lódź', '')
    """
    lower = words.lower()
    other = lower.translate(_SPELT_OUT)
    return "" if other == lower else other


class Indexes:
    """The index of the current build. Its first takes a moment; while that of a newer one is made, the last one serves.

    IRIs that it gives then lead on to those that hold now.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ready: tuple[Path, Path] | None = None
        self._busy: set[Path] = set()

    def of(self, snapshot: Snapshot) -> Path:
        """The file of the index to ask for a build.

        Raises:
            StoreError: there is no room for it.
        """
        with self._lock:
            if self._ready is not None and self._ready[0] == snapshot.path and self._ready[1].is_file():
                return self._ready[1]
            if self._ready is None or not self._ready[1].is_file() or (snapshot.path / INDEX).is_file():
                self._ready = snapshot.path, build_index(snapshot.graph, snapshot.path)
                return self._ready[1]
            if snapshot.path not in self._busy:
                self._busy.add(snapshot.path)
                threading.Thread(target=self._renew, args=(snapshot,), daemon=True).start()
            return self._ready[1]

    def _renew(self, snapshot: Snapshot) -> None:
        try:
            made = build_index(snapshot.graph, snapshot.path)
        finally:
            with self._lock:
                self._busy.discard(snapshot.path)
        with self._lock:
            self._ready = snapshot.path, made


def build_index(graph: Graph, folder: Path) -> Path:
    """Make the index of a graph in a folder, unless it is there; if that cannot be written, in a temporary one.

    Raises:
        StoreError: there is no room for it.
    """
    path = folder / INDEX
    if path.is_file():
        return path
    home = folder if os.access(folder, os.W_OK) else _temporary()
    handle, name = tempfile.mkstemp(prefix=f".{INDEX}.", dir=home)
    os.close(handle)
    part = Path(name)
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as database:
            _fill(database, graph)
        return part.replace(home / INDEX)
    except (sqlite3.Error, OSError) as error:
        part.unlink(missing_ok=True)
        raise StoreError(f"the search index cannot be written to {home}: {error}") from error


def _temporary() -> Path:
    """A folder that is removed when the process ends: what was quoted must not outlive it."""
    folder = tempfile.TemporaryDirectory(prefix="citegraph-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def _fill(database: sqlite3.Connection, graph: Graph) -> None:
    # whoever dies while writing leaves a file that nobody opens, so nothing needs to be safe on the way
    database.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_SCHEMA} BEGIN;")
    documents = ask(graph, "documents")
    ids = dict(zip(GROUPS, range(0, len(GROUPS) * SPAN, SPAN), strict=True))
    sizes: Counter[tuple[str, str]] = Counter()
    for group, item in _items(graph, documents, ids["document"]):
        ids[group] += 1
        sizes[group, item.kind] += 1
        database.execute(f"INSERT INTO item VALUES ({', '.join('?' * (1 + len(item)))})", (ids[group], *item))
        database.execute(
            "INSERT INTO words (rowid, label, also, folded) VALUES (?, ?, ?, ?)",
            (ids[group], item.label, item.also, folded(f"{item.label}\n{item.also}")),
        )
    database.executemany("INSERT INTO size VALUES (?, ?, ?)", ((*key, total) for key, total in sizes.items()))
    database.executescript("INSERT INTO words (words) VALUES ('optimize'); ANALYZE;")  # commits first


def _items(graph: Graph, documents: list[Row], before: int) -> Iterator[tuple[str, Item]]:
    """What can be found, by group; a document's id is `before` and its position, counted from one."""
    for group, items in (("entity", _entities(graph)), ("event", _events(graph))):
        yield from ((group, item) for item in sorted(items, key=lambda item: (-item.weight, item.label, item.iri)))
    for row in documents:
        also = "\n".join(_text(row[c]) for c in ("publisher", "author", "file") if row[c])
        yield "document", Item("Document", *_named(row), also, day=_text(row["published"]))
    for id_, row in enumerate(documents, start=before + 1):
        yield from _of_document(graph, str(row["node"]), id_)


def _entities(graph: Graph) -> Iterator[Item]:
    for row in ask(graph, "entities"):
        also = "\n".join(sorted(_text(row["aliases"]).split("\n")))
        yield Item(local(row["type"]), *_named(row), also, weight=_whole(row["mentions"]))


def _events(graph: Graph) -> Iterator[Item]:
    for row in ask(graph, "happenings"):
        stance = " ".join(local(row[name]) for name in ("modality", "voice", "polarity"))
        weight = _whole(row["mentions"])
        yield Item(local(row["type"]), *_named(row), stance=stance, day=_text(row["when"]), weight=weight)


def _of_document(graph: Graph, iri: str, id_: int) -> Iterable[tuple[str, Item]]:
    places: dict[str, str] = {}
    walk = Walk(graph)
    for row in ask(graph, "sentences-of", document=iri):
        places[str(row["node"])] = place = f"{row['begin']},{row['end']}"
        yield "sentence", Item("Sentence", str(row["node"]), _text(row["quote"]), document=id_, place=place)
    for row in ask(graph, "claims-of", document=iri):
        claim = str(row["claim"])
        who = walk.one(claim, "cg:claimant")
        said = walk.label(who) if who else walk.one(claim, "cg:claimantText")
        place = places.get(str(row["sentence"]), "")
        put, cue = " ".join(stance(walk, claim)), _text(walk.one(claim, "cg:cue"))
        yield "claim", Item("Claim", claim, _text(row["text"]), _text(said), id_, place, put, cue=cue)


def _named(row: Row) -> tuple[str, str]:
    return str(row["node"]), _text(row["label"])


def _text(value: object) -> str:
    return unicodedata.normalize("NFC", str(value or "")[:LONGEST])


def _whole(value: object) -> int:
    return int(str(value or 0))
