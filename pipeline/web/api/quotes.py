"""The words of sentences, by their IRIs."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from pipeline.graph.store import Queryable

__all__ = ["quoted"]


def quoted(store: Queryable, sentences: Iterable[str]) -> dict[str, str]:
    """What stands in each of these sentences; those that the graph does not hold are left out.

    Raises:
        ValueError: one of them is no IRI.
    """
    named = " ".join(str(NamedNode(iri)) for iri in sorted(sentences))
    if not named:
        return {}
    rows = store.query(f"SELECT ?sentence ?quote {{ VALUES ?sentence {{ {named} }} ?sentence nif:anchorOf ?quote }}")
    return {str(sentence): str(quote) for sentence, quote in rows}
