"""What the words around a name tell of what it stands for: "the mayor of X", "X's minister", "shares in X"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipeline.extract import names, syntax
from pipeline.extract.descriptions import describe
from pipeline.extract.lexicons import table
from pipeline.extract.parse import Token, Tokens
from pipeline.records import EntityLabel

__all__ = ["clues", "told"]

_VERBS = {"nsubj": "does", "nsubj:pass": "undergoes", "obj": "done to"}


@cache
def _known() -> dict[str, EntityLabel]:
    return {words: EntityLabel(label) for words, label in table("name_clues.tsv")}


def told(tokens: Tokens) -> frozenset[EntityLabel]:
    """What the words around a name tell that it stands for; nearly always nothing.

    They are those of which nine in ten are right in the training gold, or would be by what they mean.
    """
    return frozenset(_known()[clue] for clue in clues(tokens) if clue in _known())


def clues(tokens: Tokens) -> tuple[str, ...]:
    """The words that govern or describe a name, each with how it is tied to it.

    For "the mayor of Tannwick left" those of Tannwick are ("mayor of X",).
    """
    return tuple(dict.fromkeys(_clues(tokens)))


def _clues(tokens: Tokens) -> Iterator[str]:
    root, inside = tokens.root, {t.i for t in tokens}
    head = root.head
    if head.i != root.i and head.i not in inside:
        cases = syntax.cases(root)
        if syntax.has_dep(root, "nmod:poss") or "'s" in cases or "’s" in cases:
            yield f"X's {_word(head)}"
        elif syntax.has_dep(root, "nmod") and cases:
            yield f"{_titled(head)} {cases[0]} X"
        elif syntax.has_dep(root, "obl") and cases:
            yield f"{_word(head)} {cases[0]} X"
        elif syntax.has_dep(root, "compound", "amod", "nmod") and head.i > root.i and not head.ent_type_:
            yield f"X {_word(head)}"
        elif root.dep_ in _VERBS and head.pos_ == "VERB":
            yield f"{_VERBS[root.dep_]} {_word(head)}"
    for description in describe(tokens):
        noun = description.noun
        if not noun.ent_type_ and description.how in ("title", "apposition", "called", "copula", "example"):
            yield f"{description.how} {_word(noun)}"


def _titled(noun: Token) -> str:
    """A noun, or the title of somebody: "Queen Astrid of X" rules it as the queen of X does."""
    before = noun.doc[noun.i - 1] if noun.i > noun.sent.start else noun
    return before.lower_ if noun.ent_type_ and names.is_title(before.text) else _word(noun)


def _word(token: Token) -> str:
    return token.lemma_.lower()
