"""citegraph query, queries, show and origins."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.cli.advice import GraphFolder, advice
from pipeline.cli.app import Named, app, console, harmless, messages, stoppable, wide
from pipeline.cli.opening import AsOf, opened
from pipeline.errors import QueryError
from pipeline.graph import Endpoint, Result, ask, queries
from pipeline.graph.card import card
from pipeline.graph.remarks import on_text, on_values
from pipeline.graph.result import Value
from pipeline.graph.store import Queryable
from pipeline.graph.view import sparql
from pipeline.records import OriginKind
from pipeline.settings import credentials

__all__ = ["cite", "origins", "pair", "print_json", "query", "shipped_queries", "show"]


EndpointUrl = Annotated[
    str | None, typer.Option(help="Ask this SPARQL endpoint instead of a graph on disk.", metavar="URL")
]


_ALL = 1_000_000
"""More clusters than any graph has."""


class Format(StrEnum):
    """How an answer is printed."""

    LIST = "list"
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
    endpoint: EndpointUrl = None,
    named: Named = None,
    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="How to print the answer: a list if it has quotes, else a table."),
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Show at most so many rows of a list or table; 0: all.")] = 0,
    as_of: AsOf = None,
) -> None:
    """Ask the graph: a query by its name, a file, or SPARQL text.

    **Examples:** `citegraph query claims-by --param name="OVD-Info"` ·
    `citegraph query "SELECT ?name { ?x a cg:Group ; schema:name ?name }" --format csv`
    """
    values = _values(param or [])
    source = _source(graph, as_of, endpoint, named)
    with stoppable():
        answer = ask(source, text, values)
    _print(answer, format, limit)
    if format in (None, Format.LIST, Format.TABLE) and (note := _stopped(text, values, len(answer))):
        console.print(note, highlight=False)
    for remark in _remarks(source, text, values, empty=_nothing(answer)):
        messages.print(harmless(advice(remark)), markup=False, highlight=False, soft_wrap=True)


def _nothing(answer: Result) -> bool:
    """Whether an answer has no rows, or one that counts none."""
    return not answer.terms or (len(answer) == 1 and all(value in (0, None) for value in answer.rows[0]))


def _values(param: Iterable[str]) -> dict[str, Value]:
    """What the parameters are given."""
    values: dict[str, Value] = {}
    for name, value in map(pair, param):
        if values.setdefault(name, value) != value:
            raise QueryError(
                f"--param {name} is given twice, as {values[name]!r} and {value!r}; a query takes one value"
            )
    return values


def _remarks(source: Queryable, text: str, values: Mapping[str, Value], *, empty: bool) -> Iterator[str]:
    """What there is to say to an answer that is empty, or about several of one name."""
    if sparql(text):
        yield from on_text(source, text) if empty else ()
        return
    asked = queries.find(text)
    yield from on_values(source, asked, values, empty)
    if empty and asked.name not in queries.library():
        yield from on_text(source, asked.bound(values))


def _stopped(text: str, values: Mapping[str, Value], rows: int) -> str:
    """A word on the limit of a query of the library or of a file, where the answer may not be all there is."""
    if sparql(text):
        return ""
    limit = next((p for p in queries.find(text).parameters if p.name == "limit"), None)
    if limit is None or "limit" in values or rows < int(limit.example) // 2:
        return ""
    return f"The query gives {limit.summary.replace('so many', limit.example, 1)}; for more: --param limit=N"


def _source(graph: Path, as_of: dt.datetime | None, endpoint: str | None, named: str | None) -> Queryable:
    """What is asked: the graph on disk, of now or of a day, or a server."""
    if endpoint is None:
        if named is not None:
            raise QueryError("--named is about a server; name it with --endpoint")
        return opened(graph, as_of).store
    if as_of is not None:
        raise QueryError("--as-of is for graphs on disk: an endpoint has the graph of one day alone")
    return Endpoint(endpoint, named=named, credentials=credentials())


def pair(item: str) -> tuple[str, str]:
    """The two sides of a NAME=VALUE."""
    name, sign, value = item.partition("=")
    if not sign or not name:
        raise QueryError(f"--param {item!r} is no NAME=VALUE, such as name=OVD-Info")
    return name.strip(), value


def _print(result: Result, format: Format | None, limit: int) -> None:
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
        rows = result.to_table()
        shown = rows[:limit] if limit else rows
        quoted = any(column.endswith("quote") for column in result.columns)
        if format is Format.LIST or (format is None and quoted):
            _print_list(result.columns, shown)
        else:
            _print_table(result.columns, shown)
        rest = f", the first {len(shown)} shown" if len(shown) < len(rows) else ""
        console.print(f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}{rest}", highlight=False)


def _print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = Table()
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    wide().print(table)


def _print_list(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Each row as one line of what is known, and below it every quote with its document, as a card has them."""
    for row in rows:
        cells = dict(zip(columns, row, strict=True))
        quotes = [name for name in columns if name.endswith("quote")]
        documents = {name: name.removesuffix("quote") + "document" for name in quotes}
        known = [name for name in columns if name not in quotes and name not in documents.values() and cells[name]]
        console.print("• " + "  ".join(f"[dim]{name}[/] {escape(cells[name])}" for name in known), highlight=False)
        for quote, document in documents.items():
            if cells[quote]:
                cite(cells[quote], cells.get(document, ""))


def cite(quote: str, document: str) -> None:
    """Print a quote and where it stands."""
    said = Text.assemble((f"“{quote}”", "italic"), (f" — {document}" if document else "", "dim"))
    console.print(Padding(said, (0, 0, 0, 4)))


def print_json(told: object) -> None:
    """Print something as JSON: a date as it is written, a number of the graph as a number."""
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1, default=_plain) + "\n")


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)


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
    as_of: AsOf = None,
    endpoint: EndpointUrl = None,
    named: Named = None,
) -> None:
    """Show what the graph knows of somebody or something, each line with its quote and document.

    **Example:** `citegraph show "Alexei Navalny"`
    """
    found = card(_source(graph, as_of, endpoint, named), name)
    console.print(f"[bold]{escape(found.name)}[/]  {escape(found.kind)}  [dim]{escape(found.iri)}[/]", highlight=False)
    if found.aliases:
        console.print(f"also: {escape(', '.join(found.aliases))}", highlight=False)
    for section in found.sections:
        console.print(f"\n[bold cyan]{escape(section.title)}[/]", highlight=False)
        for line in section.lines:
            console.print(f"  • {escape(line.text)}", highlight=False)
            for quote in line.quotes:
                cite(quote.text, quote.document)


@app.command()
def origins(
    kind: Annotated[
        OriginKind | None, typer.Option(help="Only these: reprints, editions, shared passages, or independent reports.")
    ] = None,
    graph: GraphFolder = Path("data/graph"),
    format: Annotated[
        Format | None, typer.Option("--format", "-f", help="Print the rows of the query `origins` in this way.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Show at most so many; 0: all.")] = 0,
    as_of: AsOf = None,
) -> None:
    """Show which articles and passages repeat one another, and which of them was presumably first.

    Ten reprints of one wire story are one origin. Reports that only quote the same speech are listed too, as a kind of
    their own: they are no copies. The query `origins` gives the same.

    **Example:** `citegraph origins --kind OneOrigin`
    """
    values: dict[str, Value] = {"limit": _ALL, **({"kind": kind.value} if kind else {})}
    found = opened(graph, as_of).query("origins", **values)
    if format is not None:
        _print(found, format, limit)
        return
    clusters: dict[str, list[dict[str, str]]] = {}
    for row in found.to_table():
        cells = dict(zip(found.columns, row, strict=True))
        clusters.setdefault(cells["cluster"], []).append(cells)
    shown = list(clusters.values())[: limit or None]
    for rows in shown:
        console.print(f"• [bold]{escape(rows[0]['type'])}[/]  {escape(rows[0]['because'])}", highlight=False)
        for cells in rows:
            first = f", {cells['origin']}" if cells["origin"] else ""
            cite(cells["quote"], f"{cells['document']} ({cells['file']}{first})")
    rest = f", the first {len(shown)} shown" if len(shown) < len(clusters) else ""
    console.print(f"{len(clusters)} {'cluster' if len(clusters) == 1 else 'clusters'}{rest}", highlight=False)
