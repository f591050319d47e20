"""citegraph compare."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from pipeline.cli.advice import GraphFolder
from pipeline.cli.app import app, console
from pipeline.cli.opening import AsOf, opened
from pipeline.errors import QueryError
from pipeline.graph import Graph
from pipeline.graph.result import Result
from pipeline.records import ComparisonDimension, ComparisonVerdict

__all__ = ["compare"]

_COLOURS = {"Agreement": "green", "Difference": "yellow", "Conflict": "red", "Drift": "magenta"}
_ALL = 10**9
Row = dict[str, str]


@app.command()
def compare(
    topic: Annotated[
        str,
        typer.Argument(metavar="[EVENT|TOPIC]", help="An event or entity, by name or IRI, or words; none: all."),
    ] = "",
    dimension: Annotated[
        ComparisonDimension | None, typer.Option(help="Only figures, polarity, certainty or attribution.")
    ] = None,
    verdict: Annotated[ComparisonVerdict | None, typer.Option(help="Only what came out so.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for other tools.")] = False,
    graph: GraphFolder = Path("data/graph"),
    as_of: AsOf = None,
) -> None:
    """Compare what the articles say of an event or a topic: figures, denials, hedges and sources lost on the way.

    Each finding has the quotes of its sides, the older one first. Reprints of one text are one source: they neither
    confirm nor contradict it. Below stand the figures of the topic that have no counterpart. The same from SPARQL: the
    queries `comparisons` and `figures`.

    **Examples:** `citegraph compare Brno` · `citegraph compare "rubber bullets" --dimension Polarity --json`
    """
    source = opened(graph, as_of)
    topic = topic.strip().removeprefix("<").removesuffix(">")
    chosen = {"dimension": dimension.value if dimension else "", "verdict": verdict.value if verdict else ""}
    found = [{**row, "older": _older(row)} for row in sorted(_about(source, topic, chosen), key=_order)]
    alone = _figures(source, topic, found) if topic and not any(chosen.values()) else []
    if as_json:
        sys.stdout.write(json.dumps({"comparisons": found, "figures": alone}, ensure_ascii=False, indent=1) + "\n")
        return
    if not found and not alone:
        raise QueryError(_nothing(source, topic, chosen))
    for row in found:
        _print(row)
    if alone:
        console.print("[bold cyan]Figures without a counterpart[/]")
        for row in alone:
            console.print(
                f"• {escape(row['figure'])}  [dim]{escape(row['who'])} · {escape(row['event'])}[/]", highlight=False
            )
            _cite(row["quote"], row["document"])
    number = f"{len(found)} {'comparison' if len(found) == 1 else 'comparisons'}"
    console.print(
        number if topic else f"{number} in all; `citegraph compare TOPIC` shows those of one topic", highlight=False
    )


def _order(row: Row) -> tuple[str, ...]:
    """By dimension and verdict, then by the date of the older side; what has none comes last."""
    return row["kind"], row["result"], row["first_date"] or "9", row["because"]


def _older(row: Row) -> str:
    """Which side is the older one, first or second; empty if they are of one day, or a date is missing."""
    dates = row["first_date"], row["second_date"]
    return "" if not all(dates) or dates[0] == dates[1] else "first" if dates[0] < dates[1] else "second"


def _about(graph: Graph, topic: str, chosen: dict[str, str]) -> list[Row]:
    """The comparisons with these words in a row, or else with all of them anywhere."""
    found = _rows(graph.query("comparisons", limit=_ALL, **_given(topic=topic, **chosen)))
    words = _words(topic)
    if found or len(words) < 2:
        return found
    together = (_rows(graph.query("comparisons", limit=_ALL, **_given(topic=word, **chosen))) for word in words)
    wanted = set.intersection(*({row["comparison"] for row in rows} for rows in together))
    return [
        row for row in _rows(graph.query("comparisons", limit=_ALL, **_given(**chosen))) if row["comparison"] in wanted
    ]


def _figures(graph: Graph, topic: str, found: Sequence[Row]) -> list[Row]:
    """The figures of the topic that stand in no comparison that is shown."""
    shown = {row[f"{side}_quote"] for row in found for side in ("first", "second")}
    iri = "://" in topic
    rows: list[Row] = []
    for row in _rows(graph.query("figures", limit=_ALL)):
        told = " ".join((row["event"], row["quote"])).casefold()
        if row["quote"] not in shown and not iri and all(word in told for word in _words(topic)):
            rows.append({key: row[key] for key in ("figure", "who", "event", "quote", "document")})
    return rows


def _given(**values: str) -> dict[str, str]:
    """Those that say anything."""
    return {name: value for name, value in values.items() if value}


def _words(topic: str) -> list[str]:
    return re.findall(r"\w+", topic.casefold())


def _rows(answer: Result) -> list[Row]:
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.to_table()]


def _nothing(graph: Graph, topic: str, chosen: dict[str, str]) -> str:
    if any(chosen.values()) and _about(graph, topic, {"dimension": "", "verdict": ""}):
        wanted = " and ".join(filter(None, chosen.values()))
        return f"no comparison of this topic is {wanted}; leave the options out to see the others"
    if not topic:
        return "nothing in this graph could be compared: no two of its passages speak of one thing"
    return (
        f"nothing is compared about {topic!r}: no two passages of this graph say something of it that can be compared; "
        "`citegraph compare` lists what is"
    )


def _print(row: Row) -> None:
    colour = _COLOURS.get(row["result"], "bold")
    console.print(
        f"• [{colour}]{escape(row['kind'])}: {escape(row['result'])}[/]  {escape(row['because'])}", highlight=False
    )
    for side in ("first", "second"):
        when = row[f"{side}_date"] or "no date"
        older = ", the older" if side == row["older"] else ""
        _cite(row[f"{side}_quote"], f"{row[side]} · {row[f'{side}_document']} ({when}{older})")


def _cite(quote: str, source: str) -> None:
    said = Text.assemble((f"“{' '.join(quote.split())}”", "italic"), (f" — {source}", "dim"))
    console.print(Padding(said, (0, 0, 0, 4)))
