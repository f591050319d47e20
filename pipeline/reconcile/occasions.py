"""Occasions: what happened in one place on one day, as several articles tell it, each in its own words.

A march, the arrests at it and the stones thrown there are events of their own; how outlets frame what happened shows
only if they are read together.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.reconcile.held import Setting
from pipeline.reconcile.lexicon import words
from pipeline.reconcile.naming import readable_date
from pipeline.records import Entity, EntityLabel, Event, EventType, Extraction, Member, Modality, Occasion

__all__ = ["Scene", "find_occasions", "scene_of"]

TYPES = frozenset(
    {
        EventType.PROTEST, EventType.STRIKE, EventType.ATTACK, EventType.CYBERATTACK, EventType.ARREST,
        EventType.INJURY, EventType.DEATH, EventType.COERCION, EventType.DISASTER,
    }
)  # fmt: skip
"""What is told of as one occasion: people and things in public, and what befalls them."""
FRESH = 5
"""An article tells of an occasion as news up to so many days after it."""
SHARED = 2
"""An article that dates nothing tells of an occasion if it names so much that an article on it names too."""
COMMON = 60
"""What more occasions than these have to do with tells no article's occasion."""

CITY = "city/"
"""How the ids of towns begin."""

Chain = tuple[str, int]
Key = tuple[str, str]
"""The id of a town, or of a country, and a day."""


@dataclass(frozen=True, slots=True)
class _Told:
    """An event or an act of a document: where it stands, its days and the chains of its places."""

    index: int
    begin: int
    days: tuple[str, ...]
    places: tuple[int, ...]
    event: int | None = None
    quoted: bool = False
    """Whether it stands in somebody's own words alone."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is kept of the events and acts of a document."""

    document: str
    published: dt.date | None
    events: tuple[_Told, ...]
    acts: tuple[_Told, ...]


def scene_of(extraction: Extraction) -> Scene:
    """The events of a document that happened in public, and its acts."""
    said = [c for c in extraction.claims if c.quoted_words]
    events = tuple(
        _Told(
            index=index,
            begin=event.triggers[0].span.begin,
            days=tuple(dict.fromkeys(t.value for t in event.times if t.value is not None)),
            places=tuple(p.chain for p in event.places if p.chain is not None),
            quoted=all(any(claim.holds(t.span) for claim in said) for t in event.triggers),
        )
        for index, event in enumerate(extraction.events)
        if event.type in TYPES and event.modality is Modality.ACTUAL and not _lasts(event, extraction)
    )
    acts = tuple(
        _Told(index=index, begin=act.verb.begin, days=act.times, places=(), event=act.event)
        for index, act in enumerate(extraction.acts)
    )
    return Scene(extraction.document.id, extraction.document.published, events, acts)


def _lasts(event: Event, extraction: Extraction) -> bool:
    """Whether an event is larger than an occasion: a war, what befalls a whole country."""
    if all(t.surface.casefold() in words("wars") for t in event.triggers):
        return True
    targets = (p.chain for p in event.targets if p.chain is not None)
    return any(extraction.chains[chain].label is EntityLabel.COUNTRY for chain in targets)


def find_occasions(
    scenes: Iterable[Scene],
    settings: Mapping[str, Setting],
    entity: Mapping[Chain, Entity],
) -> list[Occasion]:
    """The occasions of which at least two documents tell.

    A document that says the day and the town of one of its events tells of that occasion, and so do its events without
    a day that stand behind it. One that says no day, but is as fresh and names the same people and places, tells of it
    too, if it tells of anything but in quotations. What happened in several towns of a country happened in the country.
    """
    scenes = sorted(scenes, key=lambda s: s.document)
    where = _Where(entity)
    anchors = {s.document: dict(_anchors(s, settings[s.document], where)) for s in scenes}
    nearest = _Nearest(anchors, settings)
    gathered: dict[Key, tuple[list[Member], list[Member]]] = defaultdict(lambda: ([], []))
    for scene in scenes:
        own = anchors[scene.document]
        tells = not own and any(not told.quoted for told in scene.events)
        joined = nearest.of(settings[scene.document]) if tells else None
        placed = {
            told.index: key
            for told in scene.events
            if (key := own.get(told.index) or _follows(told, scene, own, joined, where)) is not None
        }
        for index, key in placed.items():
            gathered[key][0].append(Member(document=scene.document, index=index))
        for act in scene.acts:
            if (key := _of_act(act, scene, placed)) is not None:
                gathered[key][1].append(Member(document=scene.document, index=act.index))
    return [
        Occasion(
            place=place,
            day=dt.date.fromisoformat(day),
            name=f"{where.name[place]}, {readable_date(day)}",
            events=tuple(events),
            acts=tuple(acts),
        )
        for (place, day), (events, acts) in sorted(gathered.items())
        if len({m.document for m in events}) > 1
    ]


class _Where:
    """The places of events: towns, and the countries that they lie in."""

    def __init__(self, entity: Mapping[Chain, Entity]) -> None:
        self._entity = entity
        found = {e.id: e for e in entity.values()}
        self.name = {id_: e.name for id_, e in found.items()}
        self._land = {e.country_code: e.id for e in found.values() if e.label is EntityLabel.COUNTRY and e.country_code}

    def land(self, place: Entity) -> str | None:
        """The id of the country of a place, as far as the corpus names it."""
        return self._land.get(place.country_code or "")

    def of(self, document: str, chains: Iterable[int], *labels: EntityLabel) -> list[Entity]:
        """The places of an event that have one of these labels."""
        return [e for chain in chains if (e := self._entity[document, chain]).label in labels]

    def place(self, document: str, chains: Sequence[int], setting: Setting) -> str | None:
        """Where an event happened: in its town; if it has several, in their country, or in the one named most."""
        towns = {e.id: e for e in self.of(document, chains, EntityLabel.CITY)}
        lands = {e.id for e in self.of(document, chains, EntityLabel.COUNTRY)}
        if len(towns) == 1:
            return next(iter(towns))
        lands |= {land for e in towns.values() if (land := self.land(e)) is not None}
        if len(lands) == 1:
            return next(iter(lands))
        return max(sorted(towns), key=lambda t: setting.named.get(t, 0), default=None)


def _anchors(scene: Scene, setting: Setting, where: _Where) -> Iterator[tuple[int, Key]]:
    """The events with one day and a place."""
    for told in scene.events:
        days = [d for d in told.days if len(d) == len("2022-03-06")]
        place = where.place(scene.document, told.places, setting) if len(days) == 1 else None
        if place is not None:
            yield told.index, (place, days[0])


class _Nearest:
    """Finds the occasion that a document tells of without saying where or when."""

    def __init__(self, anchors: Mapping[str, Mapping[int, Key]], settings: Mapping[str, Setting]) -> None:
        self._by_name: dict[str | int, set[tuple[Key, str]]] = defaultdict(set)
        for document, own in anchors.items():
            for key in {*own.values()}:
                for name in settings[document].named:
                    self._by_name[name].add((key, document))

    def of(self, setting: Setting) -> Key | None:
        """The occasion of the article that names most of what this one names, if it is so fresh."""
        if setting.published is None:
            return None
        common: Counter[tuple[Key, str]] = Counter()
        for name in setting.named:
            told = self._by_name.get(name, set())
            if len(told) <= COMMON:
                common.update(told)
        fit = [
            (n, key)
            for (key, _), n in common.items()
            if n >= SHARED + (key[0] not in setting.named)
            and 0 <= (setting.published - dt.date.fromisoformat(key[1])).days <= FRESH
            and _may_be_set(setting, key[0])
        ]
        return min(fit, key=lambda f: (-f[0], f[1]))[1] if fit else None


def _may_be_set(setting: Setting, place: str) -> bool:
    """Whether an article may tell of what happened in a town: not if it names another more often."""
    towns = {name: n for name, n in setting.named.items() if str(name).startswith(CITY)}
    return not (place.startswith(CITY) and towns) or towns.get(place, 0) == max(towns.values())


def _follows(told: _Told, scene: Scene, own: Mapping[int, Key], joined: Key | None, where: _Where) -> Key | None:
    """The occasion of an event that has no day or no town of its own: that of the dated one before it, or the first."""
    begins = sorted((t.begin, own[t.index]) for t in scene.events if t.index in own)
    if begins:
        at = bisect_right([b for b, _ in begins], told.begin)
        joined = begins[max(0, at - 1)][1]
    if joined is None or not _fits(told.days, joined[1]):
        return None
    places = where.of(scene.document, told.places, EntityLabel.CITY, EntityLabel.REGION, EntityLabel.COUNTRY)
    fit = any(joined[0] in (e.id, where.land(e)) for e in places)
    return joined if not places or fit else None


def _fits(days: Sequence[str], day: str) -> bool:
    """Whether dates, if there are any, are that day; "in March" as a rule is another one."""
    return all(d == day for d in days)


def _of_act(act: _Told, scene: Scene, placed: Mapping[int, Key]) -> Key | None:
    """The occasion of an act: that of its event; without one, that of the event before it, if its dates allow."""
    if act.event is not None:
        return placed.get(act.event)
    begins = sorted((t.begin, t.index) for t in scene.events)
    at = bisect_right([b for b, _ in begins], act.begin)
    key = placed.get(begins[max(0, at - 1)][1]) if begins else None
    return key if key is not None and _fits(act.days, key[1]) else None
