"""Opens the graph that a command asks: that of now, or as it stood on a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

import pipeline
from pipeline.cli.app import messages
from pipeline.cli.progress import Bar
from pipeline.graph import Graph

__all__ = ["AsOf", "opened"]

AsOf = Annotated[
    dt.datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help="The graph as it stood on this day: of the documents published by then, each as it read then.",
    ),
]


def opened(graph: Path, as_of: dt.datetime | None) -> Graph:
    """The graph in a folder, as it stood at the end of a day if one is given; a bar shows how that is made."""
    if as_of is None:
        return pipeline.open_graph(graph)
    from pipeline.run.as_of import as_of as view  # here: it brings the rooms of the corpus along

    with Bar(messages) as bar:
        return Graph.open(view(graph, as_of.date(), bar))
