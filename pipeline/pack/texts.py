"""The documents that a pack cites, found again in a folder and turned into text. Standard library only.

Plain text, Markdown and lines of JSON with a "text" are read as `pipeline.read` reads them: the text of a file is the
decoded file, unchanged. Whatever has to be parsed (HTML, PDF, Word) needs the readers of an installed citegraph;
without them such a document is said to be unchecked, never to be right.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.errors import PackError

__all__ = ["Cited", "Found", "ParsedText", "find", "legal", "sha256_of"]

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What a file that is not UTF-8 may have been read as; the hash of the text tells which one it was.
_LEGACY = ("cp1252", "iso8859_15", "cp1254", "cp1250", "iso8859_2", "mac_roman", "cp1251", "koi8_r", "koi8_u",
           "iso8859_5", "cp866", "cp1253", "iso8859_7", "cp1255", "cp1256")  # fmt: skip
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN = {".txt", ".md", ".markdown"}
_LINES = {".jsonl", ".ndjson"}
_MAX_BYTES = 50_000_000

ParsedText = Callable[[Path, int | None], str | None]
"""Reads a file that has to be parsed (and the line of it, if it holds many articles); None where it cannot."""


@dataclass(frozen=True)
class Cited:
    """A document as the pack names it: its file, the line in it if the file holds many, and the hash of its text."""

    source_file: str
    record: int | None
    text_sha256: str

    def __str__(self) -> str:
        return self.source_file if self.record is None else f"{self.source_file}:{self.record}"


@dataclass(frozen=True)
class Found:
    """What became of a document (``same``, ``changed``, ``renamed``, ``missing``, ``unchecked``), its text, and why."""

    status: str
    text: str | None = None
    note: str = ""


def legal(text: str) -> str:
    """The text as quotes have it: U+FFFD for what RDF cannot hold (`pipeline.graph.literals.legal`); offsets hold."""
    return _ILLEGAL.sub("\ufffd", text)


def find(cited: Cited, docs: Path, parse: ParsedText | None = None) -> Found:
    """A document in the folder of documents: under its name, else a text file there that has the same text.

    Raises:
        PackError: its name leads out of the folder.
    """
    name = PurePosixPath(cited.source_file)
    if name.is_absolute() or ".." in name.parts or "\\" in cited.source_file or ":" in name.parts[0]:
        raise PackError(f"the pack cites {cited.source_file!r}, which leads out of the folder of documents; refused")
    path = docs / name
    if not path.is_file():
        return _renamed(cited, docs)
    try:
        text = _text(cited, path, parse)
    except (OSError, ValueError, RecursionError) as error:
        return Found("unchecked", note=f"cannot be read: {getattr(error, 'strerror', None) or error}")
    if text is None:
        if path.suffix.lower() in _LINES and _is_text(path):
            return Found("missing", note=f"{cited.source_file} has no article in line {cited.record}")
        return Found(
            "unchecked", note=f"{path.suffix or 'this kind'} needs the readers of citegraph: pip install citegraph"
        )
    return Found("same" if sha256_of(text) == cited.text_sha256 else "changed", text)


def _renamed(cited: Cited, docs: Path) -> Found:
    if cited.record is None:
        for path in _text_files(docs):
            try:
                text = _decoded(path, cited.text_sha256)
            except (OSError, ValueError):
                continue
            if sha256_of(text) == cited.text_sha256:
                return Found("renamed", text, f"is now {path.relative_to(docs).as_posix()}")
    return Found("missing", note=f"no such file in {docs}, and no text file there has its text")


def _text_files(docs: Path) -> Iterator[Path]:
    for path in sorted(docs.rglob("*")):
        if path.suffix.lower() in _PLAIN and path.is_file():
            yield path


def _is_text(path: Path) -> bool:
    return path.suffix.lower() in _PLAIN | _LINES


def _text(cited: Cited, path: Path, parse: ParsedText | None) -> str | None:
    suffix = path.suffix.lower()
    if suffix in _PLAIN:
        return _decoded(path, cited.text_sha256)
    if suffix in _LINES:
        row = _line(path, cited.record)
        if row is None or "text" in row:
            return row["text"] if row and isinstance(row["text"], str) else None
    return parse(path, cited.record) if parse else None


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > _MAX_BYTES:
        raise ValueError(f"has more than {_MAX_BYTES:,} bytes")
    return path.read_bytes()


def _decoded(path: Path, sha256: str) -> str:
    """The decoded file, byte order mark and line ends as they are."""
    data = _bytes(path)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for encoding in _LEGACY:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sha256_of(text) == sha256:
            return text
    return data.decode("cp1252", "replace")


def _line(path: Path, number: int | None) -> dict[str, object] | None:
    """The object in a line, counted from 1; None where there is none."""
    data = _bytes(path).removeprefix(codecs.BOM_UTF8)
    lines = data.split(b"\n")
    if number is None or not 1 <= number <= len(lines) or not lines[number - 1].strip():
        return None
    row = json.loads(lines[number - 1].decode("utf-8"))
    return row if isinstance(row, dict) else None


def sha256_of(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
