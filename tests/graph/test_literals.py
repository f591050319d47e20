import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.graph import literals
from pipeline.graph.namespaces import PREFIXES


def typed(literal):
    return literal.value, literal.datatype.value.removeprefix(PREFIXES["xsd"])


@pytest.mark.parametrize("bad", ["\x00", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_text_replaces_what_stores_refuse_one_for_one(bad):
    assert literals.text(f"a{bad}b").value == "a\ufffdb"


@given(st.text(alphabet=st.characters(codec=None)))
def test_text_keeps_length_so_that_offsets_hold(value):
    assert len(literals.text(value).value) == len(value)


def test_text_keeps_everything_else():
    value = 'tab\tline\nreturn\r quote" slash\\ nbsp\u00a0 separator\u2028 🙂'
    assert literals.text(value).value == value


def test_shortened_cuts_between_words():
    assert literals.shortened("a b\n c") == "a b c"
    assert literals.shortened("one two three", 9) == "one two…"
    assert literals.shortened("one two, three", 9) == "one two…"
    assert literals.shortened("onetwothree", 5) == "onet…"


@given(st.text(), st.integers(2, 50))
def test_shortened_is_never_longer_than_the_limit(value, limit):
    assert len(literals.shortened(value, limit)) <= limit


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (4301.0, ("4301", "integer")),
        (0, ("0", "integer")),
        (2.5, ("2.5", "decimal")),
        (1e-7, ("0.0000001", "decimal")),
        (3e6, ("3000000", "integer")),
    ],
)
def test_number_is_plain(value, expected):
    assert typed(literals.number(value)) == expected


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_number_of_no_number_is_none(value):
    assert literals.number(value) is None


def test_confidence_and_coordinates_are_rounded_decimals():
    assert typed(literals.confidence(0.98765)) == ("0.9877", "decimal")
    assert typed(literals.confidence(0)) == ("0.0", "decimal")
    assert typed(literals.coordinate(-0.0000001)) == ("0.0", "decimal")
    assert typed(literals.coordinate(-33.8688)) == ("-33.8688", "decimal")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2022-09-21", ("2022-09-21", "date")),
        ("2022-09", ("2022-09", "gYearMonth")),
        ("2022", ("2022", "gYear")),
    ],
)
def test_date_is_as_precise_as_its_value(value, expected):
    assert typed(literals.date(value)) == expected


@pytest.mark.parametrize("value", ["2022-13", "2022-02-30", "0000", "0000-01-01", "2022-1", "22", "", "soon", "2022\n"])
def test_date_that_is_none(value):
    assert literals.date(value) is None


def test_instant_is_in_utc_to_the_second():
    oslo = dt.timezone(dt.timedelta(hours=2))
    assert literals.instant(dt.datetime(2024, 5, 1, 12, 30, 5, 999, tzinfo=oslo)).value == "2024-05-01T10:30:05Z"
    assert literals.instant(dt.datetime(2024, 5, 1, 12, 30)).value == "2024-05-01T12:30:00Z"


def test_truth_and_url():
    assert typed(literals.truth(True)) == ("true", "boolean")
    assert typed(literals.truth(False)) == ("false", "boolean")
    assert typed(literals.url(" http://x y/\x00 ")) == ("http://x y/\ufffd", "anyURI")
