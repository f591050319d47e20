"""CSV files for `neo4j-admin database import`, with the command that imports them.

What an author states is a relationship of its own type, such as HEAD_OF; what is only claimed or denied is
CLAIMED_HEAD_OF or DENIED_HEAD_OF, so that no query mistakes it for a fact. Each carries its sentence, its document and
who says it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from pipeline.graph.formats.findings import ENTITIES, Finding, Findings
from pipeline.graph.formats.tables import Row, written
from pipeline.graph.store import Store
from pipeline.graph.ties import local

__all__ = ["files"]

_COMMAND = """#!/bin/sh
# Imports the graph into an empty Neo4j 5 database: sh import.sh [NAME], in this folder, while the server is stopped.
exec neo4j-admin database import full --multiline-fields=true --array-delimiter='\\t' {files} "${{1:-neo4j}}"
"""


def files(store: Store, base: str = "") -> Iterator[tuple[str, Iterable[str]]]:
    """The files by name, each in pieces; the base is not needed."""
    findings = Findings(store)
    names = []
    for name, (columns, rows) in _FILES.items():
        names.append(f"--{'nodes' if ':ID' in columns else 'relationships'}={name}.csv")
        yield f"{name}.csv", written(columns, rows(findings))
    yield "import.sh", [_COMMAND.format(files=" ".join(names))]


_PREFIX = {"asserted": "", "claimed": "CLAIMED_", "denied": "DENIED_"}


def _type(name: str) -> str:
    """A type of relationship as Neo4j's style guide writes it.

    >>> _type("headOf")
    'HEAD_OF'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()


def _list(values: Iterable[str]) -> str:
    """An array of texts; a tab within one would end it."""
    return "\t".join(v.replace("\t", " ") for v in values)


def _entities(findings: Findings) -> Iterator[Row]:
    for e in findings.all(*ENTITIES):
        if name := e.one("schema:name"):
            place = [e.one("geo:lat"), e.one("geo:long"), e.one("gn:countryCode")]
            labels = f"Entity\t{e.kind(*ENTITIES)}"
            mentions = str(findings.mentions(e.iri))
            yield [e.iri, labels, name, _list(e.all("schema:alternateName")), *place, mentions]


def _events(findings: Findings) -> Iterator[Row]:
    for e in findings.all("sem:Event"):
        kind = next((local(c) for c in e.all("rdf:type") if not c.endswith("/Event")), "")
        modality = local(e.one("cg:modality")).lower()
        claimed_by = findings.claimants(e.iri) if e.stance == "claimed" else ()
        texts = (e.all(p) for p in ("cg:date", "cg:actorText", "cg:targetText", "cg:placeText"))
        yield [e.iri, f"Event\t{kind}", e.one("rdfs:label"), modality, e.stance, _list(claimed_by), *map(_list, texts)]


def _claims(findings: Findings) -> Iterator[Row]:
    for c in findings.all("schema:Claim"):
        figure = findings.of(c.one("cg:quantity")) if c.one("cg:quantity") else Finding("", {})
        manner = [local(c.one("cg:polarity")).lower(), c.certainty, local(c.one("cg:voice")).lower()]
        bounds = [figure.one(p) for p in ("schema:minValue", "schema:maxValue", "schema:unitText")]
        words = [c.one("cg:claimantText"), c.one("cg:cue"), c.one("schema:text")]
        yield [c.iri, "Claim", *words, *manner, c.one("cg:confidence"), *bounds]


def _documents(findings: Findings) -> Iterator[Row]:
    for d in findings.all("schema:NewsArticle"):
        makers = [_list(map(findings.name, d.all(name))) for name in ("schema:publisher", "schema:author")]
        known = [d.one("schema:datePublished"), d.one("schema:url"), d.one("cg:textSha256")]
        yield [d.iri, "Document", d.one("schema:headline"), d.one("cg:sourceFile"), *makers, *known]


def _sentences(findings: Findings) -> Iterator[Row]:
    for s in findings.sentences():
        yield [s.iri, "Sentence", s.one("nif:anchorOf"), s.one("nif:beginIndex"), s.one("nif:endIndex")]


def _relations(findings: Findings) -> Iterator[Row]:
    known = set(ENTITIES)
    for s in findings.all("rdf:Statement"):
        other = s.one("rdf:object")
        if known.isdisjoint(findings.of(other).all("rdf:type")):
            continue
        type_ = _PREFIX[s.stance] + _type(local(s.one("rdf:predicate")))
        for sentence in findings.citing(s):
            document = findings.document(sentence)
            yield [
                s.one("rdf:subject"),
                other,
                type_,
                s.iri,
                s.stance,
                _list(findings.claimants(s.iri)),
                s.certainty,
                s.one("cg:confidence"),
                sentence.one("nif:anchorOf"),
                sentence.iri,
                document.one("cg:sourceFile"),
                document.one("schema:datePublished"),
            ]


def _positions(findings: Findings) -> Iterator[Row]:
    """Positions that people hold are words, no nodes of the graph: here they hang on those who hold them."""
    known = set(ENTITIES)
    for s in findings.all("rdf:Statement"):
        other = s.one("rdf:object")
        if known.isdisjoint(findings.of(other).all("rdf:type")):
            yield [s.iri, "Position", other, s.stance, _list(findings.claimants(s.iri)), s.certainty]


def _links(findings: Findings) -> Iterator[Row]:
    """What ties the nodes together: roles in events, claimants, what claims are about, and what all is cited from."""
    known = set(ENTITIES)
    for e in findings.all("sem:Event"):
        for role, type_ in (("cg:actor", "ACTOR"), ("cg:target", "TARGET"), ("sem:hasPlace", "PLACE")):
            yield from ([e.iri, other, type_] for other in e.all(role))
        yield from ([e.iri, s.iri, "CITES"] for s in findings.citing(e))
    for c in findings.all("schema:Claim"):
        yield from ([who, c.iri, "CLAIMS"] for who in c.all("cg:claimant"))
        yield from ([c.iri, other, "ABOUT"] for other in c.all("schema:about"))
        yield from ([c.iri, s.iri, "CITES"] for s in findings.citing(c))
        yield from ([c.iri, other, "AGREES_WITH"] for other in c.all("cg:agreesWith"))
        yield from ([c.iri, other, "CONFLICTS_WITH"] for other in c.all("cg:conflictsWith"))
    for s in findings.all("rdf:Statement"):
        other = s.one("rdf:object")
        if known.isdisjoint(findings.of(other).all("rdf:type")):
            yield [s.one("rdf:subject"), s.iri, _PREFIX[s.stance] + "POSITION"]
            yield from ([s.iri, sentence.iri, "CITES"] for sentence in findings.citing(s))
    for s in findings.sentences():
        yield [s.iri, s.one("nif:referenceContext"), "IN"]


def _mentions(findings: Findings) -> Iterator[Row]:
    known = set(ENTITIES)
    for m in findings.all("gaf:Mention"):
        for denoted in m.all("gaf:denotes"):
            if not known.isdisjoint(findings.of(denoted).all("rdf:type")):
                place = [m.one("nif:beginIndex"), m.one("nif:endIndex"), m.one("cg:confidence")]
                yield [denoted, m.one("cg:inSentence"), "MENTIONED_IN", m.one("nif:anchorOf"), *place]


_FILES: dict[str, tuple[str, Callable[[Findings], Iterator[Row]]]] = {
    "entities": (
        "iri:ID :LABEL name aliases:string[] latitude:double longitude:double country_code mentions:long",
        _entities,
    ),
    "events": (
        "iri:ID :LABEL name modality stance claimed_by:string[] dates:string[] actor_texts:string[] "
        "target_texts:string[] place_texts:string[]",
        _events,
    ),
    "claims": (
        "iri:ID :LABEL claimant_text cue text polarity certainty voice confidence:double minimum:double maximum:double "
        "unit",
        _claims,
    ),
    "positions": ("iri:ID :LABEL name stance claimed_by:string[] certainty", _positions),
    "documents": (
        "iri:ID :LABEL title file publisher:string[] author:string[] published:date url text_sha256",
        _documents,
    ),
    "sentences": ("iri:ID :LABEL text begin:long end:long", _sentences),
    "relations": (
        ":START_ID :END_ID :TYPE statement stance claimed_by:string[] certainty confidence:double quote sentence file "
        "published:date",
        _relations,
    ),
    "links": (":START_ID :END_ID :TYPE", _links),
    "mentions": (":START_ID :END_ID :TYPE words begin:long end:long confidence:double", _mentions),
}
