"""Writes a graph to a file in one of several formats; what is written is complete or not there at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pyoxigraph import Triple

from pipeline.errors import StoreError
from pipeline.graph import jsonld, networks, turtle
from pipeline.graph.sorting import sorted_lines

__all__ = ["EXPORTERS", "export", "write"]


@contextmanager
def _replacing(path: Path) -> Iterator[IO[str]]:
    """A text file that takes the place of `path` when the block ends well, and leaves nothing when it does not."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    written = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        written.chmod(0o644)
        written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise


def _ntriples(triples: Iterable[Triple], base: str) -> Iterator[str]:
    return (f"{line} .\n" for line in sorted_lines(str(t) for t in triples))


Exporter = Callable[[Iterable[Triple], str], Iterator[str]]
EXPORTERS: dict[str, Exporter] = {
    "turtle": turtle.lines,
    "ntriples": _ntriples,
    "jsonld": jsonld.lines,
    "graphml": networks.graphml,
    "gexf": networks.gexf,
}


def export(triples: Iterable[Triple], path: Path, format: str = "turtle", base: str = "") -> None:
    """Writes the triples to a file.

    Args:
        path: the file; it is replaced in one step, once all is written.
        format: one of `EXPORTERS`.
        base: the base of the data's IRIs, which Turtle leaves out.

    Raises:
        StoreError: the format is unknown or the file cannot be written.
    """
    writer = EXPORTERS.get(format)
    if writer is None:
        raise StoreError(f"there is no export format {format!r}; choose one of {', '.join(EXPORTERS)}")
    write(writer(triples, base), path)


def write(pieces: Iterable[str], path: Path) -> None:
    """Writes text to a file, which is replaced in one step, once all is written.

    Raises:
        StoreError: the file cannot be written.
    """
    try:
        with _replacing(path) as file:
            file.writelines(pieces)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from error
