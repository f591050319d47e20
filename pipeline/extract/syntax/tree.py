"""The words above, below and beside a word: relations with or without subtypes, coordination, prepositions."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.parse import Token, remembered

__all__ = ["appositions", "base", "cases", "children", "conjuncts", "first_conjunct", "governors", "has_dep"]

DEPTH = 40
"""Steps up a tree after which a walk ends: a machine's tree may be anything."""


def base(dep: str) -> str:
    """A relation without its subtype: "nsubj" of "nsubj:pass"."""
    return dep.split(":", 1)[0]


def has_dep(token: Token, *deps: str) -> bool:
    """Whether the token's relation is one of these; a relation without subtype matches all of its subtypes.

    ``has_dep(t, "obl")`` holds for obl, obl:agent and obl:tmod; ``has_dep(t, "obl:agent")`` for obl:agent alone.
    """
    return token.dep_ in deps or token.base in deps


def children(token: Token, *deps: str) -> list[Token]:
    """The dependents with one of these relations (see `has_dep`), or all of them, in text order."""
    below = token.children
    if not below:  # true of half of all words
        return []
    return [c for c in below if c.dep_ in deps or c.base in deps] if deps else list(below)


def governors(token: Token) -> Iterator[Token]:
    """The head, its head and so on up to the root, the token itself left out; stops on a cycle."""
    seen = {token.i}
    while token.head.i not in seen:
        token = token.head
        seen.add(token.i)
        yield token


# ---------------------------------------------------------------- coordination and apposition


@remembered
def first_conjunct(token: Token) -> Token:
    """The head of the coordination that the token is part of: for "B" in "A, B and C", A."""
    for _ in range(DEPTH):
        if not has_dep(token, "conj") or token.head.i == token.i:
            return token
        token = token.head
    return token


@remembered
def conjuncts(token: Token) -> tuple[Token, ...]:
    """The token and what is coordinated with it further down, in text order: for "A" in "A, B and C", all three."""
    found = {token.i: token}
    stack = [token]
    while stack:
        for child in children(stack.pop(), "conj"):
            if child.i not in found:
                found[child.i] = child
                stack.append(child)
    return tuple(found[i] for i in sorted(found))


def appositions(token: Token) -> tuple[Token, ...]:
    """The heads of noun phrases that rename the token: for "X" in "X, mayor of Y", mayor."""
    return tuple(children(token, "appos"))


@remembered
def cases(token: Token) -> tuple[str, ...]:
    """The lower-case prepositions of a phrase, fixed ones in one string: ("in",), ("because of",), ("'s",)."""
    found = []
    for case in children(token, "case"):
        words = [case, *children(case, "fixed")]
        found.append(" ".join(w.lower_ for w in sorted(words, key=lambda w: w.i)))
    if not found and has_dep(token, "conj"):  # "in Kyiv and Lviv"
        head = first_conjunct(token)
        if head.i != token.i:
            return cases(head)
    return tuple(found)
