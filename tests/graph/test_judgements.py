"""Judgements and replaced IRIs in the graph, and old IRIs in questions."""

from decimal import Decimal

import pytest
from newsroom import BASE, ITEM, corpus, judged, linked, mapper

from pipeline.graph import Graph
from pipeline.graph.store import Store

OLD, NEW = f"{BASE}person/solberg", f"{BASE}person/mira-solberg"


@pytest.fixture(scope="module")
def graph():
    extractions, comparisons = corpus()
    made = mapper(extractions, comparisons)
    made.resolution = judged(made.resolution)
    return Graph(Store.in_memory(made.triples(extractions)))


def test_judgements_are_in_the_graph_with_reasons(graph):
    rows = graph.query(
        """SELECT ?identity ?because ?score ?by ?when { ?j a cg:Judgement ; cg:identity ?identity ; cg:because ?because
        OPTIONAL { ?j cg:score ?score } OPTIONAL { ?j prov:wasAttributedTo/rdfs:label ?by }
        OPTIONAL { ?j dcterms:created ?when } } ORDER BY ?because"""
    ).rows
    cg = "https://w3id.org/citegraph/ns#"
    assert [(i.removeprefix(cg), b, s, by) for i, b, s, by, _ in rows] == [
        ("Different", "he is a man", None, "Ada Lund"),
        ("Same", "the only Solberg", Decimal("0.9"), None),
        ("Unsure", "why not", Decimal("0.5"), None),
    ], "a judgement about what is in no article is left out"
    assert str(rows[0][4]).startswith("2024-05-21")


def test_judgements_and_replaced_iris_keep_their_shapes(graph):
    assert graph.validate() == []


def test_replaced_iris_lead_to_the_entity(graph):
    rows = graph.query(f"SELECT ?p ?o {{ <{OLD}> ?p ?o FILTER(?p = dcterms:isReplacedBy || ?p = owl:sameAs) }}").rows
    assert {o for _, o in rows} == {NEW}


def test_replaced_iris_in_old_questions_are_answered(graph):
    assert graph.card(OLD) == graph.card(NEW)
    for query in (
        "SELECT ?name {{ <{}> schema:name ?name }}",
        "PREFIX schema: <https://schema.org/> SELECT ?role {{ ?role rdf:subject <{}> }}",
        "SELECT ?name {{ VALUES ?x {{ <{}> }} ?x schema:name ?name OPTIONAL {{ ?x schema:sameAs ?other }} }}",
    ):
        rows = graph.query(query.format(OLD)).rows
        assert rows
        assert rows == graph.query(query.format(NEW)).rows


def test_replaced_iris_stay_in_questions_about_them(graph):
    query = f"SELECT ?new {{ <{OLD}> dcterms:isReplacedBy ?new }}"
    assert graph.query(query).rows == [(NEW,)]
    assert graph.query(f'SELECT ("<{OLD}>" AS ?text) {{ }}').rows == [(f"<{OLD}>",)]


def test_judgements_about_items_of_other_data_sets_lead_to_them():
    extractions, comparisons = corpus()
    made = mapper(extractions, comparisons)
    made.resolution = linked(judged(made.resolution))
    graph = Graph(Store.in_memory(made.triples(extractions)))
    rows = graph.query(
        f"""SELECT ?item ?label ?identity ?score ?by {{ ?j cg:judges <{NEW}> , ?item ; cg:identity ?identity .
        ?item a cg:Item ; rdfs:label ?label OPTIONAL {{ ?j cg:score ?score }}
        OPTIONAL {{ ?j prov:wasAttributedTo/rdfs:label ?by }} }} ORDER BY ?item"""
    ).rows
    cg = "https://w3id.org/citegraph/ns#"
    assert rows == [
        (f"{ITEM}1", "Mira Solberg, mayor", f"{cg}Same", None, "Ada Lund"),
        (f"{ITEM}2", "Mira Solberg, footballer", f"{cg}Unsure", Decimal("0.4"), None),
    ]
    assert graph.query(f"SELECT ?item {{ <{NEW}> schema:sameAs ?item }}").rows == [(f"{ITEM}1",)]
    assert graph.validate() == []
    (line,) = next(s for s in graph.card(NEW).sections if s.title == "The same elsewhere").lines
    assert (line.text, line.quotes) == (f"{ITEM}1 — Mira Solberg, mayor  [the mayor; Ada Lund]", ())
