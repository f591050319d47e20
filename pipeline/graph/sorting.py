"""Sorts more lines than fit into memory: runs are sorted one by one, spilled to temporary files, and merged."""

from __future__ import annotations

import heapq
import itertools
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO

__all__ = ["sorted_lines"]

_RUN = 200_000  # lines held in memory at a time: some 60 MB
_FAN_IN = 64  # files merged at a time, well below any limit on open files


def sorted_lines(lines: Iterable[str], run: int = _RUN) -> Iterator[str]:
    """The lines, each once, by code point, the line end counted. They hold no line feed themselves.

    >>> list(sorted_lines(["b", "a", "b"]))
    ['a', 'b']
    """
    source = (f"{line}\n" for line in lines)
    with ExitStack() as stack:
        runs: list[IO[str]] = []
        while chunk := list(itertools.islice(source, run)):
            ordered = sorted(set(chunk))
            if not runs and len(chunk) < run:
                yield from (line[:-1] for line in ordered)
                return
            runs.append(_spilled(ordered, stack))
            if len(runs) == _FAN_IN:
                runs = [_spilled(_merged(runs), stack)]
        yield from (line[:-1] for line in _merged(runs))


def _spilled(lines: Iterable[str], stack: ExitStack) -> IO[str]:
    file = stack.enter_context(
        tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", prefix="citegraph-sort-")  # noqa: SIM115
    )
    file.writelines(lines)
    file.seek(0)
    return file


def _merged(runs: list[IO[str]]) -> Iterator[str]:
    """The lines of sorted files in order, with their line ends, each once; the files are closed at their end."""
    last: str | None = None
    for line in heapq.merge(*runs):
        if line != last:
            yield line
        last = line
    for file in runs:
        file.close()
