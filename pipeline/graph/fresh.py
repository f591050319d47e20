"""Writes a graph anew: the store and the Turtle file, and the notes with which it can be changed later."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from pipeline.graph import notes
from pipeline.graph.grouping import Lines, merged
from pipeline.graph.mapping import Unit
from pipeline.graph.sorting import Sorter
from pipeline.graph.store import Store
from pipeline.graph.terms import Terms
from pipeline.graph.turtle import sortable

__all__ = ["NOTES", "STORE", "TURTLE", "Written", "said_by", "unit_rows", "write"]

STORE, TURTLE, NOTES = "store", "citegraph.ttl", "notes"


_ROWS = 20_000
"""So many rows are sorted in memory: some 20 MB."""


class Written(NamedTuple):
    """What was written."""

    turtle_sha256: str
    triples: int
    dropped: int = 0
    """Triples of earlier graphs that were taken out: the store keeps their words, though it says nothing of them."""


def write(target: Path, base: str, documents: Iterable[Iterable[str]], corpus: Iterable[Unit]) -> Written:
    """Write a graph into an empty folder. Memory stays bounded, whatever the number of triples.

    Args:
        target: The folder.
        base: The base of the data's IRIs.
        documents: What each document says, as rows, see `said_by`.
        corpus: What spans them, in units; taken after all documents.
    """
    with closing(Sorter(_ROWS, each_once=False)) as every:
        for said in documents:
            every.extend(said)
        with notes.units_to(target / NOTES / notes.CORPUS) as spanning:
            lines = sortable(base)
            known: set[bytes] = set()
            for unit in corpus:
                told = unit_rows(unit, lines)
                name = notes.unit_name(unit.key, told)
                if told and name not in known:
                    known.add(name)
                    spanning.write(notes.unit_row(name, told))
                    every.extend(told)
        with notes.lines_to(target / NOTES / notes.REPEATED) as repeated:
            turtle = notes.TurtleFile(target / TURTLE, base)
            try:
                for key, group in merged(every, lambda line, times: repeated.write(notes.repeated_row(line, times))):
                    turtle.write(key, group)
            except BaseException:
                turtle.close()
                raise
    sha256 = turtle.close(target / NOTES / notes.INDEX)
    Store.loaded(target / STORE, target / TURTLE)
    return Written(sha256, turtle.triples)


def said_by(triples: Iterable[Terms], base: str) -> list[str]:
    """Triples as the rows of which a graph is written, see `Lines.rows`; what comes twice, stands there once."""
    return sortable(base).rows(triples)


def unit_rows(unit: Unit, lines: Lines) -> list[str]:
    """What a unit of what spans documents says, as such rows, sorted."""
    return sorted(lines.rows(unit.triples()))
