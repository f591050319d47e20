"""Weighing trigger words, on documents whose scores are in the test."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pytest

from pipeline.language.encoder.spans import Sentence
from pipeline.language.encoder.triggers import TERMS, TriggerLexicon
from training.encoder import triggers

# onnx warns of protocol buffers
pytestmark = pytest.mark.filterwarnings("ignore")

LABELS = {"triggers": ["O", "B-Arrest", "I-Arrest", "B-Trial", "I-Trial"], "modality": ["actual"]}
ARREST, NOTHING = [0, 1, -9, -9, -9], [0, -9, -9, -9, -9]


def document(words: Sequence[str], scores: Sequence[Sequence[float]], right: dict[int, str]) -> triggers.Known:
    """A document of one sentence of verbs; word i stands at 10 * i."""
    told = {"triggers": np.array(scores, np.float32), "modality": np.zeros((len(words), 1), np.float32)}
    sentence = Sentence(LABELS, told, lambda _: np.zeros((0, 0), np.float32))
    places = [(10 * i, 10 * i + 5) for i in range(len(words))]
    gold = {(10 * i, 10 * i + 5, name) for i, name in right.items()}
    return triggers.Known([(sentence, [(word, word, "VERB") for word in words], places)], gold)


def test_trigger_words_are_those_of_the_lexicon_that_stand_alone() -> None:
    words = triggers.words()
    assert words["arrest"]["V"]["Arrest"] == words["arrest"]["N"]["Arrest"] == "strong"
    assert "take_office" not in words
    found = json.loads(triggers.written({"encoder": 1.0}))
    assert found == {"weights": {"encoder": 1.0}, "words": words}


def test_trigger_words_are_learnt_to_count_where_the_network_sees_triggers_everywhere() -> None:
    # the network takes every word for an arrest; only those that can tell one do
    documents = [document(["arrest", "sing", "table"], [ARREST, ARREST, NOTHING], {0: "Arrest"}) for _ in range(20)]
    weights, report = triggers.weigh(documents, LABELS["triggers"])
    assert set(weights) == set(TERMS)
    assert weights["strong"] > 0 > weights["unlisted"]
    assert report["before"] == {"precision": 50.0, "recall": 100.0, "f1": 66.7}
    assert report["cross-validated"] == report["after"] == {"precision": 100.0, "recall": 100.0, "f1": 100.0}


def test_trigger_words_do_not_count_where_the_network_says_otherwise() -> None:
    sees = [0, 4, -9, -9, -9]
    documents = [document(["arrest", "arrest"], [sees, NOTHING], {0: "Arrest"}) for _ in range(20)]
    weights, report = triggers.weigh(documents, LABELS["triggers"])
    assert weights["encoder"] > 0
    assert report["after"]["f1"] == 100.0


def test_trigger_words_are_right_where_a_trigger_of_the_gold_begins() -> None:
    lexicon = TriggerLexicon(triggers.written({}), LABELS["triggers"])
    extents = [(0, 5), (10, 15), (20, 25)]
    gold = {(10, 25, "Arrest"), (2, 5, "Trial"), (22, 25, "Meeting")}
    assert triggers._answers(gold, extents, lexicon.types).tolist() == [2, 1, 0]
