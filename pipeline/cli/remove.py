"""citegraph remove, restore, removed and forget: which documents, and which editions, stay out of the graph."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from pipeline.cli.advice import GraphFolder, advice
from pipeline.cli.app import app, console, messages
from pipeline.cli.decide import Who, user
from pipeline.cli.progress import Bar

__all__ = ["forget", "remove", "removed", "restore"]

Because = Annotated[str, typer.Option("--because", "-b", metavar="TEXT", help="The reason, for the list.")]


@app.command()
def remove(
    documents: Annotated[
        list[str], typer.Argument(metavar="DOC...", help="Files as the graph calls them, or IRIs of documents.")
    ],
    because: Because = "",
    who: Who = None,
    graph: GraphFolder = Path("data/graph"),
) -> None:
    """Take documents out of the graph, with all that only they support, and with all their earlier editions.

    The graph is made again without the language model, as if they had never been there; what was read out of them and
    the graph before are deleted. Your files stay as they are, and later builds leave them out, until `restore`.

    **Example:** `citegraph remove wire/17.txt -b "withdrawn by the paper"` · `citegraph remove "feed.jsonl line 3"`
    """
    from pipeline.run.remove import remove as take_out  # here: it brings the rooms of the corpus along

    with Bar(messages) as bar:
        done = take_out(graph, documents, user(who), because, bar)
    for removal in done.removals:
        _print(f'Out of the graph: {removal}. To let it in again: citegraph restore "{removal.document}"')
    if done.editions:
        _print(f"{done.editions} earlier {'edition' if done.editions == 1 else 'editions'} went with that")
    if done.copies:
        _print(f"The same text also stands in {', '.join(done.copies)}; remove that too if it is to go")
    _print(
        f"{done.counts.documents} {'document is' if done.counts.documents == 1 else 'documents are'} left in {graph}"
    )


@app.command()
def restore(
    document: Annotated[str, typer.Argument(metavar="DOC", help="What `citegraph removed` calls it.")],
    because: Because = "",
    who: Who = None,
    graph: GraphFolder = Path("data/graph"),
) -> None:
    """Let a removed document in again. Nothing of it was kept: the next build that finds its file reads it anew.

    **Example:** `citegraph restore wire/17.txt`
    """
    from pipeline.run.remove import restore as let_in

    _print(f"No longer out: {let_in(graph, document, user(who), because)}. Run citegraph build to read it again")


@app.command()
def forget(
    document: Annotated[
        str, typer.Argument(metavar="DOC", help="The file as the graph calls it, or the IRI of the document.")
    ],
    graph: GraphFolder = Path("data/graph"),
) -> None:
    """Forget what a document said before: its file holds another article now, not another edition of one.

    What is kept of its earlier editions is deleted; the document itself stays. `citegraph history DOC` shows them.

    **Example:** `citegraph forget today.txt`
    """
    from pipeline.run.forget import forget as let_go

    with Bar(messages) as bar:
        done = let_go(graph, document, bar)
    for edition in done.editions:
        _print(f"Forgotten: {edition.name} as it was until {edition.until:%Y-%m-%d %H:%M}")


@app.command()
def removed(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for other tools.")] = False,
    graph: GraphFolder = Path("data/graph"),
) -> None:
    """List the documents that were removed and stay out of every build: who, when, why.

    **Example:** `citegraph removed`
    """
    from pipeline.run.remove import removed as kept_out

    removals = kept_out(graph)
    if as_json:
        rows = [removal.model_dump(mode="json", exclude_defaults=True) for removal in removals]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return
    table = Table(box=None)
    for column in ("document", "when", "who", "because"):
        table.add_column(column, overflow="fold")
    # each text of a document is a line of its own in the file
    shown = {str(r.document): r for r in removals}
    for name, r in shown.items():
        table.add_row(*map(escape, (name, f"{r.when:%Y-%m-%d %H:%M}", r.who, r.because)))
    if removals:
        console.print(table)
    _print(f"{_number(len(shown))} kept out of {graph}")


def _number(count: int) -> str:
    return "1 document is" if count == 1 else f"{count} documents are"


def _print(line: str) -> None:
    console.print(escape(advice(line)), highlight=False, soft_wrap=True)
