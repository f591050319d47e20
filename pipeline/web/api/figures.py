"""Figures of events: who gives which, with its bounds, so that they can be set side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pipeline.graph.result import Value
from pipeline.graph.store import Queryable
from pipeline.graph.ties import local
from pipeline.web.api.articles import Articles
from pipeline.web.api.kept import Kept, number, page
from pipeline.web.api.quotes import quoted
from pipeline.web.current import snapshot

__all__ = ["Counted", "Figure", "counted", "routes"]

_FIGURES = """
SELECT ?claim ?event ?label ?words ?least ?most ?unit ?approximate ?voice ?polarity ?claimant ?name ?called ?sentence
WHERE {
    ?claim cg:quantity ?quantity ;
        cg:voice ?voice ;
        cg:polarity ?polarity ;
        prov:wasDerivedFrom ?sentence .
    ?quantity cg:countOf ?event ;
        rdfs:label ?words .
    ?event rdfs:label ?label .
    OPTIONAL { ?quantity schema:minValue ?least }
    OPTIONAL { ?quantity schema:maxValue ?most }
    OPTIONAL { ?quantity schema:unitText ?unit }
    OPTIONAL { ?quantity cg:approximate ?approximate }
    OPTIONAL { ?claim cg:claimant ?claimant . OPTIONAL { ?claimant schema:name ?name } }
    OPTIONAL { ?claim cg:claimantText ?called }
}
"""
_WHEN = "SELECT ?event ?date { ?quantity cg:countOf ?event . ?event cg:date ?date }"
_CONFLICTS = """
SELECT DISTINCT ?event WHERE {
    ?comparison cg:verdict cg:Conflict ;
        cg:compares/cg:quantity/cg:countOf ?event .
}
"""
_NOBODY = "(nobody named)"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in one sentence; a bound that is not said is None."""

    claim: str
    words: str
    least: float | None
    most: float | None
    unit: str
    approximate: bool
    attributed: bool
    denied: bool
    who: str
    claimant: str
    sentence: str
    article: str
    published: str
    outlet: str


@dataclass(frozen=True, slots=True)
class Counted:
    """An event with all figures that are given for it, in the order in which they were published."""

    id: str
    label: str
    dates: tuple[str, ...]
    conflict: bool
    figures: tuple[Figure, ...]


def counted(store: Queryable) -> tuple[Counted, ...]:
    """The events with figures: those whose figures conflict first, then by how many say something of them."""
    articles = Articles.of(store)
    dates: dict[str, set[str]] = defaultdict(set)
    for event, when in store.query(_WHEN):
        dates[str(event)].add(str(when))
    conflicts = {str(event) for (event,) in store.query(_CONFLICTS)}
    labels: dict[str, str] = {}
    figures: dict[str, dict[str, Figure]] = defaultdict(dict)
    for row in store.query(_FIGURES).dicts:
        event, article = str(row["event"]), articles.at(str(row["sentence"]))
        labels[event] = str(row["label"])
        figures[event].setdefault(
            str(row["claim"]),
            Figure(
                claim=str(row["claim"]),
                words=str(row["words"]),
                least=_bound(row["least"]),
                most=_bound(row["most"]),
                unit=str(row["unit"] or ""),
                approximate=bool(row["approximate"]),
                attributed=local(row["voice"]) == "Attributed",
                denied=local(row["polarity"]) == "Denied",
                who=str(row["name"] or row["called"] or _NOBODY),
                claimant=str(row["claimant"] or ""),
                sentence=str(row["sentence"]),
                article=article.label,
                published=article.published,
                outlet=article.outlet,
            ),
        )
    found = [
        Counted(
            event,
            labels[event],
            tuple(sorted(dates[event])),
            event in conflicts,
            tuple(sorted(given.values(), key=lambda f: (f.published, f.who, f.claim))),
        )
        for event, given in figures.items()
    ]
    found.sort(key=lambda e: (not e.conflict, -len({(f.who, f.outlet) for f in e.figures}), e.dates, e.label, e.id))
    return tuple(found)


def _bound(value: Value) -> float | None:
    return None if value is None else float(str(value))


_counted = Kept(counted)
_MOST = 60
"""So many figures of one event are sent, at most."""


def figures(request: Request) -> JSONResponse:
    """A page of events with their figures and the sentences that give them."""
    whole: Sequence[Counted] = _counted.of(request)
    if event := request.query_params.get("event", ""):
        whole = [e for e in whole if e.id == event]
    offset, limit = number(request, "offset", 0, 10**6), number(request, "limit", 12, 50)
    part = whole[offset : offset + limit]
    quotes = quoted(snapshot(request).graph, {f.sentence for e in part for f in e.figures[:_MOST]})
    rows = [
        {
            "id": e.id,
            "label": e.label,
            "dates": e.dates,
            "conflict": e.conflict,
            "left_out": max(0, len(e.figures) - _MOST),
            "figures": [_row(figure, quotes) for figure in e.figures[:_MOST]],
        }
        for e in part
    ]
    return JSONResponse(page(whole, offset, limit) | {"rows": rows})


def _row(figure: Figure, quotes: dict[str, str]) -> dict[str, object]:
    return {
        "claim": figure.claim,
        "words": figure.words,
        "least": figure.least,
        "most": figure.most,
        "unit": figure.unit,
        "approximate": figure.approximate,
        "attributed": figure.attributed,
        "denied": figure.denied,
        "who": figure.who,
        "claimant": figure.claimant,
        "sentence": figure.sentence,
        "quote": quotes.get(figure.sentence, ""),
        "article": figure.article,
        "published": figure.published,
        "outlet": figure.outlet,
    }


routes = [Route("/api/figures", figures)]
