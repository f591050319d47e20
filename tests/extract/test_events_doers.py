"""Who does what a noun tells, and who is named only as not having done it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.records import Extraction

pytestmark = pytest.mark.model

Read = Callable[[str], Extraction]


def told(read: Read, text: str, type_: str) -> tuple[list[str], list[str]]:
    (event,) = [e for e in read(text).events if e.type == type_]
    return [actor.text for actor in event.actors], [target.text for target in event.targets]


@pytest.mark.parametrize(
    ("text", "type_", "actors", "targets"),
    [
        ("US sanctions against Iran have hit the poor.", "Sanction", ["US"], ["Iran"]),
        ("The secret police's arrest of Ana Pohl caused an outcry.", "Arrest", ["secret police"], ["Ana Pohl"]),
        ("It was not the army but the militia that shelled the market.", "Attack", ["militia"], ["market"]),
        ("The army, not the militia, killed the priest.", "Death", ["army"], ["priest"]),
        ("The priest was killed by the militia rather than the army.", "Death", ["militia"], ["priest"]),
        ("The priest was poisoned, allegedly by soldiers.", "Attack", [], ["priest"]),
    ],
)
def test_doers_and_undergoers_are_those_whom_grammar_names(
    read: Read, text: str, type_: str, actors: list[str], targets: list[str]
):
    assert told(read, text, type_) == (actors, targets)


def test_doers_of_a_raid_are_the_police_before_it(read: Read):
    assert told(read, "A police raid on the newspaper left four people in hospital.", "Attack")[0] == ["police"]


def test_doers_of_one_verb_are_not_those_of_the_next(read: Read):
    events = read("The law was adopted by the Duma and signed by Putin.").events
    assert [[actor.text for actor in e.actors] for e in events if e.triggers[0].surface == "signed"] == [["Putin"]]
