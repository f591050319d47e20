"""What a clause beside it, a set phrase or a noun hands to somebody is that somebody's word, and not the author's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.graph.events import stances_of
from pipeline.records import Certainty, Extraction, Polarity, Voice

pytestmark = pytest.mark.model

Read = Callable[[str], Extraction]


def _said(extraction: Extraction) -> set[tuple[str, str]]:
    """Who says what, of all that is attributed."""
    return {(c.claimant_text, c.text) for c in extraction.claims if c.voice is Voice.ATTRIBUTED}


@pytest.mark.parametrize(
    ("text", "who", "content"),
    [
        ("As the opposition sees it, the mayor rigged the count.", "the opposition", "the mayor rigged the count"),
        ("To hear the colonels tell it, rebels burned the mill.", "the colonels", "rebels burned the mill"),
        ("The way Olsen tells it, the board sacked him.", "Olsen", "the board sacked him"),
        ("If the guards are to be believed, Lind shot first.", "the guards", "Lind shot first"),
        ("If you believe the minister, nobody was hurt.", "the minister", "nobody was hurt"),
        ("To his followers, he was murdered by the secret police.", "his followers", None),
        ("To the government, the strikers are criminals.", "the government", "the strikers are criminals"),
        ("For his supporters, the trial was a witch hunt.", "his supporters", "the trial was a witch hunt"),
        ("By the army's own admission, soldiers shot nine men.", "the army", "soldiers shot nine men"),
        ("In the army's version of events, the students fired first.", "the army", None),
        ("The rebels' claim to have captured Derna is untrue.", "The rebels", "to have captured Derna"),
    ],
)
def test_viewpoints_belong_to_those_who_have_them(read: Read, text: str, who: str, content: str | None):
    ((claimant, said),) = _said(read(text))
    assert claimant == who
    assert content is None or said == content


@pytest.mark.parametrize(
    "said",
    [
        "Some 300 huts burnt down on Monday, when villagers ran to the coast to reach the boats of the navy",
        "More than 40 sailors were held on Sunday, when friends of the captain went to the port to demand his release",
    ],
)
def test_viewpoints_a_source_at_the_end_of_a_sentence_speaks_of_the_whole(read: Read, said: str):
    extraction = read(f"{said}, according to Harbour Aid, a charity.")
    assert ("Harbour Aid, a charity", said) in _said(extraction)
    assert not any(c.voice is Voice.NARRATOR for c in extraction.claims), "no figure of the author's own"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("One theory is that the guards shot the prisoners.", "the guards shot the prisoners"),
        ("The official line is that the prisoner hanged himself.", "the prisoner hanged himself"),
        ("Rumour has it that the king was poisoned.", "the king was poisoned"),
        ("The story goes that he killed a man in Brno.", "he killed a man in Brno"),
        ("Word spread that the police had shot a boy.", "the police had shot a boy"),
        ("Rumours spread that the king had been murdered.", "the king had been murdered"),
        ("If reports are to be believed, the general was arrested.", "the general was arrested"),
        ("The weapons, believed to be from Iran, were hidden in a barn.", "to be from Iran"),
    ],
)
def test_viewpoints_of_nobody_are_hearsay(read: Read, text: str, content: str):
    extraction = read(text)
    assert _said(extraction) == {("", content)}
    assert {c.certainty for c in extraction.claims} == {Certainty.PROBABLE}


@pytest.mark.parametrize(
    "text",
    [
        "As I see it, the army shelled the school.",
        "As luck would have it, the bomb destroyed the bridge.",
        "To me, he is a murderer.",
        "To his surprise, he was arrested by the police.",
        "For the workers, it was the third strike in a year.",
        "The problem is that the army shot the prisoners.",
        "In our view, the army shot the prisoners.",
        "He had tears in his eyes.",
    ],
)
def test_viewpoints_of_the_author_are_no_claims(read: Read, text: str):
    assert _said(read(text)) == set()


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Her admission that she had taken the money shocked the party.", "she had taken the money"),
        ("The arms, reportedly made in Ohio, were seized in Derna.", "reportedly made in Ohio"),
    ],
)
def test_viewpoints_end_with_the_noun_that_they_are_told_of(read: Read, text: str, content: str):
    assert {said for _, said in _said(read(text))} == {content}


def test_viewpoints_leave_what_is_not_part_of_them_to_the_author(read: Read):
    extraction = read("The arms, reportedly made in Ohio, were seized in Derna.")
    assert {stance.voice for stance in stances_of(extraction)} == {Voice.NARRATOR}


def test_viewpoints_never_blame_by_the_mouth_of_the_blamed(read: Read):
    assert {c.claimant_text for c in read("The attack was blamed on the Taliban.").claims} <= {""}


def test_viewpoints_given_in_answer_to_a_question_are_those_of_who_is_asked_about(read: Read):
    extraction = read("What do the owners say? That the mine cannot pay. That wages are set in Paris. It is a lie.")
    assert _said(extraction) == {("the owners", "the mine cannot pay"), ("the owners", "wages are set in Paris")}


def test_viewpoints_that_an_argument_runs_to_are_the_clause_beside_it(read: Read):
    extraction = read("The leaders sold the mine, the argument runs, because they were promised seats.")
    assert ("", "The leaders sold the mine") in _said(extraction)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Jan Kos, secretary of the Port Union (PU), accused the police of lying.",
            "Jan Kos, secretary of the Port Union (PU)",
        ),
        ("Some 300 people, by the count of the police, demanded a strike.", "Some 300 people"),
        ("The mayor, Ada Lind, telephoned the judge and asked for a pardon.", "The mayor, Ada Lind"),
    ],
)
def test_viewpoints_name_their_holder_and_no_more(read: Read, text: str, who: str):
    assert {claimant for claimant, _ in _said(read(text))} == {who}


def test_viewpoints_of_several_are_told_of_each(read: Read):
    extraction = read("The head of the union, Petr Kos, and the mayor said nobody was hurt.")
    assert {claimant for claimant, _ in _said(extraction)} == {"The head of the union, Petr Kos", "the mayor"}


def test_viewpoints_that_the_author_vouches_for_are_no_claims(read: Read):
    assert _said(read("It was known that the general had fled the town.")) == set()


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Nobody doubts that police fired first.", Certainty.CERTAIN),
        ("Ruiz has no doubt that police fired first.", Certainty.CERTAIN),
        ("Few doubt that police fired first.", Certainty.PROBABLE),
        ("The ministry has not ruled out that police fired first.", Certainty.POSSIBLE),
    ],
)
def test_viewpoints_are_as_sure_as_a_denial_of_a_denial_leaves_them(read: Read, text: str, certainty: Certainty):
    (claim,) = read(text).claims
    assert (claim.polarity, claim.certainty) == (Polarity.AFFIRMED, certainty)


def test_viewpoints_are_refused_once(read: Read):
    (claim,) = read("Lind refused to confirm that the prisoners had been shot.").claims
    assert (claim.cue, claim.polarity) == ("confirm", Polarity.DENIED)
