"""A SPARQL endpoint elsewhere, asked over HTTP."""

from __future__ import annotations

import warnings

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)
from SPARQLWrapper import JSON, POST, TURTLE

from pipeline.errors import QueryError, StoreError
from pipeline.graph.exchange import Answer, Exchange, RefusedError, UnreachableError, address
from pipeline.graph.login import Login
from pipeline.graph.namespaces import term as term_of
from pipeline.graph.result import Result, Term
from pipeline.graph.sparql import syntax_error, with_prefixes
from pipeline.settings import Credentials

__all__ = ["Endpoint"]

_BOOLEAN = term_of("xsd:boolean")


class Endpoint:
    """A SPARQL 1.1 Protocol endpoint, such as ``http://localhost:7878/query``.

    Args:
        url: its address, http or https.
        timeout: how many seconds an answer may take.
        named: the IRI of the named graph to ask; without it, what the server asks by itself.
        credentials: the login that the server may ask for; else that in ~/.netrc.
        exchange: what sends the requests, if several share one; then it knows the login and the patience.

    Raises:
        StoreError: the address is none, or has a login in it.
    """

    def __init__(
        self,
        url: str,
        timeout: float = 60,
        named: str | None = None,
        credentials: Credentials | None = None,
        exchange: Exchange | None = None,
    ) -> None:
        self.url = address(url)
        self._named = named
        self._exchange = exchange or Exchange(Login(url, credentials), timeout)

    def query(self, text: str) -> Result:
        """The answer of a query; the prefixes of the vocabulary need no declaration.

        Raises:
            QueryError: the endpoint finds the query malformed, or it is an update.
            StoreError: the endpoint cannot be reached, refuses, gives no SPARQL result or only the beginning of one.
        """
        sent = with_prefixes(text)
        client = self._exchange.client(self.url)
        client.setMethod(POST)
        if self._named:
            client.addDefaultGraph(self._named)
        with warnings.catch_warnings(action="ignore"):  # it warns of queries that it cannot tell the kind of
            client.setQuery(sent)
        if client.isSparqlUpdateRequest():
            raise QueryError("this changes data; only SELECT, ASK, CONSTRUCT and DESCRIBE are asked of an endpoint")
        triples = client.queryType in ("CONSTRUCT", "DESCRIBE")
        client.setReturnFormat(TURTLE if triples else JSON)
        try:
            answer = self._exchange.send(client.request())
        except RefusedError as refused:
            if refused.status == 400:
                raise syntax_error(sent, refused.said or "the endpoint does not say why") from refused
            raise self._exchange.refusal(refused) from refused
        except UnreachableError as error:
            hint = "ask for less, or wait longer" if "gave no answer" in str(error) else "is the server running?"
            raise StoreError(f"{error}; {hint}") from error
        try:
            found = _triples(answer) if triples else _solutions(answer)
        except (SyntaxError, ValueError) as error:
            raise StoreError(
                f"{self.url} gave no SPARQL result but {answer.media_type or 'nothing'}: {error}"
            ) from error
        most = answer.headers.get("X-SPARQL-MaxRows", "")  # Virtuoso's word for an answer that it cut off
        if most.isdigit() and len(found) >= int(most):
            raise StoreError(f"{self.url} gives no more than {most} rows (ResultSetMaxRows); ask for less with LIMIT")
        return found


def _solutions(answer: Answer) -> Result:
    format = QueryResultsFormat.from_media_type(answer.media_type)
    if format is None:
        raise ValueError(answer.body[:200].decode("utf-8", "replace"))
    found = parse_query_results(answer.body, format)
    if isinstance(found, QueryBoolean):
        return Result.of_answer(bool(found))
    assert isinstance(found, QuerySolutions)
    columns = tuple(v.value for v in found.variables)
    if columns == ("__ASK_RETVAL",):  # Virtuoso's way to say yes or no
        return Result.of_answer(any(isinstance(row[0], Literal) and row[0].value == "1" for row in found))
    return Result(columns, tuple(tuple(_usual(row[i]) for i in range(len(columns))) for row in found))


def _usual(term: Term) -> Term:
    """The term, with a truth value in the usual form: Virtuoso writes 1 for true."""
    if isinstance(term, Literal) and term.datatype == _BOOLEAN and term.value in "01":
        return Literal("true" if term.value == "1" else "false", datatype=_BOOLEAN)
    return term


def _triples(answer: Answer) -> Result:
    format = RdfFormat.from_media_type(answer.media_type)
    if format is None:
        raise ValueError(answer.body[:200].decode("utf-8", "replace"))
    return Result.of_triples([Triple(q.subject, q.predicate, q.object) for q in parse(answer.body, format)])
