"""citegraph link."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import pipeline
from pipeline.cli.advice import GraphFolder
from pipeline.cli.app import app, console, messages
from pipeline.cli.decide import DecisionFile, open_desk, show
from pipeline.errors import SettingsError, StoreError
from pipeline.link import wikidata
from pipeline.records import EntityLabel, Verdict

if TYPE_CHECKING:
    from pipeline.run.linking import Linking

__all__ = ["link"]


@app.command()
def link(
    endpoint: Annotated[
        str, typer.Option(metavar="URL", help="The SPARQL endpoint to ask; its data has the shape of Wikidata's.")
    ] = wikidata.ENDPOINT,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind", "-k", help="Look up only these, such as person or org; repeatable. Else what has names."
        ),
    ] = None,
    pause: Annotated[float, typer.Option(min=0, help="Seconds between two questions.")] = 1.0,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds that an answer may take.")] = 70.0,
    contact: Annotated[
        str, typer.Option(help="An address for the endpoint's keepers, sent along.", envvar="CITEGRAPH_CONTACT")
    ] = "",
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask again for what was answered before.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Ask nothing; print the names that would be sent.")
    ] = False,
    graph: GraphFolder = Path("data/graph"),
    decisions: DecisionFile = None,
) -> None:
    """Look the entities of the graph up in Wikidata, and link those that are clear.

    No other command asks a server unless you name it.

    **What leaves this machine:** names of persons, organisations and places (`--dry-run` lists them) and a user agent
    that names citegraph. No text of your articles does: what they say is compared with the answers here.

    A link is written only if the name, the kind and what the articles say speak for one item clearly; what is unsure
    comes up in `citegraph review`. Accept or refuse by hand with `citegraph merge NAME Q42` and `citegraph split NAME
    Q42`; your decisions hold whatever the program finds. Answers are kept, so that a second run asks nothing.

    **Example:** `citegraph link --contact desk@example.org` · `citegraph link --endpoint http://localhost:7878/query`
    """
    from pipeline.link.client import Client, Pace, agent
    from pipeline.run import linking  # here: it brings the rooms of the corpus along, which a query does without

    kinds = _kinds(kind) or linking.KINDS
    desk = open_desk(graph, decisions)
    dossiers = linking.dossiers_of(desk, kinds)
    names = linking.names(dossiers)
    if dry_run:
        sys.stdout.writelines(f"{name}\n" for name in names)
        return
    with messages.status("") as status:
        client = Client(
            endpoint,
            agent(pipeline.__version__, contact),
            Pace(pause=pause, timeout=timeout),
            told=lambda line: messages.print(line, markup=False, highlight=False, soft_wrap=True),
        )

        def asked(what: str, known: int, of: int) -> None:
            status.update(f"Asking for {what}s: {known:,} of {of:,} known")

        messages.print(
            f"Asking {client.url} for {len(names):,} names, and sending nothing else of your articles",
            highlight=False,
            markup=False,
        )
        result = linking.link(desk, client, dossiers, anew=refresh, asked=asked)
    if result.changed:
        show(desk)
    _say(result, desk.links)
    if result.failure is not None:
        failure = str(result.failure).rstrip(".?")
        raise StoreError(f"{failure}. What was answered is kept; run the same command again to go on")


def _kinds(names: list[str] | None) -> tuple[EntityLabel, ...]:
    try:
        return tuple(EntityLabel(name.upper()) for name in names or ())
    except ValueError as error:
        known = ", ".join(label.value.lower() for label in EntityLabel)
        raise SettingsError(f"--kind: {error}; known are {known}") from error


def _say(result: Linking, path: Path) -> None:
    counts, unknown = result.counts, result.entities - result.known
    lines = [
        f"{result.known:,} of {result.entities:,} entities looked up with {result.questions:,} questions"
        + (f"; {result.nameless:,} more have no name to ask for" if result.nameless else ""),
        *([f"{unknown:,} got no answer; the same command asks for them again"] if unknown else []),
        f"{counts[Verdict.SAME]:,} linked, {counts[Verdict.UNSURE]:,} unsure: citegraph review shows them",
        f"{path} says to what, and why",
    ]
    for line in lines:
        console.print(line, highlight=False, soft_wrap=True, markup=False)
