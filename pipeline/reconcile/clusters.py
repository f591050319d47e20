"""Profiles that are one entity, judged pair by pair; a pair judged different is not joined through others either."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import networkx as nx

from pipeline.reconcile.profiles import Key, Profile
from pipeline.records import Judgement, Verdict

__all__ = ["Clusters"]


class Clusters:
    """Grows clusters of profiles from judgements, in the order in which they are given.

    The surest judgements should come first, since a later one that would join two profiles known to be different is
    turned into the verdict "different" itself.
    """

    def __init__(self, profiles: dict[Key, Profile]) -> None:
        self._profiles = profiles
        self._same: nx.Graph[Key] = nx.Graph()
        self._same.add_nodes_from(profiles)
        self._root: dict[Key, Key] = {key: key for key in profiles}
        self._members: dict[Key, list[Key]] = {key: [key] for key in profiles}
        self._documents: dict[Key, set[int]] = {}
        self._apart: dict[Key, set[Key]] = {}
        self._best = dict(profiles)
        """Of each cluster the profile that judgements name: the one most documents know it by."""
        self.judgements: list[Judgement] = []

    def root(self, key: Key) -> Key:
        """The name of the cluster that a profile is in for now."""
        return self._root[key]

    def members(self, key: Key) -> list[Key]:
        """The profiles in the cluster of this one."""
        return self._members[self._root[key]]

    def documents(self, key: Key) -> set[int]:
        """The documents that name the cluster of this profile."""
        root = self._root[key]
        found = self._documents.get(root)
        if found is None:
            found = self._documents[root] = set(self._profiles[root].documents)
        return found

    def same(self, left: Key, right: Key, score: float, because: str, *, side_by_side: bool = False) -> bool:
        """Joins two profiles, unless something says that they are two; returns whether they are together now.

        Args:
            left: One profile.
            right: The other.
            score: How sure, from 0 to 1.
            because: The reason, for a reader.
            side_by_side: Whether one document may name both as two. Only for names that mean one thing by definition.
        """
        a, b = self._root[left], self._root[right]
        if a == b:
            return True
        if b in self._apart.get(a, ()):
            self._judge(left, right, Verdict.DIFFERENT, score, f"{because}, but they are known to be different")
            return False
        if not side_by_side and not self.documents(a).isdisjoint(self.documents(b)):
            self._judge(left, right, Verdict.DIFFERENT, score, f"{because}, but one document tells them apart")
            return False
        self._judge(left, right, Verdict.SAME, score, because)
        self._same.add_edge(left, right)
        self._join(a, b)
        return True

    def different(self, left: Key, right: Key, because: str) -> None:
        """Keeps two profiles apart, with all that is joined to them."""
        a, b = self._root[left], self._root[right]
        if a == b:
            raise ValueError(f"{left} and {right} are joined already; judge what is different first")
        self._apart.setdefault(a, set()).add(b)
        self._apart.setdefault(b, set()).add(a)
        self._judge(left, right, Verdict.DIFFERENT, 0.0, because)

    def unsure(self, left: Key, right: Key, score: float, because: str) -> None:
        """Notes a pair that a person should look at."""
        self._judge(left, right, Verdict.UNSURE, score, because)

    def components(self) -> Iterator[list[Key]]:
        """The clusters, each sorted, in the order of their first profile."""
        yield from sorted(sorted(component) for component in nx.connected_components(self._same))

    def roots(self, keys: Iterable[Key]) -> list[Key]:
        """The distinct clusters of some profiles, sorted."""
        return sorted({self._root[key] for key in keys})

    def _join(self, a: Key, b: Key) -> None:
        if len(self._members[a]) < len(self._members[b]):
            a, b = b, a
        self.documents(a).update(self.documents(b))
        self._documents.pop(b)
        for key in self._members[b]:
            self._root[key] = a
        self._members[a] += self._members.pop(b)
        self._best[a] = min(self._best[a], self._best.pop(b), key=lambda p: (p.scoped, -len(p.documents), p.key))
        for other in self._apart.pop(b, set()):
            self._apart[other].discard(b)
            self._apart[other].add(a)
            self._apart.setdefault(a, set()).add(other)

    def _judge(self, left: Key, right: Key, verdict: Verdict, score: float, because: str) -> None:
        first, second = sorted((self._best[self._root[left]].id, self._best[self._root[right]].id))
        self.judgements.append(Judgement(left=first, right=second, verdict=verdict, score=score, because=because))
