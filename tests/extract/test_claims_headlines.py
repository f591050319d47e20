"""Headlines leave out articles, auxiliaries and verbs, and say all the same whose word it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.records import Extraction

pytestmark = pytest.mark.model

Read = Callable[[str], Extraction]


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Hundreds killed in raid, opposition claims", [("opposition", "Hundreds killed in raid")]),
        ("Army blamed for deaths of eleven villagers", [("", "deaths of eleven villagers")]),
        ("Kral 'knew of torture', court told", [("", "Kral 'knew of torture")]),
        ("No talks before Friday: mediator", [("mediator", "No talks before Friday")]),
        ('"We will not go": the women of the docks', [("the women of the docks", "We will not go")]),
    ],
)
def test_headlines_who_says_so(read: Read, headline: str, expected: list[tuple[str, str]]):
    extraction = read(headline)
    assert [(claim.claimant_text, claim.text) for claim in extraction.claims] == expected


def test_headlines_a_sentence_is_none(read: Read):
    """A whole sentence says who is blamed by its own auxiliary: its subject never makes the claim."""
    extraction = read("The army was blamed for the deaths of eleven villagers.")
    assert "The army" not in {claim.claimant_text for claim in extraction.claims}
