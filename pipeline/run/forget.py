"""Forgetting what a document said before: its file holds another article now, not another edition of one."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pipeline.errors import DecisionError, StoreError
from pipeline.graph.store import no_graph
from pipeline.run.cache import ExtractionCache
from pipeline.run.folder import OutputFolder, full_disk_named
from pipeline.run.history import NAME, PastEditions, about, kept_of
from pipeline.run.ledger import Ledger
from pipeline.run.register import Manifest, PastEntry
from pipeline.run.removals import NAME as REMOVED
from pipeline.run.removals import Removals
from pipeline.run.remove import find
from pipeline.run.report import Counts, Reporter, Silent
from pipeline.run.resolve import write_graph

__all__ = ["Forgotten", "forget"]


class Forgotten(NamedTuple):
    """What is no longer kept, the first edition first, and what is in the graph now."""

    editions: tuple[PastEntry, ...]
    counts: Counts


def forget(folder: Path, document: str, reporter: Reporter | None = None) -> Forgotten:
    """Delete what is kept of the earlier editions of a document, and make the graph again without them.

    The document itself stays. A later change of its text begins a new history.

    Args:
        folder: The folder that a build wrote.
        document: The file of a document, as the graph calls it, or its IRI; or a file that is no longer in the graph.
        reporter: Is told how the graph is made again.

    Raises:
        DecisionError: there is no such document, or nothing is kept of what it said before.
        BuildInProgressError: another command writes to the folder.
        StoreError: there is no graph, the cache lacks an extraction, or the disk is full.
    """
    out = OutputFolder(folder)
    if out.complete() is None:
        raise no_graph(folder)
    with out.writing(), full_disk_named(folder):
        build = out.complete()
        if build is None:
            raise StoreError(f"{folder} holds no graph any more")
        manifest, history = Manifest.read(build), PastEditions(folder / NAME)
        gone = [entry for entry in manifest.past if entry.source_file == document and entry.record is None]
        entries = [] if gone else [find(manifest, document, Removals(folder / REMOVED))]
        gone = gone or kept_of(entries, manifest.entries, manifest.past)
        if not gone:
            raise DecisionError(f"nothing is kept of what {document!r} said before: no build found its text changed")
        history.drop(about(entries, gone))
        past = tuple(entry for entry in manifest.past if entry not in gone)
        cache = ExtractionCache(out.cache, manifest.model_sha256)
        decisions = Ledger(Path(manifest.decisions)).read().active
        left = manifest.model_copy(update={"past": past})
        counts, _ = write_graph(left, decisions, cache, out, reporter or Silent(), anew=True)
        cache.prune({entry.key for entry in (*manifest.entries, *past)})
        out.forget_earlier()
    return Forgotten(tuple(sorted(gone, key=lambda e: (e.until, e.order))), counts)
