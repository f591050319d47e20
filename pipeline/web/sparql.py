"""/sparql: the W3C SPARQL 1.1 Protocol."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.web.current import snapshot

__all__ = ["routes"]


async def sparql(request: Request) -> Response:
    """The answer of a query, as SPARQL JSON or Turtle."""
    query = await _query(request)
    result = await run_in_threadpool(lambda: snapshot(request).graph.query(query))
    if result.kind == "construct":
        return Response(result.to_turtle(), media_type="text/turtle")
    return Response(result.to_json(), media_type="application/sparql-results+json")


async def _query(request: Request) -> str:
    """The one query of a request: in the address, in a form, or as the body."""
    if request.method == "GET":
        found = request.query_params.getlist("query")
    elif request.headers.get("content-type", "").startswith("application/sparql-query"):
        found = [(await request.body()).decode("utf-8", "replace")]
    else:
        form = (await request.body()).decode("utf-8", "replace")
        found = [value for name, value in parse_qsl(form, keep_blank_values=True) if name == "query"]
    if len(found) != 1:
        raise HTTPException(400, f"a request has one query; this one has {len(found)}")
    return found[0]


routes = [Route("/sparql", sparql, methods=["GET", "POST"])]
