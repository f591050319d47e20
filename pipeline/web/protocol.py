"""What a request to /sparql asks: the SPARQL 1.1 Protocol, from HTTP to a query or an update with its dataset."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from starlette.exceptions import HTTPException
from starlette.requests import Request

from pipeline.web.negotiation import best
from pipeline.web.worker import RESULTS, TRIPLES

__all__ = ["FORMATS", "Operation", "formats", "operation"]

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

FORMATS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
"""What the field `format` may say in the place of an Accept header, as a link does that is to be clicked."""


@dataclass(frozen=True)
class Operation:
    """A query or an update, with the graphs that the protocol says it is about."""

    text: str
    is_update: bool
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    format: str = ""


async def operation(request: Request) -> Operation | None:
    """What a request asks; None if it is a GET that asks nothing, and so for a description of the service.

    Raises:
        HTTPException: the request is not as the protocol says; the message says how.
    """
    fields = parse_qsl(request.url.query, keep_blank_values=True)
    body: tuple[str, str] | None = None
    if request.method == "POST":
        media, charset = _content_type(request)
        if media not in (FORM, QUERY, UPDATE):
            raise HTTPException(
                415, f"a POST has the Content-Type {FORM}, {QUERY} or {UPDATE}, and not {media or 'none'}"
            )
        if charset not in ("", "utf-8", "utf8", "us-ascii"):
            raise HTTPException(415, f"queries are UTF-8, and not {charset}")
        text = _utf8(await request.body())
        if media == FORM:
            fields += parse_qsl(text, keep_blank_values=True)
        else:
            body = ("query" if media == QUERY else "update", text)
    return _checked(request.method, fields, body)


def _content_type(request: Request) -> tuple[str, str]:
    media, *parameters = request.headers.get("content-type", "").split(";")
    charset = [p.partition("=")[2].strip(" \"'") for p in parameters if p.strip().lower().startswith("charset=")]
    return media.strip().lower(), (charset or [""])[0].lower()


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"queries are UTF-8, and byte {error.start} of this one is not") from error


def _checked(method: str, fields: list[tuple[str, str]], body: tuple[str, str] | None) -> Operation | None:
    asked = [(name, value) for name, value in fields if name in ("query", "update")]
    if body is not None:
        asked.append(body)
    if not asked:
        if method == "POST":
            raise HTTPException(400, "the form has no query; name its field query, or update")
        return None
    if len(asked) > 1:
        raise HTTPException(400, f"a request has one query or one update, and this one {len(asked)}")
    kind, text = asked[0]
    if kind == "update" and method != "POST":
        raise HTTPException(405, "nothing is changed by GET; send the update by POST", {"Allow": "POST"})
    default = _iris(fields, "using-graph-uri" if kind == "update" else "default-graph-uri")
    named = _iris(fields, "using-named-graph-uri" if kind == "update" else "named-graph-uri")
    return Operation(text, kind == "update", default, named, next((v for n, v in fields if n == "format"), ""))


def _iris(fields: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    found = tuple(value for field, value in fields if field == name)
    for iri in found:
        try:
            NamedNode(iri)
        except ValueError as error:
            raise HTTPException(400, f"{name}={iri!r} is no IRI: {error}") from error
    return found


def formats(operation: Operation, accept: str) -> tuple[str | None, str | None]:
    """The media types in which the client wants a table and a graph; None where it wants none that there is.

    The field `format` decides before the Accept header where it names a format of the kind; clients send all sorts.
    """
    named = FORMATS.get(operation.format)
    table, graph = (named if named in kind else best(accept, tuple(kind)) for kind in (RESULTS, TRIPLES))
    return table, graph
