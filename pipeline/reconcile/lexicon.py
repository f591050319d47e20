"""Reads the word lists of this room: lexicons/NAME.txt, one entry a line, # begins a comment."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

__all__ = ["groups", "words"]


@lru_cache(maxsize=32)
def groups(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of a list; within a line entries stand between commas, the first being the preferred one.

    >>> next(row for row in groups("countries") if "Great Britain" in row)[0]
    'United Kingdom'
    """
    text = files("pipeline.reconcile").joinpath(f"lexicons/{name}.txt").read_text(encoding="utf-8")
    lines = (line.split("#", 1)[0] for line in text.splitlines())
    rows = (tuple(entry.strip() for entry in line.split(",") if entry.strip()) for line in lines)
    return tuple(row for row in rows if row)


@lru_cache(maxsize=32)
def words(name: str) -> frozenset[str]:
    """All entries of a list."""
    return frozenset(entry for row in groups(name) for entry in row)
