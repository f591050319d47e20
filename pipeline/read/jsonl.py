"""Files with one article a line, as a JSON object: "text" or "html", and metadata beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.errors import DocumentError
from pipeline.read.article import Article, Note, refuse_long
from pipeline.read.files import check, open_file, reason
from pipeline.read.metadata import from_mapping
from pipeline.read.paragraphs import prose
from pipeline.settings import Settings

__all__ = ["Page", "articles", "holds_articles"]

Page = Callable[[str, str], Article]
"""What gives the article in a web page, from its source text and the name for issues; it raises DocumentError."""


def holds_articles(path: Path, name: str, settings: Settings) -> bool:
    """Whether any line has a "text" or "html"; False for files of annotations and the like.

    Raises:
        DocumentError: the file cannot be read, or no line of it is a JSON object.
    """
    objects = 0
    first_error: DocumentError | None = None
    for _, item in _rows(path, name, settings):
        if isinstance(item, DocumentError):
            first_error = first_error or item
        elif "text" in item or "html" in item:
            return True
        else:
            objects += 1
    if not objects:
        if first_error is None:
            raise DocumentError(name, "has only empty lines")
        raise DocumentError(name, f"no line holds a JSON object ({first_error.source} {first_error.reason})")
    return False


def articles(path: Path, name: str, settings: Settings, page: Page) -> Iterator[tuple[int, Article | DocumentError]]:
    """Each line that is not empty, by its number from 1: the article, or why it is none.

    One line is in memory at a time, and `max_file_bytes` limits a line here, not the file.

    Raises:
        DocumentError: the file cannot be read (any more).
    """
    for line, item in _rows(path, name, settings):
        if isinstance(item, DocumentError):
            yield line, item
            continue
        try:
            yield line, _article(item, f"{name}:{line}", page, settings)
        except DocumentError as error:
            yield line, error


def _article(row: dict[str, Any], name: str, page: Page, settings: Settings) -> Article:
    text, source = row.get("text"), row.get("html")
    metadata, warnings = from_mapping(row)
    notes = tuple(Note(warning) for warning in warnings)
    if isinstance(text, str):
        refuse_long(text, name, settings)
        return Article(text, prose(text), "text/plain", metadata, notes)
    if isinstance(source, str):
        found = page(source, name)
        return Article(
            found.text, found.paragraphs, found.media_type, metadata.over(found.metadata), notes + found.notes
        )
    if text is None and source is None:
        raise DocumentError(name, 'has neither "text" nor "html"')
    raise DocumentError(name, '"text" and "html" have to be strings')


def _rows(path: Path, name: str, settings: Settings) -> Iterator[tuple[int, dict[str, Any] | DocumentError]]:
    check(path, name, None)
    with open_file(path, name) as stream:
        for number, data in _lines(stream, name, settings.max_file_bytes):
            yield number, data if isinstance(data, DocumentError) else _row(data, f"{name}:{number}")


def _row(data: bytes, name: str) -> dict[str, Any] | DocumentError:
    try:
        value = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return DocumentError(name, f"is not valid UTF-8 (byte 0x{data[error.start]:02x} at {error.start})")
    except json.JSONDecodeError as error:
        return DocumentError(name, f"is not JSON: {error.msg} at character {error.pos + 1}")
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits; objects in objects without end
        return DocumentError(name, f"is not JSON that can be read ({error})")
    if not isinstance(value, dict):
        return DocumentError(name, "is no JSON object")
    return value


def _lines(stream: BinaryIO, name: str, max_bytes: int) -> Iterator[tuple[int, bytes | DocumentError]]:
    """The lines that are not blank, numbered from 1; of a line that is too long only the fact."""
    number = 0
    while True:
        try:
            data = stream.readline(max_bytes + 1)
            too_long = len(data) > max_bytes
            while too_long and data and not data.endswith(b"\n"):
                data = stream.readline(max_bytes)
        except OSError as error:
            raise DocumentError(name, reason(error)) from error
        number += 1
        if too_long:
            yield (
                number,
                DocumentError(
                    f"{name}:{number}", f"has more than {max_bytes:,} bytes; raise max_file_bytes to read it"
                ),
            )
        elif not data:
            return
        else:
            if number == 1:
                data = data.removeprefix(b"\xef\xbb\xbf")
            if data.strip():
                yield number, data
