"""How what the rules say of a candidate and what the encoder's heads say of it are put together: `blend.json`.

Two small linear models: one chooses among the candidates of a cue, the other tells how probable it is that the cue
attributes something and that the chosen content is right. They have few weights, because only documents that the
encoder has not learnt from can teach them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.extract.claims.heads import CHOICE, EXISTENCE, MOST, Measures

__all__ = ["BLEND", "Blend", "blend", "read"]

BLEND = Path(__file__).with_name("blend.json")


@dataclass(frozen=True, slots=True)
class Blend:
    """Weights in the order of `heads.EXISTENCE` and `heads.CHOICE`; from `threshold` on something is a claim."""

    existence: tuple[float, ...]
    choice: tuple[float, ...]
    threshold: float

    def choose(self, measured: Measures) -> tuple[int, float]:
        """The best of the candidates of one cue, and how probable it is that it is a claim, in [0, 1]."""
        scores = [_dot(self.choice, row) for row in measured.choice]
        best = max(range(len(scores)), key=scores.__getitem__)
        return best, _probability(_dot(self.existence, measured.existence))

    def at_most(self, grounds: Sequence[float]) -> float:
        """How probable a claim is at most, whatever the measures are that come after these of `EXISTENCE`."""
        known, open_ = self.existence[: len(grounds)], self.existence[len(grounds) :]
        return _probability(_dot(known, grounds) + MOST * sum(map(abs, open_)))


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _dot(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(w * v for w, v in zip(weights, values, strict=True))


@cache
def blend() -> Blend:
    """The shipped weights; `training/claims/train.py` makes them again."""
    return read(BLEND)


def read(path: Path) -> Blend:
    """The weights in a file."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return Blend(
        tuple(found["existence"][name] for name in EXISTENCE),
        tuple(found["choice"][name] for name in CHOICE),
        found["threshold"],
    )
