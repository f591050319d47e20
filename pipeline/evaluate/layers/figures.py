"""What is counted of a model's layers, and how fast it was."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc

from pipeline.evaluate.scores import Tally
from pipeline.language import LanguageModel
from pipeline.records import Document

__all__ = ["Figures", "Stretch", "count", "exact", "half", "overlap"]

Stretch = tuple[int, int, str]
"""Begin and end in the text, and a label."""


@dataclass
class Figures:
    """A tally for each layer, in the order in which they were counted first; words and processor seconds of reading.

    Layers in which every word has one right answer have as many found as there are: precision, recall and F1 are then
    the share of right words.
    """

    layers: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    words: int = 0
    seconds: float = 0.0

    @property
    def words_per_second(self) -> float:
        """Words of running text in a second of one processor's time; 0 if nothing was read."""
        return self.words / self.seconds if self.seconds else 0.0

    def timed(self, model: LanguageModel, documents: Iterable[Document]) -> Iterator[tuple[Document, Doc]]:
        """The parses of documents, whose words and processor time are added up."""
        parses = model.analyse(documents)
        while True:
            begin = time.process_time()
            found = next(parses, None)
            self.seconds += time.process_time() - begin
            if found is None:
                return
            self.words += sum(not token.is_space for token in found[1])
            yield found

    def to_json(self) -> dict[str, Any]:
        """Everything, for other tools; figures in per cent with one decimal."""
        return {
            "layers": {
                name: {
                    "precision": round(tally.precision, 1),
                    "recall": round(tally.recall, 1),
                    "f1": round(tally.f1, 1),
                    "hit": tally.hit,
                    "found": tally.found,
                    "gold": tally.gold,
                }
                for name, tally in self.layers.items()
            },
            "words": self.words,
            "words_per_second": round(self.words_per_second),
        }


def count(tally: Tally, gold: set[Stretch], found: set[Stretch], fits: Callable[[Stretch, Stretch], bool]) -> None:
    """Add up one document: in the order of the text each annotated stretch takes the one that shares most with it."""
    left = sorted(found)
    tally.gold += len(gold)
    tally.found += len(found)
    for one in sorted(gold):
        near = [other for other in left if fits(one, other)]
        if near:
            left.remove(max(near, key=lambda other: _shared(one, other)))
            tally.hit += 1


def exact(a: Stretch, b: Stretch) -> bool:
    """Same place, same label."""
    return a == b


def overlap(a: Stretch, b: Stretch) -> bool:
    """Same label, and a character or more in common."""
    return a[2] == b[2] and _shared(a, b) > 0


def half(a: Stretch, b: Stretch) -> bool:
    """Same label, and what they share is half or more of what they span together.

    >>> half((0, 10, "cue"), (5, 10, "cue")), half((0, 10, "cue"), (6, 10, "cue"))
    (True, False)
    """
    return a[2] == b[2] and 2 * _shared(a, b) >= max(a[1], b[1]) - min(a[0], b[0])


def _shared(a: Stretch, b: Stretch) -> int:
    return min(a[1], b[1]) - max(a[0], b[0])
