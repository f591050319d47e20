"""Finds, before a build drops them, the documents of the last build whose place another text has taken since."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.reconcile.revisions import address, edition_of, shared
from pipeline.records import Document, Extraction
from pipeline.run.history import PastEdition
from pipeline.run.register import Entry

__all__ = ["Candidate", "candidates", "replaced"]

MOST_AT_ONE_ADDRESS = 8
"""Where more new documents than so many have one address, it is not that of an article."""

AS_WRITTEN = frozenset({"text/plain"})
"""Files of these types are read as they stand; of others our code and its libraries decide what the text is."""


class Candidate(NamedTuple):
    """A document of the last build that is gone, and a new one that may be a later edition of it."""

    older: Document
    seen: dt.datetime
    newer: Entry
    one_file: bool


def candidates(
    before: Sequence[Entry],
    now: Sequence[Entry],
    since: dt.datetime,
    document: Callable[[Entry], Document | None],
    one_reader: bool,
) -> Iterator[Candidate]:
    """Pairs of a document that is gone and one that is new, in the same file or at the same address.

    A text that is still there, if under another name, is not gone. In a file of many documents lines move, so there
    the address alone tells.

    Args:
        before: The documents of the last build, but for those that somebody removed.
        now: Those of this one.
        since: When the last build began: it was the first to read what nothing else is noted of.
        document: Gives the document of an entry, or None if it is lost.
        one_reader: Whether the same code read both. If not, what is no plain text may read otherwise although nobody
            changed it.
    """
    ids, texts, known = {e.document for e in now}, {e.text for e in now}, {e.document for e in before}
    new = [e for e in now if e.document not in known]
    by_file: dict[str, list[Entry]] = defaultdict(list)
    by_address: dict[str, list[Entry]] = defaultdict(list)
    for entry in new:
        if entry.record is None:
            by_file[entry.source_file].append(entry)
        if entry.url:
            by_address[address(entry.url)].append(entry)
    for entry in before:
        if entry.document in ids or entry.text in texts:
            continue
        in_file = by_file.get(entry.source_file, []) if entry.record is None else []
        at_address = by_address.get(address(entry.url), []) if entry.url else []
        if len(at_address) > MOST_AT_ONE_ADDRESS:
            at_address = []
        older = document(entry) if in_file or at_address else None
        if older is None or not (one_reader or older.media_type in AS_WRITTEN):
            continue
        for newer in in_file:
            yield Candidate(older, entry.seen or since, newer, one_file=True)
        for newer in at_address:
            if newer not in in_file:
                yield Candidate(older, entry.seen or since, newer, one_file=False)


def replaced(
    found: Iterable[Candidate],
    extraction: Callable[[Document], Extraction],
    newer: Callable[[Entry], Extraction],
    until: dt.datetime,
) -> Iterator[tuple[Candidate, PastEdition | None]]:
    """What became of each candidate: an earlier edition, or None where the new document is another article.

    Each document has one successor and each new one one predecessor: the likest, and the same file before all others.
    What changed in the front matter alone, or in where lines end, is no edition, and not told of.
    """
    ranked = []
    for candidate in found:
        before, after = extraction(candidate.older), newer(candidate.newer)
        same = shared(before, after)
        ranked.append(((not candidate.one_file, -same, candidate.newer.order, before.document.id), candidate))
    gone: set[str] = set()
    come: set[str] = set()
    for _, candidate in sorted(ranked, key=lambda item: item[0]):
        if candidate.older.id in gone or candidate.newer.document in come:
            continue
        before, after = extraction(candidate.older), newer(candidate.newer)
        if not edition_of(before, after, candidate.one_file):
            if candidate.one_file:
                yield candidate, None
            continue
        gone.add(candidate.older.id)
        come.add(candidate.newer.document)
        if _told(candidate.older) != _told(after.document):
            yield (
                candidate,
                PastEdition(seen=candidate.seen, until=until, by=candidate.newer.name, document=candidate.older),
            )


def _told(document: Document) -> tuple[str, str]:
    """What readers see of a document: its headline and its prose, wherever lines end."""
    return " ".join((document.title or "").split()), " ".join(
        " ".join(map(document.quote, document.paragraphs)).split()
    )
