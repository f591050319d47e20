"""Where a news report says where and when it was filed: "LVIV, Ukraine, March 5 (Northgate Wire) –"."""

from __future__ import annotations

from pipeline.extract import gazetteer
from pipeline.extract.parse import Token, Tokens, remembered

__all__ = ["end_of_dateline"]

_LONGEST = 16  # tokens up to the dash
_DASHES = frozenset({"-", "–", "—", "--", "−"})
_PLACES = frozenset({"CITY", "COUNTRY", "REGION", "PLACE"})


@remembered
def end_of_dateline(sentence: Tokens) -> int:
    """The position in the document of the first token after the dateline; `sentence.start` where there is none.

    A dateline is a place at the start of a sentence, in capitals or known as a place, with nothing but names, dates,
    numbers and brackets between it and a dash that stands between blanks. "LVIV, March 5 – Trains stopped." ends
    before "Trains"; "Lviv – the city in the west – was hit." has none, since what follows the dash is no sentence.
    """
    doc, start = sentence.doc, sentence.start
    place = _place(sentence)
    if place == start:
        return start
    depth = 0
    for token in doc[place : min(start + _LONGEST, sentence.end)]:
        if token.text == "(":
            depth += 1
        elif token.text == ")":
            depth -= 1
        elif depth == 0 and token.text in _DASHES:
            spaced = doc[token.i - 1].whitespace_ and token.whitespace_ and token.i + 1 < sentence.end
            opens = spaced and (doc[token.i + 1].text[0].isupper() or not doc[token.i + 1].text[0].isalnum())
            return token.i + 1 if opens else start
        elif depth == 0 and not _belongs(token):
            return start
    return start


def _place(sentence: Tokens) -> int:
    """The end of the place that a sentence begins with."""
    doc, at = sentence.doc, sentence.start
    while at < sentence.end and doc[at].text.isupper() and any(c.isalpha() for c in doc[at].text):
        at += 1
        if at + 1 < sentence.end and doc[at].text in ("-", "'", "’", ".") and not doc[at - 1].whitespace_:
            at += 1
    if at > sentence.start:
        return at
    if doc[at].ent_iob_ != "B" or doc[at].ent_type_ not in _PLACES:
        return at
    end = at + 1  # Span.ents would read all names of the document
    while end < sentence.end and doc[end].ent_iob_ == "I":
        end += 1
    return end if gazetteer.labels(doc[at:end].text) else at


def _belongs(token: Token) -> bool:
    """Whether a word can stand between the place and the dash."""
    return bool(token.ent_type_) or token.like_num or token.text in (",", ".", ":", "/") or token.pos_ == "PROPN"
