"""The sections of cards: for each group of classes, what is shown of a node, in which order, and as which lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.web import lines
from pipeline.web.walk import Json, Walk, short

__all__ = ["SECTIONS", "Items", "Section"]

Items = list[tuple[str, ...]]
"""What the lines of a section are about, in order, each with whatever its line needs."""


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


def _appearing(walk: Walk, iri: str, kind: str) -> Items:
    """The nodes of a class that an article tells."""
    found = walk.pointing(iri, "schema:appearance")
    return _in_order(walk, [node for node in found if kind in map(short, walk.all(node, "rdf:type"))])


def _claimed_in(walk: Walk, iri: str) -> Items:
    return _appearing(walk, iri, "schema:Claim")


def _positions_in(walk: Walk, iri: str) -> Items:
    return _appearing(walk, iri, "cg:Position")


def _positions(walk: Walk, iri: str) -> Items:
    return _in_order(walk, walk.pointing(iri, "cg:holder"))


def _accusations(walk: Walk, iri: str) -> Items:
    return _in_order(walk, walk.pointing(iri, "cg:accused"))


def _acts(walk: Walk, iri: str) -> Items:
    """Who does what to whom, of somebody, of an event or in an article."""
    return _alike(walk, walk.pointing(iri, "cg:agent", "cg:patient", "schema:about", "schema:appearance"))


def _acts_of_occasion(walk: Walk, iri: str) -> Items:
    return _alike(walk, walk.all(iri, "cg:includes"))


def _alike(walk: Walk, nodes: Sequence[str]) -> Items:
    """The acts among some nodes, those that are told in the same words together, the earliest first."""
    told: dict[tuple[str, ...], list[str]] = {}
    for (node,) in _in_order(walk, [node for node in nodes if walk.kind(node) == "cg:Act"]):
        told.setdefault(lines.act_key(walk, node), []).append(node)
    return [tuple(group) for group in told.values()]


def _replies(walk: Walk, iri: str) -> Items:
    """The reversals, and the accusations with their replies, in which a position stands."""
    sentences = walk.all(iri, "prov:wasDerivedFrom")
    found = [node for sentence in sentences for node in walk.pointing(sentence, "prov:wasDerivedFrom")]
    return _one_each([node for node in found if walk.word(node, "cg:dimension") in ("Stance", "Reply")])


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


def _act_line(walk: Walk, _: str, item: tuple[str, ...]) -> Json:
    return lines.act(walk, item)


def _judgement_line(walk: Walk, _: str, item: tuple[str, ...]) -> Json:
    return lines.judgement(walk, item[0], set(item[1:]))


def _property_line(walk: Walk, _: str, item: tuple[str, ...]) -> Json:
    return {"type": "property", "name": item[0], "value": walk.thing(item[1])}


def _quote(walk: Walk, sentence: str) -> Json:
    return {"type": "quote", **lines.quote(walk, sentence)}


def _node(walk: Walk, node: str) -> Json:
    return {"type": "node", "node": walk.ref(node)}


def _each(line: Callable[[Walk, str], Json]) -> Callable[[Walk, str, tuple[str, ...]], Json]:
    """Lines that need their node alone."""
    return lambda walk, _, item: line(walk, item[0])


_CLAIM, _COMPARISON = _each(lines.claim), _each(lines.comparison)
_COPIES, _POSITION = _each(lines.copies), _each(lines.position)
_QUOTE, _NODE = _each(_quote), _each(_node)

_REPORTS_COMPARED = Section("compared", "Reports compared", _compared, _COMPARISON)
_CLAIMS_OF_OTHERS = Section("said", "Claims of others", _said_about, _CLAIM)
_WHO_DOES_WHAT = Section("acts", "Who does what to whom", _acts, _act_line)

SECTIONS: dict[str, tuple[Section, ...]] = {
    "entity": (
        Section("facts", "What is stated", _facts, _fact_line),
        _REPORTS_COMPARED,
        Section("events", "Timeline", _events, _event_line),
        Section("positions", "Positions taken", _positions, _POSITION),
        Section("accused", "Accused of", _accusations, _POSITION),
        Section("says", "Claims made", _says, _CLAIM),
        _CLAIMS_OF_OTHERS,
        _WHO_DOES_WHAT,
        Section("articles", "Articles", _articles, _article_line),
        Section("judged", "Who is who", _judged, _judgement_line),
    ),
    "event": (
        Section("figures", "How many: who says what", _figures, _CLAIM),
        _REPORTS_COMPARED,
        Section("reports", "Sentences that report it", _reports, _QUOTE),
        _CLAIMS_OF_OTHERS,
        _WHO_DOES_WHAT,
        Section("copies", "Reports that repeat one another", _copied_reports, _COPIES),
    ),
    "occasion": (
        Section("acts", "Who does what to whom", _acts_of_occasion, _act_line),
        Section("reports", "Sentences that tell of it", _reports, _QUOTE),
    ),
    "claim": (
        Section("states", "What it states", _states, _fact_line),
        Section("compared", "Compared with", _compared, _COMPARISON),
    ),
    "statement": (
        Section("elsewhere", "Other sentences that say so, or deny it", _elsewhere, _fact_line),
        Section("claims", "Claims that state it", lambda w, i: _in_order(w, w.pointing(i, "cg:states")), _CLAIM),
    ),
    "comparison": (),
    "position": (Section("compared", "What came of it", _replies, _COMPARISON),),
    "sentence": (Section("told", "What rests on it", _resting_on, _NODE),),
    "document": (
        Section("claims", "Who says what", _claimed_in, _CLAIM),
        Section("events", "Events that it reports", _reported_in, _reported_line),
        Section("facts", "What it states", _stated_in, _fact_line),
        Section("positions", "Positions that it tells of", _positions_in, _POSITION),
        _WHO_DOES_WHAT,
        Section("mentioned", "Whom and what it mentions", _mentioned, _mentioned_line),
        Section("compared", "Compared with others", _compared, _COMPARISON),
        Section("copies", "Copies and origins", _copied, _COPIES),
    ),
    "thing": (Section("properties", "What the graph says of it", _properties, _property_line),),
}
"""The sections of each kind of card, in order."""
