"""The writing of a graph: by changing the one before where that is less work, else anew; the outcome is the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from shutil import rmtree

from pyoxigraph import NamedNode

from pipeline.errors import StoreError
from pipeline.graph.fresh import TURTLE, Written, said_by, write
from pipeline.graph.grouping import lines_of
from pipeline.graph.mapping import Gathered, Mapper, Unit, document_triples
from pipeline.graph.patch import patch
from pipeline.graph.scope import Slice
from pipeline.run.bound import Bound
from pipeline.run.digests import Digests
from pipeline.run.folder import NO_ROOM
from pipeline.run.keeper import Keeper
from pipeline.run.lost import LostError
from pipeline.run.processes import Processes
from pipeline.run.register import Entry, Manifest
from pipeline.run.report import Reporter
from pipeline.run.slices import document_of, noted, read_rows, row_of, slice_of, write_rows
from pipeline.run.unchanged import file_sha256

__all__ = ["Writing", "said"]

MOST = 0.2
"""Where more of the documents changed, all is written anew: that takes hardly longer."""
DROPPED = 0.25
"""Nor does a store hold more triples of earlier graphs than so large a part of its own: it keeps their words."""
AT_ONCE = 16
"""Documents that a process maps at a time."""


@dataclass
class Writing:
    """Writes the graph of some documents into a folder."""

    target: Path
    mapper: Mapper
    entries: Sequence[Entry]
    bound: Bound
    """The digests of these documents."""
    more: Callable[[], Iterator[Unit]]
    """What is to be said besides, of editions."""
    reporter: Reporter
    processes: Processes | None = None
    """Processes that map documents, if there are any."""

    def anew(self) -> Written:
        """Write all of it."""
        self.reporter.step("Writing the graph", len(self.entries))
        slices: list[str] = []
        gathered = Gathered()

        def rows() -> Iterator[str]:
            for entry, told in self._told(gathered):
                slices.append(row_of(entry, told))
                yield slices[-1]

        written = write(self.target, self.mapper.base, self._said(rows()), self._corpus(gathered))
        write_rows(self.target, slices)
        return written

    def changing(self, before: Path | None) -> Written | None:
        """Write it by changing another one.

        Args:
            before: The folder of the other one.

        Returns:
            What was written; None if the other one is too different, or cannot be used.
        """
        if before is None:
            return None
        there = set(self.target.iterdir())
        try:
            return self._changing(before)
        except (OSError, EOFError, StoreError, ValueError) as error:
            if isinstance(error, OSError) and error.errno in NO_ROOM:
                raise
            for path in set(self.target.iterdir()) - there:  # it is damaged, or was pruned
                if path.is_dir():
                    rmtree(path)
                else:
                    path.unlink()
            return None

    def _changing(self, before: Path) -> Written | None:
        base, run = self.mapper.base, self.mapper.run_node.value
        manifest = Manifest.read(before)
        usable = manifest.notes and manifest.notes == noted(before, base, run)
        if not usable or manifest.dropped > DROPPED * manifest.triples:
            return None
        self.reporter.step("Changing the graph", len(self.entries))
        gathered = Gathered()
        slices = {entry.document: row_of(entry, told) for entry, told in self._told(gathered)}
        gone: list[str] = []
        there: set[str] = set()
        for row in read_rows(before):
            document = document_of(row)
            if slices.get(document) == row:
                there.add(document)
            else:
                gone.append(row)
        new = [row for document, row in slices.items() if document not in there]
        if len(new) + len(gone) > MOST * len(slices) or file_sha256(before / TURTLE) != manifest.turtle_sha256:
            return None
        changes: Counter[str] = Counter()
        for rows, sign in ((gone, -1), (new, 1)):
            for row in rows:
                for line in chain.from_iterable(map(lines_of, said(row, self.bound.digests, base, run))):
                    changes[line] += sign
        written = patch(before, self.target, base, changes, self._corpus(gathered))
        write_rows(self.target, slices.values())
        return written._replace(triples=manifest.triples + written.triples, dropped=manifest.dropped + written.dropped)

    def _said(self, rows: Iterable[str]) -> Iterator[list[str]]:
        """What the documents of some rows say, in any order."""
        base, run = self.mapper.base, self.mapper.run_node.value
        if not self.processes:
            yield from (said(row, self.bound.digests, base, run) for row in rows)
            return

        def mapped(keeper: Keeper, some: list[str]) -> list[list[str]]:
            try:
                return keeper.map(some, self.bound.digests.folder, base, run)
            except LostError:  # what is wrong with them shows here
                return [said(row, self.bound.digests, base, run) for row in some]

        with closing(self.processes.each(mapped, _batches(rows))) as found:
            for documents in found:
                yield from documents

    def _told(self, gathered: Gathered) -> Iterator[tuple[Entry, Slice]]:
        """Each document with who is who in it; what spans documents is told of each."""
        for entry, digest in zip(self.entries, self.bound.without_observed(self.entries), strict=True):
            assert digest.ends is not None
            told = self.mapper.slice(digest.ends)
            self.mapper.gather_ends(digest.ends, told, partial(self.bound.digests.extraction, entry), gathered)
            yield entry, told
            self.reporter.advance(digest.words)

    def _corpus(self, gathered: Gathered) -> Iterator[Unit]:
        yield from self.mapper.units(gathered)
        yield from self.more()


def said(row: str, digests: Digests, base: str, run: str) -> list[str]:
    """What one document says, as rows of the graph, one a subject, see `pipeline.graph.grouping.Lines.rows`.

    Args:
        row: The document with who is who in it, see `pipeline.run.slices`.
        digests: Lead to its extraction.
        base: The base of the data's IRIs.
        run: The IRI of the run.

    Raises:
        StoreError: the extraction is no longer in the cache.
    """
    key, told = slice_of(row)
    return said_by(document_triples(base, digests.at(key), told, NamedNode(run)), base)


def _batches(rows: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(rows)
    while some := list(islice(rest, AT_ONCE)):
        yield some
