"""What an endpoint answered, kept on disk: one line of JSON for each name, item and type that was asked for.

A line is written as soon as its answer is there, so a command that is stopped loses nothing. A line that cannot be
read, such as the last one of a killed process, counts as not asked.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from pydantic import Field, ValidationError

from pipeline.errors import StoreError
from pipeline.records import Record

__all__ = ["NAME", "Answer", "Answers"]

NAME = "answers.jsonl"
VERSION = 1
"""Raised whenever the questions change, which makes earlier answers worthless."""


class Answer(Record):
    """The rows that one name, item or type got."""

    version: int = VERSION
    endpoint: str
    kind: str = Field(description="name, type or item")
    key: str
    asked: dt.date
    rows: tuple[tuple[str, ...], ...] = ()
    complete: bool = Field(default=True, description="False where the endpoint had more than was asked for")


class Answers:
    """The answers of one endpoint.

    Args:
        path: the file, made with the first answer.
        endpoint: the address of the endpoint; answers of others in the file are left alone.
        anew: whether what is known counts as not asked.

    Raises:
        StoreError: the file cannot be read.
    """

    def __init__(self, path: Path, endpoint: str, *, anew: bool = False) -> None:
        self.path = path
        self._endpoint = endpoint
        self._at: dict[tuple[str, str], int] = {}
        """Where in the file the answer about each thing begins; the answers themselves may be many."""
        self._file: BinaryIO | None = None
        try:
            if path.exists():
                self._file = path.open("a+b")
                self._file.seek(0)
                self._read_all(self._file, anew)
        except OSError as error:
            raise StoreError(f"{path} cannot be read: {error.strerror or error}") from error

    def _read_all(self, file: BinaryIO, anew: bool) -> None:
        at = 0
        for line in () if anew else file:
            answer = _parsed(line)
            if answer is not None and answer.endpoint == self._endpoint:
                self._at[answer.kind, answer.key] = at
            at += len(line)

    def get(self, kind: str, key: str) -> Answer | None:
        """What was answered, or None if it was not asked."""
        at = self._at.get((kind, key))
        if at is None or self._file is None:
            return None
        self._file.seek(at)
        return _parsed(self._file.readline())

    def missing(self, kind: str, keys: Iterable[str]) -> list[str]:
        """Those of some keys that were not asked, sorted, each once."""
        return sorted({key for key in keys if (kind, key) not in self._at})

    def put(self, kind: str, rows: dict[str, list[tuple[str, ...]]], *, complete: bool = True) -> None:
        """Keep the answers of one question: of each key its rows, which may be none.

        Raises:
            StoreError: the file cannot be written, or the disk is full.
        """
        today = dt.datetime.now(dt.UTC).date()
        made = [
            Answer(
                endpoint=self._endpoint,
                kind=kind,
                key=key,
                asked=today,
                rows=tuple(sorted(set(rows[key]))),
                complete=complete,
            )
            for key in sorted(rows)
        ]
        try:
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self.path.open("a+b")
            at = self._file.seek(0, os.SEEK_END)
            if at:
                self._file.seek(-1, os.SEEK_END)
                if self._file.read(1) != b"\n":
                    at += self._file.write(b"\n")
            for answer in made:
                text = json.dumps(answer.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
                self._at[kind, answer.key] = at
                at += self._file.write(f"{text}\n".encode("utf-8", "backslashreplace"))
            self._file.flush()
        except OSError as error:
            raise StoreError(f"{self.path} cannot be written: {error.strerror or error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _parsed(line: bytes) -> Answer | None:
    try:
        answer = Answer.model_validate_json(line)
    except ValidationError:
        return None
    return answer if answer.version == VERSION else None
