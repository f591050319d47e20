"""Which documents a graph was made of, and who is who in each: from that the next build knows what it has to change.

It lies with the notes of the graph (`pipeline.graph.notes`); a hash over all of them stands in the manifest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.graph.fresh import NOTES
from pipeline.graph.notes import CORPUS, INDEX, REPEATED, lines_in, lines_to
from pipeline.graph.scope import Slice, Who
from pipeline.run.cache import graph_version
from pipeline.run.register import Entry

__all__ = ["document_of", "noted", "read_rows", "row_of", "slice_of", "write_rows"]

_SLICES = "slices"


def row_of(entry: Entry, told: Slice) -> str:
    """A document of a graph, with who is who in it, as one line; those of equal lines say the same in the graph."""
    return json.dumps((entry.document, entry.key, told), separators=(",", ":"))


def document_of(row: str) -> str:
    """The id of the document of a line."""
    return row[2 : row.index('"', 2)]


def slice_of(row: str) -> tuple[str, Slice]:
    """The key of its extraction in the cache, and who is who in it."""
    _, key, (entities, happenings, publisher, author) = json.loads(row)
    return key, Slice(tuple(Who(*who) for who in entities), tuple(happenings), publisher, author)


def write_rows(build: Path, rows: Iterable[str]) -> None:
    """Note the documents beside a graph."""
    with lines_to(build / NOTES / _SLICES) as file:
        file.writelines(f"{row}\n" for row in rows)


def read_rows(build: Path) -> Iterator[str]:
    """Those of a graph, in its order."""
    return lines_in(build / NOTES / _SLICES)


def noted(build: Path, base: str, run: str) -> str:
    """A hash over the notes of a graph, and over what all its triples depend on; empty if there are none.

    Args:
        build: The folder of the graph.
        base: The base of the data's IRIs.
        run: The IRI of the run.
    """
    digest = hashlib.sha256(f"{graph_version()}\0{base}\0{run}\0".encode())
    try:
        for name in (CORPUS, INDEX, REPEATED, _SLICES):
            with (build / NOTES / name).open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    except FileNotFoundError:
        return ""
    return digest.hexdigest()
