"""Noun phrases as stretches of text."""

from __future__ import annotations

from pipeline.extract.parse import Token, Tokens
from pipeline.extract.syntax.tree import cases, children, governors

__all__ = ["phrase", "subtree"]

_LEFT = frozenset(
    {
        "det",
        "amod",
        "compound",
        "nummod",
        "nmod:poss",
        "flat",
        "goeswith",
        "fixed",
        "advmod",
        "nmod:desc",
        "nmod:unmarked",
        "nmod:tmod",
    }
)
_RIGHT = frozenset({"flat", "goeswith", "compound", "fixed", "nummod"})
_NEEDED_CASES = frozenset({"of"})


def subtree(token: Token) -> Tokens:
    """Everything from the first to the last token below this one, as one stretch inside its sentence."""
    start, end = token.left_edge.i, token.right_edge.i + 1
    sentence = token.sent
    return Tokens(token.doc, max(start, sentence.start), min(end, sentence.end))


def phrase(token: Token, *, of: bool = True) -> Tokens:
    """The short noun phrase of a head: its needed modifiers, without relative clauses, appositions and conjuncts.

    "the three jailed printers of the Varna Courier, who ..." gives "three jailed printers of the Varna Courier" (the
    article is left out; with ``of=False`` "three jailed printers").
    """
    start = end = token.i
    words = token.doc.tokens
    tied = min((c.i for c in children(token, "case") if c.i < token.i), default=-1)
    for child in reversed(token.children):
        if child.i < token.i and (child.dep_ in _LEFT or child.base in _LEFT):
            if child.dep_ == "advmod" and (child.pos_ != "ADV" or child.i < tied):
                continue  # "allegedly by soldiers"
            left = child.left_edge.i
            if all(_below(word, token) for word in words[left:start]):
                start = left
    for child in token.children:
        if child.i <= token.i:
            continue
        if child.base in _RIGHT:
            end = max(end, _narrow_right(child))
        elif (
            of
            and child.base == "nmod"
            and cases(child)
            and set(cases(child)) & _NEEDED_CASES
            and child.left_edge.i == end + 1
        ):
            end = max(end, phrase(child, of=True).end - 1)
    while start < token.i and (words[start].pos_ in ("PUNCT", "SPACE") or words[start].lower_ in ("the", "a", "an")):
        start += 1
    return Tokens(token.doc, start, end + 1)


def _below(token: Token, head: Token) -> bool:
    return token is head or head in governors(token)


def _narrow_right(token: Token) -> int:
    rights = [
        token.i,
        *(_narrow_right(c) for c in children(token, "flat", "compound", "goeswith", "fixed") if c.i > token.i),
    ]
    return max(rights)
