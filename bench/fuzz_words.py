"""What is fuzzed of words and steps: offsets hold, and the graph that an article gives is read again as it was."""

from __future__ import annotations

import datetime as dt
import unicodedata
from functools import cache

import pyoxigraph
import spacy
from fuzz_faults import check
from fuzz_inputs import Chance, text
from pyoxigraph import RdfFormat

from pipeline.extract.extraction import extract
from pipeline.graph import turtle
from pipeline.graph.mapping import Mapper, Run
from pipeline.language import LanguageModel
from pipeline.language.words import plain, words
from pipeline.read import plain as plain_text
from pipeline.read.article import refuse_unusable
from pipeline.reconcile import reconcile
from pipeline.records import Document
from pipeline.settings import Settings

__all__ = ["all_steps", "word_offsets"]

_SETTINGS = Settings()
_BASE = "https://example.org/kg/"
_DAY = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
_RUN = Run("1", "a" * 64, "b" * 64, "model", _DAY, _DAY)


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
