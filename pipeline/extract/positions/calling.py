"""Accusations that somebody calls baseless: "called the allegations absurd", "said that the charges were false"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipeline.extract.claims.candidate import content_span
from pipeline.extract.parse import Token
from pipeline.extract.positions import holders, matter
from pipeline.extract.positions.lexicon import is_of_class, words_of
from pipeline.extract.positions.verbs import Reader
from pipeline.extract.syntax import children, negated
from pipeline.records import Position, PositionKind, Span

__all__ = ["called_baseless", "signs"]

_CALLING = frozenset({"call", "describe", "brand", "label", "decry"})


@cache
def signs() -> frozenset[str]:
    """The lemmas of the words that `called_baseless` finds something at; most documents have none."""
    return _CALLING | words_of("baseless")


def called_baseless(reader: Reader, word: Token) -> Iterator[Position]:
    """The denial that a verb of calling, or a predicate ("are false") in what somebody says, tells of an accusation."""
    if word.lemma_.lower() in _CALLING and holders.stands(word) and not negated(word):
        for thing in children(word, "obj"):
            later = (t for t in word.sent if t.i > thing.i)
            if is_of_class(thing, "accusation") and any(is_of_class(t, "baseless") for t in later):
                for who in holders.subjects_of(word):
                    yield from reader.position(PositionKind.DENIAL, who, word, word.text, thing, _span(thing, word))
    elif is_of_class(word, "baseless") and children(word, "cop") and not negated(word):
        for thing in children(word, "nsubj"):
            if is_of_class(thing, "accusation"):
                yield from reader.by_speaker(PositionKind.DENIAL, word, thing, _span(thing, word))


def _span(thing: Token, verb: Token) -> Span | None:
    return content_span(matter.noun_phrase(thing, verb))
