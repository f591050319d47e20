"""Tallies: how many events of a type there are, kept in the graph so that nobody has to count those of a large one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from pipeline.graph import literals
from pipeline.graph.events import Stance
from pipeline.graph.iris import Iris
from pipeline.graph.namespaces import EVENT_CLASS, MODALITY, POLARITY, VOICE, term
from pipeline.graph.terms import Terms
from pipeline.records import EventType, Extraction, Happening, Modality, Polarity, Voice

__all__ = ["Tally", "counted", "months_of", "triples"]

_ONLY = {Polarity.AFFIRMED: "claimed", Polarity.DENIED: "denied"}


class Tally(NamedTuple):
    """So many events of one type that are told in one way: those of one modality, or those of one month."""

    type: EventType
    stance: Stance
    month: str
    """Such as 2022-03; empty where all months are counted."""
    total: int
    articles: int
    """In how many articles they are told; zero where that is not counted."""


def months_of(extraction: Extraction) -> tuple[tuple[str, ...], ...]:
    """The months of each event of a document, as far as its dates are so precise; most have one or none."""
    return tuple(
        tuple(
            dict.fromkeys(t.value[:7] for t in event.times if t.value and len(t.value) > 4 and literals.date(t.value))
        )
        for event in extraction.events
    )


def counted(
    happenings: Iterable[Happening], stances: Mapping[str, Stance], months: Mapping[str, set[str]]
) -> Iterator[Tally]:
    """The tallies of some events.

    Args:
        happenings: The events.
        stances: What the reports of each come to, by its id.
        months: The months of each, by its id.
    """
    alike: dict[tuple[EventType, Stance], list[Happening]] = {}
    for happening in happenings:
        stance = stances[happening.id]
        if stance.voice is Voice.NARRATOR:  # an author says so, whatever others deny
            stance = replace(stance, polarity=Polarity.AFFIRMED)
        alike.setdefault((happening.type, stance), []).append(happening)
    for (type_, stance), some in alike.items():
        articles = {member.document for happening in some for member in happening.members}
        yield Tally(type_, stance, "", len(some), len(articles))
        if stance.modality is Modality.ACTUAL:
            of_month = Counter(month for happening in some for month in months.get(happening.id, ()))
            yield from (Tally(type_, stance, month, n, 0) for month, n in of_month.items())


def triples(iris: Iris, tallies: Iterable[Tally], run: NamedNode) -> Iterator[Terms]:
    """The tallies, each a node of its own."""
    for type_, stance, month, total, articles in tallies:
        node = iris.hashed("tally", type_.value, stance.modality.value, stance.voice, stance.polarity, month)
        told = "" if stance.voice is Voice.NARRATOR else f"only {_ONLY[stance.polarity]}"
        named = ", ".join(filter(None, (type_.value, stance.modality.value, told, month)))
        yield node, term("rdf:type"), term("cg:Tally")
        yield node, term("rdfs:label"), literals.text(f"{named}: {total}")
        yield node, term("cg:ofClass"), EVENT_CLASS[type_]
        if month:
            yield node, term("cg:ofMonth"), Literal(month, datatype=term("xsd:gYearMonth"))
        else:
            yield node, term("cg:ofModality"), MODALITY[stance.modality]
            yield node, term("cg:articles"), literals.integer(articles)
        yield node, term("cg:ofVoice"), VOICE[stance.voice]
        yield node, term("cg:ofPolarity"), POLARITY[stance.polarity]
        yield node, term("cg:total"), literals.integer(total)
        yield node, term("prov:wasGeneratedBy"), run
