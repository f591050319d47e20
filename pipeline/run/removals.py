"""The file of documents that people took out of the graph: plain JSON, one line for each removal or restoration.

It stands beside the graph, lines are only ever added, and builds read it, so that a removed document stays out although
its file is still among the sources. A line that cannot be read stops the build: going on without it would quietly bring
back what somebody removed.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable
from pathlib import Path

from pydantic import Field, ValidationError

from pipeline.errors import DecisionError
from pipeline.reconcile.parts import DocumentName
from pipeline.records import Record

__all__ = ["NAME", "Removal", "Removals"]

NAME = "removed.jsonl"


class Removal(Record):
    """That somebody took a document out of the graph, or let it in again."""

    when: dt.datetime
    who: str = Field(min_length=1)
    document: DocumentName
    because: str = ""
    copies: bool = Field(default=False, description="whether other documents had the same text; those stayed")
    restored: bool = Field(default=False, description="whether the line lets the document in again")

    def covers(self, name: DocumentName) -> bool:
        """Whether it keeps a document out: that with its file, even if mended, or with its text, even if renamed.

        Where a file holds many documents its lines may move, so there the text alone counts.

        >>> gone = Removal(when=dt.datetime(2026, 3, 1), who="ann", document=DocumentName(file="a.txt", text="9f86"))
        >>> [gone.covers(DocumentName(file=f, text=t)) for f, t in (("a.txt", "1c2d"), ("b.txt", "9f86"))]
        [True, True]
        >>> gone.covers(DocumentName(file="b.txt", text="1c2d"))
        False
        """
        here = (name.file, name.record) == (self.document.file, self.document.record)
        if name.text == self.document.text:
            return here or not self.copies
        return here and name.record is None

    def __str__(self) -> str:
        because = f": {self.because}" if self.because else ""
        return f"{self.document}, removed by {self.who} on {self.when:%Y-%m-%d}{because}"


class Removals:
    """All removals of a file that hold, in its order; more can be added by whoever holds the folder.

    Args:
        path: The file, which need not be there yet.

    Raises:
        DecisionError: it cannot be read, or a line is no removal; the message names the line.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._holding: dict[DocumentName, Removal] = {}
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            raise DecisionError(f"{path} cannot be read: {error.strerror or error}") from error
        for number, line in enumerate(content.split(b"\n"), 1):
            if line.strip():
                self._note(self._parsed(line, number))

    @property
    def holding(self) -> tuple[Removal, ...]:
        """Those that hold now."""
        return tuple(self._holding.values())

    def of(self, name: DocumentName) -> Removal | None:
        """The removal that keeps a document out, if one does."""
        return next((removal for removal in self.holding if removal.covers(name)), None)

    def add(self, removals: Iterable[Removal]) -> None:
        """Write more lines down.

        Raises:
            OSError: the file cannot be written.
        """
        with self._path.open("a+b") as file:
            end = file.seek(0, os.SEEK_END)
            if end:
                file.seek(end - 1)
                if file.read(1) != b"\n":
                    file.write(b"\n")
            for removal in removals:
                line = json.dumps(removal.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False)
                file.write(f"{line}\n".encode("utf-8", "backslashreplace"))
                self._note(removal)
            file.flush()
            os.fsync(file.fileno())

    def _note(self, removal: Removal) -> None:
        self._holding.pop(removal.document, None)
        if not removal.restored:
            self._holding[removal.document] = removal

    def _parsed(self, line: bytes, number: int) -> Removal:
        try:
            return Removal.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            reason = ": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"])))
            raise DecisionError(
                f"{self._path}, line {number}, is no removal ({reason}): {line[:60].decode('utf-8', 'replace')!r}; "
                "mend the line, or take it from an earlier version of the file"
            ) from error
