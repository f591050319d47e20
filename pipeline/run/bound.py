"""The digests of a whole graph, bound in one file beside it: reading them takes half as long as one by one.

They lie in batches, in the order of the graph. The next build takes over those of which no document changed as they
are, and binds the others anew. What is missing, damaged or of other code costs the time that it takes to read digests
one by one. The file goes with the folder of its build, so that it holds nothing of what was removed.
"""

from __future__ import annotations

import errno
import struct
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, NamedTuple

from pipeline.reconcile.observed import Observed
from pipeline.run.digests import Digest, Digests, dumped, loaded, stamp
from pipeline.run.register import Entry

__all__ = ["NAME", "Batch", "Bound", "batches_in", "digests_in", "observed_in"]

NAME = "digests"
SIZE = 64
"""Documents in a batch: for one that changed, so many are bound anew."""
MOST = 0.5
"""Where more of the batches changed, digests are read one by one; those of all of them are not held at once."""
_HEAD = struct.Struct("<III")
"""How many documents there are in a batch, and how many bytes each of its two parts has."""
_KEY, _STAMP = 32, 32
_ENDS, _OBSERVED = 0, 1
"""The parts: digests without what reconciling needs, and digests without what spans documents."""


class Batch(NamedTuple):
    """Where a batch lies in the file."""

    keys: tuple[bytes, ...]
    """Those of the extractions."""
    begin: int
    sizes: tuple[int, int]
    """The bytes of the digests with what spans documents, and of those with what reconciling needs."""

    @property
    def first(self) -> int:
        """Where the first part begins."""
        return self.begin + _HEAD.size + _KEY * len(self.keys)

    @property
    def end(self) -> int:
        return self.first + sum(self.sizes)


class Bound:
    """The digests of the documents of a graph.

    Args:
        digests: Those that lie in the cache.
        target: The folder of the graph, where they are to be bound.
        before: The folder of the graph before, if there is one.
        read: The digests of batches of that graph that were already read, by where each begins; they are taken out.
    """

    def __init__(
        self,
        digests: Digests,
        target: Path,
        before: Path | None = None,
        read: dict[int, list[Digest]] | None = None,
    ) -> None:
        self.digests = digests
        self._read = read or {}
        self.path = target / NAME
        """Where they are bound."""
        self._before = None if before is None else before / NAME

    def of(self, entries: Sequence[Entry]) -> Iterator[Digest]:
        """The digests of all documents, in their order; they are bound when the last one was taken.

        Of those that are taken over what spans documents is not read.

        Raises:
            StoreError: the extraction of one is no longer in the cache.
        """
        keys = [bytes.fromhex(entry.key) for entry in entries]
        with ExitStack() as files:
            target = files.enter_context(self.path.open("wb"))
            earlier = self._earlier(files, keys)
            loose: list[Entry] = []
            at = 0
            while at < len(entries):
                batch = earlier.intact(keys, at)
                digests = None if batch is None else earlier.digests(batch)
                if batch is not None and digests is not None:
                    yield from self._bind(loose, earlier, target)
                    loose = []
                    target.write(earlier.raw(batch))
                    yield from digests
                    at += len(digests)
                    continue
                loose.append(entries[at])
                at += 1
                if len(loose) == SIZE:
                    yield from self._bind(loose, earlier, target)
                    loose = []
            yield from self._bind(loose, earlier, target)

    def without_observed(self, entries: Sequence[Entry]) -> Iterator[Digest]:
        """The same, after they were bound, without what reconciling needs.

        Raises:
            StoreError: the extraction of one is no longer in the cache.
        """
        at = 0
        with self.path.open("rb") as file:
            for batch in batches_in(file):
                some = entries[at : at + len(batch.keys)]
                if batch.keys != tuple(bytes.fromhex(entry.key) for entry in some):
                    break
                told = _part(file, batch, _ENDS)
                yield from self.digests.without_observed(some) if told is None else told
                at += len(some)
        yield from self.digests.without_observed(entries[at:])

    def _earlier(self, files: ExitStack, keys: Sequence[bytes]) -> _Earlier:
        try:
            file = files.enter_context(self._before.open("rb")) if self._before else None
        except OSError:
            file = None
        return _Earlier(file, keys, self._read)

    def _bind(self, entries: Sequence[Entry], earlier: _Earlier, target: IO[bytes]) -> Iterator[Digest]:
        """Put some digests together, and give them."""
        if not entries:
            return
        known = [earlier.loose(bytes.fromhex(entry.key)) for entry in entries]
        unknown = self.digests.of([e for e, digest in zip(entries, known, strict=True) if digest is None])
        found = [next(unknown) if digest is None else digest for digest in known]
        keys = b"".join(bytes.fromhex(entry.key) for entry in entries)
        bodies = dumped([d._replace(observed=None) for d in found]), dumped([d._replace(ends=None) for d in found])
        parts = [stamp(keys + body) + body for body in bodies]
        target.write(_HEAD.pack(len(found), *map(len, parts)) + keys)
        target.writelines(parts)
        yield from found


class _Earlier:
    """The batches of an earlier graph.

    Args:
        file: The file where they are; None if there is none.
        keys: Those of the extractions of now.
        read: The digests of batches that were already read.
    """

    def __init__(self, file: IO[bytes] | None, keys: Sequence[bytes], read: dict[int, list[Digest]]) -> None:
        self._file = file
        self._read = read
        batches = [] if file is None else batches_in(file)
        now = set(keys)
        broken = [batch for batch in batches if not now.issuperset(batch.keys)]
        self._first = {batch.keys[0]: batch for batch in batches if len(batch.keys) >= SIZE // 2}
        self._of = {} if len(broken) > MOST * len(batches) else {k: batch for batch in batches for k in batch.keys}
        self._loose: dict[bytes, Digest] = {}

    def intact(self, keys: Sequence[bytes], at: int) -> Batch | None:
        """The batch that holds the next documents, and no others; small ones are put together with their like."""
        batch = self._first.get(keys[at])
        return batch if batch is not None and batch.keys == tuple(keys[at : at + len(batch.keys)]) else None

    def digests(self, batch: Batch) -> list[Digest] | None:
        """See `digests_in`."""
        if batch.begin in self._read:
            return self._read.pop(batch.begin)
        return None if self._file is None else digests_in(self._file, batch)

    def raw(self, batch: Batch) -> bytes:
        """A batch as it stands in the file."""
        assert self._file is not None
        self._file.seek(batch.begin)
        return self._file.read(batch.end - batch.begin)

    def _whole(self, batch: Batch) -> list[Digest]:
        """The digests of a batch with all that they hold; none if it is damaged, or of other code."""
        if self._file is None:
            return []
        told, seen = (_part(self._file, batch, which) for which in (_ENDS, _OBSERVED))
        return [a._replace(observed=b.observed) for a, b in zip(told or (), seen or (), strict=False)]

    def loose(self, key: bytes) -> Digest | None:
        """A digest out of a batch that is no more, once."""
        batch = self._of.get(key)
        if batch is not None:
            for one in batch.keys:
                self._of.pop(one, None)  # in a forged file a key may stand in two batches
            self._loose.update(zip(batch.keys, self._whole(batch), strict=False))
        return self._loose.pop(key, None)


def batches_in(file: IO[bytes]) -> list[Batch]:
    """What lies in a file, as far as it can be read."""
    size = file.seek(0, 2)
    found: list[Batch] = []
    begin = file.seek(0)
    while len(head := file.read(_HEAD.size)) == _HEAD.size:
        count, *sizes = _HEAD.unpack(head)
        if not count or begin + _HEAD.size + _KEY * count + sum(sizes) > size:
            break
        keys = file.read(_KEY * count)
        found.append(
            Batch(tuple(keys[at : at + _KEY] for at in range(0, len(keys), _KEY)), begin, (sizes[0], sizes[1]))
        )
        begin = file.seek(found[-1].end)
    return found


def digests_in(file: IO[bytes], batch: Batch) -> list[Digest] | None:
    """The digests of a batch without what spans documents; None if it is damaged, or of other code."""
    return None if _body(file, batch, _ENDS) is None else _part(file, batch, _OBSERVED)


def observed_in(path: Path) -> Iterator[Observed]:
    """What reconciling needs of the documents of a graph, out of the file in which their digests are bound.

    Raises:
        OSError: it cannot be read; a batch is damaged, or of other code.
    """
    with path.open("rb") as file:
        for batch in batches_in(file):
            found = _part(file, batch, _OBSERVED)
            if found is None:
                raise OSError(errno.EIO, "these digests are damaged", str(path))
            yield from (digest.observed for digest in found if digest.observed is not None)


def _part(file: IO[bytes], batch: Batch, which: int) -> list[Digest] | None:
    """The digests of a part of a batch; None if it is damaged."""
    body = _body(file, batch, which)
    found = None if body is None else loaded(body)
    if not isinstance(found, list) or len(found) != len(batch.keys):
        return None
    return found if all(isinstance(one, Digest) for one in found) else None


def _body(file: IO[bytes], batch: Batch, which: int) -> bytes | None:
    """A part of a batch as it is kept; None if it is damaged."""
    file.seek(batch.first + sum(batch.sizes[:which]))
    part = file.read(batch.sizes[which])
    return part[_STAMP:] if part[:_STAMP] == stamp(b"".join(batch.keys) + part[_STAMP:]) else None
