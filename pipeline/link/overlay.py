"""Links laid on the entities of a corpus: by the file of links, and above it by what people decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.link.known import KnownEntity, adopted
from pipeline.link.links import Link
from pipeline.reconcile import Resolution
from pipeline.reconcile.decisions import Conflict, Decision, DecisionKind, Reference, agreed
from pipeline.reconcile.parts import DocumentName, Part
from pipeline.reconcile.profiles import Key, name_key
from pipeline.records import Entity, Judgement, Verdict

__all__ = ["Linked", "linked"]

_DECIDED = {DecisionKind.SAME: Verdict.SAME, DecisionKind.DIFFERENT: Verdict.DIFFERENT}


@dataclass(frozen=True)
class Linked:
    """A resolution with the links that hold for it."""

    resolution: Resolution
    waiting: tuple[Decision, ...] = ()
    """Decisions about entities that no document names now."""
    overruled: tuple[Conflict, ...] = ()
    """Decisions that later ones contradict."""


def linked(
    resolution: Resolution,
    links: Sequence[Link],
    decisions: Sequence[Decision],
    documents: Mapping[str, DocumentName],
    known: Sequence[KnownEntity] = (),
) -> Linked:
    """Adds what the entities are in other data sets, and why.

    A link of the program holds as long as the entity that it was made for: if parts of that are other entities now, or
    fewer documents name it, or it was joined with one that is linked elsewhere, the link becomes a doubt. What a person
    said of an entity and an item holds whatever the file of links says, and of an entity that a person linked the
    program's other links are dropped.

    Args:
        resolution: Who is who.
        links: The file of links.
        decisions: Those that hold and are about items of other data sets, in the order in which they were made.
        documents: How decisions call the documents, by their ids.
        known: Entities of the user's own files. One that is among them goes by its IRI there.
    """
    if not links and not decisions:
        return Linked(resolution)
    entities = {id_: e for e in resolution.entities for id_ in (e.id, *e.replaces)}
    anchors = _Anchors(resolution, documents)
    holding, overruled = agreed(decisions, lambda side: [side.iri or anchors.find(side) or f"?{side.entity}"])
    titles = {d.pair[1].iri: d.pair[1].name for d in holding} | {link.iri: link.title for link in links}
    decided: dict[tuple[str, str], Judgement] = {}
    waiting: list[Decision] = []
    for decision in holding:
        reference, item = decision.pair
        entity = anchors.find(reference)
        if entity is None:
            waiting.append(decision)
        elif decision.verdict in _DECIDED:
            decided[entity, item.iri] = _said(decision, entity, item.iri, titles[item.iri])
        else:
            decided.pop((entity, item.iri), None)
    own = {one.iri for one in known}
    settled = {(entity, iri in own) for (entity, iri), j in decided.items() if j.verdict is Verdict.SAME}
    judged = list(decided.values())
    open_links = [
        (entities[link.entity], link)
        for link in links
        if link.entity in entities
        and (entities[link.entity].id, link.iri in own) not in settled
        and (entities[link.entity].id, link.iri) not in decided
    ]
    for of_user in (True, False):  # what a file of the user's says and what was found elsewhere do not contradict
        judged += _program([(e, link) for e, link in open_links if (link.iri in own) is of_user], entities, titles)
    same: dict[str, list[str]] = defaultdict(list)
    for judgement in judged:
        if judgement.verdict is Verdict.SAME:
            same[judgement.left].append(judgement.right)
    made = [
        e.model_copy(update={"same_as": tuple(dict.fromkeys((*e.same_as, *sorted(same[e.id]))))}) if e.id in same else e
        for e in resolution.entities
    ]
    judged.sort(key=lambda j: (j.left, j.right, j.verdict))
    return Linked(
        Resolution(
            adopted(made, known),
            resolution.happenings,
            (*resolution.judgements, *judged),
            resolution.comparisons,
            resolution.parts,
            resolution.applied,
            resolution.origins,
        ),
        tuple(waiting),
        overruled,
    )


def _said(decision: Decision, entity: str, iri: str, title: str) -> Judgement:
    verdict = _DECIDED[decision.verdict]
    return Judgement(
        left=entity,
        right=iri,
        verdict=verdict,
        score=1.0 if verdict is Verdict.SAME else 0.0,
        because=decision.because or f"{decision.who} says so",
        by=decision.who,
        when=decision.when,
        item=title,
    )


def _program(
    links: Iterable[tuple[Entity, Link]], entities: Mapping[str, Entity], titles: Mapping[str, str]
) -> list[Judgement]:
    """The program's links, each of which holds or is a doubt."""
    best: dict[tuple[str, str], tuple[Entity, Link]] = {}
    for entity, link in links:
        before = best.setdefault((entity.id, link.iri), (entity, link))
        if before[1].score < link.score:
            best[entity.id, link.iri] = entity, link
    sure: dict[str, int] = defaultdict(int)
    for entity, link in best.values():
        sure[entity.id] += link.verdict is Verdict.SAME
    found = []
    for entity, link in best.values():
        against = ""
        if link.verdict is Verdict.SAME:
            if sure[entity.id] > 1:
                against = f"{sure[entity.id]} items came out as {entity.name}; "
            elif any(part in entities and entities[part].id != entity.id for part in link.parts):
                against = f"{entity.name} was divided since; "
            elif len({m.document for m in entity.members}) < link.documents:
                against = f"fewer documents name {entity.name} than then; "
        found.append(
            Judgement(
                left=entity.id,
                right=link.iri,
                verdict=Verdict.UNSURE if against else link.verdict,
                score=link.score,
                because=f"{against}{link.because}",
                item=titles[link.iri],
            )
        )
    return found


class _Anchors:
    """Finds the entity that a decision means."""

    def __init__(self, resolution: Resolution, documents: Mapping[str, DocumentName]) -> None:
        self._by_key: dict[Key, str] = {}
        self._chains: dict[tuple[str, Key], str] = {}
        self._documents = {(name.file, name.record): id_ for id_, name in documents.items()}
        for part in resolution.parts:
            label, form, _ = name_key(part.label, part.name, "", "")
            self._by_key.setdefault((label, form, part.scope), part.entity)
            for member in part.members:
                self._chains.setdefault((member.document, (label, form, "")), part.entity)

    def find(self, reference: Reference) -> str | None:
        """The id of the entity that bears the first part that is still there."""
        return next((found for part in reference.parts if (found := self._of(part)) is not None), None)

    def _of(self, part: Part) -> str | None:
        label, form, _ = name_key(part.label, part.name, "", "")
        if part.document is None:
            return self._by_key.get((label, form, part.country))
        document = self._documents.get((part.document.file, part.document.record))
        return None if document is None else self._chains.get((document, (label, form, "")))
