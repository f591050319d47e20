"""citegraph export and validate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

import pipeline
from pipeline.cli.advice import GraphFolder
from pipeline.cli.app import app, console, messages
from pipeline.cli.opening import AsOf, opened
from pipeline.errors import ValidationError
from pipeline.graph.export import EXPORTERS
from pipeline.records import Document

__all__ = ["export", "validate"]


@app.command()
def export(
    format: Annotated[str, typer.Argument(help=f"One of: {', '.join(EXPORTERS)}.", metavar="FORMAT")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write; a folder for some formats.")],
    entity: Annotated[
        str, typer.Option(help="Only what there is about one entity, by its name or IRI.", show_default=False)
    ] = "",
    document: Annotated[
        str, typer.Option(help="Only what one document says, by its file, URL or IRI.", show_default=False)
    ] = "",
    since: Annotated[
        str | None, typer.Option(help="Only what was published on this day or later.", metavar="YYYY-MM-DD")
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Only what was published on this day or earlier.", metavar="YYYY-MM-DD")
    ] = None,
    entities_only: Annotated[
        bool, typer.Option("--entities-only", help="Only entities, what relates them, and events.")
    ] = False,
    graph: GraphFolder = Path("data/graph"),
    as_of: AsOf = None,
) -> None:
    """Write the graph, or a part of it, in another format.

    What is chosen in several ways has to be meant by all of them; all that is written comes with its sentences.

    **Example:** `citegraph export gexf --output network.gexf --since 2022-03-01` ·
    `citegraph export turtle --as-of 2022-03-06 --output then.ttl`
    """
    wanted = opened(graph, as_of)
    if entity or document or since or until or entities_only:
        wanted = wanted.excerpt(entity=entity, document=document, since=since, until=until, entities_only=entities_only)
    wanted.export(output, format)
    console.print(f"Written to {output}", highlight=False, soft_wrap=True)


@app.command()
def validate(
    graph: GraphFolder = Path("data/graph"),
    docs: Annotated[
        Path | None, typer.Option(help="Also read the documents here again, and look every quote up in them.")
    ] = None,
) -> None:
    """Check the graph: it keeps the shapes of the ontology, and every quote stands in its document at its offsets.

    **Example:** `citegraph validate --docs data/raw`
    """
    whole = pipeline.open_graph(graph)
    violations = whole.validate(_documents(docs, graph) if docs else None)
    for violation in violations:
        messages.print(str(violation), markup=False, highlight=False, soft_wrap=True)
    if violations:
        raise ValidationError(f"{len(violations)} violations in {graph}")
    where = f", and every quote stands in the documents of {docs}" if docs else ""
    console.print(f"{graph} is valid: {len(whole):,} triples keep their shapes{where}", highlight=False, soft_wrap=True)


def _documents(docs: Path, graph: Path) -> Iterator[Document]:
    from pipeline import read  # here: it brings the libraries that parse files along
    from pipeline.run.history import NAME, PastEditions
    from pipeline.settings import load

    yield from (edition.document for edition in PastEditions(graph / NAME))
    yield from (item for item in read.documents([docs], load()) if isinstance(item, Document))
