"""Families, stances, seats and places that are told in rarer ways."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from parses import document_of, parsed

from pipeline.extract import coreference, mentions
from pipeline.extract.relations import couples, proposed, stances
from pipeline.extract.relations.kinds import kind_of
from pipeline.extract.scene import Scene
from pipeline.records import Extraction, RelationType

Read = Callable[[str], Extraction]


def scene_of(rows: str) -> Scene:
    doc = parsed(rows)
    bare = Scene(document_of(doc), doc)
    named = bare.having(mentions.find(bare))
    return named.having(*coreference.resolve(named))


def proposals(scene: Scene) -> set[tuple[str, RelationType, str, str]]:
    return {
        (scene.chains[c.subject].name, c.predicate, scene.chains[int(c.object)].name, c.method)
        for candidates in proposed(scene).values()
        for c in candidates
    }


BORN = """
Ida Ida PROPN NNP 4 nsubj:pass B-PERSON
Holm Holm PROPN NNP 1 flat I-PERSON
was be AUX VBD 4 aux:pass
born bear VERB VBN 0 root
to to ADP IN 6 case
Tom Tom PROPN NNP 4 obl B-PERSON
Holm Holm PROPN NNP 6 flat I-PERSON
and and CCONJ CC 9 cc
Vera Vera PROPN NNP 6 conj B-PERSON
Lind Lind PROPN NNP 9 flat I-PERSON NoSpace
. . PUNCT . 4 punct
"""


def test_couples_parents_are_those_whom_somebody_is_born_to() -> None:
    scene = scene_of(BORN)
    found = {(scene.chains[c.subject].name, scene.chains[int(c.object)].name, c.method) for c in couples.find(scene)}
    assert found == {
        ("Ida Holm", "Tom Holm", "kin.born"),
        ("Ida Holm", "Vera Lind", "kin.born"),
        ("Tom Holm", "Vera Lind", "kin.parents"),
    }


AGAINST = """
The the DET DT 3 det
Harbour Harbour PROPN NNP 3 compound B-ORG
Party Party PROPN NNP 6 nsubj I-ORG
is be AUX VBZ 6 cop
against against ADP IN 6 case
NATO NATO PROPN NNP 0 root B-ORG NoSpace
. . PUNCT . 6 punct
"""


def test_stances_being_against_somebody_is_one() -> None:
    scene = scene_of(AGAINST)
    (found,) = stances.find(scene)
    assert (scene.chains[found.subject].name, found.predicate) == ("Harbour Party", RelationType.OPPOSES)
    assert found.method == "stance.copula"


MEANT = """
Ida Ida PROPN NNP 3 nsubj B-PERSON
Holm Holm PROPN NNP 1 flat I-PERSON
opposes oppose VERB VBZ 0 root
the the DET DT 5 det
government government NOUN NN 3 obj
of of ADP IN 7 case
Tom Tom PROPN NNP 5 nmod B-PERSON
Berger Berger PROPN NNP 7 flat I-PERSON NoSpace
. . PUNCT . 3 punct
"""


def test_stances_towards_what_stands_for_somebody() -> None:
    assert ("Ida Holm", RelationType.OPPOSES, "Tom Berger", "stance.meant") in proposals(scene_of(MEANT))


def test_stances_towards_what_does_not_stand_for_its_owner_are_none() -> None:
    scene = scene_of(MEANT.replace("government government", "cat cat"))
    assert not [p for p in proposals(scene) if p[1] is RelationType.OPPOSES]


VILLAGE = """
Ida Ida PROPN NNP 3 nsubj B-PERSON
Holm Holm PROPN NNP 1 flat I-PERSON
lives live VERB VBZ 0 root
in in ADP IN 6 case
the the DET DT 6 det
village village NOUN NN 3 obl
of of ADP IN 8 case
Arlen Arlen PROPN NNP 6 nmod B-CITY NoSpace
. . PUNCT . 3 punct
"""


def test_relations_noun_for_a_place_stands_for_the_name_it_is_given() -> None:
    assert ("Ida Holm", RelationType.HOME_LOCATION, "Arlen", "verb.live") in proposals(scene_of(VILLAGE))


def test_kinds_are_told_by_the_words_of_names() -> None:
    scene = scene_of(AGAINST)
    kinds = {chain.name: kind_of(scene, number) for number, chain in enumerate(scene.chains)}
    assert kinds == {"Harbour Party": "party", "NATO": "?"}


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "subject", "type_", "object_"),
    [
        ("Kisumu, in western Kenya, was quiet.", "Kisumu", RelationType.CONTAINED_IN, "Kenya"),
        ("Karl Weber leaves a son, Jonas Weber.", "Jonas Weber", RelationType.RELATED_TO, "Karl Weber"),
        (
            "The twins Ola and Kemi Bankole founded the magazine Lagos Now.",
            "Ola",
            RelationType.RELATED_TO,
            "Kemi Bankole",
        ),
        ("The Perth firm Keogh and Sons closed.", "Keogh and Sons", RelationType.LOCATION, "Perth"),
        ("France stands behind Ukraine.", "France", RelationType.SUPPORTS, "Ukraine"),
        ("Nadia Karim is a critic of Omar Said.", "Nadia Karim", RelationType.OPPOSES, "Omar Said"),
    ],
)
def test_relations_rarer_constructions_are_told(read: Read, text: str, subject: str, type_: RelationType, object_: str):
    told = read(text)
    names = {(told.chains[r.subject].name, r.predicate, told.chains[int(r.object)].name) for r in told.relations
             if isinstance(r.object, int)}  # fmt: skip
    assert (subject, type_, object_) in names


@pytest.mark.model
def test_relations_children_of_a_couple(read: Read):
    told = read("Anna Novak and Peter Novak live in Brno. Their son, Jan Novak, is a dentist.")
    kin = [r for r in told.relations if r.predicate is RelationType.RELATED_TO]
    ends = {frozenset((told.chains[r.subject].name, told.chains[int(r.object)].name)) for r in kin}
    assert frozenset(("Jan Novak", "Anna Novak")) in ends
    assert frozenset(("Jan Novak", "Peter Novak")) in ends
