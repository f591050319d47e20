"""The file of what documents said before they were overwritten: plain JSON, one earlier edition a line, with its text.

It stands beside the graph and is, like the decisions of people, no part of what a build could make anew: the sources
hold the later text alone. Two folders with equal sources, decisions, removals and histories get equal graphs.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import Field, ValidationError

from pipeline.errors import StoreError
from pipeline.reconcile.parts import DocumentName
from pipeline.records import Document, Record
from pipeline.run.register import Entry, PastEntry

__all__ = ["NAME", "PastEdition", "PastEditions", "Stint", "about", "distinct", "kept_of", "stints", "tracks"]

NAME = "history.jsonl"


class PastEdition(Record):
    """One line: a document as it was, when builds read it so, and what they found in its place."""

    seen: dt.datetime = Field(description="when a build first read it, in UTC")
    until: dt.datetime = Field(description="when a build found another text in its place, in UTC")
    by: DocumentName = Field(description="that text")
    document: Document

    @property
    def key(self) -> tuple[str, DocumentName]:
        """What tells it from all others: the document, and what came in its place."""
        return self.document.id, self.by

    def entry(self, key: str) -> PastEntry:
        """How the manifest of a build lists it, with the key of its extraction in the cache."""
        told = Entry.of(self.document, key, self.seen)
        return PastEntry(**dict(told), until=self.until, by=self.by)


class PastEditions:
    """All lines of a file, which need not be there yet. The texts stay in the file until they are asked for.

    Args:
        path: The file; whoever writes holds the folder.

    Raises:
        StoreError: it cannot be read, or a line is no earlier edition; the message names the line.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = {edition.key for edition in self}

    def __len__(self) -> int:
        return len(self._known)

    def __iter__(self) -> Iterator[PastEdition]:
        return (edition for _, edition in self._read())

    def add(self, found: Iterable[PastEdition]) -> None:
        """Write more lines down; one that is there already, as after a build that was killed, is not written again.

        Raises:
            OSError: the file cannot be written.
        """
        new = [edition for edition in found if edition.key not in self._known]
        if new:
            lines = (f"{edition.model_dump_json(exclude_defaults=True)}\n".encode() for edition in new)
            self._rewrite(itertools.chain((line for line, _ in self._read()), lines))
            self._known.update(edition.key for edition in new)

    def drop(self, gone: Callable[[PastEdition], bool]) -> list[PastEdition]:
        """Delete lines; returns what they said.

        Raises:
            OSError: the file cannot be written.
        """
        dropped = [edition for edition in self if gone(edition)]
        if dropped:
            self._rewrite(line for line, edition in self._read() if not gone(edition))
            self._known.difference_update(edition.key for edition in dropped)
        return dropped

    def _read(self) -> Iterator[tuple[bytes, PastEdition]]:
        try:
            with self._path.open("rb") as file:
                for number, line in enumerate(file, 1):
                    if line.strip():
                        yield line.rstrip(b"\n") + b"\n", self._parsed(line, number)
        except FileNotFoundError:
            return
        except OSError as error:
            raise StoreError(f"{self._path} cannot be read: {error.strerror or error}") from error

    def _rewrite(self, lines: Iterable[bytes]) -> None:
        """In one step, so that a killed process leaves the file as it was."""
        part = self._path.with_suffix(".part")
        with part.open("wb") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._path)

    def _parsed(self, line: bytes, number: int) -> PastEdition:
        try:
            return PastEdition.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            reason = ": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"])))
            raise StoreError(
                f"{self._path}, line {number}, is no earlier edition ({reason}): "
                f"{line[:60].decode('utf-8', 'replace')!r}; mend the line, or delete it to forget that edition"
            ) from error


class Stint(NamedTuple):
    """A time during which a document read as it did: from a day on, until the next one of its document."""

    begins: dt.date
    entry: Entry


def tracks(current: Sequence[Entry], past: Iterable[PastEntry]) -> dict[str, list[PastEntry]]:
    """The earlier editions of each document that has some, by its id, the first one first.

    A line of which nothing leads to a document of now (since its file is no longer among the sources) is passed over.
    """
    lines = sorted(past, key=lambda e: (e.until, e.order))
    here = _ByName(current)
    times: dict[DocumentName, list[PastEntry]] = defaultdict(list)
    for line in lines:
        times[line.name].append(line)
    ends: dict[PastEntry, str | None] = {}

    def end(line: PastEntry) -> str | None:
        """The document of now that came, in the end, in place of a line."""
        way = []
        at: PastEntry | None = line
        found: str | None = None
        while at is not None and at not in ends:
            way.append(at)
            now = here.find(at.by)
            if now is not None:
                found, at = now.document, None
            else:
                later = times.get(at.by, [])
                following = bisect_right([e.until for e in later], at.until)
                at = later[following] if following < len(later) else None
        if at is not None:
            found = ends[at]
        ends.update(dict.fromkeys(way, found))
        return found

    found: dict[str, list[PastEntry]] = defaultdict(list)
    for line in lines:
        document = end(line)
        if document is not None:
            found[document].append(line)
    return dict(found)


def kept_of(documents: Iterable[Entry], current: Sequence[Entry], past: Sequence[PastEntry]) -> list[PastEntry]:
    """All that is kept of what some documents said before: their editions, and whatever their files held."""
    wanted = list(documents)
    found = tracks(current, past)
    mine = {line for entry in wanted for line in found.get(entry.document, ())}
    files = {entry.source_file for entry in wanted if entry.record is None}
    return [line for line in past if line in mine or (line.record is None and line.source_file in files)]


def about(documents: Iterable[Entry], kept: Iterable[PastEntry]) -> Callable[[PastEdition], bool]:
    """Whether a line is one of those kept, or tells of one of the documents or of what its file held.

    A build that was killed may have written lines that no manifest lists.
    """
    wanted = list(documents)
    keys = {(line.document, line.by) for line in kept}
    ids = {entry.document for entry in wanted}
    files = {entry.source_file for entry in wanted if entry.record is None}

    def tells(edition: PastEdition) -> bool:
        document = edition.document
        in_file = document.record is None and document.source_file in files
        return in_file or edition.key in keys or document.id in ids

    return tells


def distinct(track: Sequence[PastEntry], current: Collection[str]) -> list[PastEntry]:
    """The editions of a track, each once: a text that came back counts where it came last."""
    last = {line.document: line for line in track if line.document not in current}
    return [line for line in track if last.get(line.document) is line]


def stints(track: Sequence[PastEntry], entry: Entry) -> list[Stint]:
    """From which day on each edition of a document counts, the first one first and that of now last.

    The first counts from the day of its publication, or if it has none from the day on which a build first read it. A
    later one counts from its own day of publication if that is later than the one before has; else from the day on
    which a build found it, since its file does not say when it was changed.
    """
    found: list[Stint] = []
    before: Entry | None = None
    for edition in (*track, entry):
        day = edition.published
        if before is not None and day is not None and before.published is not None and day <= before.published:
            day = None
        read = before.until if isinstance(before, PastEntry) else edition.seen
        if day is None and read is not None:
            day = read.date()
        found.append(Stint(day or dt.date.max, edition))
        before = edition
    return found


class _ByName:
    """Documents by their name; one whose file was renamed, or whose line moved, by its text."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_name: dict[DocumentName, Entry] = {}
        self._by_text: Mapping[str, Entry]
        by_text: dict[str, Entry] = {}
        for entry in entries:
            self._by_name.setdefault(entry.name, entry)
            by_text.setdefault(entry.text, entry)
        self._by_text = by_text

    def find(self, name: DocumentName) -> Entry | None:
        return self._by_name.get(name) or self._by_text.get(name.text)
