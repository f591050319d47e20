"""What is kept of the events of a document: as much as joining reports of one happening and naming it takes."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from pipeline.reconcile.names import fold, slug
from pipeline.reconcile.units import counted
from pipeline.records import EntityLabel, Event, EventType, Extraction, Member, Modality, Participant

__all__ = ["NATIONWIDE", "Report", "reports_of"]

NATIONWIDE = 100
"""Where no place is told, a crowd of so many is taken to be counted all over the country that the text is about."""
DIGITS = 10
"""So much of a hash keeps apart a hundred thousand events of one type of which neither name nor date is known."""
REPRINT_WORDS = 8
"""A sentence of fewer words may stand in two documents by chance."""
REPRINT_SIDE = 5
"""Two documents that have so many words before and behind the trigger in common are copies there."""


class Report(NamedTuple):
    """One event of one document.

    Participants are given by the position of their chain, or else by their words. `crowd` is how many people or things
    the words count, and `kind` of which sort. `homes` are the chains of the countries that the
    document is about. `word` is the trigger, folded. `wordings` are hashes of the trigger in its sentence, and among
    the words around it; there are none in a short sentence. `published` is the day of the document.
    """

    member: Member
    type: EventType
    modality: Modality
    begin: int
    dates: frozenset[str]
    actors: tuple[str | int, ...]
    targets: tuple[str | int, ...]
    places: tuple[str | int, ...]
    crowd: float
    kind: str
    homes: tuple[int, ...]
    word: str
    wordings: tuple[int, ...]
    published: dt.date | None
    named: bool
    """Whether a target, place or actor has a name."""
    own: str
    """The id of the happening if nobody else tells of it: made of what this document says, and of nothing else.

    So it stays whatever other documents come and whoever is found to be who; a happening that several tell of has that
    of the one that names and dates it, and the others lead to it.
    """


def reports_of(extraction: Extraction) -> list[Report]:
    """The events of a document, cut down."""
    homes = _homes(extraction)
    return [_report(extraction, index, event, homes) for index, event in enumerate(extraction.events)]


def _report(extraction: Extraction, index: int, event: Event, homes: tuple[int, ...]) -> Report:
    called = tuple(_called(extraction, who) for who in (event.targets, event.places, event.actors))
    dates = frozenset(t.value for t in event.times if t.value)
    begin = event.triggers[0].span.begin
    many = event.actors if event.type in (EventType.PROTEST, EventType.STRIKE) else event.targets
    crowd, kind = _crowd([p.text for p in many if p.chain is None])
    return Report(
        member=Member(document=extraction.document.id, index=index),
        type=event.type,
        modality=event.modality,
        begin=begin,
        dates=dates,
        actors=_who(event.actors),
        targets=_who(event.targets),
        places=_who(event.places),
        crowd=crowd,
        kind=kind,
        homes=homes,
        word=fold(event.triggers[0].surface),
        wordings=_wordings(extraction, event),
        published=extraction.document.published,
        named=any(called),
        own=_own_id(extraction.document.id, begin, index, event.type, called, crowd, dates),
    )


def _who(participants: Iterable[Participant]) -> tuple[str | int, ...]:
    return tuple(p.text if p.chain is None else p.chain for p in participants)


def _called(extraction: Extraction, participants: Iterable[Participant]) -> str:
    return next((extraction.chains[p.chain].name for p in participants if p.chain is not None), "")


def _own_id(
    document: str,
    begin: int,
    index: int,
    type_: EventType,
    called: tuple[str, ...],
    crowd: float,
    dates: Collection[str],
) -> str:
    """See `Report.own`; `called` are the names of the first target, place and actor."""
    target, place, actor = called
    named = (place or actor) if crowd >= NATIONWIDE else (target or place or actor)
    date = min(dates, key=lambda d: (-len(d), d), default="")
    digest = hashlib.sha256("\0".join((document, str(begin), str(index), type_)).encode()).hexdigest()[:DIGITS]
    return "event/" + "-".join(filter(None, (type_.lower(), named and slug(named), date, digest)))


def _homes(extraction: Extraction) -> tuple[int, ...]:
    """The countries named at least half as often as the one named most."""
    named = {
        index: len(chain.mentions)
        for index, chain in enumerate(extraction.chains)
        if chain.label is EntityLabel.COUNTRY
    }
    return tuple(index for index, times in named.items() if 2 * times >= max(named.values()))


_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)(\s+(?:million|thousand))?\b")
_TAIL = re.compile(r"\s(?:of|in|from|at|who|with|on|during)\s.*", re.DOTALL)


def _crowd(words: Sequence[str]) -> tuple[float, str]:
    """How many, of what: the largest number in the words, and the noun of the first of them.

    >>> _crowd(["more than 4,300 people in Russia"]), _crowd(["journalists", "12 students"]), _crowd([])
    ((4300.0, 'person'), (12.0, 'journalist'), (0.0, 'person'))
    """
    numbers = [
        float(match[1].replace(",", "")) * {"million": 1e6, "thousand": 1e3}.get((match[2] or "").strip(), 1.0)
        for text in words
        for match in _NUMBER.finditer(text)
    ]
    head = _TAIL.sub("", words[0]) if words else ""
    return max(numbers, default=0.0), counted(head)


def _wordings(extraction: Extraction, event: Event) -> tuple[int, ...]:
    trigger = event.triggers[0]
    sentence = extraction.sentences[trigger.sentence]
    words = fold(sentence.text).split()
    before = fold(sentence.text[: trigger.span.begin - sentence.span.begin]).split()
    behind = fold(sentence.text[trigger.span.end - sentence.span.begin :]).split()
    found = []
    if len(words) >= REPRINT_WORDS:
        found.append(_hash("sentence", *words, "|", *before, "|", trigger.surface))
    if len(before) >= REPRINT_SIDE and len(behind) >= REPRINT_SIDE:
        found.append(_hash("around", *before[-REPRINT_SIDE:], "|", trigger.surface, "|", *behind[:REPRINT_SIDE]))
    return tuple(found)


def _hash(*words: str) -> int:
    return int.from_bytes(hashlib.sha256("\0".join(words).encode()).digest()[:8], "big")
