"""Words for events that tell none, and attacks that are on computers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.records import Extraction

pytestmark = pytest.mark.model

Read = Callable[[str], Extraction]


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("The war on drugs has failed.", set()),
        ("A war of words broke out over the budget.", set()),
        ("The war of 1967 broke out in June.", {"Attack"}),
        ("The bill died in committee.", set()),
        ("The bishop died in Graz.", {"Death"}),
        ("The flood of 1969 destroyed the bridge.", {"Disaster"}),
    ],
)
def test_figurative_words_tell_no_events(read: Read, text: str, types: set[str]):
    found = {event.type.value for event in read(text).events}
    assert found & {"Attack", "Death", "Disaster"} == types


def test_figurative_storms_are_no_disasters(read: Read):
    assert "Disaster" not in {e.type for e in read("The decision sparked a storm of protest.").events}


def test_figurative_attacks_on_a_website_are_cyberattacks(read: Read):
    text = "Hackers have struck the bank. They are using a tool to attack its website."
    assert [e.type for e in read(text).events if e.triggers[0].surface == "attack"] == ["Cyberattack"]


def test_figurative_strikes_with_weapons_are_attacks(read: Read):
    text = "A drone strike by Ukraine on a refinery in Ryazan killed two workers on Friday."
    assert {e.type for e in read(text).events} == {"Attack", "Death"}
