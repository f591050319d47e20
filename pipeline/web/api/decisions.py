"""Decisions on who is who: what was decided of an entity, and, where the server may change something, new ones."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pipeline.run.desk import Desk
from pipeline.web import deciding
from pipeline.web.deciding import Deciding
from pipeline.web.security import require_token
from pipeline.web.walk import Json

__all__ = ["routes"]


def decisions(request: Request) -> JSONResponse:
    """``?iri=…/person/ivan-petrov``: the names and articles it was put together from, and what was decided of it."""
    desks: Deciding = request.app.state.deciding
    with desks as desk:
        found = deciding.standing(desk, request.query_params.get("iri", ""))
    return JSONResponse({**found, "writable": request.app.state.token is not None})


def _deciding(act: Callable[[Desk, Json], Json]) -> Callable[[Request], Awaitable[JSONResponse]]:
    async def decide(request: Request) -> JSONResponse:
        require_token(request)
        try:
            body = json.loads(await request.body())
        except (ValueError, RecursionError) as error:
            raise HTTPException(400, "the body of the request is no JSON") from error
        if not isinstance(body, dict):
            raise HTTPException(400, "the body of the request is no JSON object")
        return JSONResponse(await run_in_threadpool(_at, request.app.state.deciding, act, body))

    decide.__doc__ = act.__doc__
    return decide


def _at(desks: Deciding, act: Callable[[Desk, Json], Json], body: Json) -> Json:
    with desks as desk:
        return act(desk, body)


routes = [
    Route("/api/decisions", decisions),
    Route("/api/merge", _deciding(deciding.merge), methods=["POST"]),
    Route("/api/split", _deciding(deciding.split), methods=["POST"]),
    Route("/api/undo", _deciding(deciding.undo), methods=["POST"]),
]
