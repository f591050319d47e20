"""The network of entities as GEXF: coloured, sized, and with dates for Gephi's timeline."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from typing import Any

from pipeline.graph.formats.drawn import KINDS, flat, line, size
from pipeline.graph.store import Queryable

__all__ = ["lines"]

_OWN_KEY = re.compile(r'<attribute id="(\d+)" title="networkx_key"')


def lines(store: Queryable, base: str = "") -> Iterator[str]:
    """The network as GEXF 1.2, without the day on which it is written; the base is not needed.

    For timelines a relation begins with the first article that states it, an event lies where its dates do, and an
    entity begins with the first article that mentions it, or before that with the first of its edges: an edge cannot be
    seen while one of its ends is not there.
    """
    graph = flat(store)
    for _, _, key, edge in graph.edges(keys=True, data=True):
        begin, end = edge.get("from", edge.get("first")), edge.get("until")
        if begin is not None:
            edge["start"] = _day(begin, last=False)
        if end is not None:
            edge["end"] = _day(end, last=True)
        colour, shape = line(edge["stance"])
        edge |= {"id": key, "viz": {"color": _rgb(colour), "thickness": float(edge["weight"]), "shape": shape}}
    for node, data in graph.nodes(data=True):
        if "first" in data:
            own = [
                e["start"]
                for *_, e in (*graph.in_edges(node, data=True), *graph.out_edges(node, data=True))
                if "start" in e
            ]
            data["start"] = min((data["first"], *own))
        data["viz"] = {"color": _rgb(KINDS[data["kind"]]), "size": size(data["mentions"])}
    import networkx  # here: builds do without

    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield from _tidied(networkx.generate_gexf(graph))


def _tidied(written: Iterator[str]) -> Iterator[str]:
    """Without the day of writing, and without the keys by which networkx tells edges apart: they are the ids."""
    own = None
    for row in written:
        found = _OWN_KEY.search(row)
        if found is not None:
            own = f'<attvalue for="{found[1]}"'
        elif own is None or own not in row:
            row = re.sub(r' lastmodifieddate="[^"]*"', "", row)
            yield re.sub(r"<creator>.*</creator>", "<creator>citegraph</creator>", row) + "\n"


def _rgb(colour: str) -> dict[str, Any]:
    """A colour as networkx wants it.

    >>> _rgb("#c77700")
    {'r': 199, 'g': 119, 'b': 0, 'a': 1.0}
    """
    red, green, blue = bytes.fromhex(colour[1:])
    return {"r": red, "g": green, "b": blue, "a": 1.0}


def _day(date: str, *, last: bool) -> str:
    """The first or the last day of a date that may be a month or a year.

    >>> _day("2024-02", last=True), _day("2024", last=False)
    ('2024-02-29', '2024-01-01')
    """
    if re.fullmatch(r"\d{4}", date):
        return f"{date}-12-31" if last else f"{date}-01-01"
    if re.fullmatch(r"\d{4}-\d\d", date):
        days = calendar.monthrange(int(date[:4]), int(date[5:]))[1]
        return f"{date}-{days:02}" if last else f"{date}-01"
    return date
