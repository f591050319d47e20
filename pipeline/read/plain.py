"""Plain text files. The text is the file itself; front matter lies outside the paragraphs."""

from __future__ import annotations

from pipeline.read.article import Article, refuse_long
from pipeline.read.encoding import decode, refuse_binary, refuse_control_characters
from pipeline.read.frontmatter import front_matter
from pipeline.read.paragraphs import prose
from pipeline.settings import Settings

__all__ = ["read"]


def read(data: bytes, name: str, settings: Settings) -> Article:
    """The article in a plain text file.

    Raises:
        DocumentError: it is binary, too long, or in no encoding that can be told.
    """
    refuse_binary(data, name)
    text, notes = decode(data, name)
    refuse_long(text, name, settings)
    refuse_control_characters(text, name)
    front = front_matter(text)
    return Article(text, prose(text, front.end), "text/plain", front.metadata, notes + front.notes)
