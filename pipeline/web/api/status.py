"""What is served: the build, its size, and whether it may be changed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

import pipeline
from pipeline.errors import StoreError
from pipeline.web.current import snapshot

__all__ = ["routes"]


def status(request: Request) -> JSONResponse:
    """``{"version": "0.1.0", "build": "000003", "base": "https://…/", "triples": 20415, "writable": false, ...}``.

    `store` is where queries go, if that is not this build; there need be no build then.
    """
    store = request.app.state.store
    try:
        now = snapshot(request)
        served = {"build": now.path.name, "base": now.graph.base, "triples": len(now.graph)}
    except StoreError:
        if store is None:
            raise
        served = {"build": None, "base": "", "triples": None}
    return JSONResponse(
        {
            "version": pipeline.__version__,
            **served,
            "writable": request.app.state.token is not None,
            "store": store,
        }
    )


routes = [Route("/api/status", status)]
