"""People's decisions, laid on the clusters before the program judges anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from pipeline.reconcile.clusters import Clusters
from pipeline.reconcile.decisions import Conflict, Decision, DecisionKind, Reference, agreed
from pipeline.reconcile.profiles import Key, Profiles, name_key

__all__ = ["Applied", "apply"]


@dataclass(frozen=True)
class Applied:
    """What became of the decisions in one corpus.

    `waiting` are those about names that the documents (no longer) hold; they hold again as soon as the names are back.
    `overruled` are those that later ones contradict.
    """

    waiting: tuple[Decision, ...] = ()
    overruled: tuple[Conflict, ...] = ()


def apply(decisions: Sequence[Decision], clusters: Clusters, profiles: Profiles) -> Applied:
    """Joins and keeps apart what people said is one or two.

    Args:
        decisions: Those that hold, in the order in which they were made.
        clusters: Where they go; nothing must be joined yet.
        profiles: The names of the corpus, divided at the parts that the decisions speak of.
    """

    def keys(reference: Reference) -> list[Key]:
        return list(dict.fromkeys(k for k in map(profiles.key_of, reference.parts) if k is not None))

    holding, overruled = agreed(decisions, keys)
    waiting: list[Decision] = []
    settled: dict[DecisionKind, list[tuple[Decision, list[Key], list[Key]]]] = defaultdict(list)
    for decision in holding:
        left, right = (keys(side) for side in decision.pair)
        if decision.verdict is DecisionKind.DIFFERENT:
            left = [key for key in left if key not in right]
        if left and right:
            settled[decision.verdict].append((decision, left, right))
        else:
            waiting.append(decision)
    for decision, left, right in settled[DecisionKind.DIFFERENT]:
        clusters.decide_different(left, right, _because(decision), decision.who, decision.when)
    for decision, left, right in settled[DecisionKind.SAME]:
        clusters.decide_same(left[0], right[0], _because(decision), decision.who, decision.when)
    pieces: dict[Key, set[Key]] = defaultdict(set)
    for decision in holding:
        for side in decision.pair:
            for name, taken in _pieces(side, profiles).items():
                for key in taken:
                    clusters.hold(taken[0], key)
                if decision.verdict is DecisionKind.DIFFERENT:
                    pieces[name].update(taken)
    for divided in pieces.values():
        for one, other in combinations(sorted(divided), 2):
            if clusters.root(one) != clusters.root(other) and not clusters.kept_apart(one, other):
                clusters.different(one, other, "each was told by a person from others of this name")
    return Applied(tuple(waiting), overruled)


def _pieces(reference: Reference, profiles: Profiles) -> dict[Key, list[Key]]:
    """The documents that a decision takes out of one name; together they stay together, and apart from other pieces."""
    taken: dict[Key, list[Key]] = defaultdict(list)
    for part in reference.parts:
        key = profiles.key_of(part)
        if key is not None and part.document is not None:
            name = name_key(part.label, part.name, "", "")
            if not name[2] and key[2]:
                taken[name].append(key)
    return taken


def _because(decision: Decision) -> str:
    return decision.because or f"{decision.who} says so"
