"""Tasks on a cluster, so many at a time that no worker waits and none is forgotten."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
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
_GONE = "the scheduler of the cluster does not answer any more; the same command goes on from what is there"


def each(
    client: Client,
    work: Callable[..., Any],
    items: Iterable[Item],
    arguments: Callable[[Item], tuple[Any, ...]],
    smaller: Callable[[Item], Sequence[Item]] | None = None,
) -> Generator[tuple[Item, Any], None, None]:
    """What work on each item gives, in the order in which it is done.

    Where a worker dies its work goes to another one. What was there each time that a worker died is suspected, be it
    the cause or a bystander, or because machines were taken away: when all else is done it is tried again, in its
    smallest pieces and one for each worker. What is suspected once more is tried with nothing beside it, so that only
    what really takes workers along is given up; of that the result is None.

    Args:
        client: The cluster.
        work: A function of a module.
        items: What to work on.
        arguments: What to call the function with for an item, when its turn comes.
        smaller: An item in its smallest pieces, or nothing if it has none; without it what takes workers along ends the
            build.

    Raises:
        CitegraphError: an item takes one worker after the other along, and no piece of it can be given up; or the
            cluster has had no worker for `PATIENCE`, or its scheduler does not answer any more.
    """

    def usual() -> int:
        threads: dict[str, int] = client.nthreads()
        return PER_PROCESS * sum(threads.values())

    def one_each() -> int:
        return len(client.nthreads())

    suspected = yield from _killed(client, work, items, arguments, usual)
    if smaller is not None:
        suspected = [piece for item in suspected for piece in smaller(item) or (item,)]
    again = yield from _killed(client, work, suspected, arguments, one_each)
    for item in again:
        if (yield from _killed(client, work, [item], arguments, lambda: 1)):
            if smaller is None:
                raise CitegraphError(
                    "the workers of the cluster died, one after the other, on one piece of work (is there memory "
                    "enough for it?); the same command goes on from what is there"
                )
            yield item, None


def _killed(
    client: Client,
    work: Callable[..., Any],
    items: Iterable[Item],
    arguments: Callable[[Item], tuple[Any, ...]],
    room: Callable[[], int],
) -> Generator[tuple[Item, Any], None, list[Item]]:
    """What work on each item gives, at most so many at a time; returns those that were there when workers died."""
    from distributed import CancelledError, KilledWorker
    from distributed.comm import CommClosedError

    waiting = iter(items)
    running: dict[Future, Item] = {}
    killed: list[Item] = []
    try:
        while True:
            for item in itertools.islice(waiting, max(0, max(1, room()) - len(running))):
                running[client.submit(work, *arguments(item), pure=False)] = item
            if not running:
                return killed
            future = _first_done(client, running)
            item = running.pop(future)
            died = isinstance(future.exception(), KilledWorker)
            result = None if died else future.result()
            future.release()
            if died:
                killed.append(item)
            else:
                yield item, result
    except (CommClosedError, CancelledError) as error:
        raise CitegraphError(_GONE) from error
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
        chunks = enumerate(_chunks(blocks))
        with closing(each(self._client, _all, chunks, lambda chunk: (work, chunk[1]))) as done:
            for (at, _), results in done:
                found[at] = results
        for at in range(len(found)):
            yield from found.pop(at)


def _chunks(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    rest = iter(blocks)
    while some := list(itertools.islice(rest, BLOCKS)):
        yield some


def _all(work: Callable[[Any], Any], blocks: list[Any]) -> list[Any]:
    return [work(block) for block in blocks]
