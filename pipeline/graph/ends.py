"""The loose ends of a document: what the triples that span documents say of it, and no more.

They depend on the extraction alone, as its gist does for reconciling.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.graph.events import Stance, stances_of
from pipeline.graph.pairs import Named, named_in
from pipeline.graph.sayings import Said, said_in
from pipeline.graph.tallies import months_of
from pipeline.records import Extraction, Mention, MentionForm

__all__ = ["Ends", "ends_of"]

Stretch = tuple[int, int]
"""Where it begins and ends in the text."""

Mentioned = tuple[int, int, bool]
"""Where a mention begins and ends, and whether it is a noun phrase or pronoun that covers the words of a name."""


@dataclass(frozen=True, slots=True)
class Ends:
    """What is kept of one document."""

    id: str
    """Document.id"""
    mentions: tuple[tuple[Mentioned, ...], ...]
    """Of each chain, where its mentions stand: as many as there are nodes that denote the entity."""
    source_file: str
    record: int | None
    publisher: str
    """As the document names it, on one line; empty if it names none."""
    author: str
    sentences: tuple[Stretch, ...]
    stances: tuple[Stance, ...]
    """How each of its events is reported."""
    triggers: tuple[tuple[tuple[Stretch, int], ...], ...]
    """The words that tell each event, with the position of their sentence."""
    acts: tuple[tuple[Stretch, int], ...]
    """The verb of each act, with the position of its sentence."""
    named: tuple[Named, ...]
    """Who is named together with whom."""
    said: tuple[Said, ...]
    """Who says what."""
    months: tuple[tuple[str, ...], ...]
    """Those in which each of its events happened."""
    places: tuple[tuple[int, ...], ...]
    """The chains of the places where each did, as far as they are named."""


def ends_of(extraction: Extraction) -> Ends:
    """What is kept of a document."""
    document = extraction.document
    return Ends(
        id=document.id,
        mentions=_mentions(extraction),
        source_file=document.source_file,
        record=document.record,
        publisher=_one_line(document.publisher),
        author=_one_line(document.author),
        sentences=tuple((s.span.begin, s.span.end) for s in extraction.sentences),
        stances=stances_of(extraction),
        triggers=tuple(
            tuple(((t.span.begin, t.span.end), t.sentence) for t in event.triggers) for event in extraction.events
        ),
        acts=tuple(((a.verb.begin, a.verb.end), a.evidence[0].sentence) for a in extraction.acts),
        named=named_in(extraction),
        said=said_in(extraction),
        months=months_of(extraction),
        places=tuple(
            tuple(dict.fromkeys(place.chain for place in event.places if place.chain is not None))
            for event in extraction.events
        ),
    )


def _mentions(extraction: Extraction) -> tuple[tuple[Mentioned, ...], ...]:
    every, chains = extraction.mentions, extraction.chains
    names = {every[i].span for chain in chains for i in chain.mentions if every[i].form is MentionForm.NAME}

    def place(mention: Mention) -> Mentioned:
        beside = mention.form is not MentionForm.NAME and mention.span in names
        return mention.span.begin, mention.span.end, beside

    return tuple(tuple(dict.fromkeys(place(every[i]) for i in chain.mentions)) for chain in chains)


def _one_line(name: str | None) -> str:
    return " ".join((name or "").split())
