"""A linear classifier whose weights can be read: a JSON file that maps feature names to weights for each class.

A feature is a string such as ``lemma=arrest/V``. Features that begin with ``*`` are shared: they speak of one class at
a time ("the lexicon lists the word for this class") and have one weight for all classes, under the class ``*``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

__all__ = ["Columns", "Linear", "Part", "load", "sigmoid", "softmax"]

Part = tuple[str, ...]
"""Features that are likely to come together again."""

_FOLDER = Path(__file__).resolve().parent / "weights"


class Linear:
    """Scores of classes as sums of feature weights.

    >>> Linear({"lemma=arrest/V": {"Arrest": 2.0}}).scores(["lemma=arrest/V"], ["Arrest", "none"])
    {'Arrest': 2.0, 'none': 0.0}
    """

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self.weights = weights
        self._columns: dict[tuple[str, ...], Columns] = {}

    def scores(
        self, features: Iterable[str], classes: Sequence[str], shared: Mapping[str, Sequence[str]] | None = None
    ) -> dict[str, float]:
        """The score of each class; `shared` gives the shared features of each class, for those that have any."""
        weights = self.weights
        rows = [row for feature in features if (row := weights.get(feature))]
        found = {name: sum([row[name] for row in rows if name in row], 0.0) for name in classes}
        for name, own in (shared or {}).items():
            for feature in own:
                row = self.weights.get(feature)
                if row and name in found:
                    found[name] += row.get("*", 0.0)
        return found

    def among(self, classes: tuple[str, ...]) -> Columns:
        """The weights of some classes alone, for a question that is asked often; kept for the next who asks it."""
        if classes not in self._columns:
            self._columns[classes] = Columns(self.weights, classes)
        return self._columns[classes]


class Columns:
    """The weights of the same few classes for each feature, in their order: scores are the sums of columns."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]], classes: tuple[str, ...]) -> None:
        self._rows = {
            feature: tuple(row.get(name, 0.0) for name in classes)
            for feature, row in weights.items()
            if not row.keys().isdisjoint(classes)
        }
        self._none = (0.0,) * len(classes)
        self._part = lru_cache(maxsize=1 << 14)(self._sum)

    def scores(self, *parts: Part) -> tuple[float, ...]:
        """The score of each class; that of a part which comes again is known.

        >>> Linear({"kind=PERSON": {"actor": 1.0}}).among(("actor", "place")).scores(("kind=PERSON",), ("unknown",))
        (1.0, 0.0)
        """
        return tuple(map(sum, zip(*map(self._part, parts), strict=True)))

    def _sum(self, part: Part) -> tuple[float, ...]:
        rows = [row for feature in part if (row := self._rows.get(feature)) is not None]
        return tuple(map(sum, zip(self._none, *rows, strict=True)))


def softmax(scores: Mapping[str, float]) -> dict[str, float]:
    """Scores as probabilities that sum to one."""
    highest = max(scores.values(), default=0.0)
    powers = {name: math.exp(score - highest) for name, score in scores.items()}
    total = sum(powers.values())
    return {name: power / total for name, power in powers.items()}


def sigmoid(score: float) -> float:
    """A score as the probability of yes."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def load(name: str) -> Linear:
    """The shipped weights of one classifier: triggers, arguments or modality."""
    return Linear(json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))["weights"])
