"""The extraction of documents into the cache: in this process, or by several others.

What a document gives depends on it alone, so it is all one who extracts it, and in which order.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.records import Document, Extraction
from pipeline.run.cache import ExtractionCache
from pipeline.run.digests import Digests
from pipeline.run.keeper import Keeper
from pipeline.run.lost import LostError, contained
from pipeline.run.machine import seldom_collected
from pipeline.run.processes import Processes

if TYPE_CHECKING:
    from pipeline.language import LanguageModel

__all__ = ["Done", "Wanted", "extracted", "in_processes", "in_this_process", "keep"]

SHARE = 16_000
"""Characters that are worth a process: they take about as long as its start does, which loads the model."""

TOGETHER = 8_000
"""Characters of documents that are taken through each step together: so the processor has what a step needs at hand,
which after the work of the network it has not. All but the network takes a tenth less time."""

COLLECTED = 20_000
"""Objects, see `seldom_collected`: as many as some articles take, for a parse has cycles."""


@dataclass(frozen=True)
class Wanted:
    """A document and the key under which its extraction goes into the cache."""

    key: str
    document: Document


@dataclass(frozen=True)
class Done:
    """A document whose extraction is in the cache now; `lost` says why it is not, and `details` where a fault lies."""

    document: Document
    lost: str = ""
    details: str = ""


def extracted(
    wanted: Iterable[Wanted],
    jobs: int,
    model: Callable[[], LanguageModel],
    processes: Processes,
    cache: ExtractionCache,
) -> Generator[Done, None, None]:
    """Extract documents in as many processes as their text is worth, in the order in which they are done.

    Args:
        wanted: The documents; so many are read at once as it takes to know.
        jobs: So many processes at most.
        model: Loads the language model, if there is too little for more than this process.
        processes: Those that there are; where it is worth it, more are started.
        cache: Where the extractions go.
    """
    rest = iter(wanted)
    first: list[Wanted] = []
    size = 0
    while size < jobs * SHARE and (one := next(rest, None)) is not None:
        first.append(one)
        size += len(one.document.text)
    every = itertools.chain(first, rest)
    if not first:
        return
    number = min(jobs, size // SHARE)
    if number > 1 or processes:
        yield from in_processes(every, processes, number, cache)
    else:
        yield from in_this_process(every, model, cache)


def in_this_process(
    wanted: Iterable[Wanted], model: Callable[[], LanguageModel], cache: ExtractionCache
) -> Iterator[Done]:
    """Extract documents here; the order stays. A document that shows a fault of citegraph is given up."""
    with seldom_collected(COLLECTED):
        loaded = model()
        from pipeline.extract.extraction import extract

        def parsed(one: Wanted, _: object) -> object:
            ((_, doc),) = loaded.analyse([one.document])
            return doc

        steps: tuple[Callable[[Wanted, Any], object], ...] = (
            parsed,
            lambda one, doc: extract(one.document, doc),
            lambda one, extraction: keep(one.key, extraction, cache),
        )
        for some in _together(wanted):
            given: list[object] = [None] * len(some)
            for step in steps:
                for at, one in enumerate(some):
                    given[at] = _tried(step, one, given[at])
            for one, last in zip(some, given, strict=True):
                yield Done(one.document, str(last), last.details) if isinstance(last, LostError) else Done(one.document)


def _together(wanted: Iterable[Wanted]) -> Iterator[list[Wanted]]:
    """As many documents at a time as have `TOGETHER` characters, or one that has more."""
    some: list[Wanted] = []
    size = 0
    for one in wanted:
        some.append(one)
        size += len(one.document.text)
        if size >= TOGETHER:
            yield some
            some, size = [], 0
    if some:
        yield some


def _tried(step: Callable[[Wanted, Any], object], one: Wanted, given: object) -> object:
    """What a step makes of what the one before gave, or what is wrong with the document."""
    if isinstance(given, LostError):
        return given
    try:
        with contained():
            return step(one, given)
    except LostError as error:
        return error


def in_processes(
    wanted: Iterable[Wanted], processes: Processes, number: int, cache: ExtractionCache
) -> Generator[Done, None, None]:
    """Extract documents in so many processes, each with a model of its own, in the order in which they are done.

    A process that dies is replaced; a document on which it dies (out of memory, say) is tried again, and so is one that
    takes too long; the second time it is given up, and the others go on. One that shows a fault is given up at once.

    Raises:
        ModelError: a process cannot load the model.
        OSError: the disk is full, or the like.
    """

    def kept(keeper: Keeper, one: Wanted) -> Done:
        try:
            keeper.keep(one.document, cache.folder, one.key)
        except LostError as error:
            return Done(one.document, str(error), error.details)
        return Done(one.document)

    return processes.each(kept, wanted, number)


def keep(key: str, extraction: Extraction, cache: ExtractionCache) -> None:
    """Keep an extraction with its digest, which takes less time while it is at hand."""
    Digests(cache).put(key, extraction)  # first: where that fails, the cache has none of it
    cache.put(key, extraction)
