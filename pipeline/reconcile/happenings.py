"""Events of the documents -> happenings: reports are joined only when type, date, place and those in it agree."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.reconcile.names import slug
from pipeline.reconcile.naming import event_name
from pipeline.records import (
    Entity,
    EntityLabel,
    EventType,
    Extraction,
    Happening,
    Member,
    Modality,
    Participant,
)

__all__ = ["Report", "happenings_of", "reports_of"]

Chain = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """What is kept of one event of one document."""

    member: Member
    type: EventType
    modality: Modality
    begin: int
    dates: frozenset[str]
    actors: tuple[str | int, ...]
    targets: tuple[str | int, ...]
    places: tuple[str | int, ...]
    """Participants: the position of their chain, or their words."""


def reports_of(extraction: Extraction) -> list[Report]:
    """The events of a document, cut down to what joining and naming them takes."""
    document = extraction.document.id
    return [
        Report(
            member=Member(document=document, index=index),
            type=event.type,
            modality=event.modality,
            begin=event.triggers[0].span.begin,
            dates=frozenset(t.value for t in event.times if t.value),
            actors=_who(event.actors),
            targets=_who(event.targets),
            places=_who(event.places),
        )
        for index, event in enumerate(extraction.events)
    ]


def _who(participants: Iterable[Participant]) -> tuple[str | int, ...]:
    return tuple(p.text if p.chain is None else p.chain for p in participants)


CROWDS = {EventType.PROTEST, EventType.STRIKE, EventType.ELECTION, EventType.ARREST, EventType.DISASTER}
"""What a day and a place tell apart, down to "arrests in Russia on 6 March"."""
LOCAL = {EventType.DEATH, EventType.INJURY, EventType.ATTACK, EventType.CYBERATTACK}
"""What a day and a place below a country tell apart."""
PERSONAL = {
    EventType.ARREST, EventType.TRIAL, EventType.DEATH, EventType.INJURY, EventType.APPOINTMENT, EventType.DEPARTURE,
    EventType.SANCTION,
}  # fmt: skip
"""What happens to one person hardly more than once a day."""

_AGENTS = (EntityLabel.PERSON, EntityLabel.ORG)
_TOWNS = (EntityLabel.CITY, EntityLabel.PLACE)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A report whose participants are entities."""

    report: Report
    agents: frozenset[str]
    victims: frozenset[str]
    places: frozenset[str]
    towns: frozenset[str]

    @property
    def order(self) -> tuple[str, int, int]:
        return self.report.member.document, self.report.begin, self.report.member.index


def _seen(report: Report, entity: Mapping[Chain, Entity]) -> _Seen:
    def named(who: Sequence[str | int], *labels: EntityLabel) -> frozenset[str]:
        found = (entity[report.member.document, w] for w in who if isinstance(w, int))
        return frozenset(e.id for e in found if not labels or e.label in labels)

    return _Seen(
        report=report,
        agents=named((*report.actors, *report.targets), *_AGENTS),
        victims=named(report.targets, EntityLabel.PERSON),
        places=named(report.places),
        towns=named(report.places, *_TOWNS),
    )


def _keys(seen: _Seen) -> Iterable[tuple[str, ...]]:
    """Two reports that share one of these tell of one happening, the surest first, unless something contradicts."""
    report = seen.report
    if report.modality is not Modality.ACTUAL:
        return
    if report.type is EventType.DEATH:
        yield from (("1 one person dies once", v) for v in sorted(seen.victims))
    for date in sorted(report.dates):
        if len(date) == 10:
            if report.type in PERSONAL:
                yield from (("2 the same person on the same day", date, v) for v in sorted(seen.victims))
            for place in sorted(seen.places):
                yield from (("3 day, place and participant", date, place, a) for a in sorted(seen.agents))
                if not seen.agents and (report.type in CROWDS or (report.type in LOCAL and place in seen.towns)):
                    yield ("5 day and place", date, place)
        elif len(date) == 7:
            for place in sorted(seen.places):
                yield from (("4 month, place and person", date, place, v) for v in sorted(seen.victims))


class _Joined:
    """Reports joined so far, with what they agree on."""

    def __init__(self, seen: _Seen) -> None:
        self.reports = [seen]
        self.documents = {seen.report.member.document}
        self.dates = set(seen.report.dates)
        self.places = set(seen.places)
        self.victims = set(seen.victims)

    def fits(self, other: _Joined, inside: Mapping[str, frozenset[str]]) -> bool:
        if not self.documents.isdisjoint(other.documents):
            return False
        if self.dates and other.dates and not any(_agree(a, b) for a in self.dates for b in other.dates):
            return False
        if self.victims and other.victims and self.victims.isdisjoint(other.victims):
            return False
        return not (self.places and other.places) or any(
            a == b or b in inside.get(a, ()) or a in inside.get(b, ()) for a in self.places for b in other.places
        )

    def take(self, other: _Joined) -> None:
        self.reports += other.reports
        self.documents |= other.documents
        self.dates |= other.dates
        self.places |= other.places
        self.victims |= other.victims


def _agree(left: str, right: str) -> bool:
    """Whether two dates of different precision may be one: 2021-01 and 2021-01-17.

    >>> _agree("2021-01", "2021-01-17"), _agree("2021-01-17", "2021-01-18")
    (True, False)
    """
    return left.startswith(right) or right.startswith(left)


def happenings_of(
    reports: Sequence[Report], entity: Mapping[Chain, Entity], inside: Mapping[str, frozenset[str]]
) -> list[Happening]:
    """Joins reports of one happening.

    Args:
        reports: Those of all documents.
        entity: The entity of each chain.
        inside: For the id of a place the ids of the places that are said to contain it.

    Returns:
        The happenings, sorted by id; each report is in exactly one.
    """
    groups = {seen.order: _Joined(seen) for seen in (_seen(r, entity) for r in reports)}
    blocks: dict[tuple[EventType, tuple[str, ...]], list[tuple[str, int, int]]] = defaultdict(list)
    for order in sorted(groups):
        seen = groups[order].reports[0]
        for key in _keys(seen):
            blocks[seen.report.type, key].append(order)
    for (_, key), block in sorted(blocks.items(), key=lambda b: (b[0][1][0], b[0])):
        if len(block) > 1:
            _join(groups, block, inside, alone=key[0].startswith("5"))
    distinct = {id(g): g for g in groups.values()}.values()
    return sorted((_happening(g.reports, entity) for g in distinct), key=lambda h: h.id)


def _join(
    groups: dict[tuple[str, int, int], _Joined],
    block: Sequence[tuple[str, int, int]],
    inside: Mapping[str, frozenset[str]],
    *,
    alone: bool,
) -> None:
    told = Counter(order[0] for order in block)
    kept: list[_Joined] = []
    for order in block:
        if alone and told[order[0]] > 1:
            continue  # one document tells two of the kind: which of them is the other documents' cannot be said
        group = groups[order]
        target = next((k for k in kept if k is group or k.fits(group, inside)), None)
        if target is None:
            kept.append(group)
        elif target is not group:
            target.take(group)
            for seen in group.reports:
                groups[seen.order] = target
            kept = [k for k in kept if k is not group]


def _happening(joined: Sequence[_Seen], entity: Mapping[Chain, Entity]) -> Happening:
    joined = sorted(joined, key=lambda s: s.order)
    first = joined[0].report
    dates = sorted({d for s in joined for d in s.report.dates}, key=lambda d: (-len(d), d))
    date = dates[0] if dates else ""

    def words(role: str) -> list[tuple[str, bool]]:
        counted: Counter[tuple[str, bool]] = Counter()
        for seen in joined:
            for who in getattr(seen.report, role):
                known = isinstance(who, int)
                counted[entity[seen.report.member.document, who].name if known else who, known] += 1
        return sorted(counted, key=lambda w: (not w[1], -counted[w], w))

    actors, targets, places = words("actors"), words("targets"), words("places")
    named = [w for w, known in (*targets, *places, *actors) if known][:1]
    parts = [first.type.lower(), *(slug(w) for w in named), *([date] if date else [])]
    raw = "\0".join((first.member.document, str(first.begin), str(first.member.index), first.type))
    parts.append(hashlib.sha256(raw.encode()).hexdigest()[:6])
    return Happening(
        id="event/" + "-".join(parts),
        type=first.type,
        name=event_name(first.type, [w for w, _ in actors], [w for w, _ in targets], [w for w, _ in places], date),
        members=tuple(s.report.member for s in joined),
    )
