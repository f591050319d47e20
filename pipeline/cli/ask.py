"""citegraph query, queries and show."""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

import pipeline
from pipeline.cli.app import GraphFolder, app, console
from pipeline.errors import QueryError
from pipeline.graph import Endpoint, Result, ask, queries
from pipeline.graph.result import Value

__all__ = ["query", "shipped_queries"]


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TTL = "ttl"


@app.command()
def query(
    text: Annotated[str, typer.Argument(metavar="QUERY", help="A query of the library, a .rq file, or SPARQL.")],
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", metavar="NAME=VALUE", help="A value for the query; repeatable.")
    ] = None,
    graph: GraphFolder = Path("data/graph"),
    endpoint: Annotated[
        str | None, typer.Option(help="Ask this SPARQL endpoint instead of a graph on disk.", metavar="URL")
    ] = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="How to print the answer.")] = Format.TABLE,
    limit: Annotated[int, typer.Option(min=0, help="Show at most so many rows of the table; 0 shows all.")] = 0,
) -> None:
    """Ask the graph: a query by its name, a file, or SPARQL text.

    **Examples:** `citegraph query claims-by --param name="OVD-Info"` ·
    `citegraph query "SELECT ?name { ?x a cg:Group ; schema:name ?name }" --format csv`
    """
    values: dict[str, Value] = dict(_pair(item) for item in param or [])
    answer = ask(Endpoint(endpoint), text, values) if endpoint else pipeline.open_graph(graph).query(text, **values)
    _print(answer, format, limit)


def _pair(item: str) -> tuple[str, str]:
    name, sign, value = item.partition("=")
    if not sign or not name:
        raise QueryError(f"--param {item!r} is no NAME=VALUE, such as name=OVD-Info")
    return name.strip(), value


def _print(result: Result, format: Format, limit: int) -> None:
    if format is Format.CSV:
        sys.stdout.write(result.to_csv())
    elif format is Format.JSON:
        sys.stdout.write(result.to_json() + "\n")
    elif format is Format.TTL:
        try:
            sys.stdout.write(result.to_turtle())
        except ValueError as error:
            raise QueryError(str(error)) from error
    else:
        _print_table(result, limit)


def _print_table(result: Result, limit: int) -> None:
    rows = result.to_table()
    shown = rows[:limit] if limit else rows
    out = console if console.is_terminal else Console(width=max(120, shutil.get_terminal_size().columns))
    table = Table(row_styles=("", "dim") if console.is_terminal else None, show_lines=False)
    for column in result.columns:
        table.add_column(column, overflow="fold", max_width=70 if column == "quote" else None)
    for row in shown:
        table.add_row(*(escape(cell) for cell in row))
    out.print(table)
    rest = f", the first {len(shown)} shown" if len(shown) < len(rows) else ""
    out.print(f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}{rest}", highlight=False)


@app.command("queries")
def shipped_queries(
    name: Annotated[str | None, typer.Argument(help="Show this one whole, with its parameters and its SPARQL.")] = None,
) -> None:
    """List the queries that come with citegraph, or show one.

    **Example:** `citegraph queries conflicting-figures`
    """
    if name is not None:
        sys.stdout.write(queries.find(name).text)
        return
    table = Table(box=None)
    table.add_column("query", style="bold", no_wrap=True)
    table.add_column("answers")
    table.add_column("parameters")
    for found in queries.library().values():
        parameters = ", ".join(f"{p.name}?" if p.optional else p.name for p in found.parameters)
        table.add_row(found.name, escape(found.summary), parameters)
    console.print(table)
    console.print("citegraph query NAME --param name=value   (a parameter with ? is optional)", highlight=False)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="The name of a person, organisation, place or group, or an IRI.")],
    graph: GraphFolder = Path("data/graph"),
) -> None:
    """Show what the graph knows of somebody or something, each line with its quote and document.

    **Example:** `citegraph show "Alexei Navalny"`
    """
    found = pipeline.open_graph(graph).card(name)
    console.print(f"[bold]{escape(found.name)}[/]  {escape(found.kind)}  [dim]{escape(found.iri)}[/]", highlight=False)
    if found.aliases:
        console.print(f"also: {escape(', '.join(found.aliases))}", highlight=False)
    for section in found.sections:
        console.print(f"\n[bold cyan]{escape(section.title)}[/]", highlight=False)
        for line in section.lines:
            console.print(f"  • {escape(line.text)}", highlight=False)
            console.print(
                f"    [italic dim]“{escape(line.quote)}”[/] [dim]— {escape(line.document)}[/]", highlight=False
            )
