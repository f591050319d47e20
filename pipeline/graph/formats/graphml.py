"""The network of entities as GraphML, for yEd, igraph, Gephi and Cytoscape."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.graph.formats.drawn import flat
from pipeline.graph.store import Queryable

__all__ = ["lines"]


def lines(store: Queryable, base: str = "") -> Iterator[str]:
    """The network line by line; the base is not needed."""
    import networkx  # here: builds do without

    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield from (f"{line}\n" for line in networkx.generate_graphml(flat(store)))
