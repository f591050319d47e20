"""What people are to bodies: who heads the whole and who a part, who belongs and who works there, who founded."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from parses import document_of, parsed

from pipeline.extract import coreference, mentions, relations
from pipeline.extract.relations import implied, proposed
from pipeline.extract.relations.candidate import Candidate
from pipeline.extract.relations.kinds import has_members
from pipeline.extract.scene import Scene
from pipeline.records import Extraction, RelationType

Read = Callable[[str], Extraction]

HEAD, MEMBER, WORKS = RelationType.HEAD_OF, RelationType.MEMBER_OF, RelationType.WORKS_FOR


def scene_of(rows: str) -> Scene:
    doc = parsed(rows)
    bare = Scene(document_of(doc), doc)
    named = bare.having(mentions.find(bare))
    return named.having(*coreference.resolve(named))


def proposals(rows: str) -> set[tuple[str, RelationType, str, str]]:
    scene = scene_of(rows)
    return {
        (scene.chains[c.subject].name, c.predicate, scene.chains[int(c.object)].name, c.method)
        for candidates in proposed(scene).values()
        for c in candidates
    }


def ends(told: Extraction) -> set[tuple[str, RelationType, str]]:
    return {
        (told.chains[r.subject].name, r.predicate, told.chains[r.object].name)
        for r in told.relations
        if isinstance(r.object, int)
    }


# the parse hangs the agent on the name, as parsers do after a long participle
FOUNDED = """
The the DET DT 3 det
Amber Amber PROPN NNP 3 compound B-ORG
Forum Forum PROPN NNP 14 nsubj I-ORG NoSpace
, , PUNCT , 5 punct
founded found VERB VBN 3 acl
last last ADJ JJ 7 amod
year year NOUN NN 5 obl
by by ADP IN 9 case
Lena Lena PROPN NNP 3 nmod B-PERSON
Struve Struve PROPN NNP 9 flat I-PERSON
and and CCONJ CC 12 cc
Otto Otto PROPN NNP 9 conj B-PERSON NoSpace
, , PUNCT , 5 punct
closed close VERB VBD 0 root NoSpace
. . PUNCT . 14 punct
"""


def test_verbs_participle_beside_a_name_has_its_agent_after_by() -> None:
    told = {(who, what) for who, relation, what, _ in proposals(FOUNDED) if relation is RelationType.FOUNDED}
    assert told == {("Lena Struve", "Amber Forum"), ("Otto", "Amber Forum")}


def test_verbs_participle_after_an_agent_is_of_another() -> None:
    rows = FOUNDED.replace("The the DET DT 3 det", "By by ADP IN 3 case")
    assert not [p for p in proposals(rows) if p[1] is RelationType.FOUNDED]


POLICE = """
The the DET DT 2 det
chief chief NOUN NN 9 nsubj
of of ADP IN 6 case
the the DET DT 6 det
Tarnow Tarnow PROPN NNP 6 compound B-CITY
police police NOUN NN 2 nmod NoSpace
, , PUNCT , 8 punct
Otto Otto PROPN NNP 2 appos B-PERSON
resigned resign VERB VBD 0 root NoSpace
. . PUNCT . 9 punct
"""


def test_complements_a_name_that_says_whose_the_next_word_is_is_none() -> None:
    assert not [p for p in proposals(POLICE) if p[1] is HEAD]


BISHOP = """
The the DET DT 2 det
bishop bishop NOUN NN 7 nsubj
of of ADP IN 4 case
Tarnow Tarnow PROPN NNP 2 nmod B-CITY NoSpace
, , PUNCT , 6 punct
Otto Otto PROPN NNP 2 appos B-PERSON
resigned resign VERB VBD 0 root NoSpace
. . PUNCT . 7 punct
"""


def test_roles_a_bishop_does_not_lead_the_town_and_a_mayor_does() -> None:
    assert not [p for p in proposals(BISHOP) if p[1] is HEAD]
    mayor = proposals(BISHOP.replace("bishop bishop", "mayor mayor"))
    assert {p[:3] for p in mayor if p[1] is HEAD} == {("Otto", HEAD, "Tarnow")}


PART = """
The the DET DT 3 det
Kestrel Kestrel PROPN NNP 3 compound B-ORG
Trust Trust PROPN NNP 7 nmod:poss I-ORG NoSpace
's 's PART POS 3 case
housing housing NOUN NN 7 compound
policy policy NOUN NN 7 compound
chief chief NOUN NN 10 nsubj NoSpace
, , PUNCT , 9 punct
Otto Otto PROPN NNP 7 appos B-PERSON
resigned resign VERB VBD 0 root NoSpace
. . PUNCT . 10 punct
"""


def test_roles_the_chief_of_a_part_works_for_the_body() -> None:
    assert {p[1] for p in proposals(PART)} == {WORKS}
    whole = PART.replace("housing housing NOUN NN 7 compound", "acting acting NOUN NN 7 compound").replace(
        "policy policy NOUN NN 7 compound", "party party NOUN NN 7 compound"
    )
    assert HEAD in {p[1] for p in proposals(whole)}


OF_BODY = """
Otto Otto PROPN NNP 6 nsubj B-PERSON
of of ADP IN 5 case
the the DET DT 5 det
Harbour Harbour PROPN NNP 5 compound B-ORG
{0} {0} PROPN NNP 1 nmod I-ORG
agreed agree VERB VBD 0 root NoSpace
. . PUNCT . 6 punct
"""


@pytest.mark.parametrize(
    ("kind", "members", "relation", "method"),
    [
        ("Union", True, MEMBER, "union.of"),
        ("Party", True, MEMBER, "party.of"),
        ("Hospital", False, WORKS, "employer.of"),
        ("Lantern", None, WORKS, "body.of"),
    ],
)
def test_memberships_by_the_kind_of_body(kind: str, members: bool | None, relation: RelationType, method: str) -> None:
    rows = OF_BODY.format(kind)
    scene = scene_of(rows)
    (body,) = (i for i, c in enumerate(scene.chains) if c.name.startswith("Harbour"))
    assert has_members(scene, body) is members
    assert ("Otto", relation, f"Harbour {kind}", method) in proposals(rows)


def test_relations_an_office_is_guessed_to_be_of_one_body_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = scene_of(BISHOP)
    name, noun = scene.doc[5], scene.doc[1]
    guesses = [Candidate(0, HEAD, body, (name, noun), noun, "implied.head") for body in (1, 2)]
    said = Candidate(0, WORKS, 3, (name, noun), noun, "staff.title.of")
    assert implied.office(guesses[0]) == (0, "bishop")
    assert implied.office(said) is None
    kept = list(relations._one_body([(guesses[0], 0.5), (guesses[1], 0.9), (said, 0.6)]))
    assert [(c.object, p) for c, p in kept] == [(2, 0.9), (3, 0.6)]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "subject", "type_", "object_"),
    [
        ("The Kestrel Trust, which is run by Otto Kranz, pledged money.", "Otto Kranz", HEAD, "Kestrel Trust"),
        ("Captain Otto Kranz of the Royal Norland Navy spoke.", "Otto Kranz", MEMBER, "Royal Norland Navy"),
        ("Otto Kranz, regional secretary of the Farmers' Union, agreed.", "Otto Kranz", MEMBER, "Farmers' Union"),
        ("Otto Kranz, director of the Oslo-based Kestrel Trust, agreed.", "Otto Kranz", HEAD, "Kestrel Trust"),
    ],
)
def test_relations_to_bodies_are_told(read: Read, text: str, subject: str, type_: RelationType, object_: str) -> None:
    assert (subject, type_, object_) in ends(read(text))


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Deputy mayor Otto Kranz said Tarnow would pay.", HEAD),
        ("Otto Kranz, an outspoken critic of the Harvest Party, was fined.", MEMBER),
        ("The European Union's foreign policy chief, Otto Kranz, agreed.", HEAD),
    ],
)
def test_relations_to_bodies_that_the_words_do_not_tell(read: Read, text: str, wrong: RelationType) -> None:
    assert not [r for r in read(text).relations if r.predicate is wrong]
