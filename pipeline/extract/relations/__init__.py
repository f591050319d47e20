"""How the entities of a document are related, by constructions of the parse; one file for each family of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.extract import syntax
from pipeline.extract.relations import kinship, memberships, places, roles, seats, verbs
from pipeline.extract.relations.candidate import Candidate, confidence
from pipeline.extract.scene import Scene
from pipeline.records import Certainty, Evidence, Polarity, Relation, RelationType, Span

__all__ = ["CONSTRUCTIONS", "extract"]

CONSTRUCTIONS: tuple[Callable[[Scene], Iterator[Candidate]], ...] = (
    roles.find,
    kinship.find,
    memberships.find,
    verbs.find,
    places.find,
    seats.find,
)
"""What is tried on a document, each on its own; the same relation found twice in a sentence counts once."""


def extract(scene: Scene) -> Iterator[Relation]:
    """The relations of the document, each with all of its sentences, in order of their first evidence.

    What is denied in one sentence and affirmed in another is two relations. The voice is the narrator's; attribution is
    read by `claims`.
    """
    found: dict[tuple[int, RelationType, int | str, Polarity, Certainty], dict[int, Evidence]] = {}
    for construction in CONSTRUCTIONS:
        for candidate in construction(scene):
            evidence = _evidence(scene, candidate)
            if evidence is None or candidate.subject == candidate.object:
                continue
            polarity = Polarity.DENIED if syntax.negated(candidate.clause) else Polarity.AFFIRMED
            certainty = syntax.certainty(candidate.clause)
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


def _evidence(scene: Scene, candidate: Candidate) -> Evidence | None:
    """The sentence of the candidate and the stretch from its first to its last telling word."""
    sentence = scene.sentence_of(candidate.clause)
    tokens = [t for t in candidate.tokens if scene.sentence_of(t) == sentence]
    if sentence is None or not tokens:
        return None
    begin = min(t.idx for t in tokens)
    end = max(t.idx + len(t.text) for t in tokens)
    return Evidence(
        sentence=sentence,
        span=Span(begin=begin, end=end),
        method=f"relations.{candidate.method}",
        confidence=confidence(candidate.method),
    )
