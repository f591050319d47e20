"""A part of a graph to export: one document, a range of dates, what surrounds one entity, the entities alone."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from pipeline.errors import QueryError
from pipeline.graph.card import named
from pipeline.graph.formats.findings import ENTITIES
from pipeline.graph.namespaces import term
from pipeline.graph.recount import COUNTS, recounted
from pipeline.graph.slice import sliced
from pipeline.graph.store import Store

__all__ = ["Choice", "excerpt"]

_A, _CONTEXT, _IN = term("rdf:type"), term("nif:referenceContext"), term("cg:inSentence")
_GATHERS, _WHOLE = term("cg:gathers"), {term("cg:OneOrigin"), term("cg:Editions")}
_DENOTES, _APPEARANCE = term("gaf:denotes"), term("schema:appearance")
_ATTRIBUTES = {
    _A,
    *map(
        term,
        ("rdfs:label", "schema:name", "schema:alternateName", "cg:nameKey", "schema:sameAs", "geo:lat", "geo:long",
         "gn:population", "gn:countryCode"),
    ),
}  # fmt: skip
_DOCUMENTS = """
SELECT ?document ?file ?url ?published WHERE {
    ?document a schema:NewsArticle ; cg:sourceFile ?file .
    OPTIONAL { ?document schema:url ?url }
    OPTIONAL { ?document schema:datePublished ?published }
}
ORDER BY ?document
"""
_ABOUT, _QUANTITY, _COUNTED, _EVENT = (
    term(name) for name in ("schema:about", "cg:quantity", "cg:countOf", "sem:Event")
)
_INVOLVES = "rdf:subject|rdf:object|cg:actor|cg:target|sem:hasPlace|cg:claimant|schema:about"


@dataclass(frozen=True)
class Choice:
    """What part of a graph is wanted; what is chosen in several ways has to be meant by all of them.

    Args:
        entity: what is stated of one entity, what happened to it, what it says, and what is said of it; by name or IRI.
        document: what one document says; by its file, its URL or its IRI.
        since: what documents say that were published on this day or later.
        until: likewise, on this day or earlier.
        entities_only: entities, what relates them, and events; without the claims and words of the documents.
    """

    entity: str = ""
    document: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    entities_only: bool = False

    @property
    def of_documents(self) -> bool:
        """Whether some documents alone are wanted."""
        return bool(self.document or self.since or self.until)


def excerpt(store: Store, choice: Choice) -> Store:
    """The part of a graph that is wanted, in memory. Whatever is in it comes with its sentences and their documents.

    An event that several documents report comes with all its reports, since its roles and dates are theirs together.

    Raises:
        QueryError: there is no such entity or document, or more than one; or no document of these days.
    """
    documents = _documents(store, choice) if choice.of_documents else None
    entity = str(named(store, choice.entity)["entity"]) if choice.entity else ""
    nodes = set(_findings(store, documents, entity, choice.entities_only))
    nodes |= set(_claims(store, nodes, documents))
    nodes |= set(_events(store, nodes))
    if documents is not None:
        nodes |= documents
    if documents is not None and not (entity or choice.entities_only):
        nodes |= {s for d in documents for s in store.subjects(_CONTEXT, d)}
    part = sliced(store, nodes)
    kept = list(part.triples)
    known = set(_entities(store, kept))
    if entity:
        known.add(NamedNode(entity))
    elif choice.entities_only and documents is None:
        known |= {n for c in ENTITIES for n in store.subjects(_A, NamedNode(c))}
    for node in known:
        kept += (t for t in store.triples(node) if t.predicate in _ATTRIBUTES)
    present = known | {t.subject for t in kept}
    for sentence in part.sentences if not choice.entities_only else ():
        for mention in store.subjects(_IN, sentence):
            about = list(store.triples(mention))
            denoted = [t for t in about if t.predicate == _DENOTES and t.object in present]
            if denoted:
                kept += [t for t in about if t.predicate != _DENOTES] + denoted
    said = {t for t in kept if t.predicate not in COUNTS}
    return Store.in_memory([*said, *recounted(said, _origins(store, said))])


def _origins(store: Store, said: Iterable[Triple]) -> dict[str, str]:
    """The document that stands for all of one origin, for each document that repeats another, or is repeated."""
    documents = {t.object for t in said if t.predicate == _CONTEXT and isinstance(t.object, NamedNode)}
    found: dict[str, str] = {}
    for document in documents:
        for cluster in store.subjects(_GATHERS, document):
            about = list(store.triples(cluster))
            if any(t.predicate == _A and t.object in _WHOLE for t in about):
                found[document.value] = min(str(t.object) for t in about if t.predicate == _GATHERS)
    return found


def _documents(store: Store, choice: Choice) -> set[NamedNode]:
    found: set[NamedNode] = set()
    files: list[str] = []
    for iri, file, url, published in store.query(_DOCUMENTS).rows:
        files.append(str(file))
        if choice.document and choice.document not in (iri, file, url):
            continue
        if choice.since or choice.until:
            if not isinstance(published, dt.date):
                continue
            if (choice.since and published < choice.since) or (choice.until and published > choice.until):
                continue
        found.add(NamedNode(str(iri)))
    if found:
        return found
    if choice.document and choice.document not in files:
        near = difflib.get_close_matches(choice.document, files, n=3, cutoff=0.4)
        hint = f"; did you mean {', '.join(near)}?" if near else "; `citegraph query documents` lists those there are"
        raise QueryError(f"the graph has no document {choice.document!r}{hint}")
    days = f"{f' since {choice.since}' if choice.since else ''}{f' until {choice.until}' if choice.until else ''}"
    raise QueryError(f"no document was published{days}; `citegraph query documents` lists those there are, with dates")


def _findings(store: Store, documents: set[NamedNode] | None, entity: str, entities_only: bool) -> Iterator[NamedNode]:
    """Statements, events and claims that are meant."""
    about = f"?finding {_INVOLVES} <{entity}> ." if entity else ""
    kinds = "rdf:Statement sem:Event" if entities_only else "rdf:Statement sem:Event schema:Claim"
    asked = (
        "SELECT DISTINCT ?finding ?document { "
        f"VALUES ?kind {{ {kinds} }} {about} ?finding a ?kind ; "
        "prov:wasDerivedFrom/nif:referenceContext ?document }"
    )
    for finding, document in store.query(asked).terms:
        if isinstance(finding, NamedNode) and (documents is None or document in documents):
            yield finding


def _claims(store: Store, findings: Iterable[NamedNode], documents: set[NamedNode] | None) -> Iterator[NamedNode]:
    """Those who say so: the claims that state a statement, or tell of an event."""
    for finding in findings:
        for name in ("cg:states", "schema:about"):
            for claim in store.subjects(term(name), finding):
                where = {t.object for t in store.triples(claim) if t.predicate == _APPEARANCE}
                if documents is None or where & documents:
                    yield claim


def _events(store: Store, findings: Iterable[NamedNode]) -> Iterator[NamedNode]:
    """The events that claims are about, or count."""
    for finding in findings:
        for triple in store.triples(finding):
            if triple.predicate == _QUANTITY and isinstance(triple.object, NamedNode):
                others = [t.object for t in store.triples(triple.object) if t.predicate == _COUNTED]
            else:
                others = [triple.object] if triple.predicate == _ABOUT else []
            for other in others:
                if isinstance(other, NamedNode) and Triple(other, _A, _EVENT) in store.triples(other):
                    yield other


def _entities(store: Store, triples: Iterable[Triple]) -> Iterator[NamedNode]:
    classes = {NamedNode(c) for c in ENTITIES}
    for node in {t.subject for t in triples}:
        if isinstance(node, NamedNode) and any(t.predicate == _A and t.object in classes for t in store.triples(node)):
            yield node
