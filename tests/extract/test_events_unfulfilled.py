"""Events that have not come about, by the words beside them: planned, wanted, feared, prevented or only nearly done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.records import Extraction

pytestmark = pytest.mark.model

Read = Callable[[str], Extraction]


@pytest.mark.parametrize(
    ("text", "type_", "modalities"),
    [
        ("Police nearly arrested the singer in Lyon.", "Arrest", {"Negated"}),
        ("The invasion never came.", "Attack", {"Negated"}),
        ("The rally that was never held cost the city a million.", "Protest", {"Negated"}),
        ("The march took place in the rain.", "Protest", {"Actual"}),
        ("The police prevented the crowd from marching on the palace.", "Protest", {"Negated"}),
        ("The police could not prevent the crowd from marching on the palace.", "Protest", {"Actual"}),
        ("The government stopped short of imposing sanctions.", "Sanction", {"Negated"}),
        ("She escaped being kidnapped in Beirut.", "Coercion", {"Negated"}),
        ("Not a single demonstrator was arrested.", "Arrest", {"Negated"}),
        ("Neither the army nor the police fired on the crowd.", "Attack", {"Negated"}),
        ("Most of the deputies voted no.", "Election", {"Actual"}),
        ("The coup attempt failed.", "Departure", {"Negated"}),
        ("The attempted murder of the banker shook the town.", "Death", {"Negated"}),
        ("The army has plans for an attack on the northern town.", "Attack", {"Planned", "Hypothetical"}),
        ("Preparations for the invasion are under way.", "Attack", {"Planned", "Hypothetical"}),
        ("Warnings of an attack were ignored.", "Attack", {"Hypothetical"}),
        ("The proposed ban on plastic divides the town.", "Coercion", {"Planned", "Hypothetical"}),
        ("Protesters attempted to seize the parliament.", "Coercion", {"Planned", "Hypothetical"}),
        ("Kral faces ten years in prison if he loses.", "Arrest", {"Hypothetical"}),
        ("The vote to remove the mayor failed.", "Departure", {"Hypothetical", "Negated"}),
        ("The two countries are close to signing an agreement.", "Agreement", {"Hypothetical"}),
        ("The Senate did not impose sanctions on Norcom.", "Sanction", {"Negated"}),
        ("Lavia can impose sanctions at any time.", "Sanction", {"Hypothetical", "Planned"}),
        ("He was held without trial for a year.", "Trial", {"Negated"}),
        ("President Kovac denied that her troops had shelled Petrovac.", "Attack", {"Hypothetical", "Negated"}),
        ("She denies having met the minister.", "Meeting", {"Hypothetical", "Negated"}),
        ("Nurses voted against a strike.", "Strike", {"Hypothetical", "Negated"}),
        ("A strike is due on Monday.", "Strike", {"Planned"}),
        ("A stoppage planned for Monday will hit hospitals.", "Strike", {"Planned"}),
        ("The attack planned by the rebels killed ten people.", "Attack", {"Actual"}),
        ("Another day of strikes has been called for 28 May.", "Strike", {"Planned"}),
        ("Strike to go ahead at shipyard", "Strike", {"Planned"}),
        ("He promised elections within a year.", "Election", {"Planned", "Hypothetical"}),
        ("The mayor wishes that the rally had been banned.", "Coercion", {"Hypothetical", "Negated"}),
    ],
)
def test_unfulfilled_events_are_not_told_as_having_happened(read: Read, text: str, type_: str, modalities: set[str]):
    found = {event.modality.value for event in read(text).events if event.type == type_}
    assert found
    assert found <= modalities


def test_unfulfilled_those_who_prevent_it_take_no_part_in_it(read: Read):
    (event,) = read("The police prevented the crowd from marching on the palace.").events
    assert [actor.text for actor in event.actors] == ["crowd"]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("A strike is unlikely.", "Strike"),
        ("A strike looks likely.", "Strike"),
        ("He escaped a lynching.", "Death"),
        ("Police saved him from a lynching.", "Death"),
        ("He dreamed of invading France.", "Attack"),
        ("Economists warned of a wave of layoffs.", "Departure"),
        ("Madrid blocked a referendum on independence.", "Election"),
        ("The crew abandoned the mission to bomb the bridge.", "Attack"),
    ],
)
def test_unfulfilled_events_are_not_actual(read: Read, text: str, type_: str):
    assert "Actual" not in {event.modality.value for event in read(text).events if event.type == type_}
