"""The graph as a network of entities, for networkx, Gephi and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import networkx
from pyoxigraph import Triple

from pipeline.graph.store import Queryable, Store
from pipeline.graph.ties import joint, local

__all__ = ["ENTITIES", "gexf", "graphml", "network"]

ENTITIES = """
SELECT ?entity ?name (SAMPLE(?class) AS ?kind) (COUNT(DISTINCT ?mention) AS ?mentions) WHERE {
    VALUES ?class {
        schema:Person schema:Organization schema:City schema:Country schema:AdministrativeArea schema:Place cg:Group
        schema:Event schema:CreativeWork
    }
    ?entity a ?class ; schema:name ?name .
    OPTIONAL { ?mention gaf:denotes ?entity }
}
GROUP BY ?entity ?name
ORDER BY ?entity
"""
_STATEMENTS = """
SELECT ?subject ?predicate ?object ?polarity ?quote (EXISTS { ?subject ?predicate ?object } AS ?asserted) WHERE {
    ?statement a rdf:Statement ;
        rdf:subject ?subject ;
        rdf:predicate ?predicate ;
        rdf:object ?object ;
        cg:polarity ?polarity ;
        prov:wasDerivedFrom/nif:anchorOf ?quote .
    FILTER(isIRI(?object))
}
"""
_EVENTS = """
SELECT ?event ?class ?role ?entity ?modality ?quote WHERE {
    VALUES ?role { cg:actor cg:target }
    ?event a sem:Event , ?class ;
        ?role ?entity ;
        cg:modality ?modality ;
        prov:wasDerivedFrom/nif:anchorOf ?quote .
    FILTER(?class != sem:Event)
}
"""


@dataclass
class _Edge:
    """What all evidence for one edge comes to."""

    kind: str
    stance: str
    evidence: set[str] = field(default_factory=set)
    quotes: set[str] = field(default_factory=set)


def network(store: Queryable) -> networkx.MultiDiGraph[Any]:
    """Entities as nodes, and what connects them as edges.

    A node is an IRI, with ``label`` (its name), ``kind`` (such as Person) and ``mentions`` (their number). An edge has
    ``label`` (such as headOf or Arrest), ``kind`` (relation, or event for two who take part in one), ``stance``,
    ``weight`` (how many sentences state the relation, or how many events) and ``quotes``, a sorted list. The stance of
    a relation is asserted, claimed (attributed or hedged) or denied; that of an event is its modality, such as actual.
    An event leads from each actor to each target; those who share a role are joined by an edge marked (together).
    """
    graph: networkx.MultiDiGraph[Any] = networkx.MultiDiGraph()
    for entity, name, kind, mentions in store.query(ENTITIES).rows:
        graph.add_node(entity, label=name, kind=local(kind), mentions=mentions)
    edges: dict[tuple[str, str, str, str], _Edge] = {}
    for subject, predicate, object_, polarity, quote, asserted in store.query(_STATEMENTS).rows:
        denied = local(polarity) == "Denied"
        stance = "denied" if denied else "asserted" if asserted else "claimed"
        key = str(subject), str(object_), local(predicate), stance
        edge = edges.setdefault(key, _Edge("relation", stance))
        edge.evidence.add(str(quote))
        edge.quotes.add(str(quote))
    for event, source, target, label, modality, quotes in _joint_events(store):
        key = source, target, label, modality
        edge = edges.setdefault(key, _Edge("event", modality))
        edge.evidence.add(event)
        edge.quotes |= quotes
    for (source, target, label, stance), edge in sorted(edges.items()):
        if source in graph and target in graph:
            graph.add_edge(
                source,
                target,
                key=f"{label} {stance}",
                label=label,
                kind=edge.kind,
                stance=stance,
                weight=len(edge.evidence),
                quotes=sorted(edge.quotes),
            )
    return graph


def _joint_events(store: Queryable) -> Iterator[tuple[str, str, str, str, str, set[str]]]:
    """For each event and pair of its participants: event, one, the other, label, modality, quotes."""
    parts: dict[str, tuple[str, str, dict[str, set[str]], set[str]]] = {}
    for event, class_, role, entity, modality, quote in store.query(_EVENTS).rows:
        _, _, roles, quotes = parts.setdefault(str(event), (local(class_), local(modality).lower(), {}, set()))
        roles.setdefault(local(role), set()).add(str(entity))
        quotes.add(str(quote))
    for event, (label, modality, roles, quotes) in parts.items():
        for source, target, name in joint(roles, label):
            yield event, source, target, name, modality, quotes


def _flat(triples: Iterable[Triple]) -> networkx.MultiDiGraph[Any]:
    """The network with quotes as text, one a line, since file formats know no lists."""
    graph = network(Store.in_memory(triples))
    for _, _, data in graph.edges(data=True):
        data["quotes"] = "\n".join(data["quotes"])
    return graph


def graphml(triples: Iterable[Triple], base: str = "") -> Iterator[str]:
    """The network as GraphML; the base is not needed."""
    yield from (f"{line}\n" for line in networkx.generate_graphml(_flat(triples)))


def gexf(triples: Iterable[Triple], base: str = "") -> Iterator[str]:
    """The network as GEXF 1.2, without the day on which it is written; the base is not needed."""
    for line in networkx.generate_gexf(_flat(triples)):
        yield re.sub(r' lastmodifieddate="[^"]*"', "", line) + "\n"
