"""Clusters of profiles -> entities, each with a readable id that depends on what it is, not on the order of reading."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from pipeline.reconcile.geography import Location
from pipeline.reconcile.names import PersonName, fold, is_acronym, slug
from pipeline.reconcile.places import is_only_country
from pipeline.reconcile.profiles import FOLDER, Profile
from pipeline.records import Entity, EntityLabel, Member

__all__ = ["entities_of"]


def entities_of(clusters: Iterable[Sequence[Profile]], located: dict[str, Location]) -> tuple[Entity, ...]:
    """The entities, sorted by id.

    Args:
        clusters: The profiles of each entity.
        located: Where places lie, by the id of one of their profiles.
    """
    drafts = [_draft(cluster, located) for cluster in clusters]
    by_slug: dict[str, list[Entity]] = defaultdict(list)
    for draft in drafts:
        by_slug[draft.id].append(draft)
    found: dict[str, Entity] = {}
    for plain, same in sorted(by_slug.items()):
        # the one most written of keeps the plain id; namesakes are told apart by where they first stand
        same.sort(key=lambda e: (-len(e.members), _raw(e.members)))
        found[plain] = same[0]
    for plain, same in sorted(by_slug.items()):
        for entity in same[1:]:
            digest = hashlib.sha256(_raw(entity.members).encode()).hexdigest()
            names = (f"{plain}-{digest[:length]}" for length in range(6, len(digest)))
            name = next(n for n in names if n not in found)
            found[name] = entity.model_copy(update={"id": name})
    return tuple(found[name] for name in sorted(found))


def _raw(members: Sequence[Member]) -> str:
    return min(f"{m.document}/{m.index}" for m in members)


def _draft(cluster: Sequence[Profile], located: dict[str, Location]) -> Entity:
    documents: Counter[EntityLabel] = Counter()
    names: Counter[str] = Counter()
    aliases: set[str] = set()
    for profile in cluster:
        documents[profile.label] += len(profile.documents)
        names.update(profile.names)
        aliases.update(profile.names, profile.aliases)
    country = any(p.label is EntityLabel.COUNTRY and is_only_country(p.name) for p in cluster)
    label = EntityLabel.COUNTRY if country else min(documents, key=lambda k: (-documents[k], k))
    name = _canonical(label, names)
    places = [located[p.id] for p in sorted(cluster, key=lambda p: p.key) if p.id in located and p.label is label]
    place = places[0] if len({p.iri for p in places}) == 1 else None
    return Entity(
        id=f"{FOLDER[label]}/{slug(name)}",
        label=label,
        name=name,
        aliases=tuple(sorted(aliases - {name})),
        members=tuple(sorted((m for p in cluster for m in p.members), key=lambda m: (m.document, m.index))),
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        same_as=(place.iri,) if place else (),
    )


def _canonical(label: EntityLabel, names: Counter[str]) -> str:
    """The name to show: for a person the fullest in use, for others the most frequent that is no acronym."""

    def rank(name: str) -> tuple[object, ...]:
        shouted = len(name) > 4 and name.isupper()
        if label is EntityLabel.PERSON:
            parts = PersonName.of(name)
            return not parts.full, shouted, -min(names[name], 3), -len(parts.tokens), -names[name], name
        short = is_acronym(name) or len(fold(name)) < 3
        return short, shouted, -names[name], -len(name), name

    return min(names, key=rank)
