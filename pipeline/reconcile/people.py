"""Which names of persons are one person: surest evidence first, and never a surname that two people could claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipeline.reconcile.clusters import Clusters
from pipeline.reconcile.lexicon import words
from pipeline.reconcile.names import PersonName, fold
from pipeline.reconcile.profiles import Key, Profile

__all__ = ["join_people"]


def join_people(clusters: Clusters, profiles: Sequence[Profile], context: dict[int, frozenset[Key]]) -> None:
    """Judges all pairs of person profiles that could be one.

    Args:
        clusters: Where the judgements go.
        profiles: The profiles of persons, sorted by key.
        context: For each document the organisations and places that it names.
    """
    people = {p.key: (p, PersonName.of(p.name)) for p in profiles}
    full = [key for key, (_, name) in people.items() if name.full]
    _join_full_names(clusters, people, full)
    by_family: dict[str, list[Key]] = defaultdict(list)
    for key in full:
        by_family[people[key][1].family].append(key)
    by_alias: dict[str, list[Key]] = defaultdict(list)
    for key in full:
        for alias in people[key][0].aliases:
            if len(fold(alias).split()) > 1:
                by_alias[fold(alias)].append(key)
    _join_known_forms(clusters, full, by_alias)
    for key in (k for k, (_, name) in people.items() if not name.full):
        _join_short_name(clusters, people, key, by_family, context)
    _join_bare_surnames(clusters, people, by_family, context)


People = dict[Key, tuple[Profile, PersonName]]


def _join_full_names(clusters: Clusters, people: People, full: Iterable[Key]) -> None:
    """Spellings of one full name, with and without middle names."""
    blocks: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for key in full:
        name = people[key][1]
        blocks[name.family, name.first].append(key)
    for block in blocks.values():
        # the fullest first, so that a bare "George Bush" meets both George W. and George H. W. already apart
        block.sort(key=lambda k: (-len(people[k][1].tokens), k))
        for i, key in enumerate(block):
            name = people[key][1]
            fitting = clusters.roots(k for k in block[:i] if _compatible(name, people[k][1]))
            fitting = [r for r in fitting if all(_compatible(name, people[k][1]) for k in clusters.members(r))]
            if len(fitting) == 1:
                exact = any(people[k][1].sounds == name.sounds for k in clusters.members(fitting[0]))
                because = "the same name in another spelling" if exact else "the same first and last name"
                clusters.same(key, fitting[0], 0.97 if exact else 0.93, because)
            for other in fitting if len(fitting) > 1 else ():
                clusters.unsure(key, other, 0.5, f"{len(fitting)} people are called so")


def _compatible(left: PersonName, right: PersonName) -> bool:
    """Whether middle names and generation ("Jr") allow that two people with one first and last name are one."""
    if left.suffix != right.suffix:
        return False
    short, long = sorted((left.sounds[1:-1], right.sounds[1:-1]), key=len)
    rest = iter(long)
    return all(any(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for b in rest) for a in short)


def _join_known_forms(clusters: Clusters, full: Iterable[Key], by_alias: dict[str, list[Key]]) -> None:
    """Full names by which another document calls a person whom it also gives another full name."""
    for key in full:
        found = [r for r in clusters.roots(by_alias.get(key[1], ())) if r != clusters.root(key)]
        if len(found) == 1:
            clusters.same(key, found[0], 0.9, "a document uses both names for one person")


def _join_short_name(
    clusters: Clusters,
    people: People,
    key: Key,
    by_family: dict[str, list[Key]],
    context: dict[int, frozenset[Key]],
) -> None:
    """A surname alone, or with initials: whose it is, if only one person in the corpus can be meant."""
    profile, name = people[key]
    candidates = [k for k in by_family.get(name.family, ()) if _initials_fit(name, people[k][1])]
    exact = [k for k in candidates if people[k][1].surname == name.surname]
    candidates = exact or candidates
    if not name.given and name.surname in words("given_common"):
        return
    if not candidates and name.surname in words("family_first"):
        return
    roots = clusters.roots(candidates)
    if len(roots) > 1:
        for root in roots:
            clusters.unsure(key, root, 0.5, f"{len(roots)} people have this surname")
    elif roots:
        here = _surroundings(profile.documents, context)
        there = _surroundings(clusters.documents(roots[0]), context)
        if here & there:
            clusters.same(key, roots[0], 0.9, "the only person in the corpus with this surname")
        else:
            clusters.unsure(key, roots[0], 0.6, "the only person with this surname, but in another context")


def _initials_fit(short: PersonName, long: PersonName) -> bool:
    wanted = short.tokens[:-1]
    rest = iter(long.tokens[:-1])
    return all(any(t[0] == w[0] for t in rest) for w in wanted) and (not wanted or wanted[0][0] == long.given[0])


def _surroundings(documents: Iterable[int], context: dict[int, frozenset[Key]]) -> set[Key]:
    return set().union(*(context.get(d, frozenset()) for d in documents))


def _join_bare_surnames(
    clusters: Clusters, people: People, by_family: dict[str, list[Key]], context: dict[int, frozenset[Key]]
) -> None:
    """One surname in several documents that no full name goes with: one person where the documents share a context."""
    bare: dict[str, list[Key]] = defaultdict(list)
    for key, (_, name) in people.items():
        if not name.full and not by_family.get(name.family) and name.surname not in words("given_common"):
            bare[key[1]].append(key)
    for keys in bare.values():
        seen: dict[Key, Key] = {}
        for key in sorted(keys):
            for shared in sorted(_surroundings(people[key][0].documents, context)):
                other = seen.setdefault(shared, key)
                if clusters.root(other) != clusters.root(key):
                    clusters.same(other, key, 0.8, "the same name in the same context")
