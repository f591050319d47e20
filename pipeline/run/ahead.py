"""Reads the digests of what did not change while other processes extract what did: they are needed at once afterwards.

The digests are the costliest part of the last graph to read, and a small change has this process wait for its articles
otherwise.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

from pipeline.run.bound import NAME, batches_in, digests_in
from pipeline.run.digests import Digest
from pipeline.run.folder import OutputFolder
from pipeline.run.machine import STAYING, seldom_collected

__all__ = ["MANY", "Ahead"]

MANY = 2_000
"""Where an earlier build had so many files, it takes as long to read their digests as to start a process."""


class Ahead:
    """The digests bound beside a graph, read in a thread; the end of the context ends it.

    Args:
        folder: Where the graph is, if there is one; held by the caller.
    """

    def __init__(self, folder: OutputFolder) -> None:
        self._folder = folder
        self._build: Path | None = None
        self._found: dict[int, list[Digest]] = {}
        self._thread: Thread | None = None
        self._stopped = Event()
        self._held = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()
        self._held.close()

    def start(self, keys: Collection[str]) -> None:
        """Begin to read.

        Args:
            keys: Those of the extractions of documents that are what they were, in hexadecimal digits.
        """
        self._build = self._folder.complete()
        if self._build is None or self._thread is not None:
            return
        self._held.enter_context(seldom_collected(*STAYING))
        known = {bytes.fromhex(key) for key in keys}
        self._thread = Thread(target=self._read, args=(self._build / NAME, known), name="citegraph-ahead", daemon=True)
        self._thread.start()

    def taken(self, build: Path | None) -> dict[int, list[Digest]]:
        """The digests of batches, by where in the file each begins, once all are read; none of another graph.

        Args:
            build: The folder of the graph that they are wanted of.
        """
        if self._thread is not None:
            self._thread.join()
        found, self._found = self._found, {}
        return found if build == self._build else {}

    def _read(self, path: Path, known: Collection[bytes]) -> None:
        try:
            with path.open("rb") as file:
                for batch in batches_in(file):
                    if self._stopped.is_set():
                        return
                    if all(key in known for key in batch.keys) and (digests := digests_in(file, batch)) is not None:
                        self._found[batch.begin] = digests
        except OSError:  # they are read one by one then
            return
