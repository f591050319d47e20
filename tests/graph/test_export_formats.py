"""Formats for other tools, read back by their own libraries, and parts of a graph."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import re
import warnings
from collections import Counter

import pyoxigraph
import pytest
import rdflib
from newsroom import BASE, corpus, mapper
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Triple

from pipeline.errors import QueryError
from pipeline.graph.export import export
from pipeline.graph.namespaces import term
from pipeline.graph.recount import COUNTS
from pipeline.graph.store import Store
from pipeline.graph.view import Graph

MIRA, LIND, UNION = BASE + "person/mira-solberg", BASE + "person/jonas-lind", BASE + "org/dockers-union"
KEPT = {term(f"cg:{name}") for name in ("Tally", "Ranking", "Pair")}


@pytest.fixture(scope="module")
def triples():
    extractions, comparisons = corpus()
    return set(mapper(extractions, comparisons).triples(extractions))


@pytest.fixture(scope="module")
def store(triples):
    return Store.in_memory(triples)


@pytest.mark.parametrize(
    ("format", "rdf", "name"), [("trig", RdfFormat.TRIG, "trig"), ("nquads", RdfFormat.N_QUADS, "nquads")]
)
def test_quads_hold_the_graph_and_where_each_part_comes_from(triples, store, tmp_path, format, rdf, name):
    export(store, tmp_path / "graph", format, BASE)
    quads = set(pyoxigraph.parse(path=str(tmp_path / "graph"), format=rdf))
    provenance = {q for q in quads if q.graph_name != DefaultGraph() and q.graph_name.value.endswith("#provenance")}
    assert {q.triple for q in quads - provenance} == triples
    documents = [t.subject.value for t in triples if t.object == term("nif:Context")]
    for document in documents:
        made = {q.triple for q in provenance if q.graph_name.value == f"{document}#provenance"}
        assert {t.subject.value for t in made} == {f"{document}#assertion"}
        assert Triple(NamedNode(f"{document}#assertion"), term("prov:wasDerivedFrom"), NamedNode(document)) in made
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # of rdflib's own reader
        dataset = rdflib.Dataset()
        dataset.parse(tmp_path / "graph", format=name)
    assert len(dataset) == len(quads)
    assert {str(g.identifier) for g in dataset.graphs()} >= {f"{d}#assertion" for d in documents}


def test_quads_put_a_plain_triple_where_its_document_states_it(store, tmp_path):
    export(store, tmp_path / "graph", "nquads", BASE)
    quads = list(pyoxigraph.parse(path=str(tmp_path / "graph"), format=RdfFormat.N_QUADS))
    (where,) = (
        q.graph_name.value for q in quads if q.triple == Triple(NamedNode(LIND), term("org:headOf"), NamedNode(UNION))
    )
    assert where.startswith(BASE + "document/wire-arrests")
    assert where.endswith("#assertion")
    reports: dict[NamedNode, set[str]] = {}
    for quad in quads:
        if quad.predicate == term("prov:wasDerivedFrom") and "/event/" in quad.subject.value:
            reports.setdefault(quad.subject, set()).add(quad.graph_name.value)
    shared = {event for event, graphs in reports.items() if len(graphs) > 1}
    roles = [q for q in quads if q.subject in shared and q.predicate == term("cg:targetText")]
    assert roles
    assert all(q.graph_name == DefaultGraph() for q in roles)


def test_rdf12_reifies_without_stating(triples, store, tmp_path):
    export(store, tmp_path / "graph.ttl", "rdf12", BASE)
    read = {q.triple for q in pyoxigraph.parse(path=str(tmp_path / "graph.ttl"), format=RdfFormat.TURTLE)}
    back = set()
    for triple in read:
        if triple.predicate == term("rdf:reifies"):
            said = triple.object
            back.add(Triple(triple.subject, term("rdf:type"), term("rdf:Statement")))
            back.add(Triple(triple.subject, term("rdf:subject"), said.subject))
            back.add(Triple(triple.subject, term("rdf:predicate"), said.predicate))
            back.add(Triple(triple.subject, term("rdf:object"), said.object))
        else:
            back.add(triple)
    assert back == triples


def rows(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_tables_hold_every_finding_with_its_evidence(triples, store, tmp_path):
    export(store, tmp_path / "tables", "csv", BASE)
    of_class = Counter(t.object for t in triples if t.predicate == term("rdf:type"))
    sizes = {p.stem: len(rows(p)) for p in (tmp_path / "tables").glob("*.csv")}
    for name, class_ in (("documents", "nif:Context"), ("sentences", "nif:Sentence"), ("relations", "rdf:Statement"),
                         ("events", "sem:Event"), ("claims", "schema:Claim"), ("positions", "cg:Position"),
                         ("acts", "cg:Act"), ("comparisons", "cg:ClaimComparison"), ("sides", "cg:Side"),
                         ("occasions", "cg:Occasion")):  # fmt: skip
        assert sizes[name] == of_class[term(class_)]
    assert sizes["origins"] == of_class[term("cg:OriginCluster")] + of_class[term("cg:IndependentReports")]
    assert sizes["mentions"] == sum(t.predicate == term("gaf:denotes") for t in triples)
    evidence = rows(tmp_path / "tables" / "evidence.csv")
    cited = {(r["finding"], r["sentence"]) for r in evidence}
    findings = {
        t.subject for t in triples if t.object in {term("rdf:Statement"), term("sem:Event"), term("schema:Claim")}
    }
    assert cited == {
        (t.subject.value, t.object.value)
        for t in triples
        if t.predicate == term("prov:wasDerivedFrom") and t.subject in findings
    }
    member = next(r for r in rows(tmp_path / "tables" / "relations.csv") if r["relation"] == "memberOf")
    assert (member["stance"], member["claimed_by"], member["certainty"]) == ("claimed", "Mira Solberg", "possible")
    sixty = next(r for r in rows(tmp_path / "tables" / "claims.csv") if r["claimant_name"] == "Jonas Lind")
    assert (sixty["minimum"], sixty["maximum"], sixty["voice"]) == ("60", "", "attributed")


def ftm(store, tmp_path):
    export(store, tmp_path / "ftm", "ftm", BASE)
    return [json.loads(line) for line in (tmp_path / "ftm").read_text(encoding="utf-8").splitlines()]


def test_followthemoney_says_who_claims_and_makes_no_fact_of_it(store, tmp_path):
    entities = {e["id"]: e for e in ftm(store, tmp_path)}
    names = {id_: e["properties"].get("name", e["properties"].get("full", [""]))[0] for id_, e in entities.items()}
    edges = {
        (e["schema"], *e["properties"]["role"]): e["properties"] for e in entities.values() if "role" in e["properties"]
    }
    head = edges["Directorship", "head of"]
    assert (names[head["director"][0]], names[head["organization"][0]]) == ("Jonas Lind", "Dockers Union")
    assert not [key for key in edges if key[0] in ("Membership", "Employment")]
    claimed = edges["UnknownLink", "claimed: member of"]
    assert claimed["status"] == ["claimed by Mira Solberg, possible"]
    assert claimed["summary"] == ["Lind may be a member of Open Harbour, Solberg said."]
    assert entities[claimed["proof"][0]]["schema"] == "Article"
    told = {e["properties"]["name"][0] for e in entities.values() if e["schema"] == "Event"}
    assert any(name.startswith("Claimed: ") for name in told)
    assert any(name.startswith("Planned: ") for name in told)


@pytest.mark.skipif(
    importlib.util.find_spec("followthemoney") is None,
    reason="needs followthemoney: pip install 'citegraph[ftm]' (on Debian: apt-get install g++ libicu-dev pkg-config)",
)
def test_followthemoney_entities_are_valid_by_its_own_library(store, tmp_path):
    with warnings.catch_warnings(action="ignore"):  # of the library's own imports
        from followthemoney import model
    entities = ftm(store, tmp_path)
    ids = {e["id"] for e in entities}
    for entity in entities:
        model.get(entity["schema"]).validate(entity)
        proxy = model.get_proxy(entity, cleaned=False)  # drops whatever is not valid
        assert {k: sorted(v) for k, v in proxy.to_dict()["properties"].items()} == entity["properties"]
        for property_, value in proxy.itervalues():
            assert property_.type.name != "entity" or value in ids


def test_bundle_is_whole_and_its_page_safe(triples, tmp_path):
    hostile = pyoxigraph.Literal("<script>alert(1)</script>")
    name = Triple(NamedNode(MIRA), term("schema:name"), pyoxigraph.Literal("Mira Solberg"))
    bad = triples - {name} | {Triple(name.subject, name.predicate, hostile)}
    export(Store.in_memory(bad), tmp_path / "kg", "bundle", BASE)
    graph = tmp_path / "kg" / "graph.ttl"
    assert {q.triple for q in pyoxigraph.parse(path=str(graph), format=RdfFormat.TURTLE)} == bad
    page = (tmp_path / "kg" / "index.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "“<bdi>Lind may be a member of Open Harbour, Solberg said.</bdi>”" in page
    assert "</a>, <bdi>Harbour Post</bdi>, <bdi>2024-05-14</bdi></blockquote>" in page  # a quote says where and when
    assert not re.search(r'(?:src|href)="(?!#)', page)
    anchors = set(re.findall(r'id="([^"]*)"', page))
    assert {*re.findall(r'href="#([^"]*)"', page)} <= anchors
    assert '<span class="stance">conflict</span> <bdi>Harbour Post: 40; Dockers Union: at least 60</bdi>' in page
    assert (tmp_path / "kg" / "validation.txt").read_text().startswith("The graph keeps all shapes")
    assert (tmp_path / "kg" / "queries" / "claims-by.rq").exists()
    assert rdflib.Graph().parse(tmp_path / "kg" / "ontology.ttl")


@pytest.fixture(scope="module")
def graph(store):
    return Graph(store)


@pytest.mark.parametrize(
    "choice",
    [
        {"entity": "Jonas Lind"},
        {"document": "post/walkout.txt"},
        {"since": "2024-05-15"},
        {"until": "2024-05-14", "entity": "mira solberg"},
        {"entities_only": True},
        {"entities_only": True, "document": "wire/arrests.txt"},
    ],
)
def test_excerpt_is_a_part_of_the_graph_that_keeps_its_shapes(graph, triples, choice):
    part = graph.excerpt(**choice)
    assert 0 < len(part) < len(graph)
    kept = {t.subject for t in part.triples() if t.object in KEPT}  # counts are those of the excerpt
    assert {t for t in part.triples() if t.predicate not in COUNTS and t.subject not in kept} <= triples
    faults = {v.message for v in part.validate()}
    unmentioned = {
        "an entity is denoted by a mention, or publishes or writes a document",
        "an event is denoted by a trigger, the word that tells it",
    }
    assert faults <= (unmentioned if "entities_only" in choice else set())
    assert part.base == BASE


def test_excerpt_of_an_entity_has_what_is_about_it_alone(graph):
    part = graph.excerpt(entity="Jonas Lind")
    ends = {
        (row["from"], row["to"])
        for row in part.query("SELECT ?from ?to { ?s rdf:subject ?from ; rdf:object ?to }").dicts
    }
    assert ends
    assert all(LIND in pair for pair in ends)
    assert part.query("SELECT ?x { ?x cg:claimant <" + LIND + "> }").rows
    (edge,) = (d for *_, d in part.to_networkx().edges(data=True) if d["label"] == "memberOf")
    assert (edge["stance"], edge["claimants"]) == ("claimed", ["Mira Solberg"])


def test_excerpt_of_a_document_has_its_words_and_no_others(graph):
    part = graph.excerpt(document="blog/opinion.txt")
    files = part.query("SELECT DISTINCT ?file { ?m a gaf:Mention ; nif:referenceContext/cg:sourceFile ?file }").rows
    assert files == [("blog/opinion.txt",)]
    assert part.query("SELECT ?s { ?s a nif:Sentence }").rows


def test_excerpt_of_entities_alone_has_no_words(graph):
    part = graph.excerpt(entities_only=True)
    assert not part.query("ASK { ?m a gaf:Mention }")
    whole, alone = graph.to_networkx(), part.to_networkx()
    assert set(alone.nodes) == set(whole.nodes)
    assert {e[:3]: e[3]["quotes"] for e in alone.edges(keys=True, data=True)} == {
        e[:3]: e[3]["quotes"] for e in whole.edges(keys=True, data=True)
    }


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"entity": "Mira Solburg"}, "did you mean Mira Solberg|nobody"),
        ({"document": "post/walkout"}, "did you mean post/walkout.txt"),
        ({"since": "2030-01-01"}, "no document was published since 2030-01-01"),
        ({"until": "last week"}, "write it as 2024-05-14"),
    ],
)
def test_excerpt_of_what_is_not_there_says_what_is(graph, choice, message):
    with pytest.raises(QueryError, match=message):
        graph.excerpt(**choice)


def test_dataset_has_the_graphs_of_the_quads(graph, triples):
    dataset = graph.to_dataset()
    assert {str(p): str(n) for p, n in dataset.namespaces()}["schema"] == "https://schema.org/"
    rows = dataset.query("SELECT ?g { GRAPH ?g { ?s a rdf:Statement ; rdf:predicate org:headOf ; rdf:subject ?who } }")
    assert {str(g).rpartition("#")[2] for (g,) in rows} == {"assertion"}
    (number,) = next(iter(dataset.query("SELECT (COUNT(*) AS ?n) { ?x a schema:Claim }")))
    assert int(number) == sum(t.object == term("schema:Claim") for t in triples)
