"""citegraph push."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

import pipeline
from pipeline.cli.advice import GraphFolder
from pipeline.cli.app import Named, app, console, messages
from pipeline.graph.push import push as push_triples
from pipeline.graph.server import LAYOUTS, Server
from pipeline.settings import credentials

__all__ = ["load", "push"]


@app.command()
def push(
    url: Annotated[str, typer.Argument(metavar="URL", help="The address of the server.", show_default=False)],
    graph: GraphFolder = Path("data/graph"),
    named: Named = None,
    server: Annotated[
        str | None,
        typer.Option(metavar="KIND", help=f"What it is, if it does not say so itself: {', '.join(LAYOUTS)}."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")] = False,
) -> None:
    """Load the graph into a SPARQL server, in the place of what its named graph held before.

    The new graph takes that place when all of it has arrived. If anything is killed on the way, run the same command
    again: it completes the load, and nothing is lost or doubled. A server that asks for a login is given
    CITEGRAPH_STORE_USER and CITEGRAPH_STORE_PASSWORD, or CITEGRAPH_STORE_TOKEN, or what ~/.netrc has for it.

    **Example:** `citegraph push http://localhost:7878`
    """
    load(graph, url, named, server, quiet=quiet)


def load(graph: Path, url: str, named: str | None, layout: str | None = None, *, quiet: bool = False) -> None:
    """Load the graph in a folder into a server, and say how to ask it there."""
    opened = pipeline.open_graph(graph)
    there = Server(url, layout, credentials(), told=lambda line: messages.print(line, markup=False, highlight=False))
    columns = TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=messages, transient=True, disable=quiet) as bar:
        task = bar.add_task("Sending triples", total=None)
        pushed = push_triples(
            there,
            opened.triples(),
            named or opened.base,
            told=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if quiet:
        return
    kept = f" ({pushed.kept:,} of them sent by an earlier run)" if pushed.kept else ""
    console.print(f"{pushed.triples:,} triples{kept} are in {pushed.named}", highlight=False, soft_wrap=True)
    console.print(
        f"Ask them: citegraph query timeline --endpoint {there.query_url} --named {pushed.named}",
        highlight=False,
        soft_wrap=True,
    )
