"""What the encoder's heads leave on a `Doc`."""

from __future__ import annotations

import pickle
from collections.abc import Sequence

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, DocBin

from pipeline.language.signals import NEVER, attach, carry, signals

VOCAB = spacy.blank("en").vocab
NETWORK = {
    "labels": {
        "names": ["O", "B-ORG", "I-ORG", "E-ORG", "S-ORG"],
        "triggers": ["O", "B-Arrest", "B-Attack", "I-Arrest", "I-Attack"],
        "extents": ["O", "B", "I"],
        "modality": ["actual", "planned"],
        "links": ["actor", "target"],
    },
    "link_weight": np.eye(2, dtype=np.float32),
    "link_bias": np.array([-1, 1], np.float32),
}


def read(words: Sequence[str], seed: int = 0) -> Doc:
    """A `Doc` of which a network of random scores has read the words that are no white space."""
    doc = Doc(VOCAB, words=list(words))
    places = [t.i for t in doc if not t.is_space]
    widths = {"names": 5, "triggers": 5, "cues": 3, "sources": 3, "contents": 3, "modality": 2}
    random = np.random.default_rng(seed)
    rows = {k: random.normal(size=(len(places), n)).astype(np.float32) for k, n in widths.items()}
    rows |= {"link_anchor": np.ones((len(places), 2), np.float32)}
    rows |= {"link_word": np.array([[i, -i] for i in range(len(places))], np.float32)}
    attach(doc, places, rows, NETWORK)
    return doc


def test_signals_are_none_where_no_encoder_read() -> None:
    assert signals(Doc(VOCAB, words=["Kyiv"])) is None


def test_signals_are_probabilities_by_token() -> None:
    found = signals(read(["police", "\n", "left"]))
    assert found is not None
    assert (found.types, found.labels) == (("Arrest", "Attack"), ("ORG",))
    assert (found.modalities, found.roles) == (("actual", "planned"), ("actor", "target"))
    assert (found.triggers.shape, found.names.shape, found.modality.shape) == ((3, 2), (3, 1), (3, 2))
    assert found.modality.sum(1) == pytest.approx([1, 0, 1])
    for values in (found.cues, found.sources, found.contents, found.names[:, 0], found.triggers.sum(1)):
        assert values.dtype == np.float32
        assert values[1] == 0
        assert ((values[[0, 2]] > 0) & (values[[0, 2]] < 1)).all()


def test_signals_tell_beginning_from_being_inside() -> None:
    found = signals(read(["police", "left"]))
    assert found is not None
    assert (found.begins("cues") < found.cues).all()
    assert found.begins("triggers") == pytest.approx(found.triggers.sum(1))
    with pytest.raises(KeyError):
        found.begins("verbs")


def test_signals_link_any_word_and_never_white_space() -> None:
    found = signals(read(["police", "\n", "arrested", "Oleg"]))
    assert found is not None
    assert found.links(2, 0, 4).tolist() == [[0, 2], [NEVER, NEVER], [1, 1], [2, 1]]
    assert (found.links(1, 0, 4) == NEVER).all()
    assert found.links(2, 3, 3).shape == (0, 2)


def test_signals_survive_bytes_and_pickling() -> None:
    doc = read(["police", "\n", "left"])
    found = signals(doc)
    assert found is not None
    [stored] = DocBin(docs=[doc], store_user_data=True).get_docs(VOCAB)
    for again in (Doc(VOCAB).from_bytes(doc.to_bytes()), pickle.loads(pickle.dumps(doc)), stored):
        same = signals(again)
        assert same is not None
        assert (same.triggers == found.triggers).all()
        assert (same.links(0, 0, 3) == found.links(0, 0, 3)).all()
        assert same.roles == found.roles


def test_signals_are_carried_to_where_the_tokens_went() -> None:
    parts = [read(["a", "b"], seed=1), read(["c"], seed=2)]
    target = Doc(VOCAB, words=["x", "a", " ", "b", "\n", "c"])
    carry([(parts[0], [1, 3]), (Doc(VOCAB, words=["x"]), [0]), (parts[1], [5])], target)
    found, first, second = signals(target), signals(parts[0]), signals(parts[1])
    assert found is not None
    assert first is not None
    assert second is not None
    assert (found.cues[[1, 3, 5]] == np.concatenate([first.cues, second.cues])).all()
    assert (found.cues[[0, 2, 4]] == 0).all()
    assert (found.links(1, 3, 4) == first.links(0, 1, 2)).all()


def test_signals_are_not_made_up_where_no_part_has_any() -> None:
    target = Doc(VOCAB, words=["a"])
    carry([(Doc(VOCAB, words=["a"]), [0])], target)
    assert signals(target) is None
