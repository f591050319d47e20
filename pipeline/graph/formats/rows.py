"""The rows of the tables of a graph: one function a table, the columns are in `pipeline.graph.formats.tables`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.graph.formats.findings import ENTITIES, Finding, Findings
from pipeline.graph.ties import local

__all__ = [
    "Row",
    "acts",
    "claims",
    "comparisons",
    "documents",
    "edits",
    "entities",
    "events",
    "evidence",
    "mentions",
    "occasions",
    "origins",
    "positions",
    "relations",
    "sentences",
    "sides",
]

Row = list[str]
"""The cells of a row; one with several values has one a line."""


def _lines(finding: Finding, *names: str) -> Row:
    """A cell for each property, with all its values."""
    return ["\n".join(finding.all(name)) for name in names]


def documents(findings: Findings) -> Iterator[Row]:
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


def sentences(findings: Findings) -> Iterator[Row]:
    for s in findings.sentences():
        yield [s.iri, s.one("nif:referenceContext"), *_place(s), s.one("nif:anchorOf")]


def _place(stretch: Finding) -> Row:
    return [stretch.one("nif:beginIndex"), stretch.one("nif:endIndex")]


def mentions(findings: Findings) -> Iterator[Row]:
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


def entities(findings: Findings) -> Iterator[Row]:
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


def relations(findings: Findings) -> Iterator[Row]:
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


def events(findings: Findings) -> Iterator[Row]:
    for e in findings.all("sem:Event"):
        kind = next((local(c) for c in e.all("rdf:type") if not c.endswith("/Event")), "")
        yield [
            e.iri,
            kind,
            e.one("rdfs:label"),
            local(e.one("cg:modality")).lower(),
            e.stance,
            "\n".join(findings.claimants(e.iri)) if e.stance != "asserted" else "",
            "\n".join(e.all("cg:date")),
            *("\n".join(e.all(p)) for p in ("cg:actor", "cg:actorText", "cg:target", "cg:targetText")),
            *("\n".join(e.all(p)) for p in ("sem:hasPlace", "cg:placeText")),
        ]


def claims(findings: Findings) -> Iterator[Row]:
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
            *(figure.one(p) for p in ("schema:minValue", "schema:maxValue", "schema:unitText", "cg:approximate")),
            figure.one("cg:countOf"),
            "\n".join(c.all("schema:about")),
            "\n".join(c.all("cg:states")),
            c.one("prov:wasDerivedFrom"),
        ]


def evidence(findings: Findings) -> Iterator[Row]:
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


def positions(findings: Findings) -> Iterator[Row]:
    """Who supports, opposes, demands, promises, accuses, denies, answers or admits what."""
    for p in findings.all("cg:Position"):
        holder, accused = p.one("cg:holder"), p.one("cg:accused")
        yield [
            p.iri,
            p.kind(*(c for c in p.all("rdf:type") if not c.endswith("#Position"))),
            holder,
            findings.name(holder) if holder else "",
            p.one("cg:holderText"),
            accused,
            p.one("cg:accusedText"),
            p.one("cg:cue"),
            p.one("schema:text"),
            p.certainty,
            local(p.one("cg:voice")).lower(),
            p.one("cg:within"),
            p.one("cg:confidence"),
            p.one("prov:wasDerivedFrom"),
        ]


def acts(findings: Findings) -> Iterator[Row]:
    """Who does what to whom, as the grammar of one clause has it."""
    for a in findings.all("cg:Act"):
        yield [
            a.iri,
            a.one("cg:verb"),
            local(a.one("cg:grammaticalVoice")).lower(),
            a.one("cg:agentless"),
            *_lines(a, "cg:agent", "cg:agentText", "cg:patient", "cg:patientText"),
            a.one("schema:about"),
            a.one("cg:within"),
            a.one("cg:confidence"),
            a.one("prov:wasDerivedFrom"),
        ]


def comparisons(findings: Findings) -> Iterator[Row]:
    """What came of setting passages side by side."""
    for c in findings.all("cg:ClaimComparison"):
        verdict, dimension = (local(c.one(name)).lower() for name in ("cg:verdict", "cg:dimension"))
        yield [c.iri, verdict, dimension, c.one("cg:because"), *_lines(c, "schema:about")]


def sides(findings: Findings) -> Iterator[Row]:
    """The passages that comparisons set side by side, oldest first."""
    for c in findings.all("cg:ClaimComparison"):
        for s in sorted(map(findings.of, c.all("cg:side")), key=lambda side: int(side.one("cg:order"))):
            speaker = s.one("cg:speaker")
            yield [
                c.iri,
                s.one("cg:order"),
                s.one("schema:text"),
                local(s.one("cg:voice")).lower(),
                speaker,
                findings.name(speaker) if speaker else s.one("cg:speakerText"),
                s.one("cg:claim"),
                s.one("prov:wasDerivedFrom"),
            ]


def origins(findings: Findings) -> Iterator[Row]:
    """Documents or sentences that repeat one another, or quote the same spoken words."""
    for o in findings.all("cg:OriginCluster", "cg:IndependentReports"):
        kind = o.kind(*(c for c in o.all("rdf:type") if not c.endswith("#OriginCluster")))
        yield [
            o.iri,
            kind,
            o.one("cg:presumedOrigin"),
            o.one("cg:credit"),
            o.one("cg:because"),
            *_lines(o, "cg:gathers"),
        ]


def edits(findings: Findings) -> Iterator[Row]:
    """What became of sentences from one edition of an article to the next, and of what was said in them."""
    for e in findings.all("cg:Edit"):
        sentences = [e.one(name) for name in ("cg:before", "cg:after")]
        editions = [e.one(name) for name in ("cg:olderEdition", "cg:newerEdition")]
        yield [
            e.iri,
            local(e.one("cg:change")).lower(),
            *(findings.of(sentence).one("nif:anchorOf") if sentence else "" for sentence in sentences),
            *("\n".join(map(findings.name, e.all(name))) for name in ("cg:withdraws", "cg:introduces")),
            *(findings.of(edition).one("cg:sourceFile") for edition in editions),
            *editions,
            *sentences,
        ]


def occasions(findings: Findings) -> Iterator[Row]:
    """What several documents tell of one place and day: words that tell of events, and acts."""
    for o in findings.all("cg:Occasion"):
        place = o.one("sem:hasPlace")
        yield [o.iri, o.one("rdfs:label"), place, findings.name(place), o.one("cg:date"), *_lines(o, "cg:includes")]
