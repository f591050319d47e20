"""What the mapping of one document needs to know: its records, who is who in it, and the IRIs of both."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple, Protocol, Self

from pyoxigraph import NamedNode

from pipeline.graph.iris import Iris
from pipeline.records import Entity, Evidence, Extraction, Happening, Judgement, Span

__all__ = ["Identities", "Resolution", "Scope", "Slice", "Who"]


class Who(NamedTuple):
    """An entity, as far as the documents that name it show it."""

    id: str
    name: str
    iri: str = ""
    """The IRI that it has in a file of known entities, if it is used."""

    @classmethod
    def of(cls, entity: Entity) -> Self:
        """That of an entity."""
        return cls(entity.id, entity.name, entity.iri)


class Slice(NamedTuple):
    """All that the triples of a document depend on besides its extraction and the run: who is who in it, for one."""

    entities: tuple[Who, ...]
    """That of each chain."""
    happenings: tuple[str, ...]
    """The id of the happening that each event reports."""
    publisher: str = ""
    """The IRI of whom the document names as its publisher, if it does."""
    author: str = ""


class Identities(Protocol):
    """Who is who, and what is one event, in the documents that are mapped."""

    def entity_of(self, document_id: str, chain: int) -> Entity:
        """The entity of a document's chain."""
        ...

    def happening_of(self, document_id: str, event: int) -> Happening:
        """The happening that a document's event reports."""
        ...


class Resolution(Identities, Protocol):
    """The same across all documents, with all there are: what the reconcile step returns."""

    @property
    def entities(self) -> Sequence[Entity]:
        """All entities, sorted by id."""
        ...

    @property
    def happenings(self) -> Sequence[Happening]:
        """All events, sorted by id."""
        ...

    @property
    def judgements(self) -> Sequence[Judgement]:
        """Who was judged to be who, and why."""
        ...


class Scope:
    """One document while it is mapped."""

    def __init__(self, iris: Iris, extraction: Extraction, told: Slice) -> None:
        self.iris = iris
        self.extraction = extraction
        self.id = extraction.document.id
        self.publisher = NamedNode(told.publisher) if told.publisher else None
        self.author = NamedNode(told.author) if told.author else None
        self._slice = told

    @cached_property
    def document(self) -> NamedNode:
        """The IRI of the document."""
        return self.iris.document(self.extraction.document, self.id)

    @cached_property
    def sentences(self) -> tuple[NamedNode, ...]:
        """The IRIs of the sentences."""
        return tuple(self.iris.sentence(self.document, s.span) for s in self.extraction.sentences)

    @cached_property
    def _entities(self) -> tuple[NamedNode, ...]:
        return tuple(NamedNode(who.iri) if who.iri else self.iris.own(who.id) for who in self._slice.entities)

    def who(self, chain: int) -> Who:
        """The entity that a chain stands for."""
        return self._slice.entities[chain]

    def entity(self, chain: int) -> NamedNode:
        """The IRI of the entity that a chain stands for."""
        return self._entities[chain]

    def happening(self, event: int) -> NamedNode:
        """The IRI of the happening that an event of this document reports."""
        return self.iris.own(self._slice.happenings[event])

    def happening_id(self, event: int) -> str:
        """The id of that happening."""
        return self._slice.happenings[event]

    def quote(self, span: Span) -> str:
        """The text of a span."""
        return self.extraction.document.quote(span)

    def cited(self, evidence: Sequence[Evidence]) -> list[NamedNode]:
        """The IRIs of the sentences of some evidence, each once."""
        return list(dict.fromkeys(self.sentences[e.sentence] for e in evidence))
