"""Events: who did what to whom, where and when, over all the reports of one happening."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from pipeline.graph import literals
from pipeline.graph.iris import Iris
from pipeline.graph.namespaces import EVENT_CLASS, MODALITY, VOICE, term
from pipeline.graph.scope import Scope
from pipeline.records import Event, Extraction, Happening, Modality, Participant, Voice

__all__ = ["Stance", "happenings", "reports", "stances_of"]

# When reports differ: what has come true outranks what was planned, and that what was only thought of.
_MODALITIES = [Modality.ACTUAL, Modality.NEGATED, Modality.PLANNED, Modality.HYPOTHETICAL, Modality.GENERIC]


@dataclass(frozen=True)
class Stance:
    """How an event is reported: whether it happened, and whether an author says so or only somebody quoted."""

    modality: Modality
    voice: Voice

    def joined(self, other: Stance) -> Stance:
        """What two reports of one happening come to."""
        return Stance(
            modality=min(self.modality, other.modality, key=_MODALITIES.index),
            voice=Voice.NARRATOR if Voice.NARRATOR in (self.voice, other.voice) else Voice.ATTRIBUTED,
        )


def stances_of(extraction: Extraction) -> tuple[Stance, ...]:
    """How a document reports each of its events: attributed only if every trigger is in what somebody else says."""
    attributed = [c.content for c in extraction.claims if c.voice is Voice.ATTRIBUTED]

    def quoted(event: Event) -> bool:
        return all(any(content.contains(t.span) for content in attributed) for t in event.triggers)

    return tuple(Stance(e.modality, Voice.ATTRIBUTED if quoted(e) else Voice.NARRATOR) for e in extraction.events)


def _participants(
    scope: Scope, node: NamedNode, who: Iterable[Participant], role: NamedNode, words: NamedNode
) -> Iterator[Triple]:
    for participant in who:
        if participant.chain is not None:
            yield Triple(node, role, scope.entity(participant.chain))
        yield Triple(node, words, literals.text(participant.text))


def reports(scope: Scope) -> Iterator[Triple]:
    """What this document tells of its events: participants, places, times and the sentences that report them."""
    for index, event in enumerate(scope.extraction.events):
        node = scope.happening(index)
        yield from _participants(scope, node, event.actors, term("cg:actor"), term("cg:actorText"))
        yield from _participants(scope, node, event.targets, term("cg:target"), term("cg:targetText"))
        yield from _participants(scope, node, event.places, term("sem:hasPlace"), term("cg:placeText"))
        for time in event.times:
            yield Triple(node, term("cg:timeText"), literals.text(time.text))
            day = literals.date(time.value) if time.value else None
            if day is not None:
                yield Triple(node, term("cg:date"), day)
        for sentence in scope.cited(event.evidence):
            yield Triple(node, term("prov:wasDerivedFrom"), sentence)


def happenings(
    iris: Iris, records: Iterable[Happening], stances: dict[str, Stance], run: NamedNode
) -> Iterator[Triple]:
    """The events themselves; `stances` holds, by `Happening.id`, what all their reports come to."""
    for record in records:
        node = iris.named(record.id)
        stance = stances[record.id]
        yield Triple(node, term("rdf:type"), EVENT_CLASS[record.type])
        yield Triple(node, term("rdf:type"), term("sem:Event"))
        yield Triple(node, term("rdfs:label"), literals.text(record.name))
        yield Triple(node, term("cg:nameKey"), literals.key(record.name))
        articles = len({member.document for member in record.members})
        if articles > 1:
            yield Triple(node, term("cg:articles"), literals.integer(articles))
        yield Triple(node, term("cg:modality"), MODALITY[stance.modality])
        yield Triple(node, term("cg:voice"), VOICE[stance.voice])
        yield Triple(node, term("prov:wasGeneratedBy"), run)
