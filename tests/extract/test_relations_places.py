"""Which place lies in which, where people live, and stances and families told across a clause."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from parses import document_of, parsed

from pipeline.extract import coreference, mentions
from pipeline.extract.relations import kinship, proposed
from pipeline.extract.scene import Scene
from pipeline.records import Extraction, RelationType

Read = Callable[[str], Extraction]

INSIDE, LIVES = RelationType.CONTAINED_IN, RelationType.HOME_LOCATION


def scene_of(rows: str) -> Scene:
    doc = parsed(rows)
    bare = Scene(document_of(doc), doc)
    named = bare.having(mentions.find(bare))
    return named.having(*coreference.resolve(named))


def proposals(rows: str) -> set[tuple[str, RelationType, str]]:
    scene = scene_of(rows)
    return {
        (scene.chains[c.subject].name, c.predicate, scene.chains[int(c.object)].name)
        for candidates in proposed(scene).values()
        for c in candidates
    }


STATES = """
The the DET DT 2 det
states state NOUN NNS 7 nsubj
of of ADP IN 4 case
Ostra Ostra PROPN NNP 2 nmod B-REGION
and and CCONJ CC 6 cc
Vesta Vesta PROPN NNP 4 conj B-REGION
voted vote VERB VBD 0 root NoSpace
. . PUNCT . 7 punct
"""


def test_places_of_one_list_do_not_lie_in_each_other() -> None:
    assert not [p for p in proposals(STATES) if p[1] is INSIDE]


NEAR = """
Arlen Arlen PROPN NNP 8 nsubj B-CITY NoSpace
, , PUNCT , 4 punct
a a DET DT 4 det
village village NOUN NN 1 appos
{0} {0} ADP IN 6 case
Vesta Vesta PROPN NNP 4 nmod B-REGION NoSpace
, , PUNCT , 4 punct
burned burn VERB VBD 0 root NoSpace
. . PUNCT . 8 punct
"""


def test_places_a_village_near_another_place_is_not_in_it() -> None:
    assert ("Arlen", INSIDE, "Vesta") in proposals(NEAR.format("in"))
    assert not [p for p in proposals(NEAR.format("near")) if p[1] is INSIDE]


LIES = """
Arlen Arlen PROPN NNP 5 nsubj B-CITY
is be AUX VBZ 5 cop
in in ADP IN 5 case
southern southern ADJ JJ 5 amod
Vesta Vesta PROPN NNP 0 root B-REGION NoSpace
. . PUNCT . 5 punct
"""


def test_places_are_said_to_lie_in_others() -> None:
    assert ("Arlen", INSIDE, "Vesta") in proposals(LIES)


HOME = """
Police police NOUN NN 2 nsubj
searched search VERB VBD 0 root
Otto Otto PROPN NNP 6 nmod:poss B-PERSON
Kranz Kranz PROPN NNP 3 flat I-PERSON NoSpace
's 's PART POS 3 case
flat flat NOUN NN 2 obj
in in ADP IN 8 case
Arlen Arlen PROPN NNP 6 nmod B-CITY NoSpace
. . PUNCT . 2 punct
"""


def test_memberships_somebody_lives_where_the_home_is() -> None:
    assert proposals(HOME) == {("Otto Kranz", LIVES, "Arlen")}


# "He was born where Arlen Roe was; her sister is ..." - the sister begins a clause of her own
SISTER = """
Otto Otto PROPN NNP 2 nsubj B-PERSON
met meet VERB VBD 0 root
Ida Ida PROPN NNP 2 obj B-PERSON NoSpace
, , PUNCT , 8 punct
Tom Tom PROPN NNP 7 nmod:poss B-PERSON NoSpace
's 's PART POS 5 case
sister sister NOUN NN 8 nsubj
stayed stay VERB VBD 2 parataxis NoSpace
. . PUNCT . 2 punct
"""


def test_kinship_a_noun_that_begins_another_clause_does_not_describe() -> None:
    assert not list(kinship.find(scene_of(SISTER)))


SEAT = """
The the DET DT 3 det
Kestrel Kestrel PROPN NNP 3 compound B-ORG
Trust Trust PROPN NNP 4 nsubj I-ORG
has have VERB VBZ 0 root
{0} {0} PRON PRP$ 6 nmod:poss
headquarters headquarters NOUN NNS 4 obj
in in ADP IN 8 case
Arlen Arlen PROPN NNP 6 nmod B-CITY NoSpace
. . PUNCT . 4 punct
"""


def test_seats_are_where_the_headquarters_of_a_body_are() -> None:
    assert ("Kestrel Trust", RelationType.LOCATION, "Arlen") in proposals(SEAT.format("its"))
    assert not [p for p in proposals(SEAT.format("your")) if p[1] is RelationType.LOCATION]


HOSPITAL = """
Otto Otto PROPN NNP 2 nsubj B-PERSON
died die VERB VBD 0 root
in in ADP IN 6 case
a a DET DT 6 det
Leeds Leeds PROPN NNP 6 compound B-CITY
hospital hospital NOUN NN 2 obl NoSpace
. . PUNCT . 2 punct
"""


def test_verbs_a_house_without_a_name_stands_for_its_town() -> None:
    assert ("Otto", RelationType.DEATH_PLACE, "Leeds") in proposals(HOSPITAL)


LED = """
The the DET DT 2 det
branch branch NOUN NN 9 nsubj
in in ADP IN 4 case
Arlen Arlen PROPN NNP 2 nmod B-CITY NoSpace
, , PUNCT , 6 punct
led lead VERB VBN 2 acl
by by ADP IN 8 case
Otto Otto PROPN NNP 6 obl:agent B-PERSON
voted vote VERB VBD 0 root NoSpace
. . PUNCT . 9 punct
"""


def test_verbs_who_leads_a_branch_in_a_town_does_not_lead_the_town() -> None:
    assert not [p for p in proposals(LED) if p[1] is RelationType.HEAD_OF]


MARRIED = """
Otto Otto PROPN NNP 5 nsubj:pass B-PERSON
and and CCONJ CC 3 cc
Lena Lena PROPN NNP 1 conj B-PERSON
were be AUX VBD 5 aux:pass
married marry VERB VBN 0 root
{0}
. . PUNCT . 5 punct
"""


def test_couples_two_who_were_married_are_one_unless_each_married_another() -> None:
    alone = proposals(MARRIED.format("in in ADP IN 7 case\nMay May PROPN NNP 5 obl NoSpace"))
    assert [p for p in alone if p[1] is RelationType.RELATED_TO] == [("Otto", RelationType.RELATED_TO, "Lena")]
    others = proposals(MARRIED.format("to to ADP IN 7 case\nIda Ida PROPN NNP 5 obl B-PERSON NoSpace"))
    assert ("Otto", RelationType.RELATED_TO, "Lena") not in others


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "subject", "type_", "object_"),
    [
        ("The Polish towns of Zamość and Tarnów were flooded.", "Tarnów", INSIDE, "Poland"),
        ("Otto Kranz, 44, and Lena Struve, 51, of Krakow, were charged.", "Otto Kranz", LIVES, "Krakow"),
        ("Norway has come out in support of Lena Struve.", "Norway", RelationType.SUPPORTS, "Lena Struve"),
        ("The Farmers' Union came out against Lena Struve.", "Farmers' Union", RelationType.OPPOSES, "Lena Struve"),
        ("Canada threw its weight behind Lena Struve.", "Canada", RelationType.SUPPORTS, "Lena Struve"),
    ],
)
def test_relations_of_places_and_stances_are_told(
    read: Read, text: str, subject: str, type_: RelationType, object_: str
) -> None:
    told = read(text)
    pairs = {(told.chains[r.subject].name, r.predicate, told.chains[r.object].name) for r in told.relations
             if isinstance(r.object, int)}  # fmt: skip
    assert (subject, type_, object_) in pairs


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "Otto Kranz is British and his home is Malta.",
        "The sailor, Otto Kranz, is a Briton.",
        "Otto Kranz holds British citizenship.",
        "Otto Kranz, a British citizen, was released.",
    ],
)
def test_relations_citizenship_is_told_and_is_no_position(read: Read, text: str) -> None:
    told = read(text)
    countries = [told.chains[r.object].name for r in told.relations
                 if r.predicate is RelationType.NATIONALITY and isinstance(r.object, int)]  # fmt: skip
    assert countries == ["United Kingdom"]
    titles = {r.object for r in told.relations if r.predicate is RelationType.JOB_TITLE}
    assert titles <= {"sailor"}


@pytest.mark.model
def test_relations_a_body_is_of_a_people_without_being_a_citizen(read: Read) -> None:
    assert not [r for r in read("The company is British.").relations if r.predicate is RelationType.NATIONALITY]
