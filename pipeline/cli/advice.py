"""What messages tell people to run names the graph that it is about, so that it can be pasted as it stands."""

from __future__ import annotations

import re
import shlex
from contextvars import ContextVar
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["GraphFolder", "about", "advice"]

_ASKS = re.compile(r"\bcitegraph (?:query|show|history|forget|removed|restore|undo|decisions|link)\b(?! --graph)")
"""Commands that messages tell of and that ask a graph, as an extra word may follow them."""
_graph: ContextVar[Path | None] = ContextVar("_graph", default=None)


def about(graph: Path | None) -> None:
    """From here on, messages are about this graph; about None, if commands find it without being told."""
    _graph.set(graph)


def advice(text: str) -> str:
    """A message whose commands name the graph, where that is another than they would ask by themselves.

    >>> about(Path("my graph"))
    >>> advice("`citegraph query documents` lists them")
    "`citegraph query --graph 'my graph' documents` lists them"
    >>> about(None)
    >>> advice("`citegraph query documents` lists them")
    '`citegraph query documents` lists them'
    """
    graph = _graph.get()
    if graph is None:
        return text
    option = f" --graph {shlex.quote(str(graph))}"
    return _ASKS.sub(lambda command: command.group() + option, text)


def _named(context: typer.Context, graph: Path) -> Path:
    source = context.get_parameter_source("graph")
    about(graph if source is not None and source.name == "COMMANDLINE" else None)
    return graph


GraphFolder = Annotated[
    Path,
    typer.Option(
        "--graph",
        "-g",
        help="The folder that a build wrote.",
        envvar="CITEGRAPH_GRAPH",
        show_default=True,
        callback=_named,
    ),
]
