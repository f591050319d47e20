"""A SPARQL endpoint elsewhere, asked over HTTP."""

from __future__ import annotations

import ast
import warnings
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple, parse, parse_query_results
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException, Unauthorized

from pipeline.errors import QueryError, StoreError
from pipeline.graph.result import Result
from pipeline.graph.sparql import syntax_error, with_prefixes

__all__ = ["Endpoint"]


class Endpoint:
    """A SPARQL 1.1 Protocol endpoint, such as ``http://localhost:7878/query``.

    Args:
        url: its address, http or https.
        timeout: how many seconds an answer may take.

    Raises:
        StoreError: the address is none.
    """

    def __init__(self, url: str, timeout: int = 60) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise StoreError(f"{url!r} is no endpoint; give an address such as http://localhost:7878/query")
        self.url = url
        self._timeout = timeout

    def query(self, text: str) -> Result:
        """The answer of a query; the prefixes of the vocabulary need no declaration.

        Raises:
            QueryError: the endpoint finds the query malformed, or it is an update.
            StoreError: the endpoint cannot be reached, refuses, or gives no SPARQL result.
        """
        sent = with_prefixes(text)
        client = SPARQLWrapper(self.url)
        client.setMethod(POST)
        client.setTimeout(self._timeout)
        with warnings.catch_warnings(action="ignore"):  # it warns of queries that it cannot tell the kind of
            client.setQuery(sent)
        if client.isSparqlUpdateRequest():
            raise QueryError("this changes data; only SELECT, ASK, CONSTRUCT and DESCRIBE are asked of an endpoint")
        triples = client.queryType in ("CONSTRUCT", "DESCRIBE")
        client.setReturnFormat(TURTLE if triples else JSON)
        media_type, body = self._answer(client, sent)
        try:
            return _triples(media_type, body) if triples else _solutions(media_type, body)
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.url} gave no SPARQL result but {media_type or 'nothing'}: {error}") from error

    def _answer(self, client: SPARQLWrapper, sent: str) -> tuple[str, bytes]:
        """The media type and the body of the response."""
        try:
            response = client.query().response
            with response:
                return response.headers.get_content_type(), response.read()
        except QueryBadFormed as error:
            raise syntax_error(sent, _body(error)) from error
        except Unauthorized as error:
            raise StoreError(f"{self.url} wants a login, which citegraph does not send") from error
        except SPARQLWrapperException as error:
            raise StoreError(f"{self.url}: {error.msg}: {_body(error)}") from error
        except HTTPError as error:
            with error:
                raise StoreError(f"{self.url} answers {error.code} {error.reason}") from error
        except TimeoutError as error:
            raise StoreError(f"{self.url} gave no answer in {self._timeout} s; ask for less, or wait longer") from error
        except (OSError, HTTPException) as error:
            reason = getattr(error, "reason", None) or error
            raise StoreError(f"{self.url} cannot be reached: {reason}; is the server running?") from error


def _body(error: SPARQLWrapperException) -> str:
    """What the server itself says, in one line."""
    _, _, said = str(error).partition("Response:\n")
    body = ast.literal_eval(said).decode("utf-8", "replace") if said else str(error)
    return " ".join(body.split())


def _solutions(media_type: str, body: bytes) -> Result:
    format = QueryResultsFormat.from_media_type(media_type)
    if format is None:
        raise ValueError(body[:200].decode("utf-8", "replace"))
    found = parse_query_results(body, format)
    if isinstance(found, QueryBoolean):
        return Result.of_answer(bool(found))
    assert isinstance(found, QuerySolutions)
    columns = tuple(v.value for v in found.variables)
    return Result(columns, tuple(tuple(row[i] for i in range(len(columns))) for row in found))


def _triples(media_type: str, body: bytes) -> Result:
    format = RdfFormat.from_media_type(media_type)
    if format is None:
        raise ValueError(body[:200].decode("utf-8", "replace"))
    return Result.of_triples([Triple(q.subject, q.predicate, q.object) for q in parse(body, format)])
