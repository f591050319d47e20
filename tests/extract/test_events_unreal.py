"""Events that are asked about, thought of, unproven or untrue did not happen because their own verb says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.records import Extraction

pytestmark = pytest.mark.model

Read = Callable[[str], Extraction]


def modalities(read: Read, text: str) -> set[str]:
    return {event.modality.value for event in read(text).events}


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Was the mayor murdered?", "Hypothetical"),
        ("Did soldiers shoot the priest?", "Hypothetical"),
        ("Was there an attack on the school?", "Hypothetical"),
        ("Why did soldiers shoot the priest?", "Actual"),
        ("Had the guards opened fire, she would be dead.", "Hypothetical"),
        ("Had the union called a strike, the trains would have stood still.", "Hypothetical"),
        ("There is no evidence that the army shelled the school.", "Hypothetical"),
        ("There is evidence that the army shelled the school.", "Actual"),
        ("The police found no evidence of an attack.", "Hypothetical"),
        ("The prosecutors lack proof that Kral had shot the dog.", "Hypothetical"),
        ("The idea that the army bombed its own barracks is absurd.", "Hypothetical"),
        ("It is unthinkable that soldiers shot the priest.", "Hypothetical"),
        ("It is clear that soldiers shot the priest.", "Actual"),
        ("It is false that the king has died.", "Negated"),
        ("It is not true that soldiers shot the priest.", "Negated"),
        ("Whether the minister resigned or was deposed is disputed.", "Hypothetical"),
        ("Holm came close to resigning in May.", "Hypothetical"),
        ("The police foiled an attack on the harbour.", "Negated"),
        ("The police could have prevented an attack on the harbour.", "Hypothetical"),
        ("The union called off the strike.", "Negated"),
        ("The strike was not called off.", "Actual"),
        ("The election was postponed.", "Planned"),
        ("Instead of arresting the men, the police let them go.", "Negated"),
        ("The general stayed at home rather than attack the town.", "Negated"),
        ("It is a lie that soldiers shot the priest.", "Negated"),
        ("What would happen if the army refused to fire on the crowd?", "Hypothetical"),
        ("Soldiers were about to fire when the lights went out.", "Hypothetical"),
        ("Rumours that Kovac had been killed proved false.", "Negated"),
        ("Reports that the bank had been sold were wrong.", "Negated"),
        ("Reports that the bank had been sold were not wrong.", "Actual"),
        ("Rumours that the minister had resigned spread quickly.", "Hypothetical"),
    ],
)
def test_unreal_clauses_tell_the_modality_of_what_they_hold(read: Read, text: str, modality: str):
    assert modalities(read, text) == {modality}


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Peter Kral made the claim that soldiers had looted the town.", ["soldiers"]),
        ("The prosecutors lack proof that Kral had shot the dog.", ["Kral"]),
        ("Kral blamed the attack on the rebels.", []),
        ("Kral, 34, of Leeds, denied murder.", []),
    ],
)
def test_unreal_who_speaks_of_an_event_takes_no_part_in_it(read: Read, text: str, actors: list[str]):
    (event,) = read(text).events
    assert [actor.text for actor in event.actors] == actors
    assert not event.targets or event.targets[0].text not in ("Kral", "the rebels", "rebels")


def test_unreal_trial_makes_nobody_an_attacker(read: Read):
    extraction = read("Kral went on trial for the attack on the synagogue.")
    assert [a.text for e in extraction.events if e.type == "Attack" for a in e.actors] == []


def test_unreal_attack_is_no_cyberattack_where_nothing_is_digital(read: Read):
    told = read("There was an attack on the synagogue. An attack on the airport was feared.")
    assert {event.type.value for event in told.events} == {"Attack"}
    hacked = read("Hackers took the ministry's servers down. The cyberattack began on Monday.")
    assert "Cyberattack" in {event.type.value for event in hacked.events}


@pytest.mark.parametrize(
    "text",
    [
        "The general did not order the attack.",
        "Imagine that the general had ordered the attack.",
        "It is not as though the general ordered the attack.",
    ],
)
def test_unreal_order_makes_nobody_an_attacker(read: Read, text: str):
    assert [actor.text for event in read(text).events for actor in event.actors] == []


def test_unreal_order_that_was_given_has_an_actor(read: Read):
    (event,) = read("The general ordered the attack.").events
    assert [actor.text for actor in event.actors] == ["general"]
