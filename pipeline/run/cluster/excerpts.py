"""What one part of the documents has to be told of the corpus to be mapped, and no more: the corpus does not fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from pipeline.reconcile import Resolution
from pipeline.records import ClaimComparison, Entity, EntityLabel, Happening, Member, Occasion, OriginCluster
from pipeline.run.cluster.partition import Prepared

__all__ = ["Excerpts"]

Found = TypeVar("Found", ClaimComparison, OriginCluster, Occasion)

_MAKERS = (EntityLabel.ORG, EntityLabel.PERSON)


class Excerpts:
    """Finds by documents what a resolution says of them."""

    def __init__(self, resolution: Resolution) -> None:
        self._entities: dict[str, list[tuple[Entity, Member]]] = defaultdict(list)
        self._named: dict[str, list[Entity]] = defaultdict(list)
        self._happenings: dict[str, list[tuple[Happening, Member]]] = defaultdict(list)
        self._comparisons: dict[str, list[ClaimComparison]] = defaultdict(list)
        self._origins: dict[str, list[OriginCluster]] = defaultdict(list)
        self._occasions: dict[str, list[Occasion]] = defaultdict(list)
        for entity in resolution.entities:
            for member in entity.members:
                self._entities[member.document].append((entity, member))
            if entity.label in _MAKERS:
                for name in {entity.name.casefold(), *(alias.casefold() for alias in entity.aliases)}:
                    self._named[name].append(entity)
        for happening in resolution.happenings:
            for member in happening.members:
                self._happenings[member.document].append((happening, member))
        for comparison in resolution.comparisons:
            for document in {side.document for side in comparison.sides}:
                self._comparisons[document].append(comparison)
        for cluster in resolution.origins:
            for document in {repeat.document for repeat in cluster.repeats}:
                self._origins[document].append(cluster)
        for occasion in resolution.occasions:
            for document in {member.document for member in (*occasion.events, *occasion.acts)}:
                self._occasions[document].append(occasion)

    def who(self, documents: Iterable[str]) -> Resolution:
        """Who is who in some documents, and nothing else."""
        return Resolution(tuple(self._entities_of(documents).values()), (), ())

    def _entities_of(self, documents: Iterable[str]) -> dict[str, Entity]:
        """The entities of some documents by their ids, cut down to these."""
        found: dict[str, Entity] = {}
        members: dict[str, list[Member]] = defaultdict(list)
        for entity, member in (own for document in documents for own in self._entities.get(document, ())):
            found[entity.id] = entity
            members[entity.id].append(member)
        return {id_: e.model_copy(update={"members": tuple(members[id_])}) for id_, e in found.items()}

    def of(self, part: Prepared) -> Resolution:
        """What there is to tell of the documents of a part, and of whoever bears the name of who made them.

        Records that speak of other documents as well are cut down to these.
        """
        documents = [entry.document for entry in part.entries]
        wanted = set(documents)
        entities = self._entities_of(documents)
        for maker in sorted(part.makers):
            for entity in self._named.get(" ".join(maker.split()).casefold(), ()):
                entities.setdefault(entity.id, entity.model_copy(update={"members": ()}))
        happenings: dict[str, Happening] = {}
        members: dict[str, list[Member]] = defaultdict(list)
        for document in documents:
            for happening, member in self._happenings.get(document, ()):
                happenings[happening.id] = happening
                members[happening.id].append(member)
        return Resolution(
            tuple(entities.values()),
            [happening.model_copy(update={"members": tuple(members[id_])}) for id_, happening in happenings.items()],
            (),
            _distinct(self._comparisons[d] for d in documents if d in self._comparisons),
            origins=[
                cluster.model_copy(update={"repeats": tuple(r for r in cluster.repeats if r.document in wanted)})
                for cluster in _distinct(self._origins[d] for d in documents if d in self._origins)
            ],
            occasions=[
                occasion.model_copy(
                    update={
                        "events": tuple(m for m in occasion.events if m.document in wanted),
                        "acts": tuple(m for m in occasion.acts if m.document in wanted),
                    }
                )
                for occasion in _distinct(self._occasions[d] for d in documents if d in self._occasions)
            ],
        )


def _distinct(groups: Iterable[list[Found]]) -> list[Found]:
    return list({id(one): one for group in groups for one in group}.values())
