"""Fits the linear classifiers of `pipeline.extract.events`: log loss with an L2 penalty, minimised by L-BFGS.

An instance is (features, shared, classes, gold): the classes allowed for it, their shared features (see
`pipeline.extract.events.linear`), and the right class or classes. The minimum is unique, and nothing is drawn at
random: equal data give equal weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["Instance", "Weights", "choice_loss", "fit_sigmoid", "fit_softmax", "minimum", "pruned"]

Vector = NDArray[np.float64]
Numbers = NDArray[np.int64]
Objective = Callable[[Vector], tuple[float, Vector]]
Weights = dict[str, dict[str, float]]

_MEMORY, _ENOUGH = 8, 2e-5


@dataclass(frozen=True, slots=True)
class Instance:
    features: Sequence[str]
    classes: Sequence[str]
    gold: frozenset[str]
    shared: Mapping[str, Sequence[str]] = field(default_factory=dict)


def fit_softmax(instances: list[Instance], *, l2: float = 4.0, shared: float = 0.4, least: int = 2) -> Weights:
    """One right class for each instance; probabilities over its own classes.

    Args:
        instances: those whose right class is not among their classes are left out.
        l2: the penalty on weights; `shared` is that on weights of shared features.
        least: how many instances must have a feature for it to be learnt.
    """
    design = _Design([i for i in instances if i.gold & set(i.classes)], least)

    def loss(scores: Vector) -> tuple[float, Vector]:
        return choice_loss(scores, design.gold, design.starts, design.owner)

    return design.weights(loss, l2, shared)


def fit_sigmoid(instances: list[Instance], *, l2: float = 4.0, shared: float = 0.4, least: int = 2) -> Weights:
    """Any number of right classes for each instance; each class is a yes or no of its own."""
    design = _Design(instances, least)

    def loss(scores: Vector) -> tuple[float, Vector]:
        worth = float(np.logaddexp(0, scores).sum() - scores @ design.gold)
        return worth, 1 / (1 + np.exp(-np.clip(scores, -30, 30))) - design.gold

    return design.weights(loss, l2, shared)


def choice_loss(scores: Vector, right: Vector, starts: Numbers, owner: Numbers) -> tuple[float, Vector]:
    """The log loss of choices, and its slopes by score.

    Args:
        scores: of all options, those of one choice after those of another.
        right: 1 for the right option of each choice, 0 for the others.
        starts: where the options of each choice begin.
        owner: the number of the choice that each option belongs to.
    """
    highest = np.maximum.reduceat(scores, starts)
    powers = np.exp(scores - highest[owner])
    whole = np.add.reduceat(powers, starts)
    worth = float((np.log(whole) + highest).sum() - scores @ right)
    return worth, powers / whole[owner] - right


class _Design:
    """Instances as arrays: a row for each instance and class, an entry for each feature of a row."""

    def __init__(self, instances: Sequence[Instance], least: int) -> None:
        known = _common(instances, least)
        self.names: dict[tuple[str, str], int] = {}
        rows: list[int] = []
        columns: list[int] = []
        gold: list[bool] = []
        starts: list[int] = []
        for instance in instances:
            starts.append(len(gold))
            features = [f for f in instance.features if f in known]
            for name in instance.classes:
                keys = [(f, name) for f in features]
                keys += [(f, "*") for f in instance.shared.get(name, ()) if f in known]
                columns += [self.names.setdefault(key, len(self.names)) for key in keys]
                rows += [len(gold)] * len(keys)
                gold.append(name in instance.gold)
        self.rows, self.columns = np.array(rows, np.int32), np.array(columns, np.int32)
        self.gold, self.starts = np.array(gold, np.float64), np.array(starts, np.int64)
        self.owner = np.repeat(np.arange(len(starts)), [len(i.classes) for i in instances])

    def weights(self, loss: Callable[[Vector], tuple[float, Vector]], l2: float, shared: float) -> Weights:
        """The weights that minimise a loss of the rows' scores, which comes with its slopes, and their penalty."""
        penalty = np.array([shared if name == "*" else l2 for _, name in self.names])

        def objective(at: Vector) -> tuple[float, Vector]:
            worth, slopes = loss(_sums(self.rows, at[self.columns], len(self.gold)))
            gradient = _sums(self.columns, slopes[self.rows], len(at))
            return worth + 0.5 * float(penalty @ (at * at)), gradient + penalty * at

        best = minimum(objective, np.zeros(len(self.names)))
        found: Weights = {}
        for (feature, name), number in self.names.items():
            found.setdefault(feature, {})[name] = float(best[number])
        return found


def _sums(bins: NDArray[np.int32], values: Vector, size: int) -> Vector:
    """The sum of the values in each bin."""
    return np.bincount(bins, values, size).astype(np.float64, copy=False)


def _common(instances: Iterable[Instance], least: int) -> set[str]:
    counts: Counter[str] = Counter()
    for instance in instances:
        counts.update(instance.features)
        counts.update(f for own in instance.shared.values() for f in own)
    return {f for f, n in counts.items() if n >= least}


def minimum(objective: Objective, at: Vector, rounds: int = 80) -> Vector:
    """Where a smooth convex function is least, by L-BFGS; `objective` gives its value and gradient."""
    worth, gradient = objective(at)
    steps: list[tuple[Vector, Vector]] = []
    for _ in range(rounds):
        way = -_curved(gradient, steps)
        length, slope = 1.0, float(gradient @ way)
        while True:
            there = at + length * way
            value, turned = objective(there)
            if value <= worth + 1e-4 * length * slope or length < 1e-6:
                break
            length /= 2
        if (there - at) @ (turned - gradient) > 1e-10:
            steps = [*steps[1 - _MEMORY :], (there - at, turned - gradient)]
        gained = worth - value
        at, worth, gradient = there, value, turned
        if abs(gained) < _ENOUGH * abs(worth):
            break
    return at


def _curved(gradient: Vector, steps: list[tuple[Vector, Vector]]) -> Vector:
    """The gradient times the inverse curvature that the last steps have shown."""
    if not steps:
        return gradient / max(1.0, float(np.abs(gradient).sum()) / 10)
    way = gradient.copy()
    shares = []
    for step, turn in reversed(steps):
        share = float(step @ way) / float(turn @ step)
        shares.append(share)
        way -= share * turn
    step, turn = steps[-1]
    way *= float(step @ turn) / float(turn @ turn)
    for (step, turn), share in zip(steps, reversed(shares), strict=True):
        way += (share - float(turn @ way) / float(turn @ step)) * step
    return way


def pruned(weights: Weights, least: float = 0.02, digits: int = 3) -> Weights:
    """Weights rounded, those that hardly count left out, in order: the same fit gives the same file."""
    kept = {f: {c: round(w, digits) for c, w in sorted(row.items()) if abs(w) >= least} for f, row in weights.items()}
    return {f: row for f, row in sorted(kept.items()) if row}
