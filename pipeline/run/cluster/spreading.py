"""Tasks on a cluster, so many at a time that no worker waits and none is forgotten."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.errors import CitegraphError
from pipeline.run.extracting import PER_PROCESS

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["Spreading", "each"]

Item = TypeVar("Item")
Block = TypeVar("Block")
Result = TypeVar("Result")

BLOCKS = 500
"""So many blocks go to a worker at a time."""


def each(
    client: Client,
    work: Callable[..., Any],
    items: Iterable[Item],
    arguments: Callable[[Item], tuple[Any, ...]],
    smaller: Callable[[Item], Iterable[Item]] | None = None,
) -> Iterator[tuple[Item, Any]]:
    """What work on each item gives, in the order in which it is done.

    Where a worker dies its work goes to another one. What takes one worker after the other along is tried once more in
    smaller pieces, so that the one that does it is known; of that the result is None.

    Args:
        client: The cluster.
        work: A function of a module.
        items: What to work on.
        arguments: What to call the function with for an item, when its turn comes.
        smaller: An item in pieces, or nothing if it has none; without it such an item ends the build.

    Raises:
        CitegraphError: an item takes one worker after the other along, and there are no pieces of it.
    """
    from distributed import KilledWorker, as_completed

    waiting = iter(items)
    running: dict[Future, Item] = {}
    done = as_completed()

    def submit(item: Item) -> None:
        future = client.submit(work, *arguments(item), pure=False)
        running[future] = item
        done.add(future)

    def fill() -> None:
        room = PER_PROCESS * max(1, sum(client.nthreads().values()))
        for item in itertools.islice(waiting, max(0, room - len(running))):
            submit(item)

    fill()
    try:
        while running:
            future = next(done)
            item = running.pop(future)
            try:
                yield item, future.result()
            except KilledWorker as error:
                if smaller is None:
                    raise CitegraphError(f"the workers of the cluster died, one after the other: {error}") from error
                pieces = list(smaller(item))
                if not pieces:
                    yield item, None
                for piece in pieces:
                    submit(piece)
            future.release()
            fill()
    finally:
        client.cancel(list(running))


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
