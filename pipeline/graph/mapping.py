"""Records to RDF: the one place of the pipeline that names an IRI, with its parts by noun beside it.

Every node has an IRI and an rdfs:label; there are no blank nodes. Equal records give equal triples; clock times stand
in the node of the run alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, starmap
from typing import NamedTuple

from pyoxigraph import NamedNode, Triple

from pipeline.graph import (
    acts,
    claims,
    comparisons,
    events,
    judgements,
    literals,
    origins,
    overview,
    positions,
    sources,
    statements,
)
from pipeline.graph.ends import Ends, ends_of
from pipeline.graph.iris import Iris, digest, slug
from pipeline.graph.namespaces import CLASS_OF, term
from pipeline.graph.scope import Resolution, Scope, Slice, Who
from pipeline.graph.terms import Terms
from pipeline.records import (
    ClaimComparison,
    Entity,
    EntityLabel,
    Extraction,
    Happening,
    Member,
    Occasion,
    OriginCluster,
    Side,
)

__all__ = ["Gathered", "Mapper", "Run", "Unit"]

_A, _LABEL, _NAME = term("rdf:type"), term("rdfs:label"), term("schema:name")
_GEONAMES_DATA = "https://sws.geonames.org/"
_GEONAMES = NamedNode("https://www.geonames.org/")
_CC_BY = NamedNode("https://creativecommons.org/licenses/by/4.0/")


@dataclass(frozen=True)
class Run:
    """One build: by what program, model and settings, and when. Equal but for the times, it has the same IRI."""

    version: str
    model_sha256: str
    config_sha256: str
    model_name: str = ""
    started: dt.datetime | None = None
    ended: dt.datetime | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What its IRI depends on."""
        return self.version, self.model_name, self.model_sha256, self.config_sha256


class Unit(NamedTuple):
    """Some of what spans the documents."""

    key: str
    """All that its triples depend on besides the base, the run and the code; empty where only they themselves tell."""
    triples: Callable[[], Iterable[Terms]]
    """Makes them."""


@dataclass
class Gathered:
    """What is kept of the documents while they are mapped: their IRIs, and what nodes that span them tell of them."""

    documents: list[NamedNode] = field(default_factory=list)
    makers: dict[tuple[NamedNode, str], set[str]] = field(default_factory=dict)
    words: dict[Side, comparisons.Words] = field(default_factory=dict)
    printed: dict[str, origins.Place] = field(default_factory=dict)
    stances: dict[str, events.Stance] = field(default_factory=dict)
    counted: overview.Counted = field(default_factory=overview.Counted)
    triggers: dict[Member, list[acts.Cited]] = field(default_factory=dict)
    clauses: dict[Member, list[acts.Cited]] = field(default_factory=dict)

    def stands(self, happening: str, stance: events.Stance) -> None:
        """Take how one document reports a happening."""
        before = self.stances.get(happening)
        self.stances[happening] = stance if before is None else before.joined(stance)

    def add(self, other: Gathered) -> None:
        """Take what was gathered of other documents."""
        self.documents += other.documents
        for maker, names in other.makers.items():
            self.makers.setdefault(maker, set()).update(names)
        for happening, stance in other.stances.items():
            self.stands(happening, stance)
        self.counted.add(other.counted)
        self.words |= other.words
        self.printed |= other.printed
        self.triggers |= other.triggers
        self.clauses |= other.clauses


@dataclass
class Mapper:
    """Turns the records of one corpus into triples.

    `triples` gives the whole graph in one stream. Its parts are `document_triples` of each document, which depend on
    its extraction and its `slice` alone, and `corpus`. The stream may repeat a triple: two articles can state the same.

    Args:
        base: the IRI under which all others are made; ends in / or #.
        resolution: who is who and what is one event, across all documents.
        run: the build that the graph is to name as its origin.
        comparisons: passages that were set side by side.
        origins: articles and passages that repeat one another.
        occasions: what several documents tell of one day in one place.
    """

    base: str
    resolution: Resolution
    run: Run
    comparisons: Sequence[ClaimComparison] = ()
    origins: Sequence[OriginCluster] = ()
    occasions: Sequence[Occasion] = ()
    _iris: Iris = field(init=False, repr=False)
    _organisations: dict[str, str] = field(init=False, repr=False)
    _persons: dict[str, str] = field(init=False, repr=False)
    _compared: dict[str, set[Side]] = field(init=False, repr=False, default_factory=dict)
    _repeated: dict[str, set[int]] = field(init=False, repr=False, default_factory=dict)
    _reported: dict[str, list[Member]] = field(init=False, repr=False)
    _enacted: dict[str, list[Member]] = field(init=False, repr=False)
    _known_persons: frozenset[str] = field(init=False, repr=False)
    _wholes: overview.Origins = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for side in (side for comparison in self.comparisons for side in comparison.sides):
            self._compared.setdefault(side.document, set()).add(side)
        for repeat in (repeat for cluster in self.origins for repeat in cluster.repeats):
            self._repeated.setdefault(repeat.document, set()).update(repeat.sentences)
        self._reported, self._enacted = _by_document(self.occasions)
        self._iris = Iris(self.base, {e.id: e.iri for e in self.resolution.entities if e.iri})
        self._organisations = _by_name(self.resolution.entities, EntityLabel.ORG)
        self._persons = _by_name(self.resolution.entities, EntityLabel.PERSON)
        self._known_persons = frozenset(e.id for e in self.resolution.entities if e.label is EntityLabel.PERSON)
        self._wholes = overview.Origins(self.origins)

    @property
    def run_node(self) -> NamedNode:
        """The IRI of the run."""
        return self._iris.hashed("run", *self.run.key)

    def triples(self, extractions: Iterable[Extraction]) -> Iterator[Triple]:
        """The whole graph of the extractions, one document after the other, then what spans them.

        The extractions are read once; of each, only its IRI and how it puts its events are kept.
        """
        gathered = Gathered()
        for extraction in extractions:
            ends = ends_of(extraction)
            told = self.slice(ends)
            self.gather_ends(ends, told, partial(_itself, extraction), gathered)
            yield from starmap(Triple, document_triples(self.base, extraction, told, self.run_node))
        yield from self.corpus(gathered)

    def slice(self, ends: Ends) -> Slice:
        """What the triples of a document depend on besides its extraction and the run.

        Args:
            ends: What is kept of the document.
        """
        who = self.resolution
        publisher = self._maker(ends.publisher, self._organisations, "outlet")
        author = self._maker(ends.author, self._persons, "author")
        return Slice(
            entities=tuple(Who.of(who.entity_of(ends.id, chain)) for chain in range(len(ends.mentions))),
            happenings=tuple(who.happening_of(ends.id, event).id for event in range(len(ends.stances))),
            publisher=publisher.value if publisher else "",
            author=author.value if author else "",
        )

    def gather(self, extraction: Extraction, gathered: Gathered) -> None:
        """Takes of one document what `corpus` has to know of it."""
        ends = ends_of(extraction)
        self.gather_ends(ends, self.slice(ends), partial(_itself, extraction), gathered)

    def gather_ends(self, ends: Ends, told: Slice, extraction: Callable[[], Extraction], gathered: Gathered) -> None:
        """The same from what is kept of the document.

        Args:
            ends: Its loose ends.
            told: Who is who in it.
            extraction: Gives its extraction, if its words stand in a comparison.
            gathered: Where it is put.
        """
        node = self._iris.document(ends)
        gathered.documents.append(node)
        if (sentences := self._repeated.get(ends.id)) is not None:
            cited = {at: self._iris.sentence(node, ends.sentences[at]) for at in sentences}
            gathered.printed[ends.id] = origins.Place(node, cited)
        for name, iri, known, class_ in (
            (ends.publisher, told.publisher, self._organisations, "schema:Organization"),
            (ends.author, told.author, self._persons, "schema:Person"),
        ):
            if iri and name.casefold() not in known:  # no article mentions them
                gathered.makers.setdefault((NamedNode(iri), class_), set()).add(name)
        for happening, stance in zip(told.happenings, ends.stances, strict=True):
            gathered.stands(happening, stance)
        gathered.counted.take(self._iris, ends, told, self._known_persons, self._wholes)
        here = self._reported.get(ends.id, ()), self._enacted.get(ends.id, ())
        for member, is_event, shown in acts.gathered(self._iris, node, ends, *here):
            (gathered.triggers if is_event else gathered.clauses).setdefault(member, []).append(shown)
        if sides := self._compared.get(ends.id):
            scope = Scope(self._iris, extraction(), told)
            for side in sides:
                claim = None if side.claim is None else claims.claim_node(scope, scope.extraction.claims[side.claim])
                gathered.words[side] = comparisons.words_of(scope, side, claim)

    def corpus(self, gathered: Gathered) -> Iterator[Triple]:
        """What spans the documents, of which all was gathered."""
        return starmap(Triple, chain.from_iterable(unit.triples() for unit in self.units(gathered)))

    def units(self, gathered: Gathered) -> Iterator[Unit]:
        """The same in small pieces, so that those which another graph has too need not be made again."""
        iris, run = self._iris, self.run_node
        known = digest(*(field for e in self.resolution.entities if e.iri for field in (e.id, e.iri)))
        for entity in self.resolution.entities:
            yield Unit(f"{known} {_shown(entity)!r}", partial(self._entity, entity))
        who, stances = self.resolution, gathered.stances
        for key, make in overview.parts(
            iris, who.entities, who.happenings, gathered.counted, stances, self.comparisons, self._wholes, run
        ):
            yield Unit(f"{known} {key}" if key else "", make)
        for happening in self.resolution.happenings:
            stance = gathered.stances[happening.id]
            told = happening.id, happening.type, happening.name, happening.replaces, stance
            yield Unit(f"{known} {told!r}", partial(self._happening, happening, stance))
        among = frozenset(i for e in self.resolution.entities for i in (e.id, *e.replaces))
        for judgement in self.resolution.judgements:
            key = judgements.key(judgement, among)
            yield Unit(f"{known} {key}", partial(judgements.judgements, iris, (judgement,), among, run))
        names = self._names(gathered)
        for comparison in self.comparisons:
            key = comparisons.key(comparison, gathered.words, names)
            make = partial(comparisons.triples, iris, (comparison,), gathered.words, names, run)
            yield Unit(f"{known} {key}", make)
        for cluster in self.origins:
            key = origins.key(cluster, gathered.printed)
            yield Unit(key, partial(origins.triples, iris, (cluster,), gathered.printed, run))
        for occasion in self.occasions:
            yield Unit("", partial(acts.occasions, iris, (occasion,), gathered.triggers, gathered.clauses, run))
        for (node, class_), called in gathered.makers.items():
            yield Unit("", partial(_named, node, term(class_), min(called), called))
        yield Unit("", partial(self.activity, gathered.documents))

    def extraction(self, extraction: Extraction) -> Iterator[Triple]:
        """All that one document says, from its sentences and mentions to its claims, positions and acts."""
        told = self.slice(ends_of(extraction))
        return starmap(Triple, document_triples(self.base, extraction, told, self.run_node))

    def entities(self) -> Iterator[Terms]:
        """Persons, organisations, places and the like, each with one name."""
        for entity in self.resolution.entities:
            yield from self._entity(entity)

    def _entity(self, entity: Entity) -> Iterator[Terms]:
        """One of them; it depends on what `_shown` gives, and on the IRIs of known entities."""
        node = self._iris.named(entity.id)
        yield from _named(node, CLASS_OF[entity.label], entity.name, entity.aliases)
        if entity.latitude is not None and entity.longitude is not None:
            yield node, term("geo:lat"), literals.coordinate(entity.latitude)
            yield node, term("geo:long"), literals.coordinate(entity.longitude)
        if entity.population is not None:
            yield node, term("gn:population"), literals.integer(entity.population)
        if entity.country_code is not None:
            yield node, term("gn:countryCode"), literals.text(entity.country_code)
        for other in entity.same_as:
            yield node, term("schema:sameAs"), NamedNode(other)
        yield from judgements.replaced(self._iris, entity)

    def _happening(self, happening: Happening, stance: events.Stance) -> Iterator[Terms]:
        yield from events.happenings(self._iris, (happening,), {happening.id: stance}, self.run_node)
        yield from judgements.replaced(self._iris, happening)

    def judgements(self) -> Iterator[Terms]:
        """Why some names are one entity and others are not."""
        known = frozenset(i for e in self.resolution.entities for i in (e.id, *e.replaces))
        yield from judgements.judgements(self._iris, self.resolution.judgements, known, self.run_node)

    def activity(self, documents: Iterable[NamedNode]) -> Iterator[Terms]:
        """The run and the program: the only node with clock times."""
        run = self.run
        agent = self._iris.hashed("software", *run.key)
        yield self.run_node, _A, term("prov:Activity")
        yield self.run_node, _LABEL, literals.text(f"citegraph {run.version} build")
        yield self.run_node, term("prov:wasAssociatedWith"), agent
        for moment, name in ((run.started, "prov:startedAtTime"), (run.ended, "prov:endedAtTime")):
            if moment is not None:
                yield self.run_node, term(name), literals.instant(moment)
        for document in documents:
            yield self.run_node, term("prov:used"), document
        if any(other.startswith(_GEONAMES_DATA) for e in self.resolution.entities for other in e.same_as):
            yield self.run_node, term("dcterms:source"), _GEONAMES
            yield _GEONAMES, _LABEL, literals.text("GeoNames, published under CC BY 4.0")
            yield _GEONAMES, term("dcterms:license"), _CC_BY
        yield agent, _A, term("prov:SoftwareAgent")
        model = f" with {run.model_name}" if run.model_name else ""
        yield agent, _LABEL, literals.text(f"citegraph {run.version}{model}")
        yield agent, term("schema:softwareVersion"), literals.text(run.version)
        yield agent, term("cg:modelSha256"), literals.text(run.model_sha256)
        yield agent, term("cg:configSha256"), literals.text(run.config_sha256)

    def _names(self, gathered: Gathered) -> dict[str, tuple[str, ...]]:
        """The names of all that comparisons are about, and of the happenings that their sentences report, by id."""
        about = {id_ for comparison in self.comparisons for id_ in comparison.about}
        about.update(event for words in gathered.words.values() for event in words.events)
        names = {e.id: (e.name, *e.aliases) for e in self.resolution.entities if e.id in about}
        return names | {h.id: (h.name,) for h in self.resolution.happenings if h.id in about}

    def _maker(self, name: str, known: dict[str, str], kind: str) -> NamedNode | None:
        """The entity of that name where the articles mention one, else a node of its own."""
        if not name:
            return None
        return self._iris.named(known.get(name.casefold()) or f"{kind}/{slug(name, digest(name))}")


def document_triples(base: str, extraction: Extraction, told: Slice, run: NamedNode) -> Iterator[Terms]:
    """All that one document says, from its sentences and mentions to its claims, positions and acts.

    Equal arguments give equal triples in equal order; some may come twice.
    """
    scope = Scope(Iris(base), extraction, told)
    said = statements.statements(scope)
    yield from sources.document(scope)
    yield from sources.sentences(scope)
    yield from sources.mentions(scope)
    yield from sources.triggers(scope)
    yield from statements.triples(scope, said, run)
    yield from events.reports(scope)
    yield from claims.claims(scope, said, run)
    yield from positions.positions(scope, run)
    yield from acts.acts(scope, run)


def _shown(entity: Entity) -> tuple[object, ...]:
    """What the graph shows of an entity, but for where it is mentioned."""
    e = entity
    place = e.latitude, e.longitude, e.population, e.country_code
    return e.id, e.iri, e.label, e.name, e.aliases, *place, e.same_as, e.replaces


def _itself(extraction: Extraction) -> Extraction:
    return extraction


def _by_document(occasions: Iterable[Occasion]) -> tuple[dict[str, list[Member]], dict[str, list[Member]]]:
    """The events and the acts that occasions gather, by document, each once."""
    found: tuple[dict[str, list[Member]], dict[str, list[Member]]] = ({}, {})
    for occasion in occasions:
        for of, members in zip(found, (occasion.events, occasion.acts), strict=True):
            for member in members:
                of.setdefault(member.document, []).append(member)
    return found


def _named(node: NamedNode, class_: NamedNode, name: str, aliases: Collection[str]) -> Iterator[Terms]:
    yield node, _A, class_
    yield node, _LABEL, literals.text(name)
    yield node, _NAME, literals.text(name)
    for alias in aliases:
        if alias != name:
            yield node, term("schema:alternateName"), literals.text(alias)
    for key in dict.fromkeys(map(literals.key, (name, *aliases))):
        yield node, term("cg:nameKey"), key


def _by_name(entities: Iterable[Entity], label: EntityLabel) -> dict[str, str]:
    """The id of each entity by its name, then by every other name that only one of them has; case does not matter."""
    named: dict[str, set[str]] = {}
    also: dict[str, set[str]] = {}
    for entity in entities:
        if entity.label is label:
            named.setdefault(entity.name.casefold(), set()).add(entity.id)
            for alias in entity.aliases:
                also.setdefault(alias.casefold(), set()).add(entity.id)
    return {name: next(iter(ids)) for name, ids in {**also, **named}.items() if len(ids) == 1}
