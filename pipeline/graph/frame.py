"""How outlets frame one event: their words for it, who does what to whom in them, and whom they quote."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline import resources
from pipeline.errors import QueryError
from pipeline.graph import queries
from pipeline.graph.card import Row
from pipeline.graph.replaced import current
from pipeline.graph.store import Queryable

__all__ = ["Frame", "frame"]

LISTED = 12
"""So many of the events to choose from are named in a message."""


@dataclass(frozen=True)
class Frame:
    """What the articles make of an event; the rows are those of `frame-words`, `frame-acts` and `frame-voices`."""

    iri: str
    name: str
    words: tuple[Row, ...]
    acts: tuple[Row, ...]
    voices: tuple[Row, ...]


def frame(source: Queryable, event: str) -> Frame:
    """The framing of an occasion or event: its name, some words of its name in any order, or its IRI.

    Raises:
        QueryError: none has the words in its name, or several have; the message lists those to choose from.
    """
    node, name = _found(source, event)

    def rows(query: str) -> tuple[Row, ...]:
        return tuple(source.query(queries.find(query).bound({"event": node})).dicts)

    return Frame(node, name, rows("frame-words"), rows("frame-acts"), rows("frame-voices"))


def _found(source: Queryable, event: str) -> tuple[str, str]:
    wanted = " ".join(event.split())
    if ":" in wanted:
        wanted = current(source, [wanted]).get(wanted, wanted)
    told_as = queries.read(resources.queries() / "card" / "told-as.rq")
    words = wanted.casefold().split()
    longest = wanted if ":" in wanted else max(words, key=len, default="")
    found = source.query(told_as.bound({"words": longest})).dicts
    exact = [row for row in found if wanted in (row["node"], row["name"])]
    near = exact or [row for row in found if all(word in str(row["name"]).casefold() for word in words)]
    occasions = [row for row in near if row["kind"] == "occasion"]
    chosen = next((some for some in (exact, occasions, near) if len(some) == 1), None)
    if chosen is not None:
        return str(chosen[0]["node"]), str(chosen[0]["name"])
    if not near:
        raise QueryError(
            f"no event of this graph is called {event!r}; `citegraph query occasions` lists what several articles "
            "tell of, `citegraph query timeline` all that is dated"
        )
    choices = [f"{row['name']} <{row['node']}>" for row in (occasions or near)[:LISTED]]
    rest = "" if len(occasions or near) <= LISTED else f" and {len(occasions or near) - LISTED} more"
    raise QueryError(f"{event!r} may be several events; give the name or IRI of one: {', '.join(choices)}{rest}")
