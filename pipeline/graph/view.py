"""A graph to ask: what `citegraph query` and the Python interface hand out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pyoxigraph import NamedNode, Triple

from pipeline.errors import QueryError
from pipeline.graph import queries
from pipeline.graph.card import Card, card
from pipeline.graph.excerpt import Choice, excerpt
from pipeline.graph.export import export
from pipeline.graph.formats.quads import quads
from pipeline.graph.frame import Frame, frame
from pipeline.graph.ledger import Ledger, ledger
from pipeline.graph.networks import network
from pipeline.graph.replaced import updated
from pipeline.graph.result import Result, Value
from pipeline.graph.sparql import words_of
from pipeline.graph.store import Queryable, Store, dataset

if TYPE_CHECKING:
    import networkx
    import rdflib

    from pipeline.graph.validate import Violation
    from pipeline.records import Document

__all__ = ["Graph", "ask", "sparql"]

_STARTS = re.compile(r"\s*(PREFIX|BASE|SELECT|ASK|CONSTRUCT|DESCRIBE)(\s|$)", re.IGNORECASE)
STORE = "store"
"""The folder of the store, inside the one that a build writes."""


def ask(source: Queryable, query: str, parameters: dict[str, Value] | None = None) -> Result:
    """Ask a store or an endpoint a query of the library by name, that of a .rq file by path, or SPARQL text.

    IRIs in it that were replaced since are read as those that hold now.

    Raises:
        QueryError: no such query, a wrong parameter, or malformed SPARQL.
        StoreError: the store or endpoint cannot answer.
    """
    if sparql(query):
        if parameters:
            raise QueryError("SPARQL text takes no parameters; write the values into it, or use a query of the library")
        return source.query(updated(source, query))
    return source.query(updated(source, queries.find(query).bound(parameters)))


def sparql(query: str) -> bool:
    """Whether this is the text of a query, and no name of one."""
    return "{" in query or _STARTS.match(words_of(query)) is not None


class Graph:
    """What a build wrote, ready to be asked.

    >>> graph = Graph(Store.in_memory())
    >>> graph.query("entities-without-evidence").rows
    []
    """

    def __init__(self, store: Store, path: Path | None = None, base: str | None = None) -> None:
        self._store = store
        self._base = base
        self.path = path

    @classmethod
    def open(cls, folder: Path | str) -> Self:
        """The graph in a folder that a build wrote, opened for reading alone.

        Raises:
            StoreError: there is no graph in the folder.
        """
        folder = Path(folder)
        return cls(Store.open_read_only(folder / STORE), folder)

    def __repr__(self) -> str:
        return f"<Graph {self.path or 'in memory'}>"  # to count its triples, a store reads them all

    def __len__(self) -> int:
        return len(self._store)

    @property
    def store(self) -> Store:
        """The store that answers for it."""
        return self._store

    @property
    def base(self) -> str:
        """The IRI under which the graph's things have theirs; empty if it holds no run."""
        if self._base is not None:
            return self._base
        found = self._store.query("SELECT ?run { ?run a prov:Activity } ORDER BY ?run LIMIT 1").rows
        return str(found[0][0]).rpartition("run/")[0] if found else ""

    def query(self, query: str, /, **parameters: Value) -> Result:
        """Ask a query of the library by name, that of a .rq file by path, or SPARQL text.

        `graph.query("claims-by", name="Mira Solberg")` · `graph.query("SELECT ?x { ?x a cg:Protest }")`

        Raises:
            QueryError: no such query, a wrong parameter, or malformed SPARQL.
        """
        return ask(self._store, query, parameters)

    def triples(self, subject: NamedNode | None = None) -> Iterator[Triple]:
        """All triples, or those about one subject, in no particular order."""
        return self._store.triples(subject)

    def to_rdflib(self) -> rdflib.Graph:
        """An rdflib graph on the same store, without a copy. Queries given as text run in the store's own engine."""
        return self._store.to_rdflib()

    def to_dataset(self) -> rdflib.Dataset:
        """An rdflib dataset with a named graph for each document, and one for where that comes from: a copy in memory.

        See `pipeline.graph.formats.quads`. Queries given as text see all graphs together; `GRAPH ?g { }` tells them
        apart.
        """
        return dataset(quads(self._store, self.base))

    def to_networkx(self) -> networkx.MultiDiGraph[Any]:
        """Entities as nodes; what relates them, and the events they take part in together, as edges with quotes."""
        return network(self._store)

    def card(self, name: str) -> Card:
        """All that is known of one entity, by any of its names or its IRI, each line with its quote.

        Raises:
            QueryError: no entity has the name, or several have; the message lists those to choose from.
        """
        return card(self._store, name)

    def ledger(self, actor: str) -> Ledger:
        """What somebody stands for, by any of its names or its IRI: positions by date, reversals, accusations.

        Raises:
            QueryError: no entity has the name, or several have; the message lists those to choose from.
        """
        return ledger(self._store, actor)

    def frame(self, event: str) -> Frame:
        """How each outlet tells of an occasion or event, by its name or IRI: words, agents and patients, voices.

        Raises:
            QueryError: none has the words in its name, or several have; the message lists those to choose from.
        """
        return frame(self._store, event)

    def validate(self, documents: Iterable[Document] | None = None) -> list[Violation]:
        """What is wrong with the graph, see `pipeline.graph.validate`; nothing is, if the list is empty."""
        from pipeline.graph.validate import validate  # here: pySHACL takes long to import, and few need it

        return validate(self._store, documents)

    def excerpt(
        self,
        *,
        entity: str = "",
        document: str = "",
        since: dt.date | str | None = None,
        until: dt.date | str | None = None,
        entities_only: bool = False,
    ) -> Graph:
        """A part of the graph, as a graph in memory: see `pipeline.graph.excerpt.Choice`.

        `graph.excerpt(entity="Mira Solberg", since="2024-05-01").to_networkx()`

        Raises:
            QueryError: there is no such entity or document, or more than one; or no document of these days.
        """
        choice = Choice(entity, document, _day(since), _day(until), entities_only)
        return Graph(excerpt(self._store, choice), self.path, self.base)

    def export(self, path: Path | str, format: str = "turtle") -> None:
        """Write the graph to a file, or a folder, in one of the formats of `export.EXPORTERS`.

        Raises:
            StoreError: the format is unknown, a folder is there already, or the file cannot be written.
        """
        export(self._store, Path(path), format, self.base)


def _day(day: dt.date | str | None) -> dt.date | None:
    if not isinstance(day, str):
        return day
    try:
        return dt.date.fromisoformat(day)
    except ValueError as error:
        raise QueryError(f"{day!r} is no day; write it as 2024-05-14") from error
