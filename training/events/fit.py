"""Fits the linear classifiers of `pipeline.extract.events`: AdaGrad on the log loss, with L2.

An instance is (features, shared, classes, gold): the classes allowed for it, their shared features (see
`pipeline.extract.events.linear`), and the right class or classes. Features that begin with "w:" hold the word itself;
in training they are dropped from some instances at random, so that what the lexicon and the context say is learned as
well and carries over to words that the gold does not have.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

__all__ = ["Instance", "fit_sigmoid", "fit_softmax", "pruned"]


@dataclass(frozen=True, slots=True)
class Instance:
    features: Sequence[str]
    classes: Sequence[str]
    gold: frozenset[str]
    shared: dict[str, list[str]] = field(default_factory=dict)
    weight: float = 1.0


Weights = dict[str, dict[str, float]]


def _common(instances: Iterable[Instance], least: int) -> set[str]:
    counts: Counter[str] = Counter()
    for i in instances:
        counts.update(i.features)
        counts.update(f for own in i.shared.values() for f in own)
    return {f for f, n in counts.items() if n >= least}


def fit_softmax(
    instances: list[Instance],
    *,
    epochs: int = 12,
    rate: float = 0.05,
    l2: float = 1e-4,
    drop: float = 0.2,
    least: int = 2,
    seed: int = 7,
) -> Weights:
    """One right class for each instance; probabilities over its own classes."""
    return _fit(instances, True, epochs, rate, l2, drop, least, seed)


def fit_sigmoid(
    instances: list[Instance],
    *,
    epochs: int = 12,
    rate: float = 0.05,
    l2: float = 1e-4,
    drop: float = 0.2,
    least: int = 2,
    seed: int = 7,
) -> Weights:
    """Any number of right classes for each instance; each class is a yes or no of its own."""
    return _fit(instances, False, epochs, rate, l2, drop, least, seed)


def _fit(
    instances: list[Instance], one: bool, epochs: int, rate: float, l2: float, drop: float, least: int, seed: int
) -> Weights:
    rng = random.Random(seed)
    known = _common(instances, least)
    rows = [
        ([f for f in i.features if f in known], {c: [f for f in own if f in known] for c, own in i.shared.items()}, i)
        for i in instances
    ]
    weights: Weights = defaultdict(dict)
    squares: Weights = defaultdict(dict)
    total: Weights = defaultdict(dict)  # running sums for averaging over epochs after the first
    for epoch in range(epochs):
        rng.shuffle(rows)
        for features, shared, instance in rows:
            used = [f for f in features if not f.startswith("w:")] if rng.random() < drop else features
            scores = dict.fromkeys(instance.classes, 0.0)
            for f in used:
                row = weights.get(f)
                if row:
                    for c in instance.classes:
                        if c in row:
                            scores[c] += row[c]
            for c, own in shared.items():
                for f in own:
                    scores[c] += weights.get(f, {}).get("*", 0.0)
            slopes = _slopes(scores, instance, one)
            for c, slope in slopes.items():
                if abs(slope) < 1e-3:
                    continue
                slope *= instance.weight
                for f in used:
                    _step(weights[f], squares[f], c, slope, rate, l2)
                for f in shared.get(c, ()):
                    _step(weights[f], squares[f], "*", slope, rate, l2)
        if epoch >= epochs // 2:
            for f, row in weights.items():
                for c, w in row.items():
                    total[f][c] = total[f].get(c, 0.0) + w
    count = epochs - epochs // 2
    return {f: {c: w / count for c, w in row.items()} for f, row in total.items()}


def _slopes(scores: dict[str, float], instance: Instance, one: bool) -> dict[str, float]:
    if one:
        highest = max(scores.values())
        powers = {c: math.exp(s - highest) for c, s in scores.items()}
        whole = sum(powers.values())
        return {c: p / whole - (c in instance.gold) for c, p in powers.items()}
    return {c: 1 / (1 + math.exp(-max(-30.0, min(30.0, s)))) - (c in instance.gold) for c, s in scores.items()}


def _step(row: dict[str, float], squares: dict[str, float], name: str, slope: float, rate: float, l2: float) -> None:
    weight = row.get(name, 0.0)
    gradient = slope + l2 * weight
    squares[name] = squares.get(name, 1e-2) + gradient * gradient
    row[name] = weight - rate * gradient / math.sqrt(squares[name])


def pruned(weights: Weights, least: float = 0.1, digits: int = 2) -> Weights:
    """Weights rounded, those that hardly count left out, in order: the same fit gives the same file."""
    kept = {f: {c: round(w, digits) for c, w in sorted(row.items()) if abs(w) >= least} for f, row in weights.items()}
    return {f: row for f, row in sorted(kept.items()) if row}
