"""Sorts more lines than fit into memory: runs are sorted one by one, spilled to temporary files, and merged."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from typing import IO

__all__ = ["Sorter", "sorted_lines"]

_RUN = 200_000  # lines held in memory at a time: some 60 MB
_FAN_IN = 64  # files merged at a time, well below any limit on open files


def sorted_lines(lines: Iterable[str], run: int = _RUN) -> Iterator[str]:
    """The lines, each once, by code point, the line end counted. They hold no line feed themselves.

    >>> list(sorted_lines(["b", "a", "b"]))
    ['a', 'b']
    """
    with closing(Sorter(run)) as sorter:
        for line in lines:
            sorter.add(line)
        yield from sorter


class Sorter:
    """Takes lines one by one, and gives them back in order, each once, as `sorted_lines` does.

    Close it, unless its lines were taken to the end: it may hold temporary files.

    Args:
        run: So many lines are held in memory at a time.
        each_once: If not, a line comes back as often as it was taken.
    """

    def __init__(self, run: int = _RUN, each_once: bool = True) -> None:
        self._run = run
        self._each_once = each_once
        self._chunk: list[str] = []
        self._runs: list[IO[str]] = []
        self._files = ExitStack()

    def add(self, line: str) -> None:
        """Take a line."""
        self._chunk.append(f"{line}\n")
        if len(self._chunk) >= self._run:
            self._spill()

    def extend(self, lines: Iterable[str]) -> None:
        """Take some lines."""
        self._chunk += [f"{line}\n" for line in lines]
        if len(self._chunk) >= self._run:
            self._spill()

    def __iter__(self) -> Iterator[str]:
        """All lines in order; no more are taken afterwards."""
        if not self._runs:
            ordered, self._chunk = self._sorted(), []
            yield from (line[:-1] for line in ordered)
            return
        self._spill()
        yield from (line[:-1] for line in _merged(self._runs, self._each_once))

    def close(self) -> None:
        """Remove the temporary files."""
        self._files.close()

    def _spill(self) -> None:
        self._runs.append(_spilled(self._sorted(), self._files))
        self._chunk = []
        if len(self._runs) == _FAN_IN:
            self._runs = [_spilled(_merged(self._runs, self._each_once), self._files)]

    def _sorted(self) -> list[str]:
        return sorted(set(self._chunk) if self._each_once else self._chunk)


def _spilled(lines: Iterable[str], stack: ExitStack) -> IO[str]:
    file = stack.enter_context(
        tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", prefix="citegraph-sort-")  # noqa: SIM115
    )
    file.writelines(lines)
    file.seek(0)
    return file


def _merged(runs: list[IO[str]], each_once: bool) -> Iterator[str]:
    """The lines of sorted files in order, with their line ends; the files are closed at their end."""
    last: str | None = None
    for line in heapq.merge(*runs):
        if line != last or not each_once:
            yield line
        last = line
    for file in runs:
        file.close()
