"""What is done time and again is no one event; what was done each time in the past was done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.records import Extraction

pytestmark = pytest.mark.model

Read = Callable[[str], Extraction]


@pytest.mark.parametrize(
    ("text", "type_", "modality"),
    [
        ("Police usually arrest protesters before dawn.", "Arrest", "Generic"),
        ("The regime regularly bans newspapers.", "Coercion", "Generic"),
        ("Every spring, farmers march on the capital.", "Protest", "Generic"),
        ("Each year hundreds of people drown in the river.", "Death", "Generic"),
        ("Every summer police arrested dozens of tourists.", "Arrest", "Actual"),
        ("Police have often arrested protesters.", "Arrest", "Actual"),
        ("On Sunday the president visits Lavia.", "Meeting", "Actual"),
    ],
)
def test_habitual_events_are_generic(read: Read, text: str, type_: str, modality: str):
    assert {event.modality.value for event in read(text).events if event.type == type_} == {modality}
