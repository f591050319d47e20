"""Claims with a language model that has heads of its own for attribution, on doubles of what the heads say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from parses import document_of, parsed
from spacy.tokens import Doc

from pipeline.extract import claims
from pipeline.extract.claims import blend
from pipeline.extract.claims.heads import CHOICE, EXISTENCE, Heads, Measures
from pipeline.extract.claims.scorer import Judge
from pipeline.extract.scene import Scene
from pipeline.language.signals import attach
from pipeline.records import Claim

SURE = 8.0
ROLES = ["source", "content"]

ZORBED = """
The the DET DT 2 det
union union NOUN NN 3 nsubj
zorbed zorb VERB VBD 0 root
the the DET DT 5 det
merger merger NOUN NN 3 obj
yesterday yesterday NOUN NN 3 obl:tmod NoSpace
. . PUNCT . 3 punct
"""

SAID_THAT = """
The the DET DT 2 det
ministry ministry NOUN NN 3 nsubj
said say VERB VBD 0 root
that that SCONJ IN 6 mark
prices price NOUN NNS 6 nsubj
fell fall VERB VBD 3 ccomp NoSpace
. . PUNCT . 3 punct
"""

MISREAD = """
Solidarity solidarity NOUN NN 7 nsubj
among among ADP IN 3 case
neighbours neighbour NOUN NNS 1 nmod
whom whom PRON WP 7 obj
teachers teacher NOUN NNS 7 nsubj
now now ADV RB 7 advmod
say say VERB VBP 0 root
that that SCONJ IN 10 mark
it it PRON PRP 10 nsubj
helps help VERB VBZ 7 ccomp NoSpace
. . PUNCT . 7 punct
"""

ACCORDING = """
When when ADV WRB 5 advmod
40 40 NUM CD 3 nummod
people people NOUN NNS 5 nsubj:pass
were be AUX VBD 5 aux:pass
held hold VERB VBN 12 advcl
according accord VERB VBG 8 case
to to ADP IN 6 fixed
lawyers lawyer NOUN NNS 5 obl NoSpace
, , PUNCT , 5 punct
the the DET DT 11 det
line line NOUN NN 12 nsubj
received receive VERB VBD 0 root
calls call NOUN NNS 12 obj NoSpace
. . PUNCT . 12 punct
"""


def hear(
    doc: Doc, cues: Iterable[int] = (), sources: Iterable[int] = (), contents: Iterable[int] = (), linked: bool = True
) -> Doc:
    """Leave on the doc what a network would that is sure of these tokens; whether it links them to every cue too."""
    labels = {"names": ["O"], "extents": ["O", "B", "I"], "modality": ["actual"], "links": ROLES, "triggers": ["O"]}
    rows = {k: np.zeros((len(doc), 1), np.float32) for k in ("names", "triggers", "modality")}
    for layer, tokens in (("cues", cues), ("sources", sources), ("contents", contents)):
        rows[layer] = np.zeros((len(doc), 3), np.float32)
        rows[layer][:, 0] = SURE
        before = -2
        for token in sorted(tokens):
            rows[layer][token, 2 if token == before + 1 else 1] = 2 * SURE
            before = token
    rows["link_anchor"] = np.zeros((len(doc), 2), np.float32)
    rows["link_word"] = np.zeros((len(doc), 2), np.float32)
    if linked:
        rows["link_word"][list(sources), 0] = 2 * SURE
        rows["link_word"][list(contents), 1] = 2 * SURE
    network = {"link_weight": np.eye(2), "link_bias": np.full(2, -SURE), "labels": labels}
    attach(doc, list(range(len(doc))), rows, network)
    return doc


def claims_of(doc: Doc) -> tuple[Claim, ...]:
    return claims.extract(Scene(document_of(doc), doc), (), ())[0]


def test_claims_heads_find_a_content_for_which_there_is_no_rule() -> None:
    assert claims_of(hear(parsed(ZORBED))) == ()
    (claim,) = claims_of(hear(parsed(ZORBED), cues=[2], sources=[0, 1], contents=[3, 4]))
    assert (claim.claimant_text, claim.cue, claim.text) == ("The union", "zorbed", "the merger")
    assert claim.evidence[0].method == "claims.encoder"


def test_claims_heads_raise_and_lower_the_confidence_of_the_rules() -> None:
    agreeing = claims_of(hear(parsed(SAID_THAT), cues=[2], sources=[0, 1], contents=[4, 5]))
    silent = claims_of(hear(parsed(SAID_THAT)))
    assert [c.text for c in agreeing] == ["prices fell"]
    assert [c.confidence for c in agreeing[0].evidence] > [c.confidence for x in silent for c in x.evidence]


def test_claims_heads_name_a_claimant_where_that_of_the_parse_cannot_be() -> None:
    (claim,) = claims_of(hear(parsed(MISREAD), cues=[6], sources=[4], contents=[8, 9]))
    assert claim.claimant_text == "teachers"


def test_claims_heads_leave_a_claimant_of_the_parse_that_they_do_not_rule_out() -> None:
    (claim,) = claims_of(hear(parsed(SAID_THAT), cues=[2], contents=[4, 5]))
    assert claim.claimant_text == "The ministry"


def test_claims_heads_do_not_move_the_content_of_a_construction_that_is_sure() -> None:
    doc = hear(parsed(ACCORDING), cues=[5, 6], sources=[7], contents=[11, 12])
    scene = Scene(document_of(doc), doc)
    heads = Heads.of(scene)
    assert heads is not None
    options = claims.candidates(scene)
    best = [c for c, _ in Judge(scene, (), heads).best([*options, *heads.candidates(options)]) if c.word is not None]
    assert [scene.document.quote(c.content) for c in best] == ["When 40 people were held"]


def test_claims_heads_suggest_nothing_twice() -> None:
    doc = hear(parsed(SAID_THAT), cues=[1, 2], sources=[0], contents=[4, 5])
    assert [c.text for c in claims_of(doc)] == ["prices fell"]


def test_claims_heads_are_none_for_a_model_without_them() -> None:
    doc = parsed(SAID_THAT)
    assert Heads.of(Scene(document_of(doc), doc)) is None


def test_claims_heads_measure_the_candidates_of_a_cue() -> None:
    doc = hear(parsed(SAID_THAT), cues=[2], sources=[0, 1], contents=[4, 5])
    scene = Scene(document_of(doc), doc)
    heads = Heads.of(scene)
    assert heads is not None
    (candidate, *_) = [c for c in claims.candidates(scene) if c.frame == "that"]
    measured = heads.measures([candidate], [1.5])
    existence, (choice,) = dict(zip(EXISTENCE, measured.existence, strict=True)), measured.choice
    assert (existence["bias"], existence["rules"], existence["unruled"]) == (1.0, 0.5, 0.0)
    assert all(existence[name] > 1 for name in ("cue", "source", "link", "fit"))
    assert choice == (0.5, existence["link"], existence["fit"])


def test_claims_blend_chooses_the_best_candidate_and_tells_how_probable_a_claim_is() -> None:
    judged = blend.Blend((0.0,) * len(EXISTENCE), (1.0, 0.0, 0.0), 0.5)
    assert judged.choose(Measures((1.0,) * len(EXISTENCE), ((0.2,) * len(CHOICE), (0.7,) * len(CHOICE)))) == (1, 0.5)


def test_claims_blend_trusts_rules_and_heads_alike() -> None:
    shipped = dict(zip(EXISTENCE, blend.blend().existence, strict=True))
    assert min(shipped[name] for name in ("rules", "cue", "link", "fit")) > 0
    assert max(shipped[name] for name in ("unruled", "alone")) < 0
    assert 0.2 < blend.blend().threshold < 0.5


def test_claims_blend_says_which_weight_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "blend.json"
    path.write_text('{"existence": {}, "choice": {}, "threshold": 0.3}', encoding="utf-8")
    with pytest.raises(KeyError, match="bias"):
        blend.read(path)
