"""The component on a network that is scripted, so that every expectation is in the test."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from pipeline.language.encoder.component import Encoder
from pipeline.language.encoder.decode import Places, Scores
from pipeline.language.encoder.layers import FACTORY
from pipeline.language.encoder.lemmas import Lexicon
from pipeline.language.encoder.network import Network, Reading
from pipeline.language.encoder.triggers import TriggerLexicon
from pipeline.language.encoder.words import Gap

LABELS = {
    "upos": ["NOUN", "PROPN", "VERB"],
    "xpos": ["NN", "NNP", "VBD"],
    "feats": ["", "Number=Sing", "Tense=Past"],
    "lemmas": ["k0", "k2", "k0"],
    "deps": ["ROOT", "nsubj", "obj", "parataxis"],
    "names": ["O", "B-ORG", "I-ORG", "E-ORG", "S-ORG", "B-PERSON", "I-PERSON", "E-PERSON", "S-PERSON"],
    "triggers": ["O", "B-Arrest", "I-Arrest"],
    "modality": ["actual", "planned"],
    "extents": ["O", "B", "I"],
    "links": ["actor", "target", "place", "time", "source", "content", "leads", "position"],
    "shapes": [],
}


class Scripted:
    """Stands for the network: every word in capitals is a person, "arrested" is an arrest and the root, "said" a cue.

    Whoever stands before "arrested" is its actor, whoever stands after it its target; a word "stop" ends a sentence.
    """

    labels = LABELS
    lexicon = Lexicon([])
    triggers = TriggerLexicon(b'{"weights": {}, "words": {}}', LABELS["triggers"])
    lemma, described = Network.lemma, Network.described

    def __init__(self) -> None:
        self.weights = {"link_weight": np.eye(2, 8, dtype=np.float32), "link_bias": np.zeros(8, np.float32)}
        self.seen: list[list[str]] = []
        self.gaps: list[list[Gap]] = []

    def pieces(self, word: str) -> tuple[int, ...]:
        return (1,)

    def read(self, words: Sequence[str], gaps: Sequence[Gap]) -> Reading:
        self.seen.append(list(words))
        self.gaps.append(list(gaps))
        self._words = words
        size = len(words)
        kinds = np.array([1 if w.isupper() else 2 if w in ("arrested", "said") else 0 for w in words])
        roots = [i for i, w in enumerate(words) if w in ("arrested", "said")] or [0]
        arcs = np.full((size, size), -5.0, np.float32)
        arcs[:, roots] = 5.0
        for r in roots:
            arcs[r] = -5.0
            arcs[r, r] = 6.0
        return Reading(
            tags={"upos": kinds, "xpos": kinds, "feats": kinds, "lemmas": np.where(kinds == 2, 1, 0)},
            scores={
                "starts": np.array([1.0 if i and words[i - 1] == "stop" else -1.0 for i in range(size)], np.float32),
                "arcs": arcs,
                "names": np.eye(9, dtype=np.float32)[[8 if w.isupper() else 0 for w in words]],
                "triggers": np.eye(3, dtype=np.float32)[[int(w == "arrested") for w in words]],
                "modality": np.eye(2, dtype=np.float32)[[1] * size],
                "cues": np.eye(3, dtype=np.float32)[[int(w == "said") for w in words]],
                "sources": np.eye(3, dtype=np.float32)[[0] * size],
                "contents": np.eye(3, dtype=np.float32)[[0] * size],
            },
            pairs={k: np.ones((size, 2), np.float32) for k in ("link_anchor", "link_word")},
        )

    def arcs(self, reading: Reading, begin: int, end: int) -> Scores:
        return reading.scores["arcs"][begin:end, begin:end]

    def dependencies(self, reading: Reading, heads: Places) -> Places:
        return np.array([0 if h == i else 1 if i < h else 2 for i, h in enumerate(heads)])

    def links(self, reading: Reading, anchor: int, begin: int, end: int) -> Scores:
        scores = np.full((end - begin, len(LABELS["links"])), -4.0, np.float32)
        for i in range(begin, end):
            if self._words[anchor] == "arrested" and self._words[i].isupper():
                scores[i - begin, 0 if i < anchor else 1] = 4.0
            if self._words[anchor] == "said" and i != anchor:
                scores[i - begin, 4 if i < anchor else 5] = 4.0
        return scores


Reader = Callable[[Doc], Doc]


@pytest.fixture
def nlp() -> spacy.Language:
    return spacy.blank("en")


@pytest.fixture
def network() -> Scripted:
    return Scripted()


@pytest.fixture
def encoder(nlp: spacy.Language, network: Scripted, monkeypatch: pytest.MonkeyPatch) -> Encoder:
    found = Encoder(nlp.vocab)
    found._adopt(network)  # type: ignore[arg-type]
    return found


def test_encoder_component_sets_every_layer_of_the_words(nlp: spacy.Language, encoder: Encoder) -> None:
    doc = encoder(nlp.make_doc("POLICE arrested OLEG"))
    assert [(t.pos_, t.tag_, str(t.morph), t.lemma_, t.head.i, t.dep_) for t in doc] == [
        ("PROPN", "NNP", "Number=Sing", "POLICE", 1, "nsubj"),
        ("VERB", "VBD", "Tense=Past", "arrest", 1, "ROOT"),
        ("PROPN", "NNP", "Number=Sing", "OLEG", 1, "obj"),
    ]
    assert [(e.text, e.label_) for e in doc.ents] == [("POLICE", "PERSON"), ("OLEG", "PERSON")]


def test_encoder_component_sets_triggers_with_modality_and_confidence(nlp: spacy.Language, encoder: Encoder) -> None:
    doc = encoder(nlp.make_doc("POLICE arrested OLEG"))
    [trigger] = doc.spans["triggers"]
    assert (trigger.text, trigger.label_, trigger._.modality) == ("arrested", "Arrest", "planned")
    assert trigger._.confidence == pytest.approx(np.e / (np.e + 2))


def test_encoder_component_links_triggers_to_who_takes_part(nlp: spacy.Language, encoder: Encoder) -> None:
    doc = encoder(nlp.make_doc("POLICE arrested OLEG"))
    assert [(doc[k.anchor_begin].text, k.role, doc[k.begin : k.end].text) for k in doc._.links] == [
        ("arrested", "actor", "POLICE"),
        ("arrested", "target", "OLEG"),
    ]


def test_encoder_component_finds_source_and_content_of_a_cue(nlp: spacy.Language, encoder: Encoder) -> None:
    doc = encoder(nlp.make_doc("the envoy said talks failed"))
    assert [s.text for s in doc.spans["cues"]] == ["said"]
    assert [s.text for s in doc.spans["sources"]] == ["the envoy"]
    assert [s.text for s in doc.spans["contents"]] == ["talks failed"]
    assert doc.spans["cues"][0]._.modality == ""


def test_encoder_component_finds_sentences(nlp: spacy.Language, encoder: Encoder) -> None:
    doc = encoder(nlp.make_doc("she said stop they said stop"))
    assert [s.text for s in doc.sents] == ["she said stop", "they said stop"]


def test_encoder_component_keeps_sentence_starts_that_are_given(nlp: spacy.Language, encoder: Encoder) -> None:
    doc = Doc(nlp.vocab, words=["she", "said", "stop", "they", "said"], sent_starts=[True, True, False, False, False])
    assert [len(s) for s in encoder(doc).sents] == [1, 4]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t \n"])
def test_encoder_component_takes_texts_without_words(
    nlp: spacy.Language, encoder: Encoder, network: Scripted, text: str
) -> None:
    doc = encoder(nlp.make_doc(text))
    assert doc.text == text
    assert not doc.ents
    assert all(t.pos_ == "SPACE" for t in doc)
    assert not network.seen


def test_encoder_component_hangs_white_space_on_the_word_before(nlp: spacy.Language, encoder: Encoder) -> None:
    doc = encoder(nlp.make_doc("  she   said\n"))
    space = [(t.i, t.head.text, t.dep_, t.tag_) for t in doc if t.is_space]
    assert space == [(0, "she", "dep", "_SP"), (2, "she", "dep", "_SP"), (4, "said", "dep", "_SP")]
    assert len(list(doc.sents)) == 1


def test_encoder_component_leaves_white_space_between_paragraphs_alone(nlp: spacy.Language, encoder: Encoder) -> None:
    doc = Doc(
        nlp.vocab, words=["she", "said", "\n\n", "he", "said"], spaces=[True, False, False, True, False],
        sent_starts=[True, None, True, True, None],
    )  # fmt: skip
    assert [s.text for s in encoder(doc).sents] == ["she said", "\n\n", "he said"]
    assert doc[2].dep_ == "ROOT"


def test_encoder_component_tells_the_network_of_gaps(nlp: spacy.Language, encoder: Encoder, network: Scripted) -> None:
    encoder(nlp.make_doc("she said, stop\nthey\n\nsaid"))
    assert network.gaps == [[Gap.PARAGRAPH, Gap.SPACE, Gap.NONE, Gap.SPACE, Gap.SPACE, Gap.PARAGRAPH]]


def test_encoder_component_reads_a_long_sentence_in_parts_and_joins_them(
    nlp: spacy.Language, encoder: Encoder, network: Scripted
) -> None:
    doc = encoder(nlp.make_doc(" ".join(["word"] * 1000)))
    assert len(network.seen) > 2
    assert len(list(doc.sents)) == 1
    assert [t.dep_ for t in doc].count("ROOT") == 1


def test_encoder_component_gives_the_same_alone_and_in_a_stream(nlp: spacy.Language, encoder: Encoder) -> None:
    texts = ["POLICE arrested OLEG", "", "she said stop they said stop", "word " * 500]
    alone = [encoder(nlp.make_doc(t)).to_json() for t in texts]
    together = [d.to_json() for d in encoder.pipe(nlp.make_doc(t) for t in reversed(texts))]
    assert alone == together[::-1]


def test_encoder_component_survives_being_written_as_bytes(nlp: spacy.Language, encoder: Encoder) -> None:
    doc = encoder(nlp.make_doc("POLICE arrested OLEG"))
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again.spans["triggers"][0]._.modality == "planned"
    assert again._.links == doc._.links


def test_encoder_component_without_a_network_says_so(nlp: spacy.Language) -> None:
    nlp.add_pipe(FACTORY)
    with pytest.raises(ValueError, match="load a trained pipeline"):
        nlp("Kyiv")
