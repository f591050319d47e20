"""What is fuzzed: each target takes the input of one number, and raises where something is wrong.

An input is made from the seed and its number alone, by mutating pieces of our own sample articles, queries and formats,
or out of nothing. A refusal that citegraph means (`CitegraphError`, an HTTP status) is an answer and no fault.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import sys
import unicodedata
from collections.abc import Callable
from functools import cache
from urllib.parse import parse_qsl

import pyoxigraph
import spacy
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple
from results import ROOT
from starlette.exceptions import HTTPException

sys.path.insert(0, str(ROOT / "tests" / "read"))

import hostile
from articles import PAGE, docx_of, pdf_of
from fuzz_inputs import Chance, mutated, odd, text

from pipeline.errors import CitegraphError, QueryError
from pipeline.extract.extraction import extract
from pipeline.graph import literals, queries, sparql, turtle
from pipeline.graph.iris import Iris
from pipeline.graph.mapping import Mapper, Run
from pipeline.language import LanguageModel
from pipeline.language.words import plain, words
from pipeline.read import docx, html, jsonl, markdown, pdf
from pipeline.read import plain as plain_text
from pipeline.read.article import Article, refuse_unusable
from pipeline.read.dates import parse_date
from pipeline.read.metadata import Metadata, from_mapping
from pipeline.read.paragraphs import prose
from pipeline.read.sandbox import Sandbox
from pipeline.read.wire import article_from, fields_of, pack, unpack
from pipeline.reconcile import reconcile
from pipeline.records import Document, Span
from pipeline.settings import Settings, load
from pipeline.web import protocol
from pipeline.web.negotiation import best
from pipeline.web.worker import RESULTS

__all__ = ["PARSERS", "TARGETS", "WrongError", "close"]

_SETTINGS = Settings.model_construct(max_file_bytes=1_000_000, max_text_chars=1_000_000)


class WrongError(AssertionError):
    """An answer that is wrong."""


def check(right: bool, what: str) -> None:
    """Raise where something is not right."""
    if not right:
        raise WrongError(what)


# ---------------------------------------------------------------- reading


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
    """Markdown: the text is the file."""
    written = text(chance)
    article = markdown.read(written.encode(), "a", _SETTINGS)
    check(article.text == written, "the text is not the file")
    _right(article)


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
def _pdfs() -> tuple[bytes, ...]:
    shown = hostile.pdf_page(b"BT /F1 12 Tf 72 700 Td (Crews cheered.) Tj ET")
    made = (shown, shown, hostile.pdf_form_in_itself(), hostile.pdf_tables_in_a_circle())
    return (pdf_of([["Crews cheered.", "They sang."]]), pdf_of([["Crews."]], password=""), *made)


@cache
def _word_files() -> tuple[bytes, ...]:
    return docx_of(["Crews cheered.", "They sang."], "Ferries", "Ann Lee"), hostile.laughs(3)


def read_pdf(chance: Chance) -> None:
    """PDF files, parsed in the other process."""
    _contained("pdf", mutated(chance, chance.choice(_pdfs()), 3))


_BODY = b"<w:p><w:r><w:t>Crews cheered.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"


def read_word(chance: Chance) -> None:
    """Word files, parsed in the other process: the archive is changed, or the XML inside."""
    if chance.random() < 0.2:
        _contained("docx", mutated(chance, chance.choice(_word_files()), 2))
    else:
        _contained("docx", hostile.word_body(mutated(chance, _BODY, 3).decode("utf-8", "replace")))


# ---------------------------------------------------------------- offsets of words


@cache
def _tokenizer() -> spacy.tokenizer.Tokenizer:
    return spacy.blank("en").tokenizer


def word_offsets(chance: Chance) -> None:
    """Words: in order, inside the text, and all but white space in one of them."""
    written = text(chance, 300)
    at = 0
    for word in words(written, _tokenizer()):
        check(at <= word.begin < word.end <= len(written), "words out of order")
        check(not written[at : word.begin].strip(), "something between words")
        shown = (c for c in plain(written[word.begin : word.end]) if unicodedata.category(c) not in ("Cf", "Cc", "Cs"))
        expected = unicodedata.normalize("NFC", "".join(shown)).replace("…", "...")
        check(word.form == expected[: len(word.form)] and bool(word.form) == bool(expected), "another word")
        at = word.end
    check(not written[at:].strip(), "something after the words")
    if len(_tokenizer().vocab.strings) > 200_000:
        _tokenizer.cache_clear()


@cache
def _model() -> LanguageModel:
    return LanguageModel.load(Settings())


def all_steps(chance: Chance) -> None:
    """Short articles through every step, to Turtle that is read again."""
    written = text(chance, 160)
    article = plain_text.read(written.encode(), "a", _SETTINGS)
    refuse_unusable(article, "a", _SETTINGS)
    document = Document(source_file="a.txt", media_type="text/plain", text=written, paragraphs=article.paragraphs)
    [(_, doc)] = _model().analyse([document])
    check(doc.text == written, "the parse has another text")
    check(all(written[t.idx : t.idx + len(t)] == t.text for t in doc), "a token that is not there")
    check("".join(s.text_with_ws for s in doc.sents) == written, "the sentences are not the text")
    extraction = extract(document, doc)
    for sentence in extraction.sentences:
        check(document.quote(sentence.span) == sentence.text, "a sentence is not at its offsets")
    triples = list(Mapper(_BASE, reconcile([extraction]), _RUN).triples([extraction]))
    lines = "\n".join(turtle.lines(triples, _BASE))
    found = {q.triple for q in pyoxigraph.parse(lines.encode(), RdfFormat.TURTLE)}
    check(found == set(triples), "a graph does not survive as Turtle")


# ---------------------------------------------------------------- RDF

_BASE = "https://example.org/kg/"
_DAY = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
_RUN = Run("1", "a" * 64, "b" * 64, "model", _DAY, _DAY)
_IRIS = Iris(_BASE)
_SUBJECT, _PREDICATE = NamedNode("https://example.org/kg/s"), NamedNode("https://schema.org/text")


def _survives(triple: Triple) -> None:
    written = "\n".join(turtle.lines([triple], "https://example.org/kg/"))
    found = list(pyoxigraph.parse(written.encode(), RdfFormat.TURTLE))
    check([q.triple for q in found] == [triple], "a triple does not survive as Turtle")


def rdf_literals(chance: Chance) -> None:
    """Quotes and other values, written as Turtle and read again."""
    written = text(chance, 120)
    value: Literal | None
    match chance.randrange(5):
        case 0 | 1:
            value = literals.text(written)
            check(len(value.value) == len(written), "a quote has another length")
        case 2:
            floats = (chance.uniform(-1e18, 1e18), chance.random(), 1e308, float("inf"), float(chance.randrange(10**9)))
            value = literals.number(chance.choice(floats))
        case 3:
            value = literals.date("-".join(f"{chance.randrange(14_000):05d}"[-width:] for width in (4, 2, 2)))
        case _:
            value = literals.text(literals.shortened(written, chance.randrange(5, 90)))
    if value is not None:
        _survives(Triple(_SUBJECT, _PREDICATE, value))


def rdf_iris(chance: Chance) -> None:
    """Names of files, entities and stretches as IRIs."""
    written = text(chance, 60)
    document = Document(source_file=written or "a", media_type="text/plain", text="a", paragraphs=())
    node = chance.choice((_IRIS.document(document), _IRIS.named(f"person/{written}"), _IRIS.hashed("claim", written)))
    check(not re.search(r"[\s<>\"{}|\\^`\x00-\x20]", node.value), "an IRI with what IRIs forbid")
    _survives(
        Triple(
            node, _PREDICATE, _IRIS.sentence(_IRIS.document(document), Span(begin=0, end=chance.randrange(1, 10**9)))
        )
    )


# ---------------------------------------------------------------- questions

_STORE = pyoxigraph.Store()


def query_parameters(chance: Chance) -> None:
    """Values of shipped queries: they stay values, whatever they hold."""
    query = chance.choice([q for q in queries.library().values() if q.parameters])
    values = {}
    for parameter in query.parameters:
        if parameter.optional and chance.random() < 0.5:
            continue
        usual = parameter.example if chance.random() < 0.4 else text(chance, 40)
        values[parameter.name] = (
            mutated(chance, usual.encode()).decode("utf-8", "replace") if chance.random() < 0.5 else usual
        )
    bound = query.bound(values)
    emptied, template = bound, query.text
    for name in values:
        template = queries._let_in(name, template)
        where = place = queries._LIMIT if name == queries._ROWS else queries._values(name)
        looked_up = queries._looked_up(name).search(template)
        if looked_up and not place.search(bound):  # an IRI took the place of the name and of its being looked up
            where, place = queries._values(looked_up.group(1)[1:]), queries._looked_up(name)
        wanted = len(place.findall(template))
        check(len(where.findall(bound)) == wanted >= 1, f"{name} stands in {len(where.findall(bound))} places")
        emptied, template = where.sub("", emptied), place.sub("", template)
    check(emptied == template, "a value changed the query around it")
    _STORE.query(sparql.with_prefixes(bound))


def query_errors(chance: Chance) -> None:
    """Queries with mistakes: what is told of a mistake has its place."""
    query = chance.choice(list(queries.library().values())).text
    at = chance.randrange(len(query))
    broken = query[:at] + odd(chance) + query[at + chance.randrange(4) :]
    try:
        _STORE.query(sparql.with_prefixes(broken))
    except SyntaxError as error:
        told = sparql.syntax_error(broken, str(error))
        check(told.line is None or 1 <= told.line <= len(broken.splitlines()) + 2, "a line that is not there")
    except (ValueError, RuntimeError):
        pass
    sparql.iris_in(broken)
    sparql.words_of(broken)


_FIELDS = ("query", "query", "update", "format", "default-graph-uri", "named-graph-uri", "x")


def http_questions(chance: Chance) -> None:
    """Requests to /sparql: forms, IRIs, bytes and Accept headers."""
    form = "&".join(f"{chance.choice(_FIELDS)}={text(chance, 30)}" for _ in range(chance.randrange(4)))
    operation = protocol._checked(
        chance.choice(("GET", "POST")),
        parse_qsl(protocol._utf8(mutated(chance, form.encode())), keep_blank_values=True),
        ("query", text(chance, 30)) if chance.random() < 0.3 else None,
    )
    ranges = [(*RESULTS, "*/*", "text/*", text(chance, 8)), ("0", "1", "0.5", text(chance, 3))]
    accept = ",".join(";q=".join(map(chance.choice, ranges)) for _ in range(chance.randrange(4)))
    check(best(accept, tuple(RESULTS)) in (None, *RESULTS), "a media type that nobody offers")
    if operation is not None:
        protocol.formats(operation, accept)


def parse_page(data: bytes) -> None:
    """A web page, parsed in this process."""
    _right(html.read(data, "a", _SETTINGS))


def parse_pdf(data: bytes) -> None:
    """A PDF, parsed in this process."""
    _right(pdf.read(data, "a", _SETTINGS))


def parse_word(data: bytes) -> None:
    """A Word file, parsed in this process; what is no archive is taken for the XML inside one."""
    whole = data if data.startswith(b"PK") else hostile.word_body(data.decode("utf-8", "replace"))
    _right(docx.read(whole, "a", _SETTINGS))


PARSERS: dict[str, tuple[Callable[[bytes], None], Callable[[], tuple[bytes, ...]], int]] = {
    "web pages": (parse_page, lambda: (PAGE.encode(), hostile.nested_page(20)), 100_000),
    "PDF files": (parse_pdf, _pdfs, 200_000),
    "Word files": (parse_word, lambda: (*_word_files(), _BODY), 100_000),
}
"""Parsers that run in a process of their own, to be run in this one: files to begin with, and their share."""

TARGETS: dict[str, tuple[Callable[[Chance], None], int]] = {
    "text files": (read_plain, 150_000),
    "text files of any bytes": (read_bytes, 50_000),
    "Markdown": (read_markdown, 120_000),
    "lines of JSON": (read_line, 100_000),
    "metadata and dates": (read_metadata, 100_000),
    "answers of the parsing process": (read_wire, 80_000),
    "web pages": (read_page, 4_000),
    "PDF files": (read_pdf, 4_000),
    "Word files": (read_word, 2_000),
    "words and their offsets": (word_offsets, 58_000),
    "articles through all steps": (all_steps, 2_000),
    "quotes and values as RDF": (rdf_literals, 100_000),
    "names as IRIs": (rdf_iris, 80_000),
    "parameters of queries": (query_parameters, 30_000),
    "mistakes in queries": (query_errors, 20_000),
    "requests to /sparql": (http_questions, 100_000),
}
"""What is fuzzed, and its share of a million inputs: dear ones have few."""

REFUSALS = (CitegraphError, HTTPException, QueryError)
"""What a target may raise: an answer that citegraph means."""
