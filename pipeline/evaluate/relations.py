"""Counts relations: one for each document and triple, however many sentences state it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.evaluate.alignment import Alignment
from pipeline.evaluate.gold import GoldRelation
from pipeline.evaluate.scores import Miss, Scores, alike
from pipeline.extract.relations.scorer import LINKS
from pipeline.records import Entity

__all__ = ["count_relations"]

LAYER = "relations"
GOLD_NAME = LINKS
"""How the annotation calls each relation: the encoder learnt its roles from there."""

Triple = tuple[str, str, str]


@dataclass(frozen=True)
class _Found:
    """A relation of the extraction, with all names that its ends go by, and the confidence of its best evidence."""

    predicate: str
    subject: Entity
    object: Entity | str
    subjects: frozenset[str]
    objects: frozenset[str]
    confidence: float
    quote: str

    def fits(self, wanted: Triple) -> bool:
        subject, predicate, other = wanted
        return (
            predicate == self.predicate
            and subject in self.subjects
            and (other in self.objects or (isinstance(self.object, str) and alike(other, self.object)))
        )

    def __str__(self) -> str:
        other = self.object if isinstance(self.object, str) else self.object.name
        return f"{self.subject.name} {self.predicate} {other}"


def count_relations(scores: Scores, alignment: Alignment) -> None:
    """A relation is right when its ends are entities that stand for the annotated ones, or bear their names."""
    gold = {(r.subject, r.predicate, r.object): r for r in reversed(alignment.gold.relations)}
    found = _found(alignment)
    total, table = scores.tally(LAYER), scores.tables[LAYER]
    taken: set[Triple] = set()
    hits = 0
    for relation in found:
        fitting = [wanted for wanted in sorted(gold) if relation.fits(wanted)]
        total.found += 1
        table[relation.predicate].found += 1
        right = False
        if fitting:
            best = min(fitting, key=lambda wanted: (wanted in taken, wanted[2] not in relation.objects))
            hits += 1
            right = best not in taken
            table[relation.predicate].hit += right
            taken.add(best)
        else:
            scores.misses.append(
                Miss(LAYER, f"spurious {relation.predicate}", str(relation), alignment.gold.name, relation.quote)
            )
        scores.graded[LAYER].append((relation.confidence, right))
    total.gold += len(gold)
    total.hit += min(hits, len(taken))
    for wanted, annotated in gold.items():
        table[wanted[1]].gold += 1
        if wanted not in taken:
            scores.misses.append(_missed(alignment, annotated, found))


def _found(alignment: Alignment) -> list[_Found]:
    relations: dict[tuple[str, str, str], _Found] = {}
    for relation in alignment.extraction.relations if alignment.extraction else ():
        subject = alignment.entity(relation.subject)
        other = relation.object if isinstance(relation.object, str) else alignment.entity(relation.object)
        predicate = GOLD_NAME[relation.predicate]
        key = subject.id, predicate, other if isinstance(other, str) else other.id
        before = relations.get(key)
        confidence = max(evidence.confidence for evidence in relation.evidence)
        relations[key] = _Found(
            predicate=predicate,
            subject=subject,
            object=other,
            subjects=frozenset(alignment.names_of(subject)),
            objects=frozenset((other,) if isinstance(other, str) else alignment.names_of(other)),
            confidence=max(confidence, before.confidence) if before else confidence,
            quote=before.quote if before else alignment.sentence_at(relation.evidence[0].span),
        )
    return list(relations.values())


def _missed(alignment: Alignment, wanted: GoldRelation, found: Iterable[_Found]) -> Miss:
    """Why a relation is missing: its ends were not found, it was read otherwise, or not at all."""
    cause = f"missed {wanted.predicate}"
    ends = [wanted.subject] if wanted.predicate == "position" else [wanted.subject, wanted.object]
    if any(end not in alignment.canonical for end in ends):
        cause += ", a name was not found"
    for relation in found:
        if wanted.subject in relation.objects and wanted.object in relation.subjects:
            cause = f"{wanted.predicate} the wrong way round"
        elif wanted.subject in relation.subjects and wanted.object in relation.objects:
            cause = f"{wanted.predicate} taken for {relation.predicate}"
    what = f"{wanted.subject} {wanted.predicate} {wanted.object}"
    return Miss(LAYER, cause, what, alignment.gold.name, alignment.gold.quote(wanted.sentence))
