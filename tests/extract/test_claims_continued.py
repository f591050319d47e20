"""What somebody goes on to say after the words that interrupt it is not taken for the author's word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.graph.events import stances_of
from pipeline.records import Extraction, Voice

pytestmark = pytest.mark.model

Read = Callable[[str], Extraction]


def said(extraction: Extraction) -> list[list[str]]:
    return [[extraction.document.quote(piece) for piece in claim.pieces] for claim in extraction.claims]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            "“We marched for an hour,” said Tomas Kral, a welder, “but the police attacked us at the gate.”",
            [["We marched for an hour", "but the police attacked us at the gate"]],
        ),
        (
            '"We marched for an hour," said Kral, author of "The Gate", "and then they shot at us."',
            [["We marched for an hour", "and then they shot at us"]],
        ),
        (
            "Soldiers shot at the crowd, witnesses said, and arrested the union's leader.",
            [["Soldiers shot at the crowd", "and arrested the union's leader"]],
        ),
        (
            "The raid, the ministry said, was led by soldiers who had killed a guard.",
            [["was led by soldiers who had killed a guard", "The raid"]],
        ),
    ],
)
def test_continued_both_sides_of_a_cue_are_what_is_said(read: Read, text: str, pieces: list[list[str]]):
    extraction = read(text)
    assert said(extraction) == pieces
    assert {stance.voice for stance in stances_of(extraction)} == {Voice.ATTRIBUTED}
    assert extraction.claims[0].about_events == tuple(range(len(extraction.events)))


def test_continued_figure_of_an_event_is_a_claim_of_the_same_claimant(read: Read):
    extraction = read("Three people were killed, the ministry said, and nine were arrested in Brno.")
    assert said(extraction) == [["Three people were killed"], ["and nine were arrested in Brno"]]
    assert {(c.claimant_text, c.cue, c.voice) for c in extraction.claims} == {
        ("the ministry", "said", Voice.ATTRIBUTED)
    }
    assert [c.quantity.minimum for c in extraction.claims if c.quantity] == [3, 9]


@pytest.mark.parametrize(
    "text",
    [
        "Kral resigned, aides said, but soldiers arrested him on Friday.",
        "Kral resigned, said his aide, who was arrested in May.",
        '"We marched," he said, and attacked the guard.',
        "Police said nine people died, and the army arrested forty.",
    ],
)
def test_continued_what_the_author_says_himself_stays_his(read: Read, text: str):
    extraction = read(text)
    assert not any(claim.continued for claim in extraction.claims)
    assert [stance.voice for stance in stances_of(extraction)] == [Voice.ATTRIBUTED, Voice.NARRATOR]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            "The raid was a mistake, the general said; the men had lost their way; nobody had fired.",
            [["The raid was a mistake"], ["the men had lost their way"], ["nobody had fired"]],
        ),
        (
            "Three people died, the ministry said; the union put the number at nine.",
            [["Three people died"], ["the number at nine"]],
        ),
        ("The house is safe, the owner said; by then it had burned.", [["The house is safe"]]),
        ("The house is safe, the owner said; but the police sealed it.", [["The house is safe"]]),
        ("The house is safe, according to its owner; the police sealed it.", [["The house is safe"]]),
    ],
)
def test_continued_after_a_semicolon_the_same_one_speaks_on(read: Read, text: str, pieces: list[list[str]]):
    extraction = read(text)
    assert said(extraction) == pieces
