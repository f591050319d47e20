"""The words above, below and beside a word: relations with or without subtypes, coordination, prepositions."""

from __future__ import annotations

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
    return token.base in deps or token.dep_ in deps


def children(token: Token, *deps: str) -> list[Token]:
    """The dependents with one of these relations (see `has_dep`), or all of them, in text order."""
    below = token.children
    if not below:  # true of half of all words
        return []
    return [c for c in below if c.base in deps or c.dep_ in deps] if deps else list(below)


def governors(token: Token) -> tuple[Token, ...]:
    """The head, its head and so on up to the root, the token itself left out."""
    above: tuple[Token, ...] | None = token.known.get(governors)
    if above is None:
        found, at = [], token
        while at.head is not at:  # a parse has no cycles but at its roots
            at = at.head
            found.append(at)
        above = tuple(found)
        if len(above) <= DEPTH:  # those of a chain of thousands of words would fill the memory
            token.known[governors] = above
    return above


# ---------------------------------------------------------------- coordination and apposition


@remembered
def first_conjunct(token: Token) -> Token:
    """The head of the coordination that the token is part of: for "B" in "A, B and C", A."""
    for _ in range(DEPTH):
        if token.base != "conj" or token.head is token:
            return token
        token = token.head
    return token


@remembered
def conjuncts(token: Token) -> tuple[Token, ...]:
    """The token and what is coordinated with it further down, in text order: for "A" in "A, B and C", all three."""
    found = [token]
    for one in found:  # those that are found are looked at in their turn
        found.extend([child for child in one.children if child.base == "conj"])
    return (token,) if len(found) == 1 else tuple(sorted(found, key=lambda t: t.i))


def appositions(token: Token) -> tuple[Token, ...]:
    """The heads of noun phrases that rename the token: for "X" in "X, mayor of Y", mayor."""
    return tuple(children(token, "appos"))


@remembered
def cases(token: Token) -> tuple[str, ...]:
    """The lower-case prepositions of a phrase, fixed ones in one string: ("in",), ("because of",), ("'s",)."""
    found = []
    for case in [child for child in token.children if child.base == "case"]:
        words = [case, *children(case, "fixed")]
        found.append(" ".join(w.lower_ for w in sorted(words, key=lambda w: w.i)))
    if not found and token.base == "conj":  # "in Kyiv and Lviv"
        head = first_conjunct(token)
        if head.i != token.i:
            return cases(head)
    return tuple(found)
