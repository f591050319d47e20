"""The cases of the W3C's SPARQL 1.1 Protocol tests, as far as they apply to one graph without a name.

Each row is one of its tests, in the words of our own: what is asked, and what must come back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph
import pytest
from asking import ask
from servers import publish, serving

TURTLE = """
PREFIX : <http://example.org/>
:a :knows :b, :c ; :name "Łódź"@pl .
:b :name "B" .
"""
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
TABLE = "application/sparql-results+json"
NO = "http://example.org/no-such-graph"
AUTHORIZED = {"authorization": "Bearer secret"}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("protocol")
    publish(path, TURTLE)
    return path


@pytest.fixture(scope="module")
def address(out: Path) -> Iterator[str]:
    with serving(out) as url:
        yield url


def form(*fields: tuple[str, str]) -> str:
    return urlencode(fields)


ASK = "ASK { ?s ?p ?o }"
QUERIES = {
    "query_get": ("GET", form(("query", ASK)), {}, None, True),
    "query_post_form": ("POST", "", {"content_type": FORM}, form(("query", ASK)), True),
    "query_post_direct": ("POST", "", {"content_type": QUERY}, ASK, True),
    "query_post_direct_charset": ("POST", "", {"content_type": f"{QUERY}; charset=UTF-8"}, ASK, True),
    "query_post_form_and_address": ("POST", form(("query", ASK)), {"content_type": FORM}, "", True),
    # a graph that is not here holds nothing, and is not fetched
    "query_dataset_default_graph_get": ("GET", form(("query", ASK), ("default-graph-uri", NO)), {}, None, False),
    "query_dataset_default_graph_post": (
        "POST", form(("default-graph-uri", NO)), {"content_type": QUERY}, ASK, False),
    "query_dataset_default_graphs_form": (
        "POST", "", {"content_type": FORM},
        form(("query", ASK), ("default-graph-uri", NO), ("default-graph-uri", NO + "2")), False),
    "query_dataset_named_graphs_get": (
        "GET", form(("query", "ASK { GRAPH ?g { ?s ?p ?o } }"), ("named-graph-uri", NO)), {}, None, False),
    "query_dataset_full": (
        "POST", form(("default-graph-uri", NO), ("named-graph-uri", NO)), {"content_type": QUERY}, ASK, False),
    # what the protocol says outweighs what the query says
    "query_multiple_dataset": (
        "GET", form(("query", f"ASK FROM <{NO}> {{ ?s ?p ?o }}"), ("default-graph-uri", NO + "2")), {}, None, False),
}  # fmt: skip


@pytest.mark.parametrize("case", QUERIES)
def test_protocol_answers(address: str, case: str):
    method, search, headers, body, expected = QUERIES[case]
    got = ask(address, f"/sparql?{search}", method, body, accept=TABLE, **headers)
    assert (got.status, got.media) == (200, TABLE), got.text
    assert json.loads(got.text)["boolean"] is expected


REFUSED = {
    "bad_query_method": ("PUT", "", {"content_type": QUERY}, ASK, {405}),
    "bad_multiple_queries": ("GET", form(("query", ASK), ("query", ASK)), {}, None, {400}),
    "bad_multiple_queries_post": ("POST", form(("query", ASK)), {"content_type": QUERY}, ASK, {400}),
    "bad_query_wrong_media_type": ("POST", "", {"content_type": "text/plain"}, ASK, {415}),
    "bad_query_missing_form_type": ("POST", "", {}, form(("query", ASK)), {415}),
    "bad_query_missing_direct_type": ("POST", "", {}, ASK, {415}),
    "bad_query_non_utf8": ("POST", "", {"content_type": f"{QUERY}; charset=UTF-16"}, ASK.encode("utf-16"), {415}),
    "bad_query_not_utf8_at_all": ("POST", "", {"content_type": QUERY}, b'ASK { ?s ?p "\xff" }', {400}),
    "bad_query_syntax": ("GET", form(("query", "ASK {")), {}, None, {400}),
    "bad_query_empty": ("GET", form(("query", "")), {}, None, {400}),
    "bad_query_missing": ("POST", "", {"content_type": FORM}, "", {400}),
    "bad_query_is_an_update": ("GET", form(("query", "CLEAR ALL")), {}, None, {400}),
    "bad_dataset": ("GET", form(("query", ASK), ("default-graph-uri", "no iri")), {}, None, {400}),
    "bad_accept": ("GET", form(("query", ASK)), {"accept": "image/png"}, None, {406}),
    "bad_update_get": ("GET", form(("update", "CLEAR ALL")), {}, None, {405}),
    "update_read_only_form": ("POST", "", {"content_type": FORM}, form(("update", "CLEAR ALL")), {403}),
    "update_read_only_direct": ("POST", "", {"content_type": UPDATE}, "CLEAR ALL", {403}),
    "update_read_only_with_a_token": ("POST", "", {"content_type": UPDATE, **AUTHORIZED}, "CLEAR ALL", {403}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_protocol_refuses(address: str, case: str):
    method, search, headers, body, expected = REFUSED[case]
    got = ask(address, f"/sparql?{search}", method, body, **headers)
    assert got.status in expected, got.text
    assert got.text.strip()


SELECT, CONSTRUCT = "SELECT ?o { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
DESCRIBE = "DESCRIBE <http://example.org/a>"
ACCEPTED = [
    # query_content_type_select, _ask, _describe, _construct
    (SELECT, "", TABLE),
    (SELECT, "*/*", TABLE),
    (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
    (SELECT, "text/csv", "text/csv"),
    (SELECT, "text/tab-separated-values", "text/tab-separated-values"),
    (SELECT, "text/*", "text/csv"),
    (SELECT, "application/json", "application/json"),
    (SELECT, "text/csv;q=0.2, application/sparql-results+xml;q=0.9, */*;q=0.1", "application/sparql-results+xml"),
    (SELECT, f"{TABLE};q=0, text/csv", "text/csv"),
    (SELECT, "text/turtle, text/csv;q=0.1", "text/csv"),
    (ASK, "application/sparql-results+xml", "application/sparql-results+xml"),
    (ASK, "text/csv", "text/csv"),
    (CONSTRUCT, "", "text/turtle"),
    (CONSTRUCT, "application/n-triples", "application/n-triples"),
    (CONSTRUCT, "application/ld+json", "application/ld+json"),
    (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
    (CONSTRUCT, f"{TABLE}, application/n-triples;q=0.5", "application/n-triples"),
    (DESCRIBE, "text/turtle", "text/turtle"),
    (DESCRIBE, "application/json", "application/json"),
]


@pytest.mark.parametrize(("query", "accept", "media"), ACCEPTED)
def test_protocol_gives_the_media_type_that_is_liked_best(address: str, query: str, accept: str, media: str):
    headers = {"accept": accept} if accept else {}
    got = ask(address, "/sparql?" + form(("query", query)), **headers)
    assert (got.status, got.media) == (200, media), got.text
    assert got.headers["Vary"].startswith("Accept")
    if query in (CONSTRUCT, DESCRIBE) and media != "application/json":
        format = pyoxigraph.RdfFormat.from_media_type(media)
        assert len(list(pyoxigraph.parse(got.body, format))) == (4 if query == CONSTRUCT else 3)
    elif query == SELECT:
        assert "Łódź" in got.text


@pytest.mark.parametrize(
    ("query", "accept"), [(SELECT, "text/turtle"), (ASK, "application/ld+json"), (CONSTRUCT, "text/csv")]
)
def test_protocol_says_what_there_is_where_nothing_is_accepted(address: str, query: str, accept: str):
    got = ask(address, "/sparql?" + form(("query", query)), accept=accept)
    assert got.status == 406
    assert "text/turtle" in got.text or "text/csv" in got.text


def test_protocol_format_outweighs_accept_as_links_need(address: str):
    got = ask(address, "/sparql?" + form(("query", SELECT), ("format", "csv")), accept="text/html")
    assert got.media == "text/csv"
    # clients send formats that mean something to other servers
    for format in ("n3", "turtle", ""):
        got = ask(address, "/sparql?" + form(("query", SELECT), ("format", format)), accept="text/csv")
        assert got.media == "text/csv"


def test_protocol_head_has_the_headers_alone(address: str):
    got = ask(address, "/sparql?" + form(("query", ASK)), "HEAD")
    assert (got.status, got.body, got.media) == (200, b"", TABLE)


def test_protocol_describes_the_service(address: str):
    got = ask(address, "/sparql", accept="text/turtle")
    assert got.media == "text/turtle"
    graph = pyoxigraph.Store()
    graph.load(got.body, pyoxigraph.RdfFormat.TURTLE)
    service = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "
    assert graph.query(f"{service} ASK {{ ?s a sd:Service; sd:endpoint <{address}/sparql> }}")
    assert graph.query(f"{service} ASK {{ ?s sd:supportedLanguage sd:SPARQL11Query }}")
    assert not graph.query(f"{service} ASK {{ ?s sd:supportedLanguage sd:SPARQL11Update }}")
    assert ask(address, "/sparql", accept="application/ld+json").media == "application/ld+json"
    assert ask(address, "/sparql", accept="image/png").status == 406


def test_protocol_leads_people_to_the_editor(address: str):
    got = ask(address, "/sparql", accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (got.status, got.headers["Location"]) == (303, "/#/sparql")


def test_protocol_lets_pages_of_this_machine_read_answers(address: str):
    got = ask(address, "/sparql?" + form(("query", ASK)), origin="http://localhost:3000")
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    preflight = ask(
        address, "/sparql", "OPTIONS", origin="http://localhost:3000",
        access_control_request_method="POST", access_control_request_headers="content-type",
    )  # fmt: skip
    assert preflight.status == 200
    assert preflight.headers["Access-Control-Allow-Headers"] == "content-type"


def test_protocol_an_error_says_where_it_is_as_text_or_as_json(address: str):
    query = "SELECT ?x\nWHERE { ?x a <a b> }"
    got = ask(address, "/sparql?" + form(("query", query)))
    assert (got.status, got.media) == (400, "text/plain")
    assert "line 2, column" in got.text
    said = json.loads(ask(address, "/sparql?" + form(("query", query)), accept="application/json").body)
    assert said["line"] == 2
    assert "line 2, column" in said["error"]


def updates(address: str, body: str, **headers: str):
    return ask(address, "/sparql", "POST", body, content_type=UPDATE, **headers)


def holds(address: str, pattern: str) -> bool:
    got = ask(address, "/sparql?" + form(("query", f"PREFIX : <http://example.org/> ASK {{ {pattern} }}")))
    answer: bool = json.loads(got.body)["boolean"]
    return answer


def test_protocol_updates_where_the_token_is_known(tmp_path: Path):
    publish(tmp_path, TURTLE)
    prefix = "PREFIX : <http://example.org/> "
    with serving(tmp_path, token="secret") as address:
        # update_post_direct, update_post_form, update_base_uri
        insert = f"{prefix} INSERT DATA {{ :d :name 'load and service' }}"
        assert updates(address, insert).status == 401
        assert updates(address, insert, authorization="Bearer wrong").status == 401
        assert not holds(address, ":d ?p ?o")
        assert updates(address, insert, **AUTHORIZED).status == 204
        assert holds(address, ":d :name 'load and service'")
        assert (tmp_path / "citegraph.ttl").read_text().count("load and service") == 1
        delete = form(("update", f"{prefix} DELETE WHERE {{ :d ?p ?o }}"))
        assert ask(address, "/sparql", "POST", delete, content_type=FORM, **AUTHORIZED).status == 204
        assert not holds(address, ":d ?p ?o")
        based = "BASE <http://example.org/> INSERT DATA { <e> <name> 'E' }"
        assert updates(address, based, **AUTHORIZED).status == 204
        assert holds(address, ":e :name 'E'")
        # bad_multiple_updates, _wrong_media_type, _non_utf8, _syntax, _dataset_conflict
        twice = form(("update", based), ("update", based))
        assert ask(address, "/sparql", "POST", twice, content_type=FORM, **AUTHORIZED).status == 400
        assert ask(address, "/sparql", "POST", based, content_type="text/plain", **AUTHORIZED).status == 415
        utf16 = f"{UPDATE}; charset=UTF-16"
        assert ask(address, "/sparql", "POST", based.encode("utf-16"), content_type=utf16, **AUTHORIZED).status == 415
        wrong = updates(address, "INSERT DATA {\n <urn:a> }", **AUTHORIZED)
        assert wrong.status == 400
        assert "line 2" in wrong.text
        conflict = f"/sparql?{form(('using-graph-uri', NO))}"
        assert ask(address, conflict, "POST", based, content_type=UPDATE, **AUTHORIZED).status == 400
        for refused in (
            f"LOAD <{address}/resource?iri=http://example.org/a>",
            f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{address}/sparql> {{ ?s ?p ?o }} }}",
            "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> <urn:c> } }",
        ):
            got = updates(address, refused, **AUTHORIZED)
            assert got.status == 400, refused
        assert holds(address, ":a :knows :b, :c . FILTER NOT EXISTS { <urn:a> ?p ?o }")
        described = ask(address, "/sparql", accept="text/turtle").text
        assert "SPARQL11Update" in described
