"""The network's scores for pairs of words."""

from __future__ import annotations

import numpy as np
import pytest
from tiny_encoder import tiny_encoder

from pipeline.language.encoder.network import Network, Reading


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    """The tiny network; its labels of arcs are ROOT, dep and parataxis."""
    found = Network.load(tiny_encoder(tmp_path_factory.mktemp("model")) / "encoder", 1)
    found.weights |= {
        "dep_weight": np.array([[0, 3, -3], [0, 0, 0]], np.float32),
        "dep_bias": np.array([9, 0, 0], np.float32),
    }
    return found


def reading(arcs: list[list[float]], head: list[float]) -> Reading:
    """A reading whose arcs to a head have a sure label where the head's number is large, and none where it is 0."""
    words = len(arcs)
    vectors = np.stack([np.array(head, np.float32), np.zeros(words, np.float32)], 1)
    pairs = {"dep_child": np.zeros((words, 2), np.float32), "dep_head": vectors}
    return Reading({}, {"arcs": np.array(arcs, np.float32)}, pairs)


def test_network_label_decides_between_heads_that_are_about_as_likely(network: Network) -> None:
    arcs = [[9, 0, 0], [0, -20, 0.1], [9, 0, 0]]
    found = network.arcs(reading(arcs, [5, 0, 0]), 0, 3)
    assert found[1].argmax() == 0  # its label is sure, that of the arc to the last word is not
    assert network.arcs(reading(arcs, [0, 0, 5]), 0, 3)[1].argmax() == 2
    assert found[0].argmax() == 0
    assert found[2].argmax() == 0


def test_network_label_decides_nothing_where_one_head_is_far_likelier(network: Network) -> None:
    found = network.arcs(reading([[9, 0, 0], [0, -20, 8], [9, 0, 0]], [5, 0, 0]), 0, 3)
    assert found[1].argmax() == 2


def test_network_reads_arcs_of_one_sentence_alone(network: Network) -> None:
    arcs = [[9, 0, 0, 9], [0, -20, 0.1, 9], [9, 0, 0, 9], [9, 9, 9, 9]]
    whole = reading(arcs, [5, 0, 0, 5])
    assert network.arcs(whole, 0, 3).shape == (3, 3)
    assert network.arcs(whole, 0, 3)[1].argmax() == 0
    assert network.arcs(whole, 3, 4).tolist() == [[0.0]]


def test_network_only_the_root_is_labelled_so(network: Network) -> None:
    found = network.dependencies(reading([[0] * 3] * 3, [5, 0, 0]), np.array([0, 0, 1]))
    assert found.tolist() == [0, 1, 1]
