"""What the second half of a build needs of each document, kept beside its extraction: reading it takes a tenth as long.

A digest depends on the extraction and the code alone. One that is missing, damaged or of other code is made anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import pickle
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import StoreError
from pipeline.graph.ends import Ends, ends_of
from pipeline.reconcile.observed import Observed, observe
from pipeline.reconcile.parts import PartFinder
from pipeline.records import Extraction, Record
from pipeline.run.cache import ExtractionCache, graph_version
from pipeline.run.register import Entry
from pipeline.run.report import Counts

__all__ = ["Digest", "Digests", "dumped", "loaded", "stamp"]


class Digest(NamedTuple):
    """What is kept of one document."""

    observed: Observed | None
    """What reconciling needs, as far as decisions say nothing of the document; None where that was not asked for."""
    ends: Ends | None
    """What the triples that span documents need; None where that was not asked for."""
    sizes: tuple[int, ...]
    """How many mentions each chain has."""
    words: int
    sentences: int
    mentions: int
    relations: int
    attributed_claims: int
    narrator_claims: int

    @classmethod
    def of(cls, extraction: Extraction) -> Digest:
        """That of a document."""
        counts = Counts()
        counts.add(extraction)
        return cls(
            observed=observe(extraction, PartFinder({})),
            ends=ends_of(extraction),
            sizes=tuple(len(chain.mentions) for chain in extraction.chains),
            words=counts.words,
            sentences=counts.sentences,
            mentions=counts.mentions,
            relations=counts.relations,
            attributed_claims=counts.attributed_claims,
            narrator_claims=counts.narrator_claims,
        )

    @property
    def counts(self) -> Counts:
        """What it adds to the counts of a build."""
        return Counts(1, *self[3:])


class Digests:
    """The digests of the extractions in a cache.

    Args:
        cache: Where the extractions are; a digest lies beside its own, and goes with it.
    """

    def __init__(self, cache: ExtractionCache) -> None:
        self._cache = cache

    @property
    def folder(self) -> Path:
        """That of the cache."""
        return self._cache.folder

    def of(self, entries: Iterable[Entry]) -> Iterator[Digest]:
        """The digests of some documents, in their order.

        Raises:
            StoreError: the extraction of one is no longer in the cache.
        """
        for entry in entries:
            found = self._read(entry.key)
            yield found if found is not None else self.put(entry.key, self.extraction(entry))

    def extraction(self, entry: Entry) -> Extraction:
        """The whole extraction of a document.

        Raises:
            StoreError: it is no longer in the cache.
        """
        return self.at(entry.key, entry.source_file)

    def at(self, key: str, file: str = "a document") -> Extraction:
        """The same by its key in the cache."""
        extraction = self._cache.get(key)
        if extraction is None:
            raise StoreError(f"the kept extraction of {file} is gone from the cache; run citegraph build once more")
        return extraction

    def put(self, key: str, extraction: Extraction) -> Digest:
        """Keep the digest of an extraction."""
        made = Digest.of(extraction)
        # what spans documents is read without the second
        body = dumped(made._replace(observed=None)) + dumped(made.observed)
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(stamp(body) + body)
        part.replace(path)
        return made

    def _path(self, key: str) -> Path:
        return self._cache.folder / key[:2] / f"{key}.digest"

    def without_observed(self, entries: Iterable[Entry]) -> Iterator[Digest]:
        """The same without what reconciling needs.

        Raises:
            StoreError: the extraction of one is no longer in the cache.
        """
        for entry in entries:
            found = self._read(entry.key, whole=False)
            yield found if found is not None else self.put(entry.key, self.extraction(entry))

    def _read(self, key: str, whole: bool = True) -> Digest | None:
        try:
            kept = self._path(key).read_bytes()
        except FileNotFoundError:
            return None
        body = kept[_STAMP:]
        if kept[:_STAMP] != stamp(body):
            return None
        reader = io.BytesIO(body)
        found = _loaded(reader)
        if not isinstance(found, Digest):
            return None
        return found._replace(observed=_loaded(reader)) if whole else found


_STAMP, _PROTOCOL = 32, 5


def stamp(body: bytes) -> bytes:
    """What stands before digests: it tells damage, and other code."""
    return hashlib.sha256(graph_version().encode() + body).digest()


def dumped(value: object) -> bytes:
    """Digests, or what is in them, as they are kept."""
    written = io.BytesIO()
    _Writer(written, protocol=_PROTOCOL).dump(value)
    return written.getvalue()


def loaded(body: bytes) -> Any:
    """The reverse; None if it cannot be read, or names what no digest holds."""
    return _loaded(io.BytesIO(body))


def _loaded(file: io.BytesIO) -> Any:
    try:
        return _Reader(file).load()
    except (pickle.UnpicklingError, AttributeError, TypeError, ValueError, EOFError):
        return None


_OTHERS: dict[tuple[str, str], object] = {
    ("builtins", "frozenset"): frozenset,
    ("builtins", "set"): set,
    ("datetime", "date"): dt.date,
    ("array", "array"): array,
    ("array", "_array_reconstructor"): array,
}


class _Reducers(dict[type, Callable[[Any], Any]]):
    """How values of each class are written: data classes as calls of them, read four times as fast as their states."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        if issubclass(kind, type):
            raise KeyError(kind)  # a class goes by its name
        self[kind] = reducer = _call_of(kind) if is_dataclass(kind) else _as_usual
        return reducer


def _call_of(kind: type) -> Callable[[Any], Any]:
    names = tuple(field.name for field in fields(kind))
    if len(names) == 1:
        return lambda value: (kind, (getattr(value, names[0]),))
    values = attrgetter(*names)
    return lambda value: (kind, values(value))


def _as_usual(value: object) -> Any:
    return value.__reduce_ex__(_PROTOCOL)


class _Writer(pickle.Pickler):
    """Writes values as `_Reducers` say; to ask them by class takes a third of the time of asking about each value."""

    dispatch_table = _Reducers()


class _Reader(pickle.Unpickler):
    """Reads pickles of digests, which name records, enumerations and data classes of this package and nothing else.

    A folder of a graph may come from somebody else, and a pickle can name any function to be called.
    """

    def find_class(self, module: str, name: str) -> object:
        known = _named(module, name)
        if known is None:
            raise pickle.UnpicklingError(f"a digest holds no {module}.{name}")
        return known


@lru_cache(maxsize=256)
def _named(module: str, name: str) -> object | None:
    if (module, name) in _OTHERS:
        return import_module(module).__dict__[name]  # type: ignore[no-any-return]
    if module != __name__ and not module.startswith(("pipeline.records", "pipeline.reconcile.", "pipeline.graph.")):
        return None
    found = getattr(import_module(module), name, None)
    fits = isinstance(found, type) and (
        issubclass(found, (Record, Enum)) or hasattr(found, "__dataclass_fields__") or hasattr(found, "_fields")
    )
    return found if fits else None
