"""How candidate relations are found in pairs and positions, described, and judged."""

from __future__ import annotations

import numpy as np
import pytest
from parses import document_of, parsed
from spacy.tokens import Doc

from pipeline.extract import coreference, mentions, relations
from pipeline.extract.relations import pairs, positions, scorer
from pipeline.extract.scene import Scene
from pipeline.language.signals import attach, signals
from pipeline.records import EntityLabel, RelationType


def scene_of(doc: Doc) -> Scene:
    document = document_of(doc)
    return Scene(document, doc, *coreference.resolve(Scene(document, doc, mentions.find(Scene(document, doc)))))


RIDES = """
Ana Ana PROPN NNP 3 nsubj B-PERSON
Ruiz Ruiz PROPN NNP 1 flat I-PERSON
rode ride VERB VBD 0 root
past past ADP IN 6 case
the the DET DT 6 det
Harbour Harbour PROPN NNP 3 obl B-ORG
Union Union PROPN NNP 6 flat I-ORG
in in ADP IN 9 case
Piran Piran PROPN NNP 3 obl B-CITY NoSpace
. . PUNCT . 3 punct
"""


def told(scene: Scene) -> dict[tuple[str, str], pairs.Pair]:
    found = pairs.pairs(scene, relations.proposed(scene))
    return {(scene.chains[p.subject].name, scene.chains[p.object].name): p for p in found}


def test_relations_pairs_are_those_that_labels_allow() -> None:
    scene = scene_of(parsed(RIDES))
    assert set(told(scene)) == {
        ("Ana Ruiz", "Harbour Union"),
        ("Ana Ruiz", "Piran"),
        ("Piran", "Ana Ruiz"),
        ("Piran", "Harbour Union"),
        ("Harbour Union", "Ana Ruiz"),
        ("Harbour Union", "Piran"),
    }
    pair = told(scene)["Ana Ruiz", "Piran"]
    assert RelationType.BIRTH_PLACE in pairs.allowed(scene, pair.subject, pair.object)
    assert RelationType.FOUNDED not in pairs.allowed(scene, pair.subject, pair.object)


def test_relations_pair_is_described_by_words_tree_and_constructions() -> None:
    scene = scene_of(parsed(RIDES))
    fired = relations.proposed(scene)
    pair = told(scene)["Harbour Union", "Piran"]
    seen = pairs.features(scene, pair, fired[0, pair.subject, pair.object])
    assert {"labels=ORG>CITY", "exact=<in", "case=in", "gap=<1", "path=<obl|obl", "node=ride"} <= set(seen)
    assert {"rule=location:", "rule=location:seat", "rule=location:seat.beside"} <= set(seen)
    assert len(seen) == len(set(seen))


def test_relations_pair_in_another_sentence_is_none() -> None:
    rows = RIDES.replace("Piran Piran", "town town").replace("NNP 3 obl B-CITY", "NN 3 obl")
    later = "Piran Piran PROPN NNP 2 nsubj B-CITY\nslept sleep VERB VBD 0 root NoSpace\n. . PUNCT . 2 punct"
    assert set(told(scene_of(parsed(f"{rows}\n{later}")))) == {
        ("Ana Ruiz", "Harbour Union"),
        ("Harbour Union", "Ana Ruiz"),
    }


def test_relations_positions_are_proposed_beyond_the_rules() -> None:
    rows = """
Ana Ana PROPN NNP 6 nsubj B-PERSON
Ruiz Ruiz PROPN NNP 1 flat I-PERSON NoSpace
, , PUNCT , 1 punct
a a DET DT 5 det
blonde blonde NOUN NN 1 appos
slept sleep VERB VBD 0 root NoSpace
. . PUNCT . 6 punct
"""
    scene = scene_of(parsed(rows))
    (found,) = positions.positions(scene)
    assert (found.words.text, found.description.how) == ("blonde", "apposition")
    assert {"how=apposition", "lemma=blonde", "det=a:apposition"} <= set(positions.features(scene, found))


WEIGHTS = {RelationType.HEAD_OF: {"": -1.0, "rule=headOf:": 3.0, "no rule": -2.0}}
BLENDS = {"pairs": scorer.Blend(0.5, 1.0, 0.4), "positions": scorer.Blend(0.0, 1.0, 1.0)}


def test_relations_judge_adds_weights_up() -> None:
    judge = scorer.Judge(WEIGHTS, BLENDS, 0.3)
    assert judge.linear(RelationType.HEAD_OF, ["rule=headOf:", "unheard of"]) == pytest.approx(2.0)
    assert judge.probability(RelationType.HEAD_OF, ["rule=headOf:"], None) == pytest.approx(1 / (1 + np.exp(-2)))
    assert judge.linear(RelationType.FOUNDED, ["rule=headOf:"]) == scorer.LOWEST


def test_relations_judge_hears_the_encoder_within_bounds() -> None:
    judge = scorer.Judge(WEIGHTS, BLENDS, 0.3)
    said, silent, worst = (judge.probability(RelationType.HEAD_OF, [], odds) for odds in (3.0, -6.0, -20.0))
    assert said == pytest.approx(1 / (1 + np.exp(-(0.5 - 1 + 1.2))))
    assert silent == worst < said


def test_relations_link_odds_are_the_mean_over_the_words_from_the_last_word_of_the_name() -> None:
    doc = parsed(RIDES)
    scene = scene_of(doc)
    rows = {k: np.zeros((len(doc), n), np.float32) for k, n in (("names", 2), ("triggers", 2), ("modality", 1))}
    rows |= {k: np.zeros((len(doc), 3), np.float32) for k in ("cues", "sources", "contents")}
    anchors, words = np.zeros((len(doc), 1), np.float32), np.zeros((len(doc), 1), np.float32)
    anchors[1], words[5], words[6] = 1, 2, 4  # from "Ruiz" to "Harbour" and "Union"
    labels = {"names": ["O", "S-ORG"], "triggers": ["O", "B-Arrest"], "extents": ["O", "B", "I"]}
    network = {
        "labels": labels | {"modality": ["actual"], "links": ["leads"]},
        "link_weight": np.ones((1, 1), np.float32),
        "link_bias": np.zeros(1, np.float32),
    }
    attach(doc, range(len(doc)), {**rows, "link_anchor": anchors, "link_word": words}, network)
    heard = signals(doc)
    assert heard is not None
    pair = told(scene)["Ana Ruiz", "Harbour Union"]
    assert pair.two is not None
    union = scene.mention_tokens(pair.two)
    assert scorer.link_odds(heard, scene, pair.one, union, "leads") == pytest.approx(1 + 3)
    assert scorer.link_odds(heard, scene, pair.one, union, "founded") == scorer.LOWEST
    assert scorer.link_odds(heard, scene, None, union, "leads") == scorer.LOWEST


def test_relations_shipped_weights_speak_of_all_relations() -> None:
    judge = scorer.judge()
    assert set(judge.weights) == set(RelationType) == set(scorer.LINKS)
    assert set(judge.blends) == {"pairs", "positions"}
    assert 0 < judge.threshold < 1
    assert set(pairs.ENDS) == set(RelationType) - {RelationType.JOB_TITLE}


LONG_TITLE = """
Minister Minister PROPN NNP 4 nmod:desc
of of ADP IN 3 case
Education Education PROPN NNP 1 nmod
Ana Ana PROPN NNP 6 nsubj B-PERSON
Ruiz Ruiz PROPN NNP 4 flat I-PERSON
slept sleep VERB VBD 0 root NoSpace
. . PUNCT . 6 punct
"""

STATES = """
Rain rain NOUN NN 2 nsubj
reached reach VERB VBD 0 root
the the DET DT 5 det
Indian Indian ADJ JJ 5 amod B-NORP
states state NOUN NNS 2 obj
of of ADP IN 7 case
Manipur Manipur PROPN NNP 5 nmod B-REGION
and and CCONJ CC 9 cc
Tripura Tripura PROPN NNP 7 conj B-REGION NoSpace
. . PUNCT . 2 punct
"""


def triples(rows: str) -> set[tuple[str, str, str]]:
    scene = scene_of(parsed(rows))

    def name(x: int | str) -> str:
        return x if isinstance(x, str) else scene.chains[x].name

    return {(name(r.subject), r.predicate.value, name(r.object)) for r in relations.extract(scene)}


def test_relations_title_with_its_complement_before_a_name() -> None:
    assert ("Ana Ruiz", "jobTitle", "Minister of Education") in triples(LONG_TITLE)


def test_relations_kind_of_several_places_is_proposed_for_each() -> None:
    scene = scene_of(parsed(STATES))
    found = [c for candidates in relations.proposed(scene).values() for c in candidates]
    lands = {(scene.chains[c.subject].name, scene.chains[c.object].name) for c in found if isinstance(c.object, int)}
    assert {("Manipur", "India"), ("Tripura", "India")} <= lands


def test_relations_country_of_a_kind_of_places_has_a_chain() -> None:
    scene = scene_of(parsed(STATES))
    assert ("India", EntityLabel.COUNTRY) in {(c.name, c.label) for c in scene.chains}


TITLED = """
President President PROPN NNP 2 compound
Ruiz Ruiz PROPN NNP 6 nsubj B-PERSON
of of ADP IN 5 case
Costa Costa PROPN NNP 5 compound B-ORG
Lines Lines PROPN NNPS 2 nmod I-ORG
slept sleep VERB VBD 0 root NoSpace
. . PUNCT . 6 punct
"""


def test_relations_title_and_what_follows_the_name_make_a_head() -> None:
    scene = scene_of(parsed(TITLED))
    found = [c for candidates in relations.proposed(scene).values() for c in candidates]
    assert [(c.predicate, c.method) for c in found] == [(RelationType.HEAD_OF, "head.title.of")]


OPPOSES = """
Ana Ana PROPN NNP 3 nsubj B-PERSON
Ruiz Ruiz PROPN NNP 1 flat I-PERSON
opposes oppose VERB VBZ 0 root
Carl Carl PROPN NNP 3 obj B-PERSON
Holm Holm PROPN NNP 4 flat I-PERSON NoSpace
. . PUNCT . 3 punct
"""


def test_relations_said_by_their_own_name_are_told_however_rare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scorer.Judge, "probabilities", lambda _, kinds, *__: [0.1] * len(kinds))
    (relation,) = relations.extract(scene_of(parsed(OPPOSES)))
    assert (relation.predicate, relation.evidence[0].confidence) == (RelationType.OPPOSES, 0.6)
