"""/sparql: the W3C SPARQL 1.1 Protocol over the graph, each query in a process that can be killed."""

from __future__ import annotations

import asyncio
import contextlib

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from pipeline.errors import CitegraphError, LimitError, QueryError, StoreError
from pipeline.web.description import described
from pipeline.web.pool import Answer, Asked, NotAcceptableError, Pool
from pipeline.web.protocol import formats, operation
from pipeline.web.refusals import without_services
from pipeline.web.updates import updated

__all__ = ["answered", "cross_origin", "refused", "routes"]

_CHARSET = {media: f"{media}; charset=utf-8" for media in ("text/csv", "text/tab-separated-values", "text/turtle")}
_STATUS: tuple[tuple[type[CitegraphError], int], ...] = (
    (NotAcceptableError, 406),
    (LimitError, 500),  # what the protocol has for a query that a server refuses to answer
    (QueryError, 400),
    (StoreError, 503),
)


async def sparql(request: Request) -> Response:
    """Answer a query, change the graph, or describe the service."""
    try:
        asked = await operation(request)
        if asked is None:
            return described(request)
        if asked.is_update:
            return await updated(request, asked)
        results, triples = formats(asked, request.headers.get("accept", ""))
        return await answered(
            request, Asked(without_services(asked.text), results, triples, asked.default, asked.named)
        )
    except (HTTPException, CitegraphError) as error:
        return refused(request, error)


async def answered(request: Request, query: Asked) -> Response:
    """The answer of a query as a response; if the client leaves before it begins, the query is stopped.

    Raises:
        CitegraphError: there is none, see `Pool.ask`.
    """
    pool: Pool = request.app.state.pool
    asking = asyncio.create_task(pool.ask(query))
    leaving = asyncio.create_task(_left(request.receive))
    try:
        await asyncio.wait({asking, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not asking.done():
            return Response(status_code=400)  # nobody reads it
        return _Streamed(asking.result())
    finally:
        for task in (asking, leaving):
            if not task.done():
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task


async def _left(receive: Receive) -> None:
    """Returns when the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


class _Streamed(Response):
    """An answer, sent while it is found. One that is cut off ends the connection, so that nobody takes it for whole."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__(headers={"Content-Type": _CHARSET.get(answer.media, answer.media), "Vary": "Accept"})
        del self.headers["Content-Length"]
        if answer.complete:
            self.headers["Content-Length"] = str(len(answer.begun))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; stop the query if the client leaves."""
        answer = self.answer
        leaving = asyncio.create_task(_left(receive))
        leaving.add_done_callback(lambda _: answer.close())
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            if scope["method"] == "HEAD":
                await send({"type": "http.response.body", "body": b""})
                return
            await send({"type": "http.response.body", "body": answer.begun, "more_body": not answer.complete})
            if not answer.complete:
                async for piece in answer.rest():
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
                await send({"type": "http.response.body", "body": b""})
        except CitegraphError:
            pass  # too late for a message: the server closes the connection of an answer that has no end
        finally:
            leaving.cancel()
            answer.close()


def refused(request: Request, error: CitegraphError | HTTPException) -> Response:
    """Why there is no answer: as text, which SPARQL clients show, or as JSON for those who ask for that alone."""
    told: dict[str, str | int] = {}
    if isinstance(error, HTTPException):
        status, told["error"], headers = error.status_code, error.detail, dict(error.headers or {})
    else:
        status, told["error"], headers = next((s for k, s in _STATUS if isinstance(error, k)), 500), str(error), {}
        if isinstance(error, QueryError) and error.line and error.column:
            told |= {"line": error.line, "column": error.column}
    accept = request.headers.get("accept", "")
    if "application/json" in accept and "sparql-results" not in accept:
        return JSONResponse(told, status, headers)
    return PlainTextResponse(f"{told['error']}\n", status, headers)


# the guard has refused the origins that may not ask
cross_origin = [Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])]
routes = [Route("/sparql", sparql, methods=["GET", "POST", "OPTIONS"], middleware=cross_origin)]
