"""A knowledge graph in a folder: Turtle, vocabulary, shapes and their report, queries, tables, and a page to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from pipeline import resources
from pipeline.graph import queries, turtle
from pipeline.graph.formats import tables
from pipeline.graph.formats.findings import ENTITIES, Finding, Findings
from pipeline.graph.store import Store
from pipeline.graph.ties import local

__all__ = ["files"]

_README = """# A graph of what articles say

Every statement in it cites the sentence that it comes from; what somebody claims is a claim, and no fact.

- `index.html`: the graph to read, in any browser; it needs nothing else
- `graph.ttl`: the graph as Turtle (RDF 1.1), for any RDF tool
- `tables/`: the same as CSV
- `queries/`: SPARQL queries, each with a word on what it answers, for any store that holds `graph.ttl`
- `ontology.ttl`, `context.jsonld`: the vocabulary; `shapes.ttl`: its SHACL shapes
- `validation.txt`: what checking the graph against the shapes found
"""
_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "blockquote{margin:.2rem 0 .6rem 1rem;color:#333}small{color:#555}li{margin:.2rem 0}"
    ".claimed,.denied{border-bottom:1px dashed #a40}.stance{font-size:.8em;color:#a40}article{margin:2rem 0}"
    "a{color:#024}bdi{overflow-wrap:anywhere}.names{columns:16rem;list-style:none;padding:0}"
    ".names li{margin:0 0 .3rem}@media(prefers-color-scheme:dark){:root{color-scheme:dark}"
    "a{color:#9cf}blockquote,small{color:#bbb}.stance{color:#fa6}.claimed,.denied{border-color:#fa6}}"
)
_KINDS = {
    "schema:Person": "Persons",
    "schema:Organization": "Organisations",
    "cg:Group": "Groups",
    "schema:Country": "Countries",
    "schema:AdministrativeArea": "Regions",
    "schema:City": "Cities",
    "schema:Place": "Places",
    "schema:Event": "Events by name",
    "schema:CreativeWork": "Works",
}
"""The kinds of entities in the order of the page, with what it calls them."""


def files(store: Store, base: str = "") -> Iterator[tuple[str, Iterable[str]]]:
    """The files by path, each in pieces."""
    from pipeline.graph.validate import validate  # here: pySHACL takes long to import, and few need it

    yield "README.md", [_README]
    yield "graph.ttl", turtle.lines(store.triples(), base)
    for name in ("citegraph.ttl", "shapes.ttl", "context.jsonld"):
        target = "ontology.ttl" if name == "citegraph.ttl" else name
        yield target, [(resources.ontology() / name).read_text("utf-8")]
    for query in queries.library().values():
        yield f"queries/{query.name}.rq", [query.text]
    for name, pieces in tables.files(store, base):
        yield f"tables/{name}", pieces
    yield "index.html", _page(Findings(store))
    faults = validate(store)
    told = "".join(f"{fault}\n" for fault in faults) or "The graph keeps all shapes, and every quote its sentence.\n"
    yield "validation.txt", [told]


def _text(value: object) -> str:
    return f"<bdi>{escape(str(value))}</bdi>"


def _page(findings: Findings) -> Iterator[str]:
    """One HTML file without scripts or anything from elsewhere; whatever comes from articles is escaped."""
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>What articles say</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>What articles say</h1>\n"
        "<p>Every line cites its sentence. What is marked as claimed or denied is no fact. Who is named, "
        "what is stated of them, what is told of them, and what they say; "
        '<a href="#comparisons">what articles say of one thing</a>; <a href="#articles">the articles</a>.</p>\n'
    )
    for kind, title in _KINDS.items():
        named = sorted((e.one("schema:name").casefold(), e.one("schema:name"), e.iri) for e in _named(findings, kind))
        names = [f'<li><a href="#{_anchor(iri)}">{_text(name)}</a></li>\n' for _, name, iri in named]
        if names:
            yield f'<h2>{title} <small>{len(names)}</small></h2>\n<ul class="names">\n{"".join(names)}</ul>\n'
    for kind in _KINDS:
        for entity in _named(findings, kind):
            yield from _entity(findings, entity)
    yield '<h2 id="comparisons">What articles say of one thing</h2>\n<ul>\n'
    for comparison in findings.all("cg:ClaimComparison"):
        verdict = local(comparison.one("cg:verdict")).lower()
        yield f'<li><span class="stance">{escape(verdict)}</span> {_text(comparison.one("cg:because"))}\n'
        yield from _quotes(findings, comparison)
        yield "</li>\n"
    yield '</ul>\n<h2 id="articles">Articles</h2>\n<ul>\n'
    for document in findings.all("schema:NewsArticle"):
        makers = [findings.name(m) for p in ("schema:publisher", "schema:author") for m in document.all(p)]
        known = filter(None, [*makers, document.one("schema:datePublished"), document.one("schema:url")])
        yield (
            f'<li id="{_anchor(document.iri)}">{_text(document.one("rdfs:label"))} '
            f"<small>{', '.join(map(_text, known))}; {_text(document.one('cg:sourceFile'))}</small></li>\n"
        )
    yield "</ul>\n</body>\n</html>\n"


def _named(findings: Findings, kind: str) -> Iterator[Finding]:
    return (e for e in findings.all(kind) if e.one("schema:name") and e.kind(*ENTITIES) == kind.partition(":")[2])


def _anchor(iri: str) -> str:
    return escape(iri, quote=True)


def _entity(findings: Findings, entity: Finding) -> Iterator[str]:
    also = entity.all("schema:alternateName")
    yield (
        f'<article id="{_anchor(entity.iri)}">\n<h2>{_text(entity.one("schema:name"))} '
        f"<small>{escape(entity.kind(*ENTITIES))}</small></h2>\n"
        f"<p><small>{_text(entity.iri)}{'; also ' + ', '.join(map(_text, also)) if also else ''}</small></p>\n"
    )
    for title, found in (
        ("What is stated", findings.with_value(entity.iri, "rdf:subject", "rdf:object")),
        ("What is told of them", findings.with_value(entity.iri, "cg:actor", "cg:target", "sem:hasPlace")),
        ("What they say", findings.with_value(entity.iri, "cg:claimant")),
        ("What is said of them", _said_of(findings, entity)),
        ("What they are for, against, demand, promise, deny", findings.with_value(entity.iri, "cg:holder")),
        ("What they are accused of", findings.with_value(entity.iri, "cg:accused")),
    ):
        if found:
            yield f"<h3>{title}</h3>\n<ul>\n"
            for finding in found:
                yield from _finding(findings, finding)
            yield "</ul>\n"
    yield "</article>\n"


def _finding(findings: Findings, finding: Finding) -> Iterator[str]:
    claim = bool(finding.one("schema:text"))
    modality = local(finding.one("cg:modality")).lower()
    told = [] if claim or finding.stance == "asserted" else [finding.stance]
    told += [modality] if modality not in ("", "actual") else []
    told += [finding.certainty] if finding.certainty not in ("", "certain") else []
    by = [] if claim or finding.stance == "asserted" else findings.claimants(finding.iri)
    mark = f' <span class="stance">{escape(", ".join(told))}{_by(by)}</span>' if told else ""
    yield f'<li><span class="{escape(finding.stance)}">{_text(finding.one("rdfs:label"))}</span>{mark}\n'
    yield from _quotes(findings, finding)
    yield "</li>\n"


def _said_of(findings: Findings, entity: Finding) -> list[Finding]:
    """The claims about an entity; comparisons and acts that are about it have places of their own."""
    return [f for f in findings.with_value(entity.iri, "schema:about") if f.one("schema:text")]


def _quotes(findings: Findings, finding: Finding) -> Iterator[str]:
    for sentence in findings.citing(finding):
        document = findings.document(sentence)
        printed = [*map(findings.name, document.all("schema:publisher")), document.one("schema:datePublished")]
        where = "".join(f", {_text(known)}" for known in printed if known)
        yield (
            f"<blockquote>“{_text(sentence.one('nif:anchorOf'))}” — "
            f'<a href="#{_anchor(document.iri)}">{_text(document.one("rdfs:label"))}</a>{where}</blockquote>\n'
        )


def _by(names: list[str]) -> str:
    return f" by {', '.join(map(_text, names))}" if names else ""
