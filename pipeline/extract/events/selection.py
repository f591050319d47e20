"""Which of the phrases that may have a role to a trigger are taken for it together.

Each phrase is judged by itself; that somebody was detained at a rally for somebody else, and that only one of the two
was detained, shows only when the phrases are seen side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.extract import syntax
from pipeline.extract.events.triggers import Found
from pipeline.extract.parse import Token, Tokens
from pipeline.records import EventType

__all__ = ["JOINT", "Likely", "Phrase", "select", "within_reach"]

JOINT = frozenset({EventType.MEETING, EventType.AGREEMENT})
"""Done by several together, who need not stand side by side: "X held talks with Y"."""

_DIRECT = {
    ("actor", True): frozenset({"agent"}),
    ("target", True): frozenset({"patient"}),
    ("actor", False): frozenset({"nmod:by", "poss"}),
    ("target", False): frozenset({"nmod:of"}),
}
"""By role, and by whether the trigger is a verb: how the phrase hangs on it that fills the role by grammar."""


_ATTRIBUTE = ("patient", "amod^appos", "amod^flat", "amod^self")
"""Who undergoes what a participle before a noun tells: in "the jailed lawyer Lenz" the lawyer, and Lenz."""

_BESIDE = 0.4
"""How probable a phrase's role must be where grammar has filled it with another."""


class Phrase(NamedTuple):
    """The words that name somebody or something: their head, the tokens, and where in the text they stand."""

    token: Token
    words: Tokens
    begin: int
    end: int

    def within(self, other: Phrase) -> bool:
        """Whether the words are part of the other's."""
        here, there = (self.begin, self.end), (other.begin, other.end)
        return here != there and other.begin <= self.begin and self.end <= other.end


class Likely(NamedTuple):
    """A phrase that may have a role, how it hangs on the trigger, and how probable it is that it has."""

    who: Phrase
    way: str
    chance: float


def select(role: str, found: Found, judged: Sequence[Likely], threshold: float) -> list[Likely]:
    """The phrases with a role, in text order.

    Coordinated phrases have a role together or not at all. Where a phrase that fills the role by grammar is taken,
    those that only stand elsewhere in the sentence must be surer. A phrase within another that is taken takes no part
    itself; but places may lie in one another.
    """
    if not any(one.chance >= threshold for one in judged):
        return []
    taken = [one for one in _together(judged) if one.chance >= threshold]
    if role == "target" and syntax.has_dep(found.token, "amod") and any(one.way in _ATTRIBUTE for one in taken):
        taken = [one for one in taken if one.way in _ATTRIBUTE]
    direct = _DIRECT.get((role, found.token.pos_ in ("VERB", "AUX")), frozenset())
    if found.type is EventType.DEATH and role == "target" and found.token.lemma_ == "death":
        direct |= {"poss"}  # "Kral's death" is nobody else's
        taken = [one for one in taken if one.way in direct] or taken
    if any(one.way in direct for one in taken) and not (role == "actor" and found.type in JOINT):
        taken = [one for one in taken if one.way in direct or one.way.endswith(">appos") or one.chance >= _BESIDE]
    if role == "place":
        return taken
    return [one for one in taken if not any(one.who.within(other.who) for other in taken)]


def within_reach(judged: Sequence[Likely], threshold: float) -> Sequence[Likely]:
    """The phrases that `select` could take: those that are probable enough, and what is coordinated with them."""
    heads = {syntax.first_conjunct(one.who.token).i for one in judged if one.chance >= threshold}
    return [one for one in judged if syntax.first_conjunct(one.who.token).i in heads] if heads else ()


def _together(judged: Sequence[Likely]) -> Iterator[Likely]:
    """The phrases, coordinated ones each with the mean of their chances."""
    groups: dict[int, list[Likely]] = {}
    heads = [syntax.first_conjunct(one.who.token).i for one in judged]
    for head, one in zip(heads, judged, strict=True):
        groups.setdefault(head, []).append(one)
    for head, one in zip(heads, judged, strict=True):
        beside = groups[head]
        yield one if len(beside) == 1 else Likely(one.who, one.way, sum(b.chance for b in beside) / len(beside))
