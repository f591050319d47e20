"""The card of a node: what it is, and in sections all that is known of it, whatever it is.

`SECTIONS` says for each group of classes which sections a card has. A section first finds its nodes, in order, and
makes lines only of those that are shown, so that a card of somebody with thousands of mentions is as quick as any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import QueryError
from pipeline.graph import Graph
from pipeline.web import lines
from pipeline.web.walk import Json, Walk, short

__all__ = ["SHOWN", "Section", "card", "group_of", "section"]

Items = list[tuple[str, ...]]
"""What the lines of a section are about, in order, each with whatever its line needs."""

SHOWN = 12
"""So many lines of a section are shown at first."""

PAGE = 50
"""So many come at a time when more are asked for."""


@dataclass(frozen=True)
class Section:
    """One kind of thing that is known of a node.

    Args:
        id: what addresses call it.
        title: what the page calls it.
        find: what the lines are about, in order; each item is turned into a line by `line`.
    """

    id: str
    title: str
    find: Callable[[Walk, str], Items]
    line: Callable[[Walk, str, tuple[str, ...]], Json]


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


def section(graph: Graph, iri: str, id: str, offset: int, limit: int = PAGE) -> Json:
    """More lines of a section.

    Raises:
        QueryError: the node has no such section.
    """
    walk = Walk(graph)
    for part in SECTIONS[group_of(walk, iri)]:
        if part.id == id:
            return _part(walk, iri, part, offset, limit)
    raise QueryError(f"{iri[:200]} has no section {id[:40]!r}")


class UnknownNodeError(QueryError):
    """The graph says nothing of a node."""

    def __init__(self, iri: str) -> None:
        super().__init__(f"this graph says nothing of {iri[:200]}; it may be of another graph, or of an older one")


_FOUND: dict[tuple[Path, str, str], tuple[Items, bool]] = {}
"""What sections found, the last ones: a build never changes, and its folder tells it from every other."""

KEPT = 200


def _found(walk: Walk, iri: str, part: Section) -> tuple[Items, bool]:
    """What a section is about, and whether there is more than was looked at."""
    key = (walk.path, iri, part.id) if walk.path else None
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
    if group == "event":
        parts = {"actor": "cg:actor", "target": "cg:target", "place": "sem:hasPlace"}
        return {
            "stance": lines.stance(walk, iri),
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


# --- what sections find: nodes in order, each with whatever its line needs --------------------------------------------


def _one_each(nodes: Sequence[str]) -> Items:
    return [(node,) for node in nodes]


def _in_order(walk: Walk, nodes: Sequence[str]) -> Items:
    return _one_each(sorted(nodes, key=lambda node: (*lines.order(walk, node), node)))


def _stating(walk: Walk, statements: Sequence[str]) -> Items:
    """Statements, those that say the same together."""
    told: dict[tuple[str, str, str], list[str]] = {}
    for statement in statements:
        told.setdefault(lines.fact_key(walk, statement), []).append(statement)
    plainest = {key: min(lines.STANCES.index(lines.put(walk, s)) for s in group) for key, group in told.items()}
    ranked = sorted(told, key=lambda key: (key[0], plainest[key], -len(told[key]), key))
    return [tuple(told[key]) for key in ranked]


def _facts(walk: Walk, iri: str) -> Items:
    return _stating(walk, walk.pointing(iri, "rdf:subject", "rdf:object"))


def _states(walk: Walk, iri: str) -> Items:
    return _stating(walk, walk.all(iri, "cg:states"))


def _elsewhere(walk: Walk, iri: str) -> Items:
    same = lines.fact_key(walk, iri)
    others = [s for s in walk.pointing(same[1], "rdf:subject") if s != iri and lines.fact_key(walk, s) == same]
    return [tuple(others)] if others else []


_ROLES = {"cg:actor": "actor", "cg:target": "target", "sem:hasPlace": "place"}


def _events(walk: Walk, iri: str) -> Items:
    """The events that somebody takes part in, the earliest first; those without a day last."""
    roles: dict[str, list[str]] = {}
    for name, role in _ROLES.items():
        for event in walk.pointing(iri, name):
            roles.setdefault(event, []).append(role)
    when = {event: (walk.one(event, "cg:date") or "9", *lines.order(walk, event), event) for event in roles}
    return [(event, *roles[event]) for event in sorted(roles, key=lambda event: when[event])]


def _reports(walk: Walk, iri: str) -> Items:
    places = {s: (walk.one(s, "nif:referenceContext"), s) for s in walk.all(iri, "prov:wasDerivedFrom")}
    days = {s: walk.one(article, "schema:datePublished") or "9" for s, (article, _) in places.items()}
    begins = {s: int(walk.one(s, "nif:beginIndex") or 0) for s in places}
    return _one_each(sorted(places, key=lambda s: (days[s], places[s][0], begins[s])))


def _says(walk: Walk, iri: str) -> Items:
    return _in_order(walk, [c for c in walk.pointing(iri, "cg:claimant") if walk.word(c, "cg:voice") == "Attributed"])


def _figures(walk: Walk, iri: str) -> Items:
    quantities = walk.pointing(iri, "cg:countOf")
    return _in_order(walk, [claim for quantity in quantities for claim in walk.pointing(quantity, "cg:quantity")])


def _said_about(walk: Walk, iri: str) -> Items:
    """Claims about somebody or something, by who makes them: those who say most first."""
    figures = {claim for (claim,) in _figures(walk, iri)}
    claims = [c for (c,) in _in_order(walk, walk.pointing(iri, "schema:about")) if c not in figures]
    claims = [c for c in claims if walk.kind(c) == "schema:Claim" and iri not in walk.all(c, "cg:claimant")]
    who = {c: walk.one(c, "cg:claimant") or walk.one(c, "cg:claimantText") for c in claims}
    often = Counter(who.values())
    return _one_each(sorted(claims, key=lambda c: (not who[c], -often[who[c]], who[c])))


_VERDICTS = ("Conflict", "Reversal", "Drift", "NoReply", "Denied")
_COMPARED = (("cg:compares", "cg:claimant"), ("cg:compares", "schema:appearance"), ("cg:side", "cg:speaker"))


def _compared(walk: Walk, iri: str) -> Items:
    """Comparisons that are about something, or in which it has a side; what does not fit first."""
    found = [c for c in walk.pointing(iri, "schema:about", "cg:compares") if walk.kind(c) == "cg:ClaimComparison"]
    for has, of in _COMPARED:
        found += [str(row["comparison"]) for row in walk.rows("compared-by", has=has, of=of, node=iri)]

    def rank(comparison: str) -> tuple[int, str, str]:
        verdict = walk.word(comparison, "cg:verdict")
        place = _VERDICTS.index(verdict) if verdict in _VERDICTS else len(_VERDICTS)
        return place, walk.one(comparison, "cg:because"), comparison

    return _one_each(sorted(set(found), key=rank))


def _articles(walk: Walk, iri: str) -> Items:
    rows = walk.rows("mentions-in", node=iri)
    return [(str(row["document"]), str(row["mentions"]), str(row["begin"])) for row in rows]


def _mentioned(walk: Walk, iri: str) -> Items:
    return [(str(row["node"]), str(row["mentions"])) for row in walk.rows("mentions-of", document=iri)]


def _told_by(walk: Walk, iri: str, kind: str) -> Items:
    """The nodes of a class that rest on an article's sentences, with these sentences."""
    told: dict[str, list[str]] = {}
    for row in walk.rows("told-by", document=iri):
        node = str(row["node"])
        if kind in map(short, walk.all(node, "rdf:type")):
            told.setdefault(node, []).append(str(row["sentence"]))
    return [(node, *sentences) for node, sentences in told.items()]


def _reported_in(walk: Walk, iri: str) -> Items:
    return _told_by(walk, iri, "sem:Event")


def _stated_in(walk: Walk, iri: str) -> Items:
    return _stating(walk, [node for node, *_ in _told_by(walk, iri, "rdf:Statement")])


def _claimed_in(walk: Walk, iri: str) -> Items:
    return _in_order(walk, walk.pointing(iri, "schema:appearance"))


def _judged(walk: Walk, iri: str) -> Items:
    own = (iri, *walk.pointing(iri, "dcterms:isReplacedBy"))
    found = {judgement: None for node in own for judgement in walk.pointing(node, "cg:judges")}
    by = sorted(found, key=lambda j: (not walk.one(j, "prov:wasAttributedTo"), walk.word(j, "cg:identity"), j))
    return [(judgement, *own) for judgement in by]


def _copied(walk: Walk, iri: str) -> Items:
    """The clusters of copies that an article is in, as a whole or with a passage."""
    found = dict.fromkeys(walk.pointing(iri, "cg:gathers"))
    for row in walk.rows("told-by", document=iri):
        if walk.all(str(row["node"]), "cg:gathers"):
            found[str(row["node"])] = None
    return _one_each(list(found))


def _copied_reports(walk: Walk, iri: str) -> Items:
    """The clusters of articles that report an event and are copies of one another."""
    articles = {walk.one(s, "nif:referenceContext") for s in walk.all(iri, "prov:wasDerivedFrom")}
    gathered = {cluster: None for article in sorted(articles) for cluster in walk.pointing(article, "cg:gathers")}
    return _one_each([c for c in gathered if len(articles & set(walk.all(c, "cg:gathers"))) > 1])


def _properties(walk: Walk, iri: str) -> Items:
    return [(name, value) for name, values in sorted(walk.about(iri).items()) for value in values]


def _resting_on(walk: Walk, iri: str) -> Items:
    return _one_each(sorted(walk.pointing(iri, "prov:wasDerivedFrom")))


# --- lines ------------------------------------------------------------------------------------------------------------


def _article_line(walk: Walk, _: str, item: tuple[str, ...]) -> Json:
    return {"type": "article", **lines.document(walk, item[0]), "mentions": int(item[1]), "place": item[2]}


def _mentioned_line(walk: Walk, _: str, item: tuple[str, ...]) -> Json:
    return {"type": "mentioned", "node": walk.ref(item[0]), "mentions": int(item[1])}


def _event_line(walk: Walk, _: str, item: tuple[str, ...]) -> Json:
    return lines.event(walk, item[0], " and ".join(item[1:]))


def _reported_line(walk: Walk, _: str, item: tuple[str, ...]) -> Json:
    return lines.event(walk, item[0], "", item[1:])


def _fact_line(walk: Walk, _: str, item: tuple[str, ...]) -> Json:
    return lines.fact(walk, list(item))


def _claim_line(walk: Walk, _: str, item: tuple[str, ...]) -> Json:
    return lines.claim(walk, item[0])


def _comparison_line(walk: Walk, _: str, item: tuple[str, ...]) -> Json:
    return lines.comparison(walk, item[0])


def _quote_line(walk: Walk, _: str, item: tuple[str, ...]) -> Json:
    return {"type": "quote", **lines.quote(walk, item[0])}


def _judgement_line(walk: Walk, _: str, item: tuple[str, ...]) -> Json:
    return lines.judgement(walk, item[0], set(item[1:]))


def _copies_line(walk: Walk, _: str, item: tuple[str, ...]) -> Json:
    return lines.copies(walk, item[0])


def _property_line(walk: Walk, _: str, item: tuple[str, ...]) -> Json:
    return {"type": "property", "name": item[0], "value": walk.thing(item[1])}


def _node_line(walk: Walk, _: str, item: tuple[str, ...]) -> Json:
    return {"type": "node", "node": walk.ref(item[0])}


SECTIONS: dict[str, tuple[Section, ...]] = {
    "entity": (
        Section("facts", "What is stated", _facts, _fact_line),
        Section("compared", "Reports compared", _compared, _comparison_line),
        Section("events", "Timeline", _events, _event_line),
        Section("says", "Claims made", _says, _claim_line),
        Section("said", "Claims of others", _said_about, _claim_line),
        Section("articles", "Articles", _articles, _article_line),
        Section("judged", "Who is who", _judged, _judgement_line),
    ),
    "event": (
        Section("figures", "How many: who says what", _figures, _claim_line),
        Section("compared", "Reports compared", _compared, _comparison_line),
        Section("reports", "Sentences that report it", _reports, _quote_line),
        Section("said", "Claims of others", _said_about, _claim_line),
        Section("copies", "Reports that repeat one another", _copied_reports, _copies_line),
    ),
    "claim": (
        Section("states", "What it states", _states, _fact_line),
        Section("compared", "Compared with", _compared, _comparison_line),
    ),
    "statement": (
        Section("elsewhere", "Other sentences that say so, or deny it", _elsewhere, _fact_line),
        Section("claims", "Claims that state it", lambda w, i: _in_order(w, w.pointing(i, "cg:states")), _claim_line),
    ),
    "comparison": (),
    "sentence": (Section("told", "What rests on it", _resting_on, _node_line),),
    "document": (
        Section("claims", "Who says what", _claimed_in, _claim_line),
        Section("events", "Events that it reports", _reported_in, _reported_line),
        Section("facts", "What it states", _stated_in, _fact_line),
        Section("mentioned", "Whom and what it mentions", _mentioned, _mentioned_line),
        Section("compared", "Compared with others", _compared, _comparison_line),
        Section("copies", "Copies and origins", _copied, _copies_line),
    ),
    "thing": (Section("properties", "What the graph says of it", _properties, _property_line),),
}
"""The sections of each kind of card, in order."""
