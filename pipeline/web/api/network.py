"""The graph of who is connected with whom: its strongest part, the neighbours of one entity, the sentences of a tie.

Between two entities there is one line, whatever connects them; it is a fact if at least one of the sentences that are
left by the filters says so in its author's own voice.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pipeline.graph.literals import shortened
from pipeline.graph.networks import ENTITIES
from pipeline.graph.store import Queryable
from pipeline.graph.ties import Tie, local, ties
from pipeline.web.api.articles import Articles
from pipeline.web.api.kept import Kept, day, listed, number, page, required
from pipeline.web.api.quotes import quoted
from pipeline.web.current import snapshot

__all__ = ["Filters", "Network", "kept", "routes"]

_ENTITIES_OF = """
SELECT ?label ?entity (COUNT(*) AS ?times) WHERE {{
    VALUES ?node {{ {node} }}
    ?node rdfs:label ?label .
    {{ ?node cg:actor|cg:target|sem:hasPlace|cg:claimant|schema:about|rdf:subject|rdf:object ?entity }}
    UNION
    {{ ?mention nif:referenceContext ?node ; gaf:denotes ?entity . ?entity schema:name ?name }}
}}
GROUP BY ?label ?entity
ORDER BY DESC(?times) ?entity
"""
MOST = 5000
"""So many entities are drawn at once, at most."""
MOST_LINES = 20_000
_LABELS = 3

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Node:
    """An entity as it is drawn."""

    id: str
    name: str
    kind: str
    mentions: int


@dataclass(frozen=True)
class Filters:
    """What is left out; empty values leave out nothing.

    Args:
        kinds: the classes of entities to keep, such as Person.
        outlets: the names of the publishers whose articles count.
        since, until: the first and the last day on which an article was published that counts.
        confidence: the least confidence of a sentence, in [0, 1].
        facts: keep only what an author says in his or her own voice.
    """

    kinds: frozenset[str] = frozenset()
    outlets: frozenset[str] = frozenset()
    since: str = ""
    until: str = ""
    confidence: float = 0.0
    facts: bool = False

    @classmethod
    def of(cls, request: Request) -> Filters:
        """The filters that a request gives."""
        return cls(
            listed(request, "kind"),
            listed(request, "outlet"),
            day(request, "since"),
            day(request, "until"),
            number(request, "confidence", 0, 100) / 100,
            request.query_params.get("facts") == "1",
        )


class Network:
    """All entities and ties of a graph, ready to be filtered.

    >>> Network({}, {}, Articles()).strongest(Filters(), 10)["entities"]
    {'shown': 0, 'total': 0}
    """

    def __init__(self, nodes: Mapping[str, Node], by_pair: Mapping[Pair, list[Tie]], articles: Articles) -> None:
        self.nodes = nodes
        self._by_pair = by_pair
        self._articles = articles
        self._pairs_of: dict[str, list[Pair]] = defaultdict(list)
        for pair in by_pair:
            for end in pair:
                self._pairs_of[end].append(pair)

    @classmethod
    def of(cls, store: Queryable) -> Network:
        """The network of a graph."""
        nodes = {
            str(iri): Node(str(iri), shortened(str(name), 120), local(kind), int(str(mentions)))
            for iri, name, kind, mentions in store.query(ENTITIES)
        }
        by_pair: dict[Pair, list[Tie]] = defaultdict(list)
        for tie in ties(store):
            if tie.source != tie.target and tie.source in nodes and tie.target in nodes:
                by_pair[_pair(tie.source, tie.target)].append(tie)
        return cls(nodes, dict(by_pair), Articles.of(store))

    def legend(self) -> dict[str, object]:
        """What there is to choose from: classes and outlets with their numbers, and the first and the last day."""
        outlets = Counter(a.outlet for a in self._articles.by_iri.values())
        days = sorted(a.published for a in self._articles.by_iri.values() if a.published)
        return {
            "kinds": [{"kind": k, "count": n} for k, n in Counter(v.kind for v in self.nodes.values()).most_common()],
            "outlets": [{"name": o, "articles": n} for o, n in sorted(outlets.items(), key=lambda i: (-i[1], i[0]))],
            "first": days[0] if days else None,
            "last": days[-1] if days else None,
        }

    def strongest(self, filters: Filters, limit: int) -> dict[str, object]:
        """The entities that most sentences tie to others, as many as the limit says, and the lines between them."""
        left = self._left(self._by_pair, filters)
        strength = _strength(left)
        chosen = set(heapq.nsmallest(limit, strength, key=lambda n: (-strength[n], n)))
        between = {pair: told for pair, told in left.items() if pair[0] in chosen and pair[1] in chosen}
        drawn = heapq.nsmallest(MOST_LINES, between, key=lambda p: (-len(between[p]), p))
        return {
            "nodes": [self._node(iri, strength[iri]) for iri in sorted(chosen)],
            "lines": [_line(pair, between[pair]) for pair in sorted(drawn)],
            "entities": {"shown": len(chosen), "total": len(strength)},
            "ties": {"shown": len(drawn), "total": len(left)},
            "unconnected": sum(not filters.kinds or n.kind in filters.kinds for n in self.nodes.values())
            - len(strength),
        }

    def around(self, iri: str, filters: Filters, offset: int, limit: int) -> dict[str, object]:
        """The entities next to one, those with most sentences first, with all lines that end at any of them.

        Raises:
            KeyError: there is no such entity.
        """
        centre = self.nodes[iri]
        left = self._left(self._pairs_of.get(iri, ()), filters)
        ranked = sorted(left, key=lambda p: (-len(left[p]), p))
        part = ranked[offset : offset + limit]
        near = {centre.id, *(end for pair in part for end in pair)}
        around = self._left({pair for end in near for pair in self._pairs_of.get(end, ())}, filters)
        strength = _strength(around)
        lines = [pair for pair in around if pair[0] in near or pair[1] in near]
        drawn = heapq.nsmallest(MOST_LINES, lines, key=lambda p: (-len(around[p]), p))
        return {
            "nodes": [self._node(end, strength.get(end, 0)) for end in sorted(near)],
            "lines": [_line(pair, around[pair]) for pair in sorted(drawn)],
            "neighbours": {"shown": min(offset + limit, len(ranked)), "total": len(ranked)},
        }

    def among(self, entities: Iterable[str], filters: Filters) -> dict[str, object]:
        """Some entities and all lines between them, whether they have any or not."""
        chosen = {iri for iri in entities if iri in self.nodes}
        left = self._left({p for iri in chosen for p in self._pairs_of.get(iri, ()) if chosen.issuperset(p)}, filters)
        strength = _strength(left)
        return {
            "nodes": [self._node(iri, strength.get(iri, 0)) for iri in sorted(chosen)],
            "lines": [_line(pair, left[pair]) for pair in sorted(left)],
            "neighbours": {"shown": len(chosen), "total": len(chosen)},
        }

    def evidence(self, one: str, other: str, filters: Filters) -> list[Tie]:
        """The ties of two entities, facts first, the surest first."""
        told = self._left([_pair(one, other)], filters).get(_pair(one, other), [])
        return sorted(told, key=lambda t: (not t.fact, t.label, -t.confidence, t.sentence, t.source))

    def named(self, words: str, limit: int) -> list[Node]:
        """Entities with a word in their name that begins so, the most mentioned first."""
        asked = words.casefold()
        found = [n for n in self.nodes.values() if asked in n.name.casefold()]
        starts = [n for n in found if any(w.startswith(asked) for w in (n.name.casefold(), *n.name.casefold().split()))]
        return heapq.nsmallest(limit, starts or found, key=lambda n: (-n.mentions, n.name, n.id))

    def article(self, tie: Tie) -> dict[str, object]:
        """Where the sentence of a tie stands."""
        article = self._articles.at(tie.sentence)
        return {"article": article.label, "published": article.published, "outlet": article.outlet}

    def _left(self, pairs: Iterable[Pair], filters: Filters) -> dict[Pair, list[Tie]]:
        found = {}
        kinds = filters.kinds
        for pair in pairs:
            if kinds and not (self.nodes[pair[0]].kind in kinds and self.nodes[pair[1]].kind in kinds):
                continue
            told = [tie for tie in self._by_pair.get(pair, ()) if self._passes(tie, filters)]
            if told:
                found[pair] = told
        return found

    def _passes(self, tie: Tie, filters: Filters) -> bool:
        if tie.confidence < filters.confidence or (filters.facts and not tie.fact):
            return False
        if not (filters.outlets or filters.since or filters.until):
            return True
        article = self._articles.at(tie.sentence)
        if filters.outlets and article.outlet not in filters.outlets:
            return False
        if not (filters.since or filters.until):
            return True
        return bool(article.published) and filters.since <= article.published <= (filters.until or "9999")

    def _node(self, iri: str, strength: int) -> dict[str, object]:
        node = self.nodes[iri]
        return {"id": iri, "name": node.name, "kind": node.kind, "mentions": node.mentions, "strength": strength}


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def _strength(left: Mapping[Pair, list[Tie]]) -> Counter[str]:
    """How many sentences tie each entity to others."""
    strength: Counter[str] = Counter()
    for pair, told in left.items():
        for end in pair:
            strength[end] += len(told)
    return strength


def _line(pair: Pair, told: list[Tie]) -> dict[str, object]:
    labels = Counter(tie.label for tie in told)
    return {
        "source": pair[0],
        "target": pair[1],
        "weight": len(told),
        "fact": any(tie.fact for tie in told),
        "labels": [label for label, _ in labels.most_common(_LABELS)],
        "more": max(0, len(labels) - _LABELS),
    }


kept = Kept(Network.of)


def strongest(request: Request) -> JSONResponse:
    """The strongest part of the network, and how much of it is not shown."""
    found = kept.of(request).strongest(Filters.of(request), number(request, "limit", 150, MOST))
    return JSONResponse(found)


def legend(request: Request) -> JSONResponse:
    """The classes, outlets and days that filters can name."""
    return JSONResponse(kept.of(request).legend())


def around(request: Request) -> JSONResponse:
    """The neighbours of one entity; of an event, a claim, a statement or an article, the entities that it speaks of."""
    network, iri, filters = kept.of(request), required(request, "id"), Filters.of(request)
    offset, limit = number(request, "offset", 0, 10**6), number(request, "limit", 25, 200)
    if iri in network.nodes:
        return JSONResponse({"about": network.nodes[iri].name, **network.around(iri, filters, offset, limit)})
    try:
        rows = snapshot(request).graph.query(_ENTITIES_OF.format(node=NamedNode(iri))).rows
    except ValueError:
        rows = []
    entities = [str(entity) for _, entity, _ in rows if str(entity) in network.nodes]
    if not entities:
        raise HTTPException(
            404, f"there is no entity {shortened(iri, 200)!r} in this graph, nor anything that names one"
        )
    return JSONResponse({"about": shortened(str(rows[0][0]), 120), **network.among(entities[:limit], filters)})


def evidence(request: Request) -> JSONResponse:
    """The sentences that tie two entities to one another, a page at a time."""
    network = kept.of(request)
    told = network.evidence(required(request, "source"), required(request, "target"), Filters.of(request))
    offset, limit = number(request, "offset", 0, 10**6), number(request, "limit", 20, 100)
    quotes = quoted(snapshot(request).graph, {tie.sentence for tie in told[offset : offset + limit]})
    rows = [
        {
            "source": {
                "id": tie.source,
                "name": network.nodes[tie.source].name,
                "kind": network.nodes[tie.source].kind,
            },
            "target": {
                "id": tie.target,
                "name": network.nodes[tie.target].name,
                "kind": network.nodes[tie.target].kind,
            },
            "label": tie.label,
            "stance": tie.stance,
            "fact": tie.fact,
            "node": tie.node,
            "confidence": tie.confidence,
            "sentence": tie.sentence,
            "quote": quotes.get(tie.sentence, ""),
            **network.article(tie),
        }
        for tie in told[offset : offset + limit]
    ]
    return JSONResponse(page(told, offset, limit) | {"rows": rows})


def named(request: Request) -> JSONResponse:
    """Entities by a part of their name."""
    words, limit = required(request, "q")[:200], number(request, "limit", 12, 50)
    found = kept.of(request).named(words, limit)
    return JSONResponse({"rows": [{"id": n.id, "name": n.name, "kind": n.kind, "mentions": n.mentions} for n in found]})


routes = [
    Route("/api/network", strongest),
    Route("/api/network/legend", legend),
    Route("/api/network/around", around),
    Route("/api/network/evidence", evidence),
    Route("/api/network/named", named),
]
