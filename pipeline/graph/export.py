"""Writes a graph in one of several formats; what is written is complete or not there at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pipeline.errors import StoreError
from pipeline.graph import jsonld, turtle
from pipeline.graph.formats import bundle, cytoscape, followthemoney, gexf, graphml, neo4j, quads, reified, tables
from pipeline.graph.sorting import sorted_lines
from pipeline.graph.store import Store

__all__ = ["EXPORTERS", "File", "Folder", "export", "write", "write_bytes"]


@contextmanager
def _replacing(path: Path, binary: bool = False) -> Iterator[IO[Any]]:
    """A file of text or bytes that takes the place of `path` when the block ends well; else it leaves nothing."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") if binary else os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        written.chmod(0o644)
        written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise


def _ntriples(store: Store, base: str) -> Iterator[str]:
    return (f"{line} .\n" for line in sorted_lines(str(t) for t in store.triples()))


@dataclass(frozen=True)
class File:
    """A format of one file: the text of a graph, in pieces, by its store and the base of its IRIs."""

    summary: str
    suffix: str
    pieces: Callable[[Store, str], Iterator[str]]


@dataclass(frozen=True)
class Folder:
    """A format of several files: their paths, and the text of each in pieces."""

    summary: str
    files: Callable[[Store, str], Iterator[tuple[str, Iterable[str]]]]
    suffix: str = ""


EXPORTERS: dict[str, File | Folder] = {
    "turtle": File("Turtle (RDF 1.1), sorted and prefixed", ".ttl", lambda s, b: turtle.lines(s.triples(), b)),
    "ntriples": File("N-Triples, sorted: two exports can be compared line by line", ".nt", _ntriples),
    "nquads": File("N-Quads: a named graph for each document, and one for where it comes from", ".nq", quads.nquads),
    "trig": File("TriG: the same named graphs, for readers", ".trig", quads.trig),
    "jsonld": File("JSON-LD with its context", ".jsonld", lambda s, b: jsonld.lines(s.triples(), b)),
    "rdf12": File("Turtle of RDF 1.2: statements as reifiers", ".ttl", reified.lines),
    "graphml": File("the network of entities as GraphML: yEd, Gephi, Cytoscape, igraph", ".graphml", graphml.lines),
    "gexf": File("the network of entities as GEXF, with dates for Gephi's timeline", ".gexf", gexf.lines),
    "cytoscape": File("the network of entities as JSON of Cytoscape and Cytoscape.js", ".cyjs", cytoscape.lines),
    "neo4j": Folder("CSV for neo4j-admin database import, with the command", neo4j.files),
    "ftm": File("FollowTheMoney entities: Aleph and its like", ".ftm.json", followthemoney.lines),
    "csv": Folder("CSV tables: spreadsheets, pandas, R", tables.files),
    "bundle": Folder("a folder to hand on: Turtle, tables, queries, shapes and their report, a page", bundle.files),
}


def export(store: Store, path: Path, format: str = "turtle", base: str = "") -> None:
    """Writes a graph to a file, or a folder where the format has several files.

    Args:
        store: the graph.
        path: the file, which is replaced in one step, once all is written; or a folder that does not exist yet.
        format: one of `EXPORTERS`.
        base: the base of the data's IRIs, which Turtle leaves out.

    Raises:
        StoreError: the format is unknown, the folder is there already, or the file cannot be written.
    """
    exporter = EXPORTERS.get(format)
    if exporter is None:
        raise StoreError(f"there is no export format {format!r}; choose one of {', '.join(EXPORTERS)}")
    if isinstance(exporter, File):
        write(exporter.pieces(store, base), path)
    else:
        _write_folder(exporter.files(store, base), path)


def _write_folder(files: Iterable[tuple[str, Iterable[str]]], path: Path) -> None:
    """Writes files beside, and gives their folder its name once all are complete."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise StoreError(f"{path} is there already, and this format is a folder; choose another name, or remove it")
    try:
        part = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}-"))
        try:
            for name, pieces in files:
                target = part / name
                target.parent.mkdir(exist_ok=True)
                with _replacing(target) as file:
                    file.writelines(pieces)
            part.chmod(0o755)
            part.replace(path)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from error


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


def write_bytes(data: bytes, path: Path) -> None:
    """The same of bytes.

    Raises:
        StoreError: the file cannot be written.
    """
    try:
        with _replacing(path, binary=True) as file:
            file.write(data)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from error
