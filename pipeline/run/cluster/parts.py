"""The articles at some addresses, in parts: each is read and extracted by one worker at a time."""

from __future__ import annotations

import glob
import hashlib
import posixpath
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import CitegraphError, StoreError
from pipeline.read.sidecar import SUFFIX
from pipeline.read.sources import NO_ARTICLES, SUFFIXES
from pipeline.records import Issue
from pipeline.run.cluster.storage import found, is_address, named

__all__ = ["File", "Part", "fetch", "fetched", "listed", "part", "parts"]

FEWEST, MOST = 4, 256
"""A part has about so many files: the fewest where there are few, since workers can share parts alone, the most ..."""
SHARE = 64
"""... where there are so many times as many files."""
BYTES = 2_000_000
"""A part is closed when its files have so many bytes, whatever their number: minutes of work."""
_STAMPS = (
    ("ETag", "etag", "md5Hash", "crc32c", "checksum"),
    ("mtime", "LastModified", "last_modified", "modificationTime", "modified", "created"),
)
"""What file systems tell of a file that changes with its content; the second where there is nothing of the first."""


@dataclass(frozen=True)
class File:
    """A file of articles at an address."""

    address: str
    name: str
    """As `Document.source_file`."""
    size: int
    stamp: str
    """Changes with its content."""
    beside: tuple[str, ...] = ()
    """The addresses of files with its metadata."""


@dataclass(frozen=True)
class Part:
    """Some files that are read together; the key changes with them, and with the model and code that read them."""

    key: str
    files: tuple[File, ...]


def listed(sources: Sequence[str]) -> tuple[list[File], list[Issue]]:
    """The files of articles in files, folders and globs at addresses or paths, by name; the rules are those of `read`.

    Raises:
        CitegraphError: two sources hold files of one name.
        StoreError: an address cannot be listed.
    """
    files: dict[str, File] = {}
    issues: list[Issue] = []
    for source in sources:
        others: Counter[str] = Counter()
        entries = dict(_entries(source))
        if not entries:
            issues.append(Issue(step="read", source=source, message="does not exist, or holds no files"))
        for name, (address, info) in entries.items():
            last = posixpath.basename(name)
            hidden = any(folder.startswith(".") for folder in name.split("/"))
            if hidden or last.endswith(SUFFIX) or (len(entries) > 1 and last.lower().startswith(NO_ARTICLES)):
                continue
            ending = posixpath.splitext(last)[1].lower()
            if ending not in SUFFIXES:
                others[ending or "without an ending"] += 1
                continue
            asides = (f"{name}{SUFFIX}", f"{posixpath.splitext(name)[0]}{SUFFIX}")
            beside = tuple(entries[other][0] for other in asides if other in entries)
            stamp = "\0\0".join(_stamp(about) for about in (info, *(entries[o][1] for o in asides if o in entries)))
            file = File(address, name, int(info.get("size") or 0), stamp, beside)
            if files.setdefault(name, file).address != address:
                raise CitegraphError(
                    f"{address} and {files[name].address} would both be called {name}; give the folder above the two"
                )
        if others:
            kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(others.items()))
            told = f"passed over {others.total()} file{'s' if others.total() > 1 else ''} of other kinds ({kinds})"
            issues.append(Issue(step="read", source=source, message=told, skipped=False))
    return [files[name] for name in sorted(files)], issues


def _stamp(info: dict[str, Any]) -> str:
    told = ([f"{key}={info[key]}" for key in keys if info.get(key) is not None] for keys in _STAMPS)
    return "\0".join((str(info.get("size")), *next(filter(None, told), ())))


def _entries(source: str) -> Iterator[tuple[str, tuple[str, dict[str, Any]]]]:
    """The files of one source by their names: the address of each, and what its file system tells of it."""
    address = source if is_address(source) else str(Path(source).absolute())
    fs, path = found(address)
    root = path
    try:
        with named(source):
            fs.invalidate_cache()  # what this process saw earlier may be there no more
            if glob.has_magic(path) and not fs.exists(path):
                while glob.has_magic(root):
                    root = posixpath.dirname(root)
                about = fs.glob(path, detail=True)
            else:
                about = fs.find(path, detail=True)
                if set(about) == {path}:
                    root = posixpath.dirname(path)
    except FileNotFoundError:
        return
    for at, info in sorted(about.items()):
        if info.get("type") != "directory":
            yield posixpath.relpath(at, root), (fs.unstrip_protocol(at), info)


def parts(files: Sequence[File], context: str) -> list[Part]:
    """The files in parts; the same ones give the same parts.

    The name of a file says whether a part ends with it, so that files which come, change or go leave the parts around
    them as they were.

    Args:
        files: By name.
        context: All that what is read and extracted depends on besides.
    """
    usual = min(MOST, max(FEWEST, 1 << (len(files) // SHARE).bit_length()))
    made: list[Part] = []
    some: list[File] = []
    for file in files:
        some.append(file)
        ends = zlib.crc32(file.name.encode("utf-8", "surrogatepass")) % usual == 0
        if ends or len(some) >= 4 * usual or sum(f.size for f in some) >= BYTES:
            made.append(part(some, context))
            some = []
    return [*made, part(some, context)] if some else made


def part(files: Sequence[File], context: str) -> Part:
    """Some files as one part."""
    digest = hashlib.sha256(context.encode())
    for file in files:
        digest.update(f"\0\0{file.name}\0{file.size}\0{file.stamp}".encode("utf-8", "surrogatepass"))
    return Part(digest.hexdigest(), tuple(files))


def fetch(files: Iterable[File], folder: Path) -> None:
    """Bring files, and those with their metadata, into a folder of this machine, under their names.

    Raises:
        StoreError: one cannot be read.
    """
    for file in files:
        target = folder / file.name
        for address in (file.address, *file.beside):
            fs, path = found(address)
            try:
                with named(address):
                    target.parent.mkdir(parents=True, exist_ok=True)
                    fs.get_file(path, str(target.with_name(posixpath.basename(path))))
            except FileNotFoundError as error:
                raise StoreError(f"{address} was there when the files were listed, and is gone") from error


@contextmanager
def fetched(sources: Sequence[str]) -> Iterator[tuple[Path, list[Issue]]]:
    """The files of some sources in a folder of this machine, as long as they are needed, and what is wrong with some.

    Raises:
        CitegraphError: two sources hold files of one name, or none holds any.
        StoreError: an address cannot be read.
    """
    files, issues = listed(sources)
    if not files:
        told = "; ".join(f"{issue.source} {issue.message}" for issue in issues)
        raise CitegraphError(f"nothing to build from: {told}")
    with tempfile.TemporaryDirectory(prefix="citegraph-fetched-") as folder:
        fetch(files, Path(folder))
        yield Path(folder), issues
