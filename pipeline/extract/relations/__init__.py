"""How the entities of a document are related.

Constructions of the parse, one file for each family of them, propose relations; so does every pair of entities in a
sentence (`pairs`) and every noun that describes a person (`positions`). `scorer` tells how likely each is to be right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pipeline.extract.parse import Token
from pipeline.extract.relations import (
    couples,
    implied,
    kinship,
    memberships,
    pairs,
    places,
    positions,
    roles,
    scorer,
    seats,
    signatures,
    stances,
    standing,
    verbs,
)
from pipeline.extract.relations.candidate import Candidate
from pipeline.extract.scene import Scene
from pipeline.language.signals import Signals
from pipeline.records import Certainty, Evidence, Polarity, Relation, RelationType, Span

__all__ = ["CONSTRUCTIONS", "extract", "proposed"]

CONSTRUCTIONS: tuple[Callable[[Scene], Iterator[Candidate]], ...] = (
    roles.find,
    kinship.find,
    couples.find,
    memberships.find,
    verbs.find,
    places.find,
    seats.find,
    signatures.find,
    implied.find,
    stances.find,
)
"""What is tried on a document, each on its own; the same relation found twice in a sentence counts once."""

NAMED: Mapping[RelationType, frozenset[str]] = {
    RelationType.OPPOSES: frozenset({
        "opponent.apposition.of", "opponent.copula.of", "side", "stance.apposition.of", "stance.copula",
        "stance.copula.of", "stance.meant", "stance.noun.criticism", "stance.noun.hostility",
        "stance.noun.opposition", "stance.noun.resistance", "stance.noun.struggle", "verb.campaign", "verb.come",
        "verb.condemn",
        "verb.denounce", "verb.despise", "verb.detest", "verb.disapprove", "verb.oppose", "verb.rail", "verb.turn",
    }),
    RelationType.SUPPORTS: frozenset({
        "side", "stance.apposition.of", "stance.backed", "stance.copula", "stance.copula.of", "stance.meant",
        "stance.noun", "supporter.apposition.of", "supporter.copula.of", "verb.back", "verb.champion", "verb.come",
        "verb.endorse",
        "verb.favor", "verb.favour", "verb.rally", "verb.side", "verb.stand", "verb.support", "verb.throw",
    }),
    RelationType.HEAD_OF: frozenset({"verb.lead", "verb.head", "head.apposition.of", "head.apposition.poss"}),
    RelationType.CONTAINED_IN: frozenset({"place.described.of", "place.described.people"}),
    RelationType.FOUNDED: frozenset({"verb.found"}),
    RelationType.HOME_LOCATION: frozenset({"verb.live"}),
    RelationType.MEMBER_OF: frozenset({"party.poss", "verb.belong", "verb.defect"}),
    RelationType.LOCATION: frozenset({"based.headquarters"}),
    RelationType.NATIONALITY: frozenset({"citizen.copula", "citizen.held"}),
    RelationType.PARENT_ORGANIZATION: frozenset({"part"}),
    RelationType.RELATED_TO: frozenset({
        "kin.alike", "kin.apposition", "kin.born", "kin.copula", "kin.left", "kin.marriage", "kin.their", "kin.title",
        "verb.marry",
    }),
    RelationType.WORKS_FOR: frozenset(
        f"staff.{how}.{tie}" for how in ("apposition", "copula") for tie in ("for", "at")
    ),
}  # fmt: skip
"""Constructions that say the relation by its own name, "X opposes Y", "X is a spokesman for Y": too few examples must
not teach otherwise."""

_NAMED_AT_LEAST = 0.6

Fired = Mapping[tuple[int, int, int], Sequence[Candidate]]


def extract(scene: Scene) -> Iterator[Relation]:
    """The relations of the document, each with all of its sentences, in order of their first evidence.

    What is denied in one sentence and affirmed in another is two relations. The voice is the narrator's; attribution is
    read by `claims`.
    """
    heard = scene.doc.signals
    found: dict[tuple[int, RelationType, int | str, Polarity, Certainty], dict[int, Evidence]] = {}
    for candidate, probability in (*_one_body(_between(scene, heard)), *_positions(scene, heard)):
        evidence = _evidence(scene, candidate, probability)
        if evidence is None:
            continue
        polarity, certainty = standing.polarity(candidate), standing.certainty(candidate)
        key = (candidate.subject, candidate.predicate, candidate.object, polarity, certainty)
        kept = found.setdefault(key, {})
        before = kept.get(evidence.sentence)
        if before is None or before.confidence < evidence.confidence:
            kept[evidence.sentence] = evidence
    relations = [
        Relation(
            subject=subject,
            predicate=predicate,
            object=object_,
            polarity=polarity,
            certainty=certainty,
            evidence=tuple(by_sentence[s] for s in sorted(by_sentence)),
        )
        for (subject, predicate, object_, polarity, certainty), by_sentence in found.items()
    ]
    yield from sorted(relations, key=_order)


def proposed(scene: Scene) -> Fired:
    """What the constructions propose, by sentence, subject and object."""
    found: dict[tuple[int, int, int], list[Candidate]] = defaultdict(list)
    for construction in CONSTRUCTIONS:
        for candidate in construction(scene):
            sentence = scene.sentence_of(candidate.clause)
            if sentence is not None and isinstance(candidate.object, int) and candidate.subject != candidate.object:
                found[sentence, candidate.subject, candidate.object].append(candidate)
    return found


def _between(scene: Scene, heard: Signals | None) -> Iterator[tuple[Candidate, float]]:
    """The relations between entities that are likely enough, each with its probability."""
    fired = proposed(scene)
    judge = scorer.judge()
    kin: dict[tuple[int, frozenset[int]], list[tuple[Candidate, float]]] = defaultdict(list)
    for pair in pairs.pairs(scene, fired):
        proposals = fired.get((pair.sentence, pair.subject, pair.object), ())
        seen = pairs.features(scene, pair, proposals)
        words = None if pair.two is None else scene.mention_tokens(pair.two)
        relations = pairs.allowed(scene, pair.subject, pair.object)
        odds: list[float | None] = [None] * len(relations)
        if heard is not None and words is not None:  # what only a construction ties, the encoder cannot
            odds = [scorer.link_odds(heard, scene, pair.one, words, scorer.LINKS[r]) for r in relations]
        likely: list[tuple[Candidate, float]] = []
        turned = fired.get((pair.sentence, pair.object, pair.subject), ())
        stance = any(_says_so(candidates, r) for r in _STANCES for candidates in (proposals, turned))
        for relation, probability in zip(relations, judge.probabilities(relations, seen, odds), strict=True):
            own = [c for c in proposals if c.predicate is relation]
            if stance and relation in _TIES and all(implied.is_guess(c) for c in own):
                continue  # a critic of a party is no member of it for that
            kindred = relation is RelationType.RELATED_TO
            chance = max(probability, _NAMED_AT_LEAST) if not kindred and _says_so(own, relation) else probability
            if chance < judge.threshold and not (kindred and (own or chance >= judge.threshold / 4)):
                continue
            candidate = own[0] if own else pairs.candidate(scene, pair, relation)
            if candidate is not None and kindred:
                kin[pair.sentence, frozenset((pair.subject, pair.object))].append((candidate, chance))
            elif candidate is not None:
                likely.append((candidate, chance))
        yield from _one_tie(likely)
    for ways in kin.values():  # kinship is the same either way round: what speaks for each way speaks for both
        chance = min(_KIN_AT_MOST, sum(probability for _, probability in ways))
        if _says_so([candidate for candidate, _ in ways], RelationType.RELATED_TO):
            chance = max(chance, _NAMED_AT_LEAST)
        if chance >= judge.threshold:
            yield max(ways, key=lambda way: way[1])[0], chance


def _one_body(likely: Iterable[tuple[Candidate, float]]) -> Iterator[tuple[Candidate, float]]:
    """What is told of pairs; of the bodies that an office without one is guessed to be of, only the likeliest."""
    told = list(likely)
    best: dict[tuple[int, str], tuple[float, int | str]] = {}
    for candidate, probability in told:
        office = implied.office(candidate)
        if office is not None and (office not in best or probability > best[office][0]):
            best[office] = probability, candidate.object
    for candidate, probability in told:
        office = implied.office(candidate)
        if office is None or best[office][1] == candidate.object:
            yield candidate, probability


_KIN_AT_MOST = 0.95
"""Two ways that share one sure tie may add up to more than is sure."""


def _says_so(candidates: Sequence[Candidate], relation: RelationType) -> bool:
    """Whether a construction says the relation by its own name."""
    names = NAMED.get(relation, frozenset())
    return any(
        c.predicate is relation and (c.method in names or c.method.rpartition(".")[0] in names) for c in candidates
    )


_STANCES = (RelationType.SUPPORTS, RelationType.OPPOSES)
_TIES = (RelationType.HEAD_OF, RelationType.MEMBER_OF, RelationType.WORKS_FOR)


def _one_tie(likely: Sequence[tuple[Candidate, float]]) -> Iterator[tuple[Candidate, float]]:
    """What a sentence says of a pair; of heading, belonging and working only the likeliest."""
    best = max((probability for candidate, probability in likely if candidate.predicate in _TIES), default=0.0)
    for candidate, probability in likely:
        if candidate.predicate not in _TIES or probability == best:
            yield candidate, probability


def _positions(scene: Scene, heard: Signals | None) -> Iterator[tuple[Candidate, float]]:
    """The positions of persons that are likely enough, each with its probability."""
    judge = scorer.judge()
    for found in positions.positions(scene):
        odds = None
        if heard is not None:
            odds = scorer.link_odds(heard, scene, found.mention, found.words, scorer.LINKS[RelationType.JOB_TITLE])
        probability = judge.probability(RelationType.JOB_TITLE, positions.features(scene, found), odds)
        if probability >= judge.threshold:
            yield positions.candidate(found), probability


def _order(relation: Relation) -> tuple[int, int, int, str, str, str, str]:
    first = relation.evidence[0]
    return (
        first.sentence,
        first.span.begin,
        relation.subject,
        relation.predicate.value,
        str(relation.object),
        relation.polarity.value,
        relation.certainty.value,
    )


def _evidence(scene: Scene, candidate: Candidate, probability: float) -> Evidence | None:
    """The sentence of the candidate and the stretch from its first to its last telling word."""
    sentence = scene.sentence_of(candidate.clause)
    tokens: list[Token] = [t for t in candidate.tokens if scene.sentence_of(t) == sentence]
    if sentence is None or not tokens:
        return None
    begin = min(t.idx for t in tokens)
    end = max(t.idx + len(t.text) for t in tokens)
    return Evidence(
        sentence=sentence,
        span=Span(begin=begin, end=end),
        method=f"relations.{candidate.method}",
        confidence=round(probability, 2),
    )
