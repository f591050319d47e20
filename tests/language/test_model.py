"""The language model: first its contract, with a pipeline built here; then the shipped one."""

from __future__ import annotations

import hashlib
import itertools
import re
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language import LanguageModel
from pipeline.language.model import LONGEST_PIECE
from pipeline.records import Document, Span
from pipeline.resources import SHIPPED
from pipeline.settings import Settings

MESSY = st.text(st.sampled_from("ab.,'’“\" \t\n\r\u00a0\u200b\ufeff\u0301é🙂"), max_size=80)
RELATIONS = re.compile(r"ROOT|[a-z]+(:[a-z]+)?")


@Language.component("chained", assigns=["token.dep", "doc.ents"])
def chained(doc: Doc) -> Doc:
    """Every word hangs on the one before; a sentence begins wherever it may. Capitalised words are persons."""
    for token in doc:
        first = token.i == 0 or token.is_sent_start is not False
        token.head = token if first else doc[token.i - 1]
        token.dep_ = "ROOT" if first else "flat"
        token.tag_, token.pos_, token.lemma_ = "NN", "NOUN", token.lower_
    doc.set_ents([doc.char_span(t.idx, t.idx + len(t), "PERSON") for t in doc if t.is_title])
    return doc


def small() -> LanguageModel:
    nlp = spacy.blank("en")
    nlp.add_pipe("chained")
    return LanguageModel(nlp)


def article(text: str, *paragraphs: tuple[int, int]) -> Document:
    spans = tuple(Span(begin=begin, end=end) for begin, end in paragraphs)
    return Document(source_file="a.txt", media_type="text/plain", text=text, paragraphs=spans)


def lines(text: str) -> Document:
    """A document whose paragraphs are its lines."""
    return article(text, *(m.span() for m in re.finditer(r"[^\r\n]+", text)))


def parse(model: LanguageModel, document: Document) -> Doc:
    [(same, doc)] = model.analyse([document])
    assert same is document
    return doc


@settings(deadline=None, max_examples=50)
@given(MESSY, st.lists(st.integers(0, 80), max_size=8))
def test_model_covers_the_text_and_keeps_paragraphs_apart(text: str, cuts: list[int]) -> None:
    edges = sorted({min(c, len(text)) for c in cuts})
    document = article(text, *itertools.islice(itertools.pairwise(edges), 0, None, 2))
    doc = parse(small(), document)
    assert doc.text == text
    starts = {sent.start_char for sent in doc.sents} | {len(text)}
    for span in document.paragraphs:
        assert {span.begin, span.end} <= starts


def test_model_gives_nothing_for_nothing() -> None:
    model = small()
    assert list(model.analyse([])) == []
    assert len(parse(model, article(""))) == 0
    assert [t.pos_ for t in parse(model, article("front matter"))] == ["SPACE"]


def test_model_keeps_front_matter_out() -> None:
    doc = parse(small(), article("title: Ana\n\nBo came.\n", (12, 20)))
    assert [(t.text, t.pos_) for t in doc] == [
        ("title: Ana\n\n", "SPACE"),
        ("Bo", "NOUN"),
        ("came", "NOUN"),
        (".", "NOUN"),
        ("\n", "SPACE"),
    ]
    assert [e.text for e in doc.ents] == ["Bo"]


def test_model_cuts_a_long_paragraph_at_a_sentence_end() -> None:
    text = "We came and saw it all. " * LONGEST_PIECE
    doc = parse(small(), article(text, (0, len(text))))
    assert doc.text == text
    assert {sent.text.strip() for sent in doc.sents} == {"We came and saw it all."}


def test_model_cuts_a_long_paragraph_without_sentence_ends() -> None:
    text = "word " * (2 * LONGEST_PIECE)
    assert parse(small(), article(text, (0, len(text)))).text == text


def test_model_survives_an_endless_word() -> None:
    text = "See " + "ab1," * 100_000 + " here."
    assert parse(small(), article(text, (0, len(text)))).text == text


def test_model_tells_what_it_is(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("chained")
    nlp.meta["name"], nlp.meta["version"] = "tiny", "3.1.0"
    nlp.to_disk(tmp_path / "model")
    names = spacy.blank("en")
    names.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "Lviv"}])
    names.meta["name"], names.meta["version"] = "names", "1.0.0"
    names.to_disk(tmp_path / "names")
    model = LanguageModel.load(Settings(model=str(tmp_path / "model"), names=str(tmp_path / "names")))
    assert (model.name, model.version) == ("en_tiny + en_names", "3.1.0 + 1.0.0")
    assert re.fullmatch("[0-9a-f]{64}", model.sha256)
    assert [(e.text, e.label_) for e in parse(model, lines("Ana left Lviv.")).ents] == [("Lviv", "CITY")]
    alone = LanguageModel.load(Settings(model=str(tmp_path / "model")))
    assert alone.name == "en_tiny"
    assert alone.sha256 != model.sha256


@pytest.fixture(scope="module")
def shipped() -> LanguageModel:
    return LanguageModel.load(Settings())


@pytest.mark.model
def test_shipped_model_speaks_universal_dependencies(shipped: LanguageModel) -> None:
    doc = parse(shipped, lines("The mayor was accused by the union of hiding the report.\n\nShe denied it on Friday."))
    assert all(RELATIONS.fullmatch(t.dep_) for t in doc)
    deps = {t.text: t.dep_ for t in doc}
    assert (deps["mayor"], deps["union"], deps["She"], deps["it"]) == ("nsubj:pass", "obl:agent", "nsubj", "obj")
    heads = {t.text: t.head.text for t in doc}
    assert (heads["mayor"], heads["union"]) == ("accused", "accused")
    accused = next(t for t in doc if t.text == "accused")
    assert (accused.lemma_, accused.tag_, accused.pos_) == ("accuse", "VBN", "VERB")


@pytest.mark.model
def test_shipped_model_finds_names(shipped: LanguageModel) -> None:
    text = "Police in Brazil said on Monday that Ana Ferreira, a French journalist, was arrested in Recife."
    found = {(e.text, e.label_) for e in parse(shipped, lines(text)).ents}
    assert {("Brazil", "COUNTRY"), ("Monday", "DATE"), ("Ana Ferreira", "PERSON"), ("French", "NORP")} <= found
    assert ("Recife", "CITY") in found


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Mr. Lee met J. B. Ward in the U.S. on Jan. 5. He left.", 2),
        ("“Nobody slept,” she said. “We all left.” Then it rained.", 3),
        ("Was it over? It was not! The talks went on.", 3),
        ("A hard-wrapped line goes on\nin the next one. Another\nsentence follows.", 2),
    ],
)
def test_shipped_model_cuts_sentences(shipped: LanguageModel, text: str, sentences: int) -> None:
    assert len(list(parse(shipped, article(text, (0, len(text)))).sents)) == sentences


@pytest.mark.model
def test_shipped_model_reads_typography_alike(shipped: LanguageModel) -> None:
    curly, straight = "“Kyiv’s mayor isn’t here,” he said.", "\"Kyiv's mayor isn't here,\" he said."
    one, other = parse(shipped, lines(curly)), parse(shipped, lines(straight))
    assert [(t.tag_, t.dep_, t.head.i, t.ent_type_) for t in one] == [
        (t.tag_, t.dep_, t.head.i, t.ent_type_) for t in other
    ]


@pytest.mark.model
def test_shipped_model_gives_a_document_the_same_parse_in_any_company(shipped: LanguageModel) -> None:
    documents = [
        lines(f"The strike in Leeds went on for {n} days.\nWorkers met in {n} halls." * 3) for n in range(2, 8)
    ]
    alone = [parse(shipped, d).to_bytes() for d in documents]
    assert [doc.to_bytes() for _, doc in shipped.analyse(reversed(documents))] == alone[::-1]


@pytest.mark.model
def test_shipped_model_has_a_card_with_licence_and_hashes() -> None:
    card = (SHIPPED / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "CC BY-SA 4.0" in card
    for path in SHIPPED.rglob("*"):
        if path.is_file() and path.suffix != ".md":
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            assert f"| `{path.relative_to(SHIPPED).as_posix()}` | {path.stat().st_size} | `{digest}` |" in card
