"""Asks a graph the queries of the page: SPARQL files under queries/explorer, one a question."""

from __future__ import annotations

from functools import cache

from pipeline import resources
from pipeline.graph import queries
from pipeline.graph.result import Value
from pipeline.graph.store import Queryable

__all__ = ["Row", "ask", "local"]

Row = dict[str, Value]


def ask(graph: Queryable, query: str, *, limit: int | None = None, **values: Value) -> list[Row]:
    """The rows of a query of the page, at most so many if there is a limit.

    Raises:
        QueryError: a value is of the wrong type, such as an IRI that is none.
    """
    text = _query(query).bound(values)
    return graph.query(text if limit is None else f"{text}\nLIMIT {limit:d}").dicts


@cache
def _query(name: str) -> queries.Query:
    return queries.read(resources.queries() / "explorer" / f"{name}.rq")


def local(iri: Value) -> str:
    """What stands at the end of an IRI of a vocabulary.

    >>> local("https://schema.org/Person"), local("https://w3id.org/citegraph/ns#Protest")
    ('Person', 'Protest')
    """
    return str(iri or "").replace("#", "/").rpartition("/")[2]
