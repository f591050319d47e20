"""The spaCy component: reads a `Doc` window by window and sets every layer on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import srsly  # type: ignore[import-untyped]
from numpy.typing import NDArray
from spacy.attrs import (  # type: ignore[import-not-found]
    DEP,
    HEAD,
    IS_SPACE,
    LEMMA,
    MORPH,
    POS,
    SENT_START,
    SPACY,
    TAG,
)
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import SimpleFrozenList
from spacy.vocab import Vocab

from pipeline.language import signals
from pipeline.language.encoder.layers import FACTORY, GROUPS, Link, Remark, annotate, link
from pipeline.language.encoder.network import FILES, Network
from pipeline.language.encoder.parse import Parse, parse
from pipeline.language.encoder.windows import Start
from pipeline.language.encoder.words import Gap

__all__ = ["Encoder", "given", "make_encoder"]

SPACE_TAG: Final = "_SP"


class Encoder:
    """Sets tags, parts of speech, morphology, lemmas, trees, sentences, names and the span groups below on a `Doc`.

    `doc.spans["triggers"]` (the label is the type of event, ``span._.modality`` one of actual, planned, hypothetical,
    negated, generic), `doc.spans["cues"]`, `["sources"]` and `["contents"]` of attribution; ``span._.confidence`` is a
    probability. ``doc._.links`` tells which of them belong together. `pipeline.language.signals` has more than that.

    Without `spans` these groups and links are left out, which takes a fifth of the time beside the network's.

    Sentence starts that are set on the `Doc` beforehand (1 or -1) are kept; the others are found.
    """

    def __init__(self, vocab: Vocab, name: str = "encoder", threads: int = 1) -> None:
        self.vocab = vocab
        self.name = name
        self.threads = threads
        self.spans = True
        self._network: Network | None = None
        self._numbers: dict[str, NDArray[np.uint64]] = {}
        self._lemmas: dict[tuple[int, int, str], int] = {}

    @property
    def network(self) -> Network:
        """The network.

        Raises:
            ValueError: none has been loaded.
        """
        if self._network is None:
            raise ValueError(f"the component {self.name!r} has no network yet; load a trained pipeline")
        return self._network

    def load(self, files: Mapping[str, bytes]) -> None:
        """Takes the network's files (see `network.FILES`)."""
        self._adopt(Network(files, self.threads))

    def _adopt(self, network: Network) -> None:
        self._network = network
        labels = network.labels
        numbers = {k: [self.vocab.strings.add(v) for v in labels[k]] for k in ("xpos", "upos", "deps")}
        numbers["feats"] = [self.vocab.morphology.add(f) for f in labels["feats"]]
        self._numbers = {k: np.array(v, np.uint64) for k, v in numbers.items()}
        self._space = {k: self.vocab.strings.add(v) for k, v in (("tag", SPACE_TAG), ("pos", "SPACE"), ("dep", "dep"))}
        self._root = self.vocab.strings.add("ROOT")

    def __call__(self, doc: Doc) -> Doc:
        """Reads a document."""
        surface = _Surface.of(doc)
        places = surface.places
        found = parse(self.network, *_given(surface), spanned=self.spans) if places else None
        self._set_words(doc, surface, found)
        if found is not None:
            _set_names(doc, places, found)
            if self.spans:
                _set_spans(doc, places, found)
            signals.attach(doc, places, found.rows, {**self.network.weights, "labels": self.network.labels})
        else:
            doc.set_ents([])
            for key in GROUPS if self.spans else ():
                doc.spans[key] = []
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        """Reads documents one by one: a result depends on its document alone, and a window fills a core as it is."""
        for doc in stream:
            yield self(doc)

    def _set_words(self, doc: Doc, surface: _Surface, found: Parse | None) -> None:
        values = np.zeros((len(doc), 6), np.uint64)
        for i, host in _hosts(surface):
            dep = self._root if host == i else self._space["dep"]
            head = np.int64(host - i).astype(np.uint64)
            text = self.vocab.strings.add(surface.texts[i])
            values[i] = (self._space["tag"], self._space["pos"], text, 0, head, dep)
        if found is not None:
            places = np.asarray(surface.places)
            forms = [surface.texts[i] for i in surface.places]
            rules, tags = found.tags["lemmas"].tolist(), found.tags["xpos"].tolist()
            values[places, 0] = self._numbers["xpos"][found.tags["xpos"]]
            values[places, 1] = self._numbers["upos"][found.tags["upos"]]
            values[places, 2] = [self._lemma(*known) for known in zip(rules, tags, forms, strict=True)]
            values[places, 3] = self._numbers["feats"][found.tags["feats"]]
            values[places, 4] = (places[found.heads] - places).astype(np.uint64)
            values[places, 5] = self._numbers["deps"][found.deps]
        doc.from_array([TAG, POS, LEMMA, MORPH, HEAD, DEP], values)  # type: ignore[arg-type]  # numpy is what it takes

    def _lemma(self, rule: int, tag: int, form: str) -> int:
        """The number of the lemma of a form, by the rule and the tag that the network chose."""
        known = self._lemmas.get((rule, tag, form))
        if known is None:
            known = self._lemmas[rule, tag, form] = self.vocab.strings.add(self.network.lemma(form, rule, tag))
        return known

    def to_bytes(self, *, exclude: Iterable[str] = SimpleFrozenList()) -> bytes:
        """The network's files as one string of bytes."""
        packed: bytes = srsly.msgpack_dumps(self.network.files)
        return packed

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = SimpleFrozenList()) -> Encoder:
        """Takes what `to_bytes` gave."""
        self.load(srsly.msgpack_loads(data))
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = SimpleFrozenList()) -> None:
        """Writes the network's files into a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in self.network.files.items():
            (folder / name).write_bytes(data)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = SimpleFrozenList()) -> Encoder:
        """Reads the network's files from a folder."""
        self.load({name: (Path(path) / name).read_bytes() for name in FILES})
        return self


class _Surface(NamedTuple):
    """What a `Doc` has before it is read, by token, copied from it at once: spaCy makes an object for each question."""

    texts: list[str]
    places: list[int]
    """The tokens that are no white space."""
    blank: list[bool]
    """Whether a blank follows."""
    starts: list[int]
    """What is known of sentence starts (see `windows.Start`)."""

    @classmethod
    def of(cls, doc: Doc) -> _Surface:
        """That of a document."""
        table = doc.to_array([IS_SPACE, SPACY, SENT_START]).astype(np.int64)
        blank = table[:, 1].astype(bool).tolist()
        return cls([t.text for t in doc], np.flatnonzero(table[:, 0] == 0).tolist(), blank, table[:, 2].tolist())


def given(doc: Doc) -> tuple[list[str], list[Gap], list[int]]:
    """What the network is given of a document: its words, what stands before each, and what is known of sentences."""
    return _given(_Surface.of(doc))


def _given(surface: _Surface) -> tuple[list[str], list[Gap], list[int]]:
    return [surface.texts[i] for i in surface.places], _gaps(surface), _starts(surface)


def _gaps(surface: _Surface) -> list[Gap]:
    """What stands before each word.

    A paragraph begins after a blank line, or where a sentence is known to start on a new line.
    """
    gaps: list[Gap] = []
    before = -1
    for i in surface.places:
        if before < 0:
            gaps.append(Gap.PARAGRAPH)
        elif i == before + 1:
            gaps.append(Gap.SPACE if surface.blank[before] else Gap.NONE)
        else:
            lines = sum(text.count("\n") for text in surface.texts[before + 1 : i])
            known = Start.YES in surface.starts[before + 1 : i + 1]
            gaps.append(Gap.PARAGRAPH if lines > 1 or (lines and known) else Gap.SPACE)
        before = i
    return gaps


def _hosts(surface: _Surface) -> Iterator[tuple[int, int]]:
    """The tokens of white space, each with the word that it hangs on: the one before it, else the one after it.

    Where both it and the word after it are known to start sentences, it is a sentence of its own and hangs on itself.
    """
    places, starts = surface.places, surface.starts
    if len(places) == len(starts):
        return
    at = 0  # of the next word
    for i, start in enumerate(starts):
        if at < len(places) and places[at] == i:
            at += 1
            continue
        if at and start != Start.YES:
            yield i, places[at - 1]
        elif at < len(places) and starts[places[at]] != Start.YES:
            yield i, places[at]
        else:
            yield i, i


def _starts(surface: _Surface) -> list[int]:
    """What is known of sentence starts; white space that starts a sentence passes it on to the word after it."""
    starts: list[int] = []
    before = -1
    for i in surface.places:
        known = surface.starts[before + 1 : i + 1]
        starts.append(Start.YES if Start.YES in known else known[-1])
        before = i
    return starts


def _set_names(doc: Doc, places: list[int], found: Parse) -> None:
    names = [Span(doc, places[begin], places[end - 1] + 1, label=label) for begin, end, label in found.names]
    doc.set_ents(names, default="outside")


def _set_spans(doc: Doc, places: list[int], found: Parse) -> None:
    def span(begin: int, end: int, label: str) -> Span:
        return Span(doc, places[begin], places[end - 1] + 1, label=label)

    for key in GROUPS:
        annotate(doc, key, [(span(x.begin, x.end, x.label), Remark(x.score, x.modality)) for x in found.spans[key]])
    link(
        doc,
        [
            Link(
                places[k.anchor_begin], places[k.anchor_end - 1] + 1, k.role, places[k.begin], places[k.end - 1] + 1,
                k.score,
            )
            for k in found.links
        ],
    )  # fmt: skip


@Language.factory(
    FACTORY,
    default_config={"threads": 1},
    assigns=[
        "token.tag",
        "token.pos",
        "token.morph",
        "token.lemma",
        "token.head",
        "token.dep",
        "doc.sents",
        "doc.ents",
        "doc.spans",
    ],
)
def make_encoder(nlp: Language, name: str, threads: int) -> Encoder:
    """The component, without its network: that comes with the trained pipeline."""
    return Encoder(nlp.vocab, name, threads)
