"""Which names of persons are one person: surest evidence first, and never a surname that two people could claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from rapidfuzz.distance import OSA

from pipeline.reconcile.clusters import Clusters
from pipeline.reconcile.context import Context
from pipeline.reconcile.lexicon import words
from pipeline.reconcile.names import PersonName, fold
from pipeline.reconcile.profiles import Key, Profile

__all__ = ["join_people"]

TOO_MANY = 5
"""More candidates than this for one name are not worth a person's time to look at."""
TYPO_LENGTH = 7
"""A surname must have so many letters for one of them to be a slip."""
SOUND_LENGTH = 5
"""A surname standing alone must have so many letters to be recognised in another transliteration."""


def join_people(clusters: Clusters, profiles: Sequence[Profile], context: Context) -> None:
    """Judges all pairs of person profiles that could be one.

    Args:
        clusters: Where the judgements go.
        profiles: The profiles of persons, sorted by key.
        context: What other names stand beside them.
    """
    People(clusters, profiles, context).join()


class People:
    """The persons of a corpus while they are being joined."""

    def __init__(self, clusters: Clusters, profiles: Sequence[Profile], context: Context) -> None:
        self._clusters = clusters
        self._context = context
        self._profile = {p.key: p for p in profiles}
        self._name = {p.key: PersonName.of(p.name) for p in profiles}
        self._full = [key for key, name in self._name.items() if name.full]
        self._short = [key for key, name in self._name.items() if not name.full]
        self._by_family = self._block(lambda name: [name.family])
        self._by_first = self._block(lambda name: [name.given])

    def join(self) -> None:
        """Full names first, so that a short one meets every person who could be meant."""
        self._join_spellings()
        self._join_orders()
        self._join_documented_forms()
        self._join_slips()
        for key in self._short:
            self._join_short(key)
        self._join_bare_surnames()

    def _block(self, keys: Callable[[PersonName], Iterable[str]]) -> dict[str, list[Key]]:
        """The full names by the given keys of theirs."""
        blocks: dict[str, list[Key]] = defaultdict(list)
        for key in self._full:
            for block in keys(self._name[key]):
                blocks[block].append(key)
        return blocks

    def _join_spellings(self) -> None:
        """One first and last name, transliterated in two ways, with and without middle names."""
        for block in self._block(lambda name: [f"{name.first} {name.family}"]).values():
            # the fullest first, so that a bare "George Bush" meets George W. and George H. W. already told apart
            block.sort(key=lambda k: (-len(self._name[k].tokens), k))
            for i, key in enumerate(block):
                fitting = [root for root in self._clusters.roots(block[:i]) if self._fits(key, root)]
                if len(fitting) == 1:
                    best = fitting[0]
                    exact = any(self._name[k].sounds == self._name[key].sounds for k in self._clusters.members(best))
                    because = "the same name in another spelling" if exact else "the same first and last name"
                    # in one document Ioan Pop and Ioan V. Pop are two people, Bill and William McGinnis are one
                    alike = all(self._name[k].middle == self._name[key].middle for k in self._clusters.members(best))
                    self._join_in_context(key, best, 0.97 if exact else 0.93, because, side_by_side=alike)
                elif len(fitting) <= TOO_MANY:
                    for other in fitting:
                        self._clusters.unsure(key, other, 0.5, f"{len(fitting)} people are called so")

    def _fits(self, key: Key, root: Key) -> bool:
        return all(_compatible(self._name[key], self._name[k]) for k in self._clusters.members(root))

    def _join_in_context(self, key: Key, other: Key, score: float, because: str, *, side_by_side: bool = False) -> None:
        if self._context.shared(key, other):
            self._clusters.same(key, other, score, because, side_by_side=side_by_side)
        else:
            self._clusters.unsure(key, other, score - 0.3, f"{because}, but in another context")

    def _join_orders(self) -> None:
        """Higuchi Ichiyō and Ichiyō Higuchi."""
        for block in self._block(lambda name: [" ".join(sorted(name.sounds))]).values():
            for other in block[1:]:
                if self._name[other].sounds == self._name[block[0]].sounds[::-1]:
                    self._join_in_context(block[0], other, 0.9, "the same names in another order", side_by_side=True)

    def _join_documented_forms(self) -> None:
        """Full names by which another document calls a person whom it also gives another full name."""
        by_alias: dict[str, list[Key]] = defaultdict(list)
        for key in self._full:
            for alias in {fold(a) for a in self._profile[key].aliases}:
                by_alias[alias].append(key)
        for key in self._full:
            found = [r for r in self._clusters.roots(by_alias.get(key[1], ())) if r != self._clusters.root(key)]
            if len(found) == 1:
                self._clusters.same(key, found[0], 0.9, "a document uses both names for one person")

    def _join_slips(self) -> None:
        """A long surname with one letter wrong, beside the same given name and in the same surroundings."""

        def with_one_letter_less(name: PersonName) -> Iterable[str]:
            surname = name.surname
            if len(surname) >= TYPO_LENGTH:
                yield f"{name.first} {surname}"
                yield from {f"{name.first} {surname[:i]}{surname[i + 1 :]}" for i in range(1, len(surname))}

        for block in self._block(with_one_letter_less).values():
            if len(block) > TOO_MANY:
                continue
            for i, left in enumerate(block):
                for right in block[:i]:
                    self._judge_slip(left, right)

    def _judge_slip(self, left: Key, right: Key) -> None:
        a, b = self._name[left], self._name[right]
        # Ivanov and Ivanova are two people, and so are Petrovsky and Petrovska
        if self._clusters.root(left) == self._clusters.root(right) or a.surname[-2:] != b.surname[-2:]:
            return
        if OSA.distance(a.surname, b.surname) == 1 and _compatible(a, b) and a.surname[0] == b.surname[0]:
            once = 1 in (len(self._profile[left].documents), len(self._profile[right].documents))
            if once and self._context.shared(left, right) > 1:
                self._clusters.same(left, right, 0.85, "one letter differs, in the same context", side_by_side=True)
            else:
                self._clusters.unsure(left, right, 0.6, "one letter differs")

    def _join_short(self, key: Key) -> None:
        """A surname alone, or with initials: whose it is, if only one person in the corpus can be meant."""
        name = self._name[key]
        roots = self._owners(name)
        beside = self._context.meet if len(roots) == 1 else self._context.shared
        near = [root for root in roots if beside(key, root)]
        if len(near) == 1:
            because = "the only person in the corpus with this surname"
            if len(roots) > 1:
                because = "the only person with this surname in the same context"
            self._clusters.same(key, near[0], 0.9 if len(roots) == 1 else 0.8, because)
        elif len(roots) == 1:
            self._clusters.unsure(key, roots[0], 0.6, "the only person with this surname, but in another context")
        elif len(roots) <= TOO_MANY:
            for root in roots:
                self._clusters.unsure(key, root, 0.5, f"{len(roots)} people have this surname")

    def _owners(self, name: PersonName) -> list[Key]:
        """The persons whose full name a short one may stand for."""
        if not name.given and name.surname in words("given_common"):
            return []
        found = [k for k in self._by_family.get(name.family, ()) if _initials_fit(name, self._name[k])]
        exact = [k for k in found if self._name[k].surname == name.surname]
        if not exact and not name.given and name.surname in words("family_first"):
            exact = self._by_first.get(name.surname, [])
        if not exact and len(name.surname) < SOUND_LENGTH:
            return []
        return self._clusters.roots(exact or found)

    def _join_bare_surnames(self) -> None:
        """One surname in several documents that no full name goes with: one person where the context is one."""
        bare: dict[str, list[Key]] = defaultdict(list)
        for key in self._short:
            name = self._name[key]
            if not self._by_family.get(name.family) and name.surname not in words("given_common"):
                bare[key[1]].append(key)
        for keys in bare.values():
            first_with: dict[Key, Key] = {}
            for key in sorted(keys):
                for near in sorted(self._context.telling(key)):
                    other = first_with.setdefault(near, key)
                    if self._clusters.root(other) != self._clusters.root(key):
                        self._clusters.same(other, key, 0.8, "the same name in the same context")


def _compatible(left: PersonName, right: PersonName) -> bool:
    """Whether middle names and generation ("Jr") allow that two people with one first and last name are one."""
    if left.suffix != right.suffix:
        return False
    short, long = sorted((left.sounds[1:-1], right.sounds[1:-1]), key=len)
    rest = iter(enumerate(long))
    # an initial stands for the name in its own place (George W. is not George H. W.), a whole name for itself anywhere
    return all(
        any((a[0] == b[0] and i == j) if 1 in (len(a), len(b)) else a == b for j, b in rest)
        for i, a in enumerate(short)
    )


def _initials_fit(short: PersonName, long: PersonName) -> bool:
    """Whether the initials of a name could be those of a full one; a name without initials fits all."""
    wanted, names = short.tokens[:-1], long.tokens[:-1]
    # initials of middle names that the full name does not tell are no contradiction
    return all(w[0] == n[0] for w, n in zip(wanted, names, strict=False))
