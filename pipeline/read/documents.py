"""The read step: from the files, folders and globs that the user names to documents, one at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline.errors import DocumentError
from pipeline.read import docx, html, jsonl, markdown, pdf, plain
from pipeline.read.article import Article, Note
from pipeline.read.files import read_bytes
from pipeline.read.metadata import Metadata
from pipeline.read.sidecar import sidecar
from pipeline.read.sources import SUFFIXES, Source, find
from pipeline.records import Document, Issue
from pipeline.settings import Settings

__all__ = ["READERS", "count", "documents"]

# How the content of a file with this ending is read. Files of many articles (.jsonl, .ndjson) are read line by line.
READERS: dict[str, Callable[[bytes, str, Settings], Article]] = {
    ".txt": plain.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".xhtml": html.read,
    ".pdf": pdf.read,
    ".docx": docx.read,
}

_HALF_PAIR = re.compile(r"[\ud800-\udfff]")


def documents(sources: Sequence[Path | str], settings: Settings) -> Iterator[Document | Issue]:
    """The articles in files, folders (with all folders below them) and globs, in a fixed order.

    A file that cannot be used gives an `Issue` (step "read", with the file's name) in its place, and the others go on.
    An `Issue` with skipped=False is a warning about something that was used or rightly passed over. One document is in
    memory at a time.

    >>> from pipeline.settings import load
    >>> [issue.message for issue in documents(["no/such/file.txt"], load())]
    ['does not exist']
    """
    for source in find(sources):
        if isinstance(source, Issue):
            yield source
            continue
        try:
            yield from _read(source, settings)
        except DocumentError as error:
            yield _skipped(error)


def count(sources: Sequence[Path | str]) -> int | None:
    """How many articles there are to read at most; None where files of many articles are among them."""
    files = [source for source in find(sources) if isinstance(source, Source)]
    return None if any(file.suffix in SUFFIXES and file.suffix not in READERS for file in files) else len(files)


def _read(source: Source, settings: Settings) -> Iterator[Document | Issue]:
    if source.suffix not in SUFFIXES:
        raise DocumentError(source.name, f"is of no kind that can be read; these are: {', '.join(SUFFIXES)}")
    beside, issues = sidecar(source.path, source.name)
    yield from issues
    reader = READERS.get(source.suffix)
    if reader is None:
        yield from _read_lines(source, beside, settings)
        return
    data = read_bytes(source.path, source.name, settings.max_file_bytes)
    yield from _finished(reader(data, source.name, settings), source.name, None, beside, settings)


def _read_lines(source: Source, beside: Metadata, settings: Settings) -> Iterator[Document | Issue]:
    if not jsonl.holds_articles(source.path, source.name, settings):
        message = 'no line has a "text" or "html": this is no file of articles'
        yield Issue(step="read", source=source.name, message=message, skipped=source.named)
        return
    for line, item in jsonl.articles(source.path, source.name, settings):
        try:
            if isinstance(item, DocumentError):
                raise item
            yield from _finished(item, source.name, line, beside, settings)
        except DocumentError as error:
            yield _skipped(error)


def _finished(
    article: Article, name: str, line: int | None, beside: Metadata, settings: Settings
) -> Iterator[Document | Issue]:
    """The document, after warnings about it."""
    place = name if line is None else f"{name}:{line}"
    _check(article, place, settings)
    for note in article.notes:
        yield _warning(place, note)
    # front matter and the fields of a JSON line were written on purpose; what other files say of themselves is a guess
    deliberate = line is not None or article.media_type in ("text/plain", "text/markdown")
    metadata = article.metadata.over(beside) if deliberate else beside.over(article.metadata)
    yield Document(
        source_file=name,
        record=line,
        media_type=article.media_type,
        text=article.text,
        paragraphs=article.paragraphs,
        title=metadata.title,
        author=metadata.author,
        publisher=metadata.publisher,
        published=metadata.published,
        url=metadata.url,
    )


def _check(article: Article, place: str, settings: Settings) -> None:
    """Refuses texts that later steps cannot use.

    Raises:
        DocumentError: the text is too long, blank, or cannot be written as UTF-8.
    """
    length = len(article.text)
    if length > settings.max_text_chars:
        raise DocumentError(
            place,
            f"has a text of {length:,} characters and the limit is {settings.max_text_chars:,}; to read it, raise "
            "max_text_chars (in citegraph.toml, or CITEGRAPH_MAX_TEXT_CHARS)",
        )
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


def _warning(place: str, note: Note) -> Issue:
    source = place if note.line is None else f"{place}:{note.line}"
    return Issue(step="read", source=source, message=note.message, skipped=False)


def _skipped(error: DocumentError) -> Issue:
    return Issue(step="read", source=error.source, message=error.reason)
