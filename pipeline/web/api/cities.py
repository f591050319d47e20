"""Cities on the map: where they lie, how often they are named, and what happened there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pipeline.graph.literals import shortened
from pipeline.graph.result import Value
from pipeline.graph.store import Queryable
from pipeline.web.api.kept import Kept

__all__ = ["City", "cities", "kept", "routes"]

_CITIES = """
SELECT ?city ?name ?lat ?long WHERE {
    ?city a schema:City ; schema:name ?name .
    OPTIONAL { ?city geo:lat ?lat ; geo:long ?long }
}
"""
_MENTIONS = (
    "SELECT ?city (COUNT(?mention) AS ?mentions) { ?city a schema:City . ?mention gaf:denotes ?city } GROUP BY ?city"
)
_EVENTS = """
SELECT ?city ?happened (COUNT(DISTINCT ?event) AS ?events) WHERE {
    ?city a schema:City .
    ?event sem:hasPlace ?city ;
        cg:modality ?modality ;
        cg:voice ?voice ;
        cg:polarity ?polarity .
    BIND(IF(?voice = cg:Narrator, "told", "claimed") AS ?by)
    BIND(IF(?modality = cg:Actual && ?polarity = cg:Affirmed, ?by, "no") AS ?happened)
}
GROUP BY ?city ?happened
"""
MOST = 2000
"""So many cities are drawn, at most: those with most events and mentions."""


@dataclass(frozen=True, slots=True)
class City:
    """A city; one that could not be told from its namesakes has no place.

    `events` happened there, as an author reports; of `claimed` ones only people who are quoted tell; `others` are
    planned, supposed, denied or did not happen.
    """

    id: str
    name: str
    lat: float | None
    long: float | None
    mentions: int
    events: int
    claimed: int
    others: int

    @property
    def placed(self) -> bool:
        """Whether it can be drawn: its coordinates are known and are on Earth."""
        return self.lat is not None and self.long is not None and abs(self.lat) <= 90 and abs(self.long) <= 180

    def row(self) -> dict[str, object]:
        """The city as the page gets it."""
        return {
            "id": self.id,
            "name": self.name,
            "lat": self.lat if self.placed else None,
            "long": self.long if self.placed else None,
            "mentions": self.mentions,
            "events": self.events,
            "claimed": self.claimed,
            "others": self.others,
        }


def cities(store: Queryable) -> tuple[City, ...]:
    """The cities of a graph, those with most events first."""
    mentions = Counter({str(city): int(str(n)) for city, n in store.query(_MENTIONS)})
    events = Counter({(str(city), str(happened)): int(str(n)) for city, happened, n in store.query(_EVENTS)})
    found: dict[str, City] = {}
    for city, name, lat, long in store.query(_CITIES):
        iri = str(city)
        counts = mentions[iri], events[iri, "told"], events[iri, "claimed"], events[iri, "no"]
        found.setdefault(iri, City(iri, shortened(str(name), 120), _degrees(lat), _degrees(long), *counts))
    return tuple(sorted(found.values(), key=lambda c: (-c.events, -c.claimed, -c.mentions, c.name, c.id)))


def _degrees(value: Value) -> float | None:
    return None if value is None else float(str(value))


kept = Kept(cities)


def every(request: Request) -> JSONResponse:
    """The cities that can be drawn, those that cannot, and how many are left out."""
    found = kept.of(request)
    placed, others = [c for c in found if c.placed], [c for c in found if not c.placed]
    return JSONResponse(
        {
            "rows": [city.row() for city in placed[:MOST]],
            "total": len(placed),
            "unplaced": [city.row() for city in others[:100]],
            "unplaced_total": len(others),
        }
    )


routes = [Route("/api/cities", every)]
