"""Words of one document as one side of a comparison, and what is known of them across documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.reconcile.names import fold
from pipeline.records import (
    Claim,
    Entity,
    EntityLabel,
    Extraction,
    OriginCluster,
    OriginKind,
    Side,
    Span,
    Voice,
)

__all__ = ["Corpus", "Passage", "focus_of", "passage_of"]

_LONGEST = 90
"""So many characters of a passage are quoted in a readable line."""


class Passage(NamedTuple):
    """Words that assert something: where they stand, who says them, and when and where they were printed."""

    document: str
    at: int
    span: Span
    words: str
    claim: int | None
    attributed: bool
    """Whether somebody is quoted or reported for it; if not, the author says it, be it as hearsay."""
    who: str | int
    """The position of the claimant's chain, or words; empty where nobody is named."""
    outlet: str
    published: dt.date | None
    sentence: str
    """Folded, so that one sentence in two documents is equal."""
    focus: int | None
    """The chain of the city or country that the document is about."""

    @property
    def source(self) -> str:
        """The outlet and the day, to be read."""
        return self.outlet if self.published is None else f"{self.outlet}, {self.published}"


def passage_of(extraction: Extraction, sentence: int, span: Span, claim: int | None, focus: int | None) -> Passage:
    """The passage of some words of a document, which may be a claim or stand in one."""
    document = extraction.document
    said: Claim | None = None if claim is None else extraction.claims[claim]
    return Passage(
        document=document.id,
        at=sentence,
        span=span,
        words=" ".join(document.quote(span).split()),
        claim=claim,
        attributed=said is not None and said.voice is Voice.ATTRIBUTED and bool(said.claimant_text),
        who="" if said is None else said.claimant_text if said.claimant is None else said.claimant,
        outlet=document.publisher or document.source_file,
        published=document.published,
        sentence=fold(extraction.sentences[sentence].text),
        focus=focus,
    )


def focus_of(extraction: Extraction) -> int | None:
    """The chain of the place that a document is about: the city or country that it names most often.

    Its title counts twice; where two are named equally often, and one of them is no town of the title, nobody knows.
    """
    title = fold(extraction.document.title or "")
    named = sorted(
        (
            (-len(chain.mentions) - 2 * (bool(title) and fold(chain.name) in title), index)
            for index, chain in enumerate(extraction.chains)
            if chain.label in (EntityLabel.CITY, EntityLabel.COUNTRY)
        ),
    )
    return named[0][1] if named and (len(named) == 1 or named[0][0] < named[1][0]) else None


class Corpus:
    """Who is who, and who repeats whom: what the comparison of two passages asks of all documents."""

    def __init__(self, entity: Mapping[tuple[str, int], Entity], origins: Iterable[OriginCluster] = ()) -> None:
        self._entity = entity
        self._root: dict[str, str] = {}
        self._copies: set[str] = set()
        self._taken_over: set[tuple[str, int]] = set()
        for cluster in origins:
            first, *others = cluster.repeats
            if cluster.kind in (OriginKind.ONE_ORIGIN, OriginKind.EDITIONS):
                self._root |= {repeat.document: first.document for repeat in cluster.repeats}
                self._copies |= {repeat.document for repeat in others}
            elif cluster.kind is OriginKind.SHARED_PASSAGE:
                self._taken_over |= {(repeat.document, at) for repeat in others for at in repeat.sentences}

    def entity(self, document: str, chain: int) -> Entity:
        """The entity of a chain."""
        return self._entity[document, chain]

    def source_of(self, passage: Passage) -> str:
        """The document that a text was first printed in, as far as its copies and editions are known."""
        return self._root.get(passage.document, passage.document)

    def one_source(self, one: Passage, other: Passage) -> bool:
        """Whether both stand in one article, in its copies or in its editions."""
        return self.source_of(one) == self.source_of(other)

    def order(self, passage: Passage) -> tuple[dt.date, bool, str, int]:
        """Oldest first, of one day an article before its copies; what has no date last."""
        return passage.published or dt.date.max, passage.document in self._copies, passage.document, passage.span.begin

    def taken_over(self, passage: Passage) -> bool:
        """Whether the sentence was taken from another article."""
        return (passage.document, passage.at) in self._taken_over

    def focus(self, passage: Passage) -> Entity | None:
        """The city or country that the document is about."""
        return None if passage.focus is None else self._entity[passage.document, passage.focus]

    def speaker(self, passage: Passage) -> Entity | None:
        """Who says it, if that is an entity."""
        return self._entity[passage.document, passage.who] if isinstance(passage.who, int) else None

    def name(self, passage: Passage) -> str:
        """Who says it, to be read; empty where the author does or nobody is named."""
        if isinstance(passage.who, int):
            return self._entity[passage.document, passage.who].name
        return " ".join(passage.who.partition(",")[0].split())

    def told(self, passage: Passage, words: str) -> str:
        """Words with who says them and where: “37 people” (police in Northgate Wire, 2023-04-23)."""
        name = self.name(passage)
        speaker = f"{name} in " if name and not passage.source.startswith(name) else ""
        return f"“{words}” ({speaker}{passage.source})"

    def quoted(self, passage: Passage) -> str:
        """The passage, cut where it is long, with who says it and where."""
        return self.told(passage, cut(passage.words))

    def side(self, passage: Passage) -> Side:
        """The passage as one side of a comparison."""
        speaker = self.speaker(passage) if passage.attributed else None
        return Side(
            document=passage.document,
            sentence=passage.at,
            span=passage.span,
            claim=passage.claim,
            speaker=None if speaker is None else speaker.id,
            speaker_text=self.name(passage) if passage.attributed else "",
        )

    def same_voice(self, left: Passage, right: Passage) -> bool:
        """Whether one person or body, or one author, says both."""
        if left.attributed is not right.attributed:
            return False
        if not left.attributed:
            return left.document == right.document
        one, other = self.speaker(left), self.speaker(right)
        if one is not None and other is not None:
            return one.id == other.id
        return fold(self.name(left)) == fold(self.name(right))


def cut(words: str, limit: int = _LONGEST) -> str:
    """The words, cut between two of them where they are long."""
    return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0] + " …"
