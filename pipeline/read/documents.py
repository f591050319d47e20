"""The read step: from the files, folders and globs that the user names to documents, one at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from textwrap import shorten

from pipeline.errors import DocumentError
from pipeline.read import jsonl, markdown, plain
from pipeline.read.article import Article, Note, refuse_unusable
from pipeline.read.datelines import published_in
from pipeline.read.files import check, read_bytes
from pipeline.read.kept import Parser
from pipeline.read.metadata import Metadata
from pipeline.read.sidecar import sidecar, sidecars
from pipeline.read.sources import SUFFIXES, Source, find
from pipeline.records import Document, Issue
from pipeline.settings import Settings

__all__ = ["READERS", "content_of", "count", "documents", "documents_of"]

# How the content of a file with this ending is read here; None where it has to be parsed outside of this process after
# all. Files of many articles (.jsonl, .ndjson) are read line by line.
READERS: dict[str, Callable[[bytes, str, Settings], Article | None]] = {
    ".txt": plain.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
}
# The kinds of files that are parsed outside of this process, see `pipeline.read.parsing`.
PARSED = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf", ".docx": "docx",
    ".md": "markdown", ".markdown": "markdown",
}  # fmt: skip
# What to do with files of kinds that hold articles too.
_SAVED_AS = dict.fromkeys((".doc", ".odt", ".rtf", ".pages"), " (a word processor saves it as .docx)") | {
    ".epub": " (unpack it, it holds files of .xhtml)",
    ".eml": " (save the message as .txt or .html)",
    ".msg": " (save the message as .txt or .html)",
    ".mht": " (save the page as .html)",
    ".mhtml": " (save the page as .html)",
}
_SHORT = 1 << 16
"""Bytes that are read at a time, to know whether a file is what it was."""
LINES = frozenset(SUFFIXES) - READERS.keys() - PARSED.keys()


def documents(
    sources: Sequence[Path | str], settings: Settings, parser: Parser | None = None
) -> Iterator[Document | Issue]:
    """The articles in files, folders (with all folders below them) and globs, in a fixed order.

    A file that cannot be used gives an `Issue` (step "read", with the file's name) in its place, and the others go on.
    An `Issue` with skipped=False is a warning about something that was used or rightly passed over. One document is in
    memory at a time. HTML, PDF, Word and marked-up Markdown files are parsed by `parser`, or else by one that ends with
    the iteration.

    >>> from pipeline.settings import load
    >>> [issue.message for issue in documents(["no/such/file.txt"], load())]
    ['does not exist']
    """
    with nullcontext(parser) if parser is not None else Parser(settings) as parser:
        for source in find(sources):
            if isinstance(source, Issue):
                yield source
            else:
                yield from documents_of(source, settings, parser)


def documents_of(source: Source, settings: Settings, parser: Parser) -> Iterator[Document | Issue]:
    """The same of one file that `find` found."""
    try:
        yield from _read(source, settings, parser)
    except DocumentError as error:
        yield _skipped(error)


def content_of(source: Source) -> str | None:
    """A hash over the bytes of a file and of what lies beside it, 64 hexadecimal digits; None if it cannot be read.

    Equal ones under one name give equal documents, as long as the code of this room and the limits are the same.

    >>> content_of(Source(Path("no/such/file.txt"), "file.txt", named=True)) is None
    True
    """
    digest = hashlib.sha256(b"named" if source.named else b"found")
    try:
        for path in (source.path, *sidecars(source.path)):
            check(path, source.name, None)
            with path.open("rb") as file:
                begin = file.read(_SHORT)
                own = hashlib.sha256(begin)
                while len(begin) == _SHORT:  # as few files are: a buffer takes longer than what most of them hold
                    begin = file.read(_SHORT)
                    own.update(begin)
            digest.update(own.digest())
            digest.update(path.name.encode("utf-8", "surrogateescape"))
    except (DocumentError, OSError):
        return None
    return digest.hexdigest()


def count(found: Iterable[Source | Issue]) -> int | None:
    """How many articles there are to read in what `find` found, at most; None where files of many are among them."""
    files = [source for source in found if isinstance(source, Source)]
    return None if any(file.suffix in LINES for file in files) else len(files)


def _read(source: Source, settings: Settings, parser: Parser) -> Iterator[Document | Issue]:
    if source.suffix not in SUFFIXES:
        hint = _SAVED_AS.get(source.suffix, "")
        raise DocumentError(source.name, f"is of no kind that can be read{hint}; these are: {', '.join(SUFFIXES)}")
    beside, issues = sidecar(source.path, source.name)
    yield from issues
    if source.suffix in LINES:
        yield from _read_lines(source, beside, settings, parser)
        return
    data = read_bytes(source.path, source.name, settings.max_file_bytes)
    article = READERS[source.suffix](data, source.name, settings) if source.suffix in READERS else None
    if article is None:
        article = parser.parse(PARSED[source.suffix], data, source.name)
    yield from _finished(article, source.name, None, beside, settings)


def _read_lines(source: Source, beside: Metadata, settings: Settings, parser: Parser) -> Iterator[Document | Issue]:
    if not jsonl.holds_articles(source.path, source.name, settings):
        message = 'no line has a "text" or "html": this is no file of articles'
        yield Issue(step="read", source=source.name, message=message, skipped=source.named)
        return

    def page(text: str, name: str) -> Article:
        return parser.parse("page", text.encode("utf-8", "surrogatepass"), name)

    for line, item in jsonl.articles(source.path, source.name, settings, page):
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
    refuse_unusable(article, place, settings)
    for note in article.notes:
        yield _warning(place, note)
    # front matter and the fields of a JSON line were written on purpose; what other files say of themselves is a guess
    deliberate = line is not None or article.media_type in ("text/plain", "text/markdown")
    metadata = article.metadata.over(beside) if deliberate else beside.over(article.metadata)
    if metadata.published is None and (found := published_in(article.text, article.paragraphs, metadata.title)):
        metadata = replace(metadata, published=found.day)
        told = article.text[found.paragraph.begin : found.paragraph.end]
        yield _warning(place, Note(f"is dated {found.day} by its own line: {shorten(told, 100)!r}"))
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


def _warning(place: str, note: Note) -> Issue:
    source = place if note.line is None else f"{place}:{note.line}"
    return Issue(step="read", source=source, message=note.message, skipped=False)


def _skipped(error: DocumentError) -> Issue:
    return Issue(step="read", source=error.source, message=error.reason)
