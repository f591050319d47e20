"""Which pipelines are taken, and why others are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.errors import ModelError
from pipeline.language import loading

UD = ("nsubj", "obj", "nsubj:pass", "obl:agent")


@Language.component("every_layer", assigns=["doc.ents"])
def every_layer(doc: Doc) -> Doc:
    """Pretends to know everything: each word is a noun that hangs on the first one."""
    for token in doc:
        token.tag_, token.pos_, token.lemma_ = "NN", "NOUN", token.text
        token.head, token.dep_ = doc[0], "nsubj" if token.i else "ROOT"
    return doc


def parser(*labels: str) -> Language:
    """A pipeline with nothing but an untrained parser that has the labels."""
    nlp = spacy.blank("en")
    pipe = nlp.add_pipe("parser")
    for label in labels:
        pipe.add_label(label)
    nlp.initialize()
    return nlp


def test_check_takes_a_pipeline_with_every_layer() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("every_layer")
    loading.check(nlp, "mine", needs_names=True)


def test_check_refuses_the_clearnlp_scheme() -> None:
    nlp = parser("nsubj", "dobj", "nsubjpass", "pobj", "prep")
    with pytest.raises(
        ModelError, match=r"not follow Universal Dependencies 2: its parser says .*dobj.*ClearNLP.*--names"
    ):
        loading.check(nlp, "en_core_web_sm", needs_names=True)


def test_check_names_the_missing_layers() -> None:
    with pytest.raises(ModelError, match=r"^mine .* does not give Penn tags, universal parts of speech, lemmas, names"):
        loading.check(parser(*UD), "mine", needs_names=True)


def test_check_asks_for_no_names_when_another_pipeline_gives_them() -> None:
    with pytest.raises(ModelError) as caught:
        loading.check(parser(*UD), "mine", needs_names=False)
    assert "names" not in str(caught.value)


def test_pipeline_says_how_to_install_a_missing_one() -> None:
    with pytest.raises(ModelError, match=r"'en_core_web_none' is not there: install it \(pip install"):
        loading.pipeline("en_core_web_none")


def test_pipeline_in_a_folder_of_something_else_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"is a folder that holds no pipeline \(no config\.cfg\): install it"):
        loading.pipeline(str(tmp_path))


def test_pipeline_reports_a_broken_folder(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "model")
    (tmp_path / "model" / "config.cfg").write_text('[nlp]\nlang = "en"\npipeline = ["magic"]\n[components]\n')
    with pytest.raises(ModelError, match=r"model' cannot be loaded \(.+\)"):
        loading.pipeline(str(tmp_path / "model"))


def test_names_refuses_a_pipeline_that_finds_none(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "model")
    with pytest.raises(ModelError, match=r"finds no names: it has sentencizer"):
        loading.names(str(tmp_path / "model"))


def test_shipped_says_that_the_model_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="the shipped language model is not in"):
        loading.shipped(tmp_path)


def test_tokenizer_refuses_another_kind() -> None:
    nlp = spacy.blank("en")
    nlp.tokenizer = lambda text: Doc(nlp.vocab, words=text.split())
    with pytest.raises(ModelError, match="has a tokeniser of its own kind"):
        loading.tokenizer(nlp)


def test_sha256_is_that_of_the_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        spacy.blank("en").to_disk(tmp_path / name)
    (tmp_path / "two" / "MODEL_CARD.md").write_text("no part of the model")
    same = [loading.sha256([spacy.load(tmp_path / name)]) for name in ("one", "two")]
    assert same[0] == same[1]
    assert len(same[0]) == 64
    (tmp_path / "two" / "extra.bin").write_bytes(b"1")
    assert loading.sha256([spacy.load(tmp_path / "two")]) != same[0]
