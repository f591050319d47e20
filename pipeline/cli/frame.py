"""citegraph frame."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from pipeline.cli.advice import GraphFolder
from pipeline.cli.app import app, console
from pipeline.cli.ask import cite, print_json
from pipeline.cli.opening import AsOf, opened
from pipeline.graph.card import Row

__all__ = ["frame"]


@app.command()
def frame(
    event: Annotated[str, typer.Argument(help="The name of an occasion or event, words of it, or an IRI.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for other tools.")] = False,
    graph: GraphFolder = Path("data/graph"),
    as_of: AsOf = None,
) -> None:
    """Show how each outlet tells of an event: its words, who does what to whom in them, and whom it quotes.

    What happened in one place on one day is read together: the march, the stones, the arrests. The query `occasions`
    lists such days. The same from SPARQL: the queries `frame-words`, `frame-acts` and `frame-voices`.

    **Example:** `citegraph frame "Russia, 24 September 2022"`
    """
    found = opened(graph, as_of).frame(event)
    if as_json:
        print_json(dataclasses.asdict(found))
        return
    console.print(f"[bold]{escape(found.name)}[/]  [dim]{escape(found.iri)}[/]", highlight=False, soft_wrap=True)
    articles = dict.fromkeys((r["outlet"], r["published"], r["document"]) for r in (*found.words, *found.acts))
    for article in sorted(articles, key=lambda a: (str(a[1] or ""), a)):
        outlet, published, document = article
        line = ", ".join(str(part) for part in (outlet, published) if part)
        console.print(f"\n[bold cyan]{escape(line)}[/]  {escape(str(document))}", highlight=False, soft_wrap=True)
        words, acts, voices = (
            [r for r in rows if (r["outlet"], r["published"], r["document"]) == article]
            for rows in (found.words, found.acts, found.voices)
        )
        console.print(f"  words: {escape(_listed(words))}", highlight=False)
        if voices:
            shares = ", ".join(f"{r['speaker']} {r['share']:.0f} %" for r in voices)
            console.print(f"  quoted words: {escape(shares)}", highlight=False)
        acted = {str(r["quote"]) for r in acts}
        for row in acts:
            console.print(f"  • {escape(_act(row))}", highlight=False)
            cite(str(row["quote"]), "")
        for row in words:
            if str(row["quote"]) not in acted:
                by = "denied by" if row["polarity"] == "Denied" else "according to"
                marks = f"  [{by} {row['says']}]" if row["says"] else ""
                console.print(f"  • {escape(str(row['word']) + marks)}", highlight=False)
                cite(str(row["quote"]), "")


def _listed(words: Iterable[Row]) -> str:
    """The words of the outlet, and those that it has of others, who are named with them."""
    found = dict.fromkeys((str(r["word"]).casefold(), r["says"], r["polarity"] == "Denied") for r in words)
    return ", ".join(
        f"{word} ({'denied by ' if denied else ''}{says})" if says else word
        for word, says, denied in found
        if not says or (word, None, False) not in found
    )


def _act(row: Row) -> str:
    doers = str(row["agents"] or ("(nobody named)" if row["voice"] == "Passive" else ""))
    told = " — ".join(filter(None, (doers, str(row["verb"]), str(row["patients"] or ""))))
    marks = ["passive"] if row["voice"] == "Passive" else []
    marks += [f"according to {row['says']}"] if row["says"] else []
    return f"{told}{'  [' + ', '.join(marks) + ']' if marks else ''}"
