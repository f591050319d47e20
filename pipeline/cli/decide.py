"""citegraph merge, split, undo and decisions: who is who, by a person's word."""

from __future__ import annotations

import getpass
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from pipeline import settings as configuration
from pipeline.cli.advice import GraphFolder, advice
from pipeline.cli.app import app, console, messages
from pipeline.cli.progress import Bar

if TYPE_CHECKING:
    from pipeline.reconcile.decisions import Decision
    from pipeline.run.desk import Desk

__all__ = ["DecisionFile", "Who", "decisions", "merge", "open_desk", "show", "split", "undo", "user"]

_SIGNS = {"same": "=", "different": "≠", "later": "?"}

Who = Annotated[
    str | None,
    typer.Option("--who", "-w", metavar="NAME", envvar="CITEGRAPH_WHO", help="Who decides; else your user name."),
]
Because = Annotated[str, typer.Option("--because", "-b", metavar="TEXT", help="The reason, for the history.")]
DecisionFile = Annotated[
    Path | None,
    typer.Option("--decisions", metavar="FILE", help="The file of decisions; else the one that the graph shows."),
]


def open_desk(graph: Path, decisions: Path | None) -> Desk:
    """The graph in a folder with the file of decisions: the flag's, the settings', or that of its build."""
    from pipeline.run.desk import Desk  # here: it brings the rooms of the corpus along, which a query does without

    chosen = configuration.load(decisions=str(decisions) if decisions else None)
    paths = (Path(chosen) if chosen else None for chosen in (chosen.decisions, chosen.links))
    return Desk.open(graph, *paths)


def user(who: str | None) -> str:
    """Who decides: as given, else the name of the user."""
    if who and who.strip():
        return who.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # in a container a user may have no name
        return "somebody"


def show(desk: Desk) -> None:
    """Make the graph again, with a bar on a terminal."""
    with Bar(messages) as bar:
        desk.show(bar)


@app.command()
def merge(
    left: Annotated[str, typer.Argument(metavar="A", help="A name, id or IRI. Its name and IRI stay.")],
    right: Annotated[
        str, typer.Argument(metavar="B", help="A name, id or IRI, which will lead to A; or an item of Wikidata: Q42.")
    ],
    because: Because = "",
    who: Who = None,
    graph: GraphFolder = Path("data/graph"),
    decisions: DecisionFile = None,
) -> None:
    """Make two entities one. The graph is made again without the language model, and every later build keeps to it.

    **Example:** `citegraph merge "Bill Gates" person/william-gates --because "his full name"`
    """
    desk = open_desk(graph, decisions)
    item = desk.catalogue.item(right)
    with Bar(messages) as bar:
        if item is not None:
            made = desk.link(left, item, user(who), because, same=True, reporter=bar)
        else:
            made = desk.merge(left, right, user(who), because, bar)
    kept = desk.catalogue.entity(made.pair[0].entity)
    _say(desk, made)
    console.print(f"{escape(kept.name)} is {desk.iri(kept)}", highlight=False, soft_wrap=True)


@app.command()
def split(
    whole: Annotated[str, typer.Argument(metavar="A", help="A name, id or IRI; an old IRI is what to take out.")],
    items: Annotated[
        list[str] | None,
        typer.Argument(metavar="[MENTION|DOCUMENT|NAME]...", help="What to take out: files, mention IRIs, names."),
    ] = None,
    because: Because = "",
    who: Who = None,
    graph: GraphFolder = Path("data/graph"),
    decisions: DecisionFile = None,
) -> None:
    """Make two of one entity: what is taken out becomes, or is again, an entity of its own.

    Without anything to take out, `split` names what the entity is made of, unless only one thing can be meant. An item
    of another data set can be taken out too: the entity is then never linked to it.

    **Example:** `citegraph split "Ivan Petrov" wire/17.txt --because "the footballer"`
    """
    desk = open_desk(graph, decisions)
    item = desk.catalogue.item(items[0], adopted=True) if items and len(items) == 1 else None
    if item is not None:
        with Bar(messages) as bar:
            _say(desk, desk.link(whole, item, user(who), because, same=False, reporter=bar))
        return
    with Bar(messages) as bar:
        made, selection = desk.split(whole, items or [], user(who), because, bar)
    _say(desk, made)
    for entity in desk.entities_at(selection.places):
        size = f"{_number(entity.mentions, 'mention')} in {_number(len(entity.entries), 'document')}"
        console.print(
            f"{escape(entity.name)} is {desk.iri(entity)}: {size}",
            highlight=False,
            soft_wrap=True,
        )


@app.command()
def undo(
    decision: Annotated[
        str | None, typer.Argument(metavar="[DECISION]", help="Its id, as `decisions` lists it; else the last one.")
    ] = None,
    who: Who = None,
    graph: GraphFolder = Path("data/graph"),
    decisions: DecisionFile = None,
) -> None:
    """Take a decision back. The graph is then, byte for byte, what it was without it.

    The history keeps both lines. To undo an undo, give the id of its line.

    **Example:** `citegraph undo` · `citegraph undo 3fa2b1c0`
    """
    desk = open_desk(graph, decisions)
    with Bar(messages) as bar:
        gone = desk.undo(decision, user(who), bar)
    console.print(f"Taken back: {escape(str(gone))}", highlight=False, soft_wrap=True)


@app.command("decisions")
def decisions(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for other tools.")] = False,
    graph: GraphFolder = Path("data/graph"),
    decisions: DecisionFile = None,
) -> None:
    """List what people decided: who, when, why, and whether it holds.

    **Example:** `citegraph decisions`
    """
    desk = open_desk(graph, decisions)
    standing = list(desk.standing())
    if as_json:
        rows = [d.model_dump(mode="json", exclude_defaults=True) | {"state": state} for d, state in standing]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return
    table = Table(box=None)
    for column in ("id", "when", "who", "what", "because", "state"):
        table.add_column(column, overflow="fold", no_wrap=column == "id")
    for d, state in standing:
        table.add_row(*map(escape, (d.id, f"{d.when:%Y-%m-%d %H:%M}", d.who, _what(d), d.because, state)))
    if standing:
        console.print(table)
    stale = desk.unshown()
    hint = f"; {_number(stale, 'change')} will show after the next build or decision" if stale else ""
    console.print(f"{_number(len(standing), 'line')} in {desk.ledger.path}{hint}", highlight=False, soft_wrap=True)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _what(decision: Decision) -> str:
    if decision.of:
        return f"took {decision.of} back"
    left, right = decision.pair
    return f"{left} {_SIGNS[decision.verdict.value]} {right}"


def _say(desk: Desk, decision: Decision) -> None:
    state = desk.state(decision)
    said = "" if state == "holds" else f" It does not show: {state}."
    console.print(
        f"Decision {escape(str(decision))}.{escape(said)} {advice(f'Take it back with: citegraph undo {decision.id}')}",
        highlight=False,
        soft_wrap=True,
    )
