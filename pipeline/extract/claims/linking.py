"""What a claim is about and what it states: entities, events and relations inside its content."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.scene import Scene
from pipeline.records import Claim, Event, Evidence, Relation, Span, Voice

__all__ = ["about", "about_events", "attribute"]


def about(scene: Scene, content: Span) -> tuple[int, ...]:
    """The chains that the content mentions."""
    found = {
        chain
        for index, mention in enumerate(scene.mentions)
        if content.contains(mention.span) and (chain := scene.chain_of(index)) is not None
    }
    return tuple(sorted(found))


def about_events(events: Sequence[Event], content: Span) -> tuple[int, ...]:
    """The events that the content reports: those with a trigger in it."""
    return tuple(i for i, e in enumerate(events) if any(content.contains(t.span) for t in e.triggers))


def attribute(claims: Sequence[Claim], relations: Sequence[Relation]) -> tuple[tuple[Claim, ...], tuple[Relation, ...]]:
    """Mark the relations that only a claim states, and point the claims at them.

    A relation that the author states in one sentence and a claimant in another is split in two: the author's keeps its
    place and its evidence, the attributed copy, with the rest of the evidence, is added at the end.
    """
    contents = [c.content for c in claims if c.voice is Voice.ATTRIBUTED]
    mine: list[Relation] = []
    added: list[Relation] = []
    for relation in relations:
        inside = tuple(e for e in relation.evidence if _said(e, contents))
        outside = tuple(e for e in relation.evidence if not _said(e, contents))
        if not inside:
            mine.append(relation)
        elif not outside:
            mine.append(relation.model_copy(update={"voice": Voice.ATTRIBUTED}))
        else:
            mine.append(relation.model_copy(update={"evidence": outside}))
            added.append(relation.model_copy(update={"evidence": inside, "voice": Voice.ATTRIBUTED}))
    final = (*mine, *added)
    linked = []
    for claim in claims:
        if claim.voice is Voice.ATTRIBUTED:
            states = tuple(
                i
                for i, r in enumerate(final)
                if r.voice is Voice.ATTRIBUTED and any(claim.content.contains(e.span) for e in r.evidence)
            )
            claim = claim.model_copy(update={"states": states}) if states else claim
        linked.append(claim)
    return tuple(linked), final


def _said(evidence: Evidence, contents: Sequence[Span]) -> bool:
    return any(content.contains(evidence.span) for content in contents)
