"""Web pages: trafilatura finds the article in the page and what the page says about it."""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import trafilatura
from lxml import etree  # type: ignore[import-untyped]
from trafilatura.settings import DEFAULT_CONFIG

from pipeline.errors import DocumentError
from pipeline.read.article import Article, Note, joined
from pipeline.read.encoding import decode, refuse_binary
from pipeline.read.guard import guard
from pipeline.read.metadata import from_mapping
from pipeline.settings import Settings

__all__ = ["article_of", "read"]

logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())

_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,500}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)
# Encodings of web pages; Python knows many more "encodings", some of which are no encodings of text.
_WEB_ENCODING = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|windows-\d+|cp\d+|iso-?8859-?\d+|latin-?\d|koi8-[ru]|gbk?|gb2312|gb18030|big5|shift[_-]jis|"
    r"euc-(?:jp|kr)|macintosh|us-ascii",
    re.I,
)
_XML_DECLARATION = re.compile(r"\ufeff?\s*<\?xml[^>]*\?>")
_WHOLE_PAGE = re.compile(r"<(?:html|body)[\s>]", re.I)
# What stands on every page, what browsers do not show, and what is struck out.
_UNSEEN = ["//nav", "//footer", "//noscript", "//template", "//*[@hidden]", "//s", "//del", "//strike"]
_MAX_ELEMENTS = 500_000
_MAX_BROKEN_SHARE = 0.001  # of the bytes of a UTF-8 page, that are replaced rather than refused
_BLOCKS = frozenset({"p", "head", "item", "quote", "ab", "cell", "code", "fw"})
# No date is searched for in the page's prose: a wrong publication date would date every "on Sunday" wrongly. The bound
# keeps today's date, its default, out of the result.
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2199-12-31"}


def read(data: bytes, name: str, settings: Settings) -> Article:
    """The article in a web page.

    Raises:
        DocumentError: it is no page, holds no article text, or is in no encoding that can be told.
    """
    refuse_binary(data, name)
    declared = _declared(data)
    try:
        page, notes = decode(data, name, declared)
    except DocumentError:
        page = data.decode("utf-8", "replace")
        broken = page.count("\ufffd")
        if broken > max(1, len(data) * _MAX_BROKEN_SHARE):
            raise
        notes = (Note(f"{broken} broken characters of the page were replaced by U+FFFD"),)
    article = article_of(page, name)
    return Article(article.text, article.paragraphs, article.media_type, article.metadata, notes + article.notes)


def article_of(page: str, name: str) -> Article:
    """The article in the source text of a web page.

    Raises:
        DocumentError: no article text is found, or the page is too large or nested too deeply to be read.
    """
    page = _XML_DECLARATION.sub("", page, count=1)
    if page.strip() and not _WHOLE_PAGE.search(page):
        page = f"<html><body><article>{page}</article></body></html>"  # trafilatura takes whole pages only
    with guard(name, "HTML", etree.LxmlError):
        found: Any = trafilatura.bare_extraction(
            page,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            prune_xpath=_UNSEEN,
            date_extraction_params=dict(_DATES),
            config=_config(),
        )
        text, paragraphs = joined(_blocks(found.body)) if found is not None and found.body is not None else ("", ())
    if not paragraphs:
        raise DocumentError(name, _why_empty(page))
    given = {
        "title": found.title,
        "author": found.author,
        "publisher": found.sitename,
        "date": found.date,
        "url": found.url,
    }
    metadata, warnings = from_mapping({key: value for key, value in given.items() if value})
    return Article(text, paragraphs, "text/html", metadata, tuple(Note(warning) for warning in warnings))


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:4096])
    if match is None:
        return None
    label = match[1].decode("ascii").lower()
    if not _WEB_ENCODING.fullmatch(label):
        return None
    if label in ("iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii"):
        return "cp1252"  # as browsers read these
    return None if label.startswith("utf-16") else label  # a page whose <meta> can be read byte by byte is not UTF-16


@cache
def _config() -> Any:
    """Trafilatura's settings; short articles are articles too."""
    config = copy.deepcopy(DEFAULT_CONFIG)
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "20")
    config.set("DEFAULT", "MAX_TREE_SIZE", str(_MAX_ELEMENTS))
    return config


def _blocks(body: Any) -> Iterator[str]:
    """The paragraphs of trafilatura's tree, in order; a line break inside one parts it."""
    if body.tag == "nav":
        return
    pending: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        block = element.tag in _BLOCKS
        if event == "start":
            if block or element.tag == "lb":
                yield from _flushed(pending)
            if element.text:
                pending.append(element.text)
        else:
            if block:
                yield from _flushed(pending)
            if element.tail and element is not body:
                pending.append(element.tail)
    yield from _flushed(pending)


def _flushed(pending: list[str]) -> Iterator[str]:
    text = "".join(pending)
    pending.clear()
    for line in text.split("\n"):
        if line.strip():
            yield " ".join(line.split())


def _why_empty(page: str) -> str:
    if not page.strip():
        return "has only white space"
    parser = etree.HTMLParser()
    try:
        tree = etree.fromstring(page.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        tree = None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        return "nests its elements too deeply to be read as HTML"
    if tree is not None and sum(1 for _ in tree.iter()) > _MAX_ELEMENTS:
        return f"has more than {_MAX_ELEMENTS:,} elements, too many to be read as one article"
    return "is HTML in which no article text is found"
