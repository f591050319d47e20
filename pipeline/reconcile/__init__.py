"""All extractions -> the entities and happenings of the whole corpus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from pipeline.reconcile.accusations import find_accusations
from pipeline.reconcile.clusters import Clusters
from pipeline.reconcile.comparisons import compare
from pipeline.reconcile.constraints import apply
from pipeline.reconcile.context import Context
from pipeline.reconcile.decisions import Decision, parts_of
from pipeline.reconcile.entities import entities_of
from pipeline.reconcile.figures import Figure
from pipeline.reconcile.geography import (
    PLACES,
    containers,
    divide_cities,
    join_ambiguous_cities,
    join_city_slips,
    join_places,
)
from pipeline.reconcile.happenings import happenings_of
from pipeline.reconcile.held import Held, Setting, Stories, settled
from pipeline.reconcile.namesakes import divide_namesakes, join_divided
from pipeline.reconcile.observed import Observed, observe
from pipeline.reconcile.occasions import Scene, find_occasions
from pipeline.reconcile.organizations import divide_acronyms, join_organizations
from pipeline.reconcile.origins import Repeats, find_origins, find_repeats
from pipeline.reconcile.parts import PartFinder
from pipeline.reconcile.people import join_people
from pipeline.reconcile.prints import Print
from pipeline.reconcile.profiles import Profile, Profiles
from pipeline.reconcile.reports import Report
from pipeline.reconcile.resolution import Resolution, parts_in
from pipeline.reconcile.reversals import find_reversals
from pipeline.reconcile.spread import Spread, in_turn
from pipeline.reconcile.tellings import Telling
from pipeline.records import Entity, EntityLabel, Extraction

__all__ = ["Resolution", "reconcile", "resolve"]


def reconcile(extractions: Iterable[Extraction], decisions: Sequence[Decision] = ()) -> Resolution:
    """Finds what the documents have in common: one entity for each thing, one happening for each event.

    The extractions are read once and not kept, so they may come from a generator. Their order changes nothing, and a
    document that comes twice counts once. What people decided outranks what the program would judge.

    Args:
        extractions: What was read out of each document.
        decisions: Those that hold (`decisions.active`), in the order in which they were made.

    >>> reconcile([]).entities
    ()
    """
    finder = PartFinder(parts_of(decisions))
    return resolve((observe(extraction, finder) for extraction in extractions), decisions)


def resolve(
    documents: Iterable[Observed],
    decisions: Sequence[Decision] = (),
    spread: Spread = in_turn,
    repeats: Callable[[Sequence[Print]], Repeats] = find_repeats,
) -> Resolution:
    """The same of what was kept of the documents, which other processes may have made.

    Args:
        documents: Those observed with the parts of these decisions.
        decisions: Those that hold, in the order in which they were made.
        spread: How blocks of names and of events that have nothing to do with one another are worked on: here, one
            after the other, or on many machines.
        repeats: Gives what articles repeat of one another, which depends on nothing else, and so may be found meanwhile
            by another process.
    """
    profiles = Profiles(parts_of(decisions))
    reports: list[Report] = []
    figures: list[Figure] = []
    tellings: list[Telling] = []
    prints: list[Print] = []
    positions: list[Held] = []
    settings: list[Setting] = []
    scenes: list[Scene] = []
    bodies: list[tuple[tuple[str, int], tuple[str, int]]] = []
    contained: list[tuple[tuple[str, int], tuple[str, int]]] = []
    for seen in documents:
        if not profiles.add(seen.names):
            continue
        document = seen.names.document
        reports += seen.reports
        figures += seen.figures
        tellings += seen.tellings
        prints.append(seen.printed)
        positions += seen.positions
        settings.append(seen.setting)
        scenes.append(seen.scene)
        contained += (((document, part), (document, whole)) for part, whole in seen.contained)
        bodies += (((document, person), (document, body)) for person, body in seen.bodies)
    divide_cities(profiles)
    divide_acronyms(profiles)
    divisions = divide_namesakes(profiles, spread)
    clusters = Clusters(profiles.by_key)
    applied = apply(decisions, clusters, profiles)
    by_label: dict[EntityLabel, list[Profile]] = defaultdict(list)
    for key in sorted(profiles.by_key):
        by_label[key[0]].append(profiles.by_key[key])
    located = join_places(clusters, [p for label in PLACES for p in by_label[label]], profiles)
    for one, other in profiles.told_apart():
        if clusters.root(one) != clusters.root(other):
            clusters.different(one, other, "one sentence names both")
    join_divided(clusters, divisions)
    for one, other, cue in profiles.called_otherwise():
        clusters.same(one, other, 0.9, f"a document gives both names, with “{cue}”", side_by_side=True)
    context = Context(clusters, profiles.by_key)
    join_ambiguous_cities(clusters, by_label[EntityLabel.CITY], context)
    join_city_slips(clusters, by_label[EntityLabel.CITY], context)
    join_organizations(clusters, by_label[EntityLabel.ORG], context, profiles.countries_of)
    join_people(clusters, by_label[EntityLabel.PERSON], context)
    clusters.settle()
    components = [[profiles.by_key[key] for key in keys] for keys in clusters.components()]
    entities = entities_of(components, located, lambda cluster: _kept(clusters, profiles, cluster))
    entity: dict[tuple[str, int], Entity] = {(m.document, m.index): e for e in entities for m in e.members}
    inside = containers(entities, located, ((entity[part], entity[whole]) for part, whole in contained))
    happenings = happenings_of(reports, entity, inside, spread)
    report = {(m.document, m.index): h for h in happenings for m in h.members}
    speakers = {(p.document, at): entity[p.document, chain].id for p in prints for at, chain in p.speakers.items()}
    by_id = {e.id: e for e in entities}
    held, named = settled(positions, settings, entity)
    occasions = find_occasions(scenes, named, entity)
    stories = Stories(named, occasions)
    speaks_for: dict[str, set[str]] = defaultdict(set)
    for person, body in bodies:
        speaks_for[entity[person].id].add(entity[body].id)
    affiliations = {who: frozenset(whom) for who, whom in speaks_for.items()}
    origins = find_origins(prints, lambda document, sentence: speakers.get((document, sentence)), repeats)
    return Resolution(
        entities,
        happenings,
        clusters.judgements,
        (
            *compare(figures, tellings, report, entity, origins),
            *find_reversals(held, stories, by_id),
            *find_accusations(held, stories, by_id, affiliations),
        ),
        parts=parts_in(components, entity),
        applied=applied,
        origins=origins,
        occasions=occasions,
    )


def _kept(clusters: Clusters, profiles: Profiles, cluster: Sequence[Profile]) -> Profile | None:
    key = clusters.kept(profile.key for profile in cluster)
    return None if key is None else profiles.by_key[key]
