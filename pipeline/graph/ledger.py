"""The ledger of one actor: positions by date, reversals, and accusations with what the accused says to them."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.graph import queries
from pipeline.graph.card import Row, named
from pipeline.graph.store import Queryable

__all__ = ["Ledger", "ledger"]

_ALL = 10**9


@dataclass(frozen=True)
class Ledger:
    """What an actor stands for; the rows are those of the queries `ledger`, `reversals` and `accusations`."""

    iri: str
    name: str
    positions: tuple[Row, ...]
    reversals: tuple[Row, ...]
    accusations: tuple[Row, ...]


def ledger(source: Queryable, actor: str) -> Ledger:
    """The ledger of the entity with this name (case does not matter) or IRI.

    Raises:
        QueryError: no entity has the name, or several have; the message lists those to choose from.
    """
    who = named(source, actor)
    iri = str(who["entity"])

    def rows(query: str, **limit: int) -> tuple[Row, ...]:
        return tuple(source.query(queries.find(query).bound({"actor": iri, **limit})).dicts)

    positions, accusations = rows("ledger", limit=_ALL), rows("accusations", limit=_ALL)
    return Ledger(iri, str(who["called"]), positions, rows("reversals"), accusations)
