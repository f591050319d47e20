"""Asks a graph the queries of the page: SPARQL files under queries/explorer, one a question."""

from __future__ import annotations

from functools import cache

from pipeline import resources
from pipeline.errors import QueryError
from pipeline.graph import Graph, queries
from pipeline.graph.result import Value

__all__ = ["Row", "ask", "local", "whole"]

Row = dict[str, Value]


def ask(graph: Graph, query: str, *, limit: int | None = None, **values: Value) -> list[Row]:
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


def whole(given: str | None, default: int, most: int) -> int:
    """A number of an address, within bounds.

    Raises:
        QueryError: it is none.
    """
    if given is None or not given.strip():
        return default
    if not given.isascii() or not given.isdigit() or len(given) > 9:
        raise QueryError(f"{given[:40]!r} is no number from 0 to {most:,}")
    return min(int(given), most)
