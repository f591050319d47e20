"""FollowTheMoney entities, one JSON object a line, for Aleph, OpenSanctions' tools and the like.

What an author states becomes an edge of the schema that is meant for it, such as Directorship. What is only claimed or
denied is an UnknownLink whose role says so ("claimed: head of"), and what somebody says, demands, denies and the like
is a Note on those whom it is about: FollowTheMoney has no claims, and nothing may look like a fact that is none. Each
edge names its article as proof, and quotes its sentence; Documentation says which articles mention whom.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from urllib.parse import urlsplit

from pipeline.graph.formats.findings import ENTITIES, Finding, Findings
from pipeline.graph.iris import digest
from pipeline.graph.sorting import Sorter, sorted_lines
from pipeline.graph.store import Store
from pipeline.graph.ties import local

__all__ = ["lines"]

_SCHEMA = {
    "Person": "Person",
    "Organization": "Organization",
    "City": "Address",
    "Country": "Address",
    "AdministrativeArea": "Address",
    "Place": "Address",
    "Event": "Event",
}
"""Groups and works have no like in FollowTheMoney and are left out."""
_LEGAL = ("Person", "Organization")
# of a relation: the schema, its two ends, and what they have to be
_EDGES = {
    "headOf": ("Directorship", "director", "organization", _LEGAL, ("Organization",)),
    "memberOf": ("Membership", "member", "organization", _LEGAL, ("Organization",)),
    "worksFor": ("Employment", "employee", "employer", ("Person",), ("Organization",)),
    "relatedTo": ("Family", "person", "relative", ("Person",), ("Person",)),
}
_OF_PERSONS = {"jobTitle": "position", "birthPlace": "birthPlace"}
_ADDRESSES = ("schema:location", "schema:homeLocation")
_WIKIDATA = re.compile(r"https?://www\.wikidata\.org/entity/(Q[0-9]+)")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")

Entity = tuple[str, str, dict[str, Iterable[str]]]


def lines(store: Store, base: str = "") -> Iterator[str]:
    """The entities sorted by their ids, which are hashes of IRIs; the base is not needed. Memory stays bounded."""
    findings = Findings(store)
    with closing(Sorter()) as sorter:
        for id_, schema, properties in (
            *_articles(findings),
            *_nodes(findings),
            *_edges(findings),
            *_events(findings),
            *_notes(findings),
            *_positions(findings),
            *_documented(findings),
        ):
            kept = {name: sorted({v for v in values if v}) for name, values in sorted(properties.items())}
            record = {"id": id_, "schema": schema, "properties": {k: v for k, v in kept.items() if v}}
            sorter.add(json.dumps(record, ensure_ascii=False))
        for line in sorter:
            yield f"{line}\n"


def _id(iri: str) -> str:
    return f"citegraph-{digest(iri)}"


def _web(*addresses: str) -> list[str]:
    """Those that FollowTheMoney takes for addresses in the web."""
    found = []
    for address in addresses:
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and "." in (parts.hostname or "") and len(address) <= 4096:
            found.append(address)
    return found


def _dates(*dates: str) -> list[str]:
    return [d for d in dates if _DATE.fullmatch(d)]


def _articles(findings: Findings) -> Iterator[Entity]:
    for d in findings.all("schema:NewsArticle"):
        title = d.one("schema:headline") or d.one("cg:sourceFile")
        yield (
            _id(d.iri),
            "Article",
            {
                "name": [title],
                "title": [d.one("schema:headline")],
                "fileName": [d.one("cg:sourceFile")],
                "author": map(findings.name, d.all("schema:author")),
                "publisher": map(findings.name, d.all("schema:publisher")),
                "publishedAt": _dates(d.one("schema:datePublished")),
                "mimeType": [d.one("dcterms:format")],
                "sourceUrl": _web(d.one("schema:url")),
            },
        )


def _nodes(findings: Findings) -> Iterator[Entity]:
    for e in findings.all(*ENTITIES):
        name, kind = e.one("schema:name"), e.kind(*ENTITIES)
        if not name or kind not in _SCHEMA:
            continue
        schema = _SCHEMA[kind]
        found: dict[str, Iterable[str]] = {
            "name": [name],
            "alias": e.all("schema:alternateName"),
            "sourceUrl": _web(e.iri, *e.all("schema:sameAs")),
            "wikidataId": [m[1] for same in e.all("schema:sameAs") if (m := _WIKIDATA.fullmatch(same))],
        }
        if schema == "Address":
            found |= {"full": [name], "latitude": [e.one("geo:lat")], "longitude": [e.one("geo:long")]}
            found["country"] = [e.one("gn:countryCode").lower()]
            found["city"] = [name] if kind == "City" else []
        if schema in _LEGAL:  # the graph has plain triples of what authors state alone
            places = (findings.of(v) for relation in _ADDRESSES for v in e.all(relation))
            found["addressEntity"] = [_id(p.iri) for p in places if _SCHEMA.get(p.kind(*ENTITIES)) == "Address"]
        if schema == "Person":
            for relation, property_ in _OF_PERSONS.items():
                values = e.all(f"schema:{relation}")
                found[property_] = [findings.name(v) or v for v in values]
            countries = (findings.of(v).one("gn:countryCode") for v in e.all("schema:nationality"))
            found["nationality"] = [code.lower() for code in countries]
        yield _id(e.iri), schema, found


def _cited(findings: Findings, finding: Finding) -> dict[str, list[str]]:
    sentences = findings.citing(finding)
    documents = [findings.document(s) for s in sentences]
    return {
        "proof": [_id(d.iri) for d in documents],
        "summary": [" ".join(s.one("nif:anchorOf").split()) for s in sentences],
        "sourceUrl": _web(*(d.one("schema:url") for d in documents)),
        "publisher": [findings.name(p) for d in documents for p in d.all("schema:publisher")],
    }


def _edges(findings: Findings) -> Iterator[Entity]:
    for s in findings.all("rdf:Statement"):
        ends = [findings.of(s.one("rdf:subject")), findings.of(s.one("rdf:object"))]
        schemata = [_SCHEMA.get(end.kind(*ENTITIES), "") for end in ends]
        if not all(schemata):
            continue
        relation = local(s.one("rdf:predicate"))
        role = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", relation).lower()
        schema, source, target, from_, to = _EDGES.get(relation, ("", "", "", (), ()))
        status = "stated by the author"
        if s.stance != "asserted" or schemata[0] not in from_ or schemata[1] not in to:
            schema, source, target = "UnknownLink", "subject", "object"
        if s.stance != "asserted":
            role = f"{s.stance}: {role}"
            status = f"{s.stance} by {', '.join(findings.claimants(s.iri)) or 'the author'}, {s.certainty}"
        yield (
            _id(s.iri),
            schema,
            {
                source: [_id(ends[0].iri)],
                target: [_id(ends[1].iri)],
                ("relationship" if schema == "Family" else "role"): [role],
                **({} if schema == "Family" else {"status": [status]}),
                "recordId": [s.iri],
                **_cited(findings, s),
            },
        )


def _events(findings: Findings) -> Iterator[Entity]:
    for e in findings.all("sem:Event"):
        modality = local(e.one("cg:modality")).lower()
        told = e.stance if e.stance != "asserted" and modality == "actual" else modality
        label = e.one("rdfs:label")
        parties = [findings.of(p) for p in (*e.all("cg:actor"), *e.all("cg:target"))]
        yield (
            _id(e.iri),
            "Event",
            {
                "name": [label if told == "actual" else f"{told.capitalize()}: {label}"],
                "keywords": [told, *(local(c) for c in e.all("rdf:type") if not c.endswith("/Event"))],
                "date": _dates(*e.all("cg:date")),
                "involved": [_id(p.iri) for p in parties if _SCHEMA.get(p.kind(*ENTITIES)) in _LEGAL],
                "location": map(findings.name, e.all("sem:hasPlace")),
                "recordId": [e.iri],
                **_cited(findings, e),
            },
        )


def _notes(findings: Findings) -> Iterator[Entity]:
    for c in findings.all("schema:Claim"):
        told = findings.of
        about = [told(i) for i in (*c.all("cg:claimant"), *c.all("schema:about"))]
        ends = [_id(f.iri) for f in about if f.kind(*ENTITIES) in _SCHEMA or f.one("cg:modality")]
        yield (
            _id(c.iri),
            "Note",
            {
                "description": [c.one("rdfs:label")],
                "notes": [f"{c.certainty}, {local(c.one('cg:polarity')).lower()}: {c.one('schema:text')}"],
                "keywords": ["claim"],
                "entity": ends,
                **_cited(findings, c),
            },
        )


def _positions(findings: Findings) -> Iterator[Entity]:
    for p in findings.all("cg:Position"):
        kind = p.kind(*(c for c in p.all("rdf:type") if not c.endswith("#Position"))).lower()
        about = map(findings.of, (*p.all("cg:holder"), *p.all("cg:accused")))
        own = p.one("cg:voice").endswith("#Narrator")
        yield (
            _id(p.iri),
            "Note",
            {
                "description": [p.one("rdfs:label")],
                "notes": [
                    f"{p.certainty}, {'as the author' if own else 'as somebody quoted'} has it: {p.one('schema:text')}"
                ],
                "keywords": ["position", kind],
                "entity": [_id(f.iri) for f in about if f.kind(*ENTITIES) in _SCHEMA],
                **_cited(findings, p),
            },
        )


def _documented(findings: Findings) -> Iterator[Entity]:
    """Of each article, whom and what it mentions, once each."""
    pairs = (
        json.dumps([m.one("nif:referenceContext"), denoted])
        for m in findings.all("gaf:Mention")
        for denoted in m.all("gaf:denotes")
        if findings.of(denoted).kind(*ENTITIES) in _SCHEMA
    )
    for pair in sorted_lines(pairs):
        document, entity = json.loads(pair)
        role: dict[str, Iterable[str]] = {"document": [_id(document)], "entity": [_id(entity)], "role": ["mentioned"]}
        yield _id(f"{entity} in {document}"), "Documentation", role
