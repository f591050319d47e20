"""A triple as the mapping makes it: its subject, predicate and object in a row.

pyoxigraph's own `Triple` copies them when it is made, and again when it is asked for them, which takes fifty times as
long as to hand on a tuple; a graph has hundreds of triples for each article. ``starmap(Triple, ...)`` makes them of it.
"""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

__all__ = ["Terms"]

Terms = tuple[NamedNode, NamedNode, NamedNode | Literal]
