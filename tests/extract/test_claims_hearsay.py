"""What many tell, what happens in a novel, what follows a colon or stands before a name is not the author's word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.graph.events import stances_of
from pipeline.records import Certainty, Extraction, Voice

pytestmark = pytest.mark.model

Read = Callable[[str], Extraction]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("By all accounts, the guards shot the two students.", ""),
        ("By most accounts the mayor had fled the city before dawn.", ""),
        ("Kral was critical of the attacks on the refugee camp.", "Kral"),
        ("The colonel called it a fairy tale: no soldier had attacked the village.", "The colonel"),
        ("The ministry's account was simple: rebels had shelled the school.", "The ministry"),
        ("The union's answer came at once: the company had locked out 300 workers.", "The union"),
        ("Her version is different: the police had beaten him in the van.", "Her"),
        ("Blast kills nine - officials", "officials"),
        ("Blast kills nine: officials", "officials"),
        ("@mayor_brno: police have arrested my son", "@mayor_brno"),
        ("In the novel, the king is murdered by his wife.", "the novel"),
        ("The militia claimed responsibility for the bombing of the market.", "The militia"),
        ("The militia denied responsibility for the bombing of the market.", "The militia"),
    ],
)
def test_hearsay_is_nothing_that_the_author_tells(read: Read, text: str, who: str):
    extraction = read(text)
    assert extraction.events
    assert {stance.voice for stance in stances_of(extraction)} == {Voice.ATTRIBUTED}
    assert {claim.claimant_text for claim in extraction.claims} == {who}


def test_hearsay_of_all_is_probable(read: Read):
    (claim,) = read("By all accounts, the guards shot the students.").claims
    assert claim.certainty is Certainty.PROBABLE


@pytest.mark.parametrize(
    "text",
    [
        "The claim that the army shelled the school proved false.",
        "Reports that the king had died were wrong.",
        "The report that the king had died was denied by the palace.",
    ],
)
def test_hearsay_is_not_put_into_the_mouth_of_its_own_noun_or_of_who_denies_it(read: Read, text: str):
    assert {claim.claimant_text for claim in read(text).claims if claim.polarity == "Affirmed"} == {""}


def test_hearsay_figure_of_who_speaks_counts_nobody_in_the_event(read: Read):
    extraction = read("The two men deny murdering the shopkeeper.")
    assert [claim.voice for claim in extraction.claims] == [Voice.ATTRIBUTED]


@pytest.mark.parametrize(
    "text",
    ["In the film industry, workers went on strike.", "Three things happened: police shot a man - twice."],
)
def test_hearsay_is_not_heard_where_nobody_speaks(read: Read, text: str):
    assert Voice.ATTRIBUTED not in {claim.voice for claim in read(text).claims}
