"""What a client gets that would take several things."""

from __future__ import annotations

import pytest

from pipeline.web.negotiation import best, quality

OFFERS = ("application/json", "text/csv", "text/turtle")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/*", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv;q=0.5, text/turtle;q=0.6", "text/turtle"),
        ("text/csv; charset=utf-8 ; q=0.5,*/*;q=0.1", "text/csv"),
        ("application/json;q=0, */*", "text/csv"),
        ("text/*;q=0.9, text/csv;q=0.1, application/json;q=0.5", "text/turtle"),
        ("text/csv, application/json", "application/json"),
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/csv;q=2", None),
        ("text/csv;q=high", None),
        ("nonsense", None),
        (";;;,,,q=1", None),
    ],
)
def test_negotiation_takes_what_is_liked_best(accept: str, expected: str | None):
    assert best(accept, OFFERS) == expected


def test_negotiation_the_most_specific_range_counts():
    assert quality("*/*;q=0.9, text/*;q=0.2", "text/csv") == 0.2
