"""What the encoder's heads say of every token beyond what was decoded: probabilities, and links from any token.

The encoder leaves them on its `Doc`; `signals` reads them. Other models leave none.

>>> found = signals(doc)                                                             # doctest: +SKIP
>>> found.triggers[3, found.types.index("Arrest")], found.cues[7]                    # doctest: +SKIP
(0.91, 0.02)
>>> found.links(3, 0, 6)[:, found.roles.index("actor")]                              # doctest: +SKIP
array([ 4.1, -3.9, -6.2, -20. , -5.4, -4.8], dtype=float32)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

__all__ = ["Signals", "attach", "average", "averages", "carry", "signals"]

Scores = NDArray[np.float32]
Raw = Mapping[str, Any]

KEY: Final = "citegraph_signals"
TAGGED: Final = {
    "names": "names",
    "triggers": "triggers",
    "cues": "extents",
    "sources": "extents",
    "contents": "extents",
}
"""The groups whose spans are marked by tags (B, I, E, S, O), and the list of labels that has the tags."""

LAYERS: Final = (*TAGGED, "modality")
PAIRS: Final = ("link_anchor", "link_word")
WEIGHTS: Final = ("link_weight", "link_bias")
LABELS: Final = ("names", "triggers", "extents", "modality", "links")

NEVER: Final = -20.0
"""Log odds of a link from or to a token that is no word."""


class Signals:
    """What the network says of the tokens of one `Doc`; tokens that are no words have rows of noughts.

    Arrays are made when they are first asked for, so keep the object as long as the document is worked on.
    """

    def __init__(self, raw: Raw) -> None:
        self._raw = raw
        self.types: tuple[str, ...] = _labels(raw["labels"]["triggers"])
        self.modalities: tuple[str, ...] = tuple(raw["labels"]["modality"])
        self.labels: tuple[str, ...] = _labels(raw["labels"]["names"])
        self.roles: tuple[str, ...] = tuple(raw["labels"]["links"])
        self._shares: dict[str, Scores] = {}
        self._links: dict[tuple[int, int, int], Scores] = {}
        self._ties: dict[tuple[int, int, int], list[float]] = {}

    @property
    def tags(self) -> Mapping[str, Sequence[str]]:
        """All labels of the network by list, tags with their marks ("B-Arrest")."""
        labels: Mapping[str, Sequence[str]] = self._raw["labels"]
        return labels

    def is_word(self, token: int) -> bool:
        """Whether the network read a token: it reads neither white space nor invisible marks."""
        return bool(self._raw["words"][token])

    def scores(self, layer: str) -> Scores:
        """[tokens, tags]: the scores of a layer as the network gives them, before they are made probabilities."""
        scores: Scores = self._raw[layer].astype(np.float32)
        return scores

    @cached_property
    def triggers(self) -> Scores:
        """[tokens, types]: the probability that a trigger of that type begins with the token."""
        return self._sums("triggers", self.types, "BS")

    @cached_property
    def modality(self) -> Scores:
        """[tokens, modalities]: the probability of each modality if the token begins a trigger."""
        return self._probabilities("modality")

    @cached_property
    def cues(self) -> Scores:
        """[tokens]: the probability of being in a cue of attribution."""
        return self._inside("cues")

    @cached_property
    def sources(self) -> Scores:
        """[tokens]: the probability of being in a source of attribution."""
        return self._inside("sources")

    @cached_property
    def contents(self) -> Scores:
        """[tokens]: the probability of being in a content of attribution."""
        return self._inside("contents")

    @cached_property
    def names(self) -> Scores:
        """[tokens, labels]: the probability of being in a name of that label."""
        return self._sums("names", self.labels, "BIES")

    def begins(self, group: str) -> Scores:
        """[tokens]: the probability of beginning a name, a trigger, a cue, a source or a content.

        Raises:
            KeyError: `group` is none of "names", "triggers", "cues", "sources" and "contents".
        """
        tags = self._raw["labels"][TAGGED[group]]
        columns = [i for i, tag in enumerate(tags) if tag[0] in "BS"]
        begun: Scores = self._probabilities(group)[:, columns].sum(1)
        return begun

    def links(self, anchor: int, begin: int, end: int) -> Scores:
        """[end - begin, roles]: the log odds that each token of [begin, end) stands in each role to the anchor token.

        Any token may be the anchor: the first of a trigger (actor, target, place, time) or of a cue (source, content),
        the last of a name (the relations). What the network learnt holds within the anchor's sentence. The same is
        asked for one relation after the other, so answers are kept; who gets one must not change it.
        """
        odds = self._links.get((anchor, begin, end))
        if odds is None:
            odds = self._links[anchor, begin, end] = self._tied(anchor, begin, end)
        return odds

    def ties(self, anchor: int, begin: int, end: int) -> Sequence[float]:
        """The mean log odds of the tokens of [begin, end) for each role, in the order of `roles` (see `links`)."""
        means = self._ties.get((anchor, begin, end))
        if means is None:
            means = self._ties[anchor, begin, end] = averages(self.links(anchor, begin, end))
        return means

    def _tied(self, anchor: int, begin: int, end: int) -> Scores:
        words = self._raw["words"]
        if not words[anchor]:
            return np.full((end - begin, len(self.roles)), NEVER, np.float32)
        met = self._raw["link_anchor"][anchor].astype(np.float32) + self._ends[begin:end]
        odds: Scores = np.maximum(met, 0, out=met) @ self._raw["link_weight"]
        odds += self._raw["link_bias"]
        if not self._all_words:
            odds[~words[begin:end]] = NEVER
        return odds

    @cached_property
    def _all_words(self) -> bool:
        return bool(self._raw["words"].all())

    @cached_property
    def _ends(self) -> Scores:
        """What each token brings to a link as its other end; few are asked for what they bring as its anchor."""
        ends: Scores = self._raw["link_word"].astype(np.float32)
        return ends

    def _probabilities(self, layer: str) -> Scores:
        if layer not in self._shares:
            self._shares[layer] = self._share(layer)
        return self._shares[layer]

    def _share(self, layer: str) -> Scores:
        share = self.scores(layer)
        share -= np.maximum.reduce(share, 1, keepdims=True)
        np.exp(share, out=share)
        share /= np.add.reduce(share, 1, keepdims=True)
        if not self._all_words:
            share[~self._raw["words"]] = 0
        return share

    def _inside(self, group: str) -> Scores:
        outside = self._raw["labels"][TAGGED[group]].index("O")
        inside: Scores = np.where(self._raw["words"], 1 - self._probabilities(group)[:, outside], np.float32(0))
        return inside

    def _sums(self, group: str, labels: tuple[str, ...], marks: str) -> Scores:
        """The probabilities of the tags of each label that begin with one of the marks, added up."""
        return self._probabilities(group) @ _of_labels(tuple(self._raw["labels"][TAGGED[group]]), labels, marks)


@lru_cache(maxsize=8)
def _of_labels(tags: tuple[str, ...], labels: tuple[str, ...], marks: str) -> Scores:
    """[tags, labels]: one where a tag is of the label and begins with one of the marks, nought elsewhere."""
    return np.array([[tag[0] in marks and tag[2:] == label for label in labels] for tag in tags], np.float32)


def average(scores: Scores) -> float:
    """The mean of some scores; `ndarray.mean` gives the same, and takes thrice the time for a handful."""
    return float(np.add.reduce(scores) / len(scores))


def averages(scores: Scores) -> list[float]:
    """The means of the columns of some scores."""
    means: list[float] = (np.add.reduce(scores) / np.float32(len(scores))).tolist()
    return means


def signals(doc: Doc) -> Signals | None:
    """What the encoder says of a document's tokens; None where another model read it, or where it has no words."""
    raw = doc.user_data.get(KEY)
    return None if raw is None else Signals(raw)


def attach(doc: Doc, places: Sequence[int], rows: Mapping[str, Scores], network: Mapping[str, Any]) -> None:
    """Leave on a `Doc` what the network gave for its words, in place.

    Args:
        doc: what was read.
        places: the token of each word.
        rows: the scores of `LAYERS` and the vectors of `PAIRS`, a row for each word.
        network: the network's `WEIGHTS`, and its "labels" by list.
    """
    shared = {k: network[k] for k in WEIGHTS} | {"labels": {k: list(network["labels"][k]) for k in LABELS}}
    _put(doc, [(places, rows)], shared)


def carry(parts: Iterable[tuple[Doc, Sequence[int]]], target: Doc) -> None:
    """Give a `Doc` the signals of those that it was put together from, in place.

    With each part comes the token of the target that each of its tokens became.
    """
    found = [(part.user_data[KEY], places) for part, places in parts if KEY in part.user_data]
    if not found:
        return
    moved = []
    for raw, places in found:
        words = np.flatnonzero(raw["words"])
        moved.append(([places[i] for i in words.tolist()], {k: raw[k][words] for k in (*LAYERS, *PAIRS)}))
    _put(target, moved, {k: found[0][0][k] for k in (*WEIGHTS, "labels")})


def _put(doc: Doc, parts: Sequence[tuple[Sequence[int], Mapping[str, Any]]], shared: Raw) -> None:
    """Half precision is plenty for a score, and what is kept travels with the `Doc`: plain arrays, lists and names."""
    words = np.zeros(len(doc), bool)
    kept = {k: np.zeros((len(doc), parts[0][1][k].shape[1]), np.float16) for k in (*LAYERS, *PAIRS)}
    for places, rows in parts:
        words[places] = True
        for k, table in kept.items():
            table[places] = rows[k]
    data: dict[Any, Any] = doc.user_data
    data[KEY] = {"words": words, **kept, **shared}


def _labels(tags: Iterable[str]) -> tuple[str, ...]:
    """The labels of tags, in the order in which they come: "B-ORG" is of "ORG"."""
    return tuple(dict.fromkeys(tag[2:] for tag in tags if tag != "O"))
