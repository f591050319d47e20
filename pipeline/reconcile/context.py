"""The company that a name keeps: which other names stand in the same documents."""

from __future__ import annotations

from collections import Counter, defaultdict

from pipeline.reconcile.clusters import Clusters
from pipeline.reconcile.profiles import Key, Profile

__all__ = ["Context"]

SMALL = 10
"""In a corpus of at most so many documents every shared name tells something."""
COMMON = 5
"""In a larger one a name tells nothing about who is meant if every fifth document holds it."""


class Context:
    """Says whether two profiles stand in the same surroundings. Names that need a context themselves give none."""

    def __init__(self, clusters: Clusters, profiles: dict[Key, Profile]) -> None:
        self._clusters = clusters
        self._around: dict[int, set[Key]] = defaultdict(set)
        for key, profile in profiles.items():
            if not profile.scoped:
                for document in profile.documents:
                    self._around[document].add(clusters.root(key))
        documents = Counter(key for keys in self._around.values() for key in keys)
        count = len(self._around)
        self._common = {k for k, n in documents.items() if count > SMALL and n > max(SMALL, count // COMMON)}
        self._of_cluster: dict[Key, frozenset[Key]] = {}

    def of(self, key: Key) -> frozenset[Key]:
        """The names in the documents of a profile's cluster, as it was when first asked for.

        That later additions do not widen it keeps one doubtful addition from leading to the next.
        """
        root = self._clusters.root(key)
        found = self._of_cluster.get(root)
        if found is None:
            names: set[Key] = set().union(*(self._around.get(d, set()) for d in self._clusters.documents(root)))
            found = self._of_cluster[root] = frozenset(names - {root})
        return found

    def meet(self, left: Key, right: Key) -> bool:
        """Whether any name at all stands around both."""
        return not self.of(left).isdisjoint(self.of(right))

    def shared(self, left: Key, right: Key) -> int:
        """How many telling names stand around both."""
        a, b = sorted((self.of(left), self.of(right)), key=len)
        return sum(key in b and key not in self._common for key in a)

    def telling(self, key: Key) -> frozenset[Key]:
        """The names around a profile that not every other document holds."""
        return self.of(key) - self._common
