"""citegraph review."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.advice import GraphFolder
from pipeline.cli.app import app, console
from pipeline.cli.decide import DecisionFile, Who, open_desk, show, user
from pipeline.errors import DecisionError

__all__ = ["review"]

SITTING = 100
"""So many pairs are enough for one sitting; the next one begins where it ended."""


@app.command()
def review(
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON instead, for other tools.")] = False,
    limit: Annotated[
        int | None,
        typer.Option(min=0, help="At most so many pairs, the most valuable ones; 0: all. Else 100 on the screen."),
    ] = None,
    who: Who = None,
    graph: GraphFolder = Path("data/graph"),
    decisions: DecisionFile = None,
) -> None:
    """Go through the pairs of which the program cannot tell whether they are one, with their quotes side by side.

    The pair whose answer helps most comes first. Each answer is written to the file of decisions at once; when you
    leave, the graph is made again with all of them.

    **Keys:** `s` same · `d` different · `l` later · `u` undo · arrows to look around · `q` leave

    **Example:** `citegraph review` · `citegraph review --json --limit 20`
    """
    from pipeline.run.doubts import pairs

    desk = open_desk(graph, decisions)
    if limit is None and not as_json:
        limit = SITTING
    found = pairs(desk, limit or None)
    if as_json:
        rows = [pair.model_dump(mode="json") for pair in found]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return
    if not found:
        console.print("There is nothing to review: no pair is unsure that was not decided.", highlight=False)
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise DecisionError("review needs a terminal; --json prints the same list for other tools")
    from pipeline.cli.review_screen import ReviewScreen

    screen = ReviewScreen(desk, found, user(who))
    screen.run()
    if screen.changed:
        show(desk)
    console.print(f"{screen.summary}; {desk.ledger.path} holds every decision", highlight=False, soft_wrap=True)
