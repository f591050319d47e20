"""Fit the weights by which candidates of the rules are judged: `pipeline/extract/claims/weights.json`.

The model is a choice among the candidates of a cue and none of them, linear in the named binary features of
`pipeline.extract.claims.scorer`, with an L2 penalty; right are the candidates that fit a gold claim (half of the union
of their characters).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from pipeline.extract.claims import scorer
from pipeline.extract.claims.candidate import Candidate
from training.claims.gold import Example

__all__ = ["best", "fit", "pruned", "write"]

PENALTY = 4.0
SEEN_AT_LEAST = 2
THRESHOLD = 0.35
STEPS = 300
KEPT = 0.02
"""Weights smaller than this are left out of the file."""


def fit(items: Sequence[Example], penalty: float = PENALTY) -> scorer.Weights:
    """The weights of least penalised log loss, by full-batch Adam; deterministic.

    The loss of a cue is minus the log of the probability of its right candidates together, or of none where none is
    right.
    """
    described = [f for x in items for f in x.features]
    counts = Counter(f for row in described for f in set(row))
    index = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= SEEN_AT_LEAST))}
    rows = [np.array(sorted({index[f] for f in row if f in index}), dtype=np.int64) for row in described]
    columns, owner = np.concatenate(rows), np.repeat(np.arange(len(rows)), [len(r) for r in rows])
    right = np.array([y for x in items for y in x.labels], dtype=np.float64)
    cue, cues = cue_numbers(items)
    has_right = np.bincount(cue, weights=right, minlength=cues) > 0
    values = np.zeros(len(index) + 1)  # the last is the bias, without penalty
    first, second = np.zeros_like(values), np.zeros_like(values)
    for step in range(1, STEPS + 1):
        odds = values[-1] + np.bincount(owner, weights=values[columns], minlength=len(rows))
        power = np.exp(np.clip(odds, -30, 30))
        chance = power / (1.0 + np.bincount(cue, weights=power, minlength=cues))[cue]
        among = np.bincount(cue, weights=chance * right, minlength=cues)[cue]
        wrong = chance - np.where(has_right[cue], chance * right / np.maximum(among, 1e-12), 0.0)
        slope = np.append(
            np.bincount(columns, weights=wrong[owner], minlength=len(index)) + penalty * values[:-1], wrong.sum()
        )
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        rate = 0.1 if step <= STEPS * 0.6 else 0.03
        values -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return scorer.Weights(float(values[-1]), THRESHOLD, {f: float(values[i]) for f, i in index.items()})


def cue_numbers(items: Sequence[Example]) -> tuple[np.ndarray[Any, Any], int]:
    """For each candidate the number of its cue, counted over all documents, and how many cues there are."""
    numbers, total = [], 0
    for item in items:
        at = {id(c): n for n, group in enumerate(scorer.groups(item.found)) for c in group}
        numbers += [total + at[id(c)] for c in item.found]
        total += len(set(at.values()))
    return np.array(numbers, dtype=np.int64), total


def best(item: Example, judged: scorer.Weights) -> Iterator[tuple[Candidate, float, int]]:
    """The best candidate of each cue, its probability and its label."""
    at = {id(c): i for i, c in enumerate(item.found)}
    for group in scorer.groups(item.found):
        index, probability = judged.choose([item.features[at[id(c)]] for c in group])
        yield group[index], probability, item.labels[at[id(group[index])]]


def pruned(judged: scorer.Weights) -> scorer.Weights:
    """Only the weights that matter, rounded as they are written."""
    kept = {f: round(w, 3) for f, w in sorted(judged.values.items()) if abs(w) >= KEPT}
    return scorer.Weights(round(judged.bias, 3), judged.threshold, kept)


def write(judged: scorer.Weights) -> None:
    """Write the weights by name."""
    data = {
        "about": "Log odds that a candidate is a claim; made by training/claims/train.py",
        "bias": judged.bias,
        "threshold": judged.threshold,
        "weights": judged.values,
    }
    scorer.WEIGHTS.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
