"""citegraph pack and verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import pipeline
from pipeline.cli.advice import GraphFolder
from pipeline.cli.app import app, console, messages, stoppable
from pipeline.cli.ask import pair
from pipeline.cli.opening import AsOf, opened
from pipeline.records import Document

__all__ = ["pack", "verify"]

SOMETHING_CHANGED = 1


@app.command()
def pack(
    asked: Annotated[
        str,
        typer.Argument(
            metavar="QUERY",
            help="A query of the library, a .rq file, SPARQL, or the name or IRI of an entity, claim or event.",
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", metavar="NAME=VALUE", help="A value for the query; repeatable.")
    ] = None,
    graph: GraphFolder = Path("data/graph"),
    as_of: AsOf = None,
) -> None:
    """Pack an answer with all it rests on (quotes, selectors, hashes, its part of the graph) into one file to hand on.

    **Examples:** `citegraph pack conflicting-figures -o figures.zip` · `citegraph pack "Open Docket" -o docket.zip`
    """
    from pipeline.graph.export import write_bytes  # here: few commands need them
    from pipeline.pack import archive
    from pipeline.pack.make import make
    from pipeline.run.texts import Texts

    program = f"citegraph {pipeline.__version__}"
    values = dict(map(pair, param or []))
    source = opened(graph, as_of)
    with stoppable():
        data = make(source, asked, values, texts=Texts(graph), packed_by=program)
    write_bytes(data, output)
    console.print(f"Written to {output}, sha256 {archive.sha256(data)}", markup=False, highlight=False, soft_wrap=True)


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="PACK", help="The pack to check.")],
    docs: Annotated[
        Path | None, typer.Option(help="The folder of documents, as the build was given it; every quote is looked up.")
    ] = None,
) -> None:
    """Check a pack without its graph: it is whole, and every quote stands in its document; say what moved or changed.

    Exit status: 0 all is as the pack says; 1 something moved, changed, is missing or could not be checked; 2 the pack
    is damaged, was tampered with, or is refused. Where nothing but Python is installed: `python -m pipeline.pack`.

    **Example:** `citegraph verify figures.zip --docs data/raw`
    """
    from pipeline.pack.verify import verify as verified

    report = verified(file, docs, _parsed)
    for line in report.lines():
        (console if report.clean else messages).print(line, markup=False, highlight=False, soft_wrap=True)
    if not report.clean:
        raise typer.Exit(SOMETHING_CHANGED)


def _parsed(path: Path, record: int | None) -> str | None:
    """The text of an HTML, PDF or Word file, read as a build reads it."""
    from pipeline import read  # here: it brings the libraries that parse files along
    from pipeline.settings import load

    found = (item for item in read.documents([path], load()) if isinstance(item, Document))
    return next((document.text for document in found if document.record == record), None)
