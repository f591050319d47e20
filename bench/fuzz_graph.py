"""What is fuzzed of words, steps and RDF: offsets hold, and what is written is read again as it was."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import cache

import pyoxigraph
import spacy
from fuzz_faults import check
from fuzz_inputs import Chance, text
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from pipeline.extract.extraction import extract
from pipeline.graph import literals, turtle
from pipeline.graph.iris import Iris
from pipeline.graph.mapping import Mapper, Run
from pipeline.language import LanguageModel
from pipeline.language.words import plain, words
from pipeline.read import plain as plain_text
from pipeline.read.article import refuse_unusable
from pipeline.reconcile import reconcile
from pipeline.records import Document, Span
from pipeline.settings import Settings

__all__ = ["all_steps", "rdf_iris", "rdf_literals", "word_offsets"]

_SETTINGS = Settings()
_BASE = "https://example.org/kg/"
_DAY = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
_RUN = Run("1", "a" * 64, "b" * 64, "model", _DAY, _DAY)
_IRIS = Iris(_BASE)
_SUBJECT, _PREDICATE = NamedNode("https://example.org/kg/s"), NamedNode("https://schema.org/text")


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
    return LanguageModel.load(_SETTINGS)


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
