"""Loads that are cut short, by the end of the program or of the server, and servers that lose what they were sent."""

from __future__ import annotations

import pytest
from newsroom import corpus, mapper
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from stores import VIRTUOSO, jena, oxigraph, virtuoso

from pipeline.errors import StoreError
from pipeline.graph.exchange import Patience
from pipeline.graph.push import push
from pipeline.graph.server import Server

NAMED = "https://example.org/kg/"
ALL = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), 'https://ex')) } GROUP BY ?g"
SERVERS = [
    pytest.param((oxigraph, None), marks=pytest.mark.server, id="oxigraph"),
    pytest.param((virtuoso, VIRTUOSO), marks=pytest.mark.virtuoso, id="virtuoso"),
    pytest.param((jena, None), marks=pytest.mark.jena, id="jena"),
]


class KilledError(Exception):
    """Stands for the end of the program."""


def some(number, of="a"):
    """So many triples, in the shape of ours."""
    for n in range(number):
        yield Triple(
            NamedNode(f"{NAMED}{of}/{n}"), NamedNode("https://schema.org/text"), Literal(f"Sentence {n}, “żółw”.")
        )


def held(server):
    return {str(graph): number for graph, number in server.query(ALL).rows}


@pytest.fixture(scope="module", params=SERVERS)
def running(request, tmp_path_factory):
    """Servers of this module alone, for they get killed."""
    start, credentials = request.param
    with start(tmp_path_factory.mktemp("killed")) as process:
        process.credentials = credentials
        yield process


@pytest.fixture
def server(running):
    found = Server(running.url, credentials=running.credentials, patience=Patience(first=0.05, longest=0.5, tries=60))
    for graph in held(found):
        found.update(f"DROP SILENT GRAPH <{graph}>")
    return found


def stopping_at(number, action):
    def told(done, total):
        if done == number:
            action()

    return told


def end():
    raise KilledError


def test_push_takes_the_place_of_what_was_there(server):
    push(server, some(300, "before"), NAMED, batch=100)
    assert push(server, some(200), NAMED, batch=100).triples == 200
    assert held(server) == {NAMED: 200}
    assert not server.query(f"ASK {{ GRAPH <{NAMED}> {{ <{NAMED}before/7> ?p ?o }} }}")


def test_push_that_was_cut_short_is_completed_by_the_next(server):
    push(server, some(10, "before"), NAMED)
    with pytest.raises(KilledError):
        push(server, some(20_000), NAMED, batch=2_000, told=stopping_at(10_000, end))
    assert held(server)[NAMED] == 10
    sent = []
    done = push(server, some(20_000), NAMED, batch=2_000, told=lambda there, total: sent.append(there))
    assert (done.triples, done.kept) == (20_000, 8_000)
    assert sent[0] == 8_000
    assert held(server) == {NAMED: 20_000}


def test_push_of_another_graph_rolls_back_what_was_cut_short(server):
    with pytest.raises(KilledError):
        push(server, some(300), NAMED, batch=100, told=stopping_at(200, end))
    assert len(held(server)) == 2
    assert push(server, some(50, "other"), NAMED, batch=100).kept == 0
    assert held(server) == {NAMED: 50}


def test_push_outlives_a_server_that_is_killed_half_way(server, running):
    def power_cut():
        running.kill()
        running.start()

    push(server, some(10, "before"), NAMED)
    assert push(server, some(20_000), NAMED, batch=2_000, told=stopping_at(10_000, power_cut)).triples == 20_000
    assert held(server) == {NAMED: 20_000}
    power_cut()
    assert held(server) == {NAMED: 20_000}
    assert {row[0] for row in server.endpoint(NAMED).query("SELECT ?s { ?s ?p ?o }").rows} == {
        t.subject.value for t in some(20_000)
    }


def test_push_sends_again_what_a_server_lost(server):
    lost = []

    def lose(done, total):
        if done == total and not lost:
            (staging,) = (g for g in held(server) if g.count("/loading/"))
            server.update(f"DELETE WHERE {{ GRAPH <{staging}> {{ <{NAMED}a/17> ?p ?o }} }}")
            lost.append(staging)

    assert push(server, some(300), NAMED, batch=100, told=lose).triples == 300
    assert held(server) == {NAMED: 300}


@pytest.mark.server
def test_push_leaves_other_graphs_alone(oxigraph_server):
    server = Server(oxigraph_server.url)
    other = f"{NAMED}other"
    server.add(other, ["<urn:x> <urn:y> <urn:z> .\n"])
    push(server, some(30), NAMED)
    found = held(server)
    assert (found[NAMED], found[other]) == (30, 1)
    server.update(f"DROP SILENT GRAPH <{NAMED}> ; DROP SILENT GRAPH <{other}>")


@pytest.mark.server
def test_push_keeps_the_triples_of_the_mapping(oxigraph_server):
    extractions, comparisons = corpus()
    triples = set(mapper(extractions, comparisons).triples(extractions))
    server = Server(oxigraph_server.url)
    assert push(server, triples, "urn:citegraph:newsroom", batch=500).triples == len(triples)
    assert server.count("urn:citegraph:newsroom") == len(triples)


@pytest.mark.server
def test_push_refuses_blank_nodes_and_what_is_no_iri(oxigraph_server):
    server = Server(oxigraph_server.url)
    with pytest.raises(StoreError, match="blank nodes"):
        push(server, [Triple(NamedNode("urn:a"), NamedNode("urn:b"), BlankNode())], NAMED)
    with pytest.raises(StoreError, match="'my graph' is no IRI"):
        push(server, [], "my graph")
