"""Old IRIs in questions: an entity that is now known to be another is asked for under the IRI that it has now."""

from __future__ import annotations

import re

from pyoxigraph import NamedNode

from pipeline.graph.namespaces import PREFIXES
from pipeline.graph.sparql import iris_in, with_iris
from pipeline.graph.store import Queryable

__all__ = ["current", "updated"]

_ASKS_ITSELF = re.compile(r"isReplacedBy|owl[:#]sameAs")
_OURS = tuple(PREFIXES.values())


def current(source: Queryable, old: list[str]) -> dict[str, str]:
    """Of those IRIs that were replaced, the ones that they have now."""
    nodes = [str(NamedNode(iri)) for iri in old if not iri.startswith(_OURS)]
    if not nodes:
        return {}
    query = f"SELECT ?old ?new {{ VALUES ?old {{ {' '.join(nodes)} }} ?old dcterms:isReplacedBy ?new }}"
    return {str(row["old"]): str(row["new"]) for row in source.query(query).dicts}


def updated(source: Queryable, query: str) -> str:
    """The text of a query with the IRIs written in it replaced by those that hold now.

    Questions that were written down before two entities were merged go on being answered. A query that itself asks
    what was replaced, or what is the same, is left as it is.
    """
    if _ASKS_ITSELF.search(query):
        return query
    return with_iris(query, current(source, iris_in(query)))
