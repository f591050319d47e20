"""Events of the documents -> happenings: reports are joined only when type, date, place and those in it agree."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from operator import itemgetter
from typing import NamedTuple

from pipeline.reconcile.naming import event_name, names_nobody
from pipeline.reconcile.reports import NATIONWIDE, Report
from pipeline.reconcile.spread import Spread, in_turn
from pipeline.records import (
    Entity,
    EntityLabel,
    EventType,
    Happening,
    Modality,
)

__all__ = ["happenings_of"]

Chain = tuple[str, int]


CROWDS = {EventType.PROTEST, EventType.STRIKE, EventType.ELECTION, EventType.ARREST, EventType.DISASTER}
"""What a day and a place tell apart, down to "arrests in Russia on 6 March"."""
LOCAL = {EventType.DEATH, EventType.INJURY, EventType.ATTACK, EventType.CYBERATTACK}
"""What a day and a place below a country tell apart."""
PERSONAL = {
    EventType.ARREST, EventType.TRIAL, EventType.DEATH, EventType.INJURY, EventType.APPOINTMENT, EventType.DEPARTURE,
    EventType.SANCTION,
}  # fmt: skip
"""What happens to one person hardly more than once a day."""

NATIONAL = {EventType.ELECTION, EventType.MOBILISATION, EventType.LEGISLATION}
"""What a country has one of on a day, wherever the text places it."""
ONCE = {EventType.FOUNDING, EventType.DISSOLUTION}
"""What happens to a body once."""
LASTING = {EventType.ARREST, EventType.APPOINTMENT, EventType.DEPARTURE}
"""What does not happen to one person again within `RECENT` days."""
RECENT = 45
"""An event without a date happened at most so many days before its document, as far as it is told as news."""
SAME_NEWS = 7
"""A number that two documents give so many days apart at the most is one count."""
ERA = 400
"""A country is not invaded anew within so many days."""

SEVERAL = 3
"""What happens in so many places of a country happens in the country."""

_AGENTS = (EntityLabel.PERSON, EntityLabel.ORG)
_PARTIES = (*_AGENTS, EntityLabel.COUNTRY)
_TOWNS = (EntityLabel.CITY, EntityLabel.PLACE)


Order = tuple[str, int, int]
"""Where a report stands: its document, where it begins in it, and its number."""


class _Seen(NamedTuple):
    """A report whose participants are entities, by their ids."""

    order: Order
    report: Report
    agents: frozenset[str]
    victims: frozenset[str]
    parties: frozenset[tuple[str, str]]
    """Pairs of who did it and whom it befell."""
    attacked: frozenset[str]
    places: frozenset[str]
    towns: frozenset[str]
    homes: frozenset[str]
    bodies: frozenset[str]


_NOBODY: frozenset[str] = frozenset()


def _seen(report: Report, entity: Mapping[Chain, Entity], inside: Mapping[str, frozenset[str]]) -> _Seen:
    document, index = report.member.document, report.member.index

    def named(who: Sequence[str | int]) -> list[Entity]:
        return [entity[document, w] for w in who if isinstance(w, int)]

    actors, targets, where = named(report.actors), named(report.targets), named(report.places)
    places = _ids(where)
    return _Seen(
        order=(document, report.begin, index),
        report=report,
        agents=_ids([*actors, *targets], *_AGENTS),
        victims=_ids(targets, EntityLabel.PERSON),
        parties=frozenset(product(_ids(actors, *_PARTIES), _ids(targets, *_PARTIES))) if targets else frozenset(),
        attacked=_ids(targets, EntityLabel.COUNTRY) if report.type is EventType.ATTACK else _NOBODY,
        places=places | _land(places, inside),
        towns=_ids(where, *_TOWNS),
        homes=_ids(named(report.homes)),
        bodies=_ids(targets, EntityLabel.ORG),
    )


def _ids(found: Sequence[Entity], *labels: EntityLabel) -> frozenset[str]:
    """The ids of entities, or of those that have one of some labels."""
    return frozenset([e.id for e in found if not labels or e.label in labels]) if found else _NOBODY


def _land(places: frozenset[str], inside: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The country that three places or more lie in: what happens in all of them happens in the country."""
    if len(places) < SEVERAL:
        return _NOBODY
    lands = Counter(land for place in places for land in inside.get(place, ()))
    return frozenset(land for land, n in lands.items() if n >= SEVERAL and n == len(places - {land}))


Sure = tuple[int, str, tuple[str, ...]]
"""How sure a key is (the lowest the surest), what it says, and what must be equal."""

ALONE = 6
"""From here on a key holds only for a document that tells of one such event."""


def _keys(seen: _Seen) -> Iterator[Sure]:
    """Two reports of one type that share one of these tell of one happening, unless something contradicts."""
    report = seen.report
    yield from ((0, "the same words", (str(wording),)) for wording in report.wordings)
    if report.modality is not Modality.ACTUAL:
        return
    if report.type is EventType.DEATH:
        yield from ((1, "one person dies once", (v,)) for v in sorted(seen.victims))
    if report.type in ONCE:
        yield from ((1, "one body is founded or dissolved once", (b,)) for b in sorted(seen.bodies))
    if report.type in LASTING and _one_time(report.dates):
        yield from ((ALONE, "person and time", (v,)) for v in sorted(seen.victims))
    if report.type is EventType.ATTACK and report.word.startswith("inva"):
        yield from ((ALONE, "country invaded", (country,)) for country in sorted(seen.attacked))
    if report.crowd >= NATIONWIDE:
        yield ALONE, "number and week", (f"{report.crowd:.0f}", report.kind)
    for date in sorted(report.dates):
        if len(date) == len("2022-03-06"):
            yield from _keys_of_day(seen, date)
        elif len(date) == len("2022-03"):
            for place, victim in product(sorted(seen.places), sorted(seen.victims)):
                yield 5, "month, place and person", (date, place, victim)


def _keys_of_day(seen: _Seen, day: str) -> Iterator[Sure]:
    report = seen.report
    if report.type in PERSONAL:
        yield from ((2, "day and person", (day, v)) for v in sorted(seen.victims))
    yield from ((3, "day and both parties", (day, *pair)) for pair in sorted(seen.parties))
    if report.crowd >= NATIONWIDE:
        yield 3, "day and number", (day, f"{report.crowd:.0f}", report.kind)
    for place, agent in product(sorted(seen.places), sorted(seen.agents)):
        yield 4, "day, place and participant", (day, place, agent)
    yield from ((ALONE, "day and country attacked", (day, country)) for country in sorted(seen.attacked))
    if seen.agents:
        return
    where = seen.places
    if not where and (report.crowd >= NATIONWIDE or report.type in NATIONAL):
        where = seen.homes
    for place in sorted(where):
        # of those called up each document counts others
        called = report.type is EventType.MOBILISATION and report.crowd
        if (report.type in CROWDS | NATIONAL and not called) or (report.type in LOCAL and place in seen.towns):
            yield ALONE, "day and place", (day, place, report.kind)


def _one_time(dates: Collection[str]) -> bool:
    """Whether dates can be one: "arrested in 2021 and again in March" has two."""
    return all(_agree(a, b) for a in dates for b in dates)


WITHIN = {"person and time": RECENT, "country invaded": ERA, "number and week": SAME_NEWS}
"""Keys that hold only for reports whose times lie so near, in days, the day of the document standing for no date."""


def _days(report: Report) -> tuple[int, int] | None:
    """The first and the last day that an event can be of by its dates, or else the day of its document, as ordinals."""
    if not report.dates:
        return None if report.published is None else (report.published.toordinal(), report.published.toordinal())
    date = max(report.dates, key=lambda d: (len(d), d))
    year, *rest = (int(part) for part in date.split("-"))
    month = rest[0] if rest else 0
    if len(rest) == 2:
        day = dt.date(year, month, rest[1]).toordinal()
        return day, day
    first = dt.date(year, month or 1, 1).toordinal()
    return first, dt.date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1).toordinal() - 1


def _apart(left: Report, right: Report) -> float:
    """How many days lie between two events at the least; infinite where nothing tells."""
    a, b = _days(left), _days(right)
    return math.inf if a is None or b is None else max(0, a[0] - b[1], b[0] - a[1])


class _Joined:
    """Reports joined so far, with what they agree on."""

    def __init__(self, seen: _Seen) -> None:
        self.reports = [seen]
        self.documents = {seen.report.member.document}
        self.dates = set(seen.report.dates)
        self.places = set(seen.places)
        # of a crowd one document names this person, another that one
        self.victims = set(seen.victims) if seen.report.crowd < NATIONWIDE else set()

    def fits(self, other: _Joined, inside: Mapping[str, frozenset[str]], days: int | None = None) -> bool:
        if not self.documents.isdisjoint(other.documents):
            return False
        if days is not None and any(_apart(a.report, b.report) > days for a in self.reports for b in other.reports):
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
    reports: Sequence[Report],
    entity: Mapping[Chain, Entity],
    inside: Mapping[str, frozenset[str]],
    spread: Spread = in_turn,
) -> list[Happening]:
    """Joins reports of one happening.

    Args:
        reports: Those of all documents.
        entity: The entity of each chain.
        inside: For the id of a place the ids of the places that are said to contain it.
        spread: How reports that have any key in common, themselves or through others, are worked on.

    Returns:
        The happenings, sorted by id; each report is in exactly one.
    """
    seen = {one.order: one for one in (_seen(r, entity, inside) for r in reports)}
    blocks: dict[tuple[Sure, EventType], list[Order]] = defaultdict(list)
    for order in sorted(seen):
        for key in _keys(seen[order]):
            blocks[key, seen[order].report.type].append(order)
    shared = sorted((key, block) for key, block in blocks.items() if len(block) > 1)
    met = {order for _, block in shared for order in block}
    joined = [[one] for order, one in seen.items() if order not in met]
    for groups in spread(_joined, (_together(shared, part, seen, inside) for part in _parted(shared))):
        joined += ([seen[order] for order in group] for group in groups)
    return sorted((_happening(group, entity) for group in joined), key=lambda h: h.id)


Blocks = Sequence[tuple[tuple[Sure, EventType], list[Order]]]


@dataclass(frozen=True)
class _Together:
    """Reports that may tell of one happening, themselves or through others, with the keys that they share."""

    seen: tuple[_Seen, ...]
    blocks: Blocks
    inside: Mapping[str, frozenset[str]]


def _parted(shared: Blocks) -> list[list[int]]:
    """The positions of the blocks, those with reports in common together."""
    blocks_of: dict[Order, list[int]] = defaultdict(list)
    for at, (_, block) in enumerate(shared):
        for order in block:
            blocks_of[order].append(at)
    parts: list[list[int]] = []
    done: set[int] = set()
    for start in range(len(shared)):
        if start in done:
            continue
        done.add(start)
        part = [start]
        for at in part:  # it grows on the way
            near = {other for order in shared[at][1] for other in blocks_of.pop(order, ())} - done
            done |= near
            part += sorted(near)
        parts.append(sorted(part))
    return parts


def _together(
    shared: Blocks, part: Sequence[int], seen: Mapping[Order, _Seen], inside: Mapping[str, frozenset[str]]
) -> _Together:
    blocks = [shared[at] for at in part]
    reports = tuple(seen[order] for order in sorted({order for _, block in blocks for order in block}))
    places = {place for one in reports for place in one.places}
    return _Together(reports, blocks, {place: inside[place] for place in sorted(places) if place in inside})


def _joined(together: _Together) -> list[list[Order]]:
    """The reports of each happening."""
    groups = {one.order: _Joined(one) for one in together.seen}
    for (key, _), block in together.blocks:
        _join(groups, _single(groups, block) if key[0] == ALONE else block, together.inside, WITHIN.get(key[1]))
    distinct = {id(group): group for group in groups.values()}.values()
    return [[one.order for one in group.reports] for group in distinct]


def _single(groups: Mapping[tuple[str, int, int], _Joined], block: Sequence[Order]) -> list[Order]:
    """Of each document the one report that can be meant: the only one, the only one with a number, or with a date.

    Which of several is what the other documents tell of cannot be said.
    """
    of_document: dict[str, list[Order]] = defaultdict(list)
    for order in block:
        of_document[order[0]].append(order)
    kept: list[Order] = []
    for orders in of_document.values():
        numbered = [o for o in orders if any(s.order == o and s.report.crowd for s in groups[o].reports)]
        dated = [o for o in orders if groups[o].dates]
        kept += next((some for some in (orders, numbered, dated) if len(some) == 1), [])
    return kept


def _join(
    groups: dict[Order, _Joined],
    block: Sequence[Order],
    inside: Mapping[str, frozenset[str]],
    days: int | None,
) -> None:
    kept: list[_Joined] = []
    for order in block:
        group = groups[order]
        target = next((k for k in kept if k is group or k.fits(group, inside, days)), None)
        if target is None:
            kept.append(group)
        elif target is not group:
            target.take(group)
            for seen in group.reports:
                groups[seen.order] = target
            kept = [k for k in kept if k is not group]


def _is_crowd(words: str) -> bool:
    return any(c.isdigit() for c in words)


def _happening(joined: Sequence[_Seen], entity: Mapping[Chain, Entity]) -> Happening:
    ordered = sorted(joined, key=itemgetter(0)) if len(joined) > 1 else joined  # as a rule one
    reports = [seen.report for seen in ordered]
    first = reports[0]
    date = min({d for report in reports for d in report.dates}, key=lambda d: (-len(d), d), default="")
    crowded = any(report.crowd >= NATIONWIDE for report in reports)

    def words(role: str) -> list[str]:
        counted: dict[tuple[str, bool], int] = {}
        for report in reports:
            for who in getattr(report, role):
                if isinstance(who, int):
                    word = entity[report.member.document, who].name, True
                elif names_nobody(who):
                    continue
                else:
                    word = who, False
                counted[word] = counted.get(word, 0) + 1
        if len(counted) < 2:  # as a rule
            return [w for w, _ in counted]
        return [w for w, _ in sorted(counted, key=lambda w: (_is_crowd(w[0]) != crowded, not w[1], -counted[w], w))]

    best = min(reports, key=lambda report: (not report.named, not report.dates))
    return Happening(
        id=best.own,
        type=first.type,
        name=event_name(first.type, words("actors"), words("targets"), words("places"), date, first.word),
        members=tuple([report.member for report in reports]),
        replaces=tuple(sorted({report.own for report in reports} - {best.own})),
    )
