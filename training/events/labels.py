"""What the gold rows say about tokens: which tell an event of what type, and which nouns are its arguments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.extract import syntax
from pipeline.extract.events import arguments, triggers
from pipeline.extract.events.blend import NONE
from pipeline.extract.events.context import relations
from pipeline.extract.events.triggers import Candidate, Found
from pipeline.extract.parse import Token
from pipeline.extract.scene import Scene
from pipeline.language.signals import Signals
from pipeline.records import EventType
from training.events.gold import Gold

__all__ = ["Told", "alike", "carriers", "gold_founds", "right_roles", "right_triggers", "told"]

PRONOUNS_OF_ARGUMENTS = ("agent", "patient", "poss", "obj^agent", "nmod:of", "obl:by")

FARTHEST = 99
_SMALL = {"", "the", "a", "an", "of", "and", "to", "in"}


@dataclass(frozen=True, slots=True)
class Told:
    """One gold event: its row, that of its sentence, where its trigger stands, and what the gold calls each chain."""

    event: dict[str, Any]
    row: dict[str, Any]
    begin: int
    end: int
    called: Mapping[int, str]


def told(gold: Gold) -> Iterator[Told]:
    """The gold events of a document, each with its trigger's place; the n-th equal word is the n-th event with it."""
    text = gold.scene.document.text
    called = names_of_chains(gold)
    for row in gold.rows:
        at: Counter[str] = Counter()
        for event in row.get("events", []):
            word = event["t"]
            begin = text.find(word, max(row["begin"], at[word]), row["end"])
            if begin >= 0:
                at[word] = begin + 1
                yield Told(event, row, begin, begin + len(word), called)


def names_of_chains(gold: Gold) -> dict[int, str]:
    """The canonical name that most names of a chain have in the gold."""
    votes: dict[int, Counter[str]] = {}
    for row in gold.rows:
        for begin, end, name in _names(row, gold.scene):
            for at, mention in enumerate(gold.scene.mentions):
                chain = gold.scene.chain_of(at)
                if chain is not None and begin <= mention.span.begin < end:
                    votes.setdefault(chain, Counter())[name] += 1
    return {chain: found.most_common(1)[0][0] for chain, found in votes.items()}


def right_triggers(gold: Gold, listed: Sequence[Candidate]) -> dict[int, str]:
    """For each candidate, by its token: the type of the event that it tells, or `NONE`.

    Of several candidates within one trigger the first that allows the type carries it; the others are left out.
    """
    right: dict[int, str] = {}
    beside: set[int] = set()
    for item in told(gold):
        over = [c for c in listed if _overlap(c, item) and c.token.i not in right]
        name = str(item.event["type"])
        best = next((c for c in over if name in c.types), None) or next((c for c in over if name in c.proposed), None)
        if best is None and len(over) == 1:
            best = over[0]
        if best is not None:
            right[best.token.i] = name
        beside.update(c.token.i for c in over)
    return {c.token.i: right.get(c.token.i, NONE) for c in listed if c.token.i in right or c.token.i not in beside}


def _overlap(candidate: Candidate, item: Told) -> bool:
    token = candidate.token
    return token.idx < item.end and item.begin < token.idx + len(token.text)


def gold_founds(gold: Gold, heard: Signals | None = None) -> Iterator[tuple[Found, Told]]:
    """The gold events whose trigger is a candidate of the right type, as if it had been found."""
    listed = list(triggers.candidates(gold.scene, heard))
    for item in told(gold):
        name = str(item.event["type"])
        for c in listed:
            if _overlap(c, item) and name in (*c.types, *c.proposed):
                yield Found(c.token, c.sentence, EventType(name), c.frame(name), 1.0), item
                break


def right_roles(
    found: Found, item: Told, nouns: Sequence[Token], scene: Scene
) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """For each noun, by its token: the roles that it has, and those that it may have, as other nouns carry them too."""
    roles = relations(found.token)
    right: dict[int, set[str]] = {n.i: set() for n in nouns}
    unsure: dict[int, set[str]] = {n.i: set() for n in nouns}
    for role in arguments.ROLES:
        for wanted in item.event.get(role, []):
            fits = carriers(wanted, item, nouns, scene)
            picked = min(fits, key=lambda n: (_steps(roles.get(n.i)), n.i), default=None)
            for n in fits:
                (right if n is picked else unsure)[n.i].add(role)
            if not fits and role != "place":
                for n in nouns:
                    if n.pos_ == "PRON" and roles.get(n.i) in PRONOUNS_OF_ARGUMENTS:
                        unsure[n.i].add(role)
    return right, unsure


def _steps(way: str | None) -> int:
    """How many steps apart two words are, by what `relations` says of them."""
    return FARTHEST if way is None else way.count("^") + way.count(">")


def _words(text: str) -> set[str]:
    return {w.strip(".,;:!?\"'’‘“”()[]").lower() for w in text.split()} - _SMALL


def alike(first: str, second: str) -> bool:
    """Whether two wordings share half of the shorter one's words, as the gold's scorer counts it."""
    a, b = _words(first), _words(second)
    return bool(a and b and a & b) and 2 * len(a & b) >= min(len(a), len(b))


def carriers(wanted: str, item: Told, nouns: Sequence[Token], scene: Scene) -> list[Token]:
    """The nouns that could stand for a gold argument: by name or by chain; by wording where none of them does."""
    named = _named(wanted, item, nouns, scene)
    chains = {chain for n in named if (chain := scene.chain_at(n)) is not None}
    chained = [
        n
        for n in nouns
        if (c := scene.chain_at(n)) is not None and (c in chains or item.called.get(c, scene.chains[c].name) == wanted)
    ]
    if named or chained:
        return list(dict.fromkeys([*named, *chained]))
    words = _words(wanted)
    worded = [n for n in nouns if n.lower_ in words and not any(g.lower_ in words and g in nouns for g in _above(n))]
    exact = [n for n in worded if alike(syntax.phrase(n).text, wanted)]
    return exact or worded


def _above(token: Token) -> list[Token]:
    return [g for g, _ in zip(syntax.governors(token), range(3), strict=False)]


def _named(wanted: str, item: Told, nouns: Sequence[Token], scene: Scene) -> list[Token]:
    places = [(begin, end) for begin, end, name in _names(item.row, scene) if name == wanted]
    return [n for begin, end in places for n in nouns if begin <= n.idx < end]


def _names(row: Mapping[str, Any], scene: Scene) -> Iterator[tuple[int, int, str]]:
    """The names of a gold row: where each begins and ends, and its canonical name."""
    text, at = scene.document.text, row["begin"]
    for surface, _, canonical in row.get("ents", []):
        begin = text.find(surface, at, row["end"])
        if begin >= 0:
            at = begin + len(surface)
            yield begin, at, canonical
