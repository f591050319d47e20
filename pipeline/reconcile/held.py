"""What is kept of the positions of a document: as much as it takes to find reversals, and replies to accusations."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.reconcile.names import fold
from pipeline.records import Document, Entity, EntityLabel, Extraction, Occasion, Position, PositionKind, Side, Span

__all__ = ["SPECIFIC", "Held", "Setting", "Stories", "held_of", "setting_of", "settled", "source_of"]

SPECIFIC = frozenset({EntityLabel.PERSON, EntityLabel.ORG, EntityLabel.CITY, EntityLabel.PLACE})
"""What two documents of one story share; countries and regions say little."""

Chain = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Held:
    """One position of one document.

    `holder`, `target` and `about` are positions of chains at first, ids of entities once they are `settled`.
    `own` says that the author reports it, or the holder says so himself: somebody else may be wrong about it.
    """

    document: str
    index: int
    kind: PositionKind
    holder: str | int | None
    holder_text: str
    target: str | int | None
    target_text: str
    cue: str
    text: str
    lemmas: tuple[str, ...]
    about: tuple[str | int, ...]
    own: bool
    sentence: int
    span: Span
    published: dt.date | None
    source: str

    @property
    def order(self) -> tuple[dt.date, str, int, int]:
        """By date, those without one last; within a document as they stand there."""
        return self.published or dt.date.max, self.document, self.sentence, self.span.begin

    def side(self, entity: Mapping[str, Entity]) -> Side:
        """The position as one side of a comparison."""
        name = entity[self.holder].name if isinstance(self.holder, str) else " ".join(self.holder_text.split())
        return Side(
            document=self.document,
            sentence=self.sentence,
            span=self.span,
            speaker=self.holder if isinstance(self.holder, str) else None,
            speaker_text=name or "somebody",
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """The people, organisations, towns and places that a document names, with the number of mentions."""

    document: str
    published: dt.date | None
    outlet: str
    named: Mapping[str | int, int]


class Stories:
    """Which documents tell of one story: they name something in common, or tell of one occasion."""

    def __init__(self, settings: Mapping[str, Setting], occasions: Iterable[Occasion]) -> None:
        self._settings = settings
        self._occasions: dict[str, set[str]] = defaultdict(set)
        for occasion in occasions:
            for event in occasion.events:
                self._occasions[event.document].add(occasion.name)

    def common(self, left: str, right: str) -> frozenset[str | int]:
        """What two documents both name."""
        return frozenset(self._settings[left].named.keys() & self._settings[right].named.keys())

    def are_one(self, left: str, right: str) -> bool:
        """Whether two documents name anything in common, or tell of one occasion."""
        both = self._occasions.get(left, set()) & self._occasions.get(right, set())
        return bool(both or self.common(left, right))


def source_of(document: Document) -> str:
    """Who prints a document, and when, for a reader: "Harbour Post, 2022-02-26"."""
    source = document.publisher or document.source_file
    return source if document.published is None else f"{source}, {document.published}"


def setting_of(extraction: Extraction) -> Setting:
    """What the document names."""
    document = extraction.document
    return Setting(
        document=document.id,
        published=document.published,
        outlet=document.publisher or document.source_file,
        named={index: len(chain.mentions) for index, chain in enumerate(extraction.chains) if chain.label in SPECIFIC},
    )


def held_of(extraction: Extraction) -> list[Held]:
    """The positions of a document, cut down."""
    return [_held(extraction, index, position) for index, position in enumerate(extraction.positions)]


def _held(extraction: Extraction, index: int, position: Position) -> Held:
    document, evidence = extraction.document, position.evidence[0]
    claim = None if position.claim is None else extraction.claims[position.claim]
    by_holder = claim is not None and (claim.claimant, claim.claimant_text) == (position.holder, position.holder_text)
    return Held(
        document=document.id,
        index=index,
        kind=position.kind,
        holder=position.holder,
        holder_text=position.holder_text,
        target=position.target,
        target_text=position.target_text,
        cue=position.cue,
        text=" ".join(position.text.split()),
        lemmas=tuple(fold(lemma) for lemma in position.lemmas),
        about=position.about,
        own=claim is None or by_holder or (claim.claimant is not None and claim.claimant == position.holder),
        sentence=evidence.sentence,
        span=evidence.span,
        published=document.published,
        source=source_of(document),
    )


def settled(
    held: Sequence[Held], settings: Sequence[Setting], entity: Mapping[Chain, Entity]
) -> tuple[list[Held], dict[str, Setting]]:
    """The positions in order, and the settings by document, with entities in the place of chains."""

    def of(document: str, chain: str | int | None) -> str | None:
        return entity[document, chain].id if isinstance(chain, int) else chain

    found = [
        replace(
            h,
            holder=of(h.document, h.holder),
            target=of(h.document, h.target),
            about=tuple(sorted({e for c in h.about if (e := of(h.document, c)) is not None})),
        )
        for h in held
    ]
    placed: dict[str, Setting] = {}
    for setting in settings:
        named: dict[str | int, int] = {}
        for chain, times in setting.named.items():
            if (id_ := of(setting.document, chain)) is not None:
                named[id_] = named.get(id_, 0) + times
        placed[setting.document] = replace(setting, named=named)
    return sorted(found, key=lambda h: h.order), placed
