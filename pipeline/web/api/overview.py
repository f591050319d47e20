"""What the graph holds, at a glance: the first thing that the page shows."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pipeline.graph.store import Queryable
from pipeline.web.api.kept import Kept
from pipeline.web.asking import ask, local
from pipeline.web.current import snapshot
from pipeline.web.index import Indexes
from pipeline.web.search import search
from pipeline.web.walk import Json

__all__ = ["kept", "ranked", "routes"]

_SHOWN = 8
_KINDS = ("Person", "Organization", "City", "Country", "Group")


def ranked(graph: Queryable) -> Json:
    """Who is quoted most, where reports do not fit, and the run: what takes a look at the whole graph."""
    claimants = ask(graph, "claimants", limit=_SHOWN)
    disputed = ask(graph, "disputed", limit=_SHOWN)
    run = ask(graph, "run", limit=1)
    return {
        "quoted": [
            {"iri": r["node"], "kind": local(r["type"]), "label": r["label"], "claims": r["claims"]} for r in claimants
        ],
        "disputed": [{**r, "iri": r["node"], "kind": local(r["type"])} for r in disputed],
        "run": {name: str(value or "") for name, value in run[0].items()} if run else None,
    }


kept = Kept(ranked)


def overview(request: Request) -> JSONResponse:
    """Counts by class, who is mentioned and quoted most, what contradicts, the newest articles, and the build."""
    now = snapshot(request)
    indexes: Indexes = request.app.state.indexes
    index = indexes.of(now)

    def best(group: str, kind: str = "") -> list[Json]:
        return next((g["hits"] for g in search(index, "", group, kind, 0, _SHOWN)["groups"] if g["hits"]), [])

    counts = [{**group, "hits": []} for group in search(index, "", "entity", "", 0, 0)["groups"]]
    return JSONResponse(
        {
            "counts": counts,
            "mentioned": {kind: best("entity", kind) for kind in _KINDS},
            "events": best("event"),
            "documents": best("document"),
            **kept.at(now),
            "triples": len(now.graph),
        }
    )


routes = [Route("/api/overview", overview)]
