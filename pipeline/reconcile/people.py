"""Which names of persons are one person: surest evidence first, and never a surname that two people could claim."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from rapidfuzz.distance import OSA

from pipeline.reconcile.clusters import Clusters
from pipeline.reconcile.context import NEAR, Context
from pipeline.reconcile.facts import compare_facts, merged
from pipeline.reconcile.lexicon import words
from pipeline.reconcile.names import PersonName, fold
from pipeline.reconcile.profiles import Key, Profile
from pipeline.reconcile.scoring import Reason, because, probability, score, verdict
from pipeline.records import EntityLabel, Verdict

__all__ = ["join_people"]

TOO_MANY = 5
"""More candidates than this for one name are not worth a person's time to look at."""
TYPO_LENGTH = 7
"""A surname must have so many letters for one of them to be a slip."""
GIVEN_LENGTH = 5
"""... and a given name so many."""
SHORT_SLIP = "one letter of a short word differs"
SHORTEST = 4
"""A word must have so many letters at the least, and a shorter one than those above needs a clearer context."""
SOUND_LENGTH = 5
"""A surname standing alone must have so many letters to be recognised in another transliteration."""

MOST = 40
"""In a block of more names nothing is told by a letter."""
FEW = 200
"""In a corpus of more documents a bare surname is known again only ..."""
RARE = 4.0
"""... beside a name as telling as this, in nats."""

SPELLING, FORMS, ORDER, SLIP, ONLY = 2.5, 2.0, 1.7, -0.5, 1.5
"""What names tell for two being one, as logarithms of odds: one full name in two transliterations; one first and last
name with other middle names; the same names in another order; one letter wrong; a surname of one person in question."""
_WIDE = (EntityLabel.COUNTRY, EntityLabel.NORP, EntityLabel.REGION)
"""What many people of one surname share."""
ELSEWHERE = -2.0
"""What it tells that two names share no context."""
TELLING = 5.0
"""No context tells more than this for two being one."""


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
        self._single = {p.key: single for p in profiles if (single := _one_surname(p, self._name[p.key])) is not None}
        """Of those with two surnames the name with the first alone."""
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

    def _told(self, left: Key, right: Key) -> list[Reason]:
        """What the names around two and what is said of them tells for their being one, or against it."""
        near = self._context.evidence(left, right)
        if near >= NEAR:
            reasons = [Reason(min(near, TELLING), self._context.beside(left, right))]
        elif self._context.meet(left, right):
            reasons = [Reason(0.75 * ELSEWHERE)]
        else:
            reasons = [Reason(ELSEWHERE, "in another context")]
        return [*reasons, *self._said(left, right)]

    def _said(self, left: Key, right: Key) -> list[Reason]:
        profiles = [self._profile.get(k) for k in (left, right)]  # none of what a decision says is one with a person
        facts = [merged(p.facts, sorted(p.documents)) if p and p.facts else frozenset() for p in profiles]
        weight, words_ = compare_facts(*facts)
        return [Reason(weight, words_)] if words_ else []

    def _judge(self, left: Key, right: Key, *names: Reason, side_by_side: bool = False) -> None:
        """Weighs what two names, their surroundings and what is said of them tell, and judges the pair."""
        reasons = [*names, *self._told(left, right)]
        odds = score(reasons)
        if verdict(odds) is Verdict.SAME:
            self._clusters.same(left, right, probability(odds), because(reasons), side_by_side=side_by_side)
        elif verdict(odds) is Verdict.UNSURE:
            self._clusters.unsure(left, right, probability(odds), because(reasons))

    def _nearest(self, key: Key, roots: Sequence[Key]) -> Key | None:
        """Which of several people is meant, if what is told speaks clearly for one before the others."""
        return self._context.nearest(key, roots, lambda left, right: score(self._said(left, right)))

    def _join_spellings(self) -> None:
        """One first and last name, transliterated in two ways, with and without middle names."""
        blocks = self._block(lambda name: [f"{name.first} {name.family}"])
        for key, single in self._single.items():
            blocks[f"{single.first} {single.family}"].append(key)
        for block in blocks.values():
            # the fullest first, so that a bare "George Bush" meets George W. and George H. W. already told apart
            block.sort(key=lambda k: (-len(self._name[k].tokens), k))
            for i, key in enumerate(block):
                # those of one name were judged already
                others = [k for k in block[:i] if k[1] != key[1]]
                fitting = [root for root in self._others(key, others) if self._fits(key, root)]
                best = fitting[0] if len(fitting) == 1 else self._nearest(key, fitting)
                if best is not None:
                    exact = any(self._name[k].sounds == self._name[key].sounds for k in self._clusters.members(best))
                    # in one document Ioan Pop and Ioan V. Pop are two people, Bill and William McGinnis are one
                    alike = all(self._name[k].middle == self._name[key].middle for k in self._clusters.members(best))
                    words_ = "the same name in another spelling" if exact else "the same first and last name"
                    self._judge(key, best, Reason(SPELLING if exact else FORMS, words_), side_by_side=alike)
                elif len(fitting) <= TOO_MANY:
                    for other in fitting:
                        self._clusters.unsure(key, other, 0.5, f"{len(fitting)} people are called so")

    def _others(self, key: Key, keys: Iterable[Key]) -> list[Key]:
        """The clusters of some profiles that a profile is not in and not kept apart from."""
        own = self._clusters.root(key)
        return [r for r in self._clusters.roots(keys) if r != own and not self._clusters.kept_apart(key, r)]

    def _fits(self, key: Key, root: Key) -> bool:
        return all(self._can_be(key, k) for k in self._clusters.members(root) if k in self._name)

    def _can_be(self, left: Key, right: Key) -> bool:
        """Whether two full names may be one person's: María García López is María García, not María López."""
        one, other = self._name[left], self._name[right]
        if (left in self._single) is not (right in self._single):
            one, other = self._single.get(left, one), self._single.get(right, other)
            if one.family != other.family:
                return False
        return _compatible(one, other)

    def _join_orders(self) -> None:
        """Higuchi Ichiyō and Ichiyō Higuchi."""
        for block in self._block(lambda name: [" ".join(sorted(name.sounds))]).values():
            for other in block[1:]:
                turned = self._name[other].sounds == self._name[block[0]].sounds[::-1]
                if turned and self._others(other, [block[0]]):
                    self._judge(block[0], other, Reason(ORDER, "the same names in another order"), side_by_side=True)

    def _join_documented_forms(self) -> None:
        """Full names by which another document calls a person whom it also gives another full name."""
        by_alias: dict[str, list[Key]] = defaultdict(list)
        for key in self._full:
            for alias in {fold(a) for a in self._profile[key].aliases}:
                by_alias[alias].append(key)
        for key in self._full:
            # a document that mixes father and son up is no witness
            suffix = self._name[key].suffix, self._name[key].numeral
            called = (k for k in by_alias.get(key[1], ()) if k[1] != key[1])
            found = self._others(key, (k for k in called if (self._name[k].suffix, self._name[k].numeral) == suffix))
            if len(found) == 1:
                self._clusters.same(key, found[0], 0.9, "a document uses both names for one person")

    def _join_slips(self) -> None:
        """A long name with one letter wrong, in the same surroundings."""
        people = Counter(
            word for form in {key[1]: self._name[key] for key in self._full}.values() for word in form.tokens
        )

        def with_one_letter_less(name: PersonName) -> Iterable[str]:
            yield f"{name.given} {name.surname}"
            for word, rest in ((name.surname, f"{name.given} {{}}"), (name.given, f"{{}} {name.surname}")):
                if len(word) >= SHORTEST:
                    yield from {rest.format(word[:i] + word[i + 1 :]) for i in range(1, len(word))}

        keys: dict[str, list[Key]] = defaultdict(list)
        blocks: dict[str, list[str]] = defaultdict(list)
        for key in self._full:
            if not keys[key[1]]:
                for block in with_one_letter_less(self._name[key]):
                    blocks[block].append(key[1])
            keys[key[1]].append(key)
        known = {form: sum(len(self._profile[k].documents) for k in same) for form, same in keys.items()}
        meant: dict[str, dict[str, Reason]] = defaultdict(dict)
        for forms in blocks.values():
            for i, left in enumerate(forms if len(forms) <= MOST else ()):
                for right in forms[:i]:
                    odd, usual = sorted((left, right), key=lambda form: (known[form], form))
                    slip = self._slip(keys[odd][0], keys[usual][0], people, known[odd])
                    if slip is not None:
                        meant[odd][usual] = slip
        for odd in sorted(meant):
            for key in keys[odd]:
                roots = self._others(key, [k for usual in meant[odd] for k in keys[usual]])
                best = roots[0] if len(roots) == 1 else self._nearest(key, roots)
                if best is not None:
                    slips = [
                        r for usual, r in meant[odd].items() if any(k[1] == usual for k in self._clusters.members(best))
                    ]
                    self._judge(key, best, slips[0], side_by_side=slips[0].words != SHORT_SLIP)

    def _slip(self, left: Key, right: Key, people: Counter[str], times: int) -> Reason | None:
        """What two names tell that may differ by a slip of the pen; None if they differ by more."""
        a, b = self._name[left], self._name[right]
        if not _compatible(a, b):
            return None
        words_ = [(x, y) for x, y in ((a.given, b.given), (a.surname, b.surname)) if x != y]
        if len(words_) != 1 or OSA.distance(*words_[0]) != 1:
            return None
        x, y = words_[0]
        if x[0] != y[0] or min(len(x), len(y)) < SHORTEST or _inflected(x, y):
            return None
        if min(people[x], people[y]) > 1:
            return None  # both are the names of others too
        if x == a.numeral:
            return None  # of two kings each has his number
        long = min(len(x), len(y)) >= (TYPO_LENGTH if x == a.surname else GIVEN_LENGTH) - 1
        # the same slip is hardly made in one document after another
        if not long and a.middle != b.middle:
            return None  # two differences in a short name
        weight = SLIP - 2 * math.log(times) - 1.5 * (not long)
        return Reason(weight, "one letter differs" if long else SHORT_SLIP)

    def _join_short(self, key: Key) -> None:
        """A surname alone, or with initials: whose it is, if only one person in the corpus can be meant."""
        name = self._name[key]
        roots = self._owners(name)
        best = roots[0] if len(roots) == 1 and self._context.meet(key, roots[0]) else self._nearest(key, roots)
        if best is not None and self._close(key, best, alone=len(roots) == 1):
            words_ = "the only person in the corpus with this surname"
            if len(roots) > 1:
                words_ = "of several with this surname the one in the same context"
            reasons = [Reason(ONLY, words_), *self._told(key, best)]
            odds = max(1.0, score(reasons))
            self._clusters.same(key, best, probability(odds), because(reasons))
        elif len(roots) == 1:
            self._clusters.unsure(key, roots[0], 0.6, "the only person with this surname, but in another context")
        elif len(roots) <= TOO_MANY:
            for root in roots:
                self._clusters.unsure(key, root, 0.5, f"{len(roots)} people have this surname")

    def _close(self, key: Key, root: Key, *, alone: bool) -> bool:
        """Whether more than a country brings a bare surname together with somebody.

        Not asked in a small corpus, nor of somebody who is known from several documents and alone has the surname.
        """
        if self._context.size <= FEW or (alone and len(self._clusters.documents(root)) > 1):
            return True
        near = any(shared[0] not in _WIDE for shared in self._context.shared(key, root))
        return near or score(self._said(key, root)) > 0

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
                for near in self._context.telling(key):
                    if self._context.rarity(near) < RARE and self._context.size > FEW:
                        continue
                    other = first_with.setdefault(near, key)
                    # of King Olaf and Prince Olaf nothing but a first name is known
                    if self._clusters.root(other) != self._clusters.root(key) and score(self._said(other, key)) >= 0:
                        self._clusters.same(other, key, 0.8, "the same name in the same context")


def _one_surname(profile: Profile, name: PersonName) -> PersonName | None:
    """The name with the first of two surnames alone, if a document calls the person by both and no given name."""
    last = " ".join(name.tokens[-2:])
    if len(name.tokens) < 3 or all(fold(alias) != last for alias in profile.aliases):
        return None
    return PersonName(name.tokens[:-1])


def _inflected(left: str, right: str) -> bool:
    """Whether two words differ only in a vowel or two at their ends: Ivanov and Ivanova, Maria and Mario.

    >>> _inflected("ivanov", "ivanova"), _inflected("petrovsky", "petrovska"), _inflected("kowmann", "kowmamn")
    (True, True, False)
    """
    same = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    ends = left[same:], right[same:]
    return max(map(len, ends)) <= 2 and any(end[-1:] in {*"aeiouy"} for end in ends if end)


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
