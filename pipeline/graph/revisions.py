"""Editions of one article in the graph: which document revises which, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Triple

from pipeline.graph.iris import Iris
from pipeline.graph.namespaces import term
from pipeline.reconcile.revisions import revision
from pipeline.records import Extraction

__all__ = ["triples"]


def triples(base: str, editions: Iterable[tuple[Extraction, Extraction]]) -> Iterator[Triple]:
    """That documents, and sentences whose words were changed, are revisions of others.

    A sentence that both editions have, and one that only one of them has, is no revision of any: what was kept, added
    and removed can be told from the quotes (query `edits`).

    Args:
        base: The IRI under which those of the graph are made.
        editions: Pairs of documents that may be editions of one article, the older one first.
    """
    iris, revises = Iris(base), term("prov:wasRevisionOf")
    for older, newer in editions:
        found = revision(older, newer)
        if found is None:
            continue
        before, after = iris.document(found.older), iris.document(found.newer)
        yield Triple(after, revises, before)
        for i, j in found.rewritten:
            old, new = older.sentences[i].span, newer.sentences[j].span
            yield Triple(iris.sentence(after, new), revises, iris.sentence(before, old))
