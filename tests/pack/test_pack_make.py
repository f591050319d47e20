"""What is in a pack, and that the same evidence gives the same bytes."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
import rdflib
from packs import CLAIMS, WHO, newsroom, packed

from pipeline.errors import QueryError
from pipeline.graph import Graph, Store
from pipeline.graph.namespaces import PREFIXES
from pipeline.pack import archive
from pipeline.pack.make import make

RDF = rdflib.RDF


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    return newsroom(tmp_path)[0]


def members(data: bytes, tmp_path: Path) -> archive.Members:
    path = tmp_path / "some.zip"
    path.write_bytes(data)
    return archive.read(path)[0]


def test_pack_holds_rows_quotes_selectors_hashes_versions_and_the_slice(tmp_path: Path):
    found, manifest = archive.read(packed(tmp_path))
    rows = list(csv.DictReader(io.StringIO(found["rows/claims-by.csv"].decode())))
    quotes = json.loads(found["quotes.json"])
    assert rows
    assert {row["quote"] for row in rows} == {quote["exact"] for quote in quotes}
    assert manifest["built_by"][0]["model_sha256"] == "a" * 64
    assert manifest["built_by"][0]["version"] == "0.1.0"
    assert set(manifest["members"]) == set(found) - {archive.MANIFEST}
    assert all(archive.sha256(found[name]) == said["sha256"] for name, said in manifest["members"].items())
    for item in json.loads(found["annotations.jsonld"])["items"]:
        position, quote = item["target"]["selector"]
        assert (position["type"], quote["type"]) == ("TextPositionSelector", "TextQuoteSelector")
        assert position["end"] - position["start"] == len(quote["exact"])
        assert item["body"]


def test_pack_quotes_have_what_stands_around_them(tmp_path: Path):
    found, _ = archive.read(packed(tmp_path))
    files = {d["id"]: d["source_file"] for d in json.loads(found["documents.json"])}
    for quote in json.loads(found["quotes.json"]):
        text = (tmp_path / "docs" / files[quote["document"]]).read_text(encoding="utf-8")
        assert quote["prefix"] or quote["suffix"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


def test_pack_slice_holds_no_statement_without_its_sentence_and_no_claim_that_was_not_asked_for(graph, tmp_path: Path):
    found = members(make(graph, CLAIMS, WHO), tmp_path)
    part = rdflib.Graph().parse(data=found["graph.ttl"], format="turtle")
    claims = set(part.subjects(RDF.type, rdflib.URIRef(PREFIXES["schema"] + "Claim")))
    text = rdflib.URIRef(PREFIXES["schema"] + "text")
    rows = list(csv.DictReader(io.StringIO(found["rows/claims-by.csv"].decode())))
    assert {str(part.value(c, text)) for c in claims} == {row["claim"] for row in rows}
    for node in [*claims, *part.subjects(RDF.type, RDF.Statement)]:
        sentence = part.value(node, rdflib.URIRef(PREFIXES["prov"] + "wasDerivedFrom"))
        assert part.value(sentence, rdflib.URIRef(PREFIXES["nif"] + "anchorOf")), node


def test_pack_of_an_entity_states_only_what_statements_vouch_for(graph, tmp_path: Path):
    found = members(make(graph, "mira solberg"), tmp_path)
    assert {"rows/facts.csv", "rows/says.csv"} <= set(found)
    part = rdflib.Graph().parse(data=found["graph.ttl"], format="turtle")
    head = rdflib.URIRef(PREFIXES["org"] + "headOf")
    assert list(part.subject_objects(head))
    for subject, other in part.subject_objects(head):
        assert [s for s in part.subjects(RDF.subject, subject) if part.value(s, RDF.object) == other]
    opposes = rdflib.URIRef(PREFIXES["cg"] + "opposes")
    assert not list(part.subject_objects(opposes)), "it was denied"


@pytest.mark.parametrize("by", ["iri", "label"])
def test_pack_of_a_claim_or_an_event_by_iri_or_label(graph, tmp_path: Path, by):
    claim = graph.query("SELECT ?x ?l { ?x a schema:Claim ; rdfs:label ?l } ORDER BY ?x LIMIT 1").rows[0]
    event = graph.query("SELECT ?x ?l { ?x a cg:Meeting ; rdfs:label ?l } ORDER BY ?x LIMIT 1").rows[0]
    for iri, label in (claim, event):
        found = members(make(graph, str(iri if by == "iri" else label)), tmp_path)
        assert json.loads(found["quotes.json"])
        assert any(iri in [c["id"] for c in q["cited_by"]] for q in json.loads(found["quotes.json"]))


def test_pack_bytes_are_the_same_from_graph_to_graph(tmp_path: Path):
    first, texts = newsroom(tmp_path)
    triples = sorted(first.triples(), key=str, reverse=True)
    times = {"startedAtTime", "endedAtTime"}
    second = Graph(Store.in_memory(t for t in triples if t.predicate.value.rpartition("#")[2] not in times))
    for asked, values in ((CLAIMS, WHO), ("Mira Solberg", {}), ("SELECT ?x { ?x a schema:Claim }", {})):
        assert make(first, asked, values, texts=texts.get) == make(second, asked, values, texts=texts.get)


def test_pack_of_a_limited_query_holds_the_evidence_of_its_rows_alone(graph, tmp_path: Path):
    query = (
        "SELECT ?text { ?x a schema:Claim ; schema:text ?text ; prov:wasDerivedFrom/nif:anchorOf ?q } "
        "ORDER BY ?text LIMIT 1"
    )
    found = members(make(graph, query), tmp_path)
    text = next(csv.DictReader(io.StringIO(found["rows/answer.csv"].decode())))["text"]
    assert all(text in quote["exact"] for quote in json.loads(found["quotes.json"]))


def test_pack_of_a_query_that_groups_finds_the_sentences_by_their_words(graph, tmp_path: Path):
    query = "SELECT ?quote (COUNT(?x) AS ?n) { ?x prov:wasDerivedFrom/nif:anchorOf ?quote } GROUP BY ?quote"
    found = members(make(graph, query), tmp_path)
    quotes = {row["quote"] for row in csv.DictReader(io.StringIO(found["rows/answer.csv"].decode()))}
    assert quotes == {q["exact"] for q in json.loads(found["quotes.json"])}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("SELECT ?x { ?x a cg:Nothing }", "no rows"),
        ("SELECT (1 AS ?x) {}", "no row of the answer rests on a sentence"),
        ("ASK { ?x ?y ?z }", "SELECT"),
        ("Zzyzx", "nobody and nothing"),
    ],
)
def test_pack_of_nothing_is_refused(graph, asked, told):
    with pytest.raises(QueryError, match=told):
        make(graph, asked)


def test_pack_index_is_inert(tmp_path: Path):
    graph, _ = newsroom(tmp_path)
    nasty = '<script>alert(1)</script> & "quoted"'
    triples = [str(t).replace("at least 60 dockers", nasty.replace('"', '\\"')) + " ." for t in graph.triples()]
    source = tmp_path / "nasty.nt"
    source.write_text("\n".join(triples), encoding="utf-8")
    html = members(make(Graph(Store.from_file(source)), CLAIMS, WHO), tmp_path)["index.html"].decode()
    assert "&lt;script&gt;" in html
    assert not re.search(r"<(script|img|a|iframe|link|form|object)\b", html)
    assert "default-src 'none'" in html
