"""Speech without quotation marks: a block below an introduction that ends in a colon."""

from __future__ import annotations

from parses import document_of, parsed

from pipeline.extract import claims
from pipeline.extract.scene import Scene
from pipeline.records import Document, Span

INTRODUCTION = """
The the DET DT 2 det
mayor mayor NOUN NN 3 nsubj
explained explain VERB VBD 0 root NoSpace
: : PUNCT : 3 punct
"""

BLOCK = """
Our our PRON PRP$ 2 nmod:poss
pumps pump NOUN NNS 3 nsubj
failed fail VERB VBD 0 root
at at ADP IN 5 case
dawn dawn NOUN NN 3 obl NoSpace
. . PUNCT . 3 punct

Nobody nobody PRON NN 2 nsubj
warned warn VERB VBD 0 root
us we PRON PRP 2 obj NoSpace
. . PUNCT . 2 punct
"""

HEADING = """
Our our PRON PRP$ 2 nmod:poss
pumps pump NOUN NNS 0 root
"""

AFTERWARDS = """
Rain rain NOUN NN 2 nsubj
fell fall VERB VBD 0 root NoSpace
. . PUNCT . 2 punct
"""


def scene_of(*paragraphs: str) -> Scene:
    """A scene of one document; each of the rows is a paragraph."""
    doc = parsed("\n".join(paragraphs))
    ends = [parsed(rows) for rows in paragraphs]
    spans, at = [], 0
    for part in ends:
        spans.append(Span(begin=at, end=at + len(part.text.rstrip())))
        at += len(part.text)
    document: Document = document_of(doc).model_copy(update={"paragraphs": tuple(spans)})
    return Scene(document, doc)


def claims_of(*paragraphs: str) -> list[tuple[str, str]]:
    found, _ = claims.extract(scene_of(*paragraphs), (), ())
    return [(c.claimant_text, c.text) for c in found]


def test_claims_blocks_below_a_bare_introduction_are_speech_sentence_by_sentence() -> None:
    scene = scene_of(INTRODUCTION, BLOCK)
    spoken = [c for c in claims.candidates(scene) if c.frame.startswith("speech")]
    assert [(c.speakers[0].text, scene.document.quote(c.content)) for c in spoken] == [
        ("mayor", "Our pumps failed at dawn"),
        ("mayor", "Nobody warned us"),
    ]
    assert ("The mayor", "Our pumps failed at dawn") in claims_of(INTRODUCTION, BLOCK)


def test_claims_blocks_end_where_nobody_speaks_any_more() -> None:
    assert ("The mayor", "Rain fell") not in claims_of(INTRODUCTION, BLOCK, AFTERWARDS)


def test_claims_blocks_are_no_headings() -> None:
    frames = [c.frame for c in claims.candidates(scene_of(INTRODUCTION, HEADING))]
    assert "speech:colon" not in frames


def test_claims_blocks_need_a_paragraph_of_their_own() -> None:
    together = scene_of(INTRODUCTION.rstrip() + "\n" + BLOCK)
    assert "speech:colon" not in [c.frame for c in claims.candidates(together)]
