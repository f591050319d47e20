"""Puts the parses of a document's pieces together: one spaCy `Doc` over the whole text, character for character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from pipeline.language import signals
from pipeline.language.encoder import layers
from pipeline.language.words import Word

__all__ = ["Piece", "stitch"]

_SPACE_TAG = "_SP"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch [begin, end) of the text that was parsed alone; word offsets count from `begin`.

    `parse` has one token for each word that has a form.
    """

    begin: int
    end: int
    words: list[Word]
    parse: Doc


class _Row(NamedTuple):
    """A token of the document with what is known of it, as `Doc` takes it."""

    word: str
    space: bool
    tag: str
    pos: str
    morph: str
    lemma: str
    head: int
    dep: str
    ent: str


class _Slot(NamedTuple):
    """A token of the document to be made: its text, whether a blank follows, and the parsed token it takes over from.

    A slot without a token is white space or an invisible mark.
    """

    text: str
    blank: bool
    token: Token | None


def stitch(text: str, pieces: Iterable[Piece], vocab: Vocab) -> Doc:
    """One `Doc` whose text is `text` and whose tokens stand where they stand in it.

    What lies between two pieces is one token with the part of speech SPACE in a sentence of its own. White space within
    a piece (beyond single blanks) and invisible marks hang on the word before them, or else on the first word. The
    encoder's own layers and signals (see `encoder.layers` and `signals`), where the parses have them, come with it.
    """
    rows: list[_Row] = []
    placed: list[tuple[Doc, dict[int, int]]] = []
    at = 0
    for piece in pieces:
        if piece.begin > at:
            _add(rows, [_Slot(text[at : piece.begin], False, None)])
        if piece.end > piece.begin:
            places = _add(rows, list(_slots(piece, text[piece.begin : piece.end])))
            placed.append((piece.parse, places))
        at = piece.end
    if at < len(text):
        _add(rows, [_Slot(text[at:], False, None)])
    doc = Doc(
        vocab,
        words=[row.word for row in rows],
        spaces=[row.space for row in rows],
        tags=[row.tag for row in rows],
        pos=[row.pos for row in rows],
        morphs=[row.morph for row in rows],
        lemmas=[row.lemma for row in rows],
        heads=[row.head for row in rows],
        deps=[row.dep for row in rows],
        ents=[row.ent for row in rows],
    )
    if doc.text != text:
        raise ValueError(f"the tokens of a text of {len(text)} characters do not give it back")
    layers.carry(placed, doc)
    signals.carry(placed, doc)
    return doc


def _slots(piece: Piece, body: str) -> Iterator[_Slot]:
    tokens = iter(piece.parse)
    at, held = 0, None  # the slot before, until it is known whether a blank follows
    for word in (*piece.words, None):
        gap = body[at : word.begin if word else len(body)]
        if held is not None:
            blank = gap.startswith(" ")
            yield held._replace(blank=blank)
            gap = gap[blank:]
        if gap:
            yield _Slot(gap, False, None)
        if word is not None:
            held = _Slot(body[word.begin : word.end], False, next(tokens) if word.form else None)
            at = word.end


def _add(rows: list[_Row], slots: list[_Slot]) -> dict[int, int]:
    """The slots of one piece, as rows of the document; for each token of the parse, the row that it became."""
    base = len(rows)
    place = {slot.token.i: base + i for i, slot in enumerate(slots) if slot.token is not None}
    inside = _names_inside(slots)
    host = place.get(0)  # the word that white space hangs on; None in a stretch without words
    for i, (text, blank, token) in enumerate(slots):
        if token is not None:
            host = place[token.i]
            name = f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O"
            rows.append(
                _Row(
                    text,
                    blank,
                    token.tag_,
                    token.pos_,
                    str(token.morph),
                    token.lemma_,
                    place[token.head.i],
                    token.dep_,
                    name,
                )
            )
        elif host is None:
            rows.append(_Row(text, blank, _SPACE_TAG, "SPACE", "", text, base + i, "ROOT", "O"))
        else:
            pos = "SPACE" if text.isspace() else "X"
            rows.append(_Row(text, blank, _SPACE_TAG, pos, "", text, host, "dep", inside[i]))
    return place


def _names_inside(slots: list[_Slot]) -> list[str]:
    """For each slot the label that it gets if it is white space: a name that goes on after it goes on in it."""
    labels: list[str] = []
    following = "O"
    for slot in reversed(slots):
        labels.append(following)
        if slot.token is not None:
            following = f"I-{slot.token.ent_type_}" if slot.token.ent_iob_ == "I" else "O"
    return labels[::-1]
