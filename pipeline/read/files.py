"""The bytes of one file, within limits."""

from __future__ import annotations

import errno
import stat
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import DocumentError

__all__ = ["check", "is_folder", "open_file", "read_bytes", "reason"]

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def check(path: Path, name: str, max_bytes: int | None) -> None:
    """Makes sure, before it is opened, that a path is a file and not too large; opening a pipe would wait for ever.

    Raises:
        DocumentError: it is not there, not a file, or has more than `max_bytes` (None: any number).
    """
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise DocumentError(name, reason(error)) from error
    if not stat.S_ISREG(status.st_mode):
        kind = next((kind for test, kind in _KINDS if test(status.st_mode)), "something else")
        raise DocumentError(name, f"is {kind}, not a file")
    if status.st_size == 0:
        raise DocumentError(name, "is empty")
    if max_bytes is not None and status.st_size > max_bytes:
        raise _too_large(name, f"{status.st_size:,}", max_bytes)


def read_bytes(path: Path, name: str, max_bytes: int) -> bytes:
    """The content of a file of at most `max_bytes`.

    Raises:
        DocumentError: it cannot be read, or is too large; its size is looked at before it is opened.
    """
    check(path, name, max_bytes)
    try:
        with open_file(path, name) as stream:
            data = stream.read(max_bytes + 1)
    except OSError as error:
        raise DocumentError(name, reason(error)) from error
    if len(data) > max_bytes:
        raise _too_large(name, f"more than {max_bytes:,}", max_bytes)
    return data


def open_file(path: Path, name: str) -> BinaryIO:
    """The opened file.

    Raises:
        DocumentError: it cannot be opened.
    """
    try:
        return path.open("rb")
    except OSError as error:
        raise DocumentError(name, reason(error)) from error


def is_folder(path: Path) -> bool:
    """Whether a path is a folder, or a link to one; False where that cannot be told."""
    try:
        return path.is_dir()
    except OSError:
        return False


def reason(error: OSError | ValueError) -> str:
    """What went wrong with a file or folder, in words that say what to do."""
    if not isinstance(error, OSError):
        return f"is no possible file name ({error})"
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return "does not exist (any more)"
        case errno.EACCES | errno.EPERM:
            return "may not be read: permission denied"
        case errno.ELOOP:
            return "is a symbolic link that leads in a circle"
        case errno.ENAMETOOLONG:
            return "has too long a name or path"
    return f"cannot be read ({error.strerror or error})"


def _too_large(name: str, size: str, max_bytes: int) -> DocumentError:
    return DocumentError(
        name,
        f"has {size} bytes and the limit is {max_bytes:,}; to read it, raise max_file_bytes "
        "(in citegraph.toml, or CITEGRAPH_MAX_FILE_BYTES)",
    )
