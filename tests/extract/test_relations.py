import pytest
from parses import document_of, parsed

from pipeline.extract import coreference, mentions, relations
from pipeline.extract.scene import Scene
from pipeline.records import Certainty, Extraction, Polarity, Relation, RelationType, Voice


def related(rows: str) -> tuple[Scene, list[Relation]]:
    doc = parsed(rows)
    document = document_of(doc)
    names = mentions.find(Scene(document, doc))
    scene = Scene(document, doc, *coreference.resolve(Scene(document, doc, names)))
    found = list(relations.extract(scene))
    Extraction(  # checks every quote and position
        document=document,
        sentences=scene.sentences,
        mentions=scene.mentions,
        chains=scene.chains,
        relations=tuple(found),
    )
    return scene, found


def triples(rows: str) -> set[tuple[str, str, str]]:
    scene, found = related(rows)

    def name(x: int | str) -> str:
        return x if isinstance(x, str) else scene.chains[x].name

    return {(name(r.subject), r.predicate.value, name(r.object)) for r in found}


APPOSITION = """
Ana Ana PROPN NNP 12 nsubj B-PERSON
Ruiz Ruiz PROPN NNP 1 flat I-PERSON NoSpace
, , PUNCT , 6 punct
the the DET DT 6 det
former former ADJ JJ 6 amod
leader leader NOUN NN 1 appos
of of ADP IN 9 case
the the DET DT 9 det
Greens Greens PROPN NNPS 6 nmod B-ORG NoSpace
, , PUNCT , 6 punct
has have AUX VBZ 12 aux
resigned resign VERB VBN 0 root NoSpace
. . PUNCT . 12 punct
"""


def test_relations_apposition_with_complement() -> None:
    assert triples(APPOSITION) == {
        ("Ana Ruiz", "headOf", "Greens"),
        ("Ana Ruiz", "jobTitle", "former leader of the Greens"),
    }


def test_relations_evidence_is_the_telling_stretch_of_its_sentence() -> None:
    scene, found = related(APPOSITION)
    (head,) = [r for r in found if r.predicate is RelationType.HEAD_OF]
    (evidence,) = head.evidence
    assert scene.document.quote(evidence.span) == "Ana Ruiz, the former leader of the Greens"
    assert evidence.method.startswith("relations.head")
    assert 0 < evidence.confidence <= 1
    assert (head.voice, head.polarity, head.certainty) == (Voice.NARRATOR, Polarity.AFFIRMED, Certainty.CERTAIN)


PEOPLE = """
Sri Sri PROPN NNP 3 amod B-NORP
Lankan Lankan ADJ JJ 1 flat I-NORP
President President PROPN NNP 6 nsubj
Ana Ana PROPN NNP 3 flat B-PERSON
Ruiz Ruiz PROPN NNP 3 flat I-PERSON
left leave VERB VBD 0 root NoSpace
. . PUNCT . 6 punct
"""


def test_relations_adjective_of_a_people_before_a_head_of_state() -> None:
    assert ("Ana Ruiz", "headOf", "Sri Lanka") in triples(PEOPLE)
    assert ("Ana Ruiz", "nationality", "Sri Lanka") not in triples(PEOPLE)


def test_relations_adjective_of_a_people_before_an_occupation() -> None:
    rows = PEOPLE.replace("President President PROPN NNP", "painter painter NOUN NN")
    assert ("Ana Ruiz", "nationality", "Sri Lanka") in triples(rows)
    assert ("Ana Ruiz", "headOf", "Sri Lanka") not in triples(rows)


POSSESSIVE = """
Tariq Tariq PROPN NNP 4 nmod:poss B-PERSON
Ruiz Ruiz PROPN NNP 1 flat I-PERSON NoSpace
's 's PART POS 1 case
wife wife NOUN NN 6 nsubj
Ana Ana PROPN NNP 4 appos B-PERSON
left leave VERB VBD 0 root NoSpace
. . PUNCT . 6 punct
"""


def test_relations_kinship_is_no_position() -> None:
    assert triples(POSSESSIVE) == {("Tariq Ruiz", "relatedTo", "Ana")}


PASSIVE = """
The the DET DT 2 det
Greens Greens PROPN NNPS 4 nsubj:pass B-ORG
were be AUX VBD 4 aux:pass
founded found VERB VBN 0 root
by by ADP IN 6 case
Ana Ana PROPN NNP 4 obl:agent B-PERSON
Ruiz Ruiz PROPN NNP 6 flat I-PERSON
and and CCONJ CC 9 cc
Tom Tom PROPN NNP 6 conj B-PERSON
Low Low PROPN NNP 9 flat I-PERSON NoSpace
. . PUNCT . 4 punct
"""


def test_relations_passive_is_turned_round_and_conjuncts_share() -> None:
    assert triples(PASSIVE) == {("Ana Ruiz", "founded", "Greens"), ("Tom Low", "founded", "Greens")}


STANCE = """
Ana Ana PROPN NNP 5 nsubj B-PERSON
Ruiz Ruiz PROPN NNP 1 flat I-PERSON
{aux}
not not PART RB 5 advmod
{verb} {verb} VERB VB 0 root
Tom Tom PROPN NNP 5 obj B-PERSON
Low Low PROPN NNP 6 flat I-PERSON NoSpace
. . PUNCT . 5 punct
"""


@pytest.mark.parametrize(("verb", "predicate"), [("support", RelationType.SUPPORTS), ("oppose", RelationType.OPPOSES)])
def test_relations_negation_denies(verb: str, predicate: RelationType) -> None:
    _, (only,) = related(STANCE.format(verb=verb, aux="does do AUX VBZ 5 aux"))
    assert (only.predicate, only.polarity, only.certainty) == (predicate, Polarity.DENIED, Certainty.CERTAIN)


def test_relations_modal_makes_possible() -> None:
    rows = STANCE.format(verb="support", aux="may may AUX MD 5 aux").replace("not not PART RB", "yet yet ADV RB")
    _, (only,) = related(rows)
    assert (only.polarity, only.certainty) == (Polarity.AFFIRMED, Certainty.POSSIBLE)


PLACES = """
She she PRON PRP 2 nsubj
slept sleep VERB VBD 0 root
in in ADP IN 4 case
Irving Irving PROPN NNP 2 obl B-CITY NoSpace
, , PUNCT , 6 punct
Texas Texas PROPN NNP 4 appos B-REGION NoSpace
, , PUNCT , 8 punct
USA USA PROPN NNP 6 appos B-COUNTRY NoSpace
. . PUNCT . 2 punct
"""


def test_relations_nested_places() -> None:
    assert triples(PLACES) == {
        ("Irving", "containedInPlace", "Texas"),
        ("Texas", "containedInPlace", "USA"),
    }


LIST = """
She she PRON PRP 2 nsubj
saw see VERB VBD 0 root
Kazan Kazan PROPN NNP 2 obj B-CITY NoSpace
, , PUNCT , 5 punct
Perm Perm PROPN NNP 3 conj B-CITY
and and CCONJ CC 7 cc
Omsk Omsk PROPN NNP 3 conj B-CITY NoSpace
. . PUNCT . 2 punct
"""


def test_relations_list_of_cities_holds_no_nesting() -> None:
    assert triples(LIST) == set()


BASED = """
The the DET DT 5 det
Vilnius Vilnius PROPN NNP 4 compound B-CITY NoSpace
- - PUNCT HYPH 4 punct NoSpace
based base VERB VBN 5 amod
centre centre NOUN NN 8 nsubj
Volny Volny PROPN NNP 5 appos B-ORG
Dom Dom PROPN NNP 6 flat I-ORG
closed close VERB VBD 0 root NoSpace
. . PUNCT . 8 punct
"""


def test_relations_based_adjective() -> None:
    assert triples(BASED) == {("Volny Dom", "location", "Vilnius")}


BORN = """
Ana Ana PROPN NNP 10 nsubj B-PERSON
Ruiz Ruiz PROPN NNP 1 flat I-PERSON NoSpace
, , PUNCT , 4 punct
born bear VERB VBN 1 acl
in in ADP IN 6 case
Quito Quito PROPN NNP 4 obl B-CITY NoSpace
, , PUNCT , 4 punct
now now ADV RB 10 advmod
mostly mostly ADV RB 10 advmod
lives live VERB VBZ 0 root
in in ADP IN 12 case
Lima Lima PROPN NNP 10 obl B-CITY NoSpace
. . PUNCT . 10 punct
"""


def test_relations_participle_and_verb_of_places() -> None:
    assert triples(BORN) == {("Ana Ruiz", "birthPlace", "Quito"), ("Ana Ruiz", "homeLocation", "Lima")}


COPULA = """
Ana Ana PROPN NNP 5 nsubj B-PERSON
Ruiz Ruiz PROPN NNP 1 flat I-PERSON
is be AUX VBZ 5 cop
a a DET DT 5 det
member member NOUN NN 0 root
of of ADP IN 8 case
the the DET DT 8 det
Greens Greens PROPN NNPS 5 nmod B-ORG
and and CCONJ CC 10 cc
spokeswoman spokeswoman NOUN NN 5 conj
for for ADP IN 12 case
Oxfam Oxfam PROPN NNP 10 nmod B-ORG NoSpace
. . PUNCT . 5 punct
"""


def test_relations_copula_with_two_roles() -> None:
    assert triples(COPULA) >= {
        ("Ana Ruiz", "memberOf", "Greens"),
        ("Ana Ruiz", "worksFor", "Oxfam"),
        ("Ana Ruiz", "jobTitle", "spokeswoman"),
    }


SUCH_AS = """
Members member NOUN NNS 9 nsubj
of of ADP IN 4 case
the the DET DT 4 det
Greens Greens PROPN NNPS 1 nmod B-ORG
such such ADJ JJ 7 case
as as ADP IN 5 fixed
Ana Ana PROPN NNP 1 nmod B-PERSON
Ruiz Ruiz PROPN NNP 7 flat I-PERSON
left leave VERB VBD 0 root NoSpace
. . PUNCT . 9 punct
"""


def test_relations_examples_share_the_role() -> None:
    assert triples(SUCH_AS) == {("Ana Ruiz", "memberOf", "Greens")}


ITS_LEADER = """
The the DET DT 2 det
Greens Greens PROPN NNPS 3 nsubj B-ORG
won win VERB VBD 0 root NoSpace
. . PUNCT . 3 punct

Its its PRON PRP$ 2 nmod:poss
leader leader NOUN NN 7 nsubj NoSpace
, , PUNCT , 4 punct
Ana Ana PROPN NNP 2 appos B-PERSON
Ruiz Ruiz PROPN NNP 4 flat I-PERSON NoSpace
, , PUNCT , 2 punct
wept weep VERB VBD 0 root NoSpace
. . PUNCT . 7 punct
"""


def test_relations_pronoun_as_complement() -> None:
    assert ("Ana Ruiz", "headOf", "Greens") in triples(ITS_LEADER)


BRACKETED = """
Ana Ana PROPN NNP 6 nsubj B-PERSON
Ruiz Ruiz PROPN NNP 1 flat I-PERSON
( ( PUNCT -LRB- 4 punct NoSpace
Greens Greens PROPN NNPS 1 appos B-ORG NoSpace
) ) PUNCT -RRB- 4 punct
objected object VERB VBD 0 root NoSpace
. . PUNCT . 6 punct
"""


def test_relations_party_in_brackets() -> None:
    assert triples(BRACKETED) == {("Ana Ruiz", "memberOf", "Greens")}


SUBSIDIARY = """
Minera Minera PROPN NNP 8 nsubj B-ORG
Sur Sur PROPN NNP 1 flat I-ORG NoSpace
, , PUNCT , 5 punct
a a DET DT 5 det
unit unit NOUN NN 1 appos
of of ADP IN 7 case
Larkspur Larkspur PROPN NNP 5 nmod B-ORG
grew grow VERB VBD 0 root NoSpace
. . PUNCT . 8 punct
"""


def test_relations_part_of_a_greater_body() -> None:
    assert triples(SUBSIDIARY) == {("Minera Sur", "parentOrganization", "Larkspur")}


def test_relations_same_statement_twice_is_one_with_two_sentences() -> None:
    _, found = related(BRACKETED.strip() + "\n\n" + BRACKETED.strip())
    (only,) = found
    assert [e.sentence for e in only.evidence] == [0, 1]


def test_relations_nobody_is_related_to_oneself() -> None:
    _, found = related(PASSIVE)
    assert all(r.subject != r.object for r in found)


INAUGURATED = """
Ana Ana PROPN NNP 4 nsubj:pass B-PERSON
Ruiz Ruiz PROPN NNP 1 flat I-PERSON
was be AUX VBD 4 aux:pass
enthroned enthrone VERB VBN 0 root
as as ADP IN 7 case
first first ADJ JJ 7 amod
president president NOUN NN 4 obl
of of ADP IN 9 case
Peru Peru PROPN NNP 7 nmod B-COUNTRY NoSpace
. . PUNCT . 4 punct
"""


def test_relations_office_after_any_passive_verb() -> None:
    assert triples(INAUGURATED) == {
        ("Ana Ruiz", "headOf", "Peru"),
        ("Ana Ruiz", "jobTitle", "first president of Peru"),
    }


def test_relations_way_of_seeing_is_no_office() -> None:
    assert triples(INAUGURATED.replace("enthroned enthrone", "dismissed dismiss")) == set()


REVERSED = """
Its its PRON PRP$ 3 nmod:poss
first first ADJ JJ 3 amod
director director NOUN NN 5 nsubj
is be AUX VBZ 5 cop
Ana Ana PROPN NNP 0 root B-PERSON
Ruiz Ruiz PROPN NNP 5 flat I-PERSON NoSpace
. . PUNCT . 5 punct
"""


def test_relations_copula_with_the_name_last() -> None:
    assert triples(REVERSED) == {("Ana Ruiz", "jobTitle", "first director")}


MISPARSED = """
Ana Ana PROPN NNP 10 nsubj B-PERSON
Ruiz Ruiz PROPN NNP 1 flat I-PERSON NoSpace
, , PUNCT , 10 punct
Gazeta Gazeta PROPN NNP 10 dep B-ORG NoSpace
's 's PART POS 4 case
former former ADJ JJ 10 amod
editor editor NOUN NN 10 dep
of of ADP IN 9 case
news news NOUN NN 10 obl NoSpace
left leave VERB VBD 0 root NoSpace
. . PUNCT . 10 punct
"""


def test_relations_description_beside_a_name_survives_a_wrong_parse() -> None:
    assert ("Ana Ruiz", "jobTitle", "editor") in triples(MISPARSED)


BESIDE = """
Tom Tom PROPN NNP 13 nsubj B-PERSON
Low Low PROPN NNP 1 flat I-PERSON
of of ADP IN 5 case
the the DET DT 5 det
Greens Greens PROPN NNPS 13 obl B-ORG
saw see VERB VBD 0 root
Kazan Kazan PROPN NNP 6 obj B-CITY
and and CCONJ CC 9 cc
Perm Perm PROPN NNP 7 conj B-CITY
in in ADP IN 11 case
Russia Russia PROPN NNP 6 obl B-COUNTRY NoSpace
, , PUNCT , 13 punct
twice twice ADV RB 6 advmod NoSpace
. . PUNCT . 6 punct
"""


def test_relations_names_side_by_side_survive_a_wrong_parse() -> None:
    assert triples(BESIDE) == {
        ("Tom Low", "memberOf", "Greens"),
        ("Kazan", "containedInPlace", "Russia"),
        ("Perm", "containedInPlace", "Russia"),
    }


DENIED_TITLE = COPULA.replace("a a DET DT 5 det", "not not PART RB 5 advmod")


def test_relations_denied_membership_is_kept_as_denied() -> None:
    _, found = related(DENIED_TITLE)
    member = next(r for r in found if r.predicate is RelationType.MEMBER_OF)
    assert member.polarity is Polarity.DENIED
