"""Changes a graph by SPARQL Update: a new build beside the last one, to which readers are switched in one step.

A graph that was changed so is no longer what the documents and decisions give. The next build, and the next decision,
make the graph of those again, without the change.

The server runs this module as a process, which it can kill at any point: a build that is not complete is not seen. It
reads ``{"update": "INSERT DATA …"}`` from its standard input and writes ``{"triples": 17}``, or what is wrong, to its
output.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph
from pyoxigraph import Quad

from pipeline.errors import BuildInProgressError, CitegraphError, QueryError
from pipeline.graph import Graph, Store, export
from pipeline.graph.namespaces import PREFIXES
from pipeline.graph.sparql import syntax_error
from pipeline.graph.store import no_graph
from pipeline.run.folder import OutputFolder, full_disk_named
from pipeline.run.register import DOUBTS, ENTITIES, MANIFEST

__all__ = ["amend"]


def amend(folder: Path, update: str) -> int:
    """Apply an update to the graph of a folder, all of it or nothing.

    Args:
        folder: The folder that a build wrote.
        update: SPARQL 1.1 Update; the prefixes of the vocabulary need no declaration.

    Returns:
        How many triples there are now.

    Raises:
        QueryError: the update is malformed, would read from the network, or writes to a named graph.
        BuildInProgressError: a build is writing to the folder.
        StoreError: there is no graph, or the disk is full.
    """
    out = OutputFolder(folder)
    with out.writing(), full_disk_named(folder):
        build = out.complete()
        if build is None:
            raise no_graph(folder)
        before = Graph.open(build)
        base = before.base
        changed = pyoxigraph.Store()
        changed.bulk_extend(Quad(*triple) for triple in before.triples())
        _apply(changed, update)
        target = out.new_build()
        for name in (MANIFEST, ENTITIES, DOUBTS):
            if (build / name).is_file():
                shutil.copy2(build / name, target)
        store = Store.create(target / "store", Store(changed).triples())
        export(store, target / "citegraph.ttl", "turtle", base)
        size = len(store)
        del store  # it is opened by readers, which it would lock out
        out.switch(target)
    return size


def _apply(store: pyoxigraph.Store, update: str) -> None:
    try:
        with _no_new_files():
            store.update(update, prefixes=PREFIXES)
    except SyntaxError as error:
        raise syntax_error(update, str(error)) from error
    except (OSError, RuntimeError) as error:
        raise QueryError(f"the update cannot be done: {error}") from error
    if any(True for _ in store.named_graphs()):
        raise QueryError("the graph has no name, and there is none beside it; write to no GRAPH")


@contextmanager
def _no_new_files() -> Iterator[None]:
    """While it lasts this process opens no file, and so no connection: an update reads nothing from the network."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def main() -> None:
    """Apply the update on the standard input to the graph in the folder of the first argument."""
    told: dict[str, str | int | None]
    try:
        told = {"triples": amend(Path(sys.argv[1]), json.loads(sys.stdin.read())["update"])}
    except CitegraphError as error:
        kind = "query" if isinstance(error, QueryError) else "store"
        if isinstance(error, BuildInProgressError):
            kind = "busy"
        told = {"error": kind, "message": str(error)}
        if isinstance(error, QueryError):
            told |= {"line": error.line, "column": error.column}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
