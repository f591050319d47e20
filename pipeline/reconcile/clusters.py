"""Profiles that are one entity, judged pair by pair; a pair judged different is not joined through others either."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.reconcile.partition import Edge, components, divided
from pipeline.reconcile.profiles import Key, Profile
from pipeline.records import Judgement, Verdict

__all__ = ["Clusters"]


@dataclass(frozen=True, slots=True)
class _Note:
    """A judgement as it was made, about the best known profile of each cluster."""

    left: Key
    right: Key
    verdict: Verdict
    score: float
    because: str
    edge: Edge | None = None
    refused: str = ""
    """Why two profiles that look the same were not joined."""
    by: str = "citegraph"
    when: dt.datetime | None = None


class Clusters:
    """Grows clusters of profiles from judgements, in the order in which they are given.

    What a person decided comes first, then the surest judgements, since a later one that would join two profiles known
    to be different is turned into the verdict "different" itself. `settle` looks at these once more: where a chain of
    judgements had to break, it breaks where it is weakest.
    """

    def __init__(self, profiles: dict[Key, Profile]) -> None:
        self._profiles = profiles
        self._root: dict[Key, Key] = {key: key for key in profiles}
        self._members: dict[Key, list[Key]] = {key: [key] for key in profiles}
        self._documents: dict[Key, set[int]] = {}
        self._apart: dict[Key, set[Key]] = {}
        self._best = dict(profiles)
        """Of each cluster the profile that judgements name: the one most documents know it by."""
        self._edges: list[Edge] = []
        self._different: list[tuple[Key, Key]] = []
        self._kept: list[tuple[Key, Key]] = []
        """What people joined, the profile whose name stays first."""
        self._notes: list[_Note] = []

    @property
    def judgements(self) -> list[Judgement]:
        """All judgements in the order in which they were made, without doubts and refusals overtaken since."""
        found = []
        for note in self._notes:
            left, right = self._profiles[note.left].id, self._profiles[note.right].id
            if left == right or (note.verdict is Verdict.UNSURE and self._settled(note.left, note.right)):
                continue
            if note.refused and self._root[note.left] == self._root[note.right]:
                continue  # another judgement has joined them since
            first, second = sorted((left, right))
            found.append(
                Judgement(
                    left=first,
                    right=second,
                    verdict=note.verdict,
                    score=note.score,
                    because=f"{note.because}, but {note.refused}" if note.refused else note.because,
                    by=note.by,
                    when=note.when,
                )
            )
        return found

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
        edge = Edge(left, right, score, side_by_side)
        if b in self._apart.get(a, ()):
            self._edges.append(edge)
            self._judge(left, right, Verdict.DIFFERENT, score, because, edge, "they are known to be different")
            return False
        if not side_by_side and not self.documents(a).isdisjoint(self.documents(b)):
            self._judge(left, right, Verdict.DIFFERENT, score, because, refused="one document tells them apart")
            return False
        self._judge(left, right, Verdict.SAME, score, because, edge)
        self._edges.append(edge)
        self._join(a, b)
        return True

    def kept_apart(self, left: Key, right: Key) -> bool:
        """Whether two profiles are known to be different, themselves or through what is joined to them."""
        return self._root[right] in self._apart.get(self._root[left], ())

    def different(self, left: Key, right: Key, because: str) -> None:
        """Keeps two profiles apart, with all that is joined to them."""
        self._keep_apart(left, right)
        self._judge(left, right, Verdict.DIFFERENT, 0.0, because)

    def unsure(self, left: Key, right: Key, score: float, because: str) -> None:
        """Notes a pair that a person should look at."""
        self._judge(left, right, Verdict.UNSURE, score, because)

    def decide_same(self, left: Key, right: Key, because: str, by: str, when: dt.datetime) -> None:
        """Joins two profiles because a person says so, whatever the documents tell; the name of `left` stays."""
        self._note(left, right, Verdict.SAME, 1.0, because, by, when)
        self._kept.append((left, right))
        self.hold(left, right)

    def decide_different(
        self, left: Iterable[Key], right: Iterable[Key], because: str, by: str, when: dt.datetime
    ) -> None:
        """Keeps two groups of profiles apart because a person says so; the first of each group is named for all."""
        sides = list(left), list(right)
        self._note(sides[0][0], sides[1][0], Verdict.DIFFERENT, 0.0, because, by, when)
        for a in sides[0]:
            for b in sides[1]:
                self._keep_apart(a, b)

    def hold(self, left: Key, right: Key) -> None:
        """Joins two profiles that a person spoke of as one, unless a person has told them apart."""
        a, b = self._root[left], self._root[right]
        if a != b and b not in self._apart.get(a, ()):
            self._edges.append(Edge(left, right, 1.0, side_by_side=True, firm=True))
            self._join(a, b)

    def settle(self) -> None:
        """Divides anew what was kept apart by a decision, so that the weakest judgements give way, not the latest.

        "Petrov" may have been joined to one Ivan Petrov on a weak hint before a strong one drew it to the other.
        """
        refused = [n.edge for n in self._notes if n.edge is not None and n.refused]
        if not refused:
            return
        documents = {key: profile.documents for key, profile in self._profiles.items()}
        clusters = divided(self._edges, self._different, documents, self._root, refused)
        for key, root in clusters.items():
            self._root[key] = root
        self._members = {}
        for key in self._profiles:
            self._members.setdefault(self._root[key], []).append(key)
        self._apart = {}
        for left, right in self._different:
            self._apart.setdefault(self._root[left], set()).add(self._root[right])
            self._apart.setdefault(self._root[right], set()).add(self._root[left])
        for at, note in enumerate(self._notes):
            if note.edge is None:
                continue
            together = self._root[note.edge.left] == self._root[note.edge.right]
            if together and note.refused:
                self._notes[at] = replace(note, verdict=Verdict.SAME, refused="")
            elif not together and note.verdict is Verdict.SAME:
                self._notes[at] = replace(
                    note, verdict=Verdict.DIFFERENT, refused="that would make one of what is known to be different"
                )

    def components(self) -> Iterator[list[Key]]:
        """The clusters, each sorted, in the order of their first profile."""
        joined = (e for e in self._edges if self._root[e.left] == self._root[e.right])
        yield from components(self._profiles, joined)

    def kept(self, cluster: Iterable[Key]) -> Key | None:
        """The profile after which a person wants the cluster to be called, if a person joined anything in it."""
        inside = set(cluster)
        name: dict[Key, Key] = {}
        first: list[Key] = []
        for left, right in self._kept:
            if left in inside and right in inside:
                staying, going = name.get(left, left), name.get(right, right)
                for key in (left, right, *(k for k, n in name.items() if n == going)):
                    name[key] = staying
                first.append(left)
        return name[first[0]] if first else None

    def roots(self, keys: Iterable[Key]) -> list[Key]:
        """The distinct clusters of some profiles, sorted."""
        return sorted({self._root[key] for key in keys})

    def _keep_apart(self, left: Key, right: Key) -> None:
        a, b = self._root[left], self._root[right]
        if a == b:
            raise ValueError(f"{left} and {right} are joined already; judge what is different first")
        self._different.append((left, right))
        self._apart.setdefault(a, set()).add(b)
        self._apart.setdefault(b, set()).add(a)

    def _settled(self, left: Key, right: Key) -> bool:
        a, b = self._root[left], self._root[right]
        return a == b or b in self._apart.get(a, ())

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

    def _judge(
        self,
        left: Key,
        right: Key,
        verdict: Verdict,
        score: float,
        because: str,
        edge: Edge | None = None,
        refused: str = "",
    ) -> None:
        a, b = self._best[self._root[left]].key, self._best[self._root[right]].key
        self._notes.append(_Note(a, b, verdict, score, because, edge, refused))

    def _note(
        self, left: Key, right: Key, verdict: Verdict, score: float, because: str, by: str, when: dt.datetime
    ) -> None:
        self._notes.append(_Note(left, right, verdict, score, because, by=by, when=when))
