"""Who is only accused of something is not told to have done it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.records import Event, EventType, Extraction, Modality

pytestmark = pytest.mark.model

Read = Callable[[str], Extraction]


def violence(extraction: Extraction) -> Event:
    kinds = (EventType.ATTACK, EventType.CYBERATTACK, EventType.DEATH)
    [event] = [event for event in extraction.events if event.type in kinds]
    return event


@pytest.mark.parametrize(
    "text",
    [
        "Kral was charged with attacking Jan Lind.",
        "Prosecutors charged Kral with attacking Jan Lind in Brno.",
        "Kral was arrested on suspicion of killing Jan Lind.",
        "Kral was arrested for attacking Jan Lind.",
        "Kral went on trial accused of attacking Jan Lind.",
        "Kral was acquitted of attacking Jan Lind.",
        "Kral pleaded not guilty to attacking Jan Lind.",
        "Police are investigating whether Kral attacked Jan Lind.",
        "Unconfirmed reports of an attack on Brno spread on Friday.",
    ],
)
def test_accusation_what_one_is_accused_of_is_not_actual(read: Read, text: str):
    assert violence(read(text)).modality is Modality.HYPOTHETICAL


def test_accusation_what_a_court_has_found_is_actual(read: Read):
    event = violence(read("Kral was convicted of attacking Jan Lind."))
    assert (event.modality, [p.text for p in event.actors]) == (Modality.ACTUAL, ["Kral"])


@pytest.mark.parametrize(
    "text",
    [
        "Kral is on trial for the attack on Jan Lind.",
        "Kral is wanted for the murder of two guards.",
        "Kral was cleared of the murder of Jan Lind.",
    ],
)
def test_accusation_who_stands_trial_is_not_the_actor(read: Read, text: str):
    event = violence(read(text))
    assert (event.modality, event.actors) == (Modality.ACTUAL, ())


def test_accusation_who_is_wanted_claims_nothing(read: Read):
    assert read("Kral is wanted for the murder of Jan Lind.").claims == ()


def test_accusation_figures_of_what_may_not_have_been_are_not_the_author_s(read: Read):
    assert read("Kral was charged with murdering two guards.").claims == ()
