"""Runs the network: words of one window in, scores of every layer out. Nothing here knows spaCy."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from pipeline.language.encoder import lemmas
from pipeline.language.encoder.decode import Places, Scores, log_softmax
from pipeline.language.encoder.lemmas import Lexicon
from pipeline.language.encoder.triggers import TriggerLexicon
from pipeline.language.encoder.words import CLS, SEP, Gap, Shapes, WordPieces

__all__ = ["FILES", "Network", "Reading"]

FILES: Final = ("network.onnx", "pairs.npz", "labels.json", "lemmas.tsv", "triggers.json", "vocab.txt")
PIECES_PER_WORD: Final = 12
"""As in training: of longer words only the first and last pieces are read."""

ROWS: Final = 32
"""Arcs labelled in one product: numpy spreads larger ones over cores, which costs more than it gains."""


RIVALS: Final = 3
"""Heads of a word that are compared with their labels."""

CLOSE: Final = 6.0
"""What a rival's log odds may be below those of the best head."""


@dataclass(frozen=True)
class Reading:
    """What the network says of one window; arrays have one row per word.

    `tags` are the best labels of the word layers by number, `scores` those of layers that are decoded. The vectors in
    `pairs` are scored two by two: see `Network.dependencies` and `Network.links`.
    """

    tags: Mapping[str, Places]
    scores: Mapping[str, Scores]
    pairs: Mapping[str, Scores]


class Network:
    """The quantised encoder with its heads, its labels and its vocabulary."""

    def __init__(self, files: Mapping[str, bytes], threads: int) -> None:
        """`files` are the contents of `FILES`; `threads` bounds the cores that one window is spread over."""
        self.files = dict(files)
        self.labels: dict[str, list[str]] = json.loads(files["labels.json"])
        self.pieces = WordPieces(files["vocab.txt"].decode("utf-8").rstrip("\n").split("\n"), PIECES_PER_WORD)
        self.shapes = Shapes(self.labels["shapes"])
        self.lexicon = Lexicon(files["lemmas.tsv"].decode("utf-8").splitlines())
        self.triggers = TriggerLexicon(files["triggers.json"], self.labels["triggers"])
        with np.load(io.BytesIO(files["pairs.npz"])) as found:
            self.weights: dict[str, Scores] = {k: found[k] for k in found.files}
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(files["network.onnx"], options, providers=["CPUExecutionProvider"])
        self._outputs = [o.name for o in self._session.get_outputs()]
        self._edges = (self.pieces.ids[CLS], self.pieces.ids[SEP])

    @classmethod
    def load(cls, folder: Path, threads: int) -> Network:
        """Reads the files of a folder."""
        return cls({name: (folder / name).read_bytes() for name in FILES}, threads)

    def inputs(self, words: Sequence[str], gaps: Sequence[Gap]) -> dict[str, NDArray[np.int64]]:
        """The numbers that stand for the words of a window (at least one)."""
        cut = [self.pieces(word) for word in words]
        sizes = np.array([len(pieces) for pieces in cut])
        last = sizes.cumsum()
        first = last - sizes + 1  # after the mark at the beginning
        before = np.zeros(last[-1] + 2, np.int64)
        before[first] = gaps
        given = {
            "pieces": [self._edges[0], *chain.from_iterable(cut), self._edges[1]],
            "shapes": np.pad(np.repeat([self.shapes(word) for word in words], sizes), 1),
            "gaps": before,
            "first": first,
            "last": last,
        }
        return {k: np.asarray(v, np.int64)[np.newaxis] for k, v in given.items()}

    def read(self, words: Sequence[str], gaps: Sequence[Gap]) -> Reading:
        """Runs the network over one window."""
        got: list[Any] = self._session.run(self._outputs, self.inputs(words, gaps))
        out = {name: value[0] for name, value in zip(self._outputs, got, strict=True)}
        tags = {k: v for k, v in out.items() if v.dtype == np.int64}
        pairs = {k: out.pop(k) for k in ("dep_child", "dep_head", "link_anchor", "link_word")}
        return Reading(tags, {k: v for k, v in out.items() if k not in tags}, pairs)

    def lemma(self, form: str, rule: int, tag: int) -> str:
        """The lemma of a form, by the numbers of the rule and the Penn tag that the network chose."""
        guess = lemmas.apply(self.labels["lemmas"][rule], form)
        return self.lexicon(form, self.labels["xpos"][tag], guess)

    def described(self, reading: Reading, words: Sequence[str]) -> list[tuple[str, str, str]]:
        """The form, the lemma and the universal part of speech of each word of a window."""
        rules, tags, parts = (reading.tags[layer].tolist() for layer in ("lemmas", "xpos", "upos"))
        upos = self.labels["upos"]
        rows = zip(words, rules, tags, parts, strict=True)
        return [(form, self.lemma(form, rule, tag), upos[part]) for form, rule, tag, part in rows]

    def arcs(self, reading: Reading, begin: int, end: int) -> Scores:
        """How likely each arc of the sentence [begin, end) is: [dependent, head] log probabilities.

        The diagonal is for being the root. Between heads that are about as likely the label decides as well: an arc
        counts as much as the likeliest label makes it.
        """
        scores = log_softmax(reading.scores["arcs"][begin:end, begin:end])
        count = min(RIVALS, end - begin)
        heads = np.argpartition(-scores, count - 1, axis=1)[:, :count]
        close = np.take_along_axis(scores, heads, 1)
        close = close > close.max(1, keepdims=True) - CLOSE
        words, places = np.nonzero(close & (close.sum(1, keepdims=True) > 1))
        rivals = heads[words, places]
        inner = words != rivals  # the root's label is sure
        words, rivals = words[inner], rivals[inner]
        if len(words):
            scores[words, rivals] += log_softmax(self._labels(reading, words + begin, rivals + begin)).max(1)
        return scores

    def dependencies(self, reading: Reading, heads: Places) -> Places:
        """The label of each word's arc to its head, by number; a word that is its own head is the root."""
        best: Places = self._labels(reading, np.arange(len(heads)), heads).argmax(1)
        best[heads == np.arange(len(heads))] = self._root
        return best

    def _labels(self, reading: Reading, words: Places, heads: Places) -> Scores:
        """The scores of the labels of some arcs, that of the root excepted."""
        hidden = _gelu(reading.pairs["dep_child"][words] + reading.pairs["dep_head"][heads])
        weight, rows = self.weights["dep_weight"], range(0, len(hidden), ROWS)
        scores: Scores = np.concatenate([hidden[i : i + ROWS] @ weight for i in rows]) + self.weights["dep_bias"]
        scores[:, self._root] = -np.inf
        return scores

    def links(self, reading: Reading, anchor: int, begin: int, end: int) -> Scores:
        """For the words [begin, end), how likely each stands in each role to the anchor word: [word, role] log odds."""
        hidden = np.maximum(reading.pairs["link_anchor"][anchor] + reading.pairs["link_word"][begin:end], 0)
        scores: Scores = hidden @ self.weights["link_weight"] + self.weights["link_bias"]
        return scores

    @cached_property
    def _root(self) -> int:
        return self.labels["deps"].index("ROOT")


def _gelu(x: Scores) -> Scores:
    """GELU by its usual approximation with tanh, off by less than a thousandth."""
    cubed: Scores = (
        np.float32(0.5) * x * (1 + np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x)))
    )
    return cubed
