"""What reconciling gives: entities, happenings and occasions of the whole corpus, judgements, comparisons, origins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.reconcile.constraints import Applied
from pipeline.reconcile.profiles import Profile
from pipeline.records import ClaimComparison, Entity, EntityLabel, Happening, Judgement, Member, Occasion, OriginCluster

__all__ = ["NamedPart", "Resolution", "parts_in"]


@dataclass(frozen=True)
class NamedPart:
    """All chains that bear one name, as part of an entity: what judgements are about."""

    id: str
    """What judgements call it; the entity's own id, or one of `Entity.replaces`."""
    entity: str
    label: EntityLabel
    name: str
    scope: str
    """The id of the one document, or the code of the country, in which the name says who is meant; else empty."""
    members: tuple[Member, ...]


def parts_in(components: Iterable[Sequence[Profile]], entity: Mapping[tuple[str, int], Entity]) -> list[NamedPart]:
    """The parts of all entities, sorted by entity, the best known part of each first."""
    found = []
    for component in components:
        for profile in component:
            first = profile.members[0]
            whose = entity[first.document, first.index]
            members = tuple(sorted(profile.members, key=lambda m: (m.document, m.index)))
            found.append(
                NamedPart(profile.id, whose.id, profile.label, profile.name, profile.key[2], members),
            )
    return sorted(found, key=lambda p: (p.entity, p.id != p.entity, bool(p.scope), -len(p.members), p.id))


class Resolution:
    """One entity for each thing and one happening for each event, however many documents name them.

    >>> nobody = Resolution((), (), ())
    >>> nobody.entities, nobody.happenings
    ((), ())
    """

    def __init__(
        self,
        entities: Sequence[Entity],
        happenings: Sequence[Happening],
        judgements: Sequence[Judgement],
        comparisons: Sequence[ClaimComparison] = (),
        parts: Sequence[NamedPart] = (),
        applied: Applied | None = None,
        origins: Sequence[OriginCluster] = (),
        occasions: Sequence[Occasion] = (),
    ) -> None:
        self.entities = tuple(sorted(entities, key=lambda e: e.id))
        self.happenings = tuple(sorted(happenings, key=lambda h: h.id))
        self.judgements = tuple(judgements)
        self.comparisons = tuple(comparisons)
        self.parts = tuple(parts)
        self.applied = applied or Applied()
        self.origins = tuple(origins)
        self.occasions = tuple(occasions)
        self._entity = {(m.document, m.index): e for e in self.entities for m in e.members}
        self._happening = {(m.document, m.index): h for h in self.happenings for m in h.members}

    def entity_of(self, document: str, chain: int) -> Entity:
        """The entity that a chain of a document names.

        Raises:
            KeyError: the document was not among those reconciled, or has no such chain.
        """
        return self._entity[document, chain]

    def happening_of(self, document: str, event: int) -> Happening:
        """The happening that an event of a document reports.

        Raises:
            KeyError: the document was not among those reconciled, or has no such event.
        """
        return self._happening[document, event]
