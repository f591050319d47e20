"""The recipe from end to end on three sentences and an encoder of two tiny layers: train, export, load, read.

These need torch, so that they are not among the tests of the package: `make train-test` runs them.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import spacy
import torch
from safetensors.torch import save_file
from spacy.tokens import Doc

from training.encoder import batches, export, pseudo_labels, train
from training.encoder.data import Data, load
from training.encoder.labels import IGNORED
from training.encoder.network import Network, Shape

# torch warns of its own older exporter, and onnx of protocol buffers; neither is about our code
pytestmark = pytest.mark.filterwarnings("ignore")

CONLLU = """\
# newdoc id = {name}
# newpar
# text = Police arrested Oleg, Anna said.
1	Police	police	NOUN	NNS	Number=Plur	2	nsubj	_	_
2	arrested	arrest	VERB	VBD	Tense=Past	6	ccomp	_	_
3	Oleg	Oleg	PROPN	NNP	Number=Sing	2	obj	_	SpaceAfter=No
4	,	,	PUNCT	,	_	6	punct	_	_
5	Anna	Anna	PROPN	NNP	Number=Sing	6	nsubj	_	_
6	said	say	VERB	VBD	Tense=Past	0	root	_	SpaceAfter=No
7	.	.	PUNCT	.	_	6	punct	_	_

# text = They left.
1	They	they	PRON	PRP	Number=Plur	2	nsubj	_	_
2	left	leave	VERB	VBD	Tense=Past	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_

"""
LINES = "Police arrested Oleg, Anna said.\nThey left.\n"
ROW = {
    "begin": 0,
    "end": 32,
    "ents": [["Oleg", "PERSON", "Oleg"], ["Anna", "PERSON", "Anna"]],
    "events": [{"t": "arrested", "type": "Arrest", "actor": ["Police"], "target": ["Oleg"]}],
    "claims": [{"source": "Anna", "who": "Anna", "cue": "said", "content": "Police arrested Oleg"}],
}
VOCABULARY = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "police",
    "arrested",
    "oleg",
    ",",
    "anna",
    "said",
    ".",
    "they",
    "left",
]
SHAPE = Shape(width=16, layers=2, heads=2, inner=32, pieces=len(VOCABULARY), positions=512)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shared")
    (folder / "corpora/ud").mkdir(parents=True)
    (folder / "corpora/names").mkdir()
    for bank in ("ewt", "gum"):
        for part in ("train", "dev"):
            documents = "".join(CONLLU.format(name=f"{bank}-{part}-{i}") for i in range(3))
            (folder / f"corpora/ud/{bank}-{part}.conllu").write_text(documents, encoding="utf-8")
    (folder / "corpora/names/uner-ewt-train.iob2").write_text(
        "# newdoc id = ewt-train-0\n1\tThey\tO\t-\tx\n2\tleft\tO\t-\tx\n3\t.\tO\t-\tx\n\n", encoding="utf-8"
    )
    for part, names in (("train", ("ewt-train-1", "ewt-train-2")), ("written", ("tale-1", "tale-2"))):
        (folder / "gold" / part).mkdir(parents=True)
        for name in names:
            (folder / "gold" / part / f"{name}.txt").write_text(LINES, encoding="utf-8")
            (folder / "gold" / part / f"{name}.jsonl").write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def corpora(shared: Path) -> Data:
    with pytest.MonkeyPatch.context() as patch:  # without the project's own documents, which are as good as the others
        patch.setattr("training.encoder.data.OWN", shared / "gold/own")
        return load(shared)


@pytest.fixture(scope="module")
def pretrained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encoder of random weights in the form in which pretrained ones come."""
    folder = tmp_path_factory.mktemp("pretrained")
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY) + "\n", encoding="utf-8")
    names = (
        "hidden_size",
        "num_hidden_layers",
        "num_attention_heads",
        "intermediate_size",
        "vocab_size",
        "max_position_embeddings",
    )
    (folder / "config.json").write_text(
        json.dumps(dict(zip(names, vars(SHAPE).values(), strict=True))), encoding="utf-8"
    )
    torch.manual_seed(0)
    width, inner = SHAPE.width, SHAPE.inner
    weights = {
        "embeddings.word_embeddings.weight": torch.randn(SHAPE.pieces, width),
        "embeddings.token_type_embeddings.weight": torch.zeros(2, width),
        "embeddings.position_embeddings.weight": torch.randn(SHAPE.positions, width) * 0.1,
        "embeddings.LayerNorm.weight": torch.ones(width),
        "embeddings.LayerNorm.bias": torch.zeros(width),
    }
    for i in range(SHAPE.layers):
        for part, (out, given) in {
            "attention.self.query": (width, width), "attention.self.key": (width, width),
            "attention.self.value": (width, width), "attention.output.dense": (width, width),
            "intermediate.dense": (inner, width), "output.dense": (width, inner),
        }.items():  # fmt: skip
            weights[f"encoder.layer.{i}.{part}.weight"] = torch.randn(out, given) * 0.1
            weights[f"encoder.layer.{i}.{part}.bias"] = torch.zeros(out)
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            weights[f"encoder.layer.{i}.{part}.weight"] = torch.ones(width)
            weights[f"encoder.layer.{i}.{part}.bias"] = torch.zeros(width)
    save_file(weights, folder / "model.safetensors")
    return folder


PLAN = train.Plan(rounds=60, minutes=0.0, gold=(1.0, 1.0), rate=3e-3, head_rate=1e-2, seed=1, device="cpu")


@pytest.fixture(scope="module")
def trained(corpora: Data, pretrained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("run")
    train.Run(corpora, pretrained, out, PLAN).go()
    return out


@pytest.fixture(scope="module")
def model(corpora: Data, trained: Path, pretrained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    export.export(trained, pretrained, corpora.trained, folder, "0.0.1")
    return folder


def test_recipe_holds_documents_out(corpora: Data) -> None:
    assert [t.name for t in corpora.held_out] == ["ewt-train-1", "tale-1"]
    assert [t.name for t in corpora.annotated] == ["ewt-train-2"]
    assert [t.name for t in corpora.written] == ["tale-2"]
    assert "ewt-train-1" not in {t.name for t in corpora.parsed}


def test_recipe_joins_gold_and_treebank(corpora: Data) -> None:
    sentence = corpora.annotated[0].sentences[0]
    assert sentence.parse is not None
    assert sentence.gold is not None
    assert [(e.begin, e.end, e.label) for e in sentence.gold.names] == [(2, 3, "PERSON"), (4, 5, "PERSON")]
    assert {(k.anchor, k.begin, k.end, k.label) for k in sentence.gold.links} == {
        (1, 0, 1, "actor"), (1, 2, 3, "target"), (5, 0, 3, "content"), (5, 4, 5, "source"),
    }  # fmt: skip


def test_recipe_begins_with_the_pretrained_weights(corpora: Data, pretrained: Path, tmp_path: Path) -> None:
    run = train.Run(corpora, pretrained, tmp_path, PLAN)
    network: Network = run.network
    assert network.encoder.pieces.weight.shape == (SHAPE.pieces, SHAPE.width)
    assert not network.encoder.pieces.weight.requires_grad


def test_recipe_learns_what_it_is_shown(model: Path) -> None:
    doc = spacy.load(model)("Police arrested Oleg, Anna said.\n\nThey left.")
    words = [t for t in doc if not t.is_space]
    assert [t.pos_ for t in words] == [
        "NOUN",
        "VERB",
        "PROPN",
        "PUNCT",
        "PROPN",
        "VERB",
        "PUNCT",
        "PRON",
        "VERB",
        "PUNCT",
    ]
    assert [t.lemma_ for t in words[:3]] == ["police", "arrest", "Oleg"]
    assert [t.head.text for t in words] == [
        "arrested",
        "said",
        "arrested",
        "said",
        "said",
        "said",
        "said",
        "left",
        "left",
        "left",
    ]
    assert [(e.text, e.label_) for e in doc.ents] == [("Oleg", "PERSON"), ("Anna", "PERSON")]
    assert [(s.text, s.label_, s._.modality) for s in doc.spans["triggers"]] == [("arrested", "Arrest", "actual")]
    assert [s.text for s in doc.spans["contents"]] == ["Police arrested Oleg"]
    assert [s.text for s in doc.sents][1].strip() == "They left."


def test_recipe_gives_the_same_whatever_is_beside_a_document(model: Path) -> None:
    nlp = spacy.load(model)
    texts = ["They left.", "Police arrested Oleg, Anna said. " * 60, "", "Anna said."]
    alone = [nlp(t).to_json() for t in texts]
    assert [d.to_json() for d in nlp.pipe(texts, batch_size=2)] == alone
    assert [d.to_json() for d in nlp.pipe(texts[::-1])][::-1] == alone


def test_recipe_keeps_gold_sentences_and_writes_the_same_bytes(model: Path, tmp_path: Path) -> None:
    nlp = spacy.load(model)
    doc = Doc(nlp.vocab, words=["They", "left", ".", "Anna", "said"], sent_starts=[True, False, False, False, True])
    assert [len(s) for s in nlp(doc).sents] == [4, 1]
    nlp.to_disk(tmp_path)
    for name in ("network.onnx", "pairs.npz", "labels.json", "lemmas.tsv", "triggers.json", "vocab.txt"):
        assert (tmp_path / "encoder" / name).read_bytes() == (model / "encoder" / name).read_bytes()


def test_recipe_is_taken_up_where_it_stopped(
    corpora: Data, pretrained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = train.Plan(rounds=3, minutes=0.0, gold=(1.0, 1.0), rate=1e-3, head_rate=1e-3, seed=1, device="cpu")
    run = train.Run(corpora, pretrained, tmp_path, short)
    run.round = 2
    run._save()
    assert train.Run(corpora, pretrained, tmp_path, short).round == 2


def test_recipe_goes_on_with_the_mean_of_the_weights_that_a_run_kept(tmp_path: Path) -> None:
    for i in range(3):
        torch.save({"bias": torch.tensor([float(i), 6.0])}, tmp_path / f"kept-{i}.pt")
    assert train.mean_of(tmp_path)["bias"].tolist() == [1.0, 6.0]


def test_recipe_labels_the_treebanks_as_trained_networks_would(
    corpora: Data, pretrained: Path, trained: Path, tmp_path: Path
) -> None:
    run = train.Run(corpora, pretrained, tmp_path, replace(PLAN, teachers=(trained, trained)))
    plain = batches.encode(corpora.parsed, run.coder)
    taught = run.sets[0][0]
    layers = next(s.layers for text in taught for s in text if len(s.pieces) == 7)
    tags = run.coder.labels
    assert [tags.triggers[i] for i in layers["triggers"][:3]] == ["O", "B-Arrest", "O"]
    assert layers["cues"][5] in (IGNORED, tags.extents.index("B"))  # what the teachers doubt stays unknown
    kept = [(before, after) for x, y in zip(plain, taught, strict=True) for before, after in zip(x, y, strict=True)]
    assert all(before.layers[k] == after.layers[k] for before, after in kept for k in ("upos", "heads", "starts"))
    coarse = [(b, a) for b, a in kept if b.layers["names"][0] != IGNORED]
    assert coarse
    assert all(before.layers["names"] == after.layers["names"] for before, after in coarse)
    again = pseudo_labels.teach((), run.coder, plain, tmp_path / train.PSEUDO_LABELS)
    assert again == taught
