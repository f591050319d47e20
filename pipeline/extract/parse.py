"""A parsed document as plain Python objects: what the extractors read, copied once from spaCy's `Doc`.

Extractors ask for the relation, the head or the dependents of a word hundreds of times a word. spaCy makes a new object
for each of these answers, and looks a string up for each attribute; here both are there already, which makes
extraction several times as fast. Names and meanings are spaCy's, as far as they are used here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from itertools import chain
from typing import Any, Literal, Protocol, TypeVar, overload

import numpy as np
from spacy import attrs
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.language.signals import Signals, signals

__all__ = ["Answers", "Parse", "Token", "Tokens", "remembered"]

_STRINGS = (attrs.ORTH, attrs.LOWER, attrs.LEMMA, attrs.POS, attrs.TAG, attrs.DEP, attrs.ENT_TYPE)
_NUMBERS = (attrs.IDX, attrs.HEAD, attrs.SENT_START, attrs.SPACY, attrs.ENT_IOB)
_FLAGS = (attrs.IS_SPACE, attrs.IS_PUNCT, attrs.IS_CURRENCY, attrs.LIKE_NUM)
_IOB = ("", "I", "O", "B")


Answers = dict[object, Any]
"""What pure functions have answered of one thing, by function."""


class Known(Protocol):
    """Something of which answers are kept: a token, tokens, a parse, a scene."""

    @property
    def known(self) -> Answers:
        """The answers, which live as long as the document is worked on."""


Given = TypeVar("Given", bound=Known)
Answer = TypeVar("Answer")


def remembered(function: Callable[[Given], Answer]) -> Callable[[Given], Answer]:
    """Keep what a pure function of a token, of tokens or of a whole document answers, so that it is worked out once.

    Those who get an answer must not change it.
    """

    @wraps(function)
    def answer(given: Given) -> Answer:
        known = given.known
        if function in known:
            kept: Answer = known[function]
            return kept
        made = known[function] = function(given)
        return made

    return answer


class Token:
    """A word, a punctuation mark or white space, with its place in the tree; the root is its own head.

    `children` and `subtree` are in text order. `base` is the relation without its subtype: "nsubj" of "nsubj:pass".
    """

    __slots__ = (
        "base", "children", "dep_", "doc", "ent_iob_", "ent_type_", "head", "i", "idx", "is_currency", "is_punct",
        "is_space", "known", "left_edge", "lemma_", "like_num", "lower_", "pos_", "right_edge", "sent", "tag_", "text",
        "whitespace_",
    )  # fmt: skip

    doc: Parse
    known: Answers
    i: int
    idx: int
    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    base: str
    head: Token
    children: tuple[Token, ...]
    left_edge: Token
    right_edge: Token
    sent: Tokens
    ent_type_: str
    ent_iob_: str
    whitespace_: str
    is_space: bool
    is_punct: bool
    is_currency: bool
    like_num: bool

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    @property
    def is_alpha(self) -> bool:
        """Whether it is of letters alone."""
        return self.text.isalpha()

    @property
    def is_upper(self) -> bool:
        """Whether it is in capitals."""
        return self.text.isupper()

    @property
    def is_title(self) -> bool:
        """Whether it begins with a capital and goes on in small letters."""
        return self.text.istitle()

    @property
    def subtree(self) -> Iterator[Token]:
        """The token and all below it, each between its dependents on the left and those on the right."""
        stack = [(self, False)]
        while stack:
            token, opened = stack.pop()
            if opened or not token.children:
                yield token
                continue
            stack.extend((c, False) for c in reversed(token.children) if c.i > token.i)
            stack.append((token, True))
            stack.extend((c, False) for c in reversed(token.children) if c.i < token.i)

    def nbor(self, distance: int = 1) -> Token:
        """The token so many places after this one, or before it.

        Raises:
            IndexError: there is none.
        """
        at = self.i + distance
        if at < 0:
            raise IndexError(f"there is no token {-distance} before token {self.i}")
        return self.doc[at]


class Tokens:
    """Tokens in a row: a sentence, a name, a clause. Two are equal where they cover the same places of one document."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Parse, start: int, end: int, label: str = "") -> None:
        self.doc = doc
        self.start = start
        self.end = max(start, end)
        self.label_ = label

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    def __len__(self) -> int:
        return self.end - self.start

    @overload
    def __getitem__(self, place: int) -> Token: ...
    @overload
    def __getitem__(self, place: slice) -> Tokens: ...
    def __getitem__(self, place: int | slice) -> Token | Tokens:
        """A token, or some of them; negative places count from the end."""
        if isinstance(place, slice):
            start, end, _ = place.indices(len(self))
            return Tokens(self.doc, self.start + start, self.start + end)
        at = (self.end if place < 0 else self.start) + place
        if not self.start <= at < self.end:
            raise IndexError(f"{place} is outside of {len(self)} tokens")
        return self.doc.tokens[at]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tokens):
            return NotImplemented
        return (self.doc, self.start, self.end, self.label_) == (other.doc, other.start, other.end, other.label_)

    def __hash__(self) -> int:
        return hash((id(self.doc), self.start, self.end, self.label_))

    def __repr__(self) -> str:
        return self.text

    @property
    def known(self) -> Answers:
        """What `remembered` keeps of these tokens, and of any others that cover the same places."""
        return self.doc.answers[self.start, self.end]

    @property
    def start_char(self) -> int:
        """Where the first token begins in the text."""
        tokens = self.doc.tokens
        return tokens[self.start].idx if self.start < len(tokens) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        """Where the last token ends in the text."""
        last = self.doc.tokens[self.end - 1] if self.end else None
        return 0 if last is None else last.idx + len(last.text)

    @property
    def text(self) -> str:
        """The words as they stand in the document."""
        if self.start >= self.end:
            return ""
        tokens = self.doc.tokens
        last = tokens[self.end - 1]
        return self.doc.text[tokens[self.start].idx : last.idx + len(last.text)]

    @property
    def sent(self) -> Tokens:
        """The sentence in which the first token stands."""
        return self.doc.tokens[min(self.start, len(self.doc) - 1)].sent

    @property
    def ents(self) -> tuple[Tokens, ...]:
        """The names that lie in these tokens whole."""
        starts = self.doc.name_starts
        inside = self.doc.ents[bisect_left(starts, self.start) : bisect_left(starts, self.end)]
        return inside if not inside or inside[-1].end <= self.end else inside[:-1]

    @property
    def root(self) -> Token:
        """The token that the others depend on: of those whose head is outside, the nearest to the root."""
        return self.doc.tokens[self.start] if self.end - self.start == 1 else _root(self)


@remembered
def _root(tokens: Tokens) -> Token:
    for token in tokens:
        if token.head is token:
            return token
    outside = [t for t in tokens if not tokens.start <= t.head.i < tokens.end]
    return min(outside, key=_steps_to_root) if outside else tokens.doc.tokens[tokens.start]


def _steps_to_root(token: Token) -> int:
    """How far a token is from the root of its tree; marks and white space that nothing hangs on are farthest."""
    if not token.children and (token.is_punct or token.is_space):
        return len(token.doc)
    steps = 0
    while token.head is not token:
        steps, token = steps + 1, token.head
    return steps


class Parse:
    """The tokens, sentences and names of one document; `signals` is what the encoder says of them, if it read them.

    `known` and `answers` are where `remembered` keeps what was asked of the document, and of tokens in a row.

    >>> import spacy
    >>> parse = Parse(spacy.blank("en")("Ada wrote to Lima ."))
    >>> [t.text for t in parse[1:3]], parse.char_span(13, 15, alignment_mode="expand")
    (['wrote', 'to'], Lima)
    """

    def __init__(self, doc: Doc) -> None:
        self.signals: Signals | None = signals(doc)
        self.known: Answers = {}
        self.answers: defaultdict[tuple[int, int], Answers] = defaultdict(dict)
        self.tokens, self.sents = _tokens(self, doc)
        self._starts = [t.idx for t in self.tokens]
        self.text = "".join([t.text + t.whitespace_ for t in self.tokens])
        self.ents: tuple[Tokens, ...] = tuple(Tokens(self, e.start, e.end, e.label_) for e in doc.ents)
        self.name_starts = [e.start for e in self.ents]

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, place: int) -> Token: ...
    @overload
    def __getitem__(self, place: slice) -> Tokens: ...
    def __getitem__(self, place: int | slice) -> Token | Tokens:
        """A token, or some of them in a row."""
        if isinstance(place, slice):
            start, end, _ = place.indices(len(self.tokens))
            return Tokens(self, start, end)
        return self.tokens[place]

    def char_span(
        self, begin: int, end: int, alignment_mode: Literal["strict", "contract", "expand"] = "strict"
    ) -> Tokens | None:
        """The tokens of a stretch of the text: those it cuts are taken in ("expand"), left out, or make it None."""
        first, last = self._token_at(begin), self._token_at(end - 1)
        if first is None or last is None:
            return None
        cut = begin > first.idx, end < last.idx + len(last.text)
        start, stop = first.i, last.i + 1
        if alignment_mode == "strict":
            return Tokens(self, start, stop) if begin == first.idx and end == last.idx + len(last.text) else None
        if alignment_mode == "contract":
            start, stop = start + cut[0], stop - cut[1]
            return Tokens(self, start, stop) if start < stop else None
        if begin == first.idx + len(first.text):  # the white space after a token is no part of it
            start += 1
        return Tokens(self, start, stop)

    def release(self) -> None:
        """Let go of the tokens, when nothing is asked of the document any more.

        They know one another: they would stay until Python looks for such things, which takes it longer than this.
        """
        for token in self.tokens:
            del token.doc, token.known, token.head, token.children, token.left_edge, token.right_edge, token.sent
        self.known.clear()
        self.answers.clear()
        self.tokens = self.sents = self.ents = ()

    def _token_at(self, offset: int) -> Token | None:
        """The token at an offset, or before the white space at that offset."""
        if not 0 <= offset < len(self.text) or not self.tokens:
            return None
        return self.tokens[max(0, bisect_right(self._starts, offset) - 1)]


def _tokens(parse: Parse, doc: Doc) -> tuple[tuple[Token, ...], tuple[Tokens, ...]]:
    """The tokens with all they have, and the sentences."""
    if not len(doc):
        return (), ()
    table = doc.to_array([*_STRINGS, *_NUMBERS, *_FLAGS]).T
    numbered, flags = table[: len(_STRINGS)].tolist(), table[-len(_FLAGS) :].astype(bool).tolist()
    numbers = table[len(_STRINGS) : -len(_FLAGS)].astype(np.int64).tolist()
    known = _known(doc.vocab, set(chain.from_iterable(numbered)))
    texts, lowers, lemmas, parts, tags, deps, labels = ([known[number] for number in row] for row in numbered)
    offsets, ways, marks, blanks, names = numbers
    bases = {dep: dep.split(":", 1)[0] for dep in set(deps)}
    made = tuple([Token() for _ in texts])
    below: list[list[Token]] = [[] for _ in made]
    strings = zip(texts, lowers, lemmas, parts, tags, deps, labels, strict=True)
    rows = zip(made, strings, offsets, ways, blanks, names, zip(*flags, strict=True), strict=True)
    for i, (token, words, offset, way, blank, name, flag) in enumerate(rows):
        token.doc, token.known, token.i, token.idx = parse, {}, i, offset
        token.text, token.lower_, token.lemma_, token.pos_, token.tag_, token.dep_, token.ent_type_ = words
        token.base = bases[token.dep_]
        token.whitespace_ = " " if blank else ""
        token.ent_iob_ = _IOB[name]
        token.is_space, token.is_punct, token.is_currency, token.like_num = flag
        token.head = made[i + way]
        if way:
            below[i + way].append(token)
    _set_edges(made, below)
    return made, _sentences(parse, made, marks)


_strings: dict[int, str] = {}
"""Strings by the numbers that spaCy has for them: a number is a hash, and the same for every vocabulary."""
_MOST = 1 << 17


def _known(vocab: Vocab, numbers: set[int]) -> Mapping[int, str]:
    """The strings by number, these among them."""
    new = numbers.difference(_strings)
    if len(_strings) + len(new) > _MOST:
        _strings.clear()
        new = numbers
    for number in new:
        _strings[number] = vocab.strings[number]
    return _strings


def _sentences(parse: Parse, tokens: tuple[Token, ...], marks: list[int]) -> tuple[Tokens, ...]:
    """The sentences, each of which its tokens know."""
    starts = [i for i, mark in enumerate(marks) if mark == 1 or i == 0]
    found = tuple(Tokens(parse, start, end) for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True))
    for sentence in found:
        for token in tokens[sentence.start : sentence.end]:
            token.sent = sentence
    return found


def _set_edges(tokens: tuple[Token, ...], below: list[list[Token]]) -> None:
    """Children, and the first and the last token below each: from the leaves up. A cycle of heads is cut open."""
    order: list[Token] = []
    reached = [False] * len(tokens)
    for root in (*(t for t in tokens if t.head is t), *tokens):
        if reached[root.i]:
            continue
        if root.head is not root:
            below[root.head.i].remove(root)
            root.head = root
        stack = [root]
        while stack:
            token = stack.pop()
            reached[token.i] = True
            token.children = tuple(below[token.i])
            order.append(token)
            stack.extend(token.children)
    for token in reversed(order):
        token.left_edge = token.right_edge = token
        for child in token.children:
            if child.left_edge.i < token.left_edge.i:
                token.left_edge = child.left_edge
            if child.right_edge.i > token.right_edge.i:
                token.right_edge = child.right_edge
