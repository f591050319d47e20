"""Who says so: those who tell of an event, or state a relation, in what articles quote or report of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from pipeline.graph.store import Queryable

__all__ = ["Teller", "tellers"]

# A claim of the other polarity than the event's says the opposite: who denies an attack does not tell of it.
_TELLERS = """
SELECT DISTINCT ?node ?claimant ?name ?words WHERE {{
    VALUES ?node {{ {nodes} }}
    ?claim cg:states|schema:about ?node ;
        cg:voice cg:Attributed ;
        cg:polarity ?put .
    OPTIONAL {{ ?node a sem:Event ; cg:polarity ?told }}
    FILTER(!BOUND(?told) || ?told = ?put)
    OPTIONAL {{ ?claim cg:claimant ?claimant . ?claimant schema:name ?name }}
    OPTIONAL {{ ?claim cg:claimantText ?words }}
}}
"""


@dataclass(frozen=True, order=True, slots=True)
class Teller:
    """Somebody who says so: `iri` is empty where nobody knows who that is, `name` where nobody is named."""

    name: str
    iri: str = ""

    def __str__(self) -> str:
        return self.name or "somebody not named"


def tellers(source: Queryable, nodes: Iterable[str]) -> dict[str, tuple[Teller, ...]]:
    """Of each of these events and statements, who tells of it where its author does not, by name.

    Of an event that articles tell of only in what somebody denies, those who deny it.

    Raises:
        ValueError: one of them is no IRI.
    """
    named = " ".join(str(NamedNode(iri)) for iri in sorted(set(nodes)))
    if not named:
        return {}
    found: dict[str, set[Teller]] = {}
    for node, claimant, name, words in source.query(_TELLERS.format(nodes=named)):
        found.setdefault(str(node), set()).add(Teller(str(name or words or ""), str(claimant) if name else ""))
    return {node: tuple(sorted(who)) for node, who in sorted(found.items())}
