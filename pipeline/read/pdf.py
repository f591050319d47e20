"""PDF files: pypdf extracts the lines, and this module makes paragraphs of them again."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdf
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from pipeline.errors import DocumentError
from pipeline.read.article import Article, joined
from pipeline.read.guard import guard
from pipeline.read.metadata import Metadata, from_mapping
from pipeline.read.paragraphs import ends_sentence
from pipeline.settings import Settings

__all__ = ["read", "unwrapped"]

logging.getLogger("pypdf").addHandler(logging.NullHandler())

_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*", re.I)
_NOBODY = frozenset({"untitled", "anonymous", "unspecified"})  # what programs write when nobody said anything
_EDGE = 2  # lines at the top and the bottom of a page where running heads and page numbers stand
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_BROKEN_WORD = re.compile(r"(?P<left>[^\W\d_]+)[-\u2010\u00ad]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
# Where these stand before a hyphen at the end of a line, the hyphen belongs to the word.
_HYPHENATED = frozenset(
    {
        "all", "anti", "cross", "ex", "far", "half", "high", "ill", "left", "long", "low", "mid", "multi", "neo", "non",
        "old", "post", "pre", "pro", "right", "self", "semi", "short", "so", "sub", "ultra", "vice", "well",
    }
)  # fmt: skip


def read(data: bytes, name: str, settings: Settings) -> Article:
    """The article in a PDF. Its title and author are those of the PDF; the day it was made is no publication date.

    Raises:
        DocumentError: it is encrypted, broken, too long, or has no text (scanned pages, for instance).
    """
    if b"%PDF-" not in data[:1024]:
        raise DocumentError(name, "is no PDF (it does not start with %PDF-)")
    with guard(name, "a PDF", PyPdfError):
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not _opens_without_password(reader):
            raise DocumentError(name, "is an encrypted PDF; save it without a password")
        try:
            pages = list(_pages(reader, name, settings.max_text_chars))
        except FileNotDecryptedError as error:
            raise DocumentError(name, "is an encrypted PDF; save it without a password") from error
        metadata = _metadata(reader)
    text, paragraphs = joined(unwrapped(pages))
    if not paragraphs:
        raise DocumentError(
            name, "is a PDF without a text layer, such as a scan; run text recognition (OCR) on it first"
        )
    return Article(text, paragraphs, "application/pdf", metadata)


def _opens_without_password(reader: pypdf.PdfReader) -> bool:
    try:
        return bool(reader.decrypt(""))
    except DependencyError:
        return False


def _pages(reader: pypdf.PdfReader, name: str, max_chars: int) -> Iterator[list[str]]:
    """The lines of each page; stops a file that unpacks to endless text."""
    total = 0
    for page in reader.pages:
        text = page.extract_text()
        total += len(text)
        if total > max_chars:
            raise DocumentError(
                name, f"has more than {max_chars:,} characters of text; raise max_text_chars to read it"
            )
        yield [" ".join(line.split()) for line in text.translate(_LIGATURES).splitlines()]


def _metadata(reader: pypdf.PdfReader) -> Metadata:
    info = reader.metadata
    if info is None:
        return Metadata()
    given = {"title": info.title, "author": info.author}
    return from_mapping({key: value for key, value in given.items() if value and value.strip("()") not in _NOBODY})[0]


def unwrapped(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """The paragraphs of lines on pages: running heads and page numbers dropped, lines and broken words put together.

    >>> list(unwrapped([["Police broke up the demon-", "stration.", "1"]]))
    ['Police broke up the demonstration.']
    """
    running = _running(pages)
    lines: list[str] = []
    for page in pages:
        kept = [line for i, line in _without_edges(page, running)]
        if lines and kept and lines[-1] and ends_sentence(lines[-1]) and not kept[0][:1].islower():
            lines.append("")  # between pages, a full stop may end the paragraph or not: a short last line says so
            if len(lines[-2]) > 0.85 * max(map(len, lines)):
                lines.pop()
        lines.extend(kept)
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", "\n".join(lines).lower()))
    width = _width(lines)
    paragraph = ""
    for above, line in zip(["", *lines], [*lines, ""], strict=True):
        if not line or (paragraph and _parted(above, line, width)):
            if paragraph:
                yield paragraph
            paragraph = line
        else:
            paragraph = _appended(paragraph, line, words) if paragraph else line


def _edges(page: Sequence[str]) -> list[int]:
    """Positions of the first and last lines of a page that are not empty."""
    filled = [i for i, line in enumerate(page) if line]
    return sorted({*filled[:_EDGE], *filled[-_EDGE:]})


def _masked(line: str) -> str:
    return re.sub(r"\d+", "#", line.lower())


def _running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Lines that stand at the edge of most pages, digits aside."""
    if len(pages) < 2:
        return frozenset()
    counts = Counter(masked for page in pages for masked in {_masked(page[i]) for i in _edges(page)})
    return frozenset(line for line, n in counts.items() if n >= max(2, 0.5 * len(pages)) and not ends_sentence(line))


def _without_edges(page: Sequence[str], running: frozenset[str]) -> Iterator[tuple[int, str]]:
    edges = set(_edges(page))
    for i, line in enumerate(page):
        if i in edges and (_masked(line) in running or _PAGE_NUMBER.fullmatch(line)):
            continue
        yield i, line


def _width(lines: Sequence[str]) -> int:
    """About how many characters a full line has."""
    lengths = sorted(len(line) for line in lines if line)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _parted(above: str, below: str, width: int) -> bool:
    """Whether a paragraph ends between two lines that no empty line parts."""
    if below[:1].islower() or _BROKEN_WORD.search(above):
        return False
    room = width - len(above) - 1 - len(below.split(maxsplit=1)[0])
    if ends_sentence(above):
        return room > 0.1 * width
    return room > 0.35 * width  # a heading, or a line of a list


def _appended(paragraph: str, line: str, words: Counter[str]) -> str:
    broken, following = _BROKEN_WORD.search(paragraph), _FIRST_WORD.match(line)
    if broken is None or following is None or not line[:1].islower():
        return f"{paragraph} {line}" if not paragraph.endswith(("-", "\u2010")) or broken is None else paragraph + line
    left, right = broken["left"].lower(), following[0].lower()
    stem = paragraph[:-1]
    if paragraph[-1] == "\u00ad" or words[left + right] > words[f"{left}-{right}"]:
        return stem + line
    if left in _HYPHENATED or words[f"{left}-{right}"]:
        return f"{stem}-{line}"
    return stem + line
