"""What each file gave when a build last read it, by a hash of its content: one that is the same is not read again.

What is kept names documents by hashes and holds no word of them, but for warnings that readers gave. It lies with the
extractions, under a hash of its own: where it is damaged, or of other code, the files are read.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.records import Issue
from pipeline.run.register import Entry

__all__ = ["NAME", "Content", "Contents", "forget"]

NAME = "contents"


class Content(NamedTuple):
    """What a file gave."""

    sha256: str
    """See `pipeline.read.content_of`."""
    entries: tuple[Entry, ...]
    """Its documents, before anybody says when each was read first."""
    words: tuple[int, ...]
    """How long each of them is."""
    warnings: tuple[Issue, ...]
    """What its reader found worth telling. A file of which something was skipped is always read again."""


def forget(folder: Path) -> None:
    """Delete what is kept of all files: the next build reads them."""
    (folder / NAME).unlink(missing_ok=True)


class Contents:
    """The contents of the files of the last build, and those of this one.

    Args:
        folder: Where they are kept, and the extractions.
        context: A hash of all that they depend on besides the files.
    """

    def __init__(self, folder: Path, context: str) -> None:
        self._path = folder / NAME
        self._context = context
        self._before = self._read()
        self._now: dict[str, Content] = {}

    def __len__(self) -> int:
        return len(self._before)

    def __contains__(self, file: str) -> bool:
        return file in self._before

    def of(self, file: str, sha256: str | None) -> Content | None:
        """What a file gave, if it held then what it holds now.

        Args:
            file: Its name in the graph.
            sha256: The hash of what it holds; None if that cannot be read.
        """
        row = self._before.get(file)
        if row is None or row[1] != sha256:
            return None
        try:
            return _content(row)
        except (ValueError, TypeError, IndexError):  # it was made by somebody else
            return None

    def keep(self, file: str, content: Content) -> None:
        """Keep what a file gives now."""
        self._now[file] = content

    def write(self) -> None:
        """Write down what was kept, and nothing of the files that are no longer there; in one step."""
        body = "".join(f"{_row(file, self._now[file])}\n" for file in sorted(self._now)).encode()
        written = self._stamp(body) + b"\n" + body
        if self._path.exists() and self._path.read_bytes() == written:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_suffix(".part")
        part.write_bytes(written)
        part.replace(self._path)

    def _read(self) -> dict[str, list[Any]]:
        try:
            stamp, _, body = self._path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return {}
        if stamp != self._stamp(body):
            return {}
        rows = map(json.loads, body.splitlines())
        return {row[0]: row for row in rows}

    def _stamp(self, body: bytes) -> bytes:
        return hashlib.sha256(self._context.encode() + b"\0" + body).hexdigest().encode()


def _row(file: str, content: Content) -> str:
    documents = [
        (e.source_file, e.record, e.document, e.key, e.text, e.published.isoformat() if e.published else None, e.url)
        for e in content.entries
    ]
    warnings = [(issue.source, issue.message) for issue in content.warnings]
    return json.dumps((file, content.sha256, documents, content.words, warnings), separators=(",", ":"))


def _content(row: Sequence[Any]) -> Content:
    _, sha256, documents, words, warnings = row
    return Content(sha256, tuple(map(_entry, documents)), tuple(words), tuple(_warning(*said) for said in warnings))


def _entry(row: Sequence[Any]) -> Entry:
    file, record, document, key, text, published, url = row
    day = dt.date.fromisoformat(published) if published else None
    return Entry(source_file=file, record=record, document=document, key=key, text=text, published=day, url=url)


def _warning(source: str, message: str) -> Issue:
    return Issue(step="read", source=source, message=message, skipped=False)
