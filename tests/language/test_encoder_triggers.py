"""The trigger words of the encoder, on scores that are in the test."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import pytest

from pipeline.language.encoder.triggers import TERMS, TriggerLexicon

TAGS = ["O", "B-Arrest", "I-Arrest", "B-Trial", "I-Trial"]
WORDS = {
    "arrest": {"V": {"Arrest": "strong"}, "N": {"Arrest": "strong"}},
    "charge": {"V": {"Trial": "strong"}, "N": {"Trial": "weak"}},
    "jail": {"V": {"Arrest": "strong"}},
}
WEIGHTS = {"encoder": 0.5, "unlisted": -4.0, "listed": -3.0, "strong": 4.0, "weak": 3.0}


def lexicon(weights: Mapping[str, float] = WEIGHTS) -> TriggerLexicon:
    return TriggerLexicon(json.dumps({"weights": weights, "words": WORDS}).encode(), TAGS)


@pytest.mark.parametrize(
    ("form", "lemma", "upos", "types"),
    [
        ("arrested", "arrest", "VERB", {"Arrest": "strong"}),
        ("Arrests", "arrest", "NOUN", {"Arrest": "strong"}),
        ("charges", "charge", "NOUN", {"Trial": "weak"}),
        ("jailed", "jailed", "ADJ", {"Arrest": "strong"}),  # no adjective is listed: that of its verb
        ("jail", "jail", "NOUN", {}),
        ("arrested", "arrest", "PUNCT", {}),
        ("table", "table", "NOUN", {}),
    ],
)
def test_trigger_lexicon_finds_words_by_lemma_and_part(form: str, lemma: str, upos: str, types: dict[str, str]) -> None:
    assert lexicon().listed(form, lemma, upos) == types


def test_trigger_lexicon_leaves_scores_alone_without_weights() -> None:
    scores = np.array([[1, 2, 3, 4, 5]], np.float32)
    assert lexicon({})(scores, [("arrested", "arrest", "VERB")]) is scores


def test_trigger_lexicon_tells_terms_apart() -> None:
    scores = np.zeros((2, 5), np.float32)
    terms = lexicon().terms(scores, [("charged", "charge", "VERB"), ("sat", "sit", "VERB")])
    names = ["none", "Arrest", "Trial"]
    said = {
        (word, name, term): round(float(terms[i, j, k]), 3)
        for i, word in enumerate(("charged", "sat"))
        for j, name in enumerate(names)
        for k, term in enumerate(TERMS)
        if term != "encoder" and terms[i, j, k]
    }
    assert said == {
        ("charged", "Arrest", "listed"): 1,
        ("charged", "Trial", "listed"): 1,
        ("charged", "Trial", "strong"): 1,
        ("sat", "Arrest", "unlisted"): 1,
        ("sat", "Trial", "unlisted"): 1,
    }
    assert terms[:, 0, 0] == pytest.approx(np.log(3 / 5))  # none, or inside a trigger that began before
    assert terms[:, 1:, 0] == pytest.approx(np.log(1 / 5))


def test_trigger_lexicon_weighs_what_the_network_says_with_what_words_can_tell() -> None:
    torn = np.array([[0, 0, -20, 0, -20]] * 3, np.float32)  # the network cannot tell the types apart
    words = [("arrested", "arrest", "VERB"), ("charges", "charge", "NOUN"), ("sat", "sit", "VERB")]
    weighed = lexicon()(torn, words)
    assert [TAGS[i] for i in weighed.argmax(1)] == ["B-Arrest", "O", "O"]
    assert weighed[0] == pytest.approx([np.log(1 / 3) / 2 + x for x in (0, 1, -20, -3, -20)], abs=1e-4)
    sure = np.array([[0, -9, -20, 2, -20]], np.float32)
    assert lexicon()(sure, [("charges", "charge", "NOUN")]).argmax(1).tolist() == [TAGS.index("B-Trial")]


def test_trigger_lexicon_gives_a_sentence_of_no_words_no_scores() -> None:
    assert lexicon()(np.zeros((0, 5), np.float32), []).shape == (0, 5)
