"""Real clients: SPARQLWrapper, rdflib's SPARQLStore, curl, and citegraph itself."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from asking import ask as request
from endpoints import oxigraph
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from servers import publish, serving
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, QueryBadFormed

from pipeline.errors import QueryError, StoreError
from pipeline.graph import Endpoint, Graph, ask
from pipeline.graph.queries import library
from pipeline.web.pool import Limits

TURTLE_TEXT = """
PREFIX : <http://example.org/>
PREFIX schema: <https://schema.org/>
:a a schema:Person ; schema:name "Łódź"@pl, "\\"x\\" < & >" ; :age 7 .
:b a schema:City ; schema:name "B" .
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    out = tmp_path_factory.mktemp("clients")
    publish(out, TURTLE_TEXT)
    with serving(out, limits=Limits(rows=50)) as url:
        yield url


def wrapper(address: str, query: str, format: str, method: str = "GET") -> SPARQLWrapper:
    client = SPARQLWrapper(f"{address}/sparql", returnFormat=format)
    client.setMethod(method)
    client.setQuery(query)
    return client


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # SPARQLWrapper makes one
@pytest.mark.parametrize("method", ["GET", POST])
def test_clients_sparqlwrapper_reads_every_format(address: str, method: str):
    select = "SELECT ?name { ?x schema:name ?name } ORDER BY ?name"
    found = wrapper(address, select, JSON, method).queryAndConvert()
    assert {"type": "literal", "value": "Łódź", "xml:lang": "pl"} in [
        row["name"] for row in found["results"]["bindings"]
    ]
    assert len(wrapper(address, select, XML, method).queryAndConvert().getElementsByTagName("result")) == 3
    assert b"Z" not in wrapper(address, select, CSV, method).queryAndConvert()
    assert wrapper(address, select, TSV, method).queryAndConvert().startswith(b"?name\n")
    construct = "CONSTRUCT { ?x ?p ?o } WHERE { ?x a schema:Person ; ?p ?o }"
    for format in (TURTLE, N3):
        graph = rdflib.Graph().parse(data=wrapper(address, construct, format, method).queryAndConvert())
        assert len(graph) == 4
    for format in (RDFXML, JSONLD):
        assert len(wrapper(address, construct, format, method).queryAndConvert()) == 4


def test_clients_sparqlwrapper_shows_what_is_wrong(address: str):
    with pytest.raises(QueryBadFormed, match="line 1, column"):
        wrapper(address, "SELECT * { ?s ?p", JSON).query()
    with pytest.raises(EndPointInternalError, match="more than 50 rows"):
        wrapper(address, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", JSON).query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_clients_rdflib_reads_the_graph_as_a_store(address: str, method: str):
    graph = rdflib.Graph(SPARQLStore(f"{address}/sparql", method=method))
    person = rdflib.URIRef("http://example.org/a")
    assert set(graph.objects(person, rdflib.SDO.name)) == {
        rdflib.Literal("Łódź", lang="pl"),
        rdflib.Literal('"x" < & >'),
    }
    assert len(graph) == 6
    assert graph.query("ASK { ?x a <https://schema.org/City> }").askAnswer is True
    assert len(graph.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }").graph or ()) == 6


def test_clients_update_with_the_token(tmp_path: Path):
    publish(tmp_path, TURTLE_TEXT)
    authorization = {"Authorization": "Bearer secret"}
    with serving(tmp_path, token="secret") as address:
        client = wrapper(address, "INSERT DATA { <urn:new> rdfs:label 'x' }", JSON, POST)
        client.addCustomHttpHeader(*next(iter(authorization.items())))
        client.query()
        url = f"{address}/sparql"
        graph = rdflib.Graph(SPARQLUpdateStore(url, url, headers=authorization, context_aware=False))
        new = (rdflib.URIRef("urn:new"), rdflib.RDFS.label, rdflib.Literal("x"))
        assert new in graph
        graph.remove(new)
        assert new not in graph


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl: apt-get install curl")
def test_clients_curl(address: str, tmp_path: Path):
    def curl(*arguments: str) -> str:
        done = subprocess.run(["curl", "-sS", *arguments], capture_output=True, text=True, check=True)
        return done.stdout

    query = "SELECT ?x { ?x a schema:City }"
    assert json.loads(curl(f"{address}/sparql", "--data-urlencode", f"query={query}"))["results"]["bindings"]
    assert curl("-G", f"{address}/sparql", "-H", "Accept: text/csv", "--data-urlencode", f"query={query}").split() == [
        "x",
        "http://example.org/b",
    ]
    (tmp_path / "q.rq").write_text(query)
    media = "Content-Type: application/sparql-query"
    assert "example.org/b" in curl("-H", media, "--data-binary", f"@{tmp_path}/q.rq", f"{address}/sparql")
    assert "line 1" in curl(f"{address}/sparql", "--data-urlencode", "query=SELECT * {")
    assert "406" in curl("-i", "-G", f"{address}/sparql", "-H", "Accept: image/png", "--data-urlencode", "query=ASK{}")


def test_clients_citegraph_itself(address: str):
    endpoint = Endpoint(f"{address}/sparql")
    assert endpoint.query("SELECT ?x { ?x a schema:City }").rows == [("http://example.org/b",)]
    assert bool(endpoint.query("ASK { ?x a schema:Nothing }")) is False
    assert len(endpoint.query("DESCRIBE <http://example.org/a>")) == 4
    with pytest.raises(QueryError, match="line 1"):
        endpoint.query("SELECT * {")
    with pytest.raises(StoreError, match="more than 50 rows"):
        endpoint.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")


@pytest.mark.model
def test_clients_library_gives_the_same_over_http_as_in_the_store(served_samples: str, sample_build: Path):
    endpoint, graph = Endpoint(f"{served_samples}/sparql"), Graph.open(sample_build)
    for name, query in library().items():
        values = {p.name: {"place": "Russia"}.get(p.name, "OVD-Info") for p in query.parameters if not p.optional}
        assert ask(endpoint, name, values) == graph.query(name, **values), name
    everything = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    assert len(endpoint.query(everything)) == len(graph)


def test_clients_of_a_remote_store_are_served_through_us(address: str, tmp_path: Path):
    with serving(tmp_path, store=f"{address}/sparql", limits=Limits(rows=40)) as front:
        endpoint = Endpoint(f"{front}/sparql")
        assert endpoint.query("SELECT ?x { ?x a schema:City }").rows == [("http://example.org/b",)]
        assert bool(endpoint.query("ASK { ?x a schema:City }")) is True
        assert len(endpoint.query("CONSTRUCT WHERE { ?s ?p ?o }")) == 6
        with pytest.raises(QueryError, match="line 2"):
            endpoint.query("SELECT *\n{")
        with pytest.raises(QueryError, match="SERVICE is refused"):
            endpoint.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
        with pytest.raises(StoreError, match="more than 40 rows"):
            endpoint.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 45")
        table = request(front, "/sparql?query=SELECT%20*%20%7B%20%3Fs%20a%20%3Fo%20%7D", accept="text/csv").text
        assert set(table.splitlines()[0].split(",")) == {"s", "o"}


def test_clients_of_a_remote_store_find_an_editor_and_are_told_what_the_page_shows(address: str, tmp_path: Path):
    with serving(tmp_path, store=f"{address}/sparql") as front:
        status = json.loads(request(front, "/api/status").text)
        assert (status["build"], status["store"]) == (None, f"{address}/sparql")
        assert any(
            term["name"] == "cg:claimant" for term in json.loads(request(front, "/api/vocabulary").text)["terms"]
        )
        refused = request(front, "/api/overview")
        assert refused.status == 503
        assert f"queries, at /sparql, go to {address}/sparql" in refused.text


@pytest.mark.server
def test_clients_of_another_makers_store_are_served_through_us(tmp_path: Path):
    with oxigraph(tmp_path, TURTLE_TEXT) as url, serving(tmp_path, store=url, limits=Limits(seconds=1)) as front:
        endpoint = Endpoint(f"{front}/sparql")
        query = "/sparql?query=SELECT%20%3Fn%20%7B%20%3Fx%20a%20schema%3ACity%20%3B%20schema%3Aname%20%3Fn%20%7D"
        for media in ("text/csv", "text/tab-separated-values", "application/sparql-results+xml"):
            assert "B" in request(front, query, accept=media).text
        assert len(endpoint.query("CONSTRUCT WHERE { ?s a schema:Person ; ?p ?o }")) == 4
        with pytest.raises(QueryError, match="line 1"):
            endpoint.query("SELECT * {")
        cross = " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(12))
        with pytest.raises(StoreError, match="stopped after 1 s"):
            endpoint.query(f"SELECT (COUNT(*) AS ?n) {{ {cross} }}")


def test_clients_of_a_remote_store_that_is_not_there_are_told(tmp_path: Path):
    with serving(tmp_path, store="http://127.0.0.1:9/sparql") as front:
        got = request(front, "/sparql?query=ASK%7B%7D")
        assert got.status == 503
