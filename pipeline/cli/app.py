"""The typer application, and the options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup

import pipeline

__all__ = ["GraphFolder", "Named", "app", "console", "messages", "wide"]

console = Console()
messages = Console(stderr=True)


def wide() -> Console:
    """The console for tables: as wide as the terminal; in a file or a pipe wide enough that no cell breaks."""
    return console if console.is_terminal else Console(width=max(120, console.width))


_ORDER = (
    "build", "query", "queries", "show", "origins", "compare", "ledger", "frame", "history", "review", "merge", "split",
    "undo", "decisions", "remove", "restore", "removed", "forget", "link", "serve", "export", "push", "validate",
    "pack", "verify", "evaluate", "doctor",
)  # fmt: skip


class _InOrder(TyperGroup):
    """Lists the commands as they are used, one after the other."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands."""
        return sorted(super().list_commands(ctx), key=_ORDER.index)


app = typer.Typer(
    name="citegraph",
    cls=_InOrder,
    help="Turns articles into an RDF graph in which every statement cites the sentence it came from.",
    epilog="Exit status: 0 clean, 1 done with skipped documents, 2 could not run, 3 another build is writing.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

GraphFolder = Annotated[
    Path,
    typer.Option("--graph", "-g", help="The folder that a build wrote.", envvar="CITEGRAPH_GRAPH", show_default=True),
]

Named = Annotated[
    str | None,
    typer.Option(
        metavar="IRI", help="The named graph on the server; what is loaded goes to the graph's base by itself."
    ),
]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"citegraph {pipeline.__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    pass
