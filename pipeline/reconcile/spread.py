"""Blocks that have nothing to do with one another, worked on here, one after the other, or on many machines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

__all__ = ["Spread", "in_turn"]

Block = TypeVar("Block")
Result = TypeVar("Result")


class Spread(Protocol):
    """Works on blocks, wherever that is; what it gives is the same everywhere."""

    def __call__(self, work: Callable[[Block], Result], blocks: Iterable[Block], /) -> Iterator[Result]:
        """The result of each block, in order.

        Args:
            work: A function of a module, which other processes can import.
            blocks: What can be pickled, and so can the results; they are made as they are needed.
        """
        ...


def in_turn(work: Callable[[Block], Result], blocks: Iterable[Block], /) -> Iterator[Result]:
    """In this process, one after the other.

    >>> list(in_turn(abs, [-1, 2]))
    [1, 2]
    """
    return map(work, blocks)
