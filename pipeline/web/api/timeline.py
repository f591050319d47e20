"""Events in the order of their dates, and how many there are in each month, year or day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pipeline.graph.literals import shortened
from pipeline.graph.store import Queryable
from pipeline.graph.tellers import Teller, tellers
from pipeline.graph.ties import local
from pipeline.web.api.articles import Articles
from pipeline.web.api.kept import Kept, day, listed, number, page
from pipeline.web.current import snapshot

__all__ = ["Happening", "Timeline", "buckets", "bulk", "kept", "routes"]

_EVENTS = """
SELECT ?event ?label ?class ?modality ?voice ?polarity WHERE {
    ?event a sem:Event , ?class ;
        rdfs:label ?label ;
        cg:modality ?modality ;
        cg:voice ?voice ;
        cg:polarity ?polarity .
    FILTER(?class != sem:Event)
}
"""
_DATES = "SELECT ?event ?date { ?event a sem:Event ; cg:date ?date }"
_SENTENCES = "SELECT ?event ?sentence { ?event a sem:Event ; prov:wasDerivedFrom ?sentence }"
_PARTS = """
SELECT ?event ?entity ?name WHERE {
    VALUES ?role { cg:actor cg:target sem:hasPlace }
    ?event ?role ?entity .
    ?entity schema:name ?name .
}
"""
_DAYS, _MONTHS = 62, 72
"""A stretch up to so many days is counted by day, one up to so many months by month, a longer one by year."""
_LENGTHS = {"day": 10, "month": 7, "year": 4}
"""How many characters of a date name its day, month or year."""
_FEW, _SHORTER = 20, 4
"""Fewer dates than these are drawn as they are; a bulk of more where all take so many times as long."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event. `dates` are as precise as the articles: 2022-03-06, 2022-03 or 2022; `who` are names of its parts.

    It is `claimed` where no author tells of it, and also `denied` where those who do deny it.
    """

    id: str
    label: str
    type: str
    modality: str
    claimed: bool
    denied: bool
    dates: tuple[str, ...]
    articles: int
    origins: int
    who: tuple[str, ...]
    parts: frozenset[str]

    @property
    def reported(self) -> bool:
        """Whether an author reports that it happened."""
        return self.modality == "Actual" and not self.claimed

    def row(self, says: Sequence[Teller]) -> dict[str, object]:
        """The event as the page gets it; `says` are those who tell of it where no author does."""
        return {
            "id": self.id,
            "label": self.label,
            "type": self.type,
            "modality": self.modality,
            "claimed": self.claimed,
            "denied": self.denied,
            "says": [shortened(str(teller), 120) for teller in says],
            "dates": self.dates,
            "articles": self.articles,
            "origins": self.origins,
            "who": self.who[:6],
            "others": max(0, len(self.who) - 6),
        }


@dataclass(frozen=True)
class Timeline:
    """The dated events in their order, those without a date, and the names of all who have a part in any, by IRI."""

    dated: tuple[Happening, ...] = ()
    undated: tuple[Happening, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Queryable) -> Timeline:
        """The events of a graph."""
        articles = Articles.of(store)
        dates: dict[str, set[str]] = defaultdict(set)
        for event, when in store.query(_DATES):
            dates[str(event)].add(str(when))
        told: dict[str, set[str]] = defaultdict(set)
        for event, sentence in store.query(_SENTENCES):
            told[str(event)].add(str(sentence))
        parts: dict[str, dict[str, str]] = defaultdict(dict)
        for event, entity, name in store.query(_PARTS):
            parts[str(event)][str(entity)] = shortened(str(name))
        found = []
        for event, label, class_, modality, voice, polarity in store.query(_EVENTS):
            iri = str(event)
            where = {articles.at(sentence) for sentence in told[iri]}
            found.append(
                Happening(
                    iri,
                    shortened(str(label), 160),
                    local(class_),
                    local(modality),
                    local(voice) == "Attributed",
                    local(polarity) == "Denied",
                    tuple(sorted(dates[iri])),
                    len(where),
                    len({article.origin for article in where}),
                    tuple(sorted(set(parts[iri].values()))),
                    frozenset(parts[iri]),
                )
            )
        found.sort(key=lambda e: (e.dates[:1], e.label, e.id))
        names = {iri: name for of in parts.values() for iri, name in of.items()}
        return cls(tuple(e for e in found if e.dates), tuple(e for e in found if not e.dates), names)

    def chosen(
        self, types: frozenset[str], since: str, until: str, actual: bool, entity: str = ""
    ) -> tuple[list[Happening], list[Happening]]:
        """The dated and the undated events that fit; with bounds, undated ones never do.

        A date that is less precise than the bounds fits if it touches the stretch: 2022-03 fits all of March.
        """

        def fits(event: Happening) -> bool:
            if types and event.type not in types:
                return False
            if actual and not event.reported:
                return False
            if entity and entity not in event.parts:
                return False
            return not (since or until) or any(_within(when, since, until) for when in event.dates)

        bounded = bool(since or until)
        return [e for e in self.dated if fits(e)], [] if bounded else [e for e in self.undated if fits(e)]


def _within(when: str, since: str, until: str) -> bool:
    return when >= since[: len(when)] and (not until or when <= until[: len(when)])


def buckets(dates: Sequence[str], reported: Sequence[str] = ()) -> dict[str, object]:
    """How many dates there are in each day, month or year, whichever suits the stretch; and those less precise.

    Of `counts`, those of events that authors report are in `reported` as well.

    >>> buckets(["2022-03-06", "2022-04-01", "2021"], ["2022-04-01"])
    {'unit': 'month', 'counts': {'2022-03': 1, '2022-04': 1}, 'reported': {'2022-04': 1}, 'imprecise': {'2021': 1}}
    """
    if not dates:
        return {"unit": "day", "counts": {}, "reported": {}, "imprecise": {}}
    days = sorted(map(_first_day, dates))
    first, last = days[0], days[-1]
    months = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7])
    apart = _apart(first, last) if months <= _MONTHS else None
    unit = "year" if apart is None else "day" if apart <= _DAYS else "month"
    length = _LENGTHS[unit]
    coarse = Counter(when for when in dates if len(when) < length)
    return {
        "unit": unit,
        "counts": _counts(dates, length),
        "reported": _counts(reported, length),
        "imprecise": dict(sorted(coarse.items())),
    }


def _counts(dates: Iterable[str], length: int) -> dict[str, int]:
    return dict(sorted(Counter(when[:length] for when in dates if len(when) >= length).items()))


def bulk(dates: Sequence[str], reported: Sequence[str] = ()) -> dict[str, object] | None:
    """The stretch where most dates are, if all take much longer than that; with its `buckets`.

    News looks back: a founding in 1710 and a few wars would press the events of a year into one bar. So the shortest
    stretch that holds three dates of four is taken, and half as much before and after it. It begins and ends with a
    whole day, month or year; `outside` counts what is not in it.

    >>> news = ["1710", *(f"2024-03-{day:02}" for day in range(1, 25))]
    >>> found = bulk(news)
    >>> found["since"], found["until"], found["outside"]
    ('2024-03-01', '2024-03-24', 1)
    >>> bulk(news[1:]) is None
    True
    """
    if len(dates) < _FEW:
        return None
    days = sorted(date.fromisoformat(_first_day(when)) for when in dates)
    inside = len(days) - len(days) // 4
    first, last = min(zip(days, days[inside - 1 :], strict=False), key=lambda ends: (ends[1] - ends[0], ends))
    more = (last - first).days // 2
    near = [day.isoformat() for day in days if (first - day).days <= more and (day - last).days <= more]
    if _apart(near[0], near[-1]) * _SHORTER >= (days[-1] - days[0]).days:
        return None
    length = _LENGTHS[str(buckets(near)["unit"])]
    since, until = near[0][:length], near[-1][:length]
    within, told = ([w for w in some if since <= _first_day(w)[:length] <= until] for some in (dates, reported))
    return {"since": since, "until": until, "outside": len(dates) - len(within), **buckets(within, told)}


def _first_day(when: str) -> str:
    return (when + "-01-01"[len(when) - 4 :])[:10]


def _apart(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


kept = Kept(Timeline.of)


def timeline(request: Request) -> JSONResponse:
    """A page of dated events, with the numbers of all that fit by day, month or year, by type, and of undated ones."""
    whole = kept.of(request)
    asked = (day(request, "since"), day(request, "until"), request.query_params.get("actual") == "1")
    entity = request.query_params.get("entity", "")
    types = listed(request, "type")
    dated, undated = whole.chosen(types, *asked, entity)
    shown: Sequence[Happening] = undated if request.query_params.get("undated") == "1" else dated
    if request.query_params.get("newest") == "1":
        shown = sorted(shown, key=lambda event: event.dates[:1], reverse=True)
    offset, limit = number(request, "offset", 0, 10**6), number(request, "limit", 100, 500)
    part = shown[offset : offset + limit]
    says = tellers(snapshot(request).graph, (event.id for event in part if event.claimed))
    every, without = whole.chosen(frozenset(), *asked, entity)
    always = _dates(whole.chosen(types, "", "", asked[2], entity)[0])
    answer = page(shown, offset, limit) | {
        "rows": [event.row(says.get(event.id, ())) for event in part],
        "undated": len(undated),
        "entity": whole.names.get(entity),
        "types": _counted([*every, *without]),
        "buckets": buckets(*_dates(dated)),
        "whole": buckets(*always),
        "bulk": bulk(*always),
    }
    return JSONResponse(answer)


def _dates(events: Iterable[Happening]) -> tuple[list[str], list[str]]:
    """The first date of each event, and those of events that authors report."""
    pairs = [(event.dates[0], event.reported) for event in events]
    return [when for when, _ in pairs], [when for when, told in pairs if told]


def _counted(events: Iterable[Happening]) -> list[dict[str, object]]:
    counts = Counter(event.type for event in events)
    return [{"type": type_, "count": n} for type_, n in sorted(counts.items(), key=lambda i: (-i[1], i[0]))]


routes = [Route("/api/timeline", timeline)]
