import pytest

from pipeline.reconcile.naming import event_name, names_nobody
from pipeline.records import EventType


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (
            (EventType.ARREST, ["police"], ["Ann Lee"], ["Oslo"], "2021-01-17"),
            "Arrest of Ann Lee in Oslo, 17 January 2021",
        ),
        ((EventType.STRIKE, ["miners"], [], [], "2021-01"), "Strike by miners, January 2021"),
        ((EventType.ATTACK, [], ["Oslo"], ["Oslo"], "2021"), "Attack on Oslo, 2021"),
        ((EventType.PROTEST, [], [], ["Oslo"], ""), "Protest in Oslo"),
        ((EventType.MEETING, [], [], [], ""), "Meeting"),
        ((EventType.MEETING, ["Ann"], ["Bob"], [], ""), "Meeting of Ann and Bob"),
        ((EventType.AGREEMENT, ["Peru", "Chile"], ["fishing"], [], ""), "Agreement of Peru and Chile"),
        ((EventType.DEPARTURE, ["Ann"], [], [], ""), "Departure of Ann"),
        ((EventType.ATTACK, [], [], [], "2021", "raids"), "Attack (raids), 2021"),
        ((EventType.ATTACK, ["Ann"], [], [], "", "raids"), "Attack by Ann"),
        ((EventType.PROTEST, [], [], [], "", "protesters"), "Protest"),
    ],
)
def test_naming_says_what_who_where_and_when(arguments, name):
    assert event_name(*arguments) == name


def test_naming_cuts_long_wordings_between_words():
    name = event_name(EventType.ARREST, [], ["the " + "very " * 30 + "tall man"], [], "")
    assert name.endswith("very…")
    assert len(name) <= 70


@pytest.mark.parametrize(
    ("words", "nobody"),
    [("nobody", True), ("No soldier", True), ("none of them", True), ("no fewer than 40", False), ("Nolan", False)],
)
def test_naming_leaves_out_nobody(words, nobody):
    assert names_nobody(words) is nobody
