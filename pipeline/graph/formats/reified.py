"""Turtle of RDF 1.2: each statement as a reifier of the triple that it is about, instead of the vocabulary of RDF 1.1.

`<statement/1> rdf:reifies <<( <person/a> schema:memberOf <organization/b> )>>` says of a triple who states it, without
stating it: a plain triple is there only where the graph has it.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from pipeline.graph import turtle
from pipeline.graph.namespaces import term
from pipeline.graph.store import Store

__all__ = ["lines"]

_A, _STATEMENT, _REIFIES = term("rdf:type"), term("rdf:Statement"), term("rdf:reifies")
_SUBJECT, _PREDICATE, _OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")


def lines(store: Store, base: str = "") -> Iterator[str]:
    """The whole graph in pieces; only tools that know RDF 1.2 read it. Memory stays bounded."""
    return turtle.lines(_reified(store), base)


def _reified(store: Store) -> Iterator[Triple]:
    for triple in store.triples():
        if triple.predicate in (_PREDICATE, _OBJECT) or (triple.predicate == _A and triple.object == _STATEMENT):
            continue
        if triple.predicate != _SUBJECT or not isinstance(triple.subject, NamedNode):
            yield triple
            continue
        said = {t.predicate: t.object for t in store.triples(triple.subject)}
        subject, predicate, other = triple.object, said.get(_PREDICATE), said.get(_OBJECT)
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and other is not None:
            yield Triple(triple.subject, _REIFIES, Triple(subject, predicate, other))
