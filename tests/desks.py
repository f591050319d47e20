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
from pipeline.run.ledger import NAME, Ledger
from pipeline.run.register import Entry, Manifest
from pipeline.run.report import Silent
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


def build(folder: Path, articles: Sequence[Extraction] = ARTICLES, decisions: Path | None = None) -> Desk:
    """The graph of some extractions in a folder, with the decisions that are there already."""
    out = OutputFolder(folder)
    cache = ExtractionCache(out.cache, "a" * 64)
    ledger = Ledger(decisions or folder / NAME)
    entries = []
    for extraction in articles:
        document = extraction.document
        key = cache.key(document)
        cache.put(key, extraction)
        entries.append(
            Entry(source_file=document.source_file, document=document.id, key=key, text=document.text_sha256[:16])
        )
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
        entries=tuple(sorted(entries, key=lambda e: e.order)),
    )
    with out.writing():
        write_graph(manifest, ledger.read().active, cache, out, Silent())
    return Desk.open(folder, decisions)


def digest(folder: Path) -> str:
    """The SHA-256 of the graph's Turtle."""
    return hashlib.sha256((folder / "citegraph.ttl").read_bytes()).hexdigest()
