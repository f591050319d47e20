import datetime as dt

import pytest
from parses import document_of, parsed

from pipeline.extract import time
from pipeline.extract.dates import Context, resolve
from pipeline.extract.scene import Scene

WEDNESDAY = dt.date(2022, 9, 21)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("24 February 2022", "2022-02-24"), ("March 6th", "2022-03-06"), ("Feb. 24", "2022-02-24"), ("2014", "2014"),
        ("September 2022", "2022-09"), ("the 1990s", None), ("the 19th century", None), ("yesterday", "2022-09-20"),
        ("today", "2022-09-21"), ("last Tuesday", "2022-09-20"), ("Friday", "2022-09-16"), ("Wednesday", "2022-09-21"),
        ("next Monday", "2022-09-26"), ("two days ago", "2022-09-19"), ("three weeks ago", "2022-08"),
        ("six months ago", "2022-03"), ("ten years ago", "2012"), ("last month", "2022-08"), ("this year", "2022"),
        ("December", "2021-12"), ("late March", "2022-03"), ("the night of 3 May", "2022-05-03"),
        ("the end of 2021", "2021"), ("24.02.2022", "2022-02-24"), ("9/21/2022", "2022-09-21"), ("03/04/2022", "2022"),
        ("31 February", None), ("recently", None), ("twenty years", None), ("348", "0348"),
    ],
)  # fmt: skip
def test_time_resolves_against_publication(words: str, value: str | None) -> None:
    assert resolve(words, Context(anchor=WEDNESDAY)) == value


@pytest.mark.parametrize(
    ("words", "value"), [("Friday", "2022-09-23"), ("December", "2022-12"), ("24 February", "2023-02-24")]
)
def test_time_of_a_clause_that_looks_ahead_is_the_next_one(words: str, value: str) -> None:
    assert resolve(words, Context(anchor=WEDNESDAY, future=True)) == value


def test_time_weekday_beside_a_date_chooses_the_year() -> None:
    assert resolve("Tuesday, 8 March", Context(anchor=WEDNESDAY)) == "2022-03-08"
    assert resolve("Monday, 8 March", Context(anchor=WEDNESDAY)) == "2021-03-08"


def test_time_counts_from_the_date_named_last() -> None:
    context = Context(anchor=WEDNESDAY, previous="2021-12-31")
    assert resolve("the following day", context) == "2022-01-01"
    assert resolve("that year", context) == "2021"
    assert resolve("the same month", context) == "2021-12"


@pytest.mark.parametrize(
    ("words", "previous", "value"),
    [
        ("two years later", "2016-03-04", "2018"), ("Ten days later", "2016-12-28", "2017-01-07"),
        ("three weeks earlier", "2016-03-04", "2016-02"), ("six months later", "2016-11", "2017-05"),
        ("six months later", "2016", None), ("several days later", "2016-11-02", None),
        ("a year before", "2016", "2015"),
        ("ten days later", "9999-12-30", None),
        ("ten months later", "9999-12", None), ("a year later", "9999", None),
    ],
)  # fmt: skip
def test_time_later_and_earlier_count_from_the_date_named_last(words: str, previous: str, value: str | None) -> None:
    assert resolve(words, Context(anchor=WEDNESDAY, previous=previous)) == value


def test_time_without_publication_resolves_only_whole_dates() -> None:
    assert resolve("yesterday", Context()) is None
    assert resolve("March 6th", Context()) is None
    assert resolve("6 March 1953", Context()) == "1953-03-06"


MET = """
They they PRON PRP 2 nsubj
met meet VERB VBD 0 root
on on ADP IN 4 case
Friday Friday PROPN NNP 2 obl NoSpace
. . PUNCT . 2 punct

The the DET DT 2 det
council council NOUN NN 4 nsubj
will will AUX MD 4 aux
vote vote VERB VB 0 root
on on ADP IN 6 case
Friday Friday PROPN NNP 4 obl B-DATE NoSpace
. . PUNCT . 4 punct

In in ADP IN 2 case
May may PROPN NNP 4 obl
1998 1998 NUM CD 2 nummod
opened open VERB VBD 0 root
the the DET DT 6 det
mine mine NOUN NN 4 nsubj NoSpace
; ; PUNCT : 4 punct
it it PRON PRP 9 nsubj
closed close VERB VBD 4 parataxis
in in ADP IN 11 case
August August PROPN NNP 9 obl NoSpace
. . PUNCT . 4 punct
"""


def test_time_references_are_found_with_and_without_names() -> None:
    doc = parsed(MET)
    found = time.references(Scene(document_of(doc, published="2022-09-21"), doc))
    assert [(t.text, t.value) for t in found] == [
        ("Friday", "2022-09-16"), ("Friday", "2022-09-23"), ("May 1998", "1998-05"), ("August", "1998-08"),
    ]  # fmt: skip


def test_time_modal_may_is_no_month() -> None:
    doc = parsed("""
        They they PRON PRP 3 nsubj
        may may AUX MD 3 aux
        leave leave VERB VB 0 root
        in in ADP IN 5 case
        may may PROPN NNP 3 obl
    """)
    assert time.references(Scene(document_of(doc), doc)) == ()


@pytest.mark.parametrize(("word", "value"), [("on", "2022-02-24"), ("since", None), ("until", None), ("after", None)])
def test_time_that_only_bounds_a_stretch_is_no_date(word: str, value: str | None) -> None:
    doc = parsed(f"""
Shops shop NOUN NNS 2 nsubj
closed close VERB VBD 0 root
{word} {word} ADP IN 4 case
February February PROPN NNP 2 obl B-DATE
24 24 NUM CD 4 nummod I-DATE NoSpace
. . PUNCT . 2 punct
""")
    (found,) = time.references(Scene(document_of(doc, published="2022-03-26"), doc))
    assert (found.text, found.value) == ("February 24", value)
