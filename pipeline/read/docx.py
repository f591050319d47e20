"""Word files (.docx), read with python-docx."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from lxml import etree  # type: ignore[import-untyped]

from pipeline.errors import DocumentError
from pipeline.read.article import Article, joined
from pipeline.read.guard import guard
from pipeline.read.metadata import Metadata, from_mapping
from pipeline.settings import Settings

__all__ = ["read"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_MAX_MEMBERS = 10_000
_MAX_GROWTH = 4  # times max_file_bytes: what a file may unpack to


def read(data: bytes, name: str, settings: Settings) -> Article:
    """The article in a Word file, with the title and author of its core properties.

    Tables are read only where there is nothing else: pages laid out as a table. The day the file was made, or its
    template, is no publication date.

    Raises:
        DocumentError: it is no .docx, encrypted, broken, unpacks to far too much, or holds no text.
    """
    _check_archive(data, name, settings.max_file_bytes * _MAX_GROWTH)
    with guard(name, "a Word file", OpcError, etree.LxmlError, zipfile.BadZipFile, zlib.error):
        document: Any = docx.Document(io.BytesIO(data))
        text, paragraphs = joined(_blocks(document))
        metadata = _metadata(document)
    if not paragraphs:
        raise DocumentError(name, "is a Word file without text")
    return Article(text, paragraphs, MEDIA_TYPE, metadata)


def _check_archive(data: bytes, name: str, max_bytes: int) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise DocumentError(
            name, "is an encrypted Word file or one of the old format; save it as .docx, without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise DocumentError(name, f"is no Word file, or a broken one ({error})") from error
    if len(members) > _MAX_MEMBERS:
        raise DocumentError(name, f"packs {len(members):,} files; a Word file has a few dozen")
    unpacked = sum(member.file_size for member in members)  # zipfile unpacks no more than is announced here
    if unpacked > max_bytes:
        raise DocumentError(name, f"unpacks to {unpacked:,} bytes; raise max_file_bytes to read it (a quarter of that)")
    if any(member.flag_bits & 0x1 for member in members):
        raise DocumentError(name, "is an encrypted archive; save it without a password")


def _blocks(document: Any) -> list[str]:
    blocks = list(_lines(document.paragraphs))
    if not any(map(str.strip, blocks)):
        blocks = [line for table in document.tables for cell in _cells(table) for line in _lines(cell.paragraphs)]
    return blocks


def _cells(table: Any) -> Iterator[Any]:
    """Each cell once; merged ones come several times."""
    seen = set()
    for row in table.rows:
        for cell in row.cells:
            if cell._tc not in seen:
                seen.add(cell._tc)
                yield cell


def _lines(paragraphs: Any) -> Iterator[str]:
    for paragraph in paragraphs:
        yield from paragraph.text.split("\n")


def _metadata(document: Any) -> Metadata:
    properties = document.core_properties
    given = {"title": properties.title, "author": properties.author}
    if given["author"] == "python-docx":
        given["author"] = ""  # what the library writes when nobody is named
    return from_mapping({key: value for key, value in given.items() if value})[0]
