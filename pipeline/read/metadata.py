"""What is known of an article besides its text, from whatever source: front matter, a sidecar, the file's own fields.

Where several sources speak, the nearest to the author wins, field by field: front matter (written into the file on
purpose), then the sidecar, then what was found inside an HTML page, a PDF or a Word file (often a program's guess).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from pipeline.read.dates import parse_date

__all__ = ["SYNONYMS", "Metadata", "from_mapping"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields of a `Document` that describe it."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: dt.date | None = None
    url: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """These values, and the other's where these say nothing.

        >>> Metadata(title="A").over(Metadata(title="B", author="C"))
        Metadata(title='A', author='C', publisher=None, published=None, url=None)
        """
        gaps = {f.name: getattr(other, f.name) for f in fields(self) if getattr(self, f.name) is None}
        return replace(self, **gaps)


# Keys are compared in lower case, with "_" for spaces and hyphens; the earlier of two given keys wins.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "heading", "og:title", "dc:title"),
    "author": ("author", "authors", "byline", "by", "creator", "writer", "dc:creator"),
    "publisher": (
        "publisher", "outlet", "publication", "newspaper", "source", "site_name", "sitename", "site", "og:site_name",
        "dc:publisher",
    ),
    "published": (
        "published", "date", "date_published", "datepublished", "published_at", "published_on", "publication_date",
        "publish_date", "pubdate", "pub_date", "issued", "article:published_time", "dc:date",
    ),
    "url": ("url", "link", "permalink", "canonical", "canonical_url", "source_url", "uri", "og:url"),
}  # fmt: skip

_MAX_CHARS = 1000
_URL = re.compile(r"[a-z][a-z0-9+.-]*://[^\s<>\"{}|\\^`\x00-\x20]+", re.I)
# Not for names: control characters, and halves of surrogate pairs, which no encoding can write.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def from_mapping(raw: Mapping[Any, Any]) -> tuple[Metadata, tuple[str, ...]]:
    """The metadata in a mapping, under the common names of each field, and warnings about values that are of no use.

    Unknown keys are passed over. Values may be text, numbers, dates, a list of these, or an object with a "name".

    >>> from_mapping({"Headline": "Hi", "source": "The Post", "date": "24 Feb 2022"})[0].published
    datetime.date(2022, 2, 24)
    """
    given: dict[str, Any] = {}
    for key, value in raw.items():
        if isinstance(key, str):
            given.setdefault(re.sub(r"[\s-]+", "_", key.strip().lower()), value)
    warnings: list[str] = []
    values: dict[str, Any] = {}
    for field, names in SYNONYMS.items():
        for name in names:
            if name not in given:
                continue
            text = _text(given[name])
            if text is None:
                if not _empty(given[name]):
                    warnings.append(f"{name}: {type(given[name]).__name__} values are not understood")
                continue
            if name == "source" and _URL.fullmatch(text):
                given.setdefault("url", text)
                continue
            try:
                values[field] = _checked(field, text)
            except ValueError as error:
                warnings.append(f"{name}: {error}")
            break
    return Metadata(**values), tuple(warnings)


def _checked(field: str, text: str) -> str | dt.date:
    if _UNFIT.search(text):
        raise ValueError("holds control characters or broken Unicode")
    if field == "published":
        return parse_date(text)
    if field == "url" and not _URL.fullmatch(text):
        raise ValueError(f"{text[:80]!r} is no absolute URL")
    if len(text) > _MAX_CHARS:
        raise ValueError(f"is longer than {_MAX_CHARS} characters")
    return text


def _empty(value: object) -> bool:
    return value in (None, [], {}) or (isinstance(value, str) and not value.strip())


def _text(value: object) -> str | None:
    """One line of text; several authors are joined by commas. None if there is nothing."""
    return ", ".join(_texts(value)) or None


def _texts(value: object, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        if text := " ".join(value.split()):
            yield text
    elif isinstance(value, dt.date | int | float) and not isinstance(value, bool):
        yield value.isoformat() if isinstance(value, dt.date) else str(value)
    elif isinstance(value, Mapping) and "name" in value and depth < 3:
        yield from _texts(value["name"], depth + 1)
    elif isinstance(value, list | tuple) and depth < 3:
        for item in value[:50]:
            yield from _texts(item, depth + 1)
