"""From words to layers: reads a document window by window and decodes what the network says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.language import signals
from pipeline.language.encoder.decode import (
    Places,
    Scores,
    best_stretch,
    best_tags,
    extents,
    groups,
    sentences,
    tree,
)
from pipeline.language.encoder.network import Network, Reading
from pipeline.language.encoder.windows import Start, windows
from pipeline.language.encoder.words import Gap

__all__ = ["Found", "Linked", "Parse", "parse"]

ROLES: Final = ("actor", "target", "place", "time")
CLAIM_ROLES: Final = ("source", "content")
POSITION: Final = "position"
TRIGGER_BIAS: Final = 0.0
"""What the score of "no trigger" is lowered by: the gold has few triggers, so that the network is shy of them."""


class Found(NamedTuple):
    """Words [begin, end) with a label, a probability, and for triggers the modality."""

    begin: int
    end: int
    label: str
    score: float
    modality: str = ""


class Linked(NamedTuple):
    """That the words [begin, end) stand in a role to those of the anchor."""

    anchor_begin: int
    anchor_end: int
    role: str
    begin: int
    end: int
    score: float


@dataclass
class Parse:
    """All layers of a document by word: `heads` are positions, a root's its own; `starts` marks sentence starts.

    `rows` are the scores and vectors of which `pipeline.language.signals` makes more than was decoded here.
    """

    tags: dict[str, Places]
    heads: Places
    deps: Places
    starts: NDArray[np.bool_]
    names: list[tuple[int, int, str]] = field(default_factory=list)
    spans: dict[str, list[Found]] = field(
        default_factory=lambda: {k: [] for k in ("triggers", "cues", "sources", "contents")}
    )
    links: list[Linked] = field(default_factory=list)
    rows: dict[str, Scores] = field(default_factory=dict)


def parse(network: Network, words: Sequence[str], gaps: Sequence[Gap], starts: Sequence[int]) -> Parse:
    """Reads the words of a document (at least one); `starts` is what is known of sentences (see `windows.Start`)."""
    size = len(words)
    found = Parse(
        tags={k: np.zeros(size, np.int64) for k in ("upos", "xpos", "feats", "lemmas")},
        heads=np.zeros(size, np.int64),
        deps=np.zeros(size, np.int64),
        starts=np.zeros(size, bool),
    )
    loose = network.labels["deps"].index("parataxis")
    root = -1
    readings: list[Reading] = []
    for window in windows(words, [len(network.pieces(w)) for w in words], starts):
        begin, end = window.begin, window.end
        reading = network.read(words[begin:end], gaps[begin:end])
        readings.append(reading)
        for layer, values in found.tags.items():
            values[begin:end] = reading.tags[layer]
        cut = sentences(reading.scores["starts"], starts[begin:end])
        heads = np.concatenate([tree(reading.scores["arcs"][b:e, b:e]) + b for b, e in cut])
        deps = network.dependencies(reading, heads)
        found.heads[begin:end] = heads + begin
        found.deps[begin:end] = deps
        for b, _ in cut:
            found.starts[begin + b] = True
        first_root = begin + next(i for i in range(*cut[0]) if heads[i] == i)
        if window.continues and starts[begin] != Start.YES and root >= 0:
            found.heads[first_root], found.deps[first_root] = root, loose
            found.starts[begin] = False
        last_root = begin + next(i for i in range(*cut[-1]) if heads[i] == i)
        root = root if window.continues and len(cut) == 1 else last_root
        for b, e in cut:
            _spans(network, reading, b, e, begin, found)
    found.rows = {k: np.concatenate([r.scores[k] for r in readings]) for k in signals.LAYERS}
    found.rows |= {k: np.concatenate([r.pairs[k] for r in readings]) for k in signals.PAIRS}
    return found


def _spans(network: Network, reading: Reading, begin: int, end: int, base: int, found: Parse) -> None:
    """The names, triggers and claims of the sentence [begin, end) of a window that starts at the word `base`."""
    names = [
        (b + begin, e + begin, label) for b, e, label in _decoded(network, "names", reading.scores["names"][begin:end])
    ]
    found.names.extend((b + base, e + base, label) for b, e, label in names)

    scores = reading.scores["triggers"][begin:end].copy()
    scores[:, 0] -= TRIGGER_BIAS
    for b, e, label in _decoded(network, "triggers", scores):
        modality = network.labels["modality"][int(reading.scores["modality"][begin + b].argmax())]
        sure = _probability(scores[b], network.labels["triggers"].index(f"B-{label}"))
        found.spans["triggers"].append(Found(base + begin + b, base + begin + e, label, sure, modality))
        ties = network.links(reading, begin + b, begin, end)
        for role in ROLES:
            column = ties[:, network.labels["links"].index(role)]
            for rb, re in groups(column):
                _tie(found, base + begin, (b, e), role, (rb, re), column)

    tagged = {
        layer: list(_decoded(network, "extents", reading.scores[layer][begin:end]))
        for layer in ("cues", "sources", "contents")
    }
    taken: dict[str, list[tuple[int, int]]] = {"source": [], "content": []}
    for b, e, _ in tagged["cues"]:
        sure = _probability(reading.scores["cues"][begin + b], 1)
        found.spans["cues"].append(Found(base + begin + b, base + begin + e, "cue", sure))
        ties = network.links(reading, begin + b, begin, end)
        for role in CLAIM_ROLES:
            column = ties[:, network.labels["links"].index(role)]
            stretch = best_stretch(column)
            if stretch:
                taken[role].append(stretch)
                _tie(found, base + begin, (b, e), role, stretch, column)
    for role, layer in (("source", "sources"), ("content", "contents")):
        chosen = dict.fromkeys(taken[role])
        for b, e, _ in tagged[layer]:
            if not any(b < y and x < e for x, y in chosen):
                chosen[b, e] = None
        for b, e in sorted(chosen):
            inside = reading.scores[layer][begin + b : begin + e]
            sure = float(np.mean([1 - _probability(row, 0) for row in inside]))
            found.spans[layer].append(Found(base + begin + b, base + begin + e, role, sure))

    for b, e, _ in names:
        ties = network.links(reading, e - 1, begin, end)
        for number in range(len(ROLES) + len(CLAIM_ROLES), ties.shape[1]):
            role, column = network.labels["links"][number], ties[:, number]
            if not (column > 0).any():
                continue
            own = (b - begin, e - begin)
            if role == POSITION:
                for stretch in groups(column):
                    _tie(found, base + begin, own, role, stretch, column)
                continue
            for ob, oe, _ in names:
                if (ob, oe) != (b, e) and column[ob - begin : oe - begin].mean() > 0:
                    _tie(found, base + begin, own, role, (ob - begin, oe - begin), column)


def _tie(found: Parse, base: int, anchor: tuple[int, int], role: str, stretch: tuple[int, int], column: Scores) -> None:
    odds = float(column[stretch[0] : stretch[1]].mean())
    score = float(1 / (1 + np.exp(-odds)))
    found.links.append(Linked(base + anchor[0], base + anchor[1], role, base + stretch[0], base + stretch[1], score))


def _probability(scores: Scores, label: int) -> float:
    odds = np.exp(scores - scores.max())
    return float(odds[label] / odds.sum())


def _decoded(network: Network, layer: str, scores: Scores) -> list[tuple[int, int, str]]:
    labels = tuple(network.labels[layer])
    follows, first = _grammar(labels)
    return list(extents([labels[i] for i in best_tags(scores, follows, first).tolist()]))


@lru_cache(maxsize=8)
def _grammar(labels: tuple[str, ...]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which tag may follow which, and which may come first: B, (I), E and S where there is an E, else B and (I)."""
    closed = any(tag.startswith("E-") for tag in labels)

    def may(before: str, after: str) -> bool:
        opened = before[0] in "BI" and closed
        goes_on = after[0] in "IE"
        if opened or goes_on:
            return goes_on and before[0] in "BI" and before[2:] == after[2:]
        return True

    table = np.array([[may(b, a) for a in labels] for b in labels])
    return table, np.array([tag[0] not in "IE" for tag in labels])
