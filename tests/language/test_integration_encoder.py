"""The encoder as the project runs it: loaded from a folder through its entry point, fed by the language room."""

from __future__ import annotations

import re
from importlib.metadata import entry_points
from pathlib import Path

import numpy as np
import pytest
from tiny_encoder import tiny_encoder

from pipeline.language import LanguageModel
from pipeline.language.signals import signals
from pipeline.records import Document, Span
from pipeline.settings import Settings

TEXT = "title: x\n\n\u200bPolice  arrested Oleg .\n\nAnna said Oleg arrested Anna .\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_encoder(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def model(folder: Path) -> LanguageModel:
    return LanguageModel.load(Settings(model=str(folder)), spans=True)


def article(text: str, first: int = 0) -> Document:
    """A document whose paragraphs are its lines from the given offset on."""
    lines = [m.span() for m in re.finditer(r"[^\n]+", text) if m.start() >= first]
    spans = tuple(Span(begin=begin, end=end) for begin, end in lines)
    return Document(source_file="a.txt", media_type="text/plain", text=text, paragraphs=spans)


def test_integration_entry_point_of_the_installed_package_is_the_factory() -> None:
    [found] = entry_points(group="spacy_factories", name="citegraph_encoder")
    assert found.value == "pipeline.language.encoder.component:make_encoder"
    assert callable(found.load())


def test_integration_document_keeps_text_paragraphs_and_every_layer(model: LanguageModel) -> None:
    [(document, doc)] = model.analyse([article(TEXT, first=9)])
    assert doc.text == document.text
    assert all(TEXT[t.idx : t.idx + len(t.text)] == t.text for t in doc)
    assert [s.text for s in doc.sents] == [
        "title: x\n\n",
        "\u200bPolice  arrested Oleg .",
        "\n\n",
        "Anna said Oleg arrested Anna .",
        "\n",
    ]
    assert [(e.text, e.label_, e.start_char) for e in doc.ents][:1] == [("Oleg", "PERSON", TEXT.index("Oleg"))]
    arrested = next(t for t in doc if t.text == "arrested")
    assert (arrested.pos_, arrested.tag_, arrested.lemma_, arrested.dep_) == ("VERB", "VBD", "arrest", "ROOT")
    assert {t.head.text for t in doc if t.text == "Police"} == {"arrested"}


def test_integration_spans_and_links_stand_where_they_stand_in_the_text(model: LanguageModel) -> None:
    [(_, doc)] = model.analyse([article(TEXT, first=9)])
    first, second = (m.start() for m in re.finditer("arrested", TEXT))
    assert [(s.start_char, s.label_, s._.modality) for s in doc.spans["triggers"]] == [
        (first, "Arrest", "planned"),
        (second, "Arrest", "planned"),
    ]
    assert all(0.9 < s._.confidence < 1 for group in doc.spans.values() for s in group)
    assert [s.text for s in doc.spans["cues"]] == ["said"]
    assert [(s.text, s.label_) for s in doc.spans["sources"]] == [("Anna", "source")]  # the other one says nothing
    assert list(doc.spans["contents"]) == []
    assert [(doc[k.anchor_begin].text, k.role, doc[k.begin : k.end].text) for k in doc._.links] == [
        ("arrested", "actor", "Police"),
        ("arrested", "target", "Oleg"),
        ("arrested", "target", "Oleg"),
        ("said", "source", "Anna"),
    ]
    assert doc[doc._.links[2].begin].idx > TEXT.index("said")


def test_integration_spans_are_left_out_where_nobody_asks_for_them(model: LanguageModel, folder: Path) -> None:
    [(_, whole)] = model.analyse([article(TEXT, first=9)])
    [(_, doc)] = LanguageModel.load(Settings(model=str(folder))).analyse([article(TEXT, first=9)])
    assert (len(doc.spans), list(doc._.links)) == (0, [])
    assert whole.spans["triggers"]
    assert doc.to_json()["tokens"] == whole.to_json()["tokens"]
    assert [(e.start, e.end, e.label_) for e in doc.ents] == [(e.start, e.end, e.label_) for e in whole.ents]
    assert (signals(doc).triggers == signals(whole).triggers).all()  # type: ignore[union-attr]


def test_integration_signals_stand_where_they_stand_in_the_text(model: LanguageModel) -> None:
    [(_, doc)] = model.analyse([article(TEXT, first=9)])
    found = signals(doc)
    assert found is not None
    triggers = [t.i for t in doc if found.triggers[t.i, found.types.index("Arrest")] > 0.9]
    assert [doc[i].text for i in triggers] == ["arrested", "arrested"]
    assert [t.text for t in doc if found.cues[t.i] > 0.9] == ["said"]
    actors = found.links(triggers[0], doc[triggers[0]].sent.start, doc[triggers[0]].sent.end)
    inside = [t.text for t in doc[triggers[0]].sent]
    assert [inside[i] for i in np.flatnonzero(actors[:, found.roles.index("actor")] > 0)] == ["Police"]


@pytest.mark.parametrize("text", ["", "title: x\n", "\u200b\n", " \n \n"])
def test_integration_texts_without_words_are_kept(model: LanguageModel, text: str) -> None:
    [(_, doc)] = model.analyse([article(text)])
    assert doc.text == text
    assert not doc.ents


def test_integration_document_is_parsed_the_same_in_any_company(model: LanguageModel) -> None:
    documents = [article(TEXT * n) for n in (1, 3, 2)] + [article("Oleg said . " * 400)]
    alone = [next(model.analyse([d]))[1].to_bytes() for d in documents]
    assert [doc.to_bytes() for _, doc in model.analyse(documents[::-1])][::-1] == alone


def test_integration_long_paragraph_is_read_in_windows(model: LanguageModel) -> None:
    text = "Anna said Oleg arrested Anna . " * 300
    [(_, doc)] = model.analyse([article(text)])
    assert doc.text == text
    assert len(doc.spans["triggers"]) == 300
    assert all(doc[k.begin : k.end].text in ("Oleg", "Anna") for k in doc._.links)


def test_integration_model_tells_what_it_is(model: LanguageModel, folder: Path) -> None:
    assert (model.name, model.version) == ("en_tiny_encoder", "0.0.1")
    again = LanguageModel.load(Settings(model=str(folder)))
    assert again.sha256 == model.sha256


def test_integration_words_that_are_known_are_kept(model: LanguageModel) -> None:
    sentences = [[("Oleg", True), ("said", False), (".", True)], [("Anna", True), ("arrested", False)]]
    first, second = model.parse_words([sentences, sentences[:1]])
    assert [t.text for t in first] == ["Oleg", "said", ".", "Anna", "arrested"]
    assert [t.text for t in second] == ["Oleg", "said", "."]
    assert [t.head.text for t in first] == ["said", "said", "said", "arrested", "arrested"]
