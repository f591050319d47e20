"""Figures of events: who gives which, with its bounds, so that they can be set side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import networkx
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pipeline.graph.literals import shortened
from pipeline.graph.result import Value
from pipeline.graph.store import Queryable
from pipeline.graph.ties import local
from pipeline.web.api.articles import Articles, speakers
from pipeline.web.api.kept import Kept, number, page
from pipeline.web.api.quotes import quoted
from pipeline.web.current import snapshot

__all__ = ["Counted", "Event", "Figure", "counted", "kept", "routes"]

_FIGURES = """
SELECT ?claim ?event ?words ?least ?most ?unit ?approximate ?voice ?polarity ?claimant ?name ?called ?sentence WHERE {
    ?claim cg:quantity ?quantity ;
        cg:voice ?voice ;
        cg:polarity ?polarity ;
        prov:wasDerivedFrom ?sentence .
    ?quantity cg:countOf ?event ;
        rdfs:label ?words .
    OPTIONAL { ?quantity schema:minValue ?least }
    OPTIONAL { ?quantity schema:maxValue ?most }
    OPTIONAL { ?quantity schema:unitText ?unit }
    OPTIONAL { ?quantity cg:approximate ?approximate }
    OPTIONAL { ?claim cg:claimant ?claimant . OPTIONAL { ?claimant schema:name ?name } }
    OPTIONAL { ?claim cg:claimantText ?called }
}
"""
_EVENTS = """
SELECT ?event ?label ?class ?date WHERE {
    { SELECT DISTINCT ?event { ?quantity cg:countOf ?event } }
    ?event rdfs:label ?label ; a ?class .
    FILTER(?class != sem:Event)
    OPTIONAL { ?event cg:date ?date }
}
"""
_COMPARED = """
SELECT ?comparison ?verdict ?event WHERE {
    ?comparison cg:dimension cg:Quantity ;
        cg:verdict ?verdict ;
        cg:compares/cg:quantity/cg:countOf ?event .
}
"""
_NOBODY = "(nobody named)"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in one sentence; a bound that is not said is None, `kind` is the class of the claimant."""

    claim: str
    event: str
    words: str
    least: float | None
    most: float | None
    unit: str
    approximate: bool
    attributed: bool
    denied: bool
    who: str
    claimant: str
    kind: str
    sentence: str
    article: str
    published: str
    outlet: str


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """What is counted."""

    id: str
    label: str
    type: str
    dates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """An event, or several whose figures were compared, with all figures in the order in which they were published."""

    events: tuple[Event, ...]
    conflict: bool
    figures: tuple[Figure, ...]


def counted(store: Queryable) -> tuple[Counted, ...]:
    """The events with figures: those whose figures conflict first, then by how many say something of them."""
    events = _events(store)
    compared, conflicts = _compared(store)
    figures: dict[str, dict[str, Figure]] = defaultdict(dict)
    for figure in _figures(store):
        figures[figure.event].setdefault(figure.claim, figure)
    together = networkx.Graph(compared)
    together.add_nodes_from(figures)
    found = []
    for group in networkx.connected_components(together):
        given = {claim: figure for event in group for claim, figure in figures[event].items()}
        of = [events[event] for event in group if event in events]
        if given and of:
            found.append(
                Counted(
                    tuple(sorted(of, key=lambda e: (-len(figures[e.id]), e.label, e.id))),
                    bool(group & conflicts),
                    tuple(sorted(given.values(), key=lambda f: (f.published, f.who, f.claim))),
                )
            )
    found.sort(key=lambda e: (not e.conflict, -len({(f.who, f.outlet) for f in e.figures}), e.events))
    return tuple(found)


def _events(store: Queryable) -> dict[str, Event]:
    dates: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for event, label, class_, when in store.query(_EVENTS):
        dates[str(event), shortened(str(label), 160), local(class_)].update(() if when is None else (str(when),))
    return {iri: Event(iri, label, type_, tuple(sorted(days))) for (iri, label, type_), days in dates.items()}


def _compared(store: Queryable) -> tuple[list[tuple[str, str]], set[str]]:
    """The pairs of events whose figures were compared, and the events whose figures conflict."""
    by_comparison: dict[str, list[str]] = defaultdict(list)
    conflicts = set()
    for comparison, verdict, event in store.query(_COMPARED):
        by_comparison[str(comparison)].append(str(event))
        if local(verdict) == "Conflict":
            conflicts.add(str(event))
    return [(told[0], other) for told in by_comparison.values() for other in told[1:]], conflicts


def _figures(store: Queryable) -> Iterator[Figure]:
    articles, kinds = Articles.of(store), speakers(store)
    for row in store.query(_FIGURES).dicts:
        article = articles.at(str(row["sentence"]))
        yield Figure(
            claim=str(row["claim"]),
            event=str(row["event"]),
            words=shortened(str(row["words"])),
            least=_bound(row["least"]),
            most=_bound(row["most"]),
            unit=str(row["unit"] or ""),
            approximate=bool(row["approximate"]),
            attributed=local(row["voice"]) == "Attributed",
            denied=local(row["polarity"]) == "Denied",
            who=shortened(str(row["name"] or row["called"] or _NOBODY), 120),
            claimant=str(row["claimant"] or ""),
            kind=kinds.get(str(row["claimant"]), ""),
            sentence=str(row["sentence"]),
            article=article.label,
            published=article.published,
            outlet=article.outlet,
        )


def _bound(value: Value) -> float | None:
    return None if value is None else float(str(value))


kept = Kept(counted)
_MOST = 60
"""So many figures of one event are sent, at most."""


def figures(request: Request) -> JSONResponse:
    """A page of events with their figures and the sentences that give them."""
    whole: Sequence[Counted] = kept.of(request)
    if event := request.query_params.get("event", ""):
        whole = [group for group in whole if any(e.id == event for e in group.events)]
    offset, limit = number(request, "offset", 0, 10**6), number(request, "limit", 12, 50)
    part = whole[offset : offset + limit]
    quotes = quoted(snapshot(request).graph, {f.sentence for group in part for f in group.figures[:_MOST]})
    rows = [
        {
            "events": [asdict(event) for event in group.events],
            "conflict": group.conflict,
            "left_out": max(0, len(group.figures) - _MOST),
            "figures": [asdict(f) | {"quote": quotes.get(f.sentence, "")} for f in group.figures[:_MOST]],
        }
        for group in part
    ]
    return JSONResponse(page(whole, offset, limit) | {"rows": rows})


routes = [Route("/api/figures", figures)]
