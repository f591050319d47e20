"""What the gold rows say about tokens: which tell an event of what type, and which nouns are its arguments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Token

from pipeline.extract import syntax
from pipeline.extract.scene import Scene
from training.events.gold import Gold

__all__ = ["Told", "alike", "carriers", "told"]

_SMALL = {"", "the", "a", "an", "of", "and", "to", "in"}


@dataclass(frozen=True, slots=True)
class Told:
    """One gold event: its row, the gold row of its sentence, and where its trigger stands."""

    event: dict[str, Any]
    row: dict[str, Any]
    begin: int
    end: int


def told(gold: Gold) -> Iterator[Told]:
    """The gold events of a document, each with its trigger's place; the n-th equal word is the n-th event with it."""
    text = gold.scene.document.text
    for row in gold.rows:
        at: Counter[str] = Counter()
        for event in row.get("events", []):
            word = event["t"]
            begin = text.find(word, max(row["begin"], at[word]), row["end"])
            if begin >= 0:
                at[word] = begin + 1
                yield Told(event, row, begin, begin + len(word))


def _words(text: str) -> set[str]:
    return {w.strip(".,;:!?\"'’‘“”()[]").lower() for w in text.split()} - _SMALL


def alike(first: str, second: str) -> bool:
    """Whether two wordings share half of the shorter one's words, as the gold's scorer counts it."""
    a, b = _words(first), _words(second)
    return bool(a and b and a & b) and 2 * len(a & b) >= min(len(a), len(b))


def carriers(wanted: str, item: Told, nouns: Sequence[Token], scene: Scene) -> list[Token]:
    """The nouns that could stand for a gold argument: by name, by chain, or by wording; best kind of match only."""
    named = _named(wanted, item, nouns, scene)
    if named:
        return named
    chained = [n for n in nouns if (c := scene.chain_at(n)) is not None and scene.chains[c].name == wanted]
    if chained:
        return chained
    words = _words(wanted)
    worded = [n for n in nouns if n.lower_ in words and not any(g.lower_ in words and g in nouns for g in _above(n))]
    exact = [n for n in worded if alike(syntax.phrase(n).text, wanted)]
    return exact or worded


def _above(token: Token) -> list[Token]:
    return [g for g, _ in zip(syntax.governors(token), range(3), strict=False)]


def _named(wanted: str, item: Told, nouns: Sequence[Token], scene: Scene) -> list[Token]:
    text, at, found = scene.document.text, item.row["begin"], []
    for surface, _, canonical in item.row.get("ents", []):
        begin = text.find(surface, at, item.row["end"])
        if begin < 0:
            continue
        at = begin + len(surface)
        if canonical == wanted:
            found += [n for n in nouns if begin <= n.idx < at]
    return found
