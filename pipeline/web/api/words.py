"""What is found by words: the search box of the page, and its lists of all there is."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pipeline.web.api.kept import number
from pipeline.web.current import snapshot
from pipeline.web.index import Indexes
from pipeline.web.search import PAGE, search

__all__ = ["routes"]

LONGEST = 200
"""So many characters of what was typed are looked for."""


def words(request: Request) -> JSONResponse:
    """``?q=putin mosc`` and, for pages of one group, ``&group=entity&kind=Person&offset=20&limit=20``."""
    indexes: Indexes = request.app.state.indexes
    asked = request.query_params
    return JSONResponse(
        search(
            indexes.of(snapshot(request)),
            asked.get("q", "")[:LONGEST],
            asked.get("group", ""),
            asked.get("kind", ""),
            number(request, "offset", 0, 1_000_000),
            number(request, "limit", PAGE, 100),
        )
    )


routes = [Route("/api/search", words)]
