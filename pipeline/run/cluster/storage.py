"""Files at an address: s3://, gs://, hdfs://, file:// and whatever else fsspec knows."""

from __future__ import annotations

import errno
import glob
import posixpath
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.errors import SettingsError, StoreError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

__all__ = ["Storage", "found", "is_address", "named"]

_RENAMES = {"file", "local", "hdfs", "webhdfs", "arrow_hdfs", "sftp", "ssh", "smb"}
"""Where a file grows while it is written, so that it has to be renamed when it is whole; elsewhere it appears whole."""
_ONTO_NOTHING = {"hdfs", "webhdfs", "arrow_hdfs", "smb"}
"""Where a file may not be renamed to a name that another one has; some do not even tell that they did not."""
_FOREIGN = (
    ("botocore.exceptions", "BotoCoreError"),
    ("google.auth.exceptions", "GoogleAuthError"),
    ("gcsfs.retry", "HttpError"),
    ("azure.core.exceptions", "AzureError"),
    ("aiohttp", "ClientError"),
)
"""What libraries of storage raise that is no OSError, by module."""
_ADVICE = {
    "s3": "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, and for a server that is not Amazon's "
    "AWS_ENDPOINT_URL; a bucket that everybody may read needs FSSPEC_S3_ANON=true",
    "gs": "set GOOGLE_APPLICATION_CREDENTIALS to the file of an account, or log in by gcloud auth application-default "
    "login; a bucket that everybody may read needs FSSPEC_GCS_TOKEN=anon",
    "abfs": "set AZURE_STORAGE_CONNECTION_STRING, or AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY",
}
"""What to look at where a storage refuses us or does not answer."""


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
        from fsspec.registry import get_filesystem_class

        scheme, separator, _ = address.partition("://")
        if not separator or "::" not in address:
            return url_to_fs(address)  # type: ignore[no-any-return]
        kind = get_filesystem_class(scheme)  # to fsspec, but in no name of ours, :: would part one address from another
        return kind(**kind._get_kwargs_from_urls(address)), kind._strip_protocol(address)
    except ImportError as error:
        how = "; pip install 'citegraph[cluster]'" if error.name == "fsspec" else ""
        raise SettingsError(f"{address} cannot be opened: {error}{how}") from error
    except ValueError as error:
        raise SettingsError(f"{address} cannot be opened: {error}") from error


@contextmanager
def named(address: str) -> Iterator[None]:
    """Turn what a storage raises, but for that there is no such file, into an error that names the address.

    Raises:
        StoreError: it refuses us, does not answer, or is full.
    """
    try:
        yield
    except FileNotFoundError:
        raise
    except _failures() as error:
        told = getattr(error, "strerror", None) or str(error) or type(error).__name__
        local = isinstance(error, OSError) and error.errno not in (None, errno.EACCES, errno.EPERM)
        advice = "" if local else _ADVICE.get(_kind(address), "")
        raise StoreError(f"{address}: {told}{advice and f' ({advice}, and the same on workers)'}") from error


def _failures() -> tuple[type[Exception], ...]:
    """What storages may raise, of the libraries that are loaded."""
    loaded = ((sys.modules.get(module), name) for module, name in _FOREIGN)
    return OSError, *(getattr(module, name) for module, name in loaded if hasattr(module, name))


def _kind(address: str) -> str:
    scheme = address.partition("://")[0]
    return {"s3a": "s3", "gcs": "gs", "abfss": "abfs", "az": "abfs", "adl": "abfs"}.get(scheme, scheme)


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
            with named(f"{self.address}/{name}"):
                return bytes(fs.cat_file(path, start=begin, end=end))
        except FileNotFoundError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file, in the place of one that is there.

        Raises:
            StoreError: it cannot be written.
        """
        fs, path = self._at(name)
        try:
            with named(f"{self.address}/{name}"):
                if _RENAMES.isdisjoint(_protocols(fs)):
                    fs.pipe_file(path, data)
                    return
                fs.makedirs(posixpath.dirname(path), exist_ok=True)
                part = f"{path}.{uuid.uuid4().hex}.part"
                fs.pipe_file(part, data)
                _renamed(fs, part, path)
        except FileNotFoundError as error:
            raise StoreError(f"{self.address}/{name}: {error}; make what is missing first") from error

    def remove(self, folder: str) -> None:
        """Remove a folder with all in it, if it is there."""
        fs, path = self._at(folder)
        with named(f"{self.address}/{folder}"):
            fs.invalidate_cache()  # others wrote there since
            if not fs.exists(path):
                return
            if glob.has_magic(path):  # which only `rm` takes for a pattern
                for file in fs.find(path):
                    fs.rm_file(file)
            else:
                fs.rm(path, recursive=True)


def _protocols(fs: AbstractFileSystem) -> set[str]:
    return {fs.protocol} if isinstance(fs.protocol, str) else set(fs.protocol)


def _renamed(fs: AbstractFileSystem, part: str, path: str) -> None:
    """Give a whole file its name; one that had it stays until then or, where that cannot be, nearly until then."""
    if _ONTO_NOTHING.isdisjoint(_protocols(fs)):
        fs.mv(part, path)
        return
    before = f"{part}.before"
    if replaces := fs.exists(path):
        fs.mv(path, before)
    try:
        fs.mv(part, path)
        if not fs.exists(path):
            raise OSError("it could not be renamed")
    except OSError:
        if replaces:
            fs.mv(before, path)
        raise
    if replaces:
        fs.rm_file(before)
