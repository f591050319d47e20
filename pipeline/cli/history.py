"""citegraph history."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from pipeline.cli.advice import GraphFolder
from pipeline.cli.app import app, console, messages
from pipeline.cli.opening import AsOf, opened
from pipeline.errors import QueryError, StoreError

__all__ = ["history"]

_ALL = 1_000_000
_SIGNS = {"removed": ("−", "red"), "added": ("+", "green"), "changed": ("~", "yellow")}


@app.command()
def history(
    document: Annotated[
        str, typer.Argument(metavar="DOC", help='The file (or "feed.jsonl line 3"), address or IRI of an article.')
    ],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for other tools.")] = False,
    save: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Also write the texts of earlier editions here, which no file holds now."),
    ] = None,
    graph: GraphFolder = Path("data/graph"),
    as_of: AsOf = None,
) -> None:
    """Show what an article said before: its editions, and what was added, changed or removed between them.

    Editions are what was published at one address, and what one file held before its text was changed.

    Below each sentence stand the statements and claims that went or came with it. The same from SPARQL: the queries
    `editions` and `edits`.

    **Example:** `citegraph history https://adriatic-post.example/rijeka/what-we-know`
    """
    graph_then = opened(graph, as_of)
    document = document.strip().removeprefix("<").removesuffix(">")
    editions = graph_then.query("editions", document=document)
    if not editions.rows:
        raise QueryError(f"{document!r} is no document of this graph; `citegraph query documents` lists them")
    edits = graph_then.query("edits", document=document, limit=_ALL)
    if save is not None:
        _save([str(row["edition"]) for row in editions.dicts if row["read_until"]], graph, save)
    if as_json:
        told = {
            name: [dict(zip(answer.columns, row, strict=True)) for row in answer.to_table()]
            for name, answer in (("editions", editions), ("edits", edits))
        }
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        return
    for published, file, title, address, _, since, until in editions.to_table():
        read = f"read from {since or '?'} until {until}" if until else ""
        line = "  ".join(filter(None, (published or "no date", file, read, title)))
        console.print(f"[bold]{escape(line)}[/]  [dim]{escape(address)}[/]", highlight=False, soft_wrap=True)
    if len(editions.rows) == 1:
        console.print(
            "The only edition: no build found another text in its file, and no other dated document has its address"
        )
        return
    pair = ""
    for change, withdrawn, new, before, old_file, after, new_file in edits.to_table():
        if pair != (pair := f"{old_file} → {new_file}"):
            console.print(f"\n[bold cyan]{escape(pair)}[/]", highlight=False, soft_wrap=True)
        sign, colour = _SIGNS[change]
        console.print(f"  [{colour}]{sign} {change}[/]")
        for quote in filter(None, (before, after)):
            console.print(Padding(Text(f"“{quote}”", "italic"), (0, 0, 0, 4)))
        for word, said in (("no longer", withdrawn), ("new", new)):
            if said:
                console.print(Padding(Text(f"{word}: {said}", "dim"), (0, 0, 0, 4)))
    if not edits.rows:
        console.print("No sentence was added, changed or removed")


def _save(iris: list[str], graph: Path, folder: Path) -> None:
    """Write the texts of earlier editions, each into a file of its own; offsets hold in them."""
    from pipeline.run.history import NAME, PastEditions

    for edition in PastEditions(graph / NAME):
        document = edition.document
        if not any(iri.endswith(f"-{document.id[:8]}") for iri in iris):
            continue
        line = "" if document.record is None else f".{document.record}"
        path = folder / f"{Path(document.source_file).stem}{line}.until-{edition.until:%Y%m%dT%H%M%SZ}.txt"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(document.text.encode("utf-8", "surrogatepass"))
        except OSError as error:
            raise StoreError(f"{path} cannot be written: {error.strerror or error}") from error
        messages.print(f"Written to {path}", markup=False, highlight=False, soft_wrap=True)
