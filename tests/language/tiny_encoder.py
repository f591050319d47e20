"""A real ONNX network of a few words, for the encoder's runtime: it knows each word by heart, and nothing around it.

ONNX files are protocol buffers of a few kinds of messages, so that they can be written here without a library.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from numpy.typing import NDArray

from pipeline.language.encoder.layers import FACTORY

TAGS = {
    "upos": ["NOUN", "PROPN", "VERB", "PUNCT"],
    "xpos": ["NN", "NNP", "VBD", "."],
    "feats": ["", "Number=Sing", "Tense=Past"],
    "lemmas": ["k0", "k2"],
}
LABELS = TAGS | {
    "deps": ["ROOT", "dep", "parataxis"],
    "names": ["O", "B-PERSON", "I-PERSON", "E-PERSON", "S-PERSON"],
    "triggers": ["O", "B-Arrest", "I-Arrest"],
    "modality": ["actual", "planned"],
    "extents": ["O", "B", "I"],
    "links": ["actor", "target", "place", "time", "source", "content", "leads", "position"],
    "shapes": [],
}
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = {
    # word: (tag, feature, lemma, name, trigger, cue, source, content, root)
    "police": (0, 1, 0, 0, 0, 0, 0, 0, 0),
    "arrested": (2, 2, 1, 0, 1, 0, 0, 0, 1),
    "oleg": (1, 1, 0, 4, 0, 0, 0, 0, 0),
    "anna": (1, 1, 0, 4, 0, 0, 1, 0, 0),
    "said": (2, 2, 1, 0, 0, 1, 0, 0, 1),
    ".": (3, 0, 0, 0, 0, 0, 0, 0, 0),
}
"""What it says of each word. Further, "police" is the actor of "arrested", "oleg" its target, "anna" the source of
"said"."""

INT64, FLOAT = 7, 1


def tiny_encoder(folder: Path) -> Path:
    """Write a pipeline with the tiny network, as `spacy.load` takes it."""
    nlp = spacy.blank("en")
    nlp.add_pipe(FACTORY, name="encoder").load(_files())
    nlp.meta["name"], nlp.meta["version"] = "tiny_encoder", "0.0.1"
    nlp.to_disk(folder)
    return folder


def _files() -> dict[str, bytes]:
    size = len(SPECIAL) + len(WORDS)
    known = np.array([[0] * 9] * len(SPECIAL) + list(WORDS.values()))
    tables = {layer: known[:, i] for layer, i in (("upos", 0), ("xpos", 0), ("feats", 1), ("lemmas", 2))}
    layers = (
        ("names", 3, 5),
        ("triggers", 4, 3),
        ("modality", 4, 2),
        ("cues", 5, 3),
        ("sources", 6, 3),
        ("contents", 7, 3),
    )
    scores = {layer: np.eye(width)[known[:, i]] * 8 for layer, i, width in layers}
    scores |= {name: np.zeros((size, width)) for name, width in (("dep_child", 2), ("dep_head", 2))}
    scores["starts"] = np.full(size, -1.0)
    scores["child"] = np.ones((size, 1))
    scores["head"] = known[:, 8:9] * 9.0 - 5
    scores["link_anchor"], scores["link_word"] = np.zeros((size, 3)), np.zeros((size, 3))
    ids = {word: len(SPECIAL) + i for i, word in enumerate(WORDS)}
    for i, (anchor, word) in enumerate((("arrested", "police"), ("arrested", "oleg"), ("said", "anna"))):
        scores["link_anchor"][ids[anchor], i] = scores["link_word"][ids[word], i] = 2
    weight = np.zeros((3, 8), np.float32)  # with the bias above nought only where anchor and word both say so
    weight[[0, 1, 2], [LABELS["links"].index(role) for role in ("actor", "target", "source")]] = 4
    pairs = io.BytesIO()
    np.savez(
        pairs,
        dep_weight=np.zeros((2, 3), np.float32),
        dep_bias=np.array([0, 1, 0], np.float32),
        link_weight=weight,
        link_bias=np.full(8, -14, np.float32),
    )
    return {
        "network.onnx": _model(tables | {name: table.astype(np.float32) for name, table in scores.items()}),
        "pairs.npz": pairs.getvalue(),
        "labels.json": json.dumps(LABELS).encode(),
        "triggers.json": b'{"weights": {}, "words": {}}',
        "lemmas.tsv": b"arrests\tVBZ\tarrest\nsaid\tVBD\tsay\n",
        "vocab.txt": "\n".join([*SPECIAL, *WORDS]).encode() + b"\n",
    }


def _model(tables: dict[str, NDArray[Any]]) -> bytes:
    """A network whose outputs are the rows of the tables for the first piece of each word.

    "child" and "head" are none: their product is the score of each arc, and on the diagonal that of being the root.
    """
    nodes = [_node("GatherElements", ["pieces", "first"], ["words"], axis=1)]
    nodes += [_node("Gather", [f"{name}_table", "words"], [name]) for name in tables]
    nodes += [_node("Transpose", ["head"], ["heads"], perm=[0, 2, 1]), _node("MatMul", ["child", "heads"], ["arcs"])]
    outputs = {name: _kind(table) for name, table in tables.items() if name not in ("child", "head")} | {"arcs": FLOAT}
    graph = [_field(1, node) for node in nodes]
    graph += [_field(2, b"tiny")]
    graph += [_field(5, _tensor(f"{name}_table", table)) for name, table in tables.items()]
    graph += [_field(11, _typed(name, INT64)) for name in ("pieces", "shapes", "gaps", "first", "last")]
    graph += [_field(12, _typed(name, kind)) for name, kind in outputs.items()]
    return _number(1, 8) + _field(7, b"".join(graph)) + _field(8, _number(2, 17))


def _node(operator: str, inputs: list[str], outputs: list[str], **attributes: int | list[int]) -> bytes:
    body = b"".join([*(_field(1, i.encode()) for i in inputs), *(_field(2, o.encode()) for o in outputs)])
    body += _field(4, operator.encode())
    for name, value in attributes.items():
        if isinstance(value, int):
            body += _field(5, _field(1, name.encode()) + _number(3, value) + _number(20, 2))
        else:
            body += _field(5, _field(1, name.encode()) + b"".join(_number(8, v) for v in value) + _number(20, 7))
    return body


def _tensor(name: str, table: NDArray[Any]) -> bytes:
    dimensions = b"".join(_number(1, size) for size in table.shape)
    return dimensions + _number(2, _kind(table)) + _field(8, name.encode()) + _field(9, table.tobytes())


def _typed(name: str, kind: int) -> bytes:
    return _field(1, name.encode()) + _field(2, _field(1, _number(1, kind)))


def _kind(table: NDArray[Any]) -> int:
    return INT64 if table.dtype == np.int64 else FLOAT


def _field(number: int, data: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
