"""`citegraph serve` for tests: the real server on a free port of the loopback interface."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph

from pipeline.graph.store import Store
from pipeline.run.folder import OutputFolder
from pipeline.web.app import create_app
from pipeline.web.serve import bound, server

__all__ = ["publish", "serving"]


def publish(out: Path, turtle: str) -> Path:
    """Make some Turtle the current build of an output folder, without the documents that a real build has."""
    folder = OutputFolder(out)
    with folder.writing():
        build = folder.new_build()
        parsed = pyoxigraph.parse(turtle, pyoxigraph.RdfFormat.TURTLE)
        store = Store.create(build / "store", (quad.triple for quad in parsed))
        del store
        folder.switch(build)
    return build


@contextmanager
def serving(out: Path, **options: Any) -> Iterator[str]:
    """The address of a server over the graph in a folder, without a slash at its end; `options` as in `create_app`."""
    listener = bound("127.0.0.1", 0)
    running = server(create_app(out, **options))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        for _ in range(500):
            if running.started:
                break
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        running.should_exit = True
        thread.join()
        listener.close()
