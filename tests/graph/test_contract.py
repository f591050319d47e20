"""One contract for every store: the shipped queries give the same answers, in the same order, wherever the graph is.

The graph is that of the sample articles; it gets into the servers by `push`, as a user would bring it there.
"""

from __future__ import annotations

import re

import pytest
from stores import VIRTUOSO
from test_queries_on_samples import ANSWERS

from pipeline.graph import Graph
from pipeline.graph.card import card
from pipeline.graph.endpoint import Endpoint
from pipeline.graph.push import push
from pipeline.graph.queries import library
from pipeline.graph.server import Server
from pipeline.graph.view import ask

pytestmark = pytest.mark.model
SERVERS = [
    pytest.param("oxigraph", marks=pytest.mark.server),
    pytest.param("virtuoso", marks=pytest.mark.virtuoso),
    pytest.param("jena", marks=pytest.mark.jena),
]
LAYOUT = {"jena": "fuseki"}
"""As what a server is known, where that is not its name."""


@pytest.fixture(scope="module")
def graph(sample_build):
    return Graph.open(sample_build)


@pytest.fixture(scope="module", params=SERVERS)
def store(request, graph):
    """Every server, with the graph in it."""
    url = request.getfixturevalue(f"{request.param}_server").url
    server = Server(url, credentials=VIRTUOSO)
    assert server.layout == LAYOUT.get(request.param, request.param)
    assert push(server, graph.triples(), graph.base).triples == len(graph)
    return server.endpoint(graph.base)


def settled(name, result):
    """The rows; sorted, and cells too, where cells are joined lists, whose order SPARQL leaves to the store."""
    if "GROUP_CONCAT" not in library()[name].text:
        return result.terms
    return sorted(tuple(sorted(re.split(r", | \\| ", cell)) for cell in row) for row in result.to_table())


@pytest.mark.parametrize("name", sorted(library()))
def test_every_store_gives_the_same_answer(store, graph, name):
    values = ANSWERS[name][0]
    assert settled(name, ask(store, name, values)) == settled(name, graph.query(name, **values))


@pytest.mark.parametrize(
    "name", sorted(n for n, q in library().items() if ANSWERS[n][0] and all(p.optional for p in q.parameters))
)
def test_every_store_gives_the_same_answer_without_parameters(store, graph, name):
    assert settled(name, ask(store, name)) == settled(name, graph.query(name))


@pytest.mark.parametrize("name", ["Open Docket", "Alexei Navalny", "Russia"])
def test_every_store_gives_the_same_card(store, graph, name):
    assert card(store, name) == graph.card(name)


def test_every_store_answers_every_kind_of_query(store, graph):
    for text in (
        "ASK { ?x a cg:Arrest }",
        "ASK { ?x a cg:Nothing }",
        "SELECT ?x ?y { ?x a cg:OriginCluster OPTIONAL { ?x cg:no ?y } }",
    ):
        assert ask(store, text) == graph.query(text)
    text = "CONSTRUCT { ?x schema:name ?n } WHERE { ?x a schema:City ; schema:name ?n }"
    assert set(ask(store, text).terms) == set(graph.query(text).terms)


def test_endpoint_asks_the_named_graph_alone(store, graph):
    assert not Endpoint(store.url, named=f"{graph.base}nothing/here").query("ASK { ?s ?p ?o }")
