"""What the language model's probabilities add to the names that it marked: better labels, and names it was shy of.

One name has one label in a document: that of the greatest probability over all of its occurrences together, with the
gazetteer and the words beside it as more witnesses. Models that tell no probabilities (see `pipeline.language.signals`)
add nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from math import exp, log, sqrt
from pathlib import Path
from typing import Final

from pipeline.extract import gazetteer, names
from pipeline.extract.mentions_context import told as told_by_words
from pipeline.extract.mentions_edges import POSTNOMINALS
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.scene import Scene
from pipeline.language.signals import Signals, average, averages
from pipeline.records import EntityLabel

__all__ = ["WEIGHTS", "agreed", "confidence", "overlooked", "probability"]

WEIGHTS: Final = Path(__file__).resolve().parent / "mentions_weights.json"

# log odds for a label of the gazetteer: its likeliest for the name, and any other; all of 1 to 3 measure alike
LIKELIEST, KNOWN = 1.5, 0.5
CLUE = 6.0
"""The same for a label that words beside the name tell, times the root of how often the name stands: the model's
probabilities for one name hang together, and are too sure when they are multiplied. All of 4 to 6 measure alike."""
_PLACES = frozenset({EntityLabel.CITY, EntityLabel.COUNTRY, EntityLabel.REGION, EntityLabel.PLACE})
_FLOOR = 1e-3
FAIR = 0.3
"""The probability from which on a word is taken for a name that the model passed over."""
_LABELS = tuple(EntityLabel)
_COUNTED = tuple(label for label in EntityLabel if label not in (EntityLabel.EVENT, EntityLabel.WORK))


def probability(tokens: Tokens, label: EntityLabel, heard: Signals) -> float:
    """How likely the tokens are to be inside a name of that label, on average; nought for a label it does not know."""
    if label.value not in heard.labels:
        return 0.0
    return average(heard.names[tokens.start : tokens.end, heard.labels.index(label.value)])


def _probabilities(tokens: Tokens, heard: Signals) -> list[float]:
    """The same for each label, in the order of `EntityLabel`."""
    shares = averages(heard.names[tokens.start : tokens.end])
    return [0.0 if column is None else shares[column] for column in _columns(heard.labels)]


@lru_cache(maxsize=8)
def _columns(labels: tuple[str, ...]) -> tuple[int | None, ...]:
    """Where each label of names stands among those of the model."""
    return tuple(labels.index(label.value) if label.value in labels else None for label in EntityLabel)


def confidence(share: float, origin: str, weights: Mapping[str, float] | None = None) -> float:
    """How often a name is right, in extent and label, that has a probability and an origin (see `mentions.CONFIDENCE`).

    The weights are those of a logistic regression, fitted by ``training/relations/train.py`` on documents from which
    the model has not learnt.
    """
    known = weights if weights is not None else _weights()
    share = min(max(share, _FLOOR), 1 - _FLOOR)
    score = known["bias"] + known["odds"] * log(share / (1 - share)) + known.get(origin, 0.0)
    return 1 / (1 + exp(-score))


@cache
def _weights() -> Mapping[str, float]:
    found: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return found


def agreed(found: Sequence[tuple[Tokens, EntityLabel]], heard: Signals) -> list[EntityLabel]:
    """The labels of a document's names, in the order given, one for each name."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, (tokens, _) in enumerate(found):
        groups[names.normal(tokens.text)].append(index)
    result = [label for _, label in found]
    for name, indices in groups.items():
        told = [_probabilities(found[i][0], heard) for i in indices]
        scores = [sum(map(log, [share + _FLOOR for share in shares])) for shares in zip(*told, strict=True)]
        known = gazetteer.labels(name)
        for label in known:
            scores[_LABELS.index(label)] += KNOWN + LIKELIEST * (label is known[0])
        people = gazetteer.is_group(name)
        for label in frozenset().union(*(told_by_words(found[i][0]) for i in indices if not people)):
            if not known or label in known or label not in _PLACES:
                scores[_LABELS.index(label)] += CLUE * sqrt(len(indices))
        best = _LABELS[scores.index(max(scores))]
        for index in indices:
            result[index] = best
    return result


def overlooked(scene: Scene, taken: set[int], heard: Signals) -> Iterator[tuple[Tokens, EntityLabel]]:
    """Capitalised proper nouns outside the known names that are fairly likely to be names themselves."""
    counted = [heard.labels.index(label.value) for label in _COUNTED if label.value in heard.labels]
    inside: list[float] = heard.names[:, counted].sum(1).tolist()
    words = scene.doc.tokens
    for sentence in scene.tokens:
        if max(inside[sentence.start : sentence.end]) < FAIR:
            continue
        at = sentence.start
        while at < sentence.end:
            stop = at
            while stop < sentence.end and stop not in taken and _can_be(words[stop], inside[stop]):
                stop += 1
            if stop == at:
                at += 1
                continue
            tokens = scene.doc[at:stop]
            if max(inside[at:stop]) >= FAIR and _alone(tokens, sentence, taken):
                yield tokens, max(_COUNTED, key=lambda label: probability(tokens, label, heard))
            at = stop


def _can_be(token: Token, share: float) -> bool:
    """Whether a word may be part of an overlooked name."""
    word = token.text
    if token.pos_ != "PROPN" or share < FAIR / 3 or not word[0].isupper() or token.lower_ in _DATES:
        return False
    return not (token.lower_.endswith(("ism", "isms")) or word in POSTNOMINALS or names.is_title(word))


_DATES = frozenset({"january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                    "november", "december"})  # fmt: skip


def _alone(tokens: Tokens, sentence: Tokens, taken: set[int]) -> bool:
    """Whether no capitalised word or hyphen stands beside the tokens, with which they might be a longer name."""
    for at in (tokens.start - 1, tokens.end):
        if sentence.start <= at < sentence.end:
            other = tokens.doc[at]
            joined = other.pos_ == "PROPN" and other.text[0].isupper() and not names.is_title(other.text)
            if at in taken or joined or other.text == "-":
                return False
    return True
