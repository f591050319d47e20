"""Rankings: who and what leads by a count, kept in the graph so that nobody has to sort all of a large one."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode

from pipeline.graph import literals
from pipeline.graph.iris import Iris
from pipeline.graph.namespaces import term
from pipeline.graph.terms import Terms

__all__ = ["LONGEST", "leading", "triples"]

LONGEST = 200
"""So many of each class are kept."""

Score = tuple[int, ...]


def leading(scores: Iterable[tuple[Score, str]]) -> list[str]:
    """The IRIs with the highest scores, highest first; of equal scores those that come first by IRI.

    >>> leading([((1,), "urn:b"), ((2,), "urn:c"), ((1,), "urn:a")])
    ['urn:c', 'urn:a', 'urn:b']
    """
    return [iri for _, iri in heapq.nsmallest(LONGEST, ((tuple(-n for n in score), iri) for score, iri in scores))]


def triples(iris: Iris, measure: str, ranked: Mapping[NamedNode, Iterable[str]], run: NamedNode) -> Iterator[Terms]:
    """A ranking for each class.

    Args:
        measure: The property by which they are ranked, such as cg:mentions; each has it.
        ranked: The IRIs of those who lead, by class; in no order, which their counts tell.
    """
    for class_, leaders in ranked.items():
        node = iris.hashed("ranking", measure, class_.value)
        local = class_.value.replace("#", "/").rpartition("/")[2]
        yield node, term("rdf:type"), term("cg:Ranking")
        yield node, term("rdfs:label"), literals.text(f"{local} by {measure.partition(':')[2]}")
        yield node, term("cg:measure"), term(measure)
        yield node, term("cg:ofClass"), class_
        for leader in leaders:
            yield node, term("cg:ranks"), NamedNode(leader)
        yield node, term("prov:wasGeneratedBy"), run
