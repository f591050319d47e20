"""Claims side by side: which agree, which contradict one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Triple

from pipeline.graph import literals
from pipeline.graph.iris import Iris
from pipeline.graph.namespaces import term
from pipeline.records import ClaimComparison, ComparisonVerdict

__all__ = ["triples"]

_SHORTCUT = {
    ComparisonVerdict.AGREEMENT: term("cg:agreesWith"),
    ComparisonVerdict.CONFLICT: term("cg:conflictsWith"),
}


def triples(
    iris: Iris, comparisons: Iterable[ClaimComparison], claims: Mapping[tuple[str, int], NamedNode], run: NamedNode
) -> Iterator[Triple]:
    """The comparisons, and both ways the shortcut between their claims.

    Args:
        claims: the IRI of each claim compared, by document id and position in Extraction.claims.
    """
    for comparison in comparisons:
        left = claims[comparison.left.document, comparison.left.index]
        right = claims[comparison.right.document, comparison.right.index]
        node = iris.hashed("comparison", left.value, right.value, comparison.dimension)
        yield Triple(node, term("rdf:type"), term("cg:ClaimComparison"))
        yield Triple(node, term("rdfs:label"), literals.text(literals.shortened(comparison.because)))
        yield Triple(node, term("cg:compares"), left)
        yield Triple(node, term("cg:compares"), right)
        yield Triple(node, term("cg:verdict"), term(f"cg:{comparison.verdict.value}"))
        yield Triple(node, term("cg:dimension"), term(f"cg:{comparison.dimension}"))
        yield Triple(node, term("cg:because"), literals.text(comparison.because))
        yield Triple(node, term("prov:wasGeneratedBy"), run)
        shortcut = _SHORTCUT.get(comparison.verdict)
        if shortcut is not None:
            yield Triple(left, shortcut, right)
            yield Triple(right, shortcut, left)
