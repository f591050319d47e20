"""Metadata under its many names, and dates in their many forms."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.read.dates import parse_date
from pipeline.read.metadata import SYNONYMS, Metadata, from_mapping

FEBRUARY_24 = dt.date(2022, 2, 24)


@pytest.mark.parametrize(
    "written",
    [
        "2022-02-24", "2022-02-24T10:30:00Z", "2022-02-24 10:30:00+03:00", "2022/02/24", "2022.02.24", "20220224",
        "20220224T103000", "24 February 2022", "24th of February, 2022", "24 Feb 2022", "24-Feb-2022", "Feb. 24, 2022",
        "February 24th, 2022", "Thursday, 24 February 2022 at 10:30", "Thu, 24 Feb 2022 10:30:00 +0000",
        "Thurs. Feb 24 2022", "24.02.2022", "24.2.2022, 10:30", "24/02/2022", "02/24/2022", " 2022-02-24\n",
    ],
)  # fmt: skip
def test_dates_are_understood(written: str):
    assert parse_date(written) == FEBRUARY_24


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2022-02-30", "not in the calendar"),
        ("31 June 2022", "not in the calendar"),
        ("03/04/2022", "may mean two days"),
        ("2022", "is no date"),
        ("February 2022", "is no date"),
        ("yesterday", "is no date"),
        ("", "is no date"),
        ("0001-01-01", "no plausible"),
        ("x" * 500, "is no date"),
    ],
)
def test_dates_that_are_none_say_so(written: str, said: str):
    with pytest.raises(ValueError, match=said):
        parse_date(written)


def test_dates_with_equal_day_and_month_are_clear():
    assert parse_date("03/03/2022") == dt.date(2022, 3, 3)


@settings(deadline=None)
@given(st.dates(min_value=dt.date(1500, 1, 1), max_value=dt.date(2199, 12, 31)))
def test_dates_written_in_words_come_back(date: dt.date):
    for form in ("%d %B %Y", "%b. %d, %Y", "%A, %d %b %Y", "%Y-%m-%d"):
        assert parse_date(date.strftime(form)) == date


@settings(deadline=None)
@given(st.text(max_size=40))
def test_dates_of_any_text_are_a_date_or_a_value_error(text: str):
    with suppress(ValueError):
        assert isinstance(parse_date(text), dt.date)


@pytest.mark.parametrize(("field", "name"), [(field, name) for field, names in SYNONYMS.items() for name in names])
def test_metadata_knows_each_synonym(field: str, name: str):
    value = {"published": "2022-02-24", "url": "https://news.example.org/a"}.get(field, "Some words")
    metadata, warnings = from_mapping({name.upper().replace("_", "-"): value})
    assert getattr(metadata, field) == (FEBRUARY_24 if field == "published" else value)
    assert not warnings


def test_metadata_takes_lists_and_named_objects():
    metadata, _ = from_mapping(
        {"authors": ["Ann Lee", {"name": "Bo  Ek"}, None], "publisher": {"name": "The Post", "id": 3}}
    )
    assert (metadata.author, metadata.publisher) == ("Ann Lee, Bo Ek", "The Post")


def test_metadata_takes_dates_and_numbers():
    metadata, _ = from_mapping({"title": 1984, "date": FEBRUARY_24})
    assert (metadata.title, metadata.published) == ("1984", FEBRUARY_24)


def test_metadata_takes_a_source_that_is_an_address_for_the_url():
    metadata, _ = from_mapping({"source": "https://news.example.org/a"})
    assert (metadata.publisher, metadata.url) == (None, "https://news.example.org/a")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"date": "soon"}, "is no date"),
        ({"url": "not a url"}, "no absolute URL"),
        ({"url": "https://x.example/<script>"}, "no absolute URL"),
        ({"title": "x" * 1001}, "longer than 1000"),
        ({"title": "a\ud800"}, "broken Unicode"),
        ({"title": {"text": "A"}}, "dict values"),
        ({"title": True}, "bool values"),
    ],
)
def test_metadata_that_is_of_no_use_is_a_warning(raw: dict[str, object], said: str):
    metadata, warnings = from_mapping(raw)
    assert metadata == Metadata()
    assert [said in warning for warning in warnings] == [True]


@pytest.mark.parametrize(
    "raw", [{"title": None}, {"title": ""}, {"title": "  "}, {"author": []}, {1: "x"}, {"mood": "x"}]
)
def test_metadata_that_is_empty_or_unknown_is_passed_over(raw: dict[object, object]):
    assert from_mapping(raw) == (Metadata(), ())


def test_metadata_over_fills_gaps_only():
    ours, theirs = Metadata(title="A"), Metadata(title="B", publisher="C")
    assert ours.over(theirs) == Metadata(title="A", publisher="C")
