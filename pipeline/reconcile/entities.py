"""Clusters of profiles -> entities, each with a readable id that depends on what it is, not on the order of reading."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from pipeline.reconcile.geography import PLACES, Location
from pipeline.reconcile.names import PersonName, fold, is_acronym, slug
from pipeline.reconcile.places import is_only_country
from pipeline.reconcile.profiles import FOLDER, Profile, name_key
from pipeline.records import Entity, EntityLabel

__all__ = ["entities_of"]

_PARTICLES = {
    "and", "da", "de", "del", "di", "do", "du", "el", "en", "la", "las", "le", "les", "los", "of", "on", "the", "upon",
}  # fmt: skip


def entities_of(
    clusters: Iterable[Sequence[Profile]],
    located: dict[str, Location],
    kept: Callable[[Sequence[Profile]], Profile | None] = lambda cluster: None,
) -> tuple[Entity, ...]:
    """The entities, sorted by id.

    An id depends on the names in the cluster alone, not on other entities: what joins the corpus later does not take
    it away. What parts of an entity would be called alone is kept in `Entity.replaces`, so that an id that was given
    out while the corpus was smaller, or before two were judged to be one, leads to the entity all the same.

    Args:
        clusters: The profiles of each entity.
        located: Where places lie, by the id of one of their profiles.
        kept: Of a cluster the profile that gives it its name, where a person chose it.
    """
    found: dict[str, Entity] = {}
    whole: dict[str, list[tuple[int, str]]] = defaultdict(list)
    drafts = [(draft := _draft(cluster, located, kept(cluster)), _raw(draft), cluster) for cluster in clusters]
    for draft, raw, cluster in sorted(drafts, key=lambda d: (d[0].id, d[1])):
        # two spellings that only dots tell apart may come to one id
        digest = hashlib.sha256(raw.encode()).hexdigest()
        names = (draft.id, *(f"{draft.id}-{digest[:length]}" for length in range(6, len(digest))))
        name = next(n for n in names if n not in found)
        found[name] = draft.model_copy(update={"id": name})
        for old, chains in _undivided(cluster).items():
            whole[old].append((-chains, name))
    replaces = {id_: {old for old in entity.replaces if old not in found} for id_, entity in found.items()}
    claims = Counter(old for olds in replaces.values() for old in olds)
    for old, heirs in whole.items():
        if old not in found and not claims[old]:
            replaces[min(heirs)[1]].add(old)
            claims[old] = 1
    return tuple(
        entity.model_copy(update={"replaces": tuple(sorted(old for old in replaces[id_] if claims[old] == 1))})
        for id_, entity in sorted(found.items())
    )


def _undivided(cluster: Sequence[Profile]) -> Counter[str]:
    """The ids of names that were divided among several, with the number of chains of the cluster that bear each.

    Where nobody bears the name as such any more, its id leads to the one of whom it is used most.
    """
    chains: Counter[str] = Counter()
    for profile in cluster:
        if profile.scoped and not name_key(profile.label, profile.name, profile.key[2], "")[2]:
            for name in profile.names:
                chains[f"{FOLDER[profile.label]}/{slug(name)}"] += len(profile.members)
    return chains


def _raw(entity: Entity) -> str:
    return min([f"{m.document}/{m.index}" for m in entity.members])


def _draft(cluster: Sequence[Profile], located: dict[str, Location], kept: Profile | None) -> Entity:
    documents: Counter[EntityLabel] = Counter()
    names: Counter[str] = Counter()
    aliases: set[str] = set()
    for profile in cluster:
        documents[profile.label] += len(profile.documents)
        names.update(profile.names)
        aliases.update(profile.names, profile.aliases)
    country = any(p.label is EntityLabel.COUNTRY and is_only_country(p.name) for p in cluster)
    label = EntityLabel.COUNTRY if country else min(documents, key=lambda k: (-documents[k], k))
    if kept is not None:
        # of a name that a decision divided and another joined again, the undivided rest
        kept = next((p for p in cluster if p.key == (*kept.key[:2], "")), kept)
        label, names = kept.label, kept.names
    name = _canonical(label, names)
    places = [located[p.id] for p in sorted(cluster, key=lambda p: p.key) if p.id in located and p.label is label]
    place = places[0] if len({p.iri for p in places}) == 1 else None
    named = kept or min((p for p in cluster if name in p.names), key=lambda p: (p.label is not label, p.scoped, p.key))
    own = named.id_under(name, label)
    return Entity(
        id=own,
        label=label,
        name=(shown := _lowered(name) if label in PLACES else name),
        aliases=tuple(sorted(aliases - {shown})),
        members=tuple(sorted((m for p in cluster for m in p.members), key=lambda m: (m.document, m.index))),
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        population=place.population if place else None,
        country_code=place.country if place else None,
        same_as=(place.iri,) if place else (),
        replaces=tuple(sorted({old for p in cluster for old in p.ids} - {own})),
    )


def _canonical(label: EntityLabel, names: Counter[str]) -> str:
    """The name to show: for a person the fullest in use, for others the most frequent that is no acronym."""

    def rank(name: str) -> tuple[object, ...]:
        shouted = _is_shouted(name)
        if label is EntityLabel.PERSON:
            parts = PersonName.of(name)
            return not parts.full, shouted, -min(names[name], 3), -len(parts.tokens), -names[name], name
        short = is_acronym(name) or len(fold(name)) < 3
        return short, shouted, -names[name], -len(name), name

    return min(names, key=rank)


def _is_shouted(name: str) -> bool:
    return len(name) > 4 and name.isupper()


def _lowered(name: str) -> str:
    """A place of which articles only have a dateline in capitals, as others write it: Rio de Janeiro."""
    if not _is_shouted(name):
        return name
    first, *others = name.split(" ")
    return " ".join((first.title(), *(w.lower() if w.lower() in _PARTICLES else w.title() for w in others)))
