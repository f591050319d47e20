"""What the page asks for, as JSON: one file a noun, each with its `routes`; `ROUTES` lists them all."""

from __future__ import annotations

from starlette.routing import BaseRoute

from pipeline.web.api import decisions, node, overview, read, status, words

__all__ = ["ROUTES"]

ROUTES: list[BaseRoute] = [
    *decisions.routes,
    *node.routes,
    *overview.routes,
    *read.routes,
    *status.routes,
    *words.routes,
]
