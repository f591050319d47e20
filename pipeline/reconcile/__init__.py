"""All extractions -> the entities and happenings of the whole corpus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pipeline.reconcile.clusters import Clusters
from pipeline.reconcile.comparisons import Figure, compare_figures, figures_of
from pipeline.reconcile.context import Context
from pipeline.reconcile.entities import entities_of
from pipeline.reconcile.geography import PLACES, containers, join_places
from pipeline.reconcile.happenings import happenings_of
from pipeline.reconcile.organizations import join_organizations
from pipeline.reconcile.people import join_people
from pipeline.reconcile.profiles import Profile, Profiles
from pipeline.reconcile.reports import Report, reports_of
from pipeline.reconcile.resolution import Resolution
from pipeline.records import Certainty, Entity, EntityLabel, Extraction, Polarity, RelationType, Voice

__all__ = ["Resolution", "reconcile"]


def reconcile(extractions: Iterable[Extraction]) -> Resolution:
    """Finds what the documents have in common: one entity for each thing, one happening for each event.

    The extractions are read once and not kept, so they may come from a generator. Their order changes nothing, and a
    document that comes twice counts once.

    >>> reconcile([]).entities
    ()
    """
    profiles = Profiles()
    reports: list[Report] = []
    figures: list[Figure] = []
    contained: list[tuple[tuple[str, int], tuple[str, int]]] = []
    for extraction in extractions:
        if not profiles.add(extraction):
            continue
        reports += reports_of(extraction)
        figures += figures_of(extraction)
        document = extraction.document.id
        contained += (
            ((document, r.subject), (document, r.object))
            for r in extraction.relations
            if r.predicate is RelationType.CONTAINED_IN
            and isinstance(r.object, int)
            and (r.voice, r.polarity, r.certainty) == (Voice.NARRATOR, Polarity.AFFIRMED, Certainty.CERTAIN)
        )
    clusters = Clusters(profiles.by_key)
    by_label: dict[EntityLabel, list[Profile]] = defaultdict(list)
    for key in sorted(profiles.by_key):
        by_label[key[0]].append(profiles.by_key[key])
    located = join_places(clusters, [p for label in PLACES for p in by_label[label]], profiles.countries_of)
    context = Context(clusters, profiles.by_key)
    join_organizations(clusters, by_label[EntityLabel.ORG], context)
    join_people(clusters, by_label[EntityLabel.PERSON], context)
    entities = entities_of(([profiles.by_key[k] for k in c] for c in clusters.components()), located)
    entity: dict[tuple[str, int], Entity] = {(m.document, m.index): e for e in entities for m in e.members}
    inside = containers(entities, located, ((entity[part], entity[whole]) for part, whole in contained))
    happenings = happenings_of(reports, entity, inside)
    report = {(m.document, m.index): h for h in happenings for m in h.members}
    return Resolution(entities, happenings, clusters.judgements, compare_figures(figures, report, entity))
