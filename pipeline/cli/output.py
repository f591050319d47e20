"""citegraph export and validate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

import pipeline
from pipeline.cli.app import GraphFolder, app, console, messages
from pipeline.cli.opening import AsOf, opened
from pipeline.errors import ValidationError
from pipeline.graph.export import EXPORTERS
from pipeline.records import Document

__all__ = ["export", "validate"]


@app.command()
def export(
    format: Annotated[str, typer.Argument(help=f"One of: {', '.join(EXPORTERS)}")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    graph: GraphFolder = Path("data/graph"),
    as_of: AsOf = None,
) -> None:
    """Write the graph to a file in another format.

    **Example:** `citegraph export graphml --output network.graphml` ·
    `citegraph export turtle --as-of 2022-03-06 --output then.ttl`
    """
    opened(graph, as_of).export(output, format)
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
    console.print(f"{graph} is valid: {len(whole):,} triples keep their shapes", highlight=False)


def _documents(docs: Path, graph: Path) -> Iterator[Document]:
    from pipeline import read  # here: it brings the libraries that parse files along
    from pipeline.run.history import NAME, PastEditions
    from pipeline.settings import load

    yield from (edition.document for edition in PastEditions(graph / NAME))
    yield from (item for item in read.documents([docs], load()) if isinstance(item, Document))
