"""Events: who did what to whom, where and when, over all the reports of one happening."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce

from pyoxigraph import NamedNode

from pipeline.graph import literals
from pipeline.graph.iris import Iris
from pipeline.graph.namespaces import EVENT_CLASS, MODALITY, POLARITY, VOICE, term
from pipeline.graph.scope import Scope
from pipeline.graph.terms import Terms
from pipeline.records import Extraction, Happening, Modality, Participant, Polarity, Span, Voice

__all__ = ["Stance", "happenings", "reports", "stances_of"]

# When reports differ: what has come true outranks what was planned, and that what was only thought of.
_MODALITIES = [Modality.ACTUAL, Modality.NEGATED, Modality.PLANNED, Modality.HYPOTHETICAL, Modality.GENERIC]


@dataclass(frozen=True)
class Stance:
    """How an event is reported: whether it happened, who says so, and whether they only deny it.

    The voice is that of the author, or only that of somebody quoted; the polarity is denied where all who tell of the
    event tell of it in what they deny.
    """

    modality: Modality
    voice: Voice
    polarity: Polarity = Polarity.AFFIRMED

    def joined(self, other: Stance) -> Stance:
        """What two reports of one happening come to."""
        affirmed = Polarity.AFFIRMED in (self.polarity, other.polarity)
        return Stance(
            modality=min(self.modality, other.modality, key=_MODALITIES.index),
            voice=Voice.NARRATOR if Voice.NARRATOR in (self.voice, other.voice) else Voice.ATTRIBUTED,
            polarity=Polarity.AFFIRMED if affirmed else Polarity.DENIED,
        )


def stances_of(extraction: Extraction) -> tuple[Stance, ...]:
    """How a document reports each of its events: attributed only if every trigger is in what somebody else says.

    Of several who speak around one trigger ("the ministry said that the army denied the attack"), the innermost counts.
    """
    attributed = [c for c in extraction.claims if c.voice is Voice.ATTRIBUTED]

    def put(trigger: Span) -> tuple[Voice, Polarity]:
        around = [(len(piece), c.polarity) for c in attributed for piece in c.pieces if piece.contains(trigger)]
        innermost = min((size for size, _ in around), default=0)
        denied = {polarity for size, polarity in around if size == innermost} == {Polarity.DENIED}
        voice = Voice.ATTRIBUTED if around else Voice.NARRATOR
        return voice, Polarity.DENIED if denied else Polarity.AFFIRMED

    def of(modality: Modality, triggers: Iterable[Span]) -> Stance:
        first, *others = (Stance(modality, *put(trigger)) for trigger in triggers)
        return reduce(Stance.joined, others, first)

    return tuple(of(event.modality, (t.span for t in event.triggers)) for event in extraction.events)


def _participants(
    scope: Scope, node: NamedNode, who: Iterable[Participant], role: NamedNode, words: NamedNode
) -> Iterator[Terms]:
    for participant in who:
        if participant.chain is not None:
            yield node, role, scope.entity(participant.chain)
        yield node, words, literals.text(participant.text)


def reports(scope: Scope) -> Iterator[Terms]:
    """What this document tells of its events: participants, places, times and the sentences that report them."""
    for index, event in enumerate(scope.extraction.events):
        node = scope.happening(index)
        yield from _participants(scope, node, event.actors, term("cg:actor"), term("cg:actorText"))
        yield from _participants(scope, node, event.targets, term("cg:target"), term("cg:targetText"))
        yield from _participants(scope, node, event.places, term("sem:hasPlace"), term("cg:placeText"))
        for time in event.times:
            yield node, term("cg:timeText"), literals.text(time.text)
            day = literals.date(time.value) if time.value else None
            if day is not None:
                yield node, term("cg:date"), day
        for sentence in scope.cited(event.evidence):
            yield node, term("prov:wasDerivedFrom"), sentence


def happenings(iris: Iris, records: Iterable[Happening], stances: dict[str, Stance], run: NamedNode) -> Iterator[Terms]:
    """The events themselves; `stances` holds, by `Happening.id`, what all their reports come to."""
    for record in records:
        node = iris.named(record.id)
        stance = stances[record.id]
        yield node, term("rdf:type"), EVENT_CLASS[record.type]
        yield node, term("rdf:type"), term("sem:Event")
        yield node, term("rdfs:label"), literals.text(record.name)
        yield node, term("cg:nameKey"), literals.key(record.name)
        yield node, term("cg:modality"), MODALITY[stance.modality]
        yield node, term("cg:voice"), VOICE[stance.voice]
        yield node, term("cg:polarity"), POLARITY[stance.polarity]
        yield node, term("prov:wasGeneratedBy"), run
