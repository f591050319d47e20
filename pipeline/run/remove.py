"""Taking documents out of a graph, with all that only they support, and letting them in again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from pipeline.errors import DecisionError, StoreError
from pipeline.graph.store import no_graph
from pipeline.read.kept import KeptArticles
from pipeline.run.cache import ExtractionCache
from pipeline.run.contents import forget as forget_contents
from pipeline.run.folder import OutputFolder, full_disk_named
from pipeline.run.history import NAME as HISTORY
from pipeline.run.history import PastEditions, about, kept_of
from pipeline.run.ledger import Ledger
from pipeline.run.register import Entry, Manifest
from pipeline.run.removals import NAME, Removal, Removals
from pipeline.run.report import Counts, Reporter, Silent
from pipeline.run.resolve import write_graph

__all__ = ["Removed", "find", "remove", "removed", "restore"]


class Removed(NamedTuple):
    """What became of a removal."""

    removals: tuple[Removal, ...]
    editions: int
    """How many earlier editions went with them."""
    copies: tuple[str, ...]
    """Documents with the text of one that was removed; they stay in the graph."""
    counts: Counts
    """What is in the graph now."""


def remove(
    folder: Path, documents: Sequence[str], who: str, because: str = "", reporter: Reporter | None = None
) -> Removed:
    """Take documents out of the graph in a folder. The graph is then what it would be had they never been there.

    It is resolved and written again from the cache, without the language model. What was read out of the documents,
    what their files held before, and the graph before, which builds otherwise keep for its readers, are deleted. Later
    builds keep the documents out.

    Args:
        folder: The folder that a build wrote.
        documents: Each the file of a document, as the graph calls it, or its IRI; for a line of a file
            "wire.jsonl line 3".
        who: Who says so.
        because: The reason, for those who read the list.
        reporter: Is told how the graph is made again.

    Raises:
        DecisionError: a document is not in the graph or not the only one of its name, or no other would be left.
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
        manifest, removals, history = Manifest.read(build), Removals(folder / NAME), PastEditions(folder / HISTORY)
        gone = dict.fromkeys(find(manifest, document, removals) for document in documents)
        rest = tuple(entry for entry in manifest.entries if entry not in gone)
        if not rest:
            raise DecisionError(f"no document would be left; to be rid of the whole graph, delete {folder}")
        earlier = kept_of(gone, manifest.entries, manifest.past)
        past = tuple(entry for entry in manifest.past if entry not in earlier)
        texts = {entry.name: [e for e in rest if e.text == entry.text] for entry in (*gone, *earlier)}
        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        made = tuple(
            Removal(when=now, who=who, document=name, because=because.strip(), copies=bool(copies))
            for name, copies in texts.items()
        )
        decisions = Ledger(Path(manifest.decisions)).read().active
        removals.add(made)
        history.drop(about(gone, earlier))
        cache = ExtractionCache(out.cache, manifest.model_sha256)
        left = manifest.model_copy(update={"entries": rest, "past": past})
        counts, _ = write_graph(left, decisions, cache, out, reporter or Silent(), anew=True)
        cache.prune({entry.key for entry in (*rest, *past)})
        forget_contents(out.cache)
        KeptArticles(out.articles, manifest.reader).prune({entry.text for entry in rest})
        out.forget_earlier()
    copies = sorted({str(e.name) for same in texts.values() for e in same})
    return Removed(made[: len(gone)], len(made) - len(gone), tuple(copies), counts)


def removed(folder: Path) -> tuple[Removal, ...]:
    """The removals that hold, the first one first.

    Raises:
        DecisionError: a line of the list is damaged.
    """
    return Removals(folder / NAME).holding


def restore(folder: Path, document: str, who: str, because: str = "") -> Removal:
    """Let a removed document in again. Nothing of it was kept: the next build that finds its file reads it anew.

    Args:
        folder: The folder that a build wrote.
        document: What the list of removals calls it: its file, or "wire.jsonl line 3".
        who: Who says so.
        because: The reason.

    Returns:
        The removal that no longer holds.

    Raises:
        DecisionError: no such document was removed.
        BuildInProgressError: another command writes to the folder.
    """
    if not (folder / NAME).exists():
        raise DecisionError(f"nothing was removed from {folder}")
    out = OutputFolder(folder)
    with out.writing(), full_disk_named(folder):
        removals = Removals(folder / NAME)
        found = [removal for removal in removals.holding if str(removal.document) == document]
        if not found:
            names = [str(removal.document) for removal in removals.holding]
            raise DecisionError(
                f"{document!r} is not among what was removed{_hint(document, names)}; `citegraph removed` lists it"
            )
        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        removals.add(
            gone.model_copy(update={"when": now, "who": who, "because": because.strip(), "restored": True})
            for gone in found
        )
    return found[-1]


def find(manifest: Manifest, document: str, removals: Removals) -> Entry:
    """The document of the build that is called so.

    Raises:
        DecisionError: there is none, or there are several.
    """
    name = unquote(document.strip().removeprefix("<").removesuffix(">").partition("#")[0])
    end = name.removeprefix(unquote(manifest.base)) if name.startswith(unquote(manifest.base)) else ""
    entries = manifest.entries
    if end:
        found = [e for e in entries if end.startswith("document/") and end.endswith(f"-{e.document[:8]}")]
        for before in manifest.past:
            if not found and end.startswith("document/") and end.endswith(f"-{before.document[:8]}"):
                raise DecisionError(
                    f'{document!r} is an earlier edition of "{before.name}"; all editions go by that name, and '
                    "`citegraph forget` takes the earlier ones alone"
                )
    else:
        found = [e for e in entries if document in (str(e.name), e.document)] or [
            e for e in entries if document == e.source_file
        ]
    if len(found) == 1:
        return found[0]
    if found:
        shown = ", ".join(f'"{e.name}"' for e in found[:5]) + (", ..." if len(found) > 5 else "")
        raise DecisionError(f"{document!r} holds {len(found)} documents; name one or more of them: {shown}")
    for gone in removals.holding:
        if str(gone.document) == document:
            raise DecisionError(f"{gone.document} is out of the graph already: {gone}")
    hint = _hint(document, [str(e.name) for e in entries])
    raise DecisionError(f"{document!r} is no document of this graph{hint}; `citegraph query documents` lists them")


def _hint(document: str, names: Sequence[str]) -> str:
    """What somebody may have meant: names that hold the same file name, or are spelt much alike."""
    last = document.rpartition("/")[2].casefold()
    near = [n for n in names if last and last in n.casefold()][:5] or get_close_matches(
        document, names, n=5, cutoff=0.8
    )
    return f" (is it {' or '.join(near)}?)" if near else ""
