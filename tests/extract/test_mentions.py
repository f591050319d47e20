import pytest
from parses import document_of, parsed

from pipeline.extract import mentions
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel, Mention, MentionForm


def found(rows: str) -> list[tuple[str, str]]:
    return [(m.surface, m.label.value) for m in all_of(rows)]


def all_of(rows: str) -> tuple[Mention, ...]:
    doc = parsed(rows)
    return mentions.find(Scene(document_of(doc), doc))


def test_mentions_titles_articles_and_possessives_stay_outside() -> None:
    rows = """
The the DET DT 2 det B-ORG
Ministry ministry PROPN NNP 6 nsubj I-ORG
of of ADP IN 4 case I-ORG
Sport Sport PROPN NNP 2 nmod I-ORG
warned warn VERB VBD 0 root
President President PROPN NNP 9 nmod:poss B-PERSON
Ruiz Ruiz PROPN NNP 6 flat I-PERSON NoSpace
's 's PART POS 6 case I-PERSON
aide aide NOUN NN 5 obj NoSpace
. . PUNCT . 5 punct
"""
    assert found(rows) == [("The Ministry of Sport", "ORG"), ("Ruiz", "PERSON")]


def test_mentions_lower_case_article_is_cut() -> None:
    rows = """
Down down ADV RB 0 root
with with ADP IN 4 case
the the DET DT 4 det B-ORG
Kremlin Kremlin PROPN NNP 1 obl I-ORG NoSpace
! ! PUNCT . 1 punct
"""
    (only,) = all_of(rows)
    assert (only.surface, only.normal, only.form) == ("Kremlin", "Kremlin", MentionForm.NAME)


def test_mentions_of_a_body_include_the_land_in_its_name() -> None:
    rows = """
He he PRON PRP 2 nsubj
left leave VERB VBD 0 root
the the DET DT 5 det
Green Green PROPN NNP 5 compound B-ORG
Party Party PROPN NNP 2 obj I-ORG
of of ADP IN 7 case
Wales Wales PROPN NNP 5 nmod B-COUNTRY NoSpace
. . PUNCT . 2 punct
"""
    assert found(rows) == [("Green Party of Wales", "ORG")]


def test_mentions_leave_out_an_adjective_before_a_person_and_beliefs() -> None:
    rows = """
Embattled embattled ADJ JJ 2 amod B-PERSON
Ruiz Ruiz PROPN NNP 3 nsubj I-PERSON
survived survive VERB VBD 0 root
Tsarism Tsarism PROPN NNP 3 obj B-PERSON NoSpace
. . PUNCT . 3 punct
"""
    assert found(rows) == [("Ruiz", "PERSON")]


def test_mentions_dates_are_left_to_time() -> None:
    rows = """
On on ADP IN 2 case
Monday Monday PROPN NNP 4 obl B-DATE
Ruiz Ruiz PROPN NNP 4 nsubj B-PERSON
left leave VERB VBD 0 root NoSpace
. . PUNCT . 4 punct
"""
    assert found(rows) == [("Ruiz", "PERSON")]


def test_mentions_common_word_at_sentence_start_is_no_name() -> None:
    rows = """
Boats boat NOUN NNS 2 nsubj B-PERSON
sank sink VERB VBD 0 root NoSpace
. . PUNCT . 2 punct
"""
    assert found(rows) == []


@pytest.mark.parametrize(
    ("word", "given", "expected"),
    [
        ("Ukraine", "CITY", "COUNTRY"),
        ("Tatarstan", "CITY", "REGION"),
        ("Peruvian", "PERSON", "NORP"),
        ("Georgia", "REGION", "REGION"),
        ("Georgia", "COUNTRY", "COUNTRY"),
        ("Hong Kong", "COUNTRY", "CITY"),
        ("Vladivostok", "CITY", "CITY"),
        ("Tripura", "COUNTRY", "REGION"),
        ("Chelsea", "COUNTRY", "CITY"),
        ("Donbas", "NORP", "REGION"),
        ("Cochabamba", "PERSON", "CITY"),
        ("Orlov", "PERSON", "PERSON"),
        ("Chittagong", "REGION", "CITY"),
    ],
)
def test_mentions_gazetteer_corrects_what_cannot_be(word: str, given: str, expected: str) -> None:
    first, *rest = word.split()
    names = [
        f"{first} {first} PROPN NNP 2 compound B-{given}" if rest else f"{first} {first} PROPN NNP 4 nmod B-{given}"
    ]
    names += [f"{w} {w} PROPN NNP 4 nmod I-{given}" for w in rest]
    shift = len(rest)
    rows = "\n".join([*names, f"is be AUX VBZ {3 + shift} cop", "far far ADJ JJ 0 root", ". . PUNCT . 3 punct"])
    assert found(rows)[0][1] == expected


def test_mentions_words_of_the_name_outrank_the_model() -> None:
    rows = """
The the DET DT 3 det
Surma Surma PROPN NNP 3 compound B-PERSON
Group Group PROPN NNP 4 nsubj I-PERSON
paid pay VERB VBD 0 root NoSpace
. . PUNCT . 4 punct
"""
    assert found(rows) == [("Surma Group", "ORG")]


def test_mentions_description_outranks_the_model() -> None:
    rows = """
She she PRON PRP 2 nsubj
owns own VERB VBZ 0 root
the the DET DT 4 det
magazine magazine NOUN NN 2 obj
Pulse Pulse PROPN NNP 4 appos B-PERSON NoSpace
. . PUNCT . 2 punct
"""
    assert found(rows) == [("Pulse", "ORG")]


def test_mentions_language_is_no_name() -> None:
    rows = """
They they PRON PRP 2 nsubj
sang sing VERB VBD 0 root
in in ADP IN 4 case
Russian Russian PROPN NNP 2 obl B-NORP NoSpace
. . PUNCT . 2 punct
"""
    assert found(rows) == []


MISSED = """
Olena Olena PROPN NNP 3 nsubj B-PERSON
Koval Koval PROPN NNP 1 flat I-PERSON
won win VERB VBD 0 root NoSpace
. . PUNCT . 3 punct

Critics critic NOUN NNS 2 nsubj
mocked mock VERB VBD 0 root
Koval Koval PROPN NNP 2 obj NoSpace
. . PUNCT . 2 punct
"""


def test_mentions_missed_surname_is_found_and_less_sure() -> None:
    one, two = all_of(MISSED)
    assert (two.surface, two.label) == ("Koval", EntityLabel.PERSON)
    assert two.confidence < one.confidence


def test_mentions_single_label_that_stands_alone_gives_way() -> None:
    sentence = """
Koval Koval PROPN NNP 2 nsubj B-{}
won win VERB VBD 0 root NoSpace
. . PUNCT . 2 punct
"""
    rows = "\n\n".join(sentence.format(x).strip() for x in ("PERSON", "PERSON", "PERSON", "ORG"))
    assert {label for _, label in found(rows)} == {"PERSON"}


def test_mentions_dateline_in_capitals() -> None:
    rows = """
LVIV LVIV PROPN NNP 7 nmod NoSpace
, , PUNCT , 1 punct
Ukraine Ukraine PROPN NNP 1 appos B-COUNTRY
- - PUNCT : 1 punct
Two two NUM CD 6 nummod
trams tram NOUN NNS 7 nsubj
collided collide VERB VBD 0 root NoSpace
. . PUNCT . 7 punct
"""
    assert found(rows) == [("LVIV", "CITY"), ("Ukraine", "COUNTRY")]


def test_mentions_acronym_after_its_long_name() -> None:
    rows = """
The the DET DT 2 det
Union Union PROPN NNP 9 nsubj B-ORG
of of ADP IN 5 case I-ORG
Harbour Harbour PROPN NNP 5 compound I-ORG
Workers Workers PROPN NNPS 2 nmod I-ORG
( ( PUNCT -LRB- 7 punct NoSpace
UHW UHW PROPN NNP 2 appos NoSpace
) ) PUNCT -RRB- 7 punct
struck strike VERB VBD 0 root NoSpace
. . PUNCT . 9 punct
"""
    assert found(rows) == [("Union of Harbour Workers", "ORG"), ("UHW", "ORG")]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("RKD B-CITY", "Pravo B-PERSON", [("RKD-Pravo", "ORG")]),  # an acronym makes it a body, whatever the parts were
        ("Almeida B-PERSON", "Castro O", [("Almeida-Castro", "PERSON")]),
        ("Paris B-CITY", "Berlin B-CITY", [("Paris", "CITY"), ("Berlin", "CITY")]),
        ("Turkish B-NORP", "Syrian B-NORP", [("Turkish", "NORP"), ("Syrian", "NORP")]),
    ],
)
def test_mentions_hyphens_tie_parts_and_not_names(left: str, right: str, expected: list[tuple[str, str]]) -> None:
    (first, label), (second, other) = left.split(), right.split()
    rows = f"""
{first} {first} PROPN NNP 3 compound {label} NoSpace
- - PUNCT HYPH 1 punct NoSpace
{second} {second} PROPN NNP 4 nsubj {other}
protested protest VERB VBD 0 root NoSpace
. . PUNCT . 4 punct
"""
    assert found(rows) == expected


def test_mentions_king_of_a_land_is_two_names() -> None:
    rows = """
King King PROPN NNP 0 root
Olaf Olaf PROPN NNP 1 flat B-PERSON
of of ADP IN 4 case I-PERSON
Thule Thule PROPN NNP 2 nmod I-PERSON NoSpace
. . PUNCT . 1 punct
"""
    assert found(rows) == [("Olaf", "PERSON"), ("Thule", "COUNTRY")]


def test_mentions_somebody_called_after_a_town_is_one_name_whatever_the_town_is_taken_for() -> None:
    rows = """
Ottmar Ottmar PROPN NNP 4 nsubj B-PERSON
of of ADP IN 3 case
Kremsau Kremsau PROPN NNP 1 nmod B-PERSON
wrote write VERB VBD 0 root NoSpace
. . PUNCT . 4 punct
"""
    assert found(rows) == [("Ottmar of Kremsau", "PERSON")]


def test_mentions_surname_with_an_article_begins_a_sentence_with_a_capital() -> None:
    rows = """
Samir Samir PROPN NNP 3 nsubj B-PERSON
al-Nuri al-Nuri PROPN NNP 1 flat I-PERSON
left leave VERB VBD 0 root NoSpace
. . PUNCT . 3 punct

Al-Nuri Al-Nuri PROPN NNP 2 nsubj B-ORG
slept sleep VERB VBD 0 root NoSpace
. . PUNCT . 2 punct
"""
    assert found(rows) == [("Samir al-Nuri", "PERSON"), ("Al-Nuri", "PERSON")]


def test_mentions_great_city_is_somebody_who_is_named_in_full() -> None:
    rows = """
Ida Ida PROPN NNP 3 nsubj B-PERSON
Houston Houston PROPN NNP 1 flat I-PERSON
sang sing VERB VBD 0 root NoSpace
. . PUNCT . 3 punct

Houston Houston PROPN NNP 2 nsubj B-PERSON
bowed bow VERB VBD 0 root NoSpace
. . PUNCT . 2 punct
"""
    assert found(rows) == [("Ida Houston", "PERSON"), ("Houston", "PERSON")]
