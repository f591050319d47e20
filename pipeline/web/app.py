"""Puts the server together: what answers which address, and how errors are told."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount

from pipeline.errors import CitegraphError, DecisionError, QueryError, StoreError
from pipeline.graph.view import STORE
from pipeline.web import dereference, sparql
from pipeline.web.api import ROUTES
from pipeline.web.current import Current
from pipeline.web.deciding import Deciding
from pipeline.web.dereference import Pages
from pipeline.web.index import Indexes
from pipeline.web.pool import Limits, Pool, Source
from pipeline.web.security import Guard, Policy
from pipeline.web.warming import Warmer

__all__ = ["STATIC", "create_app"]

STATIC = Path(__file__).with_name("static")
"""The page: HTML, scripts, styles, and what is vendored."""

_STATUS: dict[type[CitegraphError], int] = {QueryError: 400, DecisionError: 409, StoreError: 503}


def create_app(
    out: Path,
    policy: Policy | None = None,
    token: str | None = None,
    limits: Limits | None = None,
    store: str | None = None,
) -> Starlette:
    """The application over a graph.

    Args:
        out: the folder that a build wrote; it may be built again while the server runs.
        policy: whom it answers; without one only this machine.
        token: what requests must know that change something; without one nothing can be changed.
        limits: what one query may take.
        store: the address of a SPARQL endpoint that queries are passed on to, in the place of the graph's own store.
    """
    current = Current(out)
    pool = Pool(lambda: Source(url=store) if store else Source(path=str(current.path() / STORE)), limits or Limits())
    app = Starlette(
        routes=[*sparql.routes, *dereference.routes, *ROUTES, Mount("/", Pages(directory=STATIC, html=True))],
        middleware=[Middleware(Guard, policy=policy or Policy())],
        lifespan=_lifespan,
        exception_handlers={CitegraphError: _citegraph_error, HTTPException: _http_error},
    )
    app.state.current = current
    app.state.pool = pool
    app.state.token = token
    app.state.indexes = Indexes()
    app.state.warmer = Warmer(current, app.state.indexes)
    app.state.store = store
    app.state.deciding = Deciding(out)
    app.state.updating = asyncio.Lock()
    return app


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    await app.state.pool.open()
    watching = asyncio.create_task(app.state.warmer.watch())
    try:
        yield
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
        await app.state.pool.close()


def _citegraph_error(request: Request, error: Exception) -> Response:
    """An error that the user can do something about, in its own words."""
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
    told = str(error)
    if isinstance(error, StoreError) and request.app.state.store:
        told += f". This view shows the graph of a folder; queries, at /sparql, go to {request.app.state.store}"
    return JSONResponse({"error": told}, status)


def _http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, error.headers)
