"""The file of people's decisions: plain JSON, one decision a line, made to be kept in git.

Lines are only ever added. A line that cannot be read stops every command that needs the file, since going on without
it would quietly undo what somebody decided.
"""

from __future__ import annotations

import codecs
import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from pipeline.errors import DecisionError
from pipeline.reconcile.decisions import Decision, DecisionKind, active, conflict_with

__all__ = ["NAME", "History", "Ledger"]

NAME = "decisions.jsonl"
"""What the file is called where no other is chosen: it stands beside the graph."""

_MARKERS = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")


class History:
    """All decisions of a file, in its order; while `Ledger.writing` lasts, more can be added."""

    def __init__(self, path: Path, decisions: Sequence[Decision], file: BinaryIO | None = None) -> None:
        self._path = path
        self._file = file
        self.decisions = tuple(decisions)

    @property
    def active(self) -> tuple[Decision, ...]:
        """Those that hold now."""
        return active(self.decisions)

    def find(self, id: str) -> Decision:
        """The decision with this id, or the only one whose id begins so.

        Raises:
            DecisionError: there is none, or more than one.
        """
        found = [d for d in dict.fromkeys(self.decisions) if id and d.id.startswith(id.lower())]
        if not found:
            raise DecisionError(f"there is no decision {id!r} in {self._path}; `citegraph decisions` lists them")
        if len(found) > 1:
            raise DecisionError(f"{id!r} is the beginning of several: {', '.join(d.id for d in found)}")
        return found[0]

    def add(self, decision: Decision) -> None:
        """Write one more decision down.

        Raises:
            DecisionError: it contradicts what was decided before, or the file was replaced by another program.
        """
        if self._file is None:
            raise ValueError("the file is not open for writing")
        self._agrees(decision)
        if not self._path.exists() or not os.path.samestat(self._path.stat(), os.fstat(self._file.fileno())):
            raise DecisionError(
                f"{self._path} was replaced by another program just now; nothing was written, run the command again"
            )
        line = json.dumps(decision.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False)
        self._file.seek(0, os.SEEK_END)
        end = self._file.tell()
        if end:
            self._file.seek(end - 1)
            line = line if self._file.read(1) == b"\n" else f"\n{line}"
        self._file.write(f"{line}\n".encode("utf-8", "backslashreplace"))
        self._file.flush()
        os.fsync(self._file.fileno())
        self.decisions = (*self.decisions, decision)

    def _agrees(self, decision: Decision) -> None:
        """Raise if the decision, or those that it brings back, contradict the others."""
        if decision.verdict is DecisionKind.RETRACT:
            before = set(self.active)
            back = [d for d in active((*self.decisions, decision)) if d not in before]
            others = [d for d in self.active if d.id != decision.of]
        else:
            back, others = [decision], list(self.active)
        for each in back:
            conflict = conflict_with(others, each)
            if conflict is not None:
                said = "; ".join(map(str, conflict.others))
                ids = " or ".join(f"citegraph undo {d.id}" for d in conflict.others)
                raise DecisionError(f"this contradicts what was decided before: {said}. Take that back first: {ids}")


class Ledger:
    """A file of decisions that is there, or is to be made with the first of them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> History:
        """What stands in it now; nothing if there is no file yet.

        Raises:
            DecisionError: a line is no decision; the message names the line and says what is wrong with it.
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return History(self.path, ())
        except OSError as error:
            raise DecisionError(f"{self.path} cannot be read: {error.strerror or error}") from error
        return History(self.path, list(_parsed(self.path, content)))

    @contextmanager
    def writing(self) -> Iterator[History]:
        """Hold the file while a decision is weighed and written down.

        Raises:
            DecisionError: another command holds it, it cannot be written, or a line is no decision.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = self.path.open("a+b")
        except OSError as error:
            raise DecisionError(f"{self.path} cannot be written: {error.strerror or error}") from error
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise DecisionError(f"another command is writing to {self.path}; run this one again") from error
            file.seek(0)
            yield History(self.path, list(_parsed(self.path, file.read())), file)


def _parsed(path: Path, content: bytes) -> Iterator[Decision]:
    known: set[str] = set()
    for number, line in enumerate(content.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            decision = Decision.model_validate_json(line)
        except (ValidationError, UnicodeDecodeError) as error:
            raise DecisionError(f"{path}, line {number}, {_fault(line, error)}") from error
        if decision.of and decision.of not in known:
            raise DecisionError(
                f"{path}, line {number}, takes back decision {decision.of}, which no line before it makes; "
                "put that line back, or remove this one"
            )
        known.add(decision.id)
        yield decision


def _fault(line: bytes, error: ValidationError | UnicodeDecodeError) -> str:
    if line.startswith(_MARKERS):
        return "is a mark of a merge that was not finished: keep the lines of both sides and remove the marks"
    begin = line[:60].decode("utf-8", "replace")
    reason = str(error)
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        reason = f"{where}: {first['msg']}" if where else first["msg"]
    return f"is no decision ({reason}): {begin!r}; mend the line, or take it from an earlier version of the file"
