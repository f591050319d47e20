"""Files at an address: s3://, gs://, hdfs://, file:// and whatever else fsspec knows."""

from __future__ import annotations

import posixpath
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.errors import SettingsError, StoreError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

__all__ = ["Storage", "found", "is_address"]

_RENAMES = {"file", "local", "hdfs", "webhdfs", "arrow_hdfs", "sftp", "ssh", "smb"}
"""Where a file grows while it is written, so that it has to be renamed when it is whole; elsewhere it appears whole."""


def is_address(source: object) -> bool:
    """Whether something names a place of fsspec and not a path of this machine.

    >>> is_address("s3://bucket/articles"), is_address("articles/2022")
    (True, False)
    """
    return "://" in str(source)


def found(address: str) -> tuple[AbstractFileSystem, str]:
    """The file system of an address, and the path in it.

    Raises:
        SettingsError: fsspec, or what it needs for this kind of address, is not installed.
    """
    try:
        from fsspec.core import url_to_fs

        fs, path = url_to_fs(address)
    except ImportError as error:
        how = "; pip install 'citegraph[cluster]'" if error.name == "fsspec" else ""
        raise SettingsError(f"{address} cannot be opened: {error}{how}") from error
    except ValueError as error:
        raise SettingsError(f"{address} cannot be opened: {error}") from error
    return fs, path


@contextmanager
def _named(address: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StoreError(f"{address}: {error.strerror or error}") from error


@dataclass(frozen=True)
class Storage:
    """A folder at an address, in which files are there whole or not at all.

    >>> storage = Storage("memory://graph")
    >>> storage.write("a/b.txt", b"whole")
    >>> storage.read("a/b.txt"), storage.read("a/b.txt", 1, 3), storage.read("c.txt")
    (b'whole', b'ho', None)
    """

    address: str

    def _at(self, name: str) -> tuple[Any, str]:
        fs, path = found(self.address)
        return fs, posixpath.join(path, name)

    def read(self, name: str, begin: int | None = None, end: int | None = None) -> bytes | None:
        """A file, or the bytes from `begin` to `end` of it; None if there is none.

        Raises:
            StoreError: it cannot be read.
        """
        fs, path = self._at(name)
        try:
            with _named(f"{self.address}/{name}"):
                return bytes(fs.cat_file(path, begin, end))
        except FileNotFoundError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file, in the place of one that is there.

        Raises:
            StoreError: it cannot be written.
        """
        fs, path = self._at(name)
        kinds = {fs.protocol} if isinstance(fs.protocol, str) else set(fs.protocol)
        with _named(f"{self.address}/{name}"):
            if not kinds & _RENAMES:
                fs.pipe_file(path, data)
                return
            fs.makedirs(posixpath.dirname(path), exist_ok=True)
            part = f"{path}.{uuid.uuid4().hex}.part"
            fs.pipe_file(part, data)
            fs.mv(part, path)

    def remove(self, folder: str) -> None:
        """Remove a folder with all in it, if it is there."""
        fs, path = self._at(folder)
        with _named(f"{self.address}/{folder}"):
            if fs.exists(path):
                fs.rm(path, recursive=True)
