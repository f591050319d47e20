"""The writing of a graph: by changing the one before where that is less work, else anew; the outcome is the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import rmtree

from pyoxigraph import Triple

from pipeline.errors import StoreError
from pipeline.graph.fresh import TURTLE, Written, write
from pipeline.graph.mapping import Gathered, Mapper, document_triples
from pipeline.graph.patch import patch, said_by
from pipeline.graph.scope import Slice
from pipeline.records import Extraction
from pipeline.run.digests import Digests
from pipeline.run.folder import NO_ROOM
from pipeline.run.register import Entry, Manifest
from pipeline.run.report import Reporter
from pipeline.run.slices import document_of, noted, read_rows, row_of, slice_of, write_rows
from pipeline.run.unchanged import file_sha256

__all__ = ["Writing"]

MOST = 0.2
"""Where more of the documents changed, all is written anew: that takes hardly longer."""
DROPPED = 0.25
"""Nor does a store hold more triples of earlier graphs than so large a part of its own: it keeps their words."""


@dataclass
class Writing:
    """Writes the graph of some documents into a folder."""

    target: Path
    mapper: Mapper
    entries: Sequence[Entry]
    digests: Digests
    more: Callable[[], Iterator[Triple]]
    """What is to be said besides, of editions."""
    reporter: Reporter

    def anew(self) -> Written:
        """Write all of it."""
        self.reporter.step("Writing the graph", len(self.entries))
        slices: list[str] = []
        gathered = Gathered()

        def documents() -> Iterator[Iterator[Triple]]:
            for entry, told in self._told(gathered):
                slices.append(row_of(entry, told))
                yield self._document(self.digests.extraction(entry), told)

        written = write(self.target, self.mapper.base, documents(), self._corpus(gathered))
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
        try:
            return self._changing(before)
        except (OSError, EOFError, StoreError, ValueError) as error:
            if isinstance(error, OSError) and error.errno in NO_ROOM:
                raise
            for path in self.target.iterdir():  # it is damaged, or was pruned
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
        gone = [row for row in read_rows(before) if slices.get(document_of(row)) != row]
        there = {document_of(row) for row in read_rows(before)} - {document_of(row) for row in gone}
        new = [row for document, row in slices.items() if document not in there]
        if len(new) + len(gone) > MOST * len(slices) or file_sha256(before / TURTLE) != manifest.turtle_sha256:
            return None
        changes: Counter[str] = Counter()
        for rows, sign in ((gone, -1), (new, 1)):
            for key, told in map(slice_of, rows):
                for line in said_by(self._document(self.digests.at(key), told), base):
                    changes[line] += sign
        written = patch(before, self.target, base, changes, self._corpus(gathered))
        write_rows(self.target, slices.values())
        return written._replace(triples=manifest.triples + written.triples, dropped=manifest.dropped + written.dropped)

    def _told(self, gathered: Gathered) -> Iterator[tuple[Entry, Slice]]:
        """Each document with who is who in it; what spans documents is told of each."""
        for entry, digest in zip(self.entries, self.digests.without_observed(self.entries), strict=True):
            told = self.mapper.slice(digest.ends)
            self.mapper.gather_ends(digest.ends, told, partial(self.digests.extraction, entry), gathered)
            yield entry, told
            self.reporter.advance(digest.words)

    def _document(self, extraction: Extraction, told: Slice) -> Iterator[Triple]:
        return document_triples(self.mapper.base, extraction, told, self.mapper.run_node)

    def _corpus(self, gathered: Gathered) -> Iterator[Triple]:
        yield from self.mapper.corpus(gathered)
        yield from self.more()
