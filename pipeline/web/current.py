"""The graph as it is now: the build that is current, and the next one as soon as there is one."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request

from pipeline.errors import StoreError
from pipeline.graph import Graph
from pipeline.graph.store import no_graph
from pipeline.run.folder import OutputFolder

__all__ = ["Current", "Snapshot", "snapshot"]


@dataclass(frozen=True)
class Snapshot:
    """One complete build, which never changes: `path` is its folder, and tells it from every other build."""

    path: Path
    graph: Graph


class Current:
    """Knows the current build of an output folder. To be asked by many threads at once.

    Args:
        out: the folder that a build wrote, as in `citegraph build --out`.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self._folder = OutputFolder(out)
        self._link = out.absolute() / "current"
        self._seen: tuple[Path, int, int, Path] | None = None
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None

    def path(self) -> Path:
        """The folder of the current build. One that was replaced is let go: its files may hold what was removed.

        Raises:
            StoreError: there is none.
        """
        path = self._complete()
        known = self._snapshot
        if known is not None and known.path != path:
            self._snapshot = None
        if path is None:
            raise no_graph(self.out)
        return path

    def _complete(self) -> Path | None:
        """The folder of the last complete build; asked at each request, it is looked up only if it is another."""
        try:
            link, found = self._link.readlink(), self._link.stat()
        except OSError:
            return self._folder.complete()
        seen = self._seen
        if seen is None or seen[:3] != (link, found.st_dev, found.st_ino):
            path = self._folder.complete()
            if path is None:
                return None
            seen = self._seen = (link, found.st_dev, found.st_ino, path)
        return seen[3]

    def snapshot(self) -> Snapshot:
        """The current build, opened. Who asks once and keeps the answer sees one graph from beginning to end.

        Raises:
            StoreError: there is no graph, or it cannot be opened.
        """
        with self._lock:
            path = self.path()
            found = self._snapshot
            if found is None or found.path != path:
                found = self._snapshot = self._opened(path)
            return found

    def _opened(self, path: Path) -> Snapshot:
        try:
            return Snapshot(path, Graph.open(path))
        except StoreError:
            newer = self.path()  # two builds may have ended, and removed the first, before it was opened
            if newer == path:
                raise
            return Snapshot(newer, Graph.open(newer))


def snapshot(request: Request) -> Snapshot:
    """The graph that a request is about. Opening a new build takes a moment: ask in a thread, as plain `def`s are run.

    Raises:
        StoreError: there is no graph; the application answers 503.
    """
    current: Current = request.app.state.current
    return current.snapshot()
