"""Offices whose body another sentence names; signatures; lists; kinship either way round."""

from __future__ import annotations

from parses import document_of, parsed

from pipeline.extract import coreference, mentions
from pipeline.extract.descriptions import describe
from pipeline.extract.parse import Parse
from pipeline.extract.relations import extract, implied, proposed, signatures, standing
from pipeline.extract.relations.candidate import Candidate, chain
from pipeline.extract.relations.pairs import features, pairs
from pipeline.extract.scene import Scene
from pipeline.records import Certainty, RelationType


def scene_of(rows: str) -> Scene:
    doc = parsed(rows)
    document = document_of(doc)
    names = mentions.find(Scene(document, doc))
    return Scene(document, doc, *coreference.resolve(Scene(document, doc, names)))


def told(scene: Scene, candidates: list[Candidate]) -> set[tuple[str, str, str]]:
    called = [c.name for c in scene.chains]
    return {(called[c.subject], c.predicate.value, called[c.object]) for c in candidates if isinstance(c.object, int)}


UNION = """
The the DET DT 3 det
Harbour Harbour PROPN NNP 3 compound B-ORG
Union Union PROPN NNP 4 nsubj I-ORG
met meet VERB VBD 0 root NoSpace
. . PUNCT . 4 punct

The the DET DT 2 det
chairman chairman NOUN NN 7 nsubj NoSpace
, , PUNCT , 2 punct
Tom Tom PROPN NNP 2 appos B-PERSON
Berger Berger PROPN NNP 4 flat I-PERSON NoSpace
, , PUNCT , 2 punct
resigned resign VERB VBD 0 root NoSpace
. . PUNCT . 7 punct
"""


def test_implied_office_is_of_the_body_named_before() -> None:
    scene = scene_of(UNION)
    assert told(scene, list(implied.find(scene))) == {("Tom Berger", "headOf", "Harbour Union")}


def test_implied_tells_what_speaks_for_the_body() -> None:
    scene = scene_of(UNION)
    (candidate,) = implied.find(scene)
    assert {"implied=chairman", "implied how=apposition:the", "implied since=1", "implied late=0"} <= set(
        candidate.seen
    )


def test_implied_leaves_an_office_alone_whose_body_is_named() -> None:
    rows = UNION.replace(
        "Berger Berger PROPN NNP 4 flat I-PERSON NoSpace\n, , PUNCT , 2 punct\nresigned resign VERB VBD 0 root NoSpace",
        "Berger Berger PROPN NNP 4 flat I-PERSON\nof of ADP IN 7 case\nHelm Helm PROPN NNP 2 nmod B-ORG\n"
        "resigned resign VERB VBD 0 root NoSpace",
    ).replace("chairman chairman NOUN NN 7 nsubj NoSpace", "chairman chairman NOUN NN 8 nsubj NoSpace")
    scene = scene_of(rows.replace(". . PUNCT . 7 punct", ". . PUNCT . 8 punct"))
    assert list(implied.find(scene)) == []


def test_implied_asks_for_a_certain_office() -> None:
    scene = scene_of(UNION.replace("The the DET DT 2 det", "A a DET DT 2 det"))
    assert list(implied.find(scene)) == []


def test_implied_is_probable_where_the_sentence_does_not_name_the_body() -> None:
    (apart,) = implied.find(scene_of(UNION))
    (beside,) = implied.find(scene_of(ELECTED))
    assert standing.certainty(apart) is Certainty.PROBABLE
    assert standing.certainty(beside) is Certainty.CERTAIN


MAYOR = """
Floods flood NOUN NNS 2 nsubj
hit hit VERB VBD 0 root
Arlen Arlen PROPN NNP 2 obj B-CITY NoSpace
. . PUNCT . 2 punct

Mayor Mayor PROPN NNP 4 nsubj
Ida Ida PROPN NNP 1 flat B-PERSON
Holm Holm PROPN NNP 1 flat I-PERSON
spoke speak VERB VBD 0 root NoSpace
. . PUNCT . 4 punct
"""


def test_implied_mayor_is_of_a_town() -> None:
    scene = scene_of(MAYOR)
    assert ("Ida Holm", "headOf", "Arlen") in told(scene, list(implied.find(scene)))


ELECTED = """
The the DET DT 2 det
members member NOUN NNS 6 nsubj
of of ADP IN 5 case
Harbour Harbour PROPN NNP 5 compound B-ORG
Union Union PROPN NNP 2 nmod I-ORG
elected elect VERB VBD 0 root
Tom Tom PROPN NNP 6 obj B-PERSON
Berger Berger PROPN NNP 7 flat I-PERSON
as as ADP IN 10 case
chairman chairman NOUN NN 6 obl NoSpace
. . PUNCT . 6 punct
"""


def test_implied_sees_who_makes_somebody_the_head() -> None:
    scene = scene_of(ELECTED)
    (candidate,) = implied.find(scene)
    assert "implied maker" in candidate.seen
    assert ("Tom Berger", "headOf", "Harbour Union") in told(scene, [candidate])


LETTER = """
Ida Ida PROPN NNP 0 root B-PERSON
Holm Holm PROPN NNP 1 flat I-PERSON NoSpace
, , PUNCT , 4 punct
Arlen Arlen PROPN NNP 1 appos B-CITY
"""


def test_signatures_place_is_where_the_writer_lives() -> None:
    scene = scene_of(LETTER)
    assert told(scene, list(signatures.find(scene))) == {("Ida Holm", "homeLocation", "Arlen")}


def test_signatures_body_is_whom_the_writer_writes_for() -> None:
    scene = scene_of(LETTER.replace("B-CITY", "B-ORG"))
    assert told(scene, list(signatures.find(scene))) == {("Ida Holm", "worksFor", "Arlen")}


def test_signatures_hold_nothing_but_names() -> None:
    scene = scene_of(LETTER + "is be AUX VBZ 6 cop\nlovely lovely ADJ JJ 1 parataxis NoSpace\n. . PUNCT . 1 punct\n")
    assert list(signatures.find(scene)) == []


RIVAL = """
Her her PRON PRP$ 2 nmod:poss
rival rival NOUN NN 7 nsubj NoSpace
, , PUNCT , 2 punct
Tom Tom PROPN NNP 2 appos B-PERSON
Berger Berger PROPN NNP 4 flat I-PERSON NoSpace
, , PUNCT , 2 punct
leads lead VERB VBZ 0 root
the the DET DT 10 det
Dawn Dawn PROPN NNP 10 compound B-ORG
Party Party PROPN NNP 7 obj I-ORG NoSpace
. . PUNCT . 7 punct
"""


def test_relations_noun_stands_for_the_name_beside_it() -> None:
    scene = scene_of(RIVAL)
    rival = scene.doc[1]
    own = chain(scene, rival)
    assert own is not None
    assert scene.chains[own].name == "Tom Berger"
    names = {(scene.chains[r.subject].name, r.predicate) for r in extract(scene)}
    assert ("Tom Berger", RelationType.HEAD_OF) in names


FOUNDED = """
Dawn Dawn PROPN NNP 8 nsubj B-ORG NoSpace
, , PUNCT , 4 punct
a a DET DT 4 det
movement movement NOUN NN 1 appos
which which PRON WDT 7 obj
Tom Tom PROPN NNP 7 nsubj B-PERSON
founded found VERB VBD 4 acl:relcl
closed close VERB VBD 0 root NoSpace
. . PUNCT . 8 punct
"""


def test_relations_relative_clause_of_what_a_name_is_called() -> None:
    scene = scene_of(FOUNDED)
    found = {(scene.chains[r.subject].name, r.predicate) for r in extract(scene)}
    assert ("Tom", RelationType.FOUNDED) in found


LIST = """
Arlen Arlen PROPN NNP 6 nsubj B-CITY NoSpace
, , PUNCT , 3 punct
Bree Bree PROPN NNP 1 conj B-CITY
and and CCONJ CC 5 cc
Corve Corve PROPN NNP 1 conj B-CITY
lie lie VERB VBP 0 root
in in ADP IN 8 case
Norway Norway PROPN NNP 6 obl B-COUNTRY NoSpace
. . PUNCT . 6 punct
"""


def test_pairs_what_holds_of_the_first_of_a_list_is_seen_of_the_others() -> None:
    scene = scene_of(LIST)
    seen = {scene.chains[p.subject].name: set(features(scene, p, ())) for p in pairs(scene, proposed(scene))}
    assert "path=<nsubj|obl" in seen["Arlen"]
    assert "path=<nsubj|obl" in seen["Corve"]
    assert "listed role=nsubj>obl" in seen["Corve"]
    assert "listed role=nsubj>obl" not in seen["Arlen"]


SISTER = """
Ida Ida PROPN NNP 6 nsubj B-PERSON
Holm Holm PROPN NNP 1 flat I-PERSON
is be AUX VBZ 6 cop
the the DET DT 6 det
younger young ADJ JJR 6 amod
sister sister NOUN NN 0 root
of of ADP IN 8 case
Tom Tom PROPN NNP 6 nmod B-PERSON
Berger Berger PROPN NNP 8 flat I-PERSON NoSpace
. . PUNCT . 6 punct
"""


def test_relations_kinship_is_told_once_for_a_pair() -> None:
    scene = scene_of(SISTER)
    kin = [r for r in extract(scene) if r.predicate is RelationType.RELATED_TO]
    assert len(kin) == 1
    assert {scene.chains[kin[0].subject].name, scene.chains[kin[0].object].name} == {"Ida Holm", "Tom Berger"}


CALLED = """
A a DET DT 3 det
retired retired ADJ JJ 3 amod
driver driver NOUN NN 9 nsubj
from from ADP IN 5 case
Arlen Arlen PROPN NNP 3 nmod B-CITY
called call VERB VBN 3 acl
Tom Tom PROPN NNP 6 obj B-PERSON
Berger Berger PROPN NNP 7 flat I-PERSON
waited wait VERB VBD 0 root NoSpace
. . PUNCT . 9 punct
"""


def test_descriptions_noun_that_a_name_is_given_to() -> None:
    doc = Parse(parsed(CALLED))
    assert [(d.noun.text, d.how) for d in describe(doc[6:8])] == [("driver", "called")]


AS_HEAD = """
Under under ADP IN 2 case
Berger Berger PROPN NNP 6 obl B-PERSON
as as ADP IN 4 case
head head NOUN NN 2 nmod
it it PRON PRP 6 nsubj
grew grow VERB VBD 0 root NoSpace
. . PUNCT . 6 punct
"""


def test_descriptions_office_straight_after_a_name() -> None:
    doc = Parse(parsed(AS_HEAD))
    assert [(d.noun.text, d.how) for d in describe(doc[1:2])] == [("head", "office")]


def test_descriptions_view_of_somebody_is_no_office() -> None:
    doc = Parse(parsed(AS_HEAD.replace("head head NOUN NN 2 nmod", "head head NOUN NN 6 obl").replace("grow", "see")))
    assert describe(doc[1:2]) == ()


DENIED = """
Tom Tom PROPN NNP 2 nsubj B-PERSON
denied deny VERB VBD 0 root
being be AUX VBG 5 cop
a a DET DT 5 det
member member NOUN NN 2 xcomp
of of ADP IN 7 case
Greens Greens PROPN NNPS 5 nmod B-ORG NoSpace
. . PUNCT . 2 punct
"""


def test_descriptions_what_somebody_denies_to_be() -> None:
    doc = Parse(parsed(DENIED))
    assert [(d.noun.text, d.how) for d in describe(doc[0:1])] == [("member", "copula")]
