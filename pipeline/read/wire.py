"""Articles as bytes: how they come from the process that parses files, and how they are kept on disk.

JSON, and not pickle: whoever takes over a parser by a flaw in it can send wrong words, but no code.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from pydantic import ValidationError

from pipeline.read.article import Article, Note
from pipeline.read.metadata import Metadata
from pipeline.records import Span

__all__ = ["article_from", "fields_of", "pack", "unpack"]


def pack(what: dict[str, Any]) -> bytes:
    """One message; halves of surrogate pairs survive, as JSON's escapes."""
    return json.dumps(what, separators=(",", ":")).encode("ascii")


def unpack(data: bytes) -> dict[str, Any]:
    """What `pack` packed.

    Raises:
        ValueError: it is no message.
    """
    try:
        found = json.loads(data)
    except RecursionError as error:
        raise ValueError("no message, but nested without end") from error
    if not isinstance(found, dict):
        raise ValueError("no message")
    return found


def fields_of(article: Article) -> dict[str, Any]:
    """An article as a message."""
    data = article.metadata
    return {
        "text": article.text,
        "paragraphs": [(span.begin, span.end) for span in article.paragraphs],
        "media_type": article.media_type,
        "metadata": {
            "title": data.title,
            "author": data.author,
            "publisher": data.publisher,
            "published": data.published.isoformat() if data.published else None,
            "url": data.url,
        },
        "notes": [(note.message, note.line) for note in article.notes],
    }


def article_from(message: dict[str, Any]) -> Article:
    """The article in a message, with nothing taken on trust.

    Raises:
        ValueError: it is none.
    """
    try:
        text, media_type = _text(message["text"]), _text(message["media_type"])
        given: dict[str, Any] = message["metadata"]
        published = given["published"]
        metadata = Metadata(
            title=_text_or_none(given["title"]),
            author=_text_or_none(given["author"]),
            publisher=_text_or_none(given["publisher"]),
            published=None if published is None else dt.date.fromisoformat(published),
            url=_text_or_none(given["url"]),
        )
        notes = tuple(Note(_text(words), None if line is None else int(line)) for words, line in message["notes"])
        paragraphs = tuple(Span(begin=begin, end=end) for begin, end in message["paragraphs"])
    except (LookupError, TypeError, ValidationError) as error:
        raise ValueError(f"no article ({error})") from error
    at = 0
    for span in paragraphs:
        if span.begin < at or span.end > len(text):
            raise ValueError("no article: its paragraphs are not in its text")
        at = span.end
    return Article(text, paragraphs, media_type, metadata, notes)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    value.encode("utf-8")  # half a surrogate pair is a ValueError, as it is no text
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)
