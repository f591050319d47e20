"""The graph as CSV tables for spreadsheets and pandas: one row for each finding, its evidence in a table of its own."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from pipeline.graph.formats.findings import ENTITIES, Finding, Findings
from pipeline.graph.store import Store
from pipeline.graph.ties import local

__all__ = ["files", "written"]

Row = list[str]


def files(store: Store, base: str = "") -> Iterator[tuple[str, Iterable[str]]]:
    """The tables by file name, each in pieces; the base is not needed. Cells with several values have one a line."""
    findings = Findings(store)
    for name, (columns, rows) in _TABLES.items():
        yield f"{name}.csv", written(columns, rows(findings))


def written(columns: str, rows: Iterable[Row]) -> Iterator[str]:
    """A table as CSV (RFC 4180, but for line feeds alone at line ends): the header, then the rows."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns.split())
    for row in rows:
        writer.writerow(row)
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _documents(findings: Findings) -> Iterator[Row]:
    for d in findings.all("schema:NewsArticle"):
        makers = ["\n".join(map(findings.name, d.all(name))) for name in ("schema:publisher", "schema:author")]
        yield [
            d.iri,
            d.one("cg:sourceFile"),
            d.one("cg:record"),
            d.one("schema:headline"),
            *makers,
            d.one("schema:datePublished"),
            d.one("schema:url"),
            d.one("cg:textSha256"),
        ]


def _sentences(findings: Findings) -> Iterator[Row]:
    for s in findings.sentences():
        yield [s.iri, s.one("nif:referenceContext"), *_place(s), s.one("nif:anchorOf")]


def _place(stretch: Finding) -> Row:
    return [stretch.one("nif:beginIndex"), stretch.one("nif:endIndex")]


def _mentions(findings: Findings) -> Iterator[Row]:
    for m in findings.all("gaf:Mention"):
        for denoted in m.all("gaf:denotes"):
            yield [
                m.iri,
                denoted,
                m.one("nif:anchorOf"),
                local(m.one("cg:mentionForm")),
                m.one("cg:inSentence"),
                *_place(m),
                m.one("cg:confidence"),
            ]


def _entities(findings: Findings) -> Iterator[Row]:
    for e in findings.all(*ENTITIES):
        if name := e.one("schema:name"):
            yield [
                e.iri,
                e.kind(*ENTITIES),
                name,
                "\n".join(e.all("schema:alternateName")),
                e.one("geo:lat"),
                e.one("geo:long"),
                e.one("gn:countryCode"),
                "\n".join(e.all("schema:sameAs")),
                str(findings.mentions(e.iri)),
            ]


def _relations(findings: Findings) -> Iterator[Row]:
    for s in findings.all("rdf:Statement"):
        subject, other = s.one("rdf:subject"), s.one("rdf:object")
        node = bool(findings.of(other).about)
        yield [
            s.iri,
            subject,
            findings.name(subject),
            local(s.one("rdf:predicate")),
            other if node else "",
            findings.name(other) if node else other,
            s.stance,
            "\n".join(findings.claimants(s.iri)),
            s.certainty,
            s.one("cg:confidence"),
            s.one("prov:wasDerivedFrom"),
        ]


def _events(findings: Findings) -> Iterator[Row]:
    for e in findings.all("sem:Event"):
        kind = next((local(c) for c in e.all("rdf:type") if not c.endswith("/Event")), "")
        yield [
            e.iri,
            kind,
            e.one("rdfs:label"),
            local(e.one("cg:modality")).lower(),
            e.stance,
            "\n".join(findings.claimants(e.iri)) if e.stance == "claimed" else "",
            "\n".join(e.all("cg:date")),
            *("\n".join(e.all(p)) for p in ("cg:actor", "cg:actorText", "cg:target", "cg:targetText")),
            *("\n".join(e.all(p)) for p in ("sem:hasPlace", "cg:placeText")),
        ]


def _claims(findings: Findings) -> Iterator[Row]:
    for c in findings.all("schema:Claim"):
        who = c.one("cg:claimant")
        figure = findings.of(c.one("cg:quantity")) if c.one("cg:quantity") else Finding("", {})
        yield [
            c.iri,
            who,
            findings.name(who) if who else "",
            c.one("cg:claimantText"),
            c.one("cg:cue"),
            c.one("schema:text"),
            local(c.one("cg:polarity")).lower(),
            c.certainty,
            local(c.one("cg:voice")).lower(),
            c.one("cg:confidence"),
            *(figure.one(p) for p in ("schema:minValue", "schema:maxValue", "schema:unitText")),
            "\n".join(c.all("schema:about")),
            "\n".join(c.all("cg:states")),
            c.one("prov:wasDerivedFrom"),
        ]


def _evidence(findings: Findings) -> Iterator[Row]:
    for f in findings.all("rdf:Statement", "sem:Event", "schema:Claim"):
        for sentence in findings.citing(f):
            document = findings.document(sentence)
            yield [
                f.iri,
                sentence.iri,
                *_place(sentence),
                sentence.one("nif:anchorOf"),
                document.iri,
                document.one("cg:sourceFile"),
                document.one("schema:datePublished"),
            ]


_TABLES: dict[str, tuple[str, Callable[[Findings], Iterator[Row]]]] = {
    "documents": ("document file record title publisher author published url text_sha256", _documents),
    "sentences": ("sentence document begin end text", _sentences),
    "mentions": ("mention denotes words form sentence begin end confidence", _mentions),
    "entities": ("entity kind name aliases latitude longitude country_code same_as mentions", _entities),
    "relations": (
        "statement subject subject_name relation object object_name stance claimed_by certainty confidence sentence",
        _relations,
    ),
    "events": (
        "event type label modality stance claimed_by dates actors actor_texts targets target_texts places place_texts",
        _events,
    ),
    "claims": (
        "claim claimant claimant_name claimant_text cue text polarity certainty voice confidence minimum maximum unit "
        "about states sentence",
        _claims,
    ),
    "evidence": ("finding sentence begin end quote document file published", _evidence),
}
