"""Entities under their own addresses: whoever asks for an IRI of the graph gets what is known of it.

People are led to the page, programs to a graph in the format that they like best, by `303 See Other`, as is customary
for addresses of things that are no documents. ``/resource?iri=…`` gives the same for every IRI, wherever it leads.
"""

from __future__ import annotations

import json
import re
from functools import cache
from urllib.parse import quote, urlencode, urlsplit

from pyoxigraph import NamedNode, RdfFormat, parse, serialize
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from pipeline import resources
from pipeline.errors import CitegraphError
from pipeline.graph.namespaces import PREFIXES
from pipeline.web.current import snapshot
from pipeline.web.negotiation import best
from pipeline.web.pool import Asked, Pool
from pipeline.web.protocol import FORMATS
from pipeline.web.sparql import answered, cross_origin, refused
from pipeline.web.worker import TRIPLES

__all__ = ["Pages", "routes"]

_KNOWN = "ASK {{ {{ {0} ?p ?o }} UNION {{ ?s ?q {0} }} }}"
_DESCRIBED = """
CONSTRUCT {{ ?subject ?predicate ?object }} WHERE {{
    {{ {0} ?predicate ?object BIND({0} AS ?subject) }}
    UNION {{ ?subject ?predicate {0} BIND({0} AS ?object) }}
    UNION {{ ?subject nif:referenceContext {0} ; ?predicate ?object }}
}}
"""
_NOT_ASCII = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_OFFERED = {name: FORMATS[name] for name in ("turtle", "ntriples", "jsonld", "rdfxml")}


async def resource(request: Request) -> Response:
    """What is known of ``?iri=…``: all triples that it stands in, and those of the parts of a document."""
    try:
        node = _node(request.query_params.get("iri", ""))
        await _must_be_known(request, node)
        format = request.query_params.get("format", "")
        if format and format not in _OFFERED:
            raise HTTPException(400, f"there is no format {format!r}; use {', '.join(_OFFERED)}")
        media = _OFFERED[format] if format else _wanted(request)
        if media == "text/html":
            return RedirectResponse(_page(node), 303, _headers(node))
        response = await answered(request, Asked(_DESCRIBED.format(node), None, media))
        response.headers.update(_headers(node))
        return response
    except (HTTPException, CitegraphError) as error:
        return refused(request, error)


async def vocabulary(request: Request) -> Response:
    """The ontology, at the address of its namespace: ``/citegraph/ns`` has ``https://w3id.org/citegraph/ns#Arrest``."""
    media = best(request.headers.get("accept", ""), ("text/turtle", "text/html", *TRIPLES)) or "text/turtle"
    body = await run_in_threadpool(_ontology, media)
    shown = "text/plain" if media == "text/html" else media  # browsers save Turtle, and show text
    return Response(body, media_type=shown, headers={"Vary": "Accept"})


routes = [
    Route("/resource", resource, middleware=cross_origin),
    Route(urlsplit(PREFIXES["cg"]).path, vocabulary, middleware=cross_origin),
]


@cache
def _ontology(media: str) -> bytes:
    path = resources.ontology() / "citegraph.ttl"
    format = RdfFormat.from_media_type(media)
    if format is None or format == RdfFormat.TURTLE:
        return path.read_bytes()  # with its comments
    return serialize((quad.triple for quad in parse(path=path)), format=format, prefixes=PREFIXES) or b""


class Pages(StaticFiles):
    """The files of the page; what is none of them may be the address of an entity."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a file, or lead to what is known of an entity."""
        response: Response
        try:
            response = await self.get_response(self.get_path(scope), scope)
        except HTTPException as error:
            request = Request(scope, receive)
            iri = None if error.status_code != 404 else await _under_base(request)
            if iri is None:
                raise
            response = await _led(request, iri)
        await response(scope, receive, send)


async def _under_base(request: Request) -> NamedNode | None:
    """The IRI that a path means, if it is one of the graph's; whatever server the base names."""
    try:
        base = await run_in_threadpool(lambda: snapshot(request).graph.base)
    except CitegraphError:
        return None
    start = urlsplit(base).path
    raw = request.scope.get("raw_path", b"").decode("ascii", "replace")
    if not base or not raw.startswith(start) or raw == start:
        return None
    local = _NOT_ASCII.sub(_readable, raw[len(start) :])
    try:
        node = NamedNode(base + local)
        await _must_be_known(request, node)
    except (ValueError, HTTPException):
        return None
    return node


def _readable(match: re.Match[str]) -> str:
    """Letters beyond ASCII as an IRI has them; a URI, which is what HTTP knows, has them percent-encoded."""
    try:
        return bytes.fromhex(match.group().replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return match.group()


async def _led(request: Request, node: NamedNode) -> Response:
    try:
        media = _wanted(request)
    except HTTPException as error:
        return refused(request, error)
    name = next((name for name, offered in _OFFERED.items() if offered == media), "turtle")
    where = _page(node) if media == "text/html" else _data(node, name)
    return RedirectResponse(where, 303, _headers(node))


def _node(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise HTTPException(400, f"iri={iri[:200]!r} is no IRI: {error}") from error


async def _must_be_known(request: Request, node: NamedNode) -> None:
    pool: Pool = request.app.state.pool
    answer = await pool.ask(Asked(_KNOWN.format(node)))
    if not json.loads(answer.begun)["boolean"]:
        raise HTTPException(404, f"{node.value} is not in this graph")


def _wanted(request: Request) -> str:
    media = best(request.headers.get("accept", ""), ("text/turtle", "text/html", *TRIPLES))
    if media is None:
        raise HTTPException(406, f"there is text/html, and {', '.join(_OFFERED.values())}")
    return media


def _page(node: NamedNode) -> str:
    return f"/#/node/{quote(node.value, safe='')}"


def _data(node: NamedNode, format: str) -> str:
    return "/resource?" + urlencode({"iri": node.value, "format": format})


def _headers(node: NamedNode) -> dict[str, str]:
    links = [f'<{_data(node, name)}>; rel="alternate"; type="{media}"' for name, media in _OFFERED.items()]
    links.append(f'<{_page(node)}>; rel="alternate"; type="text/html"')
    return {"Vary": "Accept", "Link": ", ".join(links)}
