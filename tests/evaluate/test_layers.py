"""The figures of a model's layers, with a model that is scripted, so that every figure can be told beforehand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from typer.testing import CliRunner

from pipeline import cli
from pipeline.errors import DocumentError, SettingsError
from pipeline.evaluate.gold import read_gold
from pipeline.evaluate.layers import Figures, measure
from pipeline.evaluate.layers.figures import count, exact, half, overlap
from pipeline.evaluate.layers.spans import claim_places
from pipeline.evaluate.layers.treebank import read
from pipeline.evaluate.scores import Tally
from pipeline.language import LanguageModel
from pipeline.settings import Settings

CONLLU = """\
# newdoc id = harbour
# newpar
# text = Dockers won't go.
1\tDockers\tdocker\tNOUN\tNNS\t_\t4\tnsubj\t_\t_
2-3\twon't\t_\t_\t_\t_\t_\t_\t_\t_
2\two\twill\tAUX\tMD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# text = Ships wait
1\tShips\tship\tNOUN\tNNS\t_\t2\tnsubj\t_\t_
2\twait\twait\tVERB\tVBP\t_\t0\troot\t_\t_
2.1\twaited\twait\tVERB\tVBD\t_\t_\t_\t_\t_

# newpar
# text = Cranes stand.
1\tCranes\tcrane\tNOUN\tNNS\t_\t2\tnsubj\t_\t_
2\tstand\tstand\tVERB\tVBP\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_
"""


@Language.component("guessing", assigns=["token.dep", "doc.ents"])
def guessing(doc: Doc) -> Doc:
    """Every word is a plural noun that hangs on the next one; a full stop ends a sentence where none are given."""
    given = doc.has_annotation("SENT_START")
    for token in doc:
        start = token.is_sent_start if given else None
        token.is_sent_start = token.i == 0 or (start is True) or (start is None and doc[token.i - 1].text == ".")
    for sentence in list(doc.sents):
        for token in sentence:
            last = token.i + 1 == sentence.end
            token.head, token.dep_ = (token, "ROOT") if last else (doc[token.i + 1], "nsubj")
            token.tag_, token.pos_, token.lemma_ = "NNS", "NOUN", token.lower_.removesuffix("s")
    doc.set_ents([Span(doc, t.i, t.i + 1, "PERSON") for t in doc if t.is_title])
    if "struck" in doc.text:
        doc.spans["triggers"] = [Span(doc, t.i, t.i + 1, "Attack") for t in doc if t.text == "struck"]
    return doc


def guesser() -> LanguageModel:
    nlp = spacy.blank("en")
    nlp.add_pipe("guessing")
    return LanguageModel(nlp)


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    text = "Dockers struck Oslo on Monday, Mara Quill said.\nNobody struck back.\n"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    row = {
        "begin": 0,
        "end": 47,
        "ents": [["Oslo", "CITY", "Oslo"], ["Monday", "DATE", "Monday"], ["Mara Quill", "PERSON", "Mara Quill"]],
        "events": [{"t": "struck", "type": "Strike", "mod": "planned"}],
        "claims": [{"source": "Mara Quill", "cue": "said", "content": "Dockers struck Oslo on Monday"}],
    }
    (folder / "a.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return folder


def rows(figures: Figures) -> dict[str, tuple[int, int, int]]:
    return {name: (tally.hit, tally.found, tally.gold) for name, tally in figures.layers.items()}


def test_layers_of_a_treebank_are_counted_on_its_own_words(treebank: Path) -> None:
    found = rows(measure(guesser(), treebank, Settings()))
    assert found["UPOS"] == (3, 10, 10)  # Dockers, Ships, Cranes
    assert found["XPOS"] == (3, 10, 10)
    assert found["lemma"] == (8, 10, 10)  # all but "wo" and "n't"
    assert found["UAS"] == (4, 10, 10)
    assert found["LAS"] == (3, 10, 10)


def test_layers_sentence_ends_are_counted_on_running_text(treebank: Path) -> None:
    figures = measure(guesser(), treebank, Settings())
    assert rows(figures)["sentence ends"] == (3, 3, 3)
    assert rows(figures)["sentence ends, paragraphs unknown"] == (2, 2, 3)
    assert figures.words == 20
    assert figures.words_per_second > 0


def test_layers_read_keeps_paragraphs_and_spaces(treebank: Path) -> None:
    [text] = read(treebank)
    assert [[surface for _, surface in paragraph] for paragraph in text.paragraphs] == [
        ["Dockers won't go.", "Ships wait"],
        ["Cranes stand."],
    ]
    words, surface = text.paragraphs[0][0]
    assert "".join(w.form + " " * w.space for w in words).rstrip() == surface


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("4\tgo", "7\tgo", r"harbour.conllu:1: begins a sentence that is no CoNLL-U \(word 7 comes after word 3\)"),
        ("\t2\tnsubj\t_\t_", "", r"harbour.conllu:11: begins"),
        ("# text = Cranes stand.\n", "", r"harbour.conllu:16: begins a sentence without a `# text = ` comment"),
        (CONLLU, "", "holds no sentence"),
    ],
)
def test_layers_name_what_is_wrong_with_a_treebank(treebank: Path, old: str, new: str, message: str) -> None:
    treebank.write_text(CONLLU.replace(old, new), encoding="utf-8")
    with pytest.raises(DocumentError, match=message):
        read(treebank)


def test_layers_of_annotated_documents_are_those_that_the_model_gives(gold: Path) -> None:
    found = rows(measure(guesser(), gold, Settings()))
    assert found == {
        "names": (0, 6, 3),
        "names without dates": (0, 6, 2),
        "event triggers": (1, 2, 1),
        "event triggers, with type": (0, 2, 1),
        "event triggers, with modality": (0, 2, 1),
        "names: CITY": (0, 0, 1),
        "names: DATE": (0, 0, 1),
        "names: PERSON": (0, 6, 1),
    }


def test_layers_refuse_what_is_neither(tmp_path: Path, treebank: Path) -> None:
    with pytest.raises(DocumentError, match=r"give a \.conllu file, or a folder"):
        measure(guesser(), tmp_path / "notes.txt", Settings())
    with pytest.raises(DocumentError, match=r"gone\.conllu: cannot be read"):
        measure(guesser(), tmp_path / "gone.conllu", Settings())
    with pytest.raises(DocumentError, match=r"holds no NAME\.jsonl"):
        measure(guesser(), tmp_path, Settings())


def test_layers_count_each_stretch_once() -> None:
    tally = Tally()
    count(tally, {(0, 4, ""), (2, 6, "")}, {(0, 6, "")}, overlap)
    assert (tally.hit, tally.found, tally.gold) == (1, 1, 2)


def test_layers_compare_exactly_by_overlap_or_by_half() -> None:
    one = (0, 10, "x")
    assert exact(one, (0, 10, "x"))
    assert not exact(one, (0, 10, "y"))
    assert overlap(one, (9, 12, "x"))
    assert not overlap(one, (10, 12, "x"))
    assert half(one, (5, 10, "x"))
    assert not half(one, (5, 10, "y"))
    assert not half(one, (5, 12, "x"))


def test_layers_look_for_cue_and_source_outside_the_content(tmp_path: Path) -> None:
    text = "She said he said he left, and he said so."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    claim = {"source": "he", "cue": "said", "content": "he said he left"}
    (tmp_path / "a.jsonl").write_text(json.dumps({"begin": 0, "end": 41, "claims": [claim]}), encoding="utf-8")
    [document] = read_gold(tmp_path).values()
    places = claim_places(text, document.claims[0])
    assert places["content"] == (9, 24)
    assert places["cue"] == (4, 8)
    assert places["source"] == (30, 32)  # the "he" in "She" is part of a word


def test_layers_are_printed_as_a_table_and_as_json(gold: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(LanguageModel, "load", lambda settings, **_: guesser())
    run = CliRunner()
    table = run.invoke(cli.app, ["evaluate", str(gold), "--layers"], catch_exceptions=False).output
    assert "event triggers, with type" in table
    assert "words of running text" in table
    told = run.invoke(cli.app, ["evaluate", "--layers", str(gold), "--json"], catch_exceptions=False).output
    assert json.loads(told)["layers"]["names"]["gold"] == 3
    assert json.loads(told)["words"] == 14
    with pytest.raises(SettingsError, match="leave one of them out"):
        run.invoke(cli.app, ["evaluate", str(gold), "--layers", "--errors", "claims"], catch_exceptions=False)
