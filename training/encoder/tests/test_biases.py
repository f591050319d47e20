"""Evening out what a model finds, on sentences whose scores are in the test."""

from __future__ import annotations

import io

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from pipeline.language.encoder.spans import Sentence
from training.encoder import biases

# onnx warns of protocol buffers
pytestmark = pytest.mark.filterwarnings("ignore")

LABELS = {
    "names": ["O"],
    "triggers": ["O", "B-Arrest", "I-Arrest"],
    "modality": ["actual"],
    "extents": ["O", "B", "I"],
    "links": ["actor", "target", "place", "time", "source", "content"],
}


def sentence(odds: list[float], link: float = -1.0) -> Sentence:
    """Each word begins a trigger with those odds against none, and is the actor of any with that of the link."""
    nothing = np.tile(np.array([9, 0, 0], np.float32), (len(odds), 1))
    tags = np.array([[0, value, -9] for value in odds], np.float32)
    scores = {"triggers": tags, "cues": nothing, "sources": nothing, "contents": nothing}
    scores["modality"] = np.zeros((len(odds), 1), np.float32)
    ties = np.tile(np.array([link, -9, -9, -9, -9, -9], np.float32), (len(odds), 1))
    return Sentence(LABELS, scores, lambda _: ties)


def document(odds: list[float], right: list[int]) -> biases.Known:
    """A document of one sentence; word i stands at 10 * i."""
    gold = {knob.layer: set() for knob in biases.KNOBS}
    gold["event triggers, with type"] = {(10 * i, 10 * i + 5, "Arrest") for i in right}
    return biases.Known([(sentence(odds), [(10 * i, 10 * i + 5) for i in range(len(odds))])], gold)


def test_biases_find_what_a_shy_model_leaves_out() -> None:
    documents = [document([2, -0.7, -0.8, -4], [0, 1, 2]) for _ in range(10)]
    shifts, report = biases.fit(documents)
    assert shifts["triggers"] == 1.0
    assert report[0]["before"] == {"precision": 100.0, "recall": 33.3, "f1": 50.0}
    assert report[0]["cross-validated"] == report[0]["after"] == {"precision": 100.0, "recall": 100.0, "f1": 100.0}


def test_biases_leave_alone_what_is_even() -> None:
    shifts, _ = biases.fit([document([3, -3], [0]) for _ in range(10)])
    assert set(shifts.values()) == {0.0}


def test_biases_take_the_most_even_of_settings_that_are_about_as_good() -> None:
    assert biases.chosen(np.array([[600, 700, 1000], [693, 970, 1000], [700, 1300, 1000]])) == 1


def test_biases_shift_every_tag_but_none_and_the_links_of_a_role() -> None:
    before = sentence([1.0])
    after = biases.shifted(before, {"triggers": 2.0, "actor": 0.5})
    assert after.scores["triggers"].tolist() == [[-2.0, 1.0, -9.0]]
    assert after.ties(0)[0].tolist() == [-0.5, -9, -9, -9, -9, -9]
    assert before.scores["triggers"].tolist() == [[0.0, 1.0, -9.0]]


def graph(operator: str) -> bytes:
    node = helper.make_node(operator, ["x", "b"], ["triggers"])
    kind = TensorProto.FLOAT
    found = helper.make_graph(
        [node],
        "g",
        [helper.make_tensor_value_info("x", kind, [1, 3])],
        [helper.make_tensor_value_info("triggers", kind, [1, 3])],
        [numpy_helper.from_array(np.array([1, 2, 3], np.float32), "b")],
    )
    return helper.make_model(found).SerializeToString()


def test_biases_are_folded_into_the_last_layers() -> None:
    pairs = io.BytesIO()
    np.savez(pairs, link_bias=np.zeros(6, np.float32), link_weight=np.ones((2, 6), np.float32))
    network, weights = biases.fold(graph("Add"), pairs.getvalue(), LABELS["links"], {"triggers": 1.5, "place": -0.5})
    [bias] = onnx.load_from_string(network).graph.initializer
    assert numpy_helper.to_array(bias).tolist() == [-0.5, 2, 3]
    with np.load(io.BytesIO(weights)) as found:
        assert found["link_bias"].tolist() == [0, 0, -0.5, 0, 0, 0]
        assert found["link_weight"].shape == (2, 6)
    with pytest.raises(ValueError, match="'triggers' does not end with a bias"):
        biases.fold(graph("Mul"), pairs.getvalue(), LABELS["links"], {"triggers": 1.5})
