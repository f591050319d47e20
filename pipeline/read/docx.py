"""Word files (.docx), read with python-docx."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree  # type: ignore[import-untyped]

from pipeline.errors import DocumentError
from pipeline.read.article import Article, joined
from pipeline.read.guard import guard
from pipeline.read.metadata import Metadata, from_mapping
from pipeline.settings import Settings

__all__ = ["read"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_P, _T, _TC, _BOX = map(qn, ("w:p", "w:t", "w:tc", "w:txbxContent"))
_TYPE, _VALUE, _TC_PROPERTIES, _R_PROPERTIES = map(qn, ("w:type", "w:val", "w:tcPr", "w:rPr"))
_MERGES = tuple(map(qn, ("w:vMerge", "w:hMerge")))
_HIDING = tuple(map(qn, ("w:vanish", "w:strike", "w:dstrike")))
_SIGNS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:ptab"): " "}
# Changes that took text away, what lies beside a text (rubies), and the second of two forms of one drawing.
_UNSEEN = frozenset(
    {qn("w:del"), qn("w:moveFrom"), qn("w:rt"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)

_MAX_MEMBERS = 10_000
_MAX_GROWTH = 4  # times max_file_bytes: what a file may unpack to


def read(data: bytes, name: str, settings: Settings) -> Article:
    """The article in a Word file, with the title and author of its core properties.

    Each paragraph of the body is one, in reading order: those in the cells of tables, row by row (merged cells once,
    tables in cells where they stand), those in text boxes after the paragraph that holds the box, footnotes and
    endnotes at the end. Left out are headers and footers, which stand on every page, comments, and text that is
    hidden, struck out or deleted by a tracked change. The day the file was made, or its template, is no publication
    date.

    Raises:
        DocumentError: it is no .docx, encrypted, broken, unpacks to far too much, or holds no text.
    """
    _check_archive(data, name, settings.max_file_bytes * _MAX_GROWTH)
    with guard(name, "a Word file", OpcError, etree.LxmlError, zipfile.BadZipFile, zlib.error):
        document = _opened(data)
        text, paragraphs = joined(_blocks(document))
        metadata = _metadata(document)
    if not paragraphs:
        raise DocumentError(name, "is a Word file without text")
    return Article(text, paragraphs, MEDIA_TYPE, metadata)


def _opened(data: bytes) -> Any:
    """The document.

    Raises:
        MemoryError: there is too little; libxml2 calls that an error of syntax.
    """
    try:
        return docx.Document(io.BytesIO(data))
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise


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


def _blocks(document: Any) -> Iterator[str]:
    """The paragraphs of the body in reading order, then footnotes and endnotes."""
    yield from _paragraphs(document.element.body)
    for kind in (RT.FOOTNOTES, RT.ENDNOTES):
        try:
            notes = document.part.part_related_by(kind)
        except KeyError:
            continue
        for note in parse_xml(notes.blob):
            if note.get(_TYPE) is None:  # others are the rules between text and notes
                yield from _paragraphs(note)


def _paragraphs(element: Any) -> Iterator[str]:
    """Those in an element that are not in another paragraph; of a table, cell by cell."""
    for child in element.iterchildren(etree.Element):
        if child.tag == _P:
            boxes: list[Any] = []
            yield from "".join(_words(child, boxes)).split("\n")
            for box in boxes:
                yield from _paragraphs(box)
        elif child.tag not in _UNSEEN and not _is_merged(child):
            yield from _paragraphs(child)


def _words(element: Any, boxes: list[Any]) -> Iterator[str]:
    """The words of a paragraph or a part of it; text boxes that are anchored in it are put into `boxes`."""
    for child in element.iterchildren(etree.Element):
        if child.tag == _T:
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == _BOX:
            boxes.append(child)
        elif child.tag not in _UNSEEN and not _is_hidden(child):
            yield from _words(child, boxes)


def _is_merged(cell: Any) -> bool:
    """Whether it goes on from the cell above or to the left of it, which has the text."""
    properties = cell.find(_TC_PROPERTIES) if cell.tag == _TC else None
    merges = [] if properties is None else [properties.find(merge) for merge in _MERGES]
    return any(merge is not None and merge.get(_VALUE) != "restart" for merge in merges)


def _is_hidden(run: Any) -> bool:
    """Whether its text is hidden or struck out."""
    properties = run.find(_R_PROPERTIES)
    marks = [] if properties is None else [properties.find(mark) for mark in _HIDING]
    return any(mark is not None and mark.get(_VALUE, "1") not in ("0", "false", "off") for mark in marks)


def _metadata(document: Any) -> Metadata:
    properties = document.core_properties
    given = {"title": properties.title, "author": properties.author}
    if given["author"] == "python-docx":
        given["author"] = ""  # what the library writes when nobody is named
    return from_mapping({key: value for key, value in given.items() if value})[0]
