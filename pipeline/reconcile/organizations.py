"""Which names of organisations are one: acronyms, short forms that a document introduces, bodies known by two names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.reconcile.clusters import Clusters
from pipeline.reconcile.names import acronyms, fold, is_acronym
from pipeline.reconcile.profiles import Key, Profile, lexicon_names, organization_key

__all__ = ["join_organizations"]


def join_organizations(clusters: Clusters, profiles: Sequence[Profile]) -> None:
    """Judges all pairs of organisation profiles that could be one.

    Args:
        clusters: Where the judgements go.
        profiles: The profiles of organisations, sorted by key.
    """
    named = {p.form: p.key for p in profiles if not p.scoped}
    _join_famous(clusters, named)
    by_alias: dict[str, list[Key]] = defaultdict(list)
    by_initials: dict[str, list[Key]] = defaultdict(list)
    for profile in profiles:
        for alias in profile.aliases:
            if organization_key(alias) != profile.form:
                by_alias[organization_key(alias)].append(profile.key)
        for initials in acronyms(profile.name):
            by_initials[initials].append(profile.key)
    for profile in profiles:
        if profile.scoped:
            continue
        roots = _others(clusters, profile.key, by_alias.get(profile.form, ()))
        if len(roots) == 1:
            clusters.same(profile.key, roots[0], 0.93, "a document uses both names for one body")
        for root in roots if len(roots) > 1 else ():
            clusters.unsure(profile.key, root, 0.5, f"{len(roots)} bodies are called so in short")
        if roots or not is_acronym(profile.name):
            continue
        roots = _others(clusters, profile.key, by_initials.get(fold(profile.name), ()))
        if len(roots) == 1 and len(profile.form) >= 3:
            clusters.same(profile.key, roots[0], 0.88, "its initials, and no other body in the corpus has these")
        else:
            for root in roots:
                clusters.unsure(profile.key, root, 0.5, "its initials")


def _others(clusters: Clusters, key: Key, found: Sequence[Key]) -> list[Key]:
    return [root for root in clusters.roots(found) if root != clusters.root(key)]


def _join_famous(clusters: Clusters, named: dict[str, Key]) -> None:
    """Bodies that the whole world knows by two names."""
    first: dict[str, Key] = {}
    known = lexicon_names("organizations")
    for form in sorted(named):
        if form in known:
            other = first.setdefault(known[form], named[form])
            clusters.same(other, named[form], 0.98, "names of one well-known body", side_by_side=True)
