"""Keeps a process that reads and extracts: kills it when one document takes too long, and starts another.

Such processes do the work of `--jobs`, and that of the workers of a cluster.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pipeline.errors import ModelError
from pipeline.reconcile.origins import Repeats
from pipeline.records import Document, Issue
from pipeline.run.lost import LostError
from pipeline.settings import Settings

__all__ = ["Care", "Keeper"]

PROGRAM = Path(__file__).with_name("child.py")


@dataclass(frozen=True)
class Care:
    """What one document may take before it is given up."""

    seconds: float = 60.0
    """Of time, whatever it is ..."""
    characters: int = 1_000
    """... and a second more for so many characters; as a rule a second is enough for seven times as many."""
    starting: float = 300.0
    """Seconds that a process may take to load the model."""
    memory: int = 4 << 30
    """Bytes that the process may have."""
    tries: int = 2
    """How often it is tried, each time by a new process."""
    program: str = ""
    """What the process runs instead of `PROGRAM`."""

    def limit(self, size: int) -> float:
        """The seconds for so many characters."""
        return self.seconds + size / self.characters


class Keeper:
    """One process, started when it is first needed; `close` ends it."""

    def __init__(self, settings: Settings, care: Care | None = None) -> None:
        self._settings = settings
        self._care = care or Care()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None
        self._lifeline: socket.socket | None = None
        self._model: str | None = None
        self._stopped = False

    def model(self) -> str:
        """The hash of the model.

        Raises:
            ModelError: it cannot be loaded.
        """
        self._started()
        return str(self._model)

    def extract(self, document: Document) -> bytes:
        """The extraction of a document, as JSON.

        Raises:
            LostError: it kills the process that extracts it, or takes too long, every time; or it shows a fault.
            ModelError: the model cannot be loaded.
        """
        return bytes(self._ask("extract", document, self._care.limit(len(document.text))))

    def keep(self, documents: Sequence[tuple[str, Document]], folder: Path) -> list[LostError | None]:
        """Have the extractions of some documents put into a cache.

        Args:
            documents: What to extract, each after its key, see `ExtractionCache.key`.
            folder: That of the cache.

        Returns:
            For each document the fault that it shows, if it shows one.

        Raises:
            LostError: it kills the process that extracts it, or takes too long, every time; several are tried once.
            ModelError: the model cannot be loaded.
            OSError: the disk is full, or the like.
        """
        limit = self._care.limit(sum(len(document.text) for _, document in documents))
        return list(self._ask("keep", documents, limit, folder, tries=1 if len(documents) > 1 else 0))

    def read(self, folder: Path, size: int) -> list[Document | Issue]:
        """The documents and issues of the files in a folder.

        Args:
            folder: Where they are.
            size: How many bytes they have.

        Raises:
            LostError: one of them kills the process that reads it, or takes too long, every time.
            ModelError: the model cannot be loaded.
        """
        return list(self._ask("read", folder, self._care.limit(size)))

    def map(self, rows: Sequence[str], folder: Path, base: str, run: str) -> list[list[str]]:
        """What some documents say, as rows of the graph, see `pipeline.run.writing.said`.

        Args:
            rows: The documents with who is who in them, see `pipeline.run.slices`.
            folder: That of the cache where their extractions are.
            base: The base of the data's IRIs.
            run: The IRI of the run.

        Raises:
            LostError: they kill the process, or take too long, every time.
            ModelError: the model cannot be loaded.
        """
        return list(self._ask("map", rows, self._care.starting, folder, base, run))

    def repeats(self, bound: Path) -> Repeats:
        """What articles repeat of one another.

        Args:
            bound: Where the digests of all of them are, see `pipeline.run.bound`.

        Raises:
            LostError: it kills the process, takes too long, or shows a fault.
            ModelError: the model cannot be loaded.
            OSError: the file cannot be read.
        """
        found: Repeats = self._ask("repeats", bound, self._care.limit(bound.stat().st_size), tries=1)
        return found

    def start(self) -> None:
        """Start the process, if it is not there, without waiting until it has loaded the model.

        Raises:
            LostError: it was stopped meanwhile.
        """
        if self._line is not None:
            return
        line, theirs = socket.socketpair()
        self._lifeline, end = socket.socketpair()
        with theirs, end:
            ends = theirs.fileno(), end.fileno()
            command = [sys.executable, self._care.program or str(PROGRAM), *map(str, (*ends, self._care.memory))]
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=ends, start_new_session=True)
        if self._stopped:  # while it was started
            self.close()
            raise LostError("it was stopped")
        self._line = Connection(line.detach())
        self._line.send(self._settings)

    def stop(self) -> None:
        """Have another thread that waits for an answer get none, and no process be started again; then `close` it."""
        self._stopped = True
        if (process := self._process) is not None:
            process.kill()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._line is not None:
            self._line.close()
        if self._lifeline is not None:
            self._lifeline.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._line = self._lifeline = None
        self._model = None

    def _ask(self, what: str, about: object, seconds: float, *place: object, tries: int = 0) -> Any:
        why = ""
        tries = tries or self._care.tries
        for _ in range(tries):
            if self._stopped:
                break
            line = self._started()
            answer = None
            try:
                line.send((what, about, *place))
                if line.poll(seconds):
                    answer = line.recv()
                else:
                    why = f"it took more than {seconds:,.0f} s and was stopped"
            except (EOFError, OSError):
                why = f"the process that did it ended ({self._ending()}; is there memory enough?)"
            except BaseException:
                self.close()  # what it still says would be taken for the next answer
                raise
            if isinstance(answer, OSError | LostError):
                raise answer
            if answer is not None:
                return answer
            self.close()
        raise LostError(f"{why}; tried {tries} times")

    def _started(self) -> Connection:
        """The line to the process, which has loaded the model; one is started if there is none."""
        self.start()
        assert self._line is not None
        if self._model is not None:
            return self._line
        try:
            said = (
                self._line.recv()
                if self._line.poll(self._care.starting)
                else ModelError("loading the language model took too long")
            )
        except (EOFError, OSError):
            said = ModelError(f"the process that loads the language model ended ({self._ending()})")
        if isinstance(said, ModelError):
            self.close()
            raise said
        self._model = str(said)
        return self._line

    def _ending(self) -> str:
        if self._process is None:
            return "it did not start"
        try:
            status = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "it said nothing"
        return f"signal {-status}" if status < 0 else f"exit status {status}"
