"""The words that can tell an event: `lexicons/events.tsv` as look-ups from a token."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.extract.lexicons import table
from pipeline.extract.parse import Token
from pipeline.language.encoder.lemmas import guesses
from pipeline.records import EventType

__all__ = ["Entry", "entries", "lemmas_of", "noun_class", "usual_frame"]

_PART = {"VERB": "V", "AUX": "V", "NOUN": "N", "PROPN": "N", "ADJ": "A"}
_REACH = 3  # how many tokens after the head a companion word may stand


@dataclass(frozen=True, slots=True)
class Entry:
    """One row and lemma: "step down" of type Departure, a verb, needs its companion "down"."""

    type: EventType
    part: str
    strength: str
    frame: str
    lemma: str
    companions: tuple[str, ...] = ()


@cache
def _entries() -> dict[str, tuple[Entry, ...]]:
    """The entries by lemma."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for name, part, strength, frame, words in table("events.tsv"):
        for word in words.split():
            lemma, *companions = word.split("_")
            found[lemma].append(Entry(EventType(name), part, strength, frame, lemma, tuple(companions)))
    return {lemma: tuple(dict.fromkeys(rows)) for lemma, rows in found.items()}


def lemmas_of(token: Token) -> tuple[str, ...]:
    """The lemma in lower case, and simpler guesses in case the lemmatiser did not know the word ("jailed": jail)."""
    return _guesses(token.lower_, token.lemma_.lower())


_guesses = lru_cache(maxsize=1 << 16)(guesses)


@lru_cache(maxsize=1 << 16)
def _listed(form: str, lemma: str) -> tuple[tuple[int, tuple[Entry, ...]], ...]:
    """The entries of what a word may be a form of, with its place among the guesses; most words have none."""
    known = _entries()
    return tuple((number, known[guess]) for number, guess in enumerate(_guesses(form, lemma)) if guess in known)


def entries(token: Token) -> tuple[Entry, ...]:
    """The entries that fit a token: its lemma and part of speech, and the companions that an entry asks for.

    An adjective or noun made of a verb ("jailed", "the killing") finds those of the verb where it has none itself.
    """
    part = _PART.get(token.pos_)
    if part is None:
        return ()
    for number, listed in _listed(token.lower_, token.lemma_.lower()):
        own = _fitting(token, listed, part)
        if not own and (number or token.lower_.endswith(("ed", "ing", "en"))):
            own = _fitting(token, listed, "V")
        if own:
            return own
    return ()


def _fitting(token: Token, listed: tuple[Entry, ...], part: str) -> tuple[Entry, ...]:
    """Of the entries of a word those of a part of speech whose companions stand there."""
    return tuple(
        [
            e
            for e in listed
            if e.part == part and (not e.companions or all(_accompanied(token, w) for w in e.companions))
        ]
    )


@cache
def _frames() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for name, part, _, frame, _ in table("events.tsv"):
        found.setdefault((name, part), frame)
    return found


def usual_frame(name: str, token: Token) -> str:
    """The frame of most words of this type and part of speech, for a word that the lexicon lacks."""
    return _frames().get((name, _PART.get(token.pos_, "V")), "do")


def _accompanied(token: Token, word: str) -> bool:
    words, place = token.doc.tokens, token.i
    near = [*token.children, *words[place + 1 : place + 1 + _REACH]]
    if place > 0 and token.pos_ in ("NOUN", "PROPN"):
        near.append(words[place - 1])
    return any(word == t.lower_ or word == t.lemma_.lower() for t in near)


@cache
def _nouns() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, words in table("nouns.tsv"):
        for word in words.split():
            found.setdefault(word, name)
    return found


def noun_class(token: Token) -> str | None:
    """What a common noun stands for by `lexicons/nouns.tsv`: "person", "military", "weapon" ...; None if unlisted."""
    return _class_of(token.lower_, token.lemma_.lower())


@lru_cache(maxsize=1 << 16)
def _class_of(form: str, lemma: str) -> str | None:
    nouns = _nouns()
    return next((nouns[guess] for guess in _guesses(form, lemma)[:4] if guess in nouns), None)
