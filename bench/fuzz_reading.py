"""What is fuzzed of reading: files of each kind become articles whose offsets hold, or are refused."""

from __future__ import annotations

import contextlib
import sys
from functools import cache

from fuzz_faults import check
from fuzz_inputs import Chance, mutated, text
from results import ROOT

sys.path.insert(0, str(ROOT / "tests" / "read"))

import hostile
from articles import PAGE, docx_of, pdf_of

from pipeline.errors import CitegraphError
from pipeline.read import commonmark, docx, html, jsonl, markdown, pdf
from pipeline.read import plain as plain_text
from pipeline.read.article import Article, refuse_unusable
from pipeline.read.dates import parse_date
from pipeline.read.metadata import Metadata, from_mapping
from pipeline.read.paragraphs import prose
from pipeline.read.sandbox import Sandbox
from pipeline.read.wire import article_from, fields_of, pack, unpack
from pipeline.records import Document
from pipeline.settings import Settings, load

__all__ = [
    "close",
    "pages",
    "parse_page",
    "parse_pdf",
    "parse_word",
    "pdfs",
    "read_bytes",
    "read_line",
    "read_markdown",
    "read_metadata",
    "read_page",
    "read_pdf",
    "read_plain",
    "read_wire",
    "read_word",
    "word_parts",
]

_SETTINGS = Settings.model_construct(max_file_bytes=1_000_000, max_text_chars=1_000_000)


def _right(article: Article) -> None:
    refuse_unusable(article, "a", _SETTINGS)
    document = Document(source_file="a", media_type="text/html", text=article.text, paragraphs=article.paragraphs)
    for span in document.paragraphs:
        quoted = document.quote(span)
        check(bool(quoted.strip()), "a paragraph is blank")
        check(any(map(str.isalnum, quoted)), "a paragraph without a letter or digit")


def read_plain(chance: Chance) -> None:
    """Text files: the text is the file, and all letters stand in paragraphs."""
    written = text(chance)
    data = written.encode()
    article = plain_text.read(data, "a", _SETTINGS)
    check(article.text == written, "the text is not the file")
    _right(article)
    begin = article.paragraphs[0].begin if written.lstrip("\ufeff").startswith("---") and article.paragraphs else 0
    outside, at = [], begin
    for span in article.paragraphs:
        outside.append(written[at : span.begin])
        at = span.end
    check(not any(map(str.isalnum, "".join((*outside, written[at:])))) or not article.paragraphs, "letters outside")


def read_bytes(chance: Chance) -> None:
    """Text files in any bytes."""
    data = text(chance).encode(chance.choice(("utf-8", "utf-16", "cp1252")), "replace")
    _right(plain_text.read(mutated(chance, data), "a", _SETTINGS))


def read_markdown(chance: Chance) -> None:
    """Markdown: where nothing has to be taken out of the paragraphs, the text is the file."""
    written = text(chance)
    article = markdown.read(written.encode(), "a", _SETTINGS)
    if article is not None:
        check(article.text == written, "the text is not the file")
        _right(article)
    _right(commonmark.read(written.encode(), "a", _SETTINGS))


def read_line(chance: Chance) -> None:
    """Lines of JSON."""
    data = pack({chance.choice(("text", "html", "title", "date", "x")): text(chance, 200) for _ in range(3)})
    row = jsonl._row(mutated(chance, data) if chance.random() < 0.7 else data, "a")
    if isinstance(row, dict):
        _right(jsonl._article(row, "a", lambda page, name: Article(page, prose(page), "text/html"), _SETTINGS))


_DAYS = ("2022-03-06", "6 March 2022", "March 6, 2022", "06.03.2022", "Sun, 6 Mar 2022 10:00 +0000")


def read_metadata(chance: Chance) -> None:
    """Dates and other metadata."""
    written = chance.choice((*_DAYS, text(chance, 30)))
    if chance.random() < 0.7:
        written = mutated(chance, written.encode()).decode("utf-8", "replace")
    value = chance.choice((written, [written], {"name": written}, 5))
    found, _ = from_mapping({chance.choice(("date", "title", "author", "url")): value})
    check(article_from(fields_of(Article("a", (), "a", found))).metadata == found, "metadata do not survive")
    with contextlib.suppress(ValueError):
        parse_date(written)


def read_wire(chance: Chance) -> None:
    """What the process that parses answers."""
    article = Article(text(chance), (), "text/html", Metadata(title=text(chance, 20)))
    data = pack(fields_of(article))
    check(article_from(unpack(data)) == article, "an article does not survive")
    try:
        found = article_from(unpack(mutated(chance, data)))
    except ValueError:
        return
    check(all(span.end <= len(found.text) for span in found.paragraphs), "a paragraph ends after the text")


def read_page(chance: Chance) -> None:
    """Web pages."""
    page = chance.choice((PAGE, f"<p>{text(chance, 200)}</p>", PAGE.replace("Crews", text(chance, 100))))
    _right(html.article_of(mutated(chance, page.encode()).decode("utf-8", "replace"), "a"))


_box: list[Sandbox] = []


def _sandbox() -> Sandbox:
    if not _box:
        _box.append(Sandbox(load(max_parser_seconds=5)))
    return _box[0]


def close() -> None:
    """End the process that parses."""
    while _box:
        _box.pop().close()


def _contained(kind: str, data: bytes) -> None:
    try:
        _right(_sandbox().parse(kind, data, "a"))
    except CitegraphError as error:
        check("Errno 24" not in str(error) and "ModuleNotFound" not in str(error), f"the parser lacks a file: {error}")
        raise


@cache
def pdfs() -> tuple[bytes, ...]:
    """PDF files to begin with."""
    shown = hostile.pdf_page(b"BT /F1 12 Tf 72 700 Td (Crews cheered.) Tj ET")
    made = (shown, shown, hostile.pdf_form_in_itself(), hostile.pdf_tables_in_a_circle())
    return (pdf_of([["Crews cheered.", "They sang."]]), pdf_of([["Crews."]], password=""), *made)


@cache
def _word_files() -> tuple[bytes, ...]:
    return docx_of(["Crews cheered.", "They sang."], "Ferries", "Ann Lee"), hostile.laughs(3)


def read_pdf(chance: Chance) -> None:
    """PDF files, parsed in the other process."""
    _contained("pdf", mutated(chance, chance.choice(pdfs()), 3))


_BODY = b"<w:p><w:r><w:t>Crews cheered.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"


def read_word(chance: Chance) -> None:
    """Word files, parsed in the other process: the archive is changed, or the XML inside."""
    if chance.random() < 0.2:
        _contained("docx", mutated(chance, chance.choice(_word_files()), 2))
    else:
        _contained("docx", hostile.word_body(mutated(chance, _BODY, 3).decode("utf-8", "replace")))


def parse_page(data: bytes) -> None:
    """A web page, parsed in this process."""
    _right(html.read(data, "a", _SETTINGS))


def parse_pdf(data: bytes) -> None:
    """A PDF, parsed in this process."""
    _right(pdf.read(data, "a", _SETTINGS))


def pages() -> tuple[bytes, ...]:
    """Web pages to begin with."""
    return PAGE.encode(), hostile.nested_page(20)


def word_parts() -> tuple[bytes, ...]:
    """Word files to begin with, and the XML inside one."""
    return *_word_files(), _BODY


def parse_word(data: bytes) -> None:
    """A Word file, parsed in this process; what is no archive is taken for the XML inside one."""
    whole = data if data.startswith(b"PK") else hostile.word_body(data.decode("utf-8", "replace"))
    _right(docx.read(whole, "a", _SETTINGS))
