"""What the mapping of one document needs to know: its records, who is who in it, and the IRIs of both."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

from pyoxigraph import NamedNode

from pipeline.graph.iris import Iris
from pipeline.records import Entity, Evidence, Extraction, Happening, Judgement, Span

__all__ = ["Identities", "Resolution", "Scope"]


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
    """One document while it is mapped.

    `publisher` and `author` are the IRIs of those whom the document names so, where it does.
    """

    def __init__(
        self,
        iris: Iris,
        extraction: Extraction,
        resolution: Identities,
        publisher: NamedNode | None = None,
        author: NamedNode | None = None,
    ) -> None:
        self.iris = iris
        self.extraction = extraction
        self.publisher = publisher
        self.author = author
        self._resolution = resolution
        self._id = extraction.document.id

    @cached_property
    def document(self) -> NamedNode:
        """The IRI of the document."""
        return self.iris.document(self.extraction.document)

    @cached_property
    def sentences(self) -> tuple[NamedNode, ...]:
        """The IRIs of the sentences."""
        return tuple(self.iris.sentence(self.document, s.span) for s in self.extraction.sentences)

    def entity_record(self, chain: int) -> Entity:
        """The entity that a chain stands for."""
        return self._resolution.entity_of(self._id, chain)

    def entity(self, chain: int) -> NamedNode:
        """The IRI of the entity that a chain stands for."""
        return self.iris.named(self.entity_record(chain).id)

    def happening_record(self, event: int) -> Happening:
        """The happening that an event of this document reports."""
        return self._resolution.happening_of(self._id, event)

    def happening(self, event: int) -> NamedNode:
        """The IRI of the happening that an event of this document reports."""
        return self.iris.named(self.happening_record(event).id)

    def quote(self, span: Span) -> str:
        """The text of a span."""
        return self.extraction.document.quote(span)

    def cited(self, evidence: Sequence[Evidence]) -> list[NamedNode]:
        """The IRIs of the sentences of some evidence, each once."""
        return list(dict.fromkeys(self.sentences[e.sentence] for e in evidence))
