"""The graph as it stood on a day: made of the documents that were published by then, each as it read then."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import QueryError, StoreError
from pipeline.graph.store import no_graph
from pipeline.run.cache import ExtractionCache
from pipeline.run.folder import OutputFolder, full_disk_named
from pipeline.run.history import stints, tracks
from pipeline.run.ledger import Ledger
from pipeline.run.register import Entry, Manifest, PastEntry
from pipeline.run.report import Reporter, Silent
from pipeline.run.resolve import write_into

__all__ = ["Known", "as_of", "known"]

MOST_KEPT = 8
"""So many views are kept beside a build, the newest ones; each is as large as a graph."""


class Known(NamedTuple):
    """The documents that count on a day, and what they said before that."""

    entries: tuple[Entry, ...]
    past: tuple[PastEntry, ...]


def known(manifest: Manifest, day: dt.date) -> Known:
    """What counts on a day, of the documents that are in the graph now; see `history.stints` for the day of each.

    What is no longer among the sources, or was removed, is not known on any day.
    """
    entries: list[Entry] = []
    past: list[PastEntry] = []
    every = tracks(manifest.entries, manifest.past)
    for entry in manifest.entries:
        track = every.get(entry.document, [])
        begun = [stint for stint in stints(track, entry) if stint.begins <= day]
        if begun:
            last = begun[-1].entry
            before = track[: track.index(last)] if isinstance(last, PastEntry) else track
            entries.append(Entry(**{name: getattr(last, name) for name in Entry.model_fields}))
            past += before
    return Known(tuple(sorted(entries, key=lambda e: e.order)), tuple(sorted(past, key=lambda e: (e.until, e.order))))


def as_of(folder: Path, day: dt.date, reporter: Reporter | None = None) -> Path:
    """The folder of the graph as it stood on a day; made now if it is not there, without the language model.

    It is, but for the clock times of its run, the graph that a build of these documents alone would give, with the
    decisions and links that the graph of now shows. It is kept until that graph is replaced.

    Args:
        folder: The folder that a build wrote.
        day: The last day that counts.
        reporter: Is told how the graph is made.

    Raises:
        QueryError: no document was published by then.
        BuildInProgressError: another command writes to the folder.
        StoreError: there is no graph, it was made by an earlier version, the cache lacks an extraction, or the disk is
            full.
    """
    out = OutputFolder(folder)
    build = out.complete()
    if build is None:
        raise no_graph(folder)
    manifest = Manifest.read(build)
    if any(entry.seen is None for entry in manifest.entries):
        raise StoreError(
            f"{folder} was built by an earlier version, which did not note when documents were published; "
            "run citegraph build once more"
        )
    found = known(manifest, day)
    if not found.entries:
        every = tracks(manifest.entries, manifest.past)
        first = min(stints(every.get(e.document, ()), e)[0].begins for e in manifest.entries)
        raise QueryError(f"no document of {folder} was published by {day}; the first is of {first}")
    if {e.document for e in found.entries} == {e.document for e in manifest.entries}:
        return folder
    view = build / "as-of" / _key(found)
    if not view.exists():
        with out.holding(), full_disk_named(folder):
            if out.complete() != build:
                raise StoreError(f"{folder} was built anew just now; ask again")
            _make(view, manifest, found, out, reporter or Silent())
    return view


def _make(view: Path, manifest: Manifest, found: Known, out: OutputFolder, reporter: Reporter) -> None:
    part = view.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    shown = set(manifest.applied)
    decisions = [d for d in Ledger(Path(manifest.decisions)).read().decisions if d.id in shown]
    then = manifest.model_copy(update={"entries": found.entries, "past": found.past})
    write_into(part, then, decisions, ExtractionCache(out.cache, manifest.model_sha256), out, reporter)
    part.rename(view)
    others = sorted((p for p in view.parent.iterdir() if p != view), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in others[MOST_KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def _key(found: Known) -> str:
    """Days on which the same is known share a view."""
    told = [*(e.document for e in found.entries), "", *(f"{e.document} {e.until}" for e in found.past)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
