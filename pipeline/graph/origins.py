"""Articles and passages that repeat one another, and which of them was presumably first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from pipeline.graph import literals
from pipeline.graph.iris import Iris
from pipeline.graph.namespaces import term
from pipeline.graph.terms import Terms
from pipeline.records import OriginCluster, OriginKind

__all__ = ["Place", "key", "triples"]

_OF_DOCUMENTS = (OriginKind.ONE_ORIGIN, OriginKind.EDITIONS)


@dataclass(frozen=True)
class Place:
    """The IRIs of a document and of those of its sentences that stand in others, by position."""

    document: NamedNode
    sentences: Mapping[int, NamedNode]


def key(cluster: OriginCluster, places: Mapping[str, Place]) -> str:
    """All that the triples of a cluster depend on besides the run; see `triples`."""
    c = cluster
    shared = []
    for repeat in c.repeats:
        place = places[repeat.document]
        shared.append((place.document.value, [(at, place.sentences[at].value) for at in repeat.sentences]))
    documents = [repeat.document for repeat in c.repeats]
    return f"origin {(c.kind.value, c.origin_known, c.credit, c.because, documents, shared)!r}"


def triples(
    iris: Iris, clusters: Iterable[OriginCluster], places: Mapping[str, Place], run: NamedNode
) -> Iterator[Terms]:
    """The clusters, with what they gather: documents, or the sentences that are shared.

    Args:
        places: the IRIs of each document that is in a cluster, by its id.
    """
    for cluster in clusters:
        sentences = [[places[r.document].sentences[at] for at in r.sentences] for r in cluster.repeats]
        whole = cluster.kind in _OF_DOCUMENTS
        gathered = [[places[r.document].document] for r in cluster.repeats] if whole else sentences
        node = iris.hashed("origin", cluster.kind, *sorted(member.value for own in gathered for member in own))
        yield node, term("rdf:type"), term(f"cg:{cluster.kind.value}")
        if cluster.kind is not OriginKind.INDEPENDENT_REPORTS:
            yield node, term("rdf:type"), term("cg:OriginCluster")
        yield node, term("rdfs:label"), literals.text(literals.shortened(cluster.because))
        for member in (member for own in gathered for member in own):
            yield node, term("cg:gathers"), member
        if cluster.origin_known:
            yield node, term("cg:presumedOrigin"), gathered[0][0]
        if cluster.credit:
            yield node, term("cg:credit"), literals.text(cluster.credit)
        yield node, term("cg:because"), literals.text(cluster.because)
        first: dict[str, tuple[int, NamedNode]] = {}
        for repeat, own in zip(cluster.repeats, sentences, strict=True):
            begin = min(zip(repeat.sentences, own, strict=True), key=lambda pair: pair[0])
            first[repeat.document] = min(first.get(repeat.document, begin), begin, key=lambda pair: pair[0])
        for _, sentence in first.values():
            yield node, term("cg:sharesFrom"), sentence
        for sentence in (sentence for own in sentences for sentence in own):
            yield node, term("prov:wasDerivedFrom"), sentence
        yield node, term("prov:wasGeneratedBy"), run
