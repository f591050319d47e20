"""What a graph notes beside itself, so that the next one can be made by changing it instead of writing all of it anew.

A graph is the union of what each document says and of what spans documents. Two of these can say the same triple, which
stays until neither does; so it is noted which triples several say.

NOTES/index      where in the Turtle file every few subjects begin
NOTES/repeated   lines that several documents say, with their number
NOTES/corpus     what spans documents, in units: a name that changes with what a unit says, and the rows that it says;
                 not compressed, since almost all of it is copied from graph to graph
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pipeline.graph.grouping import Group
from pipeline.graph.turtle import block, head

__all__ = [
    "CORPUS",
    "INDEX",
    "NAME",
    "REPEATED",
    "TurtleFile",
    "lines_in",
    "lines_to",
    "read_index",
    "read_repeated",
    "repeated_row",
    "unit_name",
    "unit_of",
    "unit_row",
    "units_in",
    "units_to",
]

INDEX, REPEATED, CORPUS = "index", "repeated", "corpus"
NAME = 32
"""So many bytes has the name of a unit."""
CHUNK = 8_192
"""So many bytes of Turtle, or a few more, are read and written again for one subject that changes."""
_BUFFER = 1 << 20
_SEPARATOR, _BETWEEN = "\x01", "\x03"


@contextmanager
def lines_to(path: Path) -> Iterator[IO[str]]:
    """A new compressed file to write lines to; equal lines give equal bytes."""
    path.parent.mkdir(exist_ok=True)
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", compresslevel=1, fileobj=raw, mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", errors="surrogatepass", newline="\n") as file,
    ):
        yield file


def lines_in(path: Path) -> Iterator[str]:
    """The lines of such a file, without their line ends."""
    with gzip.open(path, "rt", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
        for line in file:
            yield line[:-1]


def repeated_row(line: str, times: int) -> str:
    """A line that several documents say, with their number."""
    return f"{times}{_SEPARATOR}{line}\n"


@contextmanager
def units_to(path: Path) -> Iterator[IO[bytes]]:
    """A new file to write units to."""
    path.parent.mkdir(exist_ok=True)
    with path.open("wb", buffering=_BUFFER) as file:
        yield file


def units_in(path: Path) -> Iterator[bytes]:
    """The units of such a file, as `unit_row` gave them; each begins with its name."""
    with path.open("rb", buffering=_BUFFER) as file:
        yield from file


def unit_name(key: str, rows: Iterable[str]) -> bytes:
    """What tells a unit of what spans documents from all others: a hash of its key, or else of its rows."""
    told = f"key {key}" if key else f"rows {_BETWEEN.join(rows)}"
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest().encode()


def unit_row(name: bytes, rows: Iterable[str]) -> bytes:
    """A unit with its rows, which are sorted, as one line."""
    return name + "".join(f"{_BETWEEN}{row}" for row in rows).encode("utf-8", "surrogatepass") + b"\n"


def unit_of(line: bytes) -> tuple[bytes, list[str]]:
    """The reverse."""
    _, *rows = line[:-1].decode("utf-8", "surrogatepass").split(_BETWEEN)
    return line[:NAME], rows


def read_repeated(path: Path) -> Iterator[tuple[str, int]]:
    """The lines that `repeated_row` noted, sorted, with their numbers."""
    for row in lines_in(path):
        number, _, line = row.partition(_SEPARATOR)
        yield line, int(number)


def read_index(path: Path) -> tuple[list[str], list[int]]:
    """The first subject of each chunk, after the key that it is sorted by, and where the chunk begins."""
    keys, offsets = [], []
    for row in lines_in(path):
        offset, _, key = row.partition(_SEPARATOR)
        keys.append(key)
        offsets.append(int(offset))
    return keys, offsets


class TurtleFile:
    """Writes a Turtle document subject by subject, in order, and notes where they stand."""

    def __init__(self, path: Path, base: str) -> None:
        self._file = path.open("wb")
        self._digest = hashlib.sha256()
        self._size = 0
        self._index: list[tuple[int, str]] = []
        self.triples = 0
        self._put("".join(head(base)).encode())

    def write(self, key: str, group: Group) -> None:
        """One subject after the others."""
        self.begin(f"{key}{_SEPARATOR}{group[0]}")
        self.triples += sum(len(objects) for _, objects in group[1])
        self._put(block(group).encode())

    def begin(self, name: str) -> None:
        """Note that a subject begins here, if the last one that was noted is far enough away."""
        if not self._index or self._size - self._index[-1][0] >= CHUNK:
            self._index.append((self._size, name))

    def copy(self, source: IO[bytes], begin: int, end: int, names: Iterable[tuple[str, int]]) -> None:
        """A stretch of another such file as it is.

        Args:
            source: That file.
            begin: Where in it the stretch begins.
            end: Where it ends.
            names: The subjects that are noted in the stretch, and where they stand in that file.
        """
        self._index += ((self._size + at - begin, name) for name, at in names)
        source.seek(begin)
        while begin < end:
            piece = source.read(min(end - begin, 1 << 20))
            if not piece:
                raise EOFError(f"{source.name} ends too early")
            self._put(piece)
            begin += len(piece)

    def close(self, index: Path | None = None) -> str:
        """Write all to the disk, and the index into a file of its own; returns the SHA-256 of the document."""
        if index is not None:
            with lines_to(index) as file:
                file.writelines(f"{offset}{_SEPARATOR}{name}\n" for offset, name in self._index)
            self._file.flush()
            os.fsync(self._file.fileno())
        self._file.close()
        return self._digest.hexdigest()

    def _put(self, piece: bytes) -> None:
        self._file.write(piece)
        self._digest.update(piece)
        self._size += len(piece)
