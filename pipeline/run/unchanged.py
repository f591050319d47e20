"""Whether the graph that is there is the one that a build would make: then there is nothing to write."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.graph.store import Store
from pipeline.reconcile.decisions import Decision
from pipeline.run.cache import graph_version
from pipeline.run.folder import OutputFolder
from pipeline.run.register import Manifest

__all__ = ["file_sha256", "made_of", "standing"]

_OUTCOME = {
    "started", "ended", "applied", "waiting", "overruled", "made_of", "turtle_sha256", "notes", "triples", "dropped",
    "counts",
}  # fmt: skip


def made_of(manifest: Manifest, decisions: Sequence[Decision], links: Path) -> str:
    """A hash over all that a graph depends on: equal ones give the same graph but for the times of the run.

    Args:
        manifest: What to build of; what became of it does not count.
        decisions: Those that hold.
        links: The file of links, if there is one; the files of known entities are named in the manifest.
    """
    digest = hashlib.sha256(graph_version().encode())
    digest.update(manifest.model_dump_json(exclude=_OUTCOME).encode("utf-8", "surrogatepass"))
    for decision in decisions:
        digest.update(decision.model_dump_json().encode("utf-8", "surrogatepass"))
    for path in (links, *map(Path, manifest.known)):
        if path.is_file():
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def standing(folder: OutputFolder, wanted: str) -> Manifest | None:
    """The manifest of the current graph, if it is made of what is `wanted` and whole; None if it has to be written."""
    build = folder.complete()
    if build is None:
        return None
    try:
        manifest = Manifest.read(build)
        if manifest.made_of != wanted or file_sha256(build / "citegraph.ttl") != manifest.turtle_sha256:
            return None
        Store.open_read_only(build / "store")
    except (OSError, StoreError):
        return None
    return manifest


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
