"""The extraction of documents into the cache: beside the language model in this process, or by several processes.

What a document gives depends on it alone, so it is all one who extracts it, and in which order.
"""

from __future__ import annotations

import itertools
import multiprocessing
import queue
import signal
import sys
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipeline.records import Document, Extraction
from pipeline.run.cache import ExtractionCache
from pipeline.run.digests import Digests
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.language import LanguageModel

__all__ = ["PER_PROCESS", "Done", "Wanted", "ahead", "batches", "in_processes", "in_this_process"]

Item = TypeVar("Item")

AHEAD = 4
"""Parses that may wait for their extraction: memory stays small, and neither side waits for one long document."""
BATCH = 20_000
"""Characters of documents that a process gets at a time: a second of work or less, so that none is left over long."""
PER_PROCESS = 2
"""Batches on their way for each process: the next is there when one is done."""
_SWITCH = 0.0005
"""Seconds after which one thread of Python gives way to another: the network waits for its turn after each window."""


@dataclass(frozen=True)
class Wanted:
    """A document and the key under which its extraction goes into the cache."""

    key: str
    document: Document


@dataclass(frozen=True)
class Done:
    """A document whose extraction is in the cache now; `lost` says why it is not."""

    document: Document
    lost: str = ""


# ---------------------------------------------------------------- in this process


def in_this_process(wanted: Iterable[Wanted], model: LanguageModel, cache: ExtractionCache) -> Iterator[Done]:
    """Extract documents while the language model reads the next ones; the order stays.

    The network computes outside of Python's lock, so that with two cores extraction takes hardly any time of its own.
    """
    from pipeline.extract.extraction import extract

    keys: dict[str, str] = {}
    digests = Digests(cache)

    def documents() -> Iterator[Document]:
        for one in wanted:
            keys[one.document.id] = one.key
            yield one.document

    with closing(ahead(model.analyse(documents()))) as parsed:
        for document, doc in parsed:
            _keep(keys.pop(document.id), extract(document, doc), cache, digests)
            yield Done(document)


def _keep(key: str, extraction: Extraction, cache: ExtractionCache, digests: Digests) -> None:
    """Keep an extraction with its digest, which takes less time while it is at hand."""
    cache.put(key, extraction)
    digests.put(key, extraction)


def ahead(items: Iterable[Item], room: int = AHEAD) -> Generator[Item, None, None]:
    """The items, made in a thread of their own, at most `room` ahead of those who take them.

    What is raised there is raised here. Closing the iterator ends the thread after the item that it is at.

    >>> list(ahead(range(3)))
    [0, 1, 2]
    """
    made: queue.Queue[tuple[Item] | BaseException | None] = queue.Queue(room)
    stopped = threading.Event()

    def put(what: tuple[Item] | BaseException | None) -> bool:
        while not stopped.is_set():
            try:
                made.put(what, timeout=0.1)
            except queue.Full:
                continue
            return True
        return False

    def make() -> None:
        try:
            for item in items:
                if not put((item,)):
                    return
            put(None)
        except BaseException as error:  # noqa: BLE001  it is raised again by those who take the items
            put(error)

    thread = threading.Thread(target=make, name="citegraph-ahead", daemon=True)
    before = sys.getswitchinterval()
    sys.setswitchinterval(min(before, _SWITCH))
    thread.start()
    try:
        while (found := made.get()) is not None:
            if isinstance(found, BaseException):
                raise found
            yield found[0]
    finally:
        stopped.set()
        thread.join()
        sys.setswitchinterval(before)


# ---------------------------------------------------------------- in several processes

_worker: tuple[LanguageModel, ExtractionCache] | None = None
"""The model and the cache of this process, if it is one that `in_processes` started."""


def in_processes(wanted: Iterable[Wanted], jobs: int, settings: Settings, cache: ExtractionCache) -> Iterator[Done]:
    """Extract documents in `jobs` processes, each with a model of its own; in the order in which they are done.

    A document on which a process dies (out of memory, say) is tried once more, alone; the second time it is given up
    and the others go on.
    """
    waiting = batches(wanted)
    suspects: list[Wanted] = []
    while True:
        broken = yield from _all_of(waiting, jobs, settings, cache)
        if broken is None:
            break
        suspects.extend(broken)
    for one in suspects:
        if (yield from _all_of(iter([(one,)]), 1, settings, cache)) is not None:
            yield Done(one.document, lost="the process that extracted it died twice (is there memory enough?)")


def _all_of(
    batches: Iterator[tuple[Wanted, ...]], jobs: int, settings: Settings, cache: ExtractionCache
) -> Generator[Done, None, list[Wanted] | None]:
    """Extract batches; returns the documents that were on their way when a process died, None if none did."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(
        jobs, mp_context=context, initializer=_begin, initargs=(settings, cache.folder, cache.model_sha256)
    )
    running: dict[Future[None], tuple[Wanted, ...]] = {}
    died: list[Wanted] = []
    try:
        while True:
            if not died:
                for batch in itertools.islice(batches, jobs * PER_PROCESS - len(running)):
                    try:
                        running[pool.submit(_extract, batch)] = batch
                    except BrokenProcessPool:
                        died.extend(batch)
                        break
            if not running:
                return died or None
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                batch = running.pop(future)
                try:
                    future.result()
                except BrokenProcessPool:
                    died.extend(batch)
                else:
                    yield from (Done(one.document) for one in batch)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def batches(wanted: Iterable[Wanted]) -> Iterator[tuple[Wanted, ...]]:
    """The documents in batches of `BATCH` characters or somewhat more."""
    batch: list[Wanted] = []
    size = 0
    for one in wanted:
        batch.append(one)
        size += len(one.document.text)
        if size >= BATCH:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


def _begin(settings: Settings, folder: Path, model_sha256: str) -> None:
    """In a new process: load the model once. Ctrl-C is for the process that started this one."""
    global _worker
    from pipeline.language import LanguageModel

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = LanguageModel.load(settings), ExtractionCache(folder, model_sha256)


def _extract(batch: Sequence[Wanted]) -> None:
    """In a process of its own: extract documents into the cache."""
    from pipeline.extract.extraction import extract

    assert _worker is not None
    model, cache = _worker
    keys = {one.document.id: one.key for one in batch}
    digests = Digests(cache)
    for document, doc in model.analyse(one.document for one in batch):
        _keep(keys[document.id], extract(document, doc), cache, digests)
