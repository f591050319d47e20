"""From reasons for and against two names being one to a score and a verdict.

Each reason has a weight, the logarithm of odds (in nats): what it tells for their being one, or against it below 0. The
sum is the score; as a probability it stands in the judgement, with the reasons for a reader.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.records import Verdict

__all__ = ["SAME", "UNSURE", "Reason", "because", "probability", "score", "verdict"]

SAME = 1.0
"""From this score on two are one: odds of 2.7 to 1, by reasons that lean to caution."""
UNSURE = -1.0
"""From this score on a person should look; below it they are two."""
SUREST = 0.99
"""The program is never surer than that."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that tells for or against, and how a reader is told."""

    weight: float
    words: str = ""


def score(reasons: Iterable[Reason]) -> float:
    """The sum of the weights."""
    return math.fsum(reason.weight for reason in reasons)


def probability(odds: float) -> float:
    """A logarithm of odds as a probability of at most 0.99, rounded to three places.

    >>> probability(0.0), probability(2.0), probability(-2.0), probability(40.0)
    (0.5, 0.881, 0.119, 0.99)
    """
    return round(min(SUREST, 1 / (1 + math.exp(-odds))), 3) if odds > -700 else 0.0


def verdict(odds: float) -> Verdict:
    """What a score means.

    >>> verdict(1.5).value, verdict(0.2).value, verdict(-3.0).value
    ('same', 'unsure', 'different')
    """
    return Verdict.SAME if odds >= SAME else Verdict.UNSURE if odds >= UNSURE else Verdict.DIFFERENT


def because(reasons: Iterable[Reason]) -> str:
    """The reasons for a reader, in the order given.

    >>> because([Reason(2.5, "one name in two spellings"), Reason(-1.5, "in another context"), Reason(0.1)])
    'one name in two spellings, but in another context'
    """
    told = [r for r in reasons if r.words]
    text = ""
    for before, reason in zip([None, *told], told, strict=False):
        if before is None:
            text = reason.words
        else:
            text += f"{', but ' if before.weight > 0 > reason.weight else ', '}{reason.words}"
    return text
