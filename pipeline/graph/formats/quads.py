"""The graph with a named graph for each document, in the manner of nanopublications: TriG and N-Quads.

For a document D the graph `<D#assertion>` holds what D alone vouches for: itself, its sentences and words, statements
and claims, the events that no other document reports, and the plain triples that a statement of D makes.
`<D#provenance>` says where that graph comes from. What several documents tell together, or what was computed over all
of them (entities, events of many reports, comparisons, edits, origins, the run), stands in the default graph.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple

from pipeline.graph import turtle
from pipeline.graph.iris import Iris
from pipeline.graph.namespaces import CERTAINTY, POLARITY, PROPERTY_OF, VOICE, term
from pipeline.graph.sorting import Sorter
from pipeline.graph.store import Store
from pipeline.records import Certainty, Polarity, Voice

__all__ = ["nquads", "quads", "trig"]

_A, _EDIT = term("rdf:type"), term("cg:Edit")
_CONTEXT, _CITES, _APPEARANCE = term("nif:referenceContext"), term("prov:wasDerivedFrom"), term("schema:appearance")
_QUANTITY, _RUN = term("cg:quantity"), term("prov:wasGeneratedBy")
_SUBJECT, _PREDICATE, _OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
_RELATIONS = frozenset(PROPERTY_OF.values())
_VOUCHING = (
    (term("cg:voice"), VOICE[Voice.NARRATOR]),
    (term("cg:polarity"), POLARITY[Polarity.AFFIRMED]),
    (term("cg:certainty"), CERTAINTY[Certainty.CERTAIN]),
)
_SEPARATOR = "\x01"
_REMEMBERED = 4096


def quads(store: Store, base: str = "") -> Iterator[Quad]:
    """All triples with their graphs, sorted by graph; what several documents state comes with each of them."""
    for graph, line in _lines(store, base):
        triple = _parsed(line)
        yield Quad(triple.subject, triple.predicate, triple.object, NamedNode(graph) if graph else DefaultGraph())


def nquads(store: Store, base: str = "") -> Iterator[str]:
    """Sorted N-Quads: those of the default graph first, then document by document. Memory stays bounded."""
    for graph, line in _lines(store, base):
        yield f"{line} <{graph}> .\n" if graph else f"{line} .\n"


def trig(store: Store, base: str = "") -> Iterator[str]:
    """TriG: the default graph as Turtle, then the graphs of each document. Memory stays bounded."""
    yield from turtle.head(base)
    for graph, lines in itertools.groupby(_lines(store, base), key=lambda found: found[0]):
        triples = (_parsed(line) for _, line in lines)
        if not graph:
            yield from turtle.body(triples, base)
            continue
        yield f"\n{turtle.iri(graph, base)} {{\n"
        yield from turtle.body(triples, base)
        yield "}\n"


def _parsed(line: str) -> Triple:
    found: Triple = next(pyoxigraph.parse(f"{line} .", RdfFormat.N_TRIPLES)).triple
    return found


def _lines(store: Store, base: str) -> Iterator[tuple[str, str]]:
    """Each triple as N-Triples, with the IRI of its graph, sorted by graph."""
    homes = _Homes(store)
    iris = Iris(base)
    with closing(Sorter()) as sorter:
        for triple in store.triples():
            for document in homes.of(triple) or ("",):
                graph = iris.part(document, "assertion").value if document else ""
                sorter.add(f"{graph}{_SEPARATOR}{triple}")
        for document in homes.documents():
            assertion = iris.part(document, "assertion")
            graph = iris.part(document, "provenance").value
            made = [Triple(assertion, _CITES, NamedNode(document))]
            made += [Triple(assertion, _RUN, run) for run in homes.runs]
            for triple in made:
                sorter.add(f"{graph}{_SEPARATOR}{triple}")
        for line in sorter:
            graph, _, written = line.partition(_SEPARATOR)
            yield graph, written


class _Homes:
    """Finds the documents that a triple comes from; none if it is of the whole corpus."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.home = lru_cache(maxsize=_REMEMBERED)(self._home)
        self._vouched = lru_cache(maxsize=_REMEMBERED)(self._vouching)
        self.runs = sorted(store.subjects(_A, term("prov:Activity")), key=str)

    def documents(self) -> Iterator[str]:
        """All documents, in no particular order."""
        return (node.value for node in self._store.subjects(_A, term("nif:Context")))

    def of(self, triple: Triple) -> tuple[str, ...]:
        """The IRIs of the documents, sorted."""
        subject = triple.subject
        if not isinstance(subject, NamedNode):
            return ()
        home = self.home(subject.value)
        if len(home) == 1:
            return home
        if triple.predicate == _CITES and isinstance(triple.object, NamedNode):
            return self.home(triple.object.value)
        if triple.predicate in _RELATIONS and not home:
            return self._vouched(subject.value).get((triple.predicate, triple.object), ())
        return ()

    def _home(self, node: str) -> tuple[str, ...]:
        """The documents that a node is of: that it is a stretch of, appears in, or is derived from."""
        about = list(self._store.triples(NamedNode(node)))
        found: set[str] = set()
        for triple in about:
            other = triple.object
            if triple.predicate == _A and other == term("nif:Context"):
                return (node,)
            if triple.predicate == _A and other == _EDIT:  # it is found between two, even if it cites one alone
                return ()
            if isinstance(other, NamedNode):
                if triple.predicate in (_CONTEXT, _APPEARANCE):
                    return (other.value,)
                if triple.predicate == _CITES:
                    found.update(self.home(other.value))
        if not found and any(t.object == term("schema:QuantitativeValue") for t in about):
            for claim in self._store.subjects(_QUANTITY, NamedNode(node)):
                found.update(self.home(claim.value))
        return tuple(sorted(found))

    def _vouching(self, subject: str) -> dict[tuple[NamedNode, object], tuple[str, ...]]:
        """Of the plain triples about a subject, the documents that state them in their own voice."""
        found: dict[tuple[NamedNode, object], set[str]] = {}
        for statement in self._store.subjects(_SUBJECT, NamedNode(subject)):
            said: dict[NamedNode, NamedNode | BlankNode | pyoxigraph.Literal | Triple] = {
                t.predicate: t.object for t in self._store.triples(statement)
            }
            predicate = said.get(_PREDICATE)
            if isinstance(predicate, NamedNode) and all(said.get(p) == o for p, o in _VOUCHING):
                found.setdefault((predicate, said[_OBJECT]), set()).update(self.home(statement.value))
        return {key: tuple(sorted(documents)) for key, documents in found.items()}
