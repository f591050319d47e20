"""What a reader of one format hands back, before it becomes a `Document`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.errors import DocumentError
from pipeline.read.metadata import Metadata
from pipeline.records import Span
from pipeline.settings import Settings

__all__ = ["Article", "Note", "joined", "refuse_long", "refuse_unusable"]

_HALF_PAIR = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Note:
    """A warning about an article that is used all the same; `line` counts from 1."""

    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """The text of one article, where its prose stands, and what the file itself says about it."""

    text: str
    paragraphs: tuple[Span, ...]
    media_type: str
    metadata: Metadata = field(default_factory=Metadata)
    notes: tuple[Note, ...] = ()


def joined(blocks: Iterable[str]) -> tuple[str, tuple[Span, ...]]:
    """One text of many paragraphs, an empty line between them, and where each of them stands.

    >>> joined(["One.", "", "Two."])
    ('One.\\n\\nTwo.', (Span(begin=0, end=4), Span(begin=6, end=10)))
    """
    parts: list[str] = []
    spans: list[Span] = []
    at = 0
    for block in blocks:
        text = block.strip()
        if not any(map(str.isalnum, text)):
            continue
        spans.append(Span(begin=at, end=at + len(text)))
        parts.append(text)
        at += len(text) + 2
    return "\n\n".join(parts), tuple(spans)


def refuse_long(text: str, place: str, settings: Settings) -> None:
    """Refuses a text that is too long, before it costs time to look for its paragraphs.

    Raises:
        DocumentError: it has more than `max_text_chars`.
    """
    if len(text) > settings.max_text_chars:
        raise DocumentError(
            place,
            f"has a text of {len(text):,} characters and the limit is {settings.max_text_chars:,}; to read it, raise "
            "max_text_chars (in citegraph.toml, or CITEGRAPH_MAX_TEXT_CHARS)",
        )


def refuse_unusable(article: Article, place: str, settings: Settings) -> None:
    """Refuses texts that later steps cannot use.

    Raises:
        DocumentError: the text is too long, blank, or cannot be written as UTF-8.
    """
    refuse_long(article.text, place, settings)
    if not article.text.replace("\ufeff", "").strip():
        raise DocumentError(place, "has only white space")
    if match := _HALF_PAIR.search(article.text):
        raise DocumentError(
            place, f"holds half a surrogate pair (U+{ord(match[0]):04X}) at character {match.start()}, which is no text"
        )
    if "\0" in article.text:
        raise DocumentError(place, f"holds U+0000 at character {article.text.index(chr(0))}, which is no text")
    if not article.paragraphs:
        raise DocumentError(place, "has no prose, only front matter, marks or code")
