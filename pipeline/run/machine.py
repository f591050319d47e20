"""What this machine has room for, and how Python uses it."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["STAYING", "processes", "seldom_collected"]

MEMORY = 1 << 30
"""Bytes for one process: it takes some 400 MB, and the build needs some itself."""
STAYING = 10_000_000, 1_000
"""See `seldom_collected`: what is known of a corpus stays, and has no cycles; to go through that of 10,000 documents
took a tenth of the time of a build that changes few of them."""
_LIMITS = Path("/sys/fs/cgroup")


def processes(limits: Path = _LIMITS) -> int:
    """How many processes can work at once: one for each core that this one may use, as far as the memory lasts.

    Args:
        limits: The folder in which Linux says what a container may have.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    quota = _numbers(limits / "cpu.max")  # microseconds of processor time in so many by the clock
    if len(quota) == 2:
        cores = min(cores, -(-quota[0] // quota[1]))
    return max(1, min(cores, min([memory, *_numbers(limits / "memory.max")]) // MEMORY))


def _numbers(file: Path) -> list[int]:
    """The numbers in a file of limits; fewer where there is no limit."""
    try:
        return [int(word) for word in file.read_text(encoding="ascii").split() if word.isdigit()]
    except OSError:
        return []


@contextmanager
def seldom_collected(objects: int, old: int = 10) -> Iterator[None]:
    """Have Python look for garbage in cycles less often.

    Lists of places and what is known of a corpus are hundreds of thousands of objects that stay; to go through them
    again and again took as long as a third of the work.

    Args:
        objects: So many more than before are made until Python looks at the latest; 700 as a rule.
        old: So many times it looks at later ones until it looks at all there are.
    """
    before = gc.get_threshold()
    gc.set_threshold(objects, before[1], old)
    try:
        yield
    finally:
        gc.set_threshold(*before)
