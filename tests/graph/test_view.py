import doctest
import importlib
import pkgutil

import pytest
from newsroom import BASE, corpus, mapper

import pipeline.graph
from pipeline.errors import QueryError, StoreError
from pipeline.graph import Graph, Store


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    extractions, comparisons = corpus()
    folder = tmp_path_factory.mktemp("graph")
    Store.create(folder / "store", mapper(extractions, comparisons).triples(extractions))
    return Graph.open(folder)


def test_graph_is_asked_by_name_with_parameters(graph):
    assert graph.query("positions", name="mira solberg").dicts[0]["position"] == "mayor of Tromsvik"


def test_graph_shows_where_it_is(graph):
    assert repr(graph) == f"<Graph {graph.path}>"
    assert repr(Graph(Store.in_memory())) == "<Graph in memory>"


def test_graph_is_asked_in_sparql(graph):
    assert graph.query("SELECT (COUNT(?x) AS ?n) { ?x a schema:Person }").rows == [(3,)]
    assert graph.query("# who { is\nASK { ?x a cg:Arrest }")
    assert len(graph.query(f"DESCRIBE <{BASE}person/mira-solberg>")) > 3


def test_graph_is_asked_by_file(graph, tmp_path):
    (tmp_path / "own.rq").write_text("SELECT ?x { ?x a cg:Meeting }", encoding="utf-8")
    assert len(graph.query(str(tmp_path / "own.rq"))) == 2


def test_graph_refuses_parameters_of_sparql_text(graph):
    with pytest.raises(QueryError, match="takes no parameters"):
        graph.query("SELECT ?x { ?x a ?y }", name="x")


def test_graph_of_an_unknown_query_names_the_library(graph):
    with pytest.raises(QueryError, match="choose one of"):
        graph.query("who leads what")


def test_graph_that_is_not_there_says_how_to_build_one(tmp_path):
    with pytest.raises(StoreError, match="citegraph build"):
        Graph.open(tmp_path)


def test_graph_knows_its_size_folder_and_base(graph):
    assert len(graph) == len(set(graph.triples()))
    assert (graph.path / "store").is_dir()
    assert graph.base == BASE
    assert Graph(Store.in_memory()).base == ""


def test_graph_as_rdflib_and_networkx(graph):
    assert len(graph.to_rdflib()) == len(graph)
    assert graph.to_networkx().nodes[BASE + "city/tromsvik"]["label"] == "Tromsvik"


def test_graph_is_exported_under_its_own_base(graph, tmp_path):
    graph.export(tmp_path / "graph.ttl")
    text = (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert text.startswith(f"@base <{BASE}> .\n")
    assert set(Store.from_file(tmp_path / "graph.ttl").triples()) == set(graph.triples())


def test_exported_members():
    assert pipeline.graph.__all__ == [
        "EXPORTERS",
        "Endpoint",
        "Graph",
        "Mapper",
        "Result",
        "Run",
        "Store",
        "ask",
        "export",
    ]


@pytest.mark.parametrize("name", sorted(m.name for m in pkgutil.iter_modules(pipeline.graph.__path__)))
def test_examples_in_docstrings_hold(name):
    module = importlib.import_module(f"pipeline.graph.{name}")
    assert doctest.testmod(module).failed == 0
