"""What the probabilities of the language model add to the names that it marked."""

from __future__ import annotations

import math

import numpy as np
import pytest
from parses import document_of, parsed
from spacy.tokens import Doc

from pipeline.extract import mentions, mentions_heard
from pipeline.extract.scene import Scene
from pipeline.language.signals import attach, signals
from pipeline.records import EntityLabel

LABELS = [label.value for label in EntityLabel]
NETWORK = {
    "labels": {
        "names": ["O", *(f"S-{label}" for label in LABELS)],
        "triggers": ["O", "B-Arrest"],
        "extents": ["O", "B", "I"],
        "modality": ["actual"],
        "links": ["actor"],
    },
    "link_weight": np.zeros((1, 1), np.float32),
    "link_bias": np.zeros(1, np.float32),
}


def heard(rows: str, *told: tuple[str, str, float]) -> Doc:
    """The parse of the rows, with what a model says of words: word, label, probability, for each occurrence in turn."""
    doc = parsed(rows)
    left = list(told)
    names = np.zeros((len(doc), len(LABELS) + 1), np.float32)
    names[:, 0] = 9  # nearly sure to be no name
    for token in doc:
        if left and left[0][0] == token.text:
            _, label, share = left.pop(0)
            names[token.i] = -20
            names[token.i, 0] = math.log(1 - share)
            names[token.i, 1 + LABELS.index(label)] = math.log(share)
    assert not left
    rest = {k: np.zeros((len(doc), n), np.float32) for k, n in (("triggers", 2), ("modality", 1))}
    rest |= {k: np.zeros((len(doc), 3), np.float32) for k in ("cues", "sources", "contents")}
    rest |= {k: np.zeros((len(doc), 1), np.float32) for k in ("link_anchor", "link_word")}
    attach(doc, range(len(doc)), {"names": names, **rest}, NETWORK)
    return doc


def found(doc: Doc) -> list[tuple[str, str]]:
    return [(m.surface, m.label.value) for m in mentions.find(Scene(document_of(doc), doc))]


TWICE = """
Orlivka Orlivka PROPN NNP 2 nsubj B-ORG
voted vote VERB VBD 0 root NoSpace
. . PUNCT . 2 punct

They they PRON PRP 2 nsubj
left leave VERB VBD 0 root
Orlivka Orlivka PROPN NNP 2 obj B-CITY NoSpace
. . PUNCT . 2 punct
"""


@pytest.mark.parametrize(("first", "second", "expected"), [(0.55, 0.98, "CITY"), (0.98, 0.55, "ORG")])
def test_mentions_heard_one_name_has_its_likeliest_label(first: float, second: float, expected: str) -> None:
    doc = heard(TWICE, ("Orlivka", "ORG", first), ("Orlivka", "CITY", second))
    assert found(doc) == [("Orlivka", expected), ("Orlivka", expected)]


MISSED = """
Goldmann Goldmann PROPN NNP 2 nsubj
met meet VERB VBD 0 root
the the DET DT 4 det
miners miner NOUN NNS 2 obj NoSpace
. . PUNCT . 2 punct
"""


@pytest.mark.parametrize(("share", "expected"), [(0.4, [("Goldmann", "PERSON")]), (0.1, [])])
def test_mentions_heard_name_that_was_passed_over_is_found_when_fairly_likely(
    share: float, expected: list[tuple[str, str]]
) -> None:
    assert found(heard(MISSED, ("Goldmann", "PERSON", share))) == expected


def test_mentions_heard_title_and_belief_are_no_names() -> None:
    rows = MISSED.replace("Goldmann", "Captain"), MISSED.replace("Goldmann", "Marxism")
    assert [found(heard(r, (w, "PERSON", 0.6))) for r, w in zip(rows, ("Captain", "Marxism"), strict=True)] == [[], []]


BAZAR = """
Boats boat NOUN NNS 2 nsubj
reached reach VERB VBD 0 root
Cox Cox PROPN NNP 5 nmod:poss B-PERSON NoSpace
's 's PART POS 3 case
Bazar Bazar PROPN NNP 2 obj B-PLACE NoSpace
. . PUNCT . 2 punct
"""


def test_mentions_heard_is_no_need_to_join_what_the_gazetteer_knows_as_one() -> None:
    assert found(parsed(BAZAR)) == [("Cox's Bazar", "CITY")]


HILARY = """
Hilary Hilary PROPN NNP 4 nsubj B-PERSON
of of ADP IN 3 case
Poitiers Poitiers PROPN NNP 1 nmod B-CITY
wrote write VERB VBD 0 root NoSpace
. . PUNCT . 4 punct
"""


def test_mentions_one_name_called_after_a_home_is_whole() -> None:
    assert found(parsed(HILARY)) == [("Hilary of Poitiers", "PERSON")]


def test_mentions_surname_of_somebody_named_in_full_stands_alone() -> None:
    full = """
Ana Ana PROPN NNP 3 nsubj B-PERSON
Hilary Hilary PROPN NNP 1 flat I-PERSON
slept sleep VERB VBD 0 root NoSpace
. . PUNCT . 3 punct
"""
    assert ("Poitiers", "CITY") in found(parsed(f"{full}\n{HILARY}"))


def test_mentions_heard_confidence_grows_with_the_probability() -> None:
    weights = {"bias": -1.0, "odds": 0.5, "repeated": 2.0}
    low, high = (mentions_heard.confidence(share, "model", weights) for share in (0.2, 0.9))
    assert 0 < low < high < mentions_heard.confidence(0.9, "repeated", weights) < 1


def test_mentions_heard_label_that_the_model_does_not_know_is_never_likely() -> None:
    doc = heard(MISSED, ("Goldmann", "PERSON", 0.9))
    told = signals(doc)
    assert told is not None
    told.labels = ("ORG",)
    assert mentions_heard.probability(doc[0:1], EntityLabel.PERSON, told) == 0
