"""What reconciling gives: entities and happenings of the whole corpus, judgements, and figures compared."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.records import ClaimComparison, Entity, Happening, Judgement

__all__ = ["Resolution"]


class Resolution:
    """One entity for each thing and one happening for each event, however many documents name them.

    >>> nobody = Resolution((), (), ())
    >>> nobody.entities, nobody.happenings
    ((), ())
    """

    def __init__(
        self,
        entities: Sequence[Entity],
        happenings: Sequence[Happening],
        judgements: Sequence[Judgement],
        comparisons: Sequence[ClaimComparison] = (),
    ) -> None:
        self.entities = tuple(sorted(entities, key=lambda e: e.id))
        self.happenings = tuple(sorted(happenings, key=lambda h: h.id))
        self.judgements = tuple(judgements)
        self.comparisons = tuple(comparisons)
        self._entity = {(m.document, m.index): e for e in self.entities for m in e.members}
        self._happening = {(m.document, m.index): h for h in self.happenings for m in h.members}

    def entity_of(self, document: str, chain: int) -> Entity:
        """The entity that a chain of a document names.

        Raises:
            KeyError: the document was not among those reconciled, or has no such chain.
        """
        return self._entity[document, chain]

    def happening_of(self, document: str, event: int) -> Happening:
        """The happening that an event of a document reports.

        Raises:
            KeyError: the document was not among those reconciled, or has no such event.
        """
        return self._happening[document, event]
