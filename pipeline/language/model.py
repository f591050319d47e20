"""The language model: from documents to their parses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Self

from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.tokens import Doc

from pipeline.language import boundaries, foreign, loading, subjects
from pipeline.language.encoder.component import Encoder
from pipeline.language.settle import settle
from pipeline.language.stitch import Piece, stitch
from pipeline.language.words import Word, plain, reading, words
from pipeline.records import Document
from pipeline.resources import SHIPPED
from pipeline.settings import Settings

__all__ = ["LanguageModel"]

LONGEST_PIECE = 600
"""Words: a longer paragraph is parsed in several pieces, so that memory stays bounded."""

_SENTENCE_ENDS = frozenset({".", "!", "?", "...", '."'})


class LanguageModel:
    """Cuts texts into words and sentences and tells their tags, lemmas, trees (Universal Dependencies 2) and names.

    >>> from pipeline.settings import Settings
    >>> model = LanguageModel.load(Settings())                                       # doctest: +SKIP
    >>> [(document, doc)] = model.analyse([document])                                # doctest: +SKIP
    >>> [(name.text, name.label_) for name in doc.ents]                              # doctest: +SKIP
    [('Putin', 'PERSON'), ('Moscow', 'CITY')]
    """

    def __init__(self, nlp: Language, names: foreign.Names | None = None) -> None:
        self._nlp = nlp
        self._names = names

    @classmethod
    def load(cls, settings: Settings, *, spans: bool = False) -> Self:
        """The shipped model, or what `settings.model` and `settings.names` put in its place.

        Args:
            settings: say which.
            spans: whether the encoder decodes triggers, claims and their links into ``doc.spans`` as well: it can be
                scored by them, and extraction weighs the encoder's signals itself.

        Raises:
            ModelError: a model is not installed, is broken, or its labels are not Universal Dependencies.
        """
        nlp = loading.pipeline(settings.model) if settings.model else loading.shipped(SHIPPED)
        names = foreign.Names(loading.names(settings.names)) if settings.names else None
        if settings.model:
            loading.check(nlp, settings.model, needs_names=names is None)
        for _, component in nlp.pipeline:
            if isinstance(component, Encoder):
                component.spans = spans
        return cls(nlp, names)

    @property
    def name(self) -> str:
        """The name of the model, and of what supplies the names if that is another one: "en_citegraph_ud"."""
        parts = [self._nlp, *([self._names.nlp] if self._names else [])]
        return " + ".join(f"{p.meta['lang']}_{p.meta['name']}" for p in parts)

    @property
    def version(self) -> str:
        """The version, or versions in the order of `name`: "0.1.0"."""
        parts = [self._nlp, *([self._names.nlp] if self._names else [])]
        return " + ".join(str(p.meta["version"]) for p in parts)

    @property
    def sha256(self) -> str:
        """The SHA-256 of everything the model consists of, as 64 hexadecimal digits."""
        return loading.sha256([self._nlp, *([self._names.nlp] if self._names else [])])

    def analyse(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Doc]]:
        """Each document with its parse, in the order given.

        The parse covers the whole text: ``doc.text == document.text``. Every paragraph begins and ends a sentence; what
        lies between paragraphs is one token with the part of speech SPACE. A parse depends on its document alone, not
        on those beside it: the pieces of one document make up one batch.
        """
        for document in documents:
            yield document, self._parse(document)

    def parse_words(self, paragraphs: Sequence[Sequence[Sequence[tuple[str, bool]]]]) -> Iterator[Doc]:
        """The parses of a document's paragraphs whose sentences and words are known, as those of a treebank are.

        A paragraph is given as sentences of words, a word with whether white space follows it; each has one word or
        more. What is parsed has one token for each word, and the sentences given.
        """
        docs = []
        for sentences in paragraphs:
            rows = [(plain(form), space, i == 0) for words in sentences for i, (form, space) in enumerate(words)]
            forms, spaces, starts = map(list, zip(*rows, strict=True))
            docs.append(Doc(self._nlp.vocab, words=forms, spaces=spaces, sent_starts=starts))
        yield from self._nlp.pipe(docs)

    def _parse(self, document: Document) -> Doc:
        tokenizer = loading.tokenizer(self._nlp)
        cut = [piece for span in document.paragraphs for piece in _pieces(document.quote(span), span.begin, tokenizer)]
        parses = self._nlp.pipe([_unparsed(document.text[begin:end], found, tokenizer) for begin, end, found in cut])
        pieces = [Piece(*piece, parse) for piece, parse in zip(cut, parses, strict=True)]
        doc = stitch(document.text, pieces, self._nlp.vocab)
        subjects.attach(doc)
        if self._names is not None:
            self._names.put(doc, document)
        else:
            settle(doc)
        return doc


def _unparsed(text: str, found: list[Word], tokenizer: Tokenizer) -> Doc:
    """What the pipeline is given: the words of a piece, and where no sentence can begin."""
    doc = reading(found, tokenizer)
    boundaries.mark(doc, [word for word in found if word.form], text)
    return doc


def _pieces(text: str, begin: int, tokenizer: Tokenizer) -> Iterator[tuple[int, int, list[Word]]]:
    """A paragraph that begins at `begin` of its document, cut into stretches that are parsed one at a time.

    Only a very long one gives more than one: the cut is made after the last word that looks like the end of a sentence.
    """
    found = list(words(text, tokenizer))
    at = 0
    while True:
        last = found[at : at + LONGEST_PIECE]
        stop = at + len(last)
        if stop < len(found):
            ends = (i for i in range(len(last) - 1, len(last) // 2, -1) if last[i].form in _SENTENCE_ENDS)
            stop = at + next(ends, len(last) - 1) + 1
        here = found[at].begin if at else 0
        there = found[stop].begin if stop < len(found) else len(text)
        piece = [Word(w.begin - here, w.end - here, w.form) for w in found[at:stop]]
        yield begin + here, begin + there, piece
        if stop == len(found):
            return
        at = stop
