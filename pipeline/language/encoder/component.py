"""The spaCy component: reads a `Doc` window by window and sets every layer on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import srsly  # type: ignore[import-untyped]
from spacy.attrs import DEP, HEAD, LEMMA, MORPH, POS, TAG  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import SimpleFrozenList
from spacy.vocab import Vocab

from pipeline.language import signals
from pipeline.language.encoder import lemmas
from pipeline.language.encoder.layers import FACTORY, GROUPS, Link, Remark, annotate, link
from pipeline.language.encoder.network import FILES, Network
from pipeline.language.encoder.parse import Parse, parse
from pipeline.language.encoder.windows import Start
from pipeline.language.encoder.words import Gap

__all__ = ["Encoder", "make_encoder"]

SPACE_TAG: Final = "_SP"


class Encoder:
    """Sets tags, parts of speech, morphology, lemmas, trees, sentences, names and the span groups below on a `Doc`.

    `doc.spans["triggers"]` (the label is the type of event, ``span._.modality`` one of actual, planned, hypothetical,
    negated, generic), `doc.spans["cues"]`, `["sources"]` and `["contents"]` of attribution; ``span._.confidence`` is a
    probability. ``doc._.links`` tells which of them belong together. `pipeline.language.signals` has more than that.

    Sentence starts that are set on the `Doc` beforehand (1 or -1) are kept; the others are found.
    """

    def __init__(self, vocab: Vocab, name: str = "encoder", threads: int = 1) -> None:
        self.vocab = vocab
        self.name = name
        self.threads = threads
        self._network: Network | None = None
        self._morphs: list[int] = []
        self._numbers: dict[str, list[int]] = {}
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
        self._morphs = [self.vocab.morphology.add(f) for f in labels["feats"]]
        self._numbers = {k: [self.vocab.strings.add(v) for v in labels[k]] for k in ("xpos", "upos", "deps")}
        self._space = {k: self.vocab.strings.add(v) for k, v in (("tag", SPACE_TAG), ("pos", "SPACE"), ("dep", "dep"))}
        self._root = self.vocab.strings.add("ROOT")

    def __call__(self, doc: Doc) -> Doc:
        """Reads a document."""
        places = [t.i for t in doc if not t.is_space]
        words = [doc[i].text for i in places]
        found = parse(self.network, words, _gaps(doc, places), _starts(doc, places)) if words else None
        self._set_words(doc, places, found)
        if found is not None:
            _set_spans(doc, places, found)
            signals.attach(doc, places, found.rows, {**self.network.weights, "labels": self.network.labels})
        else:
            doc.set_ents([])
            for key in GROUPS:
                doc.spans[key] = []
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        """Reads documents one by one: a result depends on its document alone, and a window fills a core as it is."""
        for doc in stream:
            yield self(doc)

    def _set_words(self, doc: Doc, places: list[int], found: Parse | None) -> None:
        values = np.zeros((len(doc), 6), np.uint64)
        strings = self.vocab.strings
        for i, host in _hosts(doc, places):
            dep = self._root if host == i else self._space["dep"]
            head = np.int64(host - i).astype(np.uint64)
            values[i] = (self._space["tag"], self._space["pos"], strings.add(doc[i].text), 0, head, dep)
        if found is not None:
            upos, xpos, deps = (self._numbers[k] for k in ("upos", "xpos", "deps"))
            rules, tags = self.network.labels["lemmas"], self.network.labels["xpos"]
            for i, place in enumerate(places):
                form = doc[place].text
                rule, tag = int(found.tags["lemmas"][i]), int(found.tags["xpos"][i])
                lemma = self._lemmas.get((rule, tag, form))
                if lemma is None:
                    best = self.network.lexicon(form, tags[tag], lemmas.apply(rules[rule], form))
                    lemma = self._lemmas[rule, tag, form] = strings.add(best)
                head = places[found.heads[i]] - place
                values[place] = (
                    xpos[tag],
                    upos[found.tags["upos"][i]],
                    lemma,
                    self._morphs[found.tags["feats"][i]],
                    np.int64(head).astype(np.uint64),
                    deps[found.deps[i]],
                )
        doc.from_array([TAG, POS, LEMMA, MORPH, HEAD, DEP], values)  # type: ignore[arg-type]  # numpy is what it takes

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


def _gaps(doc: Doc, places: list[int]) -> list[Gap]:
    """What stands before each word.

    A paragraph begins after a blank line, or where a sentence is known to start on a new line.
    """
    gaps: list[Gap] = []
    before = -1
    for i in places:
        if before < 0:
            gaps.append(Gap.PARAGRAPH)
        elif i == before + 1:
            gaps.append(Gap.SPACE if doc[before].whitespace_ else Gap.NONE)
        else:
            lines = sum(doc[k].text.count("\n") for k in range(before + 1, i))
            known = any(doc[k].sent_start == 1 for k in range(before + 1, i + 1))
            gaps.append(Gap.PARAGRAPH if lines > 1 or (lines and known) else Gap.SPACE)
        before = i
    return gaps


def _hosts(doc: Doc, places: list[int]) -> Iterator[tuple[int, int]]:
    """The tokens of white space, each with the word that it hangs on: the one before it, else the one after it.

    Where both it and the word after it are known to start sentences, it is a sentence of its own and hangs on itself.
    """
    at = 0  # of the next word
    for i in range(len(doc)):
        if at < len(places) and places[at] == i:
            at += 1
            continue
        if at and doc[i].sent_start != Start.YES:
            yield i, places[at - 1]
        elif at < len(places) and doc[places[at]].sent_start != Start.YES:
            yield i, places[at]
        else:
            yield i, i


def _starts(doc: Doc, places: list[int]) -> list[int]:
    """What is known of sentence starts; white space that starts a sentence passes it on to the word after it."""
    starts: list[int] = []
    before = -1
    for i in places:
        known = [doc[k].sent_start for k in range(before + 1, i + 1)]
        starts.append(Start.YES if Start.YES in known else int(known[-1]))
        before = i
    return starts


def _set_spans(doc: Doc, places: list[int], found: Parse) -> None:
    def span(begin: int, end: int, label: str) -> Span:
        return Span(doc, places[begin], places[end - 1] + 1, label=label)

    doc.set_ents([span(b, e, label) for b, e, label in found.names], default="outside")
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
