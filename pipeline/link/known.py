"""Entities that somebody knows already, from a file of their own: where the documents name them, their IRIs are used.

A name is compared as a whole, case and accents aside. Where one entity of the documents and one of the file go by it,
they are taken to be the same; where there are several on either side, all of them are doubts for a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pydantic import Field

from pipeline.link.candidates import Iri
from pipeline.link.links import Link
from pipeline.reconcile.names import fold
from pipeline.records import Entity, EntityLabel, Record, Verdict

__all__ = ["KnownEntity", "adopted", "matched"]


class KnownEntity(Record):
    """One entity of a file."""

    iri: Iri
    labels: tuple[EntityLabel, ...] = Field(min_length=1, description="what it may be; a place may be several")
    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    source: str = Field(description="the file")

    @property
    def names(self) -> tuple[str, ...]:
        """All its names."""
        return (self.name, *self.aliases)


def matched(entities: Iterable[Entity], known: Sequence[KnownEntity], base: str) -> list[Link]:
    """Who of the documents is whom of the files, sorted by entity; `base` is that of the graph.

    An IRI that the graph gives to another of its entities is never sure.
    """
    by_name: dict[tuple[EntityLabel, str], dict[str, KnownEntity]] = defaultdict(dict)
    for one in known:
        for label in one.labels:
            for name in one.names:
                by_name[label, fold(name)][one.iri] = one
    pairs: list[tuple[Entity, KnownEntity, str]] = []
    own: dict[str, str] = {}
    for entity in entities:
        own |= {base + id_: entity.id for id_ in (entity.id, *entity.replaces)}
        found: dict[str, tuple[KnownEntity, str]] = {}
        for name in (entity.name, *entity.aliases):
            for iri, one in by_name.get((entity.label, fold(name)), {}).items():
                found.setdefault(iri, (one, name))
        pairs += ((entity, one, name) for one, name in found.values())
    candidates: dict[str, set[str]] = defaultdict(set)
    bearers: dict[str, set[str]] = defaultdict(set)
    for entity, one, _ in pairs:
        candidates[entity.id].add(one.iri)
        bearers[one.iri].add(entity.id)
    links = []
    for entity, one, name in pairs:
        if own.get(one.iri) == entity.id:
            continue
        against = ""
        if len(candidates[entity.id]) > 1:
            against = f", but {len(candidates[entity.id])} there go by its names"
        elif len(bearers[one.iri]) > 1:
            against = f", but {len(bearers[one.iri])} entities of the documents bear its names"
        elif one.iri in own:
            against = ", but its IRI is that of another entity of the graph"
        links.append(
            Link(
                entity=entity.id,
                label=entity.label,
                name=entity.name,
                iri=one.iri,
                title=one.name,
                aliases=one.aliases,
                verdict=Verdict.UNSURE if against else Verdict.SAME,
                score=0.5 if against else 1.0,
                because=f"“{name}” is known in {one.source}{against}",
                endpoint=one.source,
            )
        )
    return sorted(links, key=lambda link: (link.entity, link.iri))


def adopted(entities: Iterable[Entity], known: Sequence[KnownEntity]) -> tuple[Entity, ...]:
    """The entities, each that is one of the known by the IRI that it has there."""
    iris = {one.iri for one in known}
    entities = tuple(entities)
    bearers: dict[str, int] = defaultdict(int)
    for entity in entities:
        for iri in iris.intersection(entity.same_as):
            bearers[iri] += 1
    made = []
    for entity in entities:
        mine = sorted(iris.intersection(entity.same_as))
        if len(mine) == 1 and bearers[mine[0]] == 1:
            others = tuple(iri for iri in entity.same_as if iri != mine[0])
            entity = entity.model_copy(update={"iri": mine[0], "same_as": others})
        made.append(entity)
    return tuple(made)
