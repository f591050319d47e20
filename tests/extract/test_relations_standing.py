"""What is alleged, asked, wished, denied or said by others is no plain fact."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.records import Certainty, Extraction, Polarity, Relation, RelationType, Voice

pytestmark = pytest.mark.model

Read = Callable[[str], Extraction]


def relation(read: Read, text: str, type_: RelationType) -> Relation:
    [found] = [r for r in read(text).relations if r.predicate is type_]
    return found


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Tomas Kral, the alleged head of the Brno Cartel, fled to Sofia.", Certainty.PROBABLE),
        ("Tomas Kral, the self-styled president of the Free City of Brno, spoke.", Certainty.PROBABLE),
        ("Tomas Kral will lead the Workers' Party from May.", Certainty.PROBABLE),
        ("If Tomas Kral leads the Workers' Party, it will lose.", Certainty.POSSIBLE),
        ("Tomas Kral, who wants to lead the Workers' Party, spoke in Brno.", Certainty.POSSIBLE),
        ("Is Tomas Kral the head of the Brno Cartel?", Certainty.POSSIBLE),
        ("I doubt that Tomas Kral leads the Workers' Party.", Certainty.POSSIBLE),
        ("The myth that Tomas Kral leads the Workers' Party persists.", Certainty.POSSIBLE),
        ("The news that Tomas Kral leads the Workers' Party spread quickly.", Certainty.CERTAIN),
        ("To listen to him, you would think that Tomas Kral leads the Workers' Party.", Certainty.POSSIBLE),
        ("Should Tomas Kral lead the Workers' Party, it will lose.", Certainty.POSSIBLE),
        ("Tomas Kral, head of the Workers' Party, denied that it had split.", Certainty.CERTAIN),
    ],
)
def test_standing_how_surely_somebody_is_said_to_lead(read: Read, text: str, certainty: Certainty):
    assert relation(read, text, RelationType.HEAD_OF).certainty is certainty


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Tomas Kral poses as the founder of the Workers' Party.", Certainty.POSSIBLE),
        ("Tomas Kral introduced himself as the founder of the Workers' Party.", Certainty.PROBABLE),
        ("Tomas Kral spoke as the founder of the Workers' Party.", Certainty.CERTAIN),
        ("Had Tomas Kral founded the Workers' Party, he would be rich.", Certainty.POSSIBLE),
        ("Tomas Kral had founded the Workers' Party, so he was rich.", Certainty.CERTAIN),
    ],
)
def test_standing_how_surely_somebody_is_said_to_have_founded(read: Read, text: str, certainty: Certainty):
    assert relation(read, text, RelationType.FOUNDED).certainty is certainty


def test_standing_who_it_was_not_is_denied(read: Read):
    text = "It {} Tomas Kral who founded the Workers' Party."
    assert relation(read, text.format("was not"), RelationType.FOUNDED).polarity is Polarity.DENIED
    assert relation(read, text.format("was"), RelationType.FOUNDED).polarity is Polarity.AFFIRMED
    [event] = read(text.format("was not")).events
    assert event.actors == ()


def test_standing_what_is_so_no_longer_is_denied(read: Read):
    found = relation(read, "Tomas Kral is no longer a member of the Workers' Party.", RelationType.MEMBER_OF)
    assert found.polarity is Polarity.DENIED


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Tomas Kral, who according to the union leads the Harbour Company, resigned.", RelationType.HEAD_OF),
        ("Tomas Kral denied being a member of the Brno Cartel.", RelationType.MEMBER_OF),
        ("The Brno Cartel's founder, police say, is Tomas Kral.", RelationType.FOUNDED),
        ("Tomas Kral, police said, was born in Brno.", RelationType.BIRTH_PLACE),
    ],
)
def test_standing_what_is_read_across_a_cue_is_attributed(read: Read, text: str, type_: RelationType):
    assert relation(read, text, type_).voice is Voice.ATTRIBUTED


def test_standing_what_a_cue_stands_beside_is_the_author_s(read: Read):
    text = "Tomas Kral, who said that he was ill, leads the Workers' Party."
    assert relation(read, text, RelationType.HEAD_OF).voice is Voice.NARRATOR
