"""A small graph on disk with its cache, made without a language model, for tests of decisions on it."""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.records import Extraction
from pipeline.run.cache import ExtractionCache
from pipeline.run.desk import Desk
from pipeline.run.folder import OutputFolder
from pipeline.run.history import NAME as HISTORY
from pipeline.run.history import PastEdition, PastEditions
from pipeline.run.ledger import NAME, Ledger
from pipeline.run.register import Entry, Manifest
from pipeline.run.report import Reporter, Silent
from pipeline.run.resolve import write_graph

sys.path.insert(0, str(Path(__file__).parent / "reconcile"))

from extractions import article

BASE = "https://example.org/kg/"
PERU, KENYA = ("COUNTRY", "Peru"), ("COUNTRY", "Kenya")
ARTICLES = (
    article("lima.txt", ("PERSON", "Ivan Petrov"), PERU, ("CITY", "Lima"), published="2021-03-01"),
    article("cusco.txt", ("PERSON", "Ivan Petrov", "Petrov", "Petrov"), PERU),
    article("nairobi.txt", ("PERSON", "Ivan Petrov"), KENYA),
    article("gates.txt", ("PERSON", "Bill Gates", "Gates"), ("ORG", "United Nations", "UN"), PERU),
    article("pine.txt", ("PERSON", "Jack Pine"), ("PERSON", "Petrov"), ("COUNTRY", "Nepal")),
    article("lee.txt", ("PERSON", "Ann Lee"), ("PERSON", "Bo Lee"), PERU),
    article("alone.txt", ("PERSON", "Lee"), ("COUNTRY", "Nepal")),
)


SEEN = dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC)
"""When these documents were read first."""


def replaced(older: Extraction, newer: Extraction, until: dt.datetime, seen: dt.datetime = SEEN) -> PastEdition:
    """That a build found one text in the place of another."""
    return PastEdition(seen=seen, until=until, by=Entry.of(newer.document, "").name, document=older.document)


def build(
    folder: Path,
    articles: Sequence[Extraction] = ARTICLES,
    decisions: Path | None = None,
    past: Sequence[tuple[Extraction, Extraction, dt.datetime]] = (),
    known: Sequence[Path] = (),
    reporter: Reporter | None = None,
) -> Desk:
    """The graph of some extractions in a folder, with the decisions that are there already.

    `past` are earlier editions: what a file held, what came in its place, and when that was found; `known` are files of
    known entities.
    """
    out = OutputFolder(folder)
    cache = ExtractionCache(out.cache, "a" * 64)
    ledger = Ledger(decisions or folder / NAME)
    entries = []
    for extraction in (*articles, *(older for older, *_ in past)):
        cache.put(cache.key(extraction.document), extraction)
    found = [replaced(*line) for line in past]
    since = {line.by: line.until for line in found}
    for extraction in articles:
        entry = Entry.of(extraction.document, cache.key(extraction.document), SEEN)
        entries.append(entry.model_copy(update={"seen": since.get(entry.name, SEEN)}))
    now = dt.datetime.now(dt.UTC)
    manifest = Manifest(
        base=BASE,
        version="0.1.0",
        model_sha256="a" * 64,
        model_name="hand",
        config_sha256="b" * 64,
        started=now,
        ended=now,
        decisions=str(ledger.path.absolute()),
        known=tuple(map(str, known)),
        entries=tuple(sorted(entries, key=lambda e: e.order)),
        past=tuple(line.entry(cache.key(line.document)) for line in found),
    )
    with out.writing():
        PastEditions(folder / HISTORY).add(found)
        write_graph(manifest, ledger.read().active, cache, out, reporter or Silent())
    return Desk.open(folder, decisions)


def digest(folder: Path) -> str:
    """The SHA-256 of the graph's Turtle."""
    return hashlib.sha256((folder / "citegraph.ttl").read_bytes()).hexdigest()
