"""The extraction of documents into the cache: in this process, or by several others.

What a document gives depends on it alone, so it is all one who extracts it, and in which order.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pipeline.records import Document, Extraction
from pipeline.run.cache import ExtractionCache
from pipeline.run.digests import Digests
from pipeline.run.keeper import Keeper
from pipeline.run.lost import LostError, contained
from pipeline.run.machine import seldom_collected
from pipeline.run.processes import Processes

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from pipeline.language import LanguageModel

__all__ = ["Done", "Wanted", "batches", "extracted", "in_processes", "in_this_process", "keep", "keep_each"]

Made = TypeVar("Made")

SHARE = 16_000
"""Characters that are worth a process: they take about as long as its start does, which loads the model ..."""

LARGE_SHARE = 3 * SHARE
"""... and where this process has other work to do meanwhile: a core less is free for some seconds."""

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
        processes: Those that there are, if any were started ahead of this; where it is worth it, more are started.
        cache: Where the extractions go.
    """
    rest = iter(wanted)
    first: list[Wanted] = []
    size = 0
    share = LARGE_SHARE if processes else SHARE
    while size < jobs * share and (one := next(rest, None)) is not None:
        first.append(one)
        size += len(one.document.text)
    every = itertools.chain(first, rest)
    if not first:
        return
    number = min(jobs, size // share)
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
        for some in batches(wanted, TOGETHER):
            yield from _done(some, keep_each([(one.key, one.document) for one in some], loaded, cache))


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

    def kept(keeper: Keeper, some: Sequence[Wanted]) -> list[Done]:
        try:
            lost = keeper.keep([(one.key, one.document) for one in some], cache.folder)
        except LostError as error:
            if len(some) > 1:  # it is one of them, as a rule
                return [done for one in some for done in kept(keeper, [one])]
            lost = [error]
        return list(_done(some, lost))

    with closing(processes.each(kept, batches(wanted, TOGETHER), number)) as found:
        for some in found:
            yield from some


def batches(wanted: Iterable[Wanted], characters: int) -> Iterator[tuple[Wanted, ...]]:
    """The documents in batches of so many characters or somewhat more."""
    batch: list[Wanted] = []
    size = 0
    for one in wanted:
        batch.append(one)
        size += len(one.document.text)
        if size >= characters:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


def _done(some: Iterable[Wanted], lost: Iterable[LostError | None]) -> Iterator[Done]:
    for one, error in zip(some, lost, strict=True):
        yield Done(one.document) if error is None else Done(one.document, str(error), error.details)


def keep_each(
    documents: Sequence[tuple[str, Document]], model: LanguageModel, cache: ExtractionCache
) -> list[LostError | None]:
    """Extract some documents here, together, and keep what that gives.

    Args:
        documents: Each after its key in the cache.
        model: Parses them.
        cache: Where the extractions go.

    Returns:
        For each document the fault of citegraph that it shows, if it shows one.
    """
    from pipeline.extract.extraction import extract

    def parsed(at: int) -> Doc:
        ((_, doc),) = model.analyse([documents[at][1]])
        return doc

    parses, lost = _tried(parsed, range(len(documents)))
    found, faults = _tried(lambda at: extract(documents[at][1], parses.pop(at)), list(parses))
    _, more = _tried(lambda at: keep(documents[at][0], found.pop(at), cache), list(found))
    every = lost | faults | more
    return [every.get(at) for at in range(len(documents))]


def _tried(step: Callable[[int], Made], numbers: Iterable[int]) -> tuple[dict[int, Made], dict[int, LostError]]:
    """What a step makes of each, and what is wrong with the others."""
    made: dict[int, Made] = {}
    lost: dict[int, LostError] = {}
    for at in numbers:
        try:
            with contained():
                made[at] = step(at)
        except LostError as error:
            lost[at] = error
    return made, lost


def keep(key: str, extraction: Extraction, cache: ExtractionCache) -> None:
    """Keep an extraction with its digest, which takes less time while it is at hand."""
    Digests(cache).put(key, extraction)  # first: where that fails, the cache has none of it
    cache.put(key, extraction)
