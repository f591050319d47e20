"""What is seen of a noun beside a trigger: its place among the nouns, and what stands in apposition to it."""

from parses import document_of, parsed

from pipeline.extract import coreference, mentions
from pipeline.extract.events.hints import FAR, Rank, noun_features, noun_of, ranks
from pipeline.extract.events.triggers import Found
from pipeline.extract.scene import Scene
from pipeline.records import EventType

ROWS = """
In in ADP IN 2 case
Orsk Orsk PROPN NNP 7 obl B-CITY
soldiers soldier NOUN NNS 7 nsubj
and and CCONJ CC 5 cc
guards guard NOUN NNS 3 conj
have have AUX VBP 7 aux
arrested arrest VERB VBN 0 root
the the DET DT 9 det
mayor mayor NOUN NN 7 obj
Lena Lena PROPN NNP 9 appos B-PERSON
Kral Kral PROPN NNP 10 flat I-PERSON NoSpace
. . PUNCT . 7 punct
"""


def scene_of() -> Scene:
    doc = parsed(ROWS)
    bare = Scene(document_of(doc), doc)
    named = bare.having(mentions.find(bare))
    return named.having(*coreference.resolve(named))


def test_hints_rank_nouns_by_their_distance_and_kind() -> None:
    scene = scene_of()
    seen = [noun_of(scene.doc[i], scene) for i in (1, 2, 4, 8, 9)]
    found = ranks(scene.doc[6], seen)
    assert [rank.place for rank in found] == ["L3", "L2", "L1", "R1", "R2"]
    assert found[0] == Rank("L3", first=True, last=True)
    assert (found[3].first, found[3].last) == (None, None)


def test_hints_tell_nouns_that_others_rename() -> None:
    scene = scene_of()
    mayor, name = noun_of(scene.doc[8], scene), noun_of(scene.doc[9], scene)
    assert (mayor.renamed, name.renames) == ("PERSON", mayor.kind)
    assert not mayor.renames
    assert not name.renamed
    found = Found(scene.doc[6], 0, EventType.ARREST, "do", 0.9)
    assert f"renames={mayor.kind}|{FAR}" in noun_features(found, name, Rank("R2"), {})
    assert "renamed=PERSON|direct" in noun_features(found, mayor, Rank("R1"), {8: "patient"})
