"""What is served: the build, its size, and whether it may be changed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

import pipeline
from pipeline.web.current import snapshot

__all__ = ["routes"]


def status(request: Request) -> JSONResponse:
    """``{"version": "0.1.0", "build": "000003", "base": "https://…/", "triples": 20415, "writable": false}``."""
    now = snapshot(request)
    return JSONResponse(
        {
            "version": pipeline.__version__,
            "build": now.path.name,
            "base": now.graph.base,
            "triples": len(now.graph),
            "writable": request.app.state.token is not None,
        }
    )


routes = [Route("/api/status", status)]
