"""From documents to batches: windows of consecutive sentences, their numbers, and padding."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pipeline.language.encoder import lemmas
from pipeline.language.encoder.words import CLS, MASK, SEP, Gap, Shapes, WordPieces
from training.encoder.corpus import Sentence, Text
from training.encoder.labels import IGNORED, LINKS, Labels, allowed_names, bies, bio, coarse_keys

LONGEST = 400
"""Word pieces in one window; longer sentences are cut in training."""

Array = NDArray[np.int64]
TAGS = ("upos", "xpos", "feats", "lemmas")
SPANS = ("names", "triggers", "modality", "cues", "sources", "contents")


@dataclass
class Encoded:
    """A sentence in numbers; one item per word, but for `anchors` and `links`."""

    pieces: list[tuple[int, ...]]
    shapes: list[int]
    gaps: list[int]
    layers: dict[str, list[int]]
    anchors: list[tuple[int, str]]
    links: list[tuple[int, int, int, int]]


class Coder:
    """Turns sentences into numbers."""

    def __init__(self, labels: Labels, pieces: WordPieces) -> None:
        self.labels = labels
        self.pieces = pieces
        self.shapes = Shapes(labels.shapes)
        self.numbers = {k: {v: i for i, v in enumerate(vars(labels)[k])} for k in vars(labels)}
        _, self.name_groups = allowed_names(labels)
        self.special = {k: pieces.ids[k] for k in (CLS, SEP, MASK)}

    def __call__(self, sentence: Sentence) -> Encoded:
        size = len(sentence.words)
        absent = [IGNORED] * size
        layers: dict[str, list[int]] = dict.fromkeys(("starts", *TAGS, "heads", "deps", *SPANS), absent)
        if sentence.starts is not None:
            layers["starts"] = [IGNORED if s is None else int(s) for s in sentence.starts]
        if parse := sentence.parse:
            rules = list(map(lemmas.script, sentence.words, parse.lemmas))
            for name, values in (
                ("upos", parse.upos), ("xpos", parse.xpos), ("feats", parse.feats), ("lemmas", rules),
                ("deps", parse.deps),
            ):  # fmt: skip
                layers[name] = [self.numbers[name].get(v, IGNORED) for v in values]
            layers["heads"] = parse.heads
        anchors: list[tuple[int, str]] = []
        links: list[tuple[int, int, int, int]] = []
        if gold := sentence.gold:
            layers["names"] = [self.name_groups[t] for t in bies(gold.names, size)]
            layers["triggers"] = [self.numbers["triggers"].get(t, 0) for t in bio(gold.triggers, size, labelled=True)]
            layers["modality"] = [IGNORED] * size
            for at, value in gold.modality.items():
                layers["modality"][at] = self.numbers["modality"][value]
            for name in ("cues", "sources", "contents"):
                layers[name] = [self.numbers["extents"][t] for t in bio(getattr(gold, name), size, labelled=False)]
            anchors = [(e.begin, "trigger") for e in gold.triggers] + [(e.begin, "cue") for e in gold.cues]
            anchors = sorted({*anchors, *((e.end - 1, "name") for e in gold.names)})
            links = [(k.anchor, k.begin, k.end, self.numbers["links"][k.label]) for k in gold.links]
        elif sentence.coarse is not None:
            layers["names"] = [self.name_groups[k] for k in coarse_keys(sentence)]
        return Encoded(
            [self.pieces(w) for w in sentence.words],
            [self.shapes(w) for w in sentence.words],
            [int(g) for g in sentence.gaps],
            layers,
            anchors,
            links,
        )


@dataclass
class Window:
    """Consecutive sentences of one document, each cut to what fits."""

    sentences: list[Encoded]
    size: int


def windows(text: list[Encoded], longest: int, rng: random.Random | None) -> Iterator[Window]:
    """Cuts a document; with `rng` into windows of random length, single sentences among them."""

    def bound() -> int:
        if rng is None:
            return longest
        return 0 if rng.random() < 0.35 else rng.randint(20, longest)

    limit = bound()
    held: list[Encoded] = []
    size = 0
    for sentence in text:
        need = sum(map(len, sentence.pieces))
        if held and size + need > limit:
            yield Window(held, size + 2)
            held, size, limit = [], 0, bound()
        held.append(sentence)
        size += need
    if held:
        yield Window(held, size + 2)


def batches(found: Sequence[Window], budget: int, rng: random.Random | None) -> Iterator[list[Window]]:
    """Groups windows of about one length, at most `budget` word pieces with padding; in random order with `rng`."""
    order = sorted(range(len(found)), key=lambda i: found[i].size * (rng.uniform(0.9, 1.1) if rng else 1.0))
    groups: list[list[Window]] = []
    held: list[Window] = []
    for i in order:
        longest = max([found[i].size, *(w.size for w in held)])
        if held and longest * (len(held) + 1) > budget:
            groups.append(held)
            held = []
        held.append(found[i])
    if held:
        groups.append(held)
    if rng:
        rng.shuffle(groups)
    yield from groups


@dataclass
class Batch:
    """Padded numbers of windows. `sentence` numbers each word's sentence in its window (-1: padding).

    `anchors` has a row for each: window, word; `wanted` [anchor, word, label] and `asked` [anchor, label] say what is
    right and which labels the anchor is asked about.
    """

    inputs: dict[str, Tensor]
    mask: Tensor
    sentence: Tensor
    layers: dict[str, Tensor]
    anchors: Tensor
    wanted: Tensor
    asked: Tensor
    words: int

    def to(self, device: torch.device) -> Batch:
        """The batch on another device."""
        return Batch(
            **{k: v.to(device, non_blocking=True) for k, v in vars(self).items() if isinstance(v, Tensor)},
            inputs={k: v.to(device, non_blocking=True) for k, v in self.inputs.items()},
            layers={k: v.to(device, non_blocking=True) for k, v in self.layers.items()},
            words=self.words,
        )

    def bias(self) -> Tensor:
        """What attention adds to its scores so that nothing attends to padding."""
        return ((~self.mask)[:, None, None, :] * -1e4).to(torch.bfloat16)


def collate(group: list[Window], coder: Coder, rng: random.Random | None, masked: float = 0.0) -> Batch:
    """Pads windows into a batch; with `rng`, hides words and plays with gaps and case, lest one be relied on alone."""
    most_pieces = min(LONGEST, max(w.size for w in group))
    most_words = max(sum(len(s.pieces) for s in w.sentences) for w in group)
    pieces: Array = np.zeros((len(group), most_pieces), np.int64)
    shapes, gaps = np.zeros_like(pieces), np.zeros_like(pieces)
    mask = np.zeros(pieces.shape, bool)
    first: Array = np.zeros((len(group), most_words), np.int64)
    last = np.zeros_like(first)
    sentence = np.full_like(first, -1)
    layers = {k: np.full_like(first, IGNORED) for k in ("starts", *TAGS, "heads", "deps", *SPANS)}
    anchors: list[tuple[int, int, str]] = []
    links: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for b, window in enumerate(group):
        pieces[b, 0] = coder.special[CLS]
        at, word = 1, 0
        lines = rng is not None and rng.random() < 0.3
        flat = rng is not None and rng.random() < 0.15
        shout = rng is not None and rng.random() < 0.02
        for number, s in enumerate(window.sentences):
            base = word
            for i, ids in enumerate(s.pieces):
                if at + len(ids) >= most_pieces:
                    break
                gap = s.gaps[i]
                if i == 0 and word:
                    gap = int(Gap.PARAGRAPH) if lines else int(Gap.SPACE) if flat and gap == Gap.PARAGRAPH else gap
                hidden = rng is not None and rng.random() < masked
                pieces[b, at : at + len(ids)] = coder.special[MASK] if hidden else ids
                shapes[b, at : at + len(ids)] = coder.shapes("XX") if shout else s.shapes[i]
                gaps[b, at] = gap
                first[b, word], last[b, word] = at, at + len(ids) - 1
                sentence[b, word] = number
                for k, values in s.layers.items():
                    layers[k][b, word] = values[i] + (base if k == "heads" and values[i] != IGNORED else 0)
                at += len(ids)
                word += 1
            fit = word - base
            for place, kind in s.anchors:
                if place < fit:
                    anchors.append((b, base + place, kind))
            for place, begin, end, label in s.links:
                if end <= fit:
                    links.setdefault((b, base + place), []).append((base + begin, base + end, label))
        heads = layers["heads"][b]
        heads[heads >= word] = IGNORED  # the head of a cut sentence lies outside
        pieces[b, at] = coder.special[SEP]
        mask[b, : at + 1] = True
    wanted = np.zeros((len(anchors), most_words, len(coder.labels.links)), np.float32)
    asked = np.zeros((len(anchors), len(coder.labels.links)), np.float32)
    for row, (b, place, kind) in enumerate(anchors):
        own = [coder.numbers["links"][k] for k in LINKS[kind]]
        asked[row, own] = 1
        for begin, end, label in links.get((b, place), ()):
            if label in own:
                wanted[row, begin:end, label] = 1
    return Batch(
        inputs={
            k: torch.from_numpy(v)
            for k, v in (("pieces", pieces), ("shapes", shapes), ("gaps", gaps), ("first", first), ("last", last))
        },
        mask=torch.from_numpy(mask),
        sentence=torch.from_numpy(sentence),
        layers={k: torch.from_numpy(v) for k, v in layers.items()},
        anchors=torch.tensor([(b, p) for b, p, _ in anchors], dtype=torch.long).reshape(-1, 2),
        wanted=torch.from_numpy(wanted),
        asked=torch.from_numpy(asked),
        words=int((sentence >= 0).sum()),
    )


def encode(texts: Sequence[Text], coder: Coder) -> list[list[Encoded]]:
    """The documents in numbers."""
    return [[coder(s) for s in text.sentences if s.words] for text in texts]
