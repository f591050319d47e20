"""The graph as a network of entities; `pipeline.graph.formats` writes it for Gephi, Cytoscape and the like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.graph.result import Value
from pipeline.graph.store import Queryable
from pipeline.graph.ties import joint, local, stance_of_event

if TYPE_CHECKING:
    import networkx

__all__ = ["ENTITIES", "LISTS", "network"]

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
_DETAILS = """
SELECT ?entity (MIN(?published) AS ?first) (MAX(?published) AS ?last) (SAMPLE(?lat) AS ?latitude)
       (SAMPLE(?long) AS ?longitude) WHERE {
    ?mention gaf:denotes ?entity ; nif:referenceContext ?document .
    ?document schema:datePublished ?published .
    OPTIONAL { ?entity geo:lat ?lat ; geo:long ?long }
}
GROUP BY ?entity
"""
_STATEMENTS = """
SELECT ?subject ?predicate ?object ?polarity ?certainty ?confidence ?quote ?file ?published ?who
       (EXISTS { ?subject ?predicate ?object } AS ?asserted) WHERE {
    ?statement a rdf:Statement ;
        rdf:subject ?subject ;
        rdf:predicate ?predicate ;
        rdf:object ?object ;
        cg:polarity ?polarity ;
        cg:certainty ?certainty ;
        cg:confidence ?confidence ;
        prov:wasDerivedFrom ?sentence .
    ?sentence nif:anchorOf ?quote ; nif:referenceContext ?document .
    ?document cg:sourceFile ?file .
    OPTIONAL { ?document schema:datePublished ?published }
    OPTIONAL {
        ?claim cg:states ?statement .
        OPTIONAL { ?claim cg:claimant/schema:name ?name }
        OPTIONAL { ?claim cg:claimantText ?words }
        BIND(COALESCE(?name, ?words, "unnamed") AS ?who)
    }
    FILTER(isIRI(?object))
}
"""
_EVENTS = """
SELECT ?event ?class ?role ?entity ?modality ?voice ?polarity ?quote ?file ?published ?date ?who WHERE {
    VALUES ?role { cg:actor cg:target }
    ?event a sem:Event , ?class ;
        ?role ?entity ;
        cg:modality ?modality ;
        cg:voice ?voice ;
        cg:polarity ?polarity ;
        prov:wasDerivedFrom ?sentence .
    ?sentence nif:anchorOf ?quote ; nif:referenceContext ?document .
    ?document cg:sourceFile ?file .
    OPTIONAL { ?document schema:datePublished ?published }
    OPTIONAL { ?event cg:date ?date }
    OPTIONAL {
        ?claim schema:about ?event ; cg:voice cg:Attributed ; cg:polarity ?polarity .
        OPTIONAL { ?claim cg:claimant/schema:name ?name }
        OPTIONAL { ?claim cg:claimantText ?words }
        BIND(COALESCE(?name, ?words, "unnamed") AS ?who)
    }
    FILTER(?class != sem:Event)
}
"""
_CERTAINTIES = ("Certain", "Probable", "Possible")
LISTS = ("claimants", "quotes", "documents")
"""Attributes of an edge that are sorted lists; a file that knows no lists has one value a line."""


@dataclass
class _Evidence:
    """What the sentences for one edge come to."""

    claimants: set[str] = field(default_factory=set)
    quotes: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    published: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)

    def add(self, quote: Value, file: Value, published: Value, who: Value, date: Value = None) -> None:
        for found, value in (
            (self.quotes, quote),
            (self.documents, file),
            (self.published, published),
            (self.claimants, who),
            (self.dates, date),
        ):
            if value is not None:
                found.add(str(value))

    def join(self, other: _Evidence) -> None:
        self.claimants |= other.claimants
        self.quotes |= other.quotes
        self.documents |= other.documents
        self.published |= other.published
        self.dates |= other.dates


@dataclass
class _Edge:
    """All that there is for one edge."""

    kind: str
    stance: str
    for_it: set[str] = field(default_factory=set)
    evidence: _Evidence = field(default_factory=_Evidence)
    certainties: set[str] = field(default_factory=set)
    confidences: set[float] = field(default_factory=set)

    def attributes(self) -> dict[str, Any]:
        """What the edge carries, without what is unknown."""
        evidence = self.evidence
        found: dict[str, Any] = {
            "kind": self.kind,
            "stance": self.stance,
            "weight": len(self.for_it),
            "claimants": sorted(evidence.claimants),
            "quotes": sorted(evidence.quotes),
            "documents": sorted(evidence.documents),
        }
        if self.certainties:
            found["certainty"] = min(self.certainties, key=_CERTAINTIES.index).lower()
            found["confidence"] = max(self.confidences)
        for name, values, choose in (
            ("first", evidence.published, min),
            ("last", evidence.published, max),
            ("from", evidence.dates, min),
            ("until", evidence.dates, max),
        ):
            if values:
                found[name] = choose(values)
        return found


def network(store: Queryable) -> networkx.MultiDiGraph[Any]:
    """Entities as nodes, and what connects them as edges.

    A node is an IRI, with ``label`` (its name), ``kind`` (such as Person), ``mentions`` (their number), and where they
    are known ``first`` and ``last`` (the days of the first and the last article that mentions it), ``latitude`` and
    ``longitude``.

    An edge has ``label`` (such as headOf or Arrest), ``kind`` (relation, or event for two who take part in one),
    ``stance``, ``weight`` (how many sentences state the relation, or how many events), the sorted lists ``quotes``,
    ``documents`` and ``claimants`` (who says it, where it is claimed), and ``first`` and ``last`` as above; a relation
    has ``certainty`` and ``confidence``, those of its surest evidence; an event with a date has ``from`` and ``until``.
    The stance of a relation is asserted, claimed (attributed or hedged) or denied; that of an event is its modality,
    such as actual; claimed if nobody but those who are quoted tell of it, and denied if they all deny it.
    An event leads from each actor to each target; those who share a role are joined by an edge marked (together).
    """
    import networkx  # here: builds do without

    graph: networkx.MultiDiGraph[Any] = networkx.MultiDiGraph()
    for entity, name, kind, mentions in store.query(ENTITIES).rows:
        graph.add_node(str(entity), label=name, kind=local(kind), mentions=mentions)
    for entity, first, last, latitude, longitude in store.query(_DETAILS).rows:
        if entity in graph:
            node = graph.nodes[entity]
            node.update((k, str(v)) for k, v in (("first", first), ("last", last)) if v is not None)
            place = (("latitude", latitude), ("longitude", longitude))
            node.update((k, float(str(v))) for k, v in place if v is not None)
    edges: dict[tuple[str, str, str, str], _Edge] = {}
    for row in store.query(_STATEMENTS).rows:
        subject, predicate, object_, polarity, certainty, confidence, quote, file, published, who, asserted = row
        stance = "denied" if local(polarity) == "Denied" else "asserted" if asserted else "claimed"
        edge = edges.setdefault((str(subject), str(object_), local(predicate), stance), _Edge("relation", stance))
        edge.for_it.add(str(quote))
        edge.evidence.add(quote, file, published, who)
        edge.certainties.add(local(certainty))
        edge.confidences.add(float(str(confidence)))
    for event, source, target, label, stance, evidence in _joint_events(store):
        edge = edges.setdefault((source, target, label, stance), _Edge("event", stance))
        edge.for_it.add(event)
        edge.evidence.join(evidence)
    for (source, target, label, stance), edge in sorted(edges.items()):
        if source in graph and target in graph:
            graph.add_edge(source, target, key=f"{label} {stance}", label=label, **edge.attributes())
    return graph


def _joint_events(store: Queryable) -> Iterator[tuple[str, str, str, str, str, _Evidence]]:
    """For each event and pair of its participants: event, one, the other, label, stance, evidence."""
    parts: dict[str, tuple[str, str, dict[str, set[str]], _Evidence]] = {}
    for row in store.query(_EVENTS).rows:
        event, class_, role, entity, modality, voice, polarity, quote, file, published, date, who = row
        stance = stance_of_event(local(modality), local(voice), local(polarity))
        _, _, roles, evidence = parts.setdefault(str(event), (local(class_), stance, {}, _Evidence()))
        roles.setdefault(local(role), set()).add(str(entity))
        evidence.add(quote, file, published, who if local(voice) == "Attributed" else None, date)
    for event, (label, stance, roles, evidence) in parts.items():
        for source, target, name in joint(roles, label):
            yield event, source, target, name, stance, evidence
