"""The first half of a build: from files, and from what they held before, to extractions in the cache."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.read.kept import Parser
from pipeline.reconcile.parts import DocumentName
from pipeline.records import Document, Extraction, Issue
from pipeline.run.ahead import MANY, Ahead
from pipeline.run.cache import ExtractionCache, reader_version
from pipeline.run.contents import Content, Contents
from pipeline.run.extracting import Done, Wanted, extracted
from pipeline.run.history import PastEdition, PastEditions, tracks
from pipeline.run.overwritten import candidates, replaced
from pipeline.run.processes import Processes
from pipeline.run.register import Entry, Manifest, PastEntry
from pipeline.run.removals import Removals
from pipeline.run.report import Reporter, words_of
from pipeline.run.resolve import kept
from pipeline.settings import Settings

if TYPE_CHECKING:
    from distributed import Client

    from pipeline.language import LazyModel
    from pipeline.read import Source

__all__ = ["Intake", "first_read"]

# The rooms of text are imported where they are used: they bring spaCy along, which decisions on a graph do without.

_EDITED = (
    "its text was changed; what it said before is kept as an earlier edition (citegraph history {name}). "
    "If this is another article: citegraph forget {name}"
)
_LOST = "its text was changed, and what it said before is lost: its entry in the cache is damaged or was deleted"
_ANOTHER = "it holds another article than before; that one is no longer in the graph"


@dataclass
class Intake:
    """Reads documents and sees to it that the extraction of each is in the cache."""

    settings: Settings
    model: LazyModel
    cache: ExtractionCache
    contents: Contents
    """What the files gave when they were read last; those of now are noted."""
    parser: Parser
    removals: Removals
    reporter: Reporter
    processes: Processes
    """Where articles are extracted, if there are many."""
    jobs: int = 1
    """Processes that extract at most, each with a language model of its own."""
    cluster: Client | None = None
    """The cluster that extracts instead."""
    ahead: Ahead | None = None
    """Reads the digests of what did not change meanwhile."""
    issues: list[Issue] = field(default_factory=list)
    """What could not be used, and what else there is to tell of it."""
    reused: int = 0
    """Of how many documents of the sources the extraction was there already."""
    lost: set[str] = field(default_factory=set)
    """The ids of documents that could not be extracted."""

    def read(self, paths: Sequence[Path | str]) -> list[Entry]:
        """The documents of files, folders and globs, in the order of the graph, but for those that were removed."""
        from pipeline import read

        entries: dict[str, Entry] = {}
        found = list(self._compared(paths))

        def wanted() -> Iterator[Document]:
            for item, content in found:
                if isinstance(item, Issue):
                    self._tell(item)
                elif content is not None:
                    self._take(item, content, entries)
                else:
                    yield from self._read(item, entries)
            if self.ahead is not None and self.processes:  # now: a thread would keep this one from reading
                self.ahead.start([entry.key for _, content in found if content for entry in content.entries])

        self.reporter.step("Reading articles", read.count(item for item, _ in found))
        extracted_before = self._analyse(wanted())  # meanwhile those are counted that were not even read
        self.reused += extracted_before
        return sorted((e for e in entries.values() if e.document not in self.lost), key=lambda e: e.order)

    def _compared(self, paths: Sequence[Path | str]) -> Iterator[tuple[Source | Issue, Content | None]]:
        """The files, each with what it gives if it is what it was; a process for the first one that is not."""
        waits = self.jobs > 1 and self.cluster is None and len(self.contents) >= MANY
        for item in self._found(paths):
            content = self._content(item)
            if waits and content is None and not isinstance(item, Issue):
                self.processes.start()
            yield item, content

    def _found(self, paths: Sequence[Path | str]) -> Iterator[Source | Issue]:
        """The files, after those were counted that an earlier build has read."""
        from pipeline import read

        found = list(read.find(paths))
        if len(self.contents):
            self.reporter.step("Looking for what changed", sum(isinstance(item, read.Source) for item in found))
        return iter(found)

    def _content(self, item: Source | Issue) -> Content | None:
        """What a file gives, if it is what it gave before and all of that is there; it is not read then."""
        from pipeline import read

        if isinstance(item, Issue) or item.name not in self.contents:
            return None
        self.reporter.advance(0)
        content = self.contents.of(item.name, read.content_of(item))
        if content is None or not all(self._is_there(entry) for entry in content.entries):
            return None
        return content

    def _is_there(self, entry: Entry) -> bool:
        return self.removals.of(entry.name) is not None or entry.key in self.cache

    def _take(self, source: Source, content: Content, entries: dict[str, Entry]) -> None:
        """Take the documents of a file that is what it was."""
        self.contents.keep(source.name, content)
        for issue in content.warnings:
            self._tell(issue)
        for entry, words in zip(content.entries, content.words, strict=True):
            if entry.document not in entries and not self._is_removed(entry.name):
                entries[entry.document] = entry
                self.reused += 1
                self.reporter.advance(words)

    def _read(self, source: Source, entries: dict[str, Entry]) -> Iterator[Document]:
        """The documents of a file, as it is read; what it gave is noted if all of it could be used."""
        from pipeline import read

        before = read.content_of(source)
        given: list[tuple[Entry, int]] = []
        issues: list[Issue] = []
        for item in read.documents_of(source, self.settings, self.parser):
            if isinstance(item, Issue):
                issues.append(item)
                self._tell(item)
                continue
            entry = Entry.of(item, self.cache.key(item))
            given.append((entry, words_of(item)))
            if item.id not in entries and not self._is_removed(entry.name):
                entries[item.id] = entry
                yield item
        # a file that changes while it is read may have given anything
        if before is not None and before == read.content_of(source) and not any(issue.skipped for issue in issues):
            documents, words = tuple(entry for entry, _ in given), tuple(number for _, number in given)
            self.contents.keep(source.name, Content(before, documents, words, tuple(issues)))

    def earlier(
        self, history: PastEditions, last: Manifest | None, entries: Sequence[Entry], now: dt.datetime
    ) -> tuple[PastEntry, ...]:
        """All earlier editions of documents, after those were kept that were overwritten since the last build.

        Args:
            history: Where they are kept; those of documents that were removed since are passed over.
            last: What the last build was made of.
            entries: What this one is made of.
            now: When it began.
        """
        if last is not None:
            history.add(self._overwritten(last, entries, now.replace(microsecond=0)))
        self._analyse(edition.document for edition in self._lasting(history))
        return tuple(edition.entry(self.cache.key(edition.document)) for edition in self._lasting(history))

    def _overwritten(self, last: Manifest, entries: Sequence[Entry], now: dt.datetime) -> Iterator[PastEdition]:
        found = list(
            candidates(
                [e for e in last.entries if self.removals.of(e.name) is None],
                entries,
                since=last.started.replace(microsecond=0),
                document=self._before,
                one_reader=last.reader == reader_version(),
            )
        )
        self._analyse(candidate.older for candidate in found)  # the last model may have been another one
        for candidate, edition in replaced(found, self._older, lambda e: next(kept([e], self.cache)), now):
            name = str(candidate.newer.name)
            told = _ANOTHER if edition is None else _EDITED.format(name=f'"{name}"' if " " in name else name)
            self._tell(Issue(step="read", source=name, message=told, skipped=False))
            if edition is not None:
                yield edition

    def _before(self, entry: Entry) -> Document | None:
        """What a file held at the last build; where the cache has lost that, there is no other copy."""
        document = self.cache.document(entry.key)
        if document is None:
            self._tell(Issue(step="read", source=str(entry.name), message=_LOST, skipped=False))
        return document

    def _older(self, document: Document) -> Extraction:
        return next(kept([Entry.of(document, self.cache.key(document))], self.cache))

    def _lasting(self, history: PastEditions) -> Iterator[PastEdition]:
        return (
            edition
            for edition in history
            if edition.document.id not in self.lost and self.removals.of(DocumentName.of(edition.document)) is None
        )

    def _analyse(self, documents: Iterable[Document]) -> int:
        """See to it that the extraction of each is in the cache; returns how many were there already."""
        reused = 0

        def fresh() -> Iterator[Wanted]:
            nonlocal reused
            for document in documents:
                key = self.cache.key(document)
                if key in self.cache:
                    reused += 1
                    self.reporter.advance(words_of(document))
                else:
                    yield Wanted(key, document)

        lost: list[Issue] = []
        with closing(self._extracted(fresh())) as found:
            for done in found:
                if done.lost:
                    self.lost.add(done.document.id)
                    name = str(DocumentName.of(done.document))
                    lost.append(Issue(step="extract", source=name, message=done.lost, details=done.details))
                    self.reporter.issue(lost[-1])
                self.reporter.advance(words_of(done.document))
        self.issues.extend(sorted(lost, key=lambda issue: issue.source))  # they come in any order
        return reused

    def _extracted(self, wanted: Iterable[Wanted]) -> Generator[Done, None, None]:
        if self.cluster is not None:
            from pipeline.run.cluster import in_cluster  # here: Dask is an extra

            return in_cluster(wanted, self.cluster, self.settings, self.cache)
        return extracted(wanted, self.jobs, self.model.load, self.processes, self.cache)

    def _is_removed(self, name: DocumentName) -> bool:
        """Whether somebody took the document out of the graph; then it is noted, for its file is still there."""
        removal = self.removals.of(name)
        if removal is None:
            return False
        changed = "; its text is another one now" if name.text != removal.document.text else ""
        told = f'left out: {removal}{changed} (to let it in: citegraph restore "{removal.document}")'
        self._tell(Issue(step="read", source=str(name), message=told, skipped=False))
        return True

    def _tell(self, issue: Issue) -> None:
        self.issues.append(issue)
        self.reporter.issue(issue)


def first_read(
    entries: Sequence[Entry], past: Sequence[PastEntry], last: Manifest | None, now: dt.datetime
) -> tuple[Entry, ...]:
    """The documents with the time at which a build first read each: this one, unless an earlier one did."""
    seen = {e.document: e.seen or last.started for e in last.entries} if last else {}
    since = {document: track[-1].until for document, track in tracks(entries, past).items()}
    return tuple(
        e.model_copy(update={"seen": since.get(e.document) or seen.get(e.document, now).replace(microsecond=0)})
        for e in entries
    )
