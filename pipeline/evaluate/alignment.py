"""One annotated document beside what was extracted from it: which entity stands for which annotated name."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property

from pipeline.evaluate.gold import NAMED, GoldDocument
from pipeline.reconcile import Resolution
from pipeline.records import Entity, Extraction, Happening, MentionForm, Span

__all__ = ["Alignment"]

Place = tuple[int, int]


class Alignment:
    """Lookups over one document of the gold and its extraction (None where the document was not extracted)."""

    def __init__(self, gold: GoldDocument, extraction: Extraction | None, resolution: Resolution) -> None:
        self.gold = gold
        self.extraction = extraction
        self._document = extraction.document.id if extraction else ""
        self._resolution = resolution

    def entity(self, chain: int) -> Entity:
        """The entity of a chain."""
        return self._resolution.entity_of(self._document, chain)

    def happening(self, event: int) -> Happening:
        """The happening of an event."""
        return self._resolution.happening_of(self._document, event)

    @cached_property
    def found(self) -> dict[Place, Entity]:
        """The entity of each name that was found, by where it stands; labels that are not counted are left out."""
        places: dict[Place, Entity] = {}
        if self.extraction is None:
            return places
        for index, chain in enumerate(self.extraction.chains):
            entity = self.entity(index)
            for mention in (self.extraction.mentions[m] for m in chain.mentions):
                if mention.form is MentionForm.NAME and entity.label in NAMED:
                    places[mention.span.begin, mention.span.end] = entity
        return places

    @cached_property
    def confidences(self) -> dict[Place, float]:
        """The confidence of each name of `found`."""
        mentions = self.extraction.mentions if self.extraction else ()
        places = {(m.span.begin, m.span.end): m.confidence for m in mentions if m.form is MentionForm.NAME}
        return {place: places[place] for place in self.found}

    @cached_property
    def canonical(self) -> dict[str, str]:
        """The id of the entity that most names of each annotated entity were given to."""
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for mention in self.gold.mentions:
            entity = self.found.get((mention.span.begin, mention.span.end))
            if entity is not None:
                votes[mention.canonical][entity.id] += 1
        return {name: min(ids, key=lambda i: (-ids[i], i)) for name, ids in votes.items()}

    def names_of(self, entity: Entity) -> set[str]:
        """What an entity may be called in the annotation: its own names, and the canonical ones it stands for."""
        return {entity.name, *entity.aliases} | {name for name, found in self.canonical.items() if found == entity.id}

    def sentence_at(self, span: Span) -> str:
        """The sentence around a span of the extraction, for quoting."""
        for sentence in self.extraction.sentences if self.extraction else ():
            if sentence.span.contains(span):
                return " ".join(sentence.text.split())
        return self.gold.quote(span)
