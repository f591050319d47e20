"""The documents that a pack cites, found again in a folder and turned into text. Standard library only.

Plain text, Markdown without marks in its sentences and lines of JSON with a "text" are read as `pipeline.read` reads
them: the text of a file is the decoded file, unchanged. Whatever has to be parsed (HTML, PDF, Word, other Markdown)
needs the readers of an installed citegraph; without them such a document is said to be unchecked, never to be right.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from pipeline.errors import PackError

__all__ = ["Cited", "Folder", "Found", "ParsedText", "legal", "sha256_of"]

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
_FRONT_MATTER = re.compile(r"\ufeff?---\s*\n.*?\n---\s*\n", re.S)
_MARK = re.compile(r"[*_`\[~\\<]|&#?\w+;|\n[ \t]*>")  # as `pipeline.read.markdown` has it
_LINES = {".jsonl", ".ndjson"}
_MAX_BYTES = 50_000_000

ParsedText = Callable[[Path, int | None], str | None]
"""Reads a file that has to be parsed (and the line of it, if it holds many articles); None where it cannot."""


@dataclass(frozen=True)
class Cited:
    """A document as the pack names it: its file, the line in it if the file holds many, and the hash of its text.

    `until` is given for an earlier edition: when its file was found to hold another text.
    """

    source_file: str
    record: int | None
    text_sha256: str
    until: str = ""

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


class Folder:
    """The folder of documents, as the build was given it, or a copy.

    Args:
        path: the folder.
        parse: reads what is no plain text; without it such documents stay unchecked.
    """

    def __init__(self, path: Path, parse: ParsedText | None = None) -> None:
        self.path = path
        self._parse = parse

    def find(self, cited: Cited) -> Found:
        """A document under its name, else a text file that has the same text.

        Raises:
            PackError: its name leads out of the folder.
        """
        name = PurePosixPath(cited.source_file)
        if not name.parts or name.is_absolute() or ".." in name.parts or re.search(r"[\\\x00]|^\w:", str(name)):
            raise PackError(
                f"the pack cites {cited.source_file!r}, which leads out of the folder of documents; refused"
            )
        path = self.path / name
        if not path.is_file():
            return self._renamed(cited)
        try:
            text = _text(cited, path, self._parse)
        except (OSError, ValueError, RecursionError) as error:
            return Found("unchecked", note=f"cannot be read: {getattr(error, 'strerror', None) or error}")
        if text is not None:
            if sha256_of(text) == cited.text_sha256:
                return Found("same", text)
            return self._earlier(cited, text) if cited.until else Found("changed", text)
        suffix = path.suffix.lower()
        if suffix in _LINES and _line(path, cited.record) is None:
            return Found("missing", note=f"{cited.source_file} has no article in line {cited.record}")
        return Found("unchecked", note=f"{suffix or 'this kind'} needs the readers of citegraph: pip install citegraph")

    def _earlier(self, cited: Cited, now: str) -> Found:
        """The kept text of an earlier edition, whose file holds another one now."""
        kept = self._by_text.get(cited.text_sha256)
        if kept is not None:
            return Found("same", _decoded(kept, cited.text_sha256))
        told = f"an earlier edition, which its file held until {cited.until}; to check it, copy its text there: "
        return Found("changed", now, f'{told}citegraph history "{cited}" --save FOLDER writes it')

    def _renamed(self, cited: Cited) -> Found:
        other = self._by_text.get(cited.text_sha256) if cited.record is None else None
        if other is None:
            return Found("missing", note=f"no such file in {self.path}, and no text file there has its text")
        return Found("renamed", _decoded(other, cited.text_sha256), f"is now {other.relative_to(self.path).as_posix()}")

    @cached_property
    def _by_text(self) -> dict[str, Path]:
        """The text files of the folder by the hash of their text, each by the first of its names."""
        found: dict[str, Path] = {}
        for path in _text_files(self.path):
            try:
                found.setdefault(sha256_of(_decoded(path, "")), path)
            except (OSError, ValueError):
                continue
        return found


def _text_files(docs: Path) -> Iterator[Path]:
    for path in sorted(docs.rglob("*")):
        if path.suffix.lower() in _PLAIN and path.is_file():
            yield path


def _text(cited: Cited, path: Path, parse: ParsedText | None) -> str | None:
    suffix = path.suffix.lower()
    if suffix in _PLAIN:
        text = _decoded(path, cited.text_sha256)
        if suffix == ".txt" or sha256_of(text) == cited.text_sha256 or not _MARK.search(_FRONT_MATTER.sub("", text, 1)):
            return text
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
