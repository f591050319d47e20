"""Fits how sure a name is: pipeline/extract/mentions_weights.json, from what the encoder says of held-out documents.

`train.py` calls it. Six numbers at most: a bias, a weight for the log odds that the encoder gives, and one for each
origin of a name that is common enough to be measured.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from pipeline.evaluate.gold import NAMED, GoldDocument
from pipeline.extract import mentions, mentions_heard
from pipeline.extract.scene import Scene

__all__ = ["Name", "names", "write"]

ORIGINS: Final = ("confirmed", "repeated", "gazetteer", "propagated")
PENALTY: Final = 1.0


class Name(NamedTuple):
    """A name as found: the encoder's probability, where it came from, and whether extent and label are right."""

    share: float
    origin: str
    right: bool


def names(scene: Scene, gold: GoldDocument) -> Iterable[Name]:
    """The names of a document of the labels that are counted."""
    heard = scene.doc.signals
    if heard is None:
        return
    right = {(m.span.begin, m.span.end): m.label for m in gold.mentions}
    for tokens, label, origin in mentions.found(scene):
        if label in NAMED:
            place = scene.span(tokens)
            share = mentions_heard.probability(tokens, label, heard)
            yield Name(share, origin, right.get((place.begin, place.end)) is label)


def write(held: Sequence[Name]) -> None:
    """Fit by Newton's method, print how well calibrated the result is, and write it."""
    weights = _fit(held)
    half = [_fit([n for i, n in enumerate(held) if i % 2 != part]) for part in range(2)]
    bins: Counter[tuple[int, bool]] = Counter()
    for i, name in enumerate(held):  # each judged by weights that have not seen it
        bins[min(9, int(10 * mentions_heard.confidence(name.share, name.origin, half[i % 2]))), name.right] += 1
    for b in range(10):
        total = bins[b, True] + bins[b, False]
        if total:
            print(f"  names, confidence {b / 10:.1f}-{(b + 1) / 10:.1f}: {bins[b, True] / total:.2f} right of {total}")
    data = {
        "about": "How sure a name is; made by training/relations/train.py",
        "weights": {k: round(w, 3) for k, w in weights.items()},
    }
    mentions_heard.WEIGHTS.write_text(json.dumps(data, indent=0) + "\n", encoding="utf-8")


def _fit(held: Sequence[Name]) -> Mapping[str, float]:
    fields = ("bias", "odds", *ORIGINS)
    shares = np.clip([n.share for n in held], 1e-3, 1 - 1e-3)
    table = np.column_stack(
        [np.ones(len(held)), np.log(shares / (1 - shares)), *([n.origin == o for n in held] for o in ORIGINS)]
    ).astype(np.float64)
    right = np.array([n.right for n in held], np.float64)
    penalty = np.diag([1e-6, *[PENALTY] * (len(fields) - 1)])
    values = np.zeros(len(fields))
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(table @ values, -30, 30)))
        slope = table.T @ (chance - right) + penalty @ values
        curve = table.T @ (table * (chance * (1 - chance))[:, None]) + penalty
        values = values - np.linalg.solve(curve, slope)
    return dict(zip(fields, values.tolist(), strict=True))
