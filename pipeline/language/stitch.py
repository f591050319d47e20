"""Puts the parses of a document's pieces together: one spaCy `Doc` over the whole text, character for character."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import (  # type: ignore[import-not-found]
    DEP,
    ENT_IOB,
    ENT_TYPE,
    HEAD,
    LEMMA,
    MORPH,
    POS,
    TAG,
)
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.language import signals
from pipeline.language.encoder import layers
from pipeline.language.words import Word

__all__ = ["Piece", "stitch"]

_SPACE_TAG = "_SP"
_COLUMNS = (TAG, POS, MORPH, LEMMA, HEAD, DEP, ENT_IOB, ENT_TYPE)
_HEAD, _IOB, _TYPE = _COLUMNS.index(HEAD), _COLUMNS.index(ENT_IOB), _COLUMNS.index(ENT_TYPE)
_INSIDE, _OUTSIDE = 1, 2
"""spaCy's numbers for a token that goes on with a name, and for one that is in none."""

Table = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch [begin, end) of the text that was parsed alone; word offsets count from `begin`.

    `parse` has one token for each word that has a form.
    """

    begin: int
    end: int
    words: list[Word]
    parse: Doc


class _Slot(NamedTuple):
    """A token of the document to be made: its text, and the parsed token that it takes over from.

    A slot without a token (-1) is white space or an invisible mark.
    """

    text: str
    token: int


def stitch(text: str, pieces: Iterable[Piece], vocab: Vocab) -> Doc:
    """One `Doc` whose text is `text` and whose tokens stand where they stand in it.

    What lies between two pieces is one token with the part of speech SPACE in a sentence of its own. White space within
    a piece (beyond single blanks) and invisible marks hang on the word before them, or else on the first word. The
    encoder's own layers and signals (see `encoder.layers` and `signals`), where the parses have them, come with it.
    """
    words: list[str] = []
    blanks: list[bool] = []
    tables: list[Table] = []
    placed: list[tuple[Doc, list[int]]] = []

    def between(gap: str) -> None:
        if gap:
            words.append(gap)
            blanks.append(False)
            tables.append(_alone([_Slot(gap, -1)], vocab))

    at = 0
    for piece in pieces:
        between(text[at : piece.begin])
        if piece.end > piece.begin:
            slots, spaces = _slots(piece, text[piece.begin : piece.end])
            places = [i for i, slot in enumerate(slots) if slot.token >= 0]
            tables.append(_filled(slots, places, piece.parse) if places else _alone(slots, vocab))
            placed.append((piece.parse, [len(words) + i for i in places]))
            words += [slot.text for slot in slots]
            blanks += spaces
        at = piece.end
    between(text[at:])
    if "".join([word + " " * blank for word, blank in zip(words, blanks, strict=True)]) != text:
        raise ValueError(f"the tokens of a text of {len(text)} characters do not give it back")
    doc = Doc(vocab, words=words, spaces=blanks)
    if words:
        doc.from_array(list(_COLUMNS), np.concatenate(tables))  # type: ignore[arg-type]  # numpy is what it takes
    layers.carry(placed, doc)
    signals.carry(placed, doc)
    return doc


def _slots(piece: Piece, body: str) -> tuple[list[_Slot], list[bool]]:
    """The tokens to be made of a piece, and for each whether a blank follows."""
    slots: list[_Slot] = []
    blanks: list[bool] = []
    at = token = 0
    for word in (*piece.words, None):
        gap = body[at : word.begin if word else len(body)]
        if slots and gap.startswith(" "):
            blanks[-1], gap = True, gap[1:]
        if gap:
            slots.append(_Slot(gap, -1))
            blanks.append(False)
        if word is not None:
            slots.append(_Slot(body[word.begin : word.end], token if word.form else -1))
            blanks.append(False)
            token += bool(word.form)
            at = word.end
    return slots, blanks


def _alone(slots: list[_Slot], vocab: Vocab) -> Table:
    """What is known of a stretch without words: each token is a sentence of its own."""
    tag, pos, dep = (vocab.strings.add(name) for name in (_SPACE_TAG, "SPACE", "ROOT"))
    morph = vocab.morphology.add("")
    return np.array([(tag, pos, morph, vocab.strings.add(s.text), 0, dep, _OUTSIDE, 0) for s in slots], np.uint64)


def _filled(slots: list[_Slot], places: list[int], parse: Doc) -> Table:
    """What is known of the tokens of a piece: that of the parse, and of the others that they hang on a word.

    A name that goes on after white space goes on in it.
    """
    parsed = parse.to_array(list(_COLUMNS)).astype(np.uint64)
    parsed[parsed[:, _TYPE] == 0, _IOB] = _OUTSIDE
    moved = np.asarray(places)
    heads = np.arange(len(moved)) + parsed[:, _HEAD].astype(np.int64)
    parsed[:, _HEAD] = (moved[heads] - moved).astype(np.uint64)
    if len(slots) == len(places):
        return parsed
    table = np.zeros((len(slots), len(_COLUMNS)), np.uint64)
    table[moved] = parsed
    strings = parse.vocab.strings
    tag, dep, morph = strings.add(_SPACE_TAG), strings.add("dep"), parse.vocab.morphology.add("")
    host = places[0]
    following = [*parsed[:, [_IOB, _TYPE]].tolist(), (_OUTSIDE, 0)]
    seen = 0
    for i, slot in enumerate(slots):
        if slot.token >= 0:
            host, seen = i, slot.token + 1
            continue
        iob, label = following[seen]
        name = (_INSIDE, label) if iob == _INSIDE else (_OUTSIDE, 0)
        pos = strings.add("SPACE" if slot.text.isspace() else "X")
        away = np.int64(host - i).astype(np.uint64)
        table[i] = (tag, pos, morph, strings.add(slot.text), away, dep, *name)
    return table
