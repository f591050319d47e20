"""A linear classifier whose weights can be read: a JSON file that maps feature names to weights for each class.

A feature is a string such as ``lemma=arrest/V``. Features that begin with ``*`` are shared: they speak of one class at
a time ("the lexicon lists the word for this class") and have one weight for all classes, under the class ``*``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

__all__ = ["OWN", "Columns", "Features", "Linear", "Part", "load", "sigmoid", "softmax"]

Part = tuple[Any, ...]
"""Features that are likely to come together again: the function that makes them, and what it makes them of."""

_KEPT = 1 << 15
"""So many parts are kept: those of news repeat after some thousands."""

OWN = "w:"
"""What the names of features begin with that speak of one word alone: "w:arrest/V|passive=True"."""


class Features(NamedTuple):
    """What is seen of a word and around it.

    `general` is told of any word, `own` of this one alone, and `both` of either: what surrounds a word may mean one
    thing in general, and another where it is this word.
    """

    word: str
    general: list[str]
    both: list[str]
    own: list[str]

    def named(self) -> list[str]:
        """All of them by their whole names, without repeats.

        >>> Features("arrest/V", ["bias"], ["passive=True"], [""]).named()
        ['bias', 'passive=True', 'w:arrest/V', 'w:arrest/V|passive=True']
        """
        own = [f"{OWN}{self.word}|{name}" if name else f"{OWN}{self.word}" for name in (*self.own, *self.both)]
        return list(dict.fromkeys([*self.general, *self.both, *own]))


Row = TypeVar("Row")

_FOLDER = Path(__file__).resolve().parent / "weights"


class Linear:
    """Scores of classes as sums of feature weights.

    >>> Linear({"lemma=arrest/V": {"Arrest": 2.0}}).scores(["lemma=arrest/V"], ["Arrest", "none"])
    {'Arrest': 2.0, 'none': 0.0}
    """

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self.weights = weights
        self._columns: dict[tuple[str, ...], Columns] = {}
        self._shared: dict[tuple[str, ...], float] = {}

    def scores(
        self, features: Iterable[str], classes: Sequence[str], shared: Mapping[str, tuple[str, ...]] | None = None
    ) -> dict[str, float]:
        """The score of each class; `shared` gives the shared features of each class, for those that have any."""
        weights = self.weights.get
        return self._sums([row for feature in features if (row := weights(feature))], classes, shared)

    def scores_of(
        self, features: Features, classes: Sequence[str], shared: Mapping[str, tuple[str, ...]] | None = None
    ) -> dict[str, float]:
        """The same for features of a word: of most words few are known, or none, so that few need be looked up."""
        weights, general, both = self.weights.get, dict.fromkeys(features.general), dict.fromkeys(features.both)
        rows = [row for feature in chain(general, both) if (row := weights(feature))]
        if own := self._words.get(features.word):
            rows += [row for feature in chain(features.own, both) if (row := own.get(feature))]
        return self._sums(rows, classes, shared)

    @cached_property
    def _words(self) -> dict[str, dict[str, Mapping[str, float]]]:
        return _by_word(self.weights)

    def _sums(
        self,
        rows: Sequence[Mapping[str, float]],
        classes: Sequence[str],
        shared: Mapping[str, tuple[str, ...]] | None,
    ) -> dict[str, float]:
        found = {name: sum([row[name] for row in rows if name in row], 0.0) for name in classes}
        for name, own in (shared or {}).items():
            if name in found:
                found[name] += self._of_shared(own)
        return found

    def _of_shared(self, features: tuple[str, ...]) -> float:
        """What shared features come to: they are few, and the same ones come together again and again."""
        known = self._shared.get(features)
        if known is None:
            known = self._shared[features] = sum(self.weights.get(name, {}).get("*", 0.0) for name in features)
        return known

    def among(self, classes: tuple[str, ...]) -> Columns:
        """The weights of some classes alone, for a question that is asked often; kept for the next who asks it."""
        if classes not in self._columns:
            self._columns[classes] = Columns(self.weights, classes)
        return self._columns[classes]


class Columns:
    """The weights of the same few classes for each feature, in their order: scores are the sums of columns."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]], classes: tuple[str, ...]) -> None:
        self._rows = {
            feature: tuple([row.get(name, 0.0) for name in classes])
            for feature, row in weights.items()
            if not row.keys().isdisjoint(classes)
        }
        self._words = _by_word(self._rows)
        self._none = (0.0,) * len(classes)
        self._known: dict[Part, tuple[float, ...]] = {}

    def scores(
        self, features: Iterable[str] = (), parts: Sequence[Part] = (), words: Iterable[tuple[str, str]] = ()
    ) -> tuple[float, ...]:
        """The score of each class.

        Args:
            features: by name.
            parts: further ones; what a part comes to is known when it comes again.
            words: further ones of words, each with its word: `OWN` begins their names.

        >>> columns = Linear({"kind=PERSON": {"actor": 1.0}}).among(("actor", "place"))
        >>> columns.scores(["unknown"]), columns.scores(parts=[(lambda kind: [f"kind={kind}"], "PERSON")])
        ((0.0, 0.0), (1.0, 0.0))
        """
        rows = [row for row in map(self._rows.get, features) if row is not None]
        for part, known in zip(parts, map(self._known.get, parts), strict=True):
            rows.append(self._made(part) if known is None else known)
        for word, feature in words:
            own = self._words.get(word)
            if own is not None and (row := own.get(feature)) is not None:
                rows.append(row)
        return tuple(map(sum, zip(*rows, strict=True))) if rows else self._none

    def _made(self, part: Part) -> tuple[float, ...]:
        maker, *of = part
        if len(self._known) >= _KEPT:
            self._known.clear()
        made = self._known[part] = self.scores(maker(*of))
        return made


def _by_word(rows: Mapping[str, Row]) -> dict[str, dict[str, Row]]:
    """What is known of words, by word: "w:arrest/V|passive=True" is "passive=True" of "arrest/V"."""
    found: dict[str, dict[str, Row]] = {}
    for name, row in rows.items():
        if name.startswith(OWN):
            word, _, feature = name.removeprefix(OWN).partition("|")
            found.setdefault(word, {})[feature] = row
    return found


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
