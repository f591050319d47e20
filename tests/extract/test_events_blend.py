"""How the linear classifiers and the language model's heads are weighed, on doubles of what the heads say."""

from collections.abc import Mapping

import numpy as np
import pytest
from parses import document_of, parsed
from spacy.tokens import Doc

from pipeline.extract import coreference, events, mentions
from pipeline.extract.events import blend
from pipeline.extract.scene import Scene
from pipeline.language.signals import attach
from pipeline.records import Event, EventType, Modality

TYPES = ("Attack", "Meeting")
QUESTIONS = ("triggers", "modality", "actor", "target", "place", "time")
ODDS = 6.0


def hear(
    doc: Doc, triggers: Mapping[int, str], modality: str = "actual", roles: Mapping[int, str] | None = None
) -> Doc:
    """Leave on the doc what a network would that is sure of these triggers, of one modality and of these roles."""
    names = ["actor", "target", "place", "time"]
    modalities = [m.value.lower() for m in Modality]
    labels = {
        "names": ["O"], "extents": ["O", "B", "I"], "modality": modalities, "links": names,
        "triggers": ["O", *(f"{mark}-{t}" for t in TYPES for mark in "BI")],
    }  # fmt: skip
    rows = {
        layer: np.zeros((len(doc), len(labels["extents"])), np.float32) for layer in ("cues", "sources", "contents")
    }
    rows["names"] = np.zeros((len(doc), 1), np.float32)
    rows["triggers"] = np.zeros((len(doc), len(labels["triggers"])), np.float32)
    rows["triggers"][:, 0] = ODDS
    for place, name in triggers.items():
        rows["triggers"][place, labels["triggers"].index(f"B-{name}")] = 3 * ODDS
    rows["modality"] = np.zeros((len(doc), len(modalities)), np.float32)
    rows["link_anchor"] = np.zeros((len(doc), len(names)), np.float32)
    rows["link_word"] = np.zeros((len(doc), len(names)), np.float32)
    for place, role in (roles or {}).items():
        rows["link_word"][place, names.index(role)] = 2 * ODDS
    network = {"link_weight": np.eye(len(names)), "link_bias": np.full(len(names), -ODDS), "labels": labels}
    attach(doc, list(range(len(doc))), rows, network)
    return doc


def events_of(doc: Doc) -> list[Event]:
    return list(events.extract(Scene(document_of(doc), doc)))


ZORBED = """
Troops troop NOUN NNS 2 nsubj
zorbed zorb VERB VBD 0 root
villagers villager NOUN NNS 2 obj NoSpace
. . PUNCT . 2 punct
"""


@pytest.mark.parametrize("heads", [True, False])
@pytest.mark.parametrize("question", QUESTIONS)
def test_blend_ships_weights_for_every_question(question: str, heads: bool) -> None:
    weighed = blend.weights(question, heads)
    assert any(name.startswith("linear") for name in weighed)
    assert ("encoder" in weighed) == heads


def test_blend_terms_have_weights_in_what_ships() -> None:
    for told in (None, {"Attack": 0.4, "Meeting": 0.1}):
        terms = blend.trigger_terms(["Attack"], ["Meeting"] if told else [], dict.fromkeys(("none", *TYPES), 0.0), told)
        for own in terms.values():
            assert set(own) <= set(blend.weights("triggers", told is not None))


def test_blend_chances_sum_to_one_and_follow_the_terms() -> None:
    found = blend.chances({"none": {"encoder": 0.0}, "Attack": {"encoder": 2.0}}, {"encoder": 1.0})
    assert sum(found.values()) == pytest.approx(1)
    assert found["Attack"] > 0.85


def test_blend_argument_terms_are_bounded() -> None:
    assert blend.argument_terms(99.0, -99.0) == {"always": 1.0, "linear": 8.0, "encoder": -8.0}
    assert "encoder" not in blend.argument_terms(0.0, None)


@pytest.mark.parametrize("heads", [True, False])
def test_blend_argument_chances_weigh_the_terms(heads: bool) -> None:
    odds = (2.0, -30.0, 0.5) if heads else None
    [found] = blend.argument_chances([(1.0, -2.0, 99.0)], [odds], ("actor", "target", "place"))
    for at, (role, score) in enumerate(zip(("actor", "target", "place"), (1.0, -2.0, 99.0), strict=True)):
        terms = blend.argument_terms(score, None if odds is None else odds[at])
        options = blend.chances({"yes": terms, "no": {}}, blend.weights(role, heads))
        assert found[at] == pytest.approx(options["yes"])


def test_blend_argument_chances_without_a_say_of_the_model_are_the_classifiers() -> None:
    row, roles = (1.0, -2.0, 0.5), ("actor", "target", "place")
    with_others = blend.argument_chances([row, row], [(0.0, 0.0, 0.0), None], roles)
    assert with_others[1] == blend.argument_chances([row], [None], roles)[0]
    assert with_others[0] != with_others[1]


def test_events_links_of_the_model_do_not_count_against_pronouns() -> None:
    rows = """
        Kral Kral PROPN NNP 2 nsubj B-PERSON
        spoke speak VERB VBD 0 root NoSpace
        . . PUNCT . 2 punct

        Police police NOUN NNS 2 nsubj
        attacked attack VERB VBD 0 root
        him he PRON PRP 2 obj NoSpace
        . . PUNCT . 2 punct
    """
    doc = parsed(rows)
    bare = Scene(document_of(doc), doc)
    named = bare.having(mentions.find(bare))
    scene = named.having(*coreference.resolve(named))
    [event] = events.extract(Scene(document_of(doc), hear(doc, {4: "Attack"}), scene.mentions, scene.chains))
    assert [p.text for p in event.targets] == ["him"]


def test_events_word_outside_the_lexicon_tells_an_event_if_the_model_is_sure() -> None:
    assert events_of(parsed(ZORBED)) == []
    [event] = events_of(hear(parsed(ZORBED), {1: "Attack"}))
    assert (event.type, event.triggers[0].surface) == (EventType.ATTACK, "zorbed")


def test_events_model_that_hears_no_trigger_adds_none() -> None:
    assert events_of(hear(parsed(ZORBED), {})) == []


def test_events_links_of_the_model_count_for_roles() -> None:
    [plain] = events_of(hear(parsed(ZORBED), {1: "Attack"}))
    [linked] = events_of(hear(parsed(ZORBED), {1: "Attack"}, roles={0: "actor", 2: "target"}))
    assert [p.text for p in linked.actors] == ["Troops"]
    assert [p.text for p in linked.targets] == ["villagers"]
    assert len(plain.actors) <= len(linked.actors)


def test_blend_modality_of_the_model_counts() -> None:
    scores = {str(m): 0.0 for m in Modality}
    sure = {str(m): 0.96 if m is Modality.PLANNED else 0.01 for m in Modality}
    found = blend.chances(blend.modality_terms(scores, sure), blend.weights("modality", True))
    assert max(found, key=lambda name: found[name]) == Modality.PLANNED


def test_events_confidence_is_the_chance_of_type_and_trigger() -> None:
    [event] = events_of(hear(parsed(ZORBED), {1: "Attack"}))
    assert 0.25 <= event.triggers[0].confidence <= 1
