"""The day of publication in the head of an article."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipeline import read
from pipeline.read.datelines import published_in
from pipeline.read.paragraphs import prose
from pipeline.records import Document, Issue
from pipeline.settings import load

PROSE = "The harbour council met on Friday behind closed doors and agreed to let the ferries run again, " * 3


def day(text: str, title: str | None = None) -> str | None:
    found = published_in(text, prose(text), title)
    return None if found is None else found.day.isoformat()


@pytest.mark.parametrize(
    "line",
    [
        "OLDPORT, 3 March 2024 (Agency) - The council met.",
        "OLDPORT, Norland, March 3, 2024 (Harbour Wire) – The council met.",
        "OLDPORT (Agency), 3 March 2024 — The council met.",
        "NEW OLDPORT, Sunday 3 March 2024 -- The council met.",
        "OLDPORT - March 3, 2024 - The council met.",
        "Published: 3 March 2024",
        "Published on Sunday, March 3rd, 2024 by Ann Lee",
        "Published 3 March 2024 | Updated 4 March 2024",
        "First published at 10.00 GMT on 3 March 2024",
        "Posted Mar. 3, 2024 at 10:00 am",
        "PUBLISHED: MARCH 3, 2024 5 min read",
        "Date: 2024-03-03",
        "By Ann Lee | Published 3 March 2024",
        "By Ann Lee and Ida Holm, 3 March 2024, 10:30 GMT",
        "By the Harbour Wire - March 3, 2024",
        "March 3, 2024",
        "Sunday 3 March 2024, 10.30 GMT",
        "03.03.2024",
        "2024-03-03T10:00:00Z",
    ],
)
def test_datelines_and_bylines_date_an_article(line: str):
    assert day(f"Ferries sail again\n\n{line}\n\n{PROSE}") == "2024-03-03"


@pytest.mark.parametrize(
    "line",
    [
        "On 3 March 2024 the council met.",
        "3 March 2024 was a Sunday.",
        "Oldport, 3 March 2024 – the harbour lies still.",  # a scene that may be told much later
        "OLDPORT, 3 March 2024: the harbour lies still.",
        "OLDPORT, March 3 (Agency) - The council met.",  # no year
        "In OLDPORT, 3 March 2024 - The council met.",
        "Updated: 3 March 2024",
        "By Sunday 3 March 2024",
        "By 3 March 2024",
        "Published in 2024",
        "Published: 31 February 2024",
        "03/04/2024",
        "The book was published on 3 March 2024",
        "Published on 3 March 2024 the book sold well.",
        "Born: 3 March 2024",
    ],
)
def test_datelines_are_no_days_in_prose_or_in_doubt(line: str):
    assert day(f"Ferries sail again\n\n{line}\n\n{PROSE}") is None


def test_datelines_a_line_that_says_so_outranks_the_others():
    lines = ["OLDPORT, 1 March 2024 - Ferries.", "2 March 2024", "By Ann Lee, 3 March 2024", "Published: 4 March 2024"]
    text = "\n\n".join([*lines, PROSE])
    assert day(text) == "2024-03-04"
    assert day(text.replace("Published", "Updated")) == "2024-03-03"
    assert day(text.replace("Published", "Updated").replace("By Ann", "By ann")) == "2024-03-02"


def test_datelines_a_day_alone_counts_only_at_the_head():
    assert day(f"Ferries\n\n{PROSE}\n\n3 March 2024\n\n{PROSE}") is None
    assert day(f"Ferries\n\n{PROSE}\n\nPublished: 3 March 2024") == "2024-03-03"
    assert day("\n\n".join([*(["Short."] * 8), "Published: 3 March 2024"])) is None


def test_datelines_headings_of_a_chronicle_and_titles_are_no_publication():
    assert day(f"A diary\n\n3 March 2024\n\n{PROSE}\n\n5 March 2024\n\n{PROSE}") is None
    assert day(f"3 March 2024\n\n{PROSE}", title="3 March 2024") is None


def test_datelines_are_asked_last_and_told_of(tmp_path: Path):
    text = f"Ferries\n\nPublished: 3 March 2024\n\n{PROSE}\n"
    (tmp_path / "a.txt").write_text(text)
    (tmp_path / "b.txt").write_text(f"---\ndate: 2024-03-05\n---\n{text}")
    (tmp_path / "c.txt").write_text(text)
    (tmp_path / "c.meta.json").write_text('{"date": "2024-03-06"}')
    found = list(read.documents([tmp_path], load()))
    days = [item.published for item in found if isinstance(item, Document)]
    assert days == [dt.date(2024, 3, 3), dt.date(2024, 3, 5), dt.date(2024, 3, 6)]
    (note,) = (item for item in found if isinstance(item, Issue))
    assert (note.source, note.skipped) == ("a.txt", False)
    assert note.message == "is dated 2024-03-03 by its own line: 'Published: 3 March 2024'"
