"""What the words beside a name tell of what it stands for."""

from __future__ import annotations

import pytest
from parses import document_of, parse_of, parsed
from test_mentions_heard import found as named
from test_mentions_heard import heard

from pipeline.extract import mentions
from pipeline.extract.mentions_context import clues, told
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel

MAYOR = """
She she PRON PRP 4 nsubj
was be AUX VBD 4 cop
the the DET DT 4 det
mayor mayor NOUN NN 0 root
of of ADP IN 6 case
Orlivka Orlivka PROPN NNP 4 nmod B-{0} NoSpace
. . PUNCT . 4 punct

Orlivka Orlivka PROPN NNP 2 nsubj B-{0}
slept sleep VERB VBD 0 root NoSpace
. . PUNCT . 2 punct
"""


def marked(rows: str) -> list[tuple[str, str]]:
    doc = parsed(rows)
    return [(m.surface, m.label.value) for m in mentions.find(Scene(document_of(doc), doc))]


@pytest.mark.parametrize(("noun", "label"), [("mayor", "CITY"), ("friend", "PERSON")])
def test_context_words_beside_one_mention_tell_for_all(noun: str, label: str) -> None:
    rows = MAYOR.format("PERSON").replace("mayor", noun)
    doc = heard(rows, ("Orlivka", "PERSON", 0.9), ("Orlivka", "CITY", 0.3))
    assert named(doc) == [("Orlivka", label), ("Orlivka", label)]


def test_context_does_not_outweigh_a_model_that_is_sure_again_and_again() -> None:
    rows = MAYOR.format("PERSON") + "\n".join(["", MAYOR.format("PERSON").split("\n\n")[1].strip()] * 3) + "\n"
    doc = heard(rows, *[("Orlivka", "PERSON", 0.99)] * 5)
    assert {label for _, label in named(doc)} == {"PERSON"}


def test_context_says_nothing_against_the_gazetteer() -> None:
    rows = MAYOR.replace("mayor", "island").replace("Orlivka", "Vladivostok").format("CITY")
    doc = heard(rows, ("Vladivostok", "CITY", 0.6), ("Vladivostok", "CITY", 0.6))
    assert {label for _, label in named(doc)} == {"CITY"}


@pytest.mark.parametrize(
    ("rows", "clue", "label"),
    [
        (
            """
Orlivka Orlivka PROPN NNP 3 nmod:poss B-PERSON NoSpace
's 's PART POS 1 case
minister minister NOUN NN 4 nsubj
left leave VERB VBD 0 root NoSpace
. . PUNCT . 4 punct
""",
            "X's minister",
            EntityLabel.COUNTRY,
        ),
        (
            """
Orlivka Orlivka PROPN NNP 6 nsubj B-CITY NoSpace
, , PUNCT , 4 punct
a a DET DT 4 det
company company NOUN NN 1 appos NoSpace
, , PUNCT , 1 punct
left leave VERB VBD 0 root NoSpace
. . PUNCT . 6 punct
""",
            "apposition company",
            EntityLabel.ORG,
        ),
        (
            """
Orlivka Orlivka PROPN NNP 3 nmod:poss B-CITY NoSpace
's 's PART POS 1 case
widow widow NOUN NN 4 nsubj
smiled smile VERB VBD 0 root NoSpace
. . PUNCT . 4 punct
""",
            "X's widow",
            EntityLabel.PERSON,
        ),
    ],
)
def test_context_clues_are_words_with_how_they_are_tied_to_the_name(rows: str, clue: str, label: EntityLabel) -> None:
    tokens = parse_of(rows)[0:1]
    assert clue in clues(tokens)
    assert told(tokens) == {label}


def test_context_queen_rules_the_land_that_is_named_after_her() -> None:
    rows = """
Queen Queen PROPN NNP 5 nsubj
Astrid Astrid PROPN NNP 1 flat B-PERSON
of of ADP IN 4 case
Orlivka Orlivka PROPN NNP 2 nmod B-PERSON
left leave VERB VBD 0 root NoSpace
. . PUNCT . 5 punct
"""
    assert told(parse_of(rows)[3:4]) == {EntityLabel.COUNTRY}


def test_context_member_of_a_parliament_and_the_internet_are_no_names() -> None:
    rows = """
The the DET DT 2 det
MP MP PROPN NNP 3 nsubj B-ORG
left leave VERB VBD 0 root
the the DET DT 5 det
Internet Internet PROPN NNP 3 obj B-ORG NoSpace
. . PUNCT . 3 punct
"""
    assert marked(rows) == []


def test_context_city_that_was_cut_in_two_is_one() -> None:
    rows = """
Phnom Phnom PROPN NNP 2 compound B-CITY
Penh Penh PROPN NNP 3 nsubj B-PLACE
slept sleep VERB VBD 0 root NoSpace
. . PUNCT . 3 punct
"""
    assert marked(rows) == [("Phnom Penh", "CITY")]


STATE = """
{0} {0} PROPN NNP 2 nsubj B-CITY
slept sleep VERB VBD 0 root
in in ADP IN 4 case
Georgia Georgia PROPN NNP 2 obl B-COUNTRY NoSpace
. . PUNCT . 2 punct
"""


@pytest.mark.parametrize(("city", "label"), [("Atlanta", "REGION"), ("Tbilisi", "COUNTRY"), ("Oslo", "COUNTRY")])
def test_context_name_of_a_country_and_of_a_state_is_told_by_the_cities_around(city: str, label: str) -> None:
    assert marked(STATE.format(city)) == [(city, "CITY"), ("Georgia", label)]


def test_context_surname_in_a_headline_goes_without_the_next_word() -> None:
    rows = """
Governor Governor PROPN NNP 3 nsubj
Adeyemi Adeyemi PROPN NNP 1 flat B-PERSON
Angry Angry PROPN NNP 0 root I-PERSON

Tunde Tunde PROPN NNP 3 nsubj B-PERSON
Adeyemi Adeyemi PROPN NNP 1 flat I-PERSON
left leave VERB VBD 0 root NoSpace
. . PUNCT . 3 punct
"""
    assert marked(rows) == [("Adeyemi", "PERSON"), ("Tunde Adeyemi", "PERSON")]
    prose = rows.replace(
        "Angry Angry PROPN NNP 0 root I-PERSON\n", "Angry Angry PROPN NNP 0 root I-PERSON\n. . PUNCT . 3 punct\n"
    )
    assert marked(prose) == [("Adeyemi Angry", "PERSON"), ("Tunde Adeyemi", "PERSON")]


def alone(words: str, label: str, *, verb: str = "left") -> str:
    """The label of a name that is the subject of a sentence."""
    parts = words.split()
    at = len(parts)
    rows = [
        f"{w} {w} {'PROPN NNP' if w[0].isupper() else 'ADP IN'} {at if i < at - 1 else at + 1} "
        f"{'compound' if i < at - 1 else 'nsubj'} {'B' if i == 0 else 'I'}-{label}"
        for i, w in enumerate(parts)
    ]
    rows += [f"{verb} {verb} VERB VBD 0 root NoSpace", f". . PUNCT . {at + 1} punct"]
    ((surface, told),) = marked("\n".join(rows))
    assert surface == words
    return told


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Mount Sinai Brigade", "ORG"),
        ("Lake Guard", "ORG"),
        ("Barbara Castle", "PERSON"),
        ("Grace Chapel", "ORG"),
        ("Republic of Orlivka", "COUNTRY"),
        ("Watch the River", "ORG"),
    ],
)
def test_context_words_of_a_name_do_not_outvote_what_it_is(words: str, label: str) -> None:
    assert alone(words, label) == label


@pytest.mark.parametrize(
    ("words", "given", "label"),
    [("Lake Orlivka", "ORG", "PLACE"), ("Orlivka Square", "ORG", "PLACE"), ("Orlivka Castle", "PERSON", "PLACE")],
)
def test_context_words_of_a_name_tell_a_place(words: str, given: str, label: str) -> None:
    assert alone(words, given) == label


COMPANY = """
Hurka Hurka PROPN NNP 4 nsubj B-ORG
is be AUX VBZ 4 cop
a a DET DT 4 det
{0} {0} NOUN NN 0 root NoSpace
. . PUNCT . 4 punct

Reto Reto PROPN NNP 3 nsubj B-PERSON
Hurka Hurka PROPN NNP 1 flat I-PERSON
left leave VERB VBD 0 root NoSpace
. . PUNCT . 3 punct
"""


@pytest.mark.parametrize(("noun", "label"), [("company", "ORG"), ("nuisance", "PERSON")])
def test_context_company_may_bear_the_surname_of_its_owner(noun: str, label: str) -> None:
    assert marked(COMPANY.format(noun)) == [("Hurka", label), ("Reto Hurka", "PERSON")]


def test_context_capital_of_a_land_says_nothing_of_a_city() -> None:
    rows = """
The the DET DT 2 det
capital capital NOUN NN 5 nsubj
of of ADP IN 4 case
Orlivia Orlivia PROPN NNP 2 nmod B-REGION
slept sleep VERB VBD 0 root NoSpace
. . PUNCT . 5 punct
"""
    assert marked(rows) == [("Orlivia", "REGION")]
    assert marked(rows.replace("capital", "city")) == [("Orlivia", "CITY")]
