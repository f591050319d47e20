"""Walks over a graph from node to node: what is said of one, and what points to it.

The page asks for one node after the other, and each of these steps is one look into an index of the store, however
large the graph is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from pyoxigraph import Literal, NamedNode

from pipeline.errors import QueryError
from pipeline.graph import Graph
from pipeline.graph.namespaces import PREFIXES, term
from pipeline.graph.tellers import Teller, tellers
from pipeline.web.asking import ask

__all__ = ["Json", "Walk", "short"]

Json = dict[str, Any]

MOST = 1_000
"""So many nodes that point to one by one property are looked at, unless all are asked for."""

LABEL = 300
"""So many characters of a label are shown."""

_NAMESPACES = sorted(((iri, prefix) for prefix, iri in PREFIXES.items()), key=lambda pair: -len(pair[0]))
_NO_KIND = {"sem:Event", "nif:Context", "cg:OriginCluster", "cg:Position"}
"""Classes that stand beside one that says more."""


@lru_cache(4096)
def short(iri: str) -> str:
    """An IRI of a vocabulary with its prefix, any other as it is.

    >>> short("https://schema.org/name")
    'schema:name'
    """
    return next((f"{prefix}:{iri[len(space) :]}" for space, prefix in _NAMESPACES if iri.startswith(space)), iri)


class Walk:
    """The nodes of a graph, each looked up once for as long as this lives: that of one request.

    Args:
        graph: the graph.
        whole: look at all that points to a node, and not at some.
    """

    def __init__(self, graph: Graph, *, whole: bool = False) -> None:
        self._graph = graph
        self.most = None if whole else MOST
        self.path = graph.path
        """The folder of the build, which tells it from every other; None if it lies in memory alone."""
        self.capped = False
        """Whether more pointed to a node than was looked at."""
        self._known: dict[str, Mapping[str, list[str]]] = {}
        self._nodes: set[str] = set()

    def about(self, iri: str) -> Mapping[str, list[str]]:
        """What is said of a node: values by property, such as ``schema:name``, in the order of their text.

        Raises:
            QueryError: it is no IRI.
        """
        if iri not in self._known:
            found: dict[str, list[str]] = {}
            try:
                node = NamedNode(iri)
            except ValueError as error:
                raise QueryError(f"{iri[:80]!r} is no IRI ({error})") from error
            for triple in self._graph.triples(node):
                if isinstance(triple.object, NamedNode):
                    self._nodes.add(triple.object.value)
                if isinstance(triple.object, NamedNode | Literal):
                    found.setdefault(short(triple.predicate.value), []).append(triple.object.value)
            self._known[iri] = {name: sorted(values) for name, values in found.items()}
        return self._known[iri]

    def all(self, iri: str, name: str) -> list[str]:
        """The values of a property."""
        return self.about(iri).get(name, [])

    def one(self, iri: str, name: str) -> str:
        """The first value of a property; empty if there is none."""
        return next(iter(self.all(iri, name)), "")

    def thing(self, value: str) -> Json:
        """A value that was met: a node as the page links to it, or mere words."""
        return self.ref(value) if value in self._nodes else {"iri": None, "label": value, "kind": ""}

    def word(self, iri: str, name: str) -> str:
        """The local name of a value: ``Denied`` for cg:Denied."""
        return short(self.one(iri, name)).rpartition(":")[2]

    def pointing(self, iri: str, *names: str) -> list[str]:
        """What has this node as value of one of some properties, each once, at most `most` a property."""
        found: dict[str, None] = {}
        for name in names:
            rows = ask(self._graph, "subjects", limit=self.most, property=term(name).value, node=iri)
            found.update((str(row["subject"]), None) for row in rows)
            self.capped |= self.most is not None and len(rows) >= self.most
        return list(found)

    def rows(self, query: str, **values: str) -> list[dict[str, Any]]:
        """The rows of one of the page's queries."""
        return list(ask(self._graph, query, limit=None, **values))

    def kind(self, iri: str) -> str:
        """The class that says most of a node: ``schema:Person``; empty if there is nothing of the name."""
        kinds = [short(kind) for kind in self.all(iri, "rdf:type")]
        return next((kind for kind in kinds if kind not in _NO_KIND), "")

    def label(self, iri: str) -> str:
        """What a node is called."""
        label = self.one(iri, "schema:name") or self.one(iri, "rdfs:label") or iri
        return label if len(label) <= LABEL else f"{label[:LABEL]}…"

    def ref(self, iri: str) -> Json:
        """A node as the page links to it; without an IRI to link to if nothing is known of it."""
        known = bool(self.about(iri))
        return {"iri": iri if known else None, "label": self.label(iri), "kind": self.kind(iri).rpartition(":")[2]}

    def tellers(self, node: str) -> list[Json]:
        """Who tells of an event, or states a relation, where no author does, as the page links to them."""
        return [self._teller(teller) for teller in tellers(self._graph, [node]).get(node, ())]

    def _teller(self, teller: Teller) -> Json:
        return self.ref(teller.iri) if teller.iri else {"iri": None, "label": str(teller), "kind": ""}

    def refs(self, iris: Iterable[str]) -> list[Json]:
        """Some nodes as the page links to them, by what they are called."""
        return sorted((self.ref(iri) for iri in iris), key=lambda ref: (ref["label"], ref["iri"] or ""))
