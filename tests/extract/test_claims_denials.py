"""What somebody denies is a relation of polarity Denied, stated by those who deny it alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.records import Extraction

pytestmark = pytest.mark.model

Read = Callable[[str], Extraction]


def put(extraction: Extraction, predicate: str) -> list[tuple[str, str, list[str]]]:
    """Voice, polarity and claimants of each relation of a kind."""
    return [
        (relation.voice, relation.polarity, [c.claimant_text for c in extraction.claims if index in c.states])
        for index, relation in enumerate(extraction.relations)
        if relation.predicate == predicate
    ]


@pytest.mark.parametrize(
    ("text", "predicate", "stance"),
    [
        (
            "Ana Weiss denied that Peter Kral led the Baltic Union.",
            "headOf",
            ("Attributed", "Denied", ["Ana Weiss"]),
        ),
        (
            "Peter Kral denied being a member of the Baltic Union.",
            "memberOf",
            ("Attributed", "Denied", ["Peter Kral"]),
        ),
        (
            "The ministry said that Peter Kral denied leading the Baltic Union.",
            "headOf",
            ("Attributed", "Denied", ["Peter Kral"]),
        ),
        (
            "Peter Kral refused to lead the Baltic Union.",
            "headOf",
            ("Attributed", "Denied", ["Peter Kral"]),
        ),
        (
            "Ana Weiss denied that Peter Kral was not a member of the Baltic Union.",
            "memberOf",
            ("Attributed", "Affirmed", ["Ana Weiss"]),
        ),
        (
            "Ana Weiss said that Peter Kral was not a member of the Baltic Union.",
            "memberOf",
            ("Attributed", "Denied", ["Ana Weiss"]),
        ),
        (  # what a denial takes for granted is not denied
            "The army denied that President Anna Moor had fled Prague.",
            "jobTitle",
            ("Attributed", "Affirmed", ["The army"]),
        ),
        (
            "Peter Kral rejected the appointment of Ana Weiss as head of the Baltic Union.",
            "headOf",
            ("Attributed", "Affirmed", ["Peter Kral"]),
        ),
    ],
)
def test_denials_tell_the_polarity_of_what_they_state(read: Read, text: str, predicate: str, stance: tuple):
    assert put(read(text), predicate) == [stance]


def test_denials_and_affirmations_of_one_relation_are_two(read: Read):
    text = "Ana Weiss said that Peter Kral heads the Baltic Union. Moor denied that Peter Kral heads the Baltic Union."
    assert put(read(text), "headOf") == [
        ("Attributed", "Affirmed", ["Ana Weiss"]),
        ("Attributed", "Denied", ["Moor"]),
    ]


@pytest.mark.parametrize("verb", ["dismissed", "denied", "rejected", "laughed off"])
def test_denials_of_reports_are_not_the_reports_of_those_who_deny_them(read: Read, verb: str):
    extraction = read(f"The spokesman {verb} reports that Peter Kral is the leader of the Baltic Union.")
    assert ("The spokesman", "Affirmed") not in {(c.claimant_text, c.polarity) for c in extraction.claims}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("A spokesman for the army declined to comment on claims that its troops had fired on a bus.", "A spokesman"),
        ("The party expelled Kral over allegations that he had beaten his partner.", "The party"),
    ],
)
def test_denials_and_deeds_over_claims_are_not_the_claims(read: Read, text: str, who: str):
    said = [c for c in read(text).claims if c.cue in ("claims", "allegations")]
    assert [c.claimant_text for c in said] == [""]
    assert who not in {c.claimant_text for c in said}


def test_denials_by_neither_are_denials(read: Read):
    claims = read("Neither the army nor the rebels have admitted firing the rocket.").claims
    assert {c.polarity.value for c in claims} == {"Denied"}


@pytest.mark.parametrize(
    "text",
    [
        "The claim, which the army denies, is that dozens were killed.",
        "The army is reported to have killed dozens, which it denies.",
    ],
)
def test_denials_in_a_relative_clause_affirm_nothing(read: Read, text: str):
    assert {c.claimant_text for c in read(text).claims if c.polarity == "Affirmed"} == {""}
