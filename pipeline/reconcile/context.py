"""The company that a name keeps: which other names stand in the same documents, and how much that tells."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from pipeline.reconcile.clusters import Clusters
from pipeline.reconcile.profiles import Key, Profile

__all__ = ["NEAR", "Context", "Surroundings", "listed"]

SMALL = 10
"""In a corpus of at most so many documents every shared name tells something."""
COMMON = 5
"""In a larger one a name tells nothing about who is meant if every fifth document holds it."""
NEAR = 0.3
"""From this evidence on two names stand in the same context."""
MARGIN = 1.0
"""One of several is meant only where its context tells so much more for it than that of the next one; in nats."""
NAMED = 3
"""So many shared names are told as a reason."""


class Surroundings:
    """Which names stand in which document, and how rare they are in the corpus.

    What a name tells is the logarithm (in nats) of how much more often it stands beside somebody than anywhere: one
    that is ten times as frequent beside Ann Lee than elsewhere tells ln 10 = 2.3 for Ann Lee. In a small corpus each
    shared name counts at least `SMALL` / documents, since frequencies say little there.
    """

    def __init__(
        self, around: Mapping[int, set[Key]], documents: Counter[Key] | None = None, size: int | None = None
    ) -> None:
        self.around = around
        self.size = max(1, len(around)) if size is None else size
        self._documents = Counter(key for keys in around.values() for key in keys) if documents is None else documents
        self._floor = min(1.0, SMALL / self.size)
        self._most = max(SMALL, self.size // COMMON) if self.size > SMALL else self.size

    def within(self, documents: Iterable[int]) -> Surroundings:
        """The same of some documents: as rare as in the corpus, and no more of it than has to be sent elsewhere."""
        around = {document: self.around[document] for document in documents if document in self.around}
        known = Counter({key: self._documents[key] for keys in around.values() for key in keys})
        return Surroundings(around, known, self.size)

    def common(self, key: Key) -> bool:
        """Whether so many documents hold the name that it tells nothing."""
        return self._documents[key] > self._most

    def frequency(self, key: Key) -> int:
        """How many documents hold the name."""
        return self._documents[key]

    def names(self, documents: Iterable[int], but: Key | None = None) -> Counter[Key]:
        """How many of the documents hold each name."""
        names = Counter(chain.from_iterable(self.around.get(document, ()) for document in documents))
        names.pop(but, None)  # type: ignore[arg-type]
        return names

    def weight(self, key: Key, times: int, documents: int) -> float:
        """What a name tells that stands in `times` of so many documents about somebody."""
        if self.common(key):
            return 0.0
        share = times / (documents + 1) * self.size / self._documents[key]
        return max(self._floor, math.log(share)) if share > 0 else 0.0

    def evidence(self, left: Counter[Key], of_left: int, right: Counter[Key], of_right: int) -> float:
        """How much one document about the left, on average, tells for its being about the right."""
        told = math.fsum(
            times * self.weight(key, right[key], of_right) for key, times in sorted(left.items()) if key in right
        )
        return told / of_left

    def telling(self, left: Counter[Key], right: Counter[Key]) -> list[Key]:
        """The shared names that tell something, the rarest first."""
        shared = (key for key in left if key in right and not self.common(key))
        return sorted(shared, key=lambda key: (self._documents[key], key))


class Context:
    """Says whether two profiles stand in the same surroundings. Names that need a context themselves give none."""

    def __init__(self, clusters: Clusters, profiles: dict[Key, Profile]) -> None:
        self._clusters = clusters
        self._profiles = profiles
        around: dict[int, set[Key]] = defaultdict(set)
        for key, profile in profiles.items():
            if not profile.scoped:
                root = clusters.root(key)
                for document in profile.documents:
                    around[document].add(root)
        self._surroundings = Surroundings(around)
        self._of_cluster: dict[Key, tuple[Counter[Key], int]] = {}

    def _of(self, key: Key) -> tuple[Counter[Key], int]:
        """The names in the documents of a profile's cluster, as it was when first asked for, and how many those are.

        That later additions do not widen it keeps one doubtful addition from leading to the next.
        """
        root = self._clusters.root(key)
        found = self._of_cluster.get(root)
        if found is None:
            documents = self._clusters.documents(root)
            found = self._of_cluster[root] = self._surroundings.names(documents, root), len(documents)
        return found

    def meet(self, left: Key, right: Key) -> bool:
        """Whether any name at all stands around both."""
        a, b = sorted((self._of(left)[0], self._of(right)[0]), key=len)
        return any(key in b for key in a)

    def evidence(self, left: Key, right: Key) -> float:
        """How much the names around both tell for their being one, in nats; 0 where there is none."""
        a, b = sorted((self._of(left), self._of(right)), key=lambda of: of[1])
        return self._surroundings.evidence(*a, *b)

    def near(self, left: Key, right: Key) -> bool:
        """Whether both stand in one context."""
        return self.evidence(left, right) >= NEAR

    def nearest(
        self, key: Key, others: Sequence[Key], said: Callable[[Key, Key], float] = lambda left, right: 0.0
    ) -> Key | None:
        """Which of several is meant by a profile, if its context clearly speaks for one before the others.

        Of two in the same context the one is meant that more documents name.

        Args:
            key: The profile.
            others: Those who may be meant.
            said: What else tells for two being one, as a logarithm of odds.
        """
        told = []
        for other in others:
            near = self.evidence(key, other) + said(key, other)
            if near >= NEAR:
                told.append((near + math.log(len(self._clusters.documents(other))), other))
        told.sort(key=lambda t: (-t[0], t[1]))
        return told[0][1] if told and (len(told) == 1 or told[0][0] - told[1][0] >= MARGIN) else None

    def telling(self, key: Key) -> list[Key]:
        """The names around a profile that not every other document holds, sorted."""
        return sorted(k for k in self._of(key)[0] if not self._surroundings.common(k))

    def shared(self, left: Key, right: Key) -> list[Key]:
        """The names around both that tell something, the rarest first."""
        return self._surroundings.telling(self._of(left)[0], self._of(right)[0])

    @property
    def size(self) -> int:
        """How many documents there are."""
        return self._surroundings.size

    def rarity(self, key: Key) -> float:
        """What one shared mention of a name tells at the most, in nats."""
        return self._surroundings.weight(key, 1, 0)

    def beside(self, left: Key, right: Key) -> str:
        """The names around both, for a reader: "beside Left Current and Riga"; empty where there are none."""
        shared = self.shared(left, right)
        return f"beside {listed([self._profiles[k].name for k in shared])}" if shared else ""


def listed(names: Sequence[str], most: int = NAMED) -> str:
    """Some names for a reader.

    >>> listed(["Riga"]), listed(["Riga", "Oslo"]), listed(["Riga", "Oslo", "Lund", "Kyiv", "Lviv"])
    ('Riga', 'Riga and Oslo', 'Riga, Oslo, Lund and 2 more')
    """
    shown = [*names[:most], *([f"{len(names) - most} more"] if len(names) > most else [])]
    return " and ".join(shown) if len(shown) < 3 else f"{', '.join(shown[:-1])} and {shown[-1]}"
