"""citegraph: an RDF graph of news articles in which every statement cites the sentence it came from.

    import pipeline
    graph = pipeline.build("data/raw")
    for row in graph.query("arrests"):
        print(row)

What is named here is the public Python interface; it is loaded when first used.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pipeline.graph import Graph

__all__ = ["__version__", "build", "open_graph"]

try:
    __version__ = version("citegraph")
except PackageNotFoundError:  # imported from a source tree that is not installed
    __version__ = "0+unknown"


def build(sources: Sequence[Path | str] | Path | str, out: Path | str = "data/graph", **settings: Any) -> Graph:
    """Build the graph of files, folders or globs into the folder `out`, and open it.

    Keyword arguments are settings (`pipeline.settings.Settings`): base, model, names, ... What could not be used is
    listed in ``out/issues.jsonl``. Use `pipeline.run.build` for a report of what was found.

    Raises:
        CitegraphError: see `pipeline.run.build`.
    """
    from pipeline import run  # here and not above: it brings spaCy along, which `open_graph` does without
    from pipeline.settings import load

    report = run.build(sources, out, settings=load(**settings))
    return open_graph(report.out)


def open_graph(out: Path | str = "data/graph", *, as_of: date | None = None) -> Graph:
    """Open the graph that a build wrote into the folder `out`, for reading.

    With a day, it is the graph as it stood then: of the documents that were published by that day, each as it read
    then. It is made when it is first asked for, and kept until the next build.

    Raises:
        StoreError: there is no complete graph in it.
        QueryError: no document was published by that day.
    """
    from pipeline.graph import Graph

    if as_of is None:
        return Graph.open(out)
    from pipeline.run.as_of import as_of as view

    return Graph.open(view(Path(out), as_of))
