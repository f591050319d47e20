"""What several answers need: things computed once for each build, and the checked parameters of a request."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request

from pipeline.graph.store import Queryable
from pipeline.web.current import Snapshot, snapshot

__all__ = ["Kept", "day", "listed", "number", "page", "required"]

T = TypeVar("T")


class Kept(Generic[T]):
    """A view of the whole graph that is computed by the first request which needs it, and again for the next build.

    Args:
        compute: makes it of a graph; runs once a build, however many requests wait for it.
    """

    def __init__(self, compute: Callable[[Queryable], T]) -> None:
        self._compute = compute
        self._lock = threading.Lock()
        self._of: Path | None = None
        self._value: T | None = None

    def of(self, request: Request) -> T:
        """The view of the graph that a request is about.

        Raises:
            StoreError: there is no graph.
        """
        return self.at(snapshot(request))

    def at(self, now: Snapshot) -> T:
        """The view of a build."""
        with self._lock:
            if self._value is None or self._of != now.path:
                self._value = self._compute(now.graph)
                self._of = now.path
            return self._value


def number(request: Request, name: str, default: int, most: int) -> int:
    """A whole number of a request, from 0 to `most`.

    Raises:
        HTTPException: it is none.
    """
    given = request.query_params.get(name, "")
    if not given:
        return default
    if not given.isascii() or not given.isdecimal() or len(given) > 9:
        raise HTTPException(400, f"{name} must be a whole number from 0 to {most}, not {given[:40]!r}")
    return min(int(given), most)


def day(request: Request, name: str) -> str:
    """A day of a request such as 2022-02-24, or nothing.

    Raises:
        HTTPException: it is no day.
    """
    given = request.query_params.get(name, "")
    if not given:
        return ""
    try:
        return dt.date.fromisoformat(given).isoformat()
    except ValueError:
        raise HTTPException(400, f"{name} must be a day such as 2022-02-24, not {given[:40]!r}") from None


def listed(request: Request, name: str) -> frozenset[str]:
    """All values that a request gives for a parameter."""
    return frozenset(value for value in request.query_params.getlist(name) if value)


def required(request: Request, name: str) -> str:
    """A value that a request must give.

    Raises:
        HTTPException: it is missing.
    """
    given = request.query_params.get(name, "")
    if not given:
        raise HTTPException(400, f"the request needs a value for {name}")
    return given


def page(rows: Sequence[T], offset: int, limit: int) -> dict[str, object]:
    """A stretch of rows, with how many there are in all and where the next stretch begins.

    >>> page(["a", "b", "c"], 0, 2)
    {'total': 3, 'rows': ['a', 'b'], 'next': 2}
    """
    end = offset + limit
    return {"total": len(rows), "rows": list(rows[offset:end]), "next": end if end < len(rows) else None}
