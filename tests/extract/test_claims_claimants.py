"""Whose word a content is, where the nearest noun phrase is somebody else's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.records import Certainty, Extraction

pytestmark = pytest.mark.model

Read = Callable[[str], Extraction]


def claims(extraction: Extraction) -> list[tuple[str, str]]:
    return [(claim.claimant_text, claim.text) for claim in extraction.claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The radio also quoted a policeman as saying that the brakes had failed.",
            [("a policeman", "the brakes had failed")],
        ),
        (
            "The delegates were received by a clerk, given tea, and told that the decree was in force.",
            [("", "the decree was in force")],
        ),
        (
            "At least 14 people died, according to the miners, and 9 according to the ministry.",
            [("the miners", "At least 14 people died"), ("the ministry", "9")],
        ),
        (
            "The rebels, who according to the army, had fled, were seen in Brno.",
            [("the army", "had fled")],
        ),
        (
            "The prosecution maintains that the baker fired first; the defence, that he was asleep.",
            [("The prosecution", "the baker fired first"), ("the defence", "he was asleep")],
        ),
        ("I hear that the ferry will be sold.", [("", "the ferry will be sold")]),
        (
            "There was no money, the auditors argue, and the books had been burned.",
            [("the auditors", "There was no money")],
        ),
        ("If Kral built the dam, as he claims, he kept it quiet.", [("he", "Kral built the dam")]),
        ("The mayor brushed off reports that the dam had burst.", [("", "the dam had burst")]),
        ("Contrary to reports, Kral does not lead the Red Front.", []),
        ("Kral founded the Red Front, or so he claims.", [("he", "Kral founded the Red Front")]),
        ("His widow is adamant: Kral founded the Red Front.", [("His widow", "Kral founded the Red Front")]),
        ("Kral, if the police are right, founded the Red Front.", [("the police", "founded the Red Front")]),
        ("Irish police questioned the captain of the trawler.", []),
        (
            "A senior official, speaking on condition of anonymity, said the talks had collapsed.",
            [("A senior official", "the talks had collapsed")],
        ),
    ],
)
def test_claimants_of_a_sentence(read: Read, text: str, expected: list[tuple[str, str]]):
    assert claims(read(text)) == expected


def test_claimants_what_an_author_hears_is_hearsay(read: Read):
    (claim,) = read("We understand that the ministry has sold the island.").claims
    assert (claim.claimant_text, claim.certainty) == ("", Certainty.PROBABLE)


def test_claimants_neither_confirmed_nor_denied_is_left_open(read: Read):
    (claim,) = read("The palace neither confirmed nor denied the arrest of General Adebayo.").claims
    assert (claim.claimant_text, claim.text) == ("The palace", "the arrest of General Adebayo")
    assert claim.certainty is Certainty.POSSIBLE


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ('Ortega does not hide her anger. "I saw the wall fall. Nobody came."', "Ortega"),
        ('The minister resigned on Monday. "He was a coward."', ""),
        ('"We marched," said Jan Kral, author of "The Gate". "We will march again."', 'Jan Kral, author of "The Gate"'),
    ],
)
def test_claimants_of_quotations_without_a_cue(read: Read, text: str, who: str):
    assert {claim.claimant_text for claim in read(text).claims} == {who}
