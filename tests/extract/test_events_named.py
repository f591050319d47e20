"""Participants have their names where the text gives them beside another word for the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.records import Extraction

pytestmark = pytest.mark.model

Read = Callable[[str], Extraction]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Police detained the opposition leader, Amos Keller.", ["Amos Keller"]),
        ("One of those arrested, the baker Ida Lind, was pushed to the ground.", ["Ida Lind"]),
        ("The murder of journalist Pavel Brandt by two officers shocked the town.", ["Pavel Brandt"]),
    ],
)
def test_events_name_participants_that_have_a_name(read: Read, text: str, targets: list[str]):
    assert [p.text for e in read(text).events for p in e.targets] == targets


def test_events_opposed_are_not_done_by_their_opponents(read: Read):
    assert [p.text for e in read("My own party, Left Wind, opposes such a strike.").events for p in e.actors] == []
