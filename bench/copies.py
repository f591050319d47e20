"""A large graph like a real one: that of the sample articles, so many times, each time under another base."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from pyoxigraph import NamedNode, Triple

import pipeline

__all__ = ["copies"]


def copies(graph: pipeline.graph.Graph, triples: int) -> Iterator[Triple]:
    """The triples of a graph again and again, each time under another base, until there are at least so many."""
    base, own = graph.base, list(graph.triples())
    for number in count(1):
        if (number - 1) * len(own) >= triples:
            return
        for triple in own:
            yield Triple(*(_moved(term, base, f"{base}copy{number}/") for term in triple))


def _moved(term, base, to):  # type: ignore[no-untyped-def]
    if isinstance(term, NamedNode) and term.value.startswith(base):
        return NamedNode(to + term.value.removeprefix(base))
    return term
