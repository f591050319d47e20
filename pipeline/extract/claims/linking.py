"""What a claim is about and what it states: entities, events and relations inside its content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.extract.scene import Scene
from pipeline.records import Claim, Document, Event, Evidence, Relation, Span, Voice

__all__ = ["Enclosing", "Topics", "attribute"]


class Topics:
    """The mentions and triggers of a document, by sentence, for asking which of them a stretch of it holds."""

    def __init__(self, scene: Scene, events: Sequence[Event]) -> None:
        self._mentions: dict[int, list[tuple[Span, int]]] = defaultdict(list)
        self._triggers: dict[int, list[tuple[Span, int]]] = defaultdict(list)
        for index, mention in enumerate(scene.mentions):
            if (chain := scene.chain_of(index)) is not None:
                self._mentions[mention.sentence].append((mention.span, chain))
        for number, event in enumerate(events):
            for trigger in event.triggers:
                self._triggers[trigger.sentence].append((trigger.span, number))

    def chains(self, sentence: int, content: Span) -> tuple[int, ...]:
        """The chains that a content mentions."""
        return tuple(sorted({chain for span, chain in self._mentions[sentence] if content.contains(span)}))

    def events(self, sentence: int, content: Span) -> tuple[int, ...]:
        """The events that a content reports: those with a trigger in it."""
        return tuple(sorted({event for span, event in self._triggers[sentence] if content.contains(span)}))

    def events_of(self, sentence: int) -> list[int]:
        """The events with a trigger in the sentence, in the order of their numbers."""
        return sorted({event for _, event in self._triggers[sentence]})


class Enclosing:
    """The attributed claims of a document, for asking in which of them a stretch stands."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._claims = claims
        self._of_sentence: dict[int, list[int]] = defaultdict(list)
        for index, claim in enumerate(claims):
            if claim.voice is Voice.ATTRIBUTED:
                self._of_sentence[claim.evidence[0].sentence].append(index)

    def of(self, sentence: int, span: Span) -> int | None:
        """The position of the claim in whose content a stretch stands, the innermost of several."""
        around = [i for i in self._of_sentence.get(sentence, ()) if self._claims[i].holds(span)]
        return min(around, key=lambda i: len(self._claims[i].content), default=None)


def attribute(
    document: Document, claims: Sequence[Claim], relations: Sequence[Relation]
) -> tuple[tuple[Claim, ...], tuple[Relation, ...]]:
    """Mark the relations that only a claim states, and point the claims at them.

    A claim states what stands in its content, and what is read across its cue: "Kral denied being a member of it".

    A relation that the author states in one sentence and a claimant in another is split in two: the author's keeps its
    place and its evidence, the attributed copy, with the rest of the evidence, is added at the end.
    """
    attributed: dict[int, list[tuple[Claim, int]]] = defaultdict(list)
    for number, claim in enumerate(claims):
        if claim.voice is Voice.ATTRIBUTED:
            attributed[claim.evidence[0].sentence].append((claim, number))

    def saying(evidence: Evidence) -> list[int]:
        here = attributed[evidence.sentence]
        return [n for claim, n in here if claim.holds(evidence.span) or _across(document.text, claim, evidence.span)]

    mine: list[Relation] = []
    added: list[Relation] = []
    for relation in relations:
        inside = tuple(e for e in relation.evidence if saying(e))
        outside = tuple(e for e in relation.evidence if not saying(e))
        if not inside:
            mine.append(relation)
        elif not outside:
            mine.append(relation.model_copy(update={"voice": Voice.ATTRIBUTED}))
        else:
            mine.append(relation.model_copy(update={"evidence": outside}))
            added.append(relation.model_copy(update={"evidence": inside, "voice": Voice.ATTRIBUTED}))
    final = (*mine, *added)
    states: dict[int, set[int]] = defaultdict(set)
    for index, relation in enumerate(final):
        if relation.voice is Voice.ATTRIBUTED:
            for number in (n for e in relation.evidence for n in saying(e)):
                states[number].add(index)
    linked = tuple(
        claim.model_copy(update={"states": tuple(sorted(states[number]))}) if number in states else claim
        for number, claim in enumerate(claims)
    )
    return linked, final


def _across(text: str, claim: Claim, span: Span) -> bool:
    """Whether a stretch begins before a cue and ends in its content, or the other way round."""
    if not claim.cue:
        return False
    begin, end = claim.content.begin, claim.content.end
    if span.begin < begin < span.end <= end:
        return claim.cue in text[span.begin : begin]
    return begin <= span.begin < end < span.end and claim.cue in text[end : span.end]
