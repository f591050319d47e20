"""The file itself: a ZIP archive whose bytes depend on its content alone, and a reader that trusts nothing in it.

Standard library only.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import PackError

__all__ = ["FORMAT", "MANIFEST", "Members", "as_json", "inert", "packed", "parsed", "read", "sha256"]

FORMAT = "citegraph-pack/1"
MANIFEST = "manifest.json"
_MAX_BYTES = 512 * 1024 * 1024
_MAX_MEMBERS = 1_000
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can hold
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)?")
_ENCRYPTED = 0x1
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")

Members = dict[str, bytes]


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def as_json(value: Any) -> bytes:
    """A value as JSON, indented, its keys in the order given."""
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def parsed(members: Mapping[str, bytes], name: str) -> Any:
    """A member as JSON.

    Raises:
        PackError: there is no such member, or it is no JSON.
    """
    if name not in members:
        raise PackError(f"the pack has no {name}; it is no evidence pack, or not whole")
    try:
        value = json.loads(members[name])
        json.dumps(value, ensure_ascii=False).encode()  # fails on half a surrogate pair, which is no text
    except (ValueError, RecursionError) as error:
        raise PackError(f"{name} in the pack is not JSON ({error})") from error
    return value


def inert(text: str) -> str:
    """The text in one line, with what could steer a terminal or turn the direction of writing shown as an escape.

    >>> inert("a\x1b[2J\nb")
    'a\\x1b[2J\\nb'
    """
    return _STEERING.sub(lambda match: ascii(match.group())[1:-1], text)


def packed(members: Mapping[str, bytes], about: Mapping[str, Any]) -> bytes:
    """The archive of these members, with a manifest of their sizes and hashes; equal content gives equal bytes.

    Members are stored uncompressed and in order of their names: compressed bytes differ from one zlib to the next.
    """
    listed = {name: {"bytes": len(data), "sha256": sha256(data)} for name, data in sorted(members.items())}
    manifest = as_json({"format": FORMAT, **about, "members": listed})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as file:
        for name, data in sorted({**members, MANIFEST: manifest}.items()):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = 3  # as on Unix, wherever this runs
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            file.writestr(info, data)
    return buffer.getvalue()


def read(path: Path) -> tuple[Members, dict[str, Any]]:
    """The members of a pack, and its manifest; nothing is written to the disk.

    Raises:
        PackError: it cannot be read, could do harm, or a member is not what the manifest says.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise PackError(f"{path} is not a file")
        if size > _MAX_BYTES:
            raise PackError(f"{path} has {size:,} bytes, and a pack at most {_MAX_BYTES:,}")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise PackError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            _check(file, len(data))
            members = {info.filename: file.read(info) for info in file.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, RuntimeError, struct.error,
            zlib.error) as error:  # fmt: skip
        raise PackError(f"{path} is no ZIP archive, or was damaged or changed: {error}") from error
    manifest = parsed(members, MANIFEST)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise PackError(f"{path} is no evidence pack of the format {FORMAT}; a newer citegraph may read it")
    _compare(members, manifest.get("members"))
    return members, manifest


def _check(file: zipfile.ZipFile, size: int) -> None:
    """Refuses, before anything is unpacked, whatever a pack never holds.

    Raises:
        PackError: a name that leads elsewhere, a name twice, something compressed, encrypted or not a file.
    """
    infos = file.infolist()
    if len(infos) > _MAX_MEMBERS:
        raise PackError(f"the archive has {len(infos):,} members, and a pack at most {_MAX_MEMBERS:,}")
    seen: set[str] = set()
    for info in infos:
        name = info.orig_filename
        if not _NAME.fullmatch(name):
            raise PackError(f"the archive has a member {name!r}; no name in a pack looks like that, so it is refused")
        if name in seen:
            raise PackError(f"the archive has two members {name!r}; which one counts is unclear, so it is refused")
        seen.add(name)
        if info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size:
            raise PackError(f"{name} is compressed; members of a pack never are, so it is refused unopened")
        if info.flag_bits & _ENCRYPTED:
            raise PackError(f"{name} is encrypted; members of a pack never are")
        if not stat.S_ISREG(info.external_attr >> 16):
            raise PackError(f"{name} is no plain file, so it is refused")
    if sum(info.file_size for info in infos) > size:
        raise PackError("the members of the archive overlap: it would unpack to more than it holds, so it is refused")


def _compare(members: Members, listed: Any) -> None:
    """Raises PackError, with all differences, where members are not those of the manifest."""
    if not isinstance(listed, dict):
        raise PackError(f"{MANIFEST} lists no members")
    wrong = [f"{name} is missing" for name in sorted(set(listed) - set(members))]
    wrong += [f"{name} is not in the manifest" for name in sorted(set(members) - set(listed) - {MANIFEST})]
    for name, said in sorted(listed.items()):
        if name not in members:
            continue
        found = {"bytes": len(members[name]), "sha256": sha256(members[name])}
        if said != found:
            wrong.append(f"{name} was changed: it has not the hash that the manifest says")
    if wrong:
        raise PackError("the pack was tampered with: " + "; ".join(wrong))
