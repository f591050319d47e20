"""What all formats of drawings share: the network with ids and text that every file can hold, colours and sizes."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final

from pipeline.graph.iris import digest
from pipeline.graph.networks import LISTS, network
from pipeline.graph.store import Queryable

if TYPE_CHECKING:
    import networkx

__all__ = ["DASHES", "KINDS", "STANCES", "flat", "line", "size", "tie"]

KINDS: Final[dict[str, str]] = {
    "Person": "#1d4fbf",
    "Organization": "#7a2a92",
    "City": "#0f6b3c",
    "Country": "#0b6478",
    "AdministrativeArea": "#4d6210",
    "Place": "#6b5314",
    "Group": "#97400c",
    "Event": "#b3261e",
    "CreativeWork": "#57534e",
}
"""The colour of a node by its kind, as in the explorer."""
FACT, CLAIM, DENIAL, THOUGHT = "#35506b", "#c77700", "#a3261c", "#8d8779"
STANCES: Final[dict[str, str]] = {
    "asserted": FACT,
    "actual": FACT,
    "claimed": CLAIM,
    "denied": DENIAL,
    "negated": DENIAL,
    "planned": THOUGHT,
    "hypothetical": THOUGHT,
    "generic": THOUGHT,
}
"""The colour of an edge by its stance. It says nothing that the line does not say, for those who see no colours."""
DASHES: Final[dict[str, str]] = {FACT: "solid", CLAIM: "dashed", DENIAL: "dotted", THOUGHT: "dashed"}

_ILLEGIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def tie(source: str, target: str, key: str) -> str:
    """The id of an edge: no other edge has it, and it is the same in every export."""
    return f"e{digest(source, target, key)}"


def size(mentions: int) -> float:
    """The size of a node: its area grows with its mentions.

    >>> size(0), size(100)
    (4.0, 24.0)
    """
    return round(4 + 2 * math.sqrt(mentions), 1)


def line(stance: str) -> tuple[str, str]:
    """The colour of an edge, and whether it is solid, dashed or dotted: whole lines are facts alone.

    >>> line("claimed")
    ('#c77700', 'dashed')
    """
    colour = STANCES[stance]
    return colour, DASHES[colour]


def flat(store: Queryable) -> networkx.MultiDiGraph[Any]:
    """The network for files of XML: each edge has an id of its own as its key, lists are text, one value a line.

    Control characters, which XML has no way to write, are replaced by U+FFFD.
    """
    import networkx  # here: builds do without

    graph: networkx.MultiDiGraph[Any] = networkx.MultiDiGraph()
    whole = network(store)
    for node, data in whole.nodes(data=True):
        graph.add_node(node, **_legible(data))
    for source, target, key, data in whole.edges(keys=True, data=True):
        texts = data | {name: "\n".join(data[name]) for name in LISTS}
        graph.add_edge(source, target, key=tie(source, target, key), **_legible(texts))
    return graph


def _legible(data: dict[str, Any]) -> dict[str, Any]:
    return {name: _ILLEGIBLE.sub("\ufffd", v) if isinstance(v, str) else v for name, v in data.items()}
