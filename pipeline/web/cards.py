"""The card of a node: what it is, and in sections all that is known of it, whatever it is.

Which sections a card has is said in `sections`. A section first finds its nodes, in order, and makes lines only of
those that are shown. Of what thousands point to, a card looks at some only, and says so; `whole` looks at all.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import QueryError
from pipeline.graph import Graph
from pipeline.web import lines
from pipeline.web.sections import SECTIONS, Items, Section
from pipeline.web.walk import Json, Walk, short

__all__ = ["SHOWN", "card", "group_of", "section"]

SHOWN = 12
"""So many lines of a section are shown at first."""

PAGE = 50
"""So many come at a time when more are asked for."""


def card(graph: Graph, iri: str) -> Json:
    """The card of a node, with the first lines of each section.

    Raises:
        UnknownNodeError: the graph says nothing of it.
        QueryError: it is no IRI.
    """
    walk = Walk(graph)
    moved = walk.one(iri, "dcterms:isReplacedBy")
    node = moved or iri
    if not walk.about(node):
        raise UnknownNodeError(node)
    group = group_of(walk, node)
    sections = [_part(walk, node, part, 0, SHOWN) for part in SECTIONS[group]]
    return {
        **walk.ref(node),
        "group": group,
        "moved": iri if moved else None,
        "header": _header(walk, node, group),
        "sections": [part for part in sections if part["total"]],
    }


def section(graph: Graph, iri: str, id: str, offset: int, limit: int = PAGE, *, whole: bool = False) -> Json:
    """More lines of a section; `whole` puts all in order that there are, which for many thousands takes a moment.

    Raises:
        QueryError: the node has no such section.
    """
    walk = Walk(graph, whole=whole)
    for part in SECTIONS[group_of(walk, iri)]:
        if part.id == id:
            return _part(walk, iri, part, offset, limit)
    raise QueryError(f"{iri[:200]} has no section {id[:40]!r}")


class UnknownNodeError(QueryError):
    """The graph says nothing of a node."""

    def __init__(self, iri: str) -> None:
        super().__init__(f"this graph says nothing of {iri[:200]}; it may be of another graph, or of an older one")


_FOUND: dict[tuple[Path, str, str, bool], tuple[Items, bool]] = {}
"""What sections found, the last ones: a build never changes, and its folder tells it from every other."""

KEPT = 200


def _found(walk: Walk, iri: str, part: Section) -> tuple[Items, bool]:
    """What a section is about, and whether there is more than was looked at."""
    key = (walk.path, iri, part.id, walk.most is None) if walk.path else None
    found = _FOUND.pop(key, None) if key else None
    if found is None:
        walk.capped = False
        items = part.find(walk, iri)
        found = items, walk.capped
    while len(_FOUND) >= KEPT:
        _FOUND.pop(next(iter(_FOUND)), None)
    if key:
        _FOUND[key] = found
    return found


def _part(walk: Walk, iri: str, part: Section, offset: int, limit: int) -> Json:
    found, more = _found(walk, iri, part)
    shown = [part.line(walk, iri, item) for item in found[offset : offset + limit]]
    told = {"id": part.id, "title": part.title, "total": len(found), "more": more}
    return {**told, "offset": offset, "lines": shown}


def group_of(walk: Walk, iri: str) -> str:
    """Which kind of card a node has."""
    kinds = {short(kind) for kind in walk.all(iri, "rdf:type")}
    for kind, group in _GROUPS.items():
        if kind in kinds:
            return group
    return "entity" if walk.one(iri, "schema:name") else "thing"


_GROUPS = {
    "sem:Event": "event",
    "schema:Claim": "claim",
    "rdf:Statement": "statement",
    "cg:ClaimComparison": "comparison",
    "cg:Position": "position",
    "cg:Occasion": "occasion",
    "schema:NewsArticle": "document",
    "nif:Sentence": "sentence",
}


# --- what stands at the head of a card --------------------------------------------------------------------------------


def _header(walk: Walk, iri: str, group: str) -> Json:
    """What the node is: of an entity its names and places, of an event who and when, of a claim the claim itself."""
    if group == "claim":
        return {"line": lines.claim(walk, iri), "about": walk.refs(walk.all(iri, "schema:about"))}
    if group == "comparison":
        return {"line": lines.comparison(walk, iri), "about": walk.refs(walk.all(iri, "schema:about"))}
    if group == "statement":
        return {"line": lines.fact(walk, [iri])}
    if group == "sentence":
        return {"quote": lines.quote(walk, iri)}
    if group == "position":
        return {"line": lines.position(walk, iri), "about": walk.refs(walk.all(iri, "schema:about"))}
    if group == "occasion":
        return {"days": walk.all(iri, "cg:date"), "places": walk.refs(walk.all(iri, "sem:hasPlace"))}
    if group == "event":
        parts = {"actor": "cg:actor", "target": "cg:target", "place": "sem:hasPlace"}
        return {
            "stance": lines.stance(walk, iri),
            "says": lines.says(walk, iri),
            "days": walk.all(iri, "cg:date"),
            "times": walk.all(iri, "cg:timeText"),
            "parts": {role: walk.refs(walk.all(iri, name)) for role, name in parts.items()},
            "words": {role: walk.all(iri, f"cg:{role}Text") for role in parts},
        }
    if group == "document":
        made = {role: walk.refs(walk.all(iri, f"schema:{role}")) for role in ("publisher", "author")}
        names = {"url": "schema:url", "day": "schema:datePublished", "file": "cg:sourceFile"}
        names |= {"format": "dcterms:format", "sha256": "cg:textSha256"}
        return {**made, **{name: walk.one(iri, property_) for name, property_ in names.items()}}
    return {
        "aliases": walk.all(iri, "schema:alternateName"),
        "latitude": walk.one(iri, "geo:lat"),
        "longitude": walk.one(iri, "geo:long"),
        "population": walk.one(iri, "gn:population"),
        "country": walk.one(iri, "gn:countryCode"),
        "same": [{"iri": other, "label": walk.one(other, "rdfs:label")} for other in walk.all(iri, "schema:sameAs")],
        "was": walk.pointing(iri, "dcterms:isReplacedBy"),
    }
