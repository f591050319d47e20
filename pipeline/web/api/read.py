"""The articles: a list of them, and each as it is read."""

from __future__ import annotations

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pipeline.run.texts import Texts
from pipeline.web.api.kept import number
from pipeline.web.current import snapshot
from pipeline.web.reading import UnknownArticleError, article
from pipeline.web.walk import Walk

__all__ = ["routes"]


def read(request: Request) -> JSONResponse:
    """``?document=https://…&at=208``: the sentences round a place, or from ``&first=300`` on, with what is marked."""
    now = snapshot(request)
    asked = request.query_params
    iri = asked.get("document", "")
    at = number(request, "at", 0, 10**9) if asked.get("at") else None
    try:
        walk = Walk(now.graph)
        starts = _paragraphs(request.app.state.current.out, walk.one(iri, "cg:textSha256"))
        return JSONResponse(article(walk, iri, at, number(request, "first", 0, 10**9), starts))
    except UnknownArticleError as error:
        raise HTTPException(404, str(error)) from error


def _paragraphs(out: Path, sha256: str) -> list[int]:
    """Where the paragraphs begin, if the cache of the build still has the article."""
    document = Texts(out).document(sha256) if sha256 else None
    return [span.begin for span in document.paragraphs] if document else []


routes = [Route("/api/read", read)]
