"""Weighs two judges of the same question: the linear classifiers of this package, and the heads of the language model.

Each of them is too sure of itself, and each knows things that the other does not: the classifiers see the lexicon and
the parse, the model the whole window. A blend is a logistic regression over a handful of named terms, fitted on
documents from which neither judge has learnt (`training/events/blend.py`), so that its probabilities can be taken at
their word: of triggers with a confidence of 0.8, four in five are right. Where the language model has no such heads,
the classifiers are weighed alone, by weights of their own.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from pipeline.extract.events.linear import softmax

__all__ = [
    "NONE",
    "Terms",
    "argument_chances",
    "argument_terms",
    "chances",
    "modality_terms",
    "trigger_terms",
    "weights",
]

NONE = "none"
Terms = Mapping[str, float]
"""What speaks for one option, by name; a blend has a weight for each name."""

_FLOOR = 1e-3
_MOST = 8.0
"""Scores and log odds count up to this much."""


@cache
def weights(question: str, heads: bool) -> Mapping[str, float]:
    """The weights of the terms, with the language model's heads or without.

    The questions are "triggers", "modality", "actor", "target", "place" and "time".
    """
    path = Path(__file__).resolve().parent / "weights" / "blend.json"
    found: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8"))["heads" if heads else "alone"]
    return found[question]


def chances(options: Mapping[str, Terms], weighed: Mapping[str, float]) -> dict[str, float]:
    """The probability of each option.

    >>> chances({"none": {"nothing": 1.0}, "Arrest": {}}, {"nothing": 0.0})
    {'none': 0.5, 'Arrest': 0.5}
    """
    return softmax({name: _sum(terms, weighed) for name, terms in options.items()})


def trigger_terms(
    listed: Sequence[str], proposed: Sequence[str], scores: Mapping[str, float], told: Mapping[str, float] | None
) -> dict[str, Terms]:
    """The terms of a word's types and of its telling no event.

    Args:
        listed: types that the lexicon has for the word; none for a word that only the language model proposes.
        proposed: further types, which the language model proposes.
        scores: the linear classifier's scores of these types and of `NONE`.
        told: the language model's probabilities of these types.
    """
    linear = _logs(scores)
    name = "linear" if listed else "linear, word unlisted"
    options: dict[str, Terms] = {}
    for option in (NONE, *listed, *proposed):
        terms = {name: linear[option]}
        if told is not None:
            terms["encoder"] = math.log(_FLOOR + (max(0.0, 1 - sum(told.values())) if option == NONE else told[option]))
        if option == NONE:
            terms["no event"] = 1.0
            if not listed:
                terms["no event, word unlisted"] = 1.0
        elif listed and option in proposed:
            terms["type unlisted"] = 1.0
        options[option] = terms
    return options


def modality_terms(scores: Mapping[str, float], told: Mapping[str, float] | None) -> dict[str, Terms]:
    """The terms of each modality, from the linear classifier's scores and the language model's probabilities."""
    linear = _logs(scores)
    return {
        name: {"linear": score} | ({} if told is None else {"encoder": math.log(_FLOOR + told[name])})
        for name, score in linear.items()
    }


def argument_terms(score: float, odds: float | None) -> Terms:
    """The terms of a phrase's having a role: the linear classifier's score, and the language model's log odds."""
    terms = {"always": 1.0, "linear": _bounded(score)}
    return terms if odds is None else terms | {"encoder": _bounded(odds)}


def argument_chances(
    scores: Sequence[Sequence[float]], odds: Sequence[Sequence[float] | None], roles: tuple[str, ...]
) -> list[list[float]]:
    """The probability of each role for each of some phrases, by `argument_terms`.

    Args:
        scores: the linear classifier's, for each phrase one of each role.
        odds: the language model's log odds, likewise; None for a phrase of which it has no say.
        roles: of "actor", "target", "place" and "time".
    """
    found = []
    for own, told in zip(scores, odds, strict=True):
        row = []
        every = _weighed(roles, told is not None)
        for (always, linear, encoder), score, heard in zip(every, own, own if told is None else told, strict=True):
            row.append(1.0 / (1.0 + math.exp(-always - linear * _bounded(score) - encoder * _bounded(heard))))
        found.append(row)
    return found


@cache
def _weighed(roles: tuple[str, ...], heads: bool) -> tuple[tuple[float, float, float], ...]:
    """The weights of the terms for each role."""
    every = [weights(role, heads) for role in roles]
    return tuple((weighed["always"], weighed["linear"], weighed.get("encoder", 0.0)) for weighed in every)


def _sum(terms: Terms, weighed: Mapping[str, float]) -> float:
    return sum(weighed[name] * value for name, value in terms.items())


def _logs(scores: Mapping[str, float]) -> dict[str, float]:
    return {name: math.log(max(1e-12, chance)) for name, chance in softmax(scores).items()}


def _bounded(score: float) -> float:
    return -_MOST if score < -_MOST else min(_MOST, score)
