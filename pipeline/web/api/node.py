"""The card of a node, and more lines of its sections."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pipeline.web.api.kept import number
from pipeline.web.cards import PAGE, UnknownNodeError, card, section
from pipeline.web.current import snapshot

__all__ = ["routes"]


def node(request: Request) -> JSONResponse:
    """``?iri=https://…/person/vladimir-putin``: what it is, and the first lines of each section."""
    try:
        return JSONResponse(card(snapshot(request).graph, request.query_params.get("iri", "")))
    except UnknownNodeError as error:
        raise HTTPException(404, str(error)) from error


def more(request: Request) -> JSONResponse:
    """``?iri=…&section=says&offset=12``: more lines of one section; with ``&whole=1``, of all that there are."""
    asked = request.query_params
    offset = number(request, "offset", 0, 1_000_000)
    limit = number(request, "limit", PAGE, 200)
    graph, iri, id_ = snapshot(request).graph, asked.get("iri", ""), asked.get("section", "")
    return JSONResponse(section(graph, iri, id_, offset, limit, whole=asked.get("whole") == "1"))


routes = [Route("/api/node", node), Route("/api/section", more)]
