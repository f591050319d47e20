"""citegraph ledger."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from pipeline.cli.advice import GraphFolder
from pipeline.cli.app import app, console
from pipeline.cli.ask import cite, print_json
from pipeline.cli.opening import AsOf, opened
from pipeline.graph.card import Row

__all__ = ["ledger"]

_OUTCOMES = {
    "Answered": "answered",
    "Denied": "denied",
    "Confirmed": "confirmed",
    "NoReply": "no reply found in this corpus",
}


@app.command()
def ledger(
    actor: Annotated[str, typer.Argument(help="The name of a person, organisation or country, or an IRI.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for other tools.")] = False,
    graph: GraphFolder = Path("data/graph"),
    as_of: AsOf = None,
) -> None:
    """Show what somebody stands for, by date and with quotes: positions, reversals, accusations and replies to them.

    Positions are what it supports, opposes, demands, promises, accuses others of, denies, answers or admits. The same
    from SPARQL: the queries `ledger`, `reversals` and `accusations`.

    **Example:** `citegraph ledger "Open Docket"`
    """
    found = opened(graph, as_of).ledger(actor)
    if as_json:
        print_json(dataclasses.asdict(found))
        return
    console.print(f"[bold]{escape(found.name)}[/]  [dim]{escape(found.iri)}[/]", highlight=False, soft_wrap=True)
    if not (found.positions or found.reversals or found.accusations):
        console.print("No position of this actor was found in this corpus, and no accusation")
    _print("Positions", _positions(found.positions, found.name))
    _print("Reversals", _reversals(found.reversals))
    _print("Accusations", _accusations(found.accusations))


Line = tuple[str, list[tuple[str, str]]]
"""What is known, and the quotes for it, each with where it stands."""


def _print(title: str, lines: Iterable[Line]) -> None:
    for number, (text, quotes) in enumerate(lines):
        if number == 0:
            console.print(f"\n[bold cyan]{title}[/]")
        console.print(f"  • {escape(text)}", highlight=False)
        for quote, where in quotes:
            cite(quote, where)


def _positions(rows: Iterable[Row], actor: str) -> Iterator[Line]:
    """One line for each position; that of a reprint adds its document to the same quote."""
    told: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        whom = f" {row['whom']}" if row["whom"] else ""
        says = f"  [{row['says']} says]" if row["says"] and row["says"] != actor else ""
        line = f"{row['published'] or 'undated'}: {row['does']}{whom}: {row['what']}{says}"
        told.setdefault((line, str(row["quote"])), []).append(str(row["document"]))
    for (line, quote), documents in told.items():
        yield line, [(quote, ", ".join(dict.fromkeys(documents)))]


def _reversals(rows: Iterable[Row]) -> Iterator[Line]:
    for r in rows:
        quotes = [(str(r[f"{at}_quote"]), f"{r[f'{at}_document']}, {r[at]}") for at in ("earlier", "later")]
        yield str(r["because"]), quotes


def _accusations(rows: Iterable[Row]) -> Iterator[Line]:
    for (accuser, accused, what, outcome, quote, document), same in groupby(
        rows, lambda r: tuple(str(r[n]) for n in ("accuser", "accused", "of_what", "outcome", "quote", "document"))
    ):
        replies = [(str(r["reply_quote"]), str(r["reply_document"])) for r in same if r["reply_quote"]]
        yield f"{accuser} accuses {accused}: {what} — {_OUTCOMES[outcome]}", [(quote, document), *replies]
