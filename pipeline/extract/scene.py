"""One document as the extractors see it: its parse, and lookups between tokens, sentences, mentions and chains."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from copy import copy
from functools import wraps
from typing import TypeVar

from spacy.tokens import Doc

from pipeline import records
from pipeline.extract import quotations
from pipeline.extract.parse import Answers, Parse, Token, Tokens
from pipeline.records import Chain, Document, Mention, Sentence

__all__ = ["Scene", "seen", "sentences_of"]


Answer = TypeVar("Answer")


def seen(function: Callable[[Token, Scene], Answer]) -> Callable[[Token, Scene], Answer]:
    """The like of `parse.remembered` for pure functions of a token that look at mentions and chains too."""

    @wraps(function)
    def answer(token: Token, scene: Scene) -> Answer:
        answers: dict[int, Answer] | None = scene.known.get(function)
        if answers is None:
            answers = scene.known[function] = {}
        if token.i not in answers:
            answers[token.i] = function(token, scene)
        return answers[token.i]

    return answer


def sentences_of(document: Document, doc: Parse) -> tuple[tuple[Sentence, Tokens], ...]:
    """The sentences of the paragraphs, white space at their ends left out, each with its tokens.

    The parse covers the whole text (``doc.text == document.text``); what lies between paragraphs is no sentence.
    """
    found: list[tuple[Sentence, Tokens]] = []
    for tokens in doc.sents:
        begin, end = tokens.start, tokens.end
        while begin < end and doc[begin].is_space:
            begin += 1
        while end > begin and doc[end - 1].is_space:
            end -= 1
        if begin == end or doc[begin].pos_ == "SPACE":
            continue
        kept = doc[begin:end]
        span = records.Span(begin=kept.start_char, end=kept.end_char)
        found.append((Sentence(span=span, text=kept.text), kept))
    return tuple(found)


class Scene:
    """Read-only lookups over one parsed document.

    `mentions` and `chains` are those found so far: extractors that run before coreference see a scene without chains.
    Positions in these tuples are what records refer to. `quotations` are those of the text. `known` is where
    `parse.remembered` keeps what was asked of it.
    """

    def __init__(
        self, document: Document, doc: Doc | Parse, mentions: tuple[Mention, ...] = (), chains: tuple[Chain, ...] = ()
    ) -> None:
        self.document = document
        self.doc = doc if isinstance(doc, Parse) else Parse(doc)
        pairs = sentences_of(document, self.doc)
        self.sentences = tuple(s for s, _ in pairs)
        self.tokens = tuple(t for _, t in pairs)
        self.quotations = quotations.find(document.text, document.paragraphs)
        self._sentence_of_token = {t.i: i for i, tokens in enumerate(self.tokens) for t in tokens}
        self._see(mentions, chains)

    def having(self, mentions: tuple[Mention, ...], chains: tuple[Chain, ...] = ()) -> Scene:
        """The same document with these mentions and chains."""
        scene = copy(self)
        scene._see(mentions, chains)
        return scene

    def _see(self, mentions: tuple[Mention, ...], chains: tuple[Chain, ...]) -> None:
        self.known: Answers = {}
        self.mentions = mentions
        self.chains = chains
        self._tokens_of_mention = tuple(self._covered(index, mention) for index, mention in enumerate(mentions))
        self._mention_of_token: dict[int, int] = {}
        self._mentions_of_sentence: dict[int, list[int]] = {}
        for index, mention in enumerate(mentions):
            self._mentions_of_sentence.setdefault(mention.sentence, []).append(index)
            for token in self._tokens_of_mention[index]:
                # the innermost mention wins: "the ministry of X" does not hide the name X
                other = self._mention_of_token.get(token.i)
                if other is None or len(mention.span) < len(mentions[other].span):
                    self._mention_of_token[token.i] = index
        self._chain_of_mention = {m: c for c, chain in enumerate(chains) for m in chain.mentions}

    def sentence_of(self, token: Token) -> int | None:
        """The position of the token's sentence; None for white space between paragraphs."""
        return self._sentence_of_token.get(token.i)

    def span(self, tokens: Tokens | Token) -> records.Span:
        """The characters that tokens cover."""
        if isinstance(tokens, Token):
            return records.Span(begin=tokens.idx, end=tokens.idx + len(tokens.text))
        return records.Span(begin=tokens.start_char, end=tokens.end_char)

    def mention_tokens(self, index: int) -> Tokens:
        """The tokens of a mention."""
        return self._tokens_of_mention[index]

    def _covered(self, index: int, mention: Mention) -> Tokens:
        span = mention.span
        tokens = self.doc.char_span(span.begin, span.end, alignment_mode="expand")
        if tokens is None:
            raise ValueError(f"mention {index} [{span.begin}, {span.end}) covers no token")
        return tokens

    def mention_at(self, token: Token) -> int | None:
        """The innermost mention that the token is part of."""
        return self._mention_of_token.get(token.i)

    def chain_at(self, token: Token) -> int | None:
        """The chain (the entity within this document) that the token's mention belongs to."""
        mention = self.mention_at(token)
        return None if mention is None else self._chain_of_mention.get(mention)

    def chain_of(self, mention: int) -> int | None:
        """The chain of a mention."""
        return self._chain_of_mention.get(mention)

    def words(self, lemmas: Container[str]) -> list[Token]:
        """The words of the sentences whose lemma, in small letters, is one of these, in text order."""
        return [t for tokens in self.tokens for t in tokens if t.lemma_.lower() in lemmas]

    def mentions_in(self, sentence: int) -> Iterator[int]:
        """The mentions of a sentence, in text order."""
        yield from self._mentions_of_sentence.get(sentence, ())
