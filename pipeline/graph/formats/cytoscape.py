"""The network of entities as the JSON of Cytoscape and Cytoscape.js, with a style in which claims look like claims."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.graph.formats.drawn import KINDS, STANCES, line, size, tie
from pipeline.graph.networks import network
from pipeline.graph.store import Queryable

__all__ = ["lines"]


def lines(store: Queryable, base: str = "") -> Iterator[str]:
    """One element a line, then style and layout; the base is not needed.

    ``cytoscape({container, ...network})`` draws it. Cytoscape itself reads the elements alone. A node is its ``id`` and
    ``label``, and once more as ``value`` and ``name``, which networkx and Cytoscape ask for; ``interaction`` is what
    Cytoscape calls the label of an edge.
    """
    graph = network(store)
    yield '{"data": {"name": "citegraph"}, "directed": true, "multigraph": true, "elements": {"nodes": ['
    yield from _listed(
        {"id": node, "value": node, "name": data["label"], "size": size(data["mentions"]), **data}
        for node, data in graph.nodes(data=True)
    )
    yield '], "edges": ['
    yield from _listed(
        {"id": tie(one, other, key), "source": one, "target": other, "key": key, "interaction": data["label"], **data}
        for one, other, key, data in graph.edges(keys=True, data=True)
    )
    yield f']}},\n"style": [{",".join(map(_rule, _style()))}\n],\n"layout": {json.dumps(_LAYOUT)}}}\n'


_LAYOUT = {"name": "cose", "animate": False, "nodeDimensionsIncludeLabels": True}
_WIDTH = "mapData(size, 4, 40, 12, 60)"
_NODE = {
    "label": "data(label)",
    "font-size": 10,
    "min-zoomed-font-size": 6,
    "color": "#1d1c1a",
    "text-outline-color": "#ffffff",
    "text-outline-width": 2,
    "width": _WIDTH,
    "height": _WIDTH,
}
_EDGE = {
    "label": "data(label)",
    "font-size": 7,
    "min-zoomed-font-size": 7,
    "text-rotation": "autorotate",
    "curve-style": "bezier",
    "target-arrow-shape": "triangle",
    "width": "mapData(weight, 1, 10, 1, 6)",
}


def _style() -> Iterator[tuple[str, dict[str, Any]]]:
    """The rules of a style sheet of Cytoscape.js: selectors, and what they set."""
    yield "node", _NODE
    for kind, colour in KINDS.items():
        yield f'node[kind = "{kind}"]', {"background-color": colour}
    yield "edge", _EDGE
    for stance in STANCES:
        colour, dashes = line(stance)
        set_ = {"line-color": colour, "target-arrow-color": colour, "line-style": dashes}
        yield f'edge[stance = "{stance}"]', set_


def _rule(rule: tuple[str, dict[str, Any]]) -> str:
    selector, style = rule
    return "\n" + json.dumps({"selector": selector, "style": style})


def _listed(elements: Iterable[dict[str, Any]]) -> Iterator[str]:
    before = "\n"
    for element in elements:
        yield before + json.dumps({"data": element}, ensure_ascii=False)
        before = ",\n"
    yield "\n"
