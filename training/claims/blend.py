"""Fit the few weights by which the encoder's heads join the rules: `pipeline/extract/claims/blend.json`.

Only documents that the encoder has not learnt from tell how far its heads can be trusted, so these weights are fitted
on the held-out documents alone, and every figure about them is of documents that their fit did not see either.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.claims import blend, scorer
from pipeline.extract.claims.candidate import Candidate
from pipeline.extract.claims.heads import CHOICE, EXISTENCE, Heads, Measures
from training.claims.gold import Example, labels

PENALTY = 2.0
HELD_TO_PRIOR = 200.0
"""How strongly the weights are held to nought, and to those of `PRIOR`."""
PRIOR = Path(__file__).with_name("prior.json")
"""Weights fitted on far more documents, none of which the encoder of that day had learnt from; later ones have."""
THRESHOLD = 0.35
"""Half of the F1 that is reached: below that a claim costs more precision than it brings recall."""
STEPS = 400

Floats = NDArray[np.float64]


@dataclass(slots=True)
class Group:
    """The candidates of one cue, what is measured of them, and which of them are right."""

    candidates: list[Candidate]
    measures: Measures
    labels: list[int]


def heads(item: Example) -> Heads | None:
    """What the encoder says of a document."""
    return Heads.of(item.scene)


def groups(item: Example, judged: scorer.Weights) -> list[Group]:
    """The cues of a document, with the candidates of the rules and those of the encoder."""
    said = heads(item)
    if said is None:
        raise ValueError(f"the language model says nothing of claims in {item.name}; give one with such heads")
    odds = {id(c): judged.odds(f) for c, f in zip(item.found, item.features, strict=True)}
    found = [*item.found, *said.candidates(item.found)]
    right = {id(c): y for c, y in zip(found, labels(found, item.gold), strict=True)}
    return [
        Group(group, said.measures(group, [odds.get(id(c)) for c in group]), [right[id(c)] for c in group])
        for group in scorer.groups(found)
    ]


def prior() -> blend.Blend:
    """The weights to which a fit is held."""
    return blend.read(PRIOR)


def fit(groups: Sequence[Group], prior: blend.Blend | None = None) -> blend.Blend:
    """First the choice among candidates, then how probable it is that the chosen one is right; deterministic.

    The weights are held to those of `prior`, or to nought.
    """
    strength = HELD_TO_PRIOR if prior else PENALTY
    start = prior or blend.Blend((0.0,) * len(EXISTENCE), (0.0,) * len(CHOICE), THRESHOLD)
    choice = _choice([g for g in groups if any(g.labels) and not all(g.labels)], np.array(start.choice), strength)
    found = blend.Blend(start.existence, choice, THRESHOLD)
    right = np.array([float(g.labels[found.choose(g.measures)[0]]) for g in groups])
    rows = np.array([g.measures.existence for g in groups])
    penalty, centre = np.full(len(EXISTENCE), strength), np.array(start.existence)
    if prior is None:
        penalty[EXISTENCE.index("bias")] = 0.0

    def slope(weights: Floats) -> Floats:
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        return np.asarray(rows.T @ (chance - right) + penalty * (weights - centre), np.float64)

    return blend.Blend(tuple(_descend(slope, centre)), choice, THRESHOLD)


def _choice(groups: Sequence[Group], centre: Floats, strength: float) -> tuple[float, ...]:
    rows = np.array([row for g in groups for row in g.measures.choice]).reshape(-1, len(CHOICE))
    right = np.array([float(y) for g in groups for y in g.labels])
    owner = np.repeat(np.arange(len(groups)), [len(g.labels) for g in groups])

    def slope(weights: Floats) -> Floats:
        power = np.exp(np.clip(rows @ weights, -30, 30))
        chance = power / np.bincount(owner, weights=power)[owner]
        wanted = chance * right / np.bincount(owner, weights=chance * right)[owner]
        return np.asarray(rows.T @ (chance - wanted) + strength * (weights - centre), np.float64)

    return tuple(_descend(slope, centre))


def _descend(slope: Callable[[Floats], Floats], start: Floats) -> list[float]:
    """Adam on the whole data."""
    values, first, second = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, STEPS + 1):
        at = slope(values)
        first = 0.9 * first + 0.1 * at
        second = 0.999 * second + 0.001 * at**2
        rate = 0.1 if step <= STEPS * 0.6 else 0.03
        values = values - rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return [round(float(v), 3) for v in values]


def best(groups: Sequence[Group], judged: blend.Blend) -> Iterator[tuple[Candidate, float, int]]:
    """The best candidate of each cue, its probability and its label."""
    for group in groups:
        index, probability = judged.choose(group.measures)
        yield group.candidates[index], probability, group.labels[index]


def write(judged: blend.Blend, path: Path = blend.BLEND) -> None:
    """Write the weights by name."""
    data = {
        "about": "Log odds that a cue attributes something, and weights for the choice of its content; "
        "made by training/claims/train.py",
        "threshold": judged.threshold,
        "existence": dict(zip(EXISTENCE, judged.existence, strict=True)),
        "choice": dict(zip(CHOICE, judged.choice, strict=True)),
    }
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
