"""Keeps the figures of a gold folder in a file, so that a change that makes any layer worse does not go unseen."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import DocumentError
from pipeline.evaluate.gold import gold_paths
from pipeline.evaluate.scores import Miss, Scores

__all__ = ["TOLERANCE", "Baseline", "Fall"]

TOLERANCE = 0.0
"""By how much F1, in per cent with two decimals, may fall below the baseline: by nothing."""

ERRORS = {
    "mentions (span)": "mentions",
    "mentions (span+type)": "mentions",
    "entity clusters (B3)": "clusters",
    "relations": "relations",
    "event triggers": "events",
    "events (trigger+type)": "events",
    "event arguments": "arguments",
    "claims (content)": "claims",
    "claims (content+claimant)": "claims",
}
"""The layer whose errors explain each figure."""


@dataclass(frozen=True)
class Fall:
    """A figure that is lower than it was, with the errors that were not there before."""

    figure: str
    before: float
    after: float
    errors: tuple[Miss, ...]

    def __str__(self) -> str:
        head = f"{self.figure}: F1 fell by {self.before - self.after:.2f}, from {self.before:.2f} to {self.after:.2f}"
        lines = [f"  {e.document}: {e.cause}: {e.what}\n    “{e.quote}”" for e in self.errors]
        return "\n".join([head, *lines])


@dataclass(frozen=True)
class Baseline:
    """The figures that a gold folder had, and the errors behind them.

    `gold` is the SHA-256 of the folder's texts and annotation: figures of another gold cannot be compared. `figures` is
    F1 in per cent. `errors` says for each layer and document what was wrong or missing.
    """

    gold: str
    figures: dict[str, float]
    errors: dict[str, dict[str, list[str]]]

    @classmethod
    def of(cls, scores: Scores, gold_dir: Path) -> Baseline:
        """What a later evaluation is to be held against."""
        errors: dict[str, dict[str, list[str]]] = {}
        for layer in dict.fromkeys(ERRORS.values()):
            errors[layer] = {}
            for document, what in sorted((m.document, _item(m)) for m in scores.errors(layer)):
                errors[layer].setdefault(document, []).append(what)
        return cls(_sha256(gold_dir), {name: round(s.f1, 2) for name, s in scores.totals.items()}, errors)

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """A baseline from its file.

        Raises:
            DocumentError: there is none, or it is damaged.
        """
        try:
            kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return cls(kept["gold"], kept["figures"], kept["errors"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DocumentError(str(path), f"is no baseline; `make baseline` writes one ({error!r})") from error

    def write(self, path: Path) -> None:
        """Write the file."""
        kept = {"gold": self.gold, "figures": self.figures, "errors": self.errors}
        path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    def fits(self, gold_dir: Path) -> bool:
        """Whether the gold is the one that the figures are of."""
        return self.gold == _sha256(gold_dir)

    def falls(self, scores: Scores) -> list[Fall]:
        """The figures that are lower now by more than `TOLERANCE`, each with the errors that are new."""
        found: list[Fall] = []
        for figure, before in self.figures.items():
            score = scores.totals.get(figure)
            after = round(score.f1, 2) if score else 0.0
            if round(before - after, 2) > TOLERANCE:
                found.append(Fall(figure, before, after, self._new(scores, ERRORS.get(figure, figure))))
        return found

    def rises(self, scores: Scores) -> dict[str, tuple[float, float]]:
        """The figures that are higher now, before and after; one that there was none of before was 0."""
        pairs = {name: (self.figures.get(name, 0.0), round(s.f1, 2)) for name, s in scores.totals.items()}
        return {name: (before, after) for name, (before, after) in pairs.items() if after > before}

    def _new(self, scores: Scores, layer: str) -> tuple[Miss, ...]:
        known = Counter((document, what) for document, whats in self.errors.get(layer, {}).items() for what in whats)
        new: list[Miss] = []
        for miss in scores.errors(layer):
            key = miss.document, _item(miss)
            if known[key]:
                known[key] -= 1
            else:
                new.append(miss)
        return tuple(new)


def _item(miss: Miss) -> str:
    """What an error is about, without what was found instead: a miss is the same miss if that changes."""
    return miss.what.split(" | found ")[0].split(", found ")[0]


def _sha256(gold_dir: Path) -> str:
    digest = hashlib.sha256()
    for path in gold_paths(gold_dir):
        for part in (path.with_suffix(".txt"), path):
            digest.update(part.name.encode() + b"\0" + part.read_bytes() + b"\0")
    return digest.hexdigest()
