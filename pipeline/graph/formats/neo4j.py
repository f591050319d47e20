"""CSV files for `neo4j-admin database import`, with the command that imports them.

What an author states is a relationship of its own type, such as HEAD_OF; what is only claimed or denied is
CLAIMED_HEAD_OF or DENIED_HEAD_OF, so that no query mistakes it for a fact. Each carries its sentence, its document and
who says it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from pipeline.graph.formats.findings import ENTITIES, Finding, Findings
from pipeline.graph.formats.rows import Row, sides
from pipeline.graph.formats.tables import written
from pipeline.graph.store import Store
from pipeline.graph.ties import local

__all__ = ["files"]

_COMMAND = """#!/bin/sh
# Imports the graph into an empty database of Neo4j, while the server is stopped: sh import.sh [DATABASE [OPTION ...]]
cd "$(dirname "$0")" || exit
database="${{1:-neo4j}}"
[ $# -eq 0 ] || shift
exec neo4j-admin database import full "$database" --multiline-fields=true --array-delimiter='\\t' \\
  {files} "$@"
"""
_SCHEMA = """// After the import, with the server running: cypher-shell -f schema.cypher
CREATE CONSTRAINT entity_iri IF NOT EXISTS FOR (n:Entity) REQUIRE n.iri IS UNIQUE;
CREATE CONSTRAINT document_iri IF NOT EXISTS FOR (n:Document) REQUIRE n.iri IS UNIQUE;
CREATE INDEX entity_name IF NOT EXISTS FOR (n:Entity) ON (n.name);
CREATE FULLTEXT INDEX words IF NOT EXISTS FOR (n:Entity|Sentence|Claim) ON EACH [n.name, n.text];
"""


def files(store: Store, base: str = "") -> Iterator[tuple[str, Iterable[str]]]:
    """The files by name, each in pieces; the base is not needed."""
    findings = Findings(store)
    options = []
    for name, (columns, rows) in _FILES.items():
        options.append(f"--{'nodes' if ':ID' in columns else 'relationships'}={name}.csv")
        yield f"{name}.csv", written(columns, rows(findings))
    # the database comes before the files: since Neo4j 5.19 a name after them is taken for one more file
    yield "import.sh", [_COMMAND.format(files=" \\\n  ".join(options))]
    yield "schema.cypher", [_SCHEMA]


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
        claimed_by = findings.claimants(e.iri) if e.stance != "asserted" else ()
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


def _values(findings: Findings) -> Iterator[Row]:
    """Job titles and the like are words, no nodes of the graph: here they hang on those of whom they are stated."""
    for s, relation, value in _worded(findings):
        yield [
            s.iri,
            relation[0].upper() + relation[1:],
            value,
            s.stance,
            _list(findings.claimants(s.iri)),
            s.certainty,
        ]


def _worded(findings: Findings) -> Iterator[tuple[Finding, str, str]]:
    """The statements whose object is a value: each with its relation, and the value."""
    known = set(ENTITIES)
    for s in findings.all("rdf:Statement"):
        value = s.one("rdf:object")
        if known.isdisjoint(findings.of(value).all("rdf:type")):
            yield s, local(s.one("rdf:predicate")), value


def _positions(findings: Findings) -> Iterator[Row]:
    for p in findings.all("cg:Position"):
        kind = p.kind(*(c for c in p.all("rdf:type") if not c.endswith("#Position")))
        words = [p.one("rdfs:label"), p.one("cg:holderText"), p.one("cg:accusedText"), p.one("cg:cue")]
        manner = [p.one("schema:text"), p.certainty, local(p.one("cg:voice")).lower(), p.one("cg:confidence")]
        yield [p.iri, f"Position\t{kind}", *words, *manner]


def _acts(findings: Findings) -> Iterator[Row]:
    for a in findings.all("cg:Act"):
        told = [a.one("rdfs:label"), a.one("cg:verb"), local(a.one("cg:grammaticalVoice")).lower()]
        who = [_list(a.all("cg:agentText")), _list(a.all("cg:patientText"))]
        yield [a.iri, "Act", *told, a.one("cg:agentless"), *who, a.one("cg:confidence")]


def _comparisons(findings: Findings) -> Iterator[Row]:
    for c in findings.all("cg:ClaimComparison"):
        verdict, dimension = (local(c.one(name)).lower() for name in ("cg:verdict", "cg:dimension"))
        yield [c.iri, "Comparison", verdict, dimension, c.one("cg:because")]


def _origins(findings: Findings) -> Iterator[Row]:
    for o in findings.all("cg:OriginCluster", "cg:IndependentReports"):
        kind = o.kind(*(c for c in o.all("rdf:type") if not c.endswith("#OriginCluster")))
        yield [o.iri, f"Origin\t{kind}", o.one("cg:credit"), o.one("cg:because")]


_TIES = (
    ("sem:Event", "cg:actor", "ACTOR"),
    ("sem:Event", "cg:target", "TARGET"),
    ("sem:Event", "sem:hasPlace", "PLACE"),
    ("schema:Claim", "schema:about", "ABOUT"),
    ("schema:Claim", "cg:agreesWith", "AGREES_WITH"),
    ("schema:Claim", "cg:conflictsWith", "CONFLICTS_WITH"),
    ("cg:Position", "cg:accused", "ACCUSED"),
    ("cg:Position", "cg:within", "WITHIN"),
    ("cg:Act", "cg:agent", "AGENT"),
    ("cg:Act", "cg:patient", "PATIENT"),
    ("cg:Act", "schema:about", "ABOUT"),
    ("cg:Act", "cg:within", "WITHIN"),
    ("cg:ClaimComparison", "cg:compares", "COMPARES"),
    ("cg:ClaimComparison", "schema:about", "ABOUT"),
    ("cg:OriginCluster", "cg:gathers", "GATHERS"),
    ("cg:OriginCluster", "cg:presumedOrigin", "PRESUMED_ORIGIN"),
    ("cg:IndependentReports", "cg:gathers", "GATHERS"),
    ("nif:Sentence", "nif:referenceContext", "IN"),
)
"""Of a class, the properties that lead from its nodes to others, and what the relationship is called."""
_BORNE = (("schema:Claim", "cg:claimant", "CLAIMS"), ("cg:Position", "cg:holder", "HOLDS"))
"""The same the other way round: from whom the property names to the node."""
_CITING = ("sem:Event", "schema:Claim", "cg:Position", "cg:Act")


def _links(findings: Findings) -> Iterator[Row]:
    """What ties the nodes together: roles in events, who claims what, what it is about, and what all is cited from."""
    for class_, name, type_ in _TIES:
        found = findings.sentences() if class_ == "nif:Sentence" else findings.all(class_)
        yield from ([f.iri, other, type_] for f in found for other in f.all(name))
    for class_, name, type_ in _BORNE:
        yield from ([other, f.iri, type_] for f in findings.all(class_) for other in f.all(name))
    for class_ in _CITING:
        yield from ([f.iri, s.iri, "CITES"] for f in findings.all(class_) for s in findings.citing(f))
    for s, relation, _ in _worded(findings):
        yield [s.one("rdf:subject"), s.iri, _PREFIX[s.stance] + _type(relation)]
        yield from ([s.iri, sentence.iri, "CITES"] for sentence in findings.citing(s))


def _sides(findings: Findings) -> Iterator[Row]:
    """The passages of a comparison, in their order: the oldest first."""
    for comparison, order, text, voice, _, speaker, _, sentence in sides(findings):
        yield [comparison, sentence, "SIDE", order, text, voice, speaker]


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
    "values": ("iri:ID :LABEL name stance claimed_by:string[] certainty", _values),
    "positions": (
        "iri:ID :LABEL name holder_text accused_text cue text certainty voice confidence:double",
        _positions,
    ),
    "acts": (
        "iri:ID :LABEL name verb grammatical_voice agentless:boolean agent_texts:string[] patient_texts:string[] "
        "confidence:double",
        _acts,
    ),
    "comparisons": ("iri:ID :LABEL verdict dimension because", _comparisons),
    "origins": ("iri:ID :LABEL credit because", _origins),
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
    "sides": (":START_ID :END_ID :TYPE order:long text voice speaker", _sides),
    "mentions": (":START_ID :END_ID :TYPE words begin:long end:long confidence:double", _mentions),
}
