"""The description of the service, in the W3C vocabulary for it: what it speaks, and how large the graph is."""

from __future__ import annotations

import pyoxigraph
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pipeline.web.negotiation import best
from pipeline.web.worker import TRIPLES

__all__ = ["described"]

_FORMATS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle",
            "N-Triples", "JSON-LD", "RDF_XML")  # fmt: skip


def described(request: Request) -> Response:
    """The description for programs; the page for people.

    Raises:
        HTTPException: the client takes none of the media types.
    """
    offers = ("text/turtle", "text/html", *TRIPLES)
    media = best(request.headers.get("accept", ""), offers)
    if media is None:
        raise HTTPException(406, f"the service is described as {', '.join(TRIPLES)}")
    if media == "text/html":
        return RedirectResponse("/#/sparql", 303, {"Vary": "Accept"})
    parsed = pyoxigraph.parse(_turtle(request), pyoxigraph.RdfFormat.TURTLE)
    triples = (quad.triple for quad in parsed)
    written = pyoxigraph.serialize(triples, format=TRIPLES[media], prefixes=_PREFIXES)
    assert written is not None
    return Response(written, media_type=media, headers={"Vary": "Accept"})


_PREFIXES = {"sd": "http://www.w3.org/ns/sparql-service-description#", "format": "http://www.w3.org/ns/formats/"}


def _turtle(request: Request) -> str:
    url = request.url.replace(query="", fragment="")
    languages = "sd:SPARQL11Query, sd:SPARQL11Update" if request.app.state.token else "sd:SPARQL11Query"
    formats = ", ".join(f"format:{name}" for name in _FORMATS)
    return f"""
        PREFIX sd: <{_PREFIXES["sd"]}>
        PREFIX format: <{_PREFIXES["format"]}>
        <{url}> a sd:Service ;
            sd:endpoint <{url}> ;
            sd:supportedLanguage {languages} ;
            sd:resultFormat {formats} ;
            sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ] .
    """
