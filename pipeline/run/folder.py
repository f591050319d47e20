"""The folder that a build writes: one writer at a time, and a graph that is either the last good one or the new one.

OUT/citegraph.ttl  -> current/citegraph.ttl     what readers open; both links never change
OUT/store          -> current/store
OUT/current        -> builds/<name>             replaced in one step when a build is complete
OUT/builds/<name>/                              a complete graph; an unfinished one is removed by the next build
OUT/cache/                                      extractions and what files gave: `pipeline.run.cache` and `contents`
OUT/articles/                                   what was parsed of HTML, PDF and Word files, see `pipeline.read.kept`
OUT/issues.jsonl                                what the last run could not use
OUT/removed.jsonl                               documents that people took out, see `pipeline.run.removals`
OUT/history.jsonl                               what files held before they were overwritten, see `pipeline.run.history`
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import BuildInProgressError, StoreError
from pipeline.records import Issue

__all__ = ["NO_ROOM", "OutputFolder", "full_disk_named"]

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""What the system says where a disk is full."""
_LINKED = ("citegraph.ttl", "store")


class OutputFolder:
    """A folder that holds a graph, or is to hold one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.cache = path / "cache"
        self.articles = path / "articles"
        self._builds = path / "builds"
        self._current = path / "current"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the folder for one build, removing what a killed one left.

        Raises:
            BuildInProgressError: another process holds it.
            StoreError: the folder cannot be made or written.
        """
        with self.holding():
            self._builds.mkdir(exist_ok=True)
            self._adopt()
            self._sweep(keep=1)
            yield

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Hold the folder and leave all in it as it is.

        Raises:
            BuildInProgressError: another process holds it.
            StoreError: the folder cannot be made or written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = (self.path / ".lock").open("w")
        except OSError as error:
            files = {FileExistsError: "it is no folder", NotADirectoryError: "something on the way is no folder"}
            why = files.get(type(error), error.strerror)
            raise StoreError(f"cannot write to {self.path}: {why}; choose another folder with --out") from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BuildInProgressError(
                    f"another build is writing to {self.path}; wait for it to end, or choose another folder with --out"
                ) from error
            yield

    def complete(self) -> Path | None:
        """The folder of the last complete build, if there is one."""
        return self._current.resolve() if self._current.exists() else None

    def new_build(self) -> Path:
        """An empty folder for a build; nobody reads it before `switch`."""
        taken = {p.name for p in self._builds.iterdir()}
        number = 1 + max((int(name) for name in taken if name.isdigit()), default=0)
        folder = self._builds / f"{number:06d}"
        folder.mkdir()
        return folder

    def switch(self, build: Path) -> None:
        """Make a complete build the current one, in one step; the one before stays for those who still read it."""
        for name in _LINKED:
            if not (self.path / name).is_symlink():
                self._link(name, Path("current") / name)
        self._link("current", build.relative_to(self.path))
        self._sweep(keep=2)

    def _link(self, name: str, target: Path) -> None:
        """Have a link lead somewhere, in one step if there is none or one that leads elsewhere."""
        part, link = self.path / f".{name}.part", self.path / name
        part.unlink(missing_ok=True)
        part.symlink_to(target)
        if link.is_dir() and not link.is_symlink():
            shutil.rmtree(link)
        part.replace(link)

    def _adopt(self) -> None:
        """Make the links of a graph again where a copy has what they lead to in their place, as `scp -r` makes it."""
        if self._current.is_symlink() or not self._current.is_dir():
            return
        build = self.new_build()
        build.rmdir()
        self._current.rename(build)  # readers still have the copies in the places of the other two
        self._link("current", build.relative_to(self.path))
        for name in _LINKED:
            self._link(name, Path("current") / name)

    def forget_earlier(self) -> None:
        """Remove every build but the current one, even if somebody still reads it; the caller holds the folder."""
        self._sweep(keep=1)

    def _sweep(self, keep: int) -> None:
        """Remove unfinished builds, and complete ones but for the newest `keep`."""
        current = str(self._current.readlink()) if self._current.is_symlink() else ""
        numbered = sorted((p for p in self._builds.iterdir() if p.is_dir()), reverse=True)
        complete = [p for p in numbered if p.name <= Path(current).name]
        for path in numbered:
            if path not in complete[:keep]:
                shutil.rmtree(path, ignore_errors=True)

    def write_issues(self, issues: Iterable[Issue]) -> None:
        """Write issues.jsonl, one issue a line, in one step."""
        part = self.path / ".issues.part"
        with part.open("w", encoding="utf-8", errors="backslashreplace") as file:
            for issue in issues:
                file.write(issue.model_dump_json() + "\n")
        part.replace(self.path / "issues.jsonl")


@contextmanager
def full_disk_named(path: Path) -> Iterator[None]:
    """Turn the errors of a full or unwritable disk into one message that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise _no_room(path) from error
        raise StoreError(f"{error.filename or path}: {error.strerror or error}") from error
    except StoreError as error:
        # RocksDB gives the words of the system and no number
        if any(os.strerror(number) in str(error) for number in NO_ROOM):
            raise _no_room(path) from error
        raise


def _no_room(path: Path) -> StoreError:
    return StoreError(
        f"no room left on the disk of {path}; free some and run the same command again: "
        "what was read so far is kept, and the last good graph is untouched"
    )
