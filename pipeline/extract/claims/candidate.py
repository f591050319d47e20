"""A possible claim before it is judged, and the cutting of its content out of the sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.extract.claims.lexicon import Cue
from pipeline.extract.datelines import end_of_dateline
from pipeline.extract.parse import Parse, Token, Tokens
from pipeline.records import Span

__all__ = ["UNMISTAKABLE", "WHOLE", "Candidate", "clause_pieces", "content_span", "essential", "longest"]

UNMISTAKABLE = "unmistakable"
"""The trait of a candidate that its construction makes a claim, too rare for the scorer to have learnt it."""
WHOLE = "whole"
"""The trait of the content of a phrase that ends a sentence and speaks of all of it, not of its last clause alone."""
_EDGES = frozenset("\"“”„‟«»‹›‘’'`.,;:!?…—–-/ ") | {"``", "''", "...", "--", "‘’", "’’"}
_OPENERS = frozenset({"that"})
_APOSTROPHES = frozenset({"'s", "’s", "'", "’"})


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A stretch that somebody may be said to say; each is equal to itself alone.

    `frame` names the construction ("that", "objinf", "according_to" ...); `speakers` are the heads of the noun phrases
    of the claimants, empty where none is named; `word` is the token that attributes, None for a sentence of a
    quotation that has no cue of its own; `head` is the predicate or noun at the top of the content.
    """

    sentence: int
    content: Span
    frame: str
    speakers: tuple[Token, ...] = ()
    word: Token | None = None
    cue: Cue | None = None
    cue_text: str = ""
    head: Token | None = None
    traits: tuple[str, ...] = ()


def longest(pieces: Iterable[Tokens]) -> Tokens | None:
    """The piece with the most characters, the first of equals."""
    return max(pieces, key=lambda p: len(p.text), default=None)


def clause_pieces(clause: Tokens, without: Iterable[Token]) -> list[Tokens]:
    """What is left of a clause, in contiguous stretches, when some of its tokens are taken out."""
    doc, out = clause.doc, {t.i for t in without}
    pieces, start = [], None
    for i in range(clause.start, clause.end + 1):
        if i < clause.end and i not in out:
            start = i if start is None else start
        elif start is not None:
            pieces.append(doc[start:i])
            start = None
    return pieces


def essential(piece: Tokens) -> Tokens:
    """A phrase without what is only added to it after a comma at its end: ", who ...", ", which ..."."""
    doc = piece.doc
    for token in piece:
        start = token.left_edge.i
        if token.dep_ != "acl:relcl" or not piece.start <= token.head.i < start:
            continue
        start -= doc[start].pos_ != "PUNCT"  # the comma may belong to the relative clause, or not
        if doc[start].text in (",", "-", "–", "—") and token.right_edge.i + 1 >= piece.end - 1:
            return doc[piece.start : start] if start > piece.start else piece
    return piece


def content_span(piece: Tokens) -> Span | None:
    """The characters of a piece of content: no complementiser, no marks or final stop at its edges.

    None if nothing is left. A mark that the piece opens or closes inside ("a "hard" choice", "Inc.") is kept.
    """
    doc, tokens, start, end = piece.doc, piece.doc.tokens, piece.start, piece.end
    if start < end:
        # where it was filed is no part of what is said
        start = min(max(start, end_of_dateline(tokens[start].sent)), end)
    while start < end and (_is_edge(tokens[start]) or _opens(tokens[start])):
        start += 1
    while end > start and (_is_edge(tokens[end - 1]) and not _needed(doc, start, end)):
        end -= 1
    if start == end:
        return None
    if start > piece.start and doc[start - 1].text in ('"', "“", "«") and _unbalanced(doc[start:end].text):
        start -= 1
    return Span(begin=doc[start].idx, end=doc[end - 1].idx + len(doc[end - 1].text))


def _opens(token: Token) -> bool:
    return token.lower_ in _OPENERS and token.dep_ == "mark"


def _is_edge(token: Token) -> bool:
    return token.is_space or token.text in _EDGES or (token.pos_ == "PUNCT" and token.text not in "()[]{}")


def _needed(doc: Parse, start: int, end: int) -> bool:
    """Whether the last mark closes one that stands inside the piece."""
    last = doc[end - 1].text
    inside = doc[start : end - 1].text if start < end - 1 else ""
    if last == "”":
        return inside.count("“") > inside.count("”")
    if last == '"':
        return inside.count('"') % 2 == 1
    if last == "»":
        return inside.count("«") > inside.count("»")
    return False


def _unbalanced(text: str) -> bool:
    """Whether a quotation that opened just before the text closes inside it."""
    if text.count('"') % 2:
        return True
    return text.count("”") > text.count("“") or text.count("»") > text.count("«")
