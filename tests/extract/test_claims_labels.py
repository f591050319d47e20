"""Headlines that say whose word they are: "Police: 12 dead in fire"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.records import Claim, Extraction, Voice

pytestmark = pytest.mark.model

Read = Callable[[str], Extraction]


def claims(read: Read, text: str) -> list[Claim]:
    return [claim for claim in read(text).claims if claim.voice is Voice.ATTRIBUTED]


@pytest.mark.parametrize(
    ("text", "who", "content"),
    [
        ("Police: 12 dead in attack on Brno", "Police", "12 dead in attack on Brno"),
        ("Rights group: 47 migrants abandoned in desert", "Rights group", "47 migrants abandoned in desert"),
        ("Witnesses: soldiers shot 12 people.", "Witnesses", "soldiers shot 12 people"),
        ("Officials in Brno: nine people were arrested", "Officials in Brno", "nine people were arrested"),
        ("Report: the firm bribed two ministers", "Report", "the firm bribed two ministers"),
    ],
)
def test_label_says_whose_word_a_headline_is(read: Read, text: str, who: str, content: str):
    [claim] = claims(read, text)
    assert (claim.claimant_text, claim.text) == (who, content)


@pytest.mark.parametrize(
    "text",
    [
        "Weather: rain in the north on Friday",
        "Photo: a soldier stands guard in Brno",
        "Volcano: two villages were evacuated",
        "Two things happened: the mayor resigned and the port closed.",
    ],
)
def test_label_of_a_thing_says_nothing(read: Read, text: str):
    assert claims(read, text) == []
