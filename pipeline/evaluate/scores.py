"""Counts, and what they come to: precision, recall and F1 in per cent, with every error quoted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from pipeline.evaluate.calibration import reliability

__all__ = ["Cubed", "Miss", "Scores", "Tally", "alike"]


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass
class Tally:
    """How many were right, of how many found, of how many there are.

    >>> tally = Tally(hit=3, found=4, gold=6)
    >>> tally.precision, tally.recall, tally.f1
    (75.0, 50.0, 60.0)
    """

    hit: int = 0
    found: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        return 100 * self.hit / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return 100 * self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return _f1(self.precision, self.recall)


@dataclass(frozen=True)
class Cubed:
    """B-cubed: how pure (precision) and how complete (recall) the cluster of a mention is on average."""

    precision: float = 0.0
    recall: float = 0.0

    @property
    def f1(self) -> float:
        return _f1(self.precision, self.recall)


@dataclass(frozen=True)
class Miss:
    """One error: of which kind, what it is about, and the sentence it stands in."""

    layer: str
    cause: str
    what: str
    document: str
    quote: str


@dataclass
class Scores:
    """All figures of one evaluation.

    `totals` has one line for each layer as a whole, `tables` for each layer one line for each label, type, relation or
    cue. `graded` has for each layer whose findings bear a confidence these confidences, each with whether the finding
    is right. `absent` are the annotated documents of which there is no extraction; they count as nothing found.
    """

    totals: dict[str, Tally | Cubed] = field(default_factory=dict)
    tables: dict[str, dict[str, Tally]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Tally)))
    graded: dict[str, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))
    misses: list[Miss] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    def tally(self, name: str) -> Tally:
        """The counts of a whole layer, which begin at nothing."""
        found = self.totals.setdefault(name, Tally())
        if not isinstance(found, Tally):
            raise TypeError(f"{name} is an average and cannot be counted up")
        return found

    def errors(self, layer: str) -> list[Miss]:
        """The errors of a layer, the most frequent cause first."""
        misses, often = [m for m in self.misses if m.layer == layer], self.causes(layer)
        return sorted(misses, key=lambda m: (-often[m.cause], m.cause, m.what, m.document, m.quote))

    def causes(self, layer: str) -> dict[str, int]:
        """How often each cause led to an error of a layer, the most frequent first."""
        often = Counter(m.cause for m in self.misses if m.layer == layer)
        return dict(sorted(often.items(), key=lambda item: (-item[1], item[0])))

    def to_json(self, errors_of: str | None = None) -> dict[str, Any]:
        """All figures for other tools, in per cent with one decimal, and the errors of one layer if asked for."""

        def row(score: Tally | Cubed) -> dict[str, float]:
            figures = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
            counts = {"hit": score.hit, "found": score.found, "gold": score.gold} if isinstance(score, Tally) else {}
            return {name: round(value, 1) for name, value in figures.items()} | counts

        def calibration(graded: list[tuple[float, bool]]) -> dict[str, Any]:
            found = reliability(graded)
            return {
                "error": _per_cent(found.error),
                "confidence": _per_cent(found.confidence),
                "right": _per_cent(found.right),
                "count": found.count,
                "bins": [
                    {
                        "from": _per_cent(one.low),
                        "to": _per_cent(one.high),
                        "count": one.count,
                        "confidence": _per_cent(one.confidence),
                        "right": _per_cent(one.right),
                    }
                    for one in found.bins
                ],
            }

        told = {
            "totals": {name: row(score) for name, score in self.totals.items()},
            "tables": {
                layer: {name: row(table[name]) for name in sorted(table)} for layer, table in self.tables.items()
            },
            "calibration": {name: calibration(graded) for name, graded in self.graded.items()},
            "absent": list(self.absent),
        }
        if errors_of is not None:
            told["causes"] = self.causes(errors_of)
            told["errors"] = [asdict(miss) for miss in self.errors(errors_of)]
        return told


def _per_cent(share: float) -> float:
    return round(100 * share, 1)


_SMALL = {"", "the", "a", "an", "of", "and", "to", "in"}


def alike(left: str, right: str) -> bool:
    """Whether two wordings share at least half of the words of the shorter one, small words aside.

    >>> alike("the Russian police", "police of Moscow"), alike("the", "the")
    (True, False)
    """
    a, b = _words(left), _words(right)
    return bool(a & b) and 2 * len(a & b) >= min(len(a), len(b))


def _words(text: str) -> set[str]:
    return {word.strip(".,;:!?\"'’‘“”()[]").lower() for word in text.split()} - _SMALL


def alike_any(wanted: Iterable[str], given: Iterable[str]) -> bool:
    """Whether any of one is alike any of the other."""
    given = list(given)
    return any(alike(w, g) for w in wanted for g in given)
