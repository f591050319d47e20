"""Which files the user means: folders and globs become single files, in a fixed order, each under a name of its own."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.read.files import is_folder, reason
from pipeline.read.sidecar import SUFFIX
from pipeline.records import Issue

__all__ = ["NO_ARTICLES", "SUFFIXES", "Source", "find"]

SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".jsonl", ".ndjson")

NO_ARTICLES = ("readme", "license", "licence")
_NO_ARTICLES = (".", *NO_ARTICLES)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read.

    `name` becomes Document.source_file: the path below the given folder or below the fixed part of a glob, with forward
    slashes, or the mere file name of a file given by itself. `named` tells that it was given by itself.
    """

    path: Path
    name: str
    named: bool

    @property
    def suffix(self) -> str:
        """The ending, in lower case."""
        return self.path.suffix.lower()


def find(sources: Sequence[Path | str]) -> Iterator[Source | Issue]:
    """The files of the given files, folders and globs, in the order given, and sorted by name within each.

    A file that is reached twice is read once. Of a folder, hidden files, README*, LICENSE* and sidecars are no
    articles; files of other kinds are counted in one warning. Links to folders are followed, each folder once.
    """
    finder = _Finder()
    for source in sources:
        yield from finder.expand(source)


def shown(path: str | os.PathLike[str]) -> str:
    """A path as text that can be written down: bytes that are no UTF-8 become U+FFFD.

    >>> shown(os.fsdecode(b"caf\\xe9.txt"))
    'caf\ufffd.txt'
    """
    if isinstance(path, str) and path.isascii():
        return path
    return os.fsencode(path).decode("utf-8", "replace") if _is_clean(path) else repr(os.fspath(path))


def _is_clean(path: str | os.PathLike[str]) -> bool:
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        return False
    return True


@dataclass(slots=True)
class _Tally:
    """What a folder or glob held: files that may be articles, and others by their ending."""

    candidates: int = 0
    others: Counter[str] = field(default_factory=Counter)


class _Finder:
    def __init__(self) -> None:
        self.files: set[str] = set()
        self.folders: set[tuple[int, int]] = set()
        self.names: set[str] = set()
        self._resolved: dict[Path, Path] = {}

    def expand(self, source: Path | str) -> Iterator[Source | Issue]:
        path = Path(source)
        try:
            path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            if glob.has_magic(str(source)):
                yield from self._glob(str(source))
            else:
                yield _issue(shown(source), "does not exist")
        except (OSError, ValueError) as error:
            yield _issue(shown(source), reason(error))
        else:
            if is_folder(path):
                yield from self._folder(path, shown(source))
            else:
                yield from self._file(path, path.name, named=True)

    def _folder(self, folder: Path, label: str) -> Iterator[Source | Issue]:
        tally = _Tally()
        issues = False
        for item in self._walk(folder, folder, label, tally):
            issues = issues or isinstance(item, Issue)
            yield item
        yield from _passed_over(label, tally)
        if not tally.candidates and not issues:
            yield _issue(label, f"holds no files to read ({', '.join(SUFFIXES)})")

    def _glob(self, pattern: str) -> Iterator[Source | Issue]:
        root = Path(pattern)
        while glob.has_magic(str(root)):
            root = root.parent
        tally = _Tally()
        matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207, Path.glob takes no absolute patterns
        if not matches:
            yield _issue(shown(pattern), "matches no file")
        for match in map(Path, matches):
            if is_folder(match):
                yield from self._walk(match, root, shown(match), tally)
            else:
                yield from self._member(match, _below(match, root), tally)
        yield from _passed_over(shown(pattern), tally)

    def _walk(self, folder: Path, root: Path, label: str, tally: _Tally) -> Iterator[Source | Issue]:
        """Everything below a folder, depth first; `label` names the folder itself in issues."""
        stack = [(folder, "" if folder == root else f"{folder.relative_to(root).as_posix()}/", True)]
        while stack:
            path, below, folds = stack.pop()
            if not folds:
                yield from self._member(path, shown(below), tally)
                continue
            place = label if path == folder else shown(below)
            try:
                status = path.stat()
                held = sorted((entry.name, _is_folder(entry)) for entry in _visible(path))
            except OSError as error:
                yield _issue(place, f"the folder {reason(error)}")
                continue
            if (status.st_dev, status.st_ino) not in self.folders:
                self.folders.add((status.st_dev, status.st_ino))
                stack += ((path / name, f"{below}{name}{'/' * folds}", folds) for name, folds in reversed(held))
            elif path.is_symlink():
                yield _issue(place, "links to a folder that was read already; it was not read again", skipped=False)
            else:
                tally.candidates += 1  # it was given before, and what it holds was read then

    def _member(self, path: Path, below: str, tally: _Tally) -> Iterator[Source]:
        """A file of a folder or glob, if it can be an article; `below` is its name in there."""
        name = path.name.lower()
        if name.startswith(_NO_ARTICLES) or name.endswith(SUFFIX):
            return
        suffix = path.suffix.lower()
        if suffix not in SUFFIXES:
            if self._new(path):
                tally.others[suffix or "without an ending"] += 1
            return
        tally.candidates += 1
        yield from self._file(path, below, named=False)

    def _file(self, path: Path, name: str, *, named: bool) -> Iterator[Source]:
        if absolute := self._new(path):
            yield Source(path, self._own_name(absolute, shown(name)), named)

    def _new(self, path: Path) -> Path | None:
        """Where a file is, at its first sight; a link to a file is a file of its own."""
        absolute = self._absolute(path)
        if (known := str(absolute)) in self.files:
            return None
        self.files.add(known)
        return absolute

    def _absolute(self, path: Path) -> Path:
        """The path with all links resolved but one that the file itself may be."""
        folder = path.parent
        if folder not in self._resolved:
            self._resolved[folder] = folder.resolve()
        return self._resolved[folder] / path.name

    def _own_name(self, path: Path, name: str) -> str:
        """The name, preceded by as many of the folders above as tell it from names that are taken."""
        if name not in self.names:
            self.names.add(name)
            return name
        above = path.parents[name.count("/")] if name.count("/") < len(path.parents) else path.parent
        chosen = name
        while chosen in self.names and above.name:
            chosen = f"{shown(above.name)}/{chosen}"
            above = above.parent
        number = 2
        while chosen in self.names:  # names that differ in bytes that are no UTF-8 alone
            chosen = f"{name}~{number}"
            number += 1
        self.names.add(chosen)
        return chosen


def _visible(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from (entry for entry in entries if not entry.name.startswith("."))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder, or a link to one; False where that cannot be told."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _below(path: Path, root: Path) -> str:
    return shown(path.relative_to(root).as_posix())


def _passed_over(label: str, tally: _Tally) -> Iterator[Issue]:
    if total := tally.others.total():
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(tally.others.items()))
        message = f"passed over {total} file{'s' if total > 1 else ''} of other kinds ({kinds})"
        yield _issue(label, message, skipped=False)


def _issue(source: str, message: str, *, skipped: bool = True) -> Issue:
    return Issue(step="read", source=source, message=message, skipped=skipped)
