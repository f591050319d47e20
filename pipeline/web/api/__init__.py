"""What the page asks for, as JSON: one file a noun, each with its `routes`; `ROUTES` lists them all."""

from __future__ import annotations

from starlette.routing import BaseRoute

from pipeline.web.api import (
    cities,
    decisions,
    figures,
    network,
    node,
    overview,
    read,
    sources,
    status,
    timeline,
    vocabulary,
    words,
)
from pipeline.web.current import Snapshot

__all__ = ["ROUTES", "prepare"]

ROUTES: list[BaseRoute] = [
    *cities.routes,
    *decisions.routes,
    *figures.routes,
    *network.routes,
    *node.routes,
    *overview.routes,
    *read.routes,
    *sources.routes,
    *status.routes,
    *timeline.routes,
    *vocabulary.routes,
    *words.routes,
]


def prepare(now: Snapshot) -> None:
    """Compute what is kept for each build, which otherwise the first who asks waits for."""
    for view in (cities, figures, network, overview, sources, timeline, vocabulary):
        view.kept.at(now)
