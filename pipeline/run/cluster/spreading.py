"""Tasks on a cluster, so many at a time that no worker waits and none is forgotten."""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.errors import CitegraphError

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["Spreading", "each"]

Item = TypeVar("Item")
Block = TypeVar("Block")
Result = TypeVar("Result")

PER_PROCESS = 2
"""Tasks on their way for each process: the next is there when one is done."""
BLOCKS = 500
"""So many blocks go to a worker at a time."""
LOOK = 10.0
"""Seconds after which it is looked whether there are workers at all, while nothing gets done."""
PATIENCE = 600.0
"""Seconds that a cluster may be without any worker."""


def each(
    client: Client,
    work: Callable[..., Any],
    items: Iterable[Item],
    arguments: Callable[[Item], tuple[Any, ...]],
    smaller: Callable[[Item], Iterable[Item]] | None = None,
) -> Iterator[tuple[Item, Any]]:
    """What work on each item gives, in the order in which it is done.

    Where a worker dies its work goes to another one. What was there each time that a worker died is suspected, be it
    the cause or a bystander: when all else is done it is tried once more, in smaller pieces and with nothing beside it,
    so that the one that does it is known; of that the result is None.

    Args:
        client: The cluster.
        work: A function of a module.
        items: What to work on.
        arguments: What to call the function with for an item, when its turn comes.
        smaller: An item in pieces, or nothing if it has none; without it such an item ends the build.

    Raises:
        CitegraphError: an item takes one worker after the other along, and there are no pieces of it; or the cluster
            has had no worker for `PATIENCE`.
    """
    from distributed import KilledWorker

    waiting = iter(items)
    running: dict[Future, Item] = {}
    suspected: deque[Item] = deque()

    def submit(item: Item) -> None:
        running[client.submit(work, *arguments(item), pure=False)] = item

    def fill() -> None:
        room = PER_PROCESS * max(1, sum(client.nthreads().values()))
        for item in itertools.islice(waiting, max(0, room - len(running))):
            submit(item)

    fill()
    try:
        while running or suspected:
            alone = not running
            if alone:
                submit(suspected.popleft())
            future = _first_done(client, running)
            item = running.pop(future)
            try:
                yield item, future.result()
            except KilledWorker as error:
                if smaller is None:
                    raise CitegraphError(f"the workers of the cluster died, one after the other: {error}") from error
                pieces = list(smaller(item))
                if alone and not pieces:
                    yield item, None
                else:
                    suspected.extend(pieces or [item])
            future.release()
            fill()
    finally:
        client.cancel(list(running))


def _first_done(client: Client, running: Iterable[Future]) -> Future:
    """One of the futures that are done, as soon as there is one."""
    from distributed import wait

    alone_since: float | None = None
    while True:
        try:
            found: Future = next(iter(wait(list(running), timeout=LOOK, return_when="FIRST_COMPLETED").done))
            return found
        except TimeoutError:
            now = time.monotonic()
            alone_since = None if client.nthreads() else alone_since or now
        if alone_since is not None and now - alone_since >= PATIENCE:
            raise CitegraphError(
                f"the cluster has had no worker for {PATIENCE:.0f} s; see why its workers ended, start some, and run "
                "this again: what was done is kept"
            )


class Spreading:
    """Blocks of the reconcile step, worked on by a cluster, see `pipeline.reconcile.spread`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def __call__(self, work: Callable[[Block], Result], blocks: Iterable[Block], /) -> Iterator[Result]:
        """The result of each block, in order."""
        found: dict[int, list[Result]] = {}
        for (at, _), results in each(self._client, _all, enumerate(_chunks(blocks)), lambda chunk: (work, chunk[1])):
            found[at] = results
        for at in range(len(found)):
            yield from found.pop(at)


def _chunks(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    rest = iter(blocks)
    while some := list(itertools.islice(rest, BLOCKS)):
        yield some


def _all(work: Callable[[Any], Any], blocks: list[Any]) -> list[Any]:
    return [work(block) for block in blocks]
