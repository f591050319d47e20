"""A SPARQL server that can be written to: queries, updates, and the graph store protocol where it has one.

Servers differ in where they listen for what; `LAYOUTS` says so for those that are well known.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import Request

from pyoxigraph import NamedNode
from SPARQLWrapper import JSON, POST

from pipeline.errors import StoreError
from pipeline.graph.endpoint import Endpoint
from pipeline.graph.exchange import Exchange, Patience, RefusedError, UnreachableError, address
from pipeline.graph.login import Login
from pipeline.graph.result import Result
from pipeline.settings import Credentials

__all__ = ["LAYOUTS", "Layout", "Server"]

_TOO_MUCH: Final = {400, 413, 414, 500, 507}
"""Statuses by which servers say, among other things, that a request is too large for them."""
_NOT_KNOWN: Final = {400, 500, 501}
"""Statuses by which servers say, among other things, that they cannot carry out an operation."""
_TOP = 64
"""So few triples are never too large: a server that refuses them has another reason."""


@dataclass(frozen=True)
class Layout:
    """Where a server listens, below its address.

    Args:
        query: for queries.
        update: for updates.
        data: for the graph store protocol; None if it has none.
    """

    query: str
    update: str
    data: str | None


LAYOUTS: dict[str, Layout] = {
    "oxigraph": Layout("query", "update", "store"),
    "virtuoso": Layout("sparql", "sparql-auth", "sparql-graph-crud-auth"),
    "fuseki": Layout("query", "update", "data"),
    "graphdb": Layout("", "statements", "rdf-graphs/service"),
    "neptune": Layout("sparql", "sparql", "sparql/gsp/"),
    "sparql": Layout("", "", None),
}
"""By the names that `--server` takes; the last is any server that takes queries and updates at one address."""

_CALL_THEMSELVES = {"virtuoso": "virtuoso", "oxigraph": "oxigraph", "fuseki": "fuseki", "graphdb": "graphdb"}
"""What the header Server of an answer holds, in lower case, and the layout that it means."""


class Server:
    """One server, and what may be done with it.

    Args:
        url: its address, such as http://localhost:7878, or with what it adds for queries: http://localhost:7878/query.
        layout: one of `LAYOUTS`; without it the server is asked what it is.
        credentials: the login that the server may ask for; else that in ~/.netrc.
        patience: how long it is waited for.
        timeout: how many seconds an answer may take.
        told: is told in a line of each wait.

    Raises:
        StoreError: the address is none, the layout unknown, or the server cannot be reached.
    """

    def __init__(
        self,
        url: str,
        layout: str | None = None,
        credentials: Credentials | None = None,
        patience: Patience | None = None,
        timeout: float = 600,
        told: Callable[[str], None] = lambda line: None,
    ) -> None:
        self._exchange = Exchange(Login(address(url), credentials), timeout, patience or Patience(), told)
        self.layout = layout or self._layout_of(url)
        if self.layout not in LAYOUTS:
            raise StoreError(f"there is no kind of server {self.layout!r}; choose one of {', '.join(LAYOUTS)}")
        where = LAYOUTS[self.layout]
        base = _without(url, where)
        self.query_url = _below(base, where.query)
        self._update_url = _below(base, where.update)
        self._data_url = None if where.data is None else _below(base, where.data)

    def _layout_of(self, url: str) -> str:
        """What the server says that it is."""
        try:
            headers = self._exchange.send(Request(url, method="GET")).headers
        except RefusedError as refused:
            headers = refused.headers
        except UnreachableError as error:
            raise _gone(error) from error
        said = headers.get("Server", "").lower()
        return next((layout for name, layout in _CALL_THEMSELVES.items() if name in said), "sparql")

    def endpoint(self, named: str | None = None) -> Endpoint:
        """What answers queries, of one named graph if it is given."""
        return Endpoint(self.query_url, named=named, exchange=self._exchange)

    def query(self, text: str) -> Result:
        """The answer of a query over all its graphs; while the server is away, it is waited for.

        Raises:
            QueryError: the server finds the query malformed.
            StoreError: it cannot be reached, or refuses.
        """
        return self.endpoint().query(text)

    def count(self, named: str) -> int:
        """How many triples a named graph holds.

        Raises:
            StoreError: the server cannot be reached, or refuses.
        """
        (found,) = self.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH {NamedNode(named)} {{ ?s ?p ?o }} }}").rows
        return int(str(found[0]))

    def update(self, text: str) -> None:
        """Carry out a SPARQL update; it may be sent several times, so it has to mean the same then.

        Raises:
            StoreError: the server cannot be reached, or refuses.
        """
        try:
            self._exchange.send(self._update(text))
        except RefusedError as refused:
            raise self._exchange.refusal(refused) from refused
        except UnreachableError as error:
            raise _gone(error) from error

    def copy(self, source: str, target: str) -> None:
        """Put what one named graph holds in the place of what another held; the first stays as it is.

        Some servers refuse COPY, as Jena 4.5 does for named graphs; they are asked for the same in two operations,
        which are one transaction, since they come in one request.

        Raises:
            StoreError: the server cannot be reached, or refuses.
        """
        from_, to = f"GRAPH {NamedNode(source)}", f"GRAPH {NamedNode(target)}"
        try:
            self._exchange.send(self._update(f"COPY {from_} TO {to}"))
        except RefusedError as refused:
            if refused.status not in _NOT_KNOWN:
                raise self._exchange.refusal(refused) from refused
            self.update(f"DROP SILENT {to} ; INSERT {{ {to} {{ ?s ?p ?o }} }} WHERE {{ {from_} {{ ?s ?p ?o }} }}")
        except UnreachableError as error:
            raise _gone(error) from error

    def add(self, named: str, lines: Sequence[str]) -> None:
        """Add some triples, lines of N-Triples, to a named graph; in smaller pieces if they are too much at once.

        Raises:
            StoreError: the server cannot be reached, or refuses.
        """
        if self._data_url is None:
            request = self._update(f"INSERT DATA {{ GRAPH {NamedNode(named)} {{\n{''.join(lines)}}} }}")
        else:
            where = f"{self._data_url}?graph={quote(named, safe='')}"
            body, kind = "".join(lines).encode(), {"Content-Type": "application/n-triples"}
            request = Request(where, body, kind, method="POST")
        try:
            self._exchange.send(request)
        except RefusedError as refused:
            if refused.status not in _TOO_MUCH or len(lines) <= _TOP:
                raise self._exchange.refusal(refused) from refused
            half = len(lines) // 2
            self.add(named, lines[:half])
            self.add(named, lines[half:])
        except UnreachableError as error:
            raise _gone(error) from error

    def _update(self, text: str) -> Request:
        client = self._exchange.client(self.query_url, self._update_url)
        client.setMethod(POST)
        client.setReturnFormat(JSON)
        with warnings.catch_warnings(action="ignore"):  # it warns of updates that it cannot tell the kind of
            client.setQuery(text)
        client.queryType = "INSERT"  # whatever it took it for: the text goes to where updates go
        return client.request()


def _gone(error: UnreachableError) -> StoreError:
    return StoreError(f"{error}; is the address right, and is the server running?")


def _below(base: str, path: str) -> str:
    """An address below another.

    >>> _below("http://localhost:7878/", "query"), _below("http://localhost:7200/repositories/news", "")
    ('http://localhost:7878/query', 'http://localhost:7200/repositories/news')
    """
    return f"{base.rstrip('/')}/{path}" if path else base


def _without(url: str, layout: Layout) -> str:
    """The address of a server, be it given with what the server adds or without."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    for added in sorted(filter(None, (layout.query, layout.update, layout.data)), key=len, reverse=True):
        if path.endswith(f"/{added.rstrip('/')}"):
            path = path.removesuffix(f"/{added.rstrip('/')}")
            break
    return urlunsplit((parts.scheme, parts.netloc, path if path != parts.path.rstrip("/") else parts.path, "", ""))
