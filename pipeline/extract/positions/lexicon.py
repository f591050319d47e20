"""The words by which positions are taken, and those that say what they are about: `lexicons/position_*.tsv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.extract.lexicons import table
from pipeline.extract.parse import Token
from pipeline.extract.syntax import cases, children
from pipeline.records import PositionKind

__all__ = ["Entry", "entries", "is_of_class", "words_of"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One way in which a verb tells a position: where its content stands, and of what sort that must be."""

    kind: PositionKind
    slots: tuple[str, ...]
    objects: str


@cache
def _verbs() -> dict[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for lemma, kind, slots, objects in table("position_verbs.tsv"):
        found[lemma] = (*found.get(lemma, ()), Entry(PositionKind(kind), tuple(slots.split("|")), objects))
    return found


@cache
def _first_words() -> frozenset[str]:
    """The verbs that are listed, alone or with a preposition."""
    return frozenset(words.split()[0] for words in _verbs())


@cache
def _nouns() -> dict[str, frozenset[str]]:
    return {kind: frozenset(lemmas.split()) for kind, lemmas in table("position_nouns.tsv")}


def entries(verb: Token) -> tuple[Entry, ...]:
    """What a verb may tell; one with a particle ("backed down") only what is listed with it.

    A verb that is listed with the preposition that it has ("called for", "agreed to") is read so alone.
    """
    lemma = verb.lemma_.lower()
    listed = _verbs()
    if lemma not in _first_words() or children(verb, "compound:prt"):
        return ()
    for child in children(verb, "obl", "advcl", "ccomp", "xcomp"):
        words = cases(child) or tuple(m.lower_ for m in children(child, "mark"))
        for word in words:
            if found := listed.get(f"{lemma} {word}"):
                return found
    return listed.get(lemma, ())


def words_of(kind: str) -> frozenset[str]:
    """The lemmas of a class of `position_nouns.tsv`: matter, accusation, right, baseless."""
    return _nouns()[kind]


def is_of_class(noun: Token, kind: str) -> bool:
    """Whether a noun (or adjective) is of a class (see `words_of`)."""
    return noun.lemma_.lower() in words_of(kind)
