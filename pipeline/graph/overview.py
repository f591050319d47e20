"""What is counted over a whole graph and kept in it: tallies, pairs, what happened where, who is quoted and who leads.

It spans the documents: equal documents give equal counts, in whatever order and by however many builds they came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Self

from pyoxigraph import NamedNode

from pipeline.graph import literals, pairs, rankings, sayings, tallies
from pipeline.graph.comparisons import node_of
from pipeline.graph.ends import Ends
from pipeline.graph.events import Stance
from pipeline.graph.iris import Iris
from pipeline.graph.namespaces import CLASS_OF, EVENT_CLASS, term
from pipeline.graph.scope import Slice
from pipeline.graph.terms import Terms
from pipeline.records import (
    ClaimComparison,
    ComparisonDimension,
    ComparisonVerdict,
    Entity,
    EntityLabel,
    Happening,
    Modality,
    OriginCluster,
    OriginKind,
    Polarity,
    Voice,
)

__all__ = ["Counted", "Origins", "parts", "triples"]


class Origins:
    """Which articles repeat one another as a whole, so that they count as one origin."""

    def __init__(self, clusters: Iterable[OriginCluster]) -> None:
        self.of: dict[str, str] = {}
        """The document that stands for all of them, by each; one that has nothing to do with another is left out."""
        self._sizes: dict[str, int] = {}
        for cluster in clusters:
            if cluster.kind in (OriginKind.ONE_ORIGIN, OriginKind.EDITIONS):
                documents = dict.fromkeys(repeat.document for repeat in cluster.repeats)
                first = min(documents)
                self.of.update(dict.fromkeys(documents, first))
                self._sizes[first] = len(documents)

    @classmethod
    def between(cls, documents: Mapping[str, str]) -> Self:
        """Those of some documents, by the one that stands for all of each origin."""
        made = cls(())
        made.of.update(documents)
        made._sizes.update(Counter(documents.values()))
        return made

    def among(self, documents: Iterable[str]) -> set[str]:
        """The origins of some documents."""
        return {self.of.get(document, document) for document in documents}

    def articles(self, origins: Iterable[str]) -> int:
        """How many articles go back to some origins."""
        return sum(self._sizes.get(origin, 1) for origin in origins)


@dataclass
class Counted:
    """What is gathered for it while documents are mapped."""

    mentioned: dict[str, tuple[int, int]] = field(default_factory=dict)
    """How many mentions of an entity there are, and in how many articles."""
    sayings: sayings.Sayings = field(default_factory=sayings.Sayings)
    together: dict[tuple[str, str], dict[NamedNode, list[NamedNode]]] = field(default_factory=dict)
    """The sentences that name two persons, by document."""
    months: dict[str, set[str]] = field(default_factory=dict)
    """Those in which each happening took place."""
    places: dict[str, set[str]] = field(default_factory=dict)
    """The entities where it did."""

    def take(self, iris: Iris, ends: Ends, told: Slice, persons: frozenset[str], origins: Origins) -> None:
        """Take what there is of one document.

        Args:
            iris: Makes the IRIs.
            ends: What is kept of the document.
            told: Who is who in it.
            persons: The ids of those entities that are persons.
            origins: Those of this document at least.
        """
        node = iris.document(ends)
        denoting = {(who.id, at) for who, places in zip(told.entities, ends.mentions, strict=True) for at in places}
        found: dict[str, int] = {}
        for entity, _ in denoting:
            found[entity] = found.get(entity, 0) + 1
        for entity, mentions in found.items():
            self._mentions(entity, mentions, 1)
        ids = {chain: who.id for chain, who in enumerate(told.entities)}
        self.sayings.take(ends.id, ends.said, ids, ends.id in origins.of)
        those = {chain: id_ for chain, id_ in ids.items() if id_ in persons}
        for at, *chains in ends.named:
            there = {those[chain] for chain in chains if chain in those}
            if len(there) > 1:
                self.name_together(node, iris.sentence(node, ends.sentences[at]), there)
        for happening, months, places in zip(told.happenings, ends.months, ends.places, strict=True):
            if months:
                self.months.setdefault(happening, set()).update(months)
            if places:
                self.places.setdefault(happening, set()).update(ids[chain] for chain in places)

    def name_together(self, document: NamedNode, sentence: NamedNode, persons: Collection[str]) -> None:
        """Take a sentence of a document that names some persons, by their ids."""
        for pair in pairs.of(persons):
            self.together.setdefault(pair, {}).setdefault(document, []).append(sentence)

    def add(self, other: Counted) -> None:
        """Take what was gathered of other documents."""
        for entity, (mentions, articles) in other.mentioned.items():
            self._mentions(entity, mentions, articles)
        self.sayings.add(other.sayings)
        for pair, told in other.together.items():
            self.together.setdefault(pair, {}).update(told)
        for happening, months in other.months.items():
            self.months.setdefault(happening, set()).update(months)
        for happening, places in other.places.items():
            self.places.setdefault(happening, set()).update(places)

    def _mentions(self, entity: str, mentions: int, articles: int) -> None:
        before = self.mentioned.get(entity, (0, 0))
        self.mentioned[entity] = before[0] + mentions, before[1] + articles


Part = tuple[str, Callable[[], Iterable[Terms]]]
"""Some of it: all that it depends on besides the IRIs of entities, or nothing where only the triples tell; and them."""


def triples(
    iris: Iris,
    entities: Sequence[Entity],
    happenings: Sequence[Happening],
    counted: Counted,
    stances: Mapping[str, Stance],
    comparisons: Sequence[ClaimComparison],
    origins: Origins,
    run: NamedNode,
) -> Iterator[Terms]:
    """All of it, see `parts`."""
    for _, make in parts(iris, entities, happenings, counted, stances, comparisons, origins, run):
        yield from make()


def parts(
    iris: Iris,
    entities: Sequence[Entity],
    happenings: Sequence[Happening],
    counted: Counted,
    stances: Mapping[str, Stance],
    comparisons: Sequence[ClaimComparison],
    origins: Origins,
    run: NamedNode,
) -> Iterator[Part]:
    """All of it, in small parts.

    Args:
        entities: All entities.
        happenings: All events.
        counted: What was gathered of all documents.
        stances: What the reports of each happening come to, by its id.
        origins: All there are.
    """
    for entity, numbers in counted.mentioned.items():
        yield f"{entity!r} {numbers}", partial(_mentioned, iris.named(entity), *numbers)
    by_mentions = {id_: (mentions,) for id_, (mentions, _) in counted.mentioned.items()}
    yield _ranking(iris, "cg:mentions", _ranked(iris, entities, by_mentions), run)

    quoted = counted.sayings.counted(origins.of)
    by_claims = _ranked(iris, entities, {id_: (found.claims,) for id_, found in quoted.items()})
    leaders = {iri for some in by_claims.values() for iri in some}
    yield _ranking(iris, "cg:claims", by_claims, run)
    for who, found in quoted.items():
        leads = iris.named(who).value in leaders
        yield f"quoted {who!r} {found!r} {leads}", partial(sayings.triples, iris, who, found, leads)

    names = {entity.id: entity.name for entity in entities if entity.label is EntityLabel.PERSON}
    for pair, told in counted.together.items():
        cited = [(document.value, [sentence.value for sentence in own]) for document, own in told.items()]
        called = [(id_, names[id_]) for id_ in pair]
        yield f"pair {called!r} {sorted(cited)!r}", partial(pairs.triples, iris, {pair: told}, names, run)
    every = list(tallies.counted(happenings, stances, counted.months))
    yield f"tallies {sorted(map(repr, every))}", partial(tallies.triples, iris, every, run)
    for place, voices in _happened(happenings, stances, counted.places).items():
        yield f"happened {place!r} {sorted(voices.items())!r}", partial(_places, iris.named(place), voices)
    yield from _events(iris, happenings, stances, origins, run)
    yield "", partial(_agreements, iris, comparisons, origins, run)


def _ranking(iris: Iris, measure: str, ranked: Mapping[NamedNode, list[str]], run: NamedNode) -> Part:
    told = sorted((class_.value, sorted(leaders)) for class_, leaders in ranked.items())
    return f"ranking {measure} {told!r}", partial(rankings.triples, iris, measure, ranked, run)


def _mentioned(node: NamedNode, mentions: int, articles: int) -> Iterator[Terms]:
    yield node, term("cg:mentions"), literals.integer(mentions)
    yield node, term("cg:articles"), literals.integer(articles)


def _ranked(
    iris: Iris, entities: Iterable[Entity], scores: Mapping[str, tuple[int, ...]]
) -> dict[NamedNode, list[str]]:
    """Who leads by some scores, by class."""
    found: dict[EntityLabel, list[tuple[tuple[int, ...], str]]] = {}
    for entity in entities:
        if entity.id in scores:
            found.setdefault(entity.label, []).append((scores[entity.id], iris.named(entity.id).value))
    return {CLASS_OF[label]: rankings.leading(some) for label, some in found.items()}


def _happened(
    happenings: Iterable[Happening], stances: Mapping[str, Stance], places: Mapping[str, Collection[str]]
) -> dict[str, Counter[Voice]]:
    """How many events happened in each place, by who says so."""
    found: dict[str, Counter[Voice]] = {}
    for happening in happenings:
        stance = stances[happening.id]
        if (stance.modality, stance.polarity) == (Modality.ACTUAL, Polarity.AFFIRMED):
            for place in places.get(happening.id, ()):
                found.setdefault(place, Counter())[stance.voice] += 1
    return found


def _places(node: NamedNode, voices: Mapping[Voice, int]) -> Iterator[Terms]:
    for voice, name in ((Voice.NARRATOR, "cg:events"), (Voice.ATTRIBUTED, "cg:claimedEvents")):
        if voice in voices:
            yield node, term(name), literals.integer(voices[voice])


def _events(
    iris: Iris, happenings: Iterable[Happening], stances: Mapping[str, Stance], origins: Origins, run: NamedNode
) -> Iterator[Part]:
    """In how many articles and origins events are told that several articles tell, and which lead by that."""
    ranked: dict[NamedNode, list[tuple[tuple[int, ...], str]]] = {}
    for happening in happenings:
        documents = {member.document for member in happening.members}
        if len(documents) > 1:
            node = iris.named(happening.id)
            numbers = len(documents), len(origins.among(documents))
            yield f"told {happening.id!r} {numbers}", partial(_told, node, *numbers)
            if stances[happening.id].modality is Modality.ACTUAL:
                ranked.setdefault(EVENT_CLASS[happening.type], []).append(((len(documents),), node.value))
    leaders = {class_: rankings.leading(some) for class_, some in ranked.items()}
    yield _ranking(iris, "cg:articles", leaders, run)


def _told(node: NamedNode, articles: int, origins: int) -> Iterator[Terms]:
    yield node, term("cg:articles"), literals.integer(articles)
    yield node, term("cg:origins"), literals.integer(origins)


def _agreements(
    iris: Iris, comparisons: Sequence[ClaimComparison], origins: Origins, run: NamedNode
) -> Iterator[Terms]:
    """In how many articles and origins figures stand that agree, and which lead by that."""
    ranked = []
    for comparison in comparisons:
        if (comparison.verdict, comparison.dimension) == (ComparisonVerdict.AGREEMENT, ComparisonDimension.QUANTITY):
            node = node_of(iris, comparison)
            found = origins.among(side.document for side in comparison.sides)
            articles = origins.articles(found)
            yield from _told(node, articles, len(found))
            ranked.append(((len(found), articles), node.value))
    if ranked:
        leaders = {term("cg:ClaimComparison"): rankings.leading(ranked)}
        yield from rankings.triples(iris, "cg:origins", leaders, run)
