"""What a reader of one format hands back, before it becomes a `Document`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.read.metadata import Metadata
from pipeline.records import Span

__all__ = ["Article", "Note", "joined"]


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
