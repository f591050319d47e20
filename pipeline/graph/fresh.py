"""Writes a graph anew: the store and the Turtle file, and the notes with which it can be changed later."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Triple

from pipeline.graph import notes
from pipeline.graph.grouping import grouped
from pipeline.graph.sorting import Sorter
from pipeline.graph.store import Store
from pipeline.graph.turtle import sortable

__all__ = ["NOTES", "STORE", "TURTLE", "Written", "said_by", "write"]

STORE, TURTLE, NOTES = "store", "citegraph.ttl", "notes"


class Written(NamedTuple):
    """What was written."""

    turtle_sha256: str
    triples: int
    dropped: int = 0
    """Triples of earlier graphs that were taken out: the store keeps their words, though it says nothing of them."""


def write(target: Path, base: str, documents: Iterable[Iterable[str]], corpus: Iterable[Triple]) -> Written:
    """Write a graph into an empty folder. Memory stays bounded, whatever the number of triples.

    Args:
        target: The folder.
        base: The base of the data's IRIs.
        documents: What each document says, see `said_by`.
        corpus: What spans them; taken after all documents.
    """
    with closing(Sorter(each_once=False)) as of_documents, closing(Sorter()) as of_corpus:
        for said in documents:
            for line in said:
                of_documents.add(line)
        for line in said_by(corpus, base):
            of_corpus.add(line)
        with (
            notes.lines_to(target / NOTES / notes.CORPUS) as spanning,
            notes.lines_to(target / NOTES / notes.REPEATED) as repeated,
        ):

            def noted() -> Iterator[str]:
                for line in of_corpus:
                    spanning.write(f"{line}\n")
                    yield line

            turtle = notes.TurtleFile(target / TURTLE, base)
            try:
                for key, group in grouped(notes.counted(heapq.merge(of_documents, noted()), repeated)):
                    turtle.write(key, group)
            except BaseException:
                turtle.close()
                raise
    sha256 = turtle.close(target / NOTES / notes.INDEX)
    Store.loaded(target / STORE, target / TURTLE)
    return Written(sha256, turtle.triples)


def said_by(triples: Iterable[Triple], base: str) -> Iterator[str]:
    """Triples as the lines of which a graph is written; what comes twice, comes twice."""
    return (line for _, line in sortable(base).of(triples))
