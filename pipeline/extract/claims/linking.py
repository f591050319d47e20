"""What a claim is about and what it states: entities, events and relations inside its content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import product

from pipeline.extract import syntax
from pipeline.extract.scene import Scene
from pipeline.records import Claim, Event, Evidence, Polarity, Relation, Span, Voice

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
    scene: Scene, claims: Sequence[Claim], relations: Sequence[Relation]
) -> tuple[tuple[Claim, ...], tuple[Relation, ...]]:
    """Mark the relations that only a claim states, and point the claims at them.

    A claim states what stands in its content, and what is read across its cue: "Kral denied being a member of it". What
    it denies is a relation of polarity Denied: "Kral denied that Ada Moor headed the council".

    A relation that the author states in one sentence and a claimant in another is split in two: the author's keeps its
    place and its evidence, the attributed copy, with the rest of the evidence, is added at the end; so is one that is
    denied in one sentence and affirmed in another.
    """
    sayings = _Sayings(scene, claims)
    kept: list[tuple[Relation, list[int]]] = []
    added: list[tuple[Relation, list[int]]] = []
    for relation in relations:
        told: dict[tuple[Voice, Polarity], list[Evidence]] = defaultdict(list)
        by: dict[tuple[Voice, Polarity], list[int]] = defaultdict(list)
        for evidence in relation.evidence:
            voice, polarity, who = sayings.of(relation, evidence)
            told[voice, polarity].append(evidence)
            by[voice, polarity] += who
        parts = [
            (_put(relation, stance, told[stance]), by[stance])
            for stance in product((Voice.NARRATOR, Voice.ATTRIBUTED), (Polarity.AFFIRMED, Polarity.DENIED))
            if stance in told
        ]
        kept += parts[:1]
        added += parts[1:]
    states: dict[int, set[int]] = defaultdict(set)
    for index, (_, numbers) in enumerate((*kept, *added)):
        for number in numbers:
            states[number].add(index)
    linked = tuple(
        claim.model_copy(update={"states": tuple(sorted(states[number]))}) if number in states else claim
        for number, claim in enumerate(claims)
    )
    return linked, tuple(relation for relation, _ in (*kept, *added))


def _put(relation: Relation, stance: tuple[Voice, Polarity], evidence: Sequence[Evidence]) -> Relation:
    voice, polarity = stance
    return relation.model_copy(update={"voice": voice, "polarity": polarity, "evidence": tuple(evidence)})


class _Sayings:
    """The attributed claims of a document, for asking who states a relation in a sentence, and whether they deny it."""

    def __init__(self, scene: Scene, claims: Sequence[Claim]) -> None:
        self._scene = scene
        self._of_sentence: dict[int, list[tuple[Claim, int]]] = defaultdict(list)
        for number, claim in enumerate(claims):
            if claim.voice is Voice.ATTRIBUTED:
                self._of_sentence[claim.evidence[0].sentence].append((claim, number))

    def of(self, relation: Relation, evidence: Evidence) -> tuple[Voice, Polarity, list[int]]:
        """Whose word a piece of evidence is, what becomes of the relation's polarity, and the claims that put it so.

        Of claims inside claims the innermost tells the polarity: "The ministry says that Kral denies heading it" is a
        denial, and Kral's alone.
        """
        around: list[tuple[int, bool, int]] = []
        for claim, number in self._of_sentence[evidence.sentence]:
            pieces = [piece for piece in claim.pieces if piece.contains(evidence.span)]
            if pieces or _across(self._scene.document.text, claim, evidence.span):
                size = len(pieces[0] if pieces else claim.content)
                refuses = not pieces and relation.polarity is Polarity.DENIED  # the cue is what denies it already
                around.append((size, self._denies(claim, evidence.span) and not refuses, number))
        if not around:
            return Voice.NARRATOR, relation.polarity, []
        innermost = min(size for size, _, _ in around)
        if not all(denies for size, denies, _ in around if size == innermost):
            return Voice.ATTRIBUTED, relation.polarity, [number for _, denies, number in around if not denies]
        who = [number for size, _, number in around if size == innermost]
        return Voice.ATTRIBUTED, _OPPOSITE[relation.polarity], who

    def _denies(self, claim: Claim, span: Span) -> bool:
        """Whether a claim denies what is read in a stretch: what its clause says, not what it takes for granted.

        Who denies that President Moor has fled does not deny that she is president.
        """
        if claim.polarity is not Polarity.DENIED:
            return False
        content = self._scene.doc.char_span(claim.content.begin, claim.content.end, alignment_mode="expand")
        said = syntax.conjuncts(content.root) if content else ()
        return any(syntax.is_predicate(word) and span.begin <= word.idx < span.end for word in said)


_OPPOSITE = {Polarity.AFFIRMED: Polarity.DENIED, Polarity.DENIED: Polarity.AFFIRMED}


def _across(text: str, claim: Claim, span: Span) -> bool:
    """Whether a stretch begins before a cue and ends in its content, or the other way round."""
    if not claim.cue:
        return False
    begin, end = claim.content.begin, claim.content.end
    if span.begin < begin < span.end <= end:
        return claim.cue in text[span.begin : begin]
    return begin <= span.begin < end < span.end and claim.cue in text[end : span.end]
