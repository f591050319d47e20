"""Plain text files. The text is the file itself; front matter lies outside the paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.read.article import Article, Note, refuse_long
from pipeline.read.encoding import decode, refuse_binary, refuse_control_characters
from pipeline.read.frontmatter import FrontMatter, front_matter
from pipeline.read.paragraphs import prose
from pipeline.settings import Settings

__all__ = ["Opened", "opened", "read"]

_PAGE = re.compile(r"\ufeff?\s*<(?:!doctype\s+html|html)\b", re.I)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file of text, decoded, with its front matter and what should be said about both."""

    text: str
    front: FrontMatter
    notes: tuple[Note, ...]


def read(data: bytes, name: str, settings: Settings) -> Article:
    """The article in a plain text file.

    Raises:
        DocumentError: it is binary, too long, or in no encoding that can be told.
    """
    file = opened(data, name, settings)
    notes = file.notes
    if _PAGE.match(file.text):
        notes += (Note("is HTML by its content and was read as plain text, tags and all; give it the ending .html"),)
    return Article(file.text, prose(file.text, file.front.end), "text/plain", file.front.metadata, notes)


def opened(data: bytes, name: str, settings: Settings) -> Opened:
    """The decoded text of a file, unchanged, and its front matter.

    Raises:
        DocumentError: it is binary, too long, or in no encoding that can be told.
    """
    refuse_binary(data, name)
    text, notes = decode(data, name)
    refuse_long(text, name, settings)
    refuse_control_characters(text, name)
    front = front_matter(text)
    return Opened(text, front, notes + front.notes)
