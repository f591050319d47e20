"""Processes that work for a build: they extract documents, and map them if they are there."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from queue import SimpleQueue
from types import TracebackType
from typing import Self, TypeVar

from pipeline.run.keeper import Care, Keeper
from pipeline.settings import Settings

__all__ = ["Processes"]

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 4
"""Items on their way for each process, the one at hand counted: the next is there when one is done."""


class Processes:
    """Processes with a language model each, started when they are needed first; the end of the context ends them.

    Args:
        settings: What they load.
        care: What one document may take.
    """

    def __init__(self, settings: Settings, care: Care | None = None) -> None:
        self._settings = settings
        self._care = care
        self._keepers: list[Keeper] = []
        self._beside: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._beside is not None:
            for keeper in self._keepers:
                keeper.stop()
            self._beside.shutdown()
        for keeper in self._keepers:
            keeper.close()

    def __len__(self) -> int:
        """How many have been started."""
        return len(self._keepers)

    def start(self) -> None:
        """Start one, if there is none, without waiting for it: it loads the model meanwhile."""
        if not self._keepers:
            self._keepers.append(Keeper(self._settings, self._care))
            self._keepers[0].start()

    def beside(self, work: Callable[[Keeper], Result]) -> Future[Result]:
        """Have one of them do something while this process goes on; what it gives is to be taken before `each`."""
        if self._beside is None:
            self._beside = ThreadPoolExecutor(1, "citegraph-beside")
        return self._beside.submit(work, self._keepers[0])

    def each(
        self, work: Callable[[Keeper, Item], Result], items: Iterable[Item], number: int = 0
    ) -> Generator[Result, None, None]:
        """What work on each item gives, in the order in which it is done.

        So many processes are there afterwards at least. Where the iterator is closed early, or the work raises an
        error, all of them end at once.
        """
        while len(self) < number:
            self._keepers.append(Keeper(self._settings, self._care))
        idle: SimpleQueue[Keeper] = SimpleQueue()
        for keeper in self._keepers:
            idle.put(keeper)

        def done(item: Item) -> Result:
            own = idle.get()
            try:
                return work(own, item)
            finally:
                idle.put(own)

        waiting = iter(items)
        running: set[Future[Result]] = set()
        threads = ThreadPoolExecutor(len(self), "citegraph-keeper")
        try:
            while True:
                for item in itertools.islice(waiting, len(self) * AHEAD - len(running)):
                    running.add(threads.submit(done, item))
                if not running:
                    break
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    yield future.result()
        except BaseException:
            for keeper in self._keepers:
                keeper.stop()
            raise
        finally:
            threads.shutdown(cancel_futures=True)
