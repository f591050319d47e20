"""How likely a candidate is to be right: weights of what is seen of it, put together with what the encoder says.

The weights are one linear model for each relation, over the features of `pairs` and `positions`, fitted on gold
documents. Where the language model has heads for relations (`pipeline.language.signals`), its log odds are added with
weights of their own, fitted on documents that neither it nor the linear models have seen. Either way the result is a
probability; ``training/relations/train.py`` fits both and prints how well it is calibrated.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from math import exp
from pathlib import Path
from typing import Final, NamedTuple

from pipeline.extract.parse import Tokens
from pipeline.extract.scene import Scene
from pipeline.language.signals import Signals
from pipeline.records import RelationType

__all__ = ["LINKS", "LOWEST", "WEIGHTS", "Blend", "Judge", "judge", "link_odds"]

WEIGHTS: Final = Path(__file__).resolve().parent / "weights.json"
LINKS: Final[Mapping[RelationType, str]] = {
    RelationType.HEAD_OF: "leads",
    RelationType.MEMBER_OF: "memberOf",
    RelationType.WORKS_FOR: "worksFor",
    RelationType.FOUNDED: "founded",
    RelationType.BIRTH_PLACE: "bornIn",
    RelationType.DEATH_PLACE: "diedIn",
    RelationType.HOME_LOCATION: "livesIn",
    RelationType.NATIONALITY: "citizenOf",
    RelationType.LOCATION: "basedIn",
    RelationType.CONTAINED_IN: "locatedIn",
    RelationType.PARENT_ORGANIZATION: "partOf",
    RelationType.RELATED_TO: "familyOf",
    RelationType.SUPPORTS: "supports",
    RelationType.OPPOSES: "opposes",
    RelationType.JOB_TITLE: "position",
}
"""The role by which the encoder calls each relation."""
LOWEST: Final = -6.0
"""Log odds of a link below which it is all one; also those of entities that no mention in the sentence ties."""


class Blend(NamedTuple):
    """How the linear score and the encoder's log odds are put together."""

    bias: float
    linear: float
    links: float


class Judge:
    """The fitted weights.

    Args:
        weights: feature weights of each relation; the bias of each is under the empty feature.
        blends: one for pairs, one for positions.
        threshold: the probability from which on a candidate is told.
    """

    def __init__(
        self, weights: Mapping[RelationType, Mapping[str, float]], blends: Mapping[str, Blend], threshold: float
    ) -> None:
        self.weights = weights
        self.blends = blends
        self.threshold = threshold

    def linear(self, relation: RelationType, features: Iterable[str]) -> float:
        """The log odds by the linear model alone."""
        row = self.weights.get(relation, {})
        return row.get("", LOWEST) + sum(row.get(f, 0.0) for f in features)

    def probability(self, relation: RelationType, features: Iterable[str], odds: float | None) -> float:
        """How likely a candidate is to be right; `odds` are the encoder's, None where it has none."""
        return self._blended(relation, self.linear(relation, features), odds)

    def probabilities(
        self, relations: Sequence[RelationType], features: Iterable[str], odds: Sequence[float | None]
    ) -> Iterator[float]:
        """The same for several relations of which the same is seen; `odds` has one for each."""
        known = self._by_feature
        rows = [row for feature in features if (row := known.get(feature))]
        for relation, heard in zip(relations, odds, strict=True):
            score = self.weights.get(relation, {}).get("", LOWEST)
            yield self._blended(relation, score + sum([row[relation] for row in rows if relation in row]), heard)

    @cached_property
    def _by_feature(self) -> Mapping[str, Mapping[RelationType, float]]:
        """The weights of a feature for each relation: of most features few relations know."""
        found: dict[str, dict[RelationType, float]] = {}
        for relation, row in self.weights.items():
            for feature, weight in row.items():
                found.setdefault(feature, {})[relation] = weight
        return found

    def _blended(self, relation: RelationType, score: float, odds: float | None) -> float:
        if odds is not None:
            blend = self.blends["positions" if relation is RelationType.JOB_TITLE else "pairs"]
            score = blend.bias + blend.linear * score + blend.links * max(odds, LOWEST)
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, score))))


def link_odds(heard: Signals, scene: Scene, subject: int | None, words: Tokens | None, role: str) -> float:
    """The encoder's mean log odds that words stand in a role to a mention: those of a relation, from its last token."""
    if subject is None or words is None or role not in heard.roles:
        return LOWEST
    anchor = scene.mention_tokens(subject).end - 1
    return heard.ties(anchor, words.start, words.end)[heard.roles.index(role)]


@cache
def judge() -> Judge:
    """The shipped weights."""
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    weights = {RelationType(name): row for name, row in data["weights"].items()}
    return Judge(weights, {name: Blend(**row) for name, row in data["blends"].items()}, data["threshold"])
