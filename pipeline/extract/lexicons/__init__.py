"""Word lists that the extractors read: tab-separated files, each with a header that says what it is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["table"]

_FOLDER = Path(__file__).resolve().parent


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a lexicon, cells stripped; lines that are empty or begin with # are left out.

    >>> ("perhaps", "possible") in table("certainty.tsv")
    True
    """
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return tuple(
        tuple(cell.strip() for cell in line.split("\t")) for line in lines if line.strip() and not line.startswith("#")
    )
