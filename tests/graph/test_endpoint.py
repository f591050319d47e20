"""The client against a real server, and against one that misbehaves."""

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from newsroom import corpus, mapper
from stores import free_port, oxigraph

from pipeline.errors import QueryError, StoreError
from pipeline.graph.endpoint import Endpoint
from pipeline.graph.queries import library
from pipeline.graph.store import Store
from pipeline.graph.view import ask


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    extractions, comparisons = corpus()
    path = tmp_path_factory.mktemp("endpoint") / "store"
    Store.create(path, mapper(extractions, comparisons).triples(extractions))
    return Store.open_read_only(path)


@pytest.fixture(scope="module")
def endpoint(store):
    with oxigraph(store.path, writable=False) as server:
        yield Endpoint(f"{server.url}query")


@pytest.mark.server
@pytest.mark.parametrize("name", sorted(library()))
def test_endpoint_answers_the_library_as_the_store_does(endpoint, store, name):
    values = {
        p.name: {"place": "Nordmark"}.get(p.name, "Mira Solberg") for p in library()[name].parameters if not p.optional
    }
    assert ask(endpoint, name, values) == ask(store, name, values)


@pytest.mark.server
def test_endpoint_answers_every_kind_of_query(endpoint, store):
    for text in (
        "ASK { ?x a cg:Arrest }",
        "ASK { ?x a cg:Nothing }",
        "SELECT ?x ?y { ?x a cg:Arrest OPTIONAL { ?x cg:no ?y } }",
    ):
        assert endpoint.query(text) == store.query(text)
    for text in ("CONSTRUCT { ?x a cg:Arrest } WHERE { ?x a cg:Arrest }", "DESCRIBE cg:Arrest"):
        assert set(endpoint.query(text).terms) == set(store.query(text).terms)


@pytest.mark.server
def test_endpoint_takes_text_of_all_scripts(endpoint):
    assert endpoint.query('SELECT ("Łódź 🙂 \\"x\\"" AS ?x) {}').rows == [('Łódź 🙂 "x"',)]


@pytest.mark.server
def test_endpoint_shows_where_a_query_is_malformed(endpoint):
    with pytest.raises(QueryError, match="line 2, column"):
        endpoint.query("SELECT *\n{ ?x }")
    with pytest.raises(QueryError, match="uses dbo:"):
        endpoint.query("SELECT * { ?x a dbo:City }")


@pytest.mark.server
def test_endpoint_elsewhere_on_the_server_is_a_store_error(endpoint):
    with pytest.raises(StoreError, match="answers 404"):
        Endpoint(endpoint.url.replace("/query", "/nowhere")).query("ASK {}")


def test_endpoint_refuses_updates_before_sending_them():
    with pytest.raises(QueryError, match="only SELECT"):
        Endpoint("http://127.0.0.1:1/").query("INSERT DATA { <urn:a> <urn:b> <urn:c> }")


@pytest.mark.parametrize("url", ["graph.ttl", "ftp://example.org/", "http://", "file:///etc/passwd"])
def test_endpoint_refuses_what_is_no_address(url):
    with pytest.raises(StoreError, match="is no endpoint"):
        Endpoint(url)


def test_endpoint_that_is_not_there_names_itself():
    url = f"http://127.0.0.1:{free_port()}/query"
    with pytest.raises(StoreError, match=rf"{url} cannot be reached"):
        Endpoint(url).query("ASK {}")


@contextmanager
def serving(status, media_type, body, wait=0.0):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(wait)
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    class Quiet(HTTPServer):
        def handle_error(self, *_):  # a client that gave up waiting
            pass

    with Quiet(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("status", "media_type", "body", "error", "message"),
    [
        (200, "text/html", b"<html>Welcome", StoreError, "no SPARQL result but text/html"),
        (200, "application/sparql-results+json", b"{", StoreError, "no SPARQL result"),
        (400, "text/plain", b"Virtuoso 37000 Error SP030: syntax", QueryError, "Virtuoso 37000"),
        (400, "text/plain", b"", QueryError, "cannot be read"),
        (401, "text/plain", b"", StoreError, "wants a login"),
        (500, "text/plain", "Fehler: für".encode(), StoreError, "answers 500 .*: Fehler: für"),
        (503, "text/plain", b"", StoreError, "answers 503"),
    ],
)
def test_endpoint_that_misbehaves_is_named(status, media_type, body, error, message):
    with serving(status, media_type, body) as url, pytest.raises(error, match=message):
        Endpoint(url).query("SELECT * { ?s ?p ?o }")


def test_endpoint_that_gives_no_triples_is_named():
    with serving(200, "text/html", b"<html>Welcome") as url, pytest.raises(StoreError, match="text/html"):
        Endpoint(url).query("DESCRIBE <urn:x>")


def test_endpoint_that_is_too_slow_is_named():
    with serving(200, "text/plain", b"", wait=2) as url, pytest.raises(StoreError, match="no answer in 1 s"):
        Endpoint(url, timeout=1).query("ASK {}")
