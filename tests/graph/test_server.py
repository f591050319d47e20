"""Servers that are away, busy, easily overwhelmed, elsewhere, or ask who we are."""

from __future__ import annotations

import base64
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from stores import free_port

from pipeline.errors import SettingsError, StoreError
from pipeline.graph.endpoint import Endpoint
from pipeline.graph.exchange import Patience
from pipeline.graph.server import LAYOUTS, Server
from pipeline.settings import Credentials, credentials

LINES = [f"<urn:s> <urn:p> <urn:o{n}> .\n" for n in range(1000)]
EMPTY = b'{"head": {}, "boolean": false}'


class Fake:
    """Answers as `answer(request number, headers, lines)` says: a status and headers; remembers what it was sent."""

    def __init__(self, answer):
        self.answer, self.paths, self.logins, self.bodies, self.url = answer, [], [], [], ""


@contextmanager
def fake(answer=lambda number, headers, lines: (200, {}), name="Fake/1"):
    found = Fake(answer)

    class Handler(BaseHTTPRequestHandler):
        server_version, sys_version = name, ""

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            found.paths.append(self.path)
            found.logins.append(self.headers.get("Authorization"))
            found.bodies.append(body)
            status, headers = found.answer(len(found.paths), self.headers, body.count(b"\n"))
            self.send_response(status)
            self.send_header("Content-Type", "application/sparql-results+json")
            for key, value in headers.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(EMPTY if status == 200 else b"no")

        def do_GET(self):
            self.do_POST()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(autouse=True)
def _no_login(monkeypatch, tmp_path):
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"CITEGRAPH_STORE_{name}", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.mark.parametrize(
    ("name", "layout"),
    [("Virtuoso/07.20", "virtuoso"), ("Oxigraph/0.5", "oxigraph"), ("Apache Jena Fuseki (4.9)", "fuseki"),
     ("GraphDB/10.6", "graphdb"), ("nginx", "sparql")],
)  # fmt: skip
def test_server_is_known_by_what_it_calls_itself(name, layout):
    with fake(name=name) as there:
        assert Server(there.url).layout == layout


@pytest.mark.parametrize("layout", LAYOUTS)
def test_server_takes_its_address_with_what_it_adds_or_without(layout):
    base = "https://kg.example/data/set"
    plain = Server(base, layout)
    for added in filter(None, (LAYOUTS[layout].query, LAYOUTS[layout].update, LAYOUTS[layout].data)):
        assert Server(f"{base}/{added}", layout).query_url == plain.query_url
    assert plain.query_url == f"{base}/{LAYOUTS[layout].query}".rstrip("/")


def test_server_of_an_unknown_kind_names_those_there_are():
    with pytest.raises(StoreError, match="no kind of server 'mysql'; choose one of oxigraph, virtuoso"):
        Server("https://kg.example/", "mysql")


def test_server_that_knows_no_copy_is_asked_in_other_words():
    with fake(lambda number, headers, lines: (500 if number == 2 else 200, {})) as there:
        Server(there.url).copy("urn:one", "urn:other")
    copy, otherwise = (parse_qs(body.decode())["update"][0] for body in there.bodies[1:])
    assert copy == "COPY GRAPH <urn:one> TO GRAPH <urn:other>"
    assert otherwise.startswith("DROP SILENT GRAPH <urn:other> ; INSERT { GRAPH <urn:other> ")


def test_server_that_is_away_at_first_is_not_waited_for():
    waits = []
    with pytest.raises(StoreError, match="cannot be reached"):
        Server(f"http://127.0.0.1:{free_port()}/", patience=Patience(sleep=waits.append))
    assert not waits


def test_server_that_is_busy_is_waited_for_as_long_as_it_asks():
    waits, told = [], []
    answers = [(200, {}), (503, {}), (429, {"Retry-After": "7"}), (503, {}), (200, {})]
    with fake(lambda number, headers, lines: answers[number - 1]) as there:
        Server(there.url, patience=Patience(sleep=waits.append), told=told.append).update("CLEAR DEFAULT")
    assert waits == [1.0, 7.0, 4.0]
    assert "answers 429" in told[1]
    assert told[1].endswith("trying again in 7 s")


def test_server_that_stays_busy_is_given_up():
    with fake(lambda number, headers, lines: (503 if number > 1 else 200, {})) as there:
        server = Server(there.url, patience=Patience(tries=4, sleep=lambda seconds: None))
        with pytest.raises(StoreError, match="answers 503"):
            server.update("CLEAR DEFAULT")
        assert len(there.paths) == 5


@pytest.mark.parametrize("name", ["Oxigraph/0.5", "Fake/1"])
def test_server_that_finds_a_batch_too_large_gets_smaller_ones(name):
    with fake(lambda number, headers, lines: (413 if lines > 300 else 200, {}), name) as there:
        Server(there.url).add("urn:g", LINES)
        taken = [body for body in there.bodies[1:] if body.count(b"\n") <= 300]
        sent = b"".join(taken) if name != "Fake/1" else b"".join(parse_qs(b)[b"update"][0] for b in taken)
        assert all(sent.count(line.strip().encode()) == 1 for line in LINES)


def test_server_that_refuses_even_few_triples_is_named():
    with fake(lambda number, headers, lines: (500 if number > 1 else 200, {}), "Oxigraph/0.5") as there:
        with pytest.raises(StoreError, match=r"answers 500 .*: no"):
            Server(there.url).add("urn:g", LINES)
        assert len(there.paths) < 10


def test_server_that_leads_elsewhere_is_not_followed():
    def answer(number, headers, lines):
        return (301, {"Location": "https://elsewhere.example/"}) if number > 1 else (200, {})

    with fake(answer) as there, pytest.raises(StoreError, match=r"leads to: https://elsewhere\.example/"):
        Server(there.url).update("CLEAR DEFAULT")


def test_server_gets_the_named_graph_in_the_address():
    with fake(name="GraphDB/10") as there:
        Server(f"{there.url}/repositories/news").add("https://example.org/kg#1&2", LINES[:1])
        parts = urlsplit(there.paths[-1])
    assert parts.path == "/repositories/news/rdf-graphs/service"
    assert parse_qs(parts.query) == {"graph": ["https://example.org/kg#1&2"]}


def asks(scheme):
    return lambda number, headers, lines: (
        (401, {"WWW-Authenticate": scheme}) if not headers.get("Authorization") else (200, {})
    )


def test_login_is_shown_only_to_who_asks():
    secret = Credentials(user="desk", password="geheim", token="t0ken")
    with fake() as there:
        Endpoint(there.url, credentials=secret).query("ASK {}")
        assert there.logins == [None]


def test_login_by_token():
    with fake(asks("Bearer")) as there:
        endpoint = Endpoint(there.url, credentials=Credentials(token="t0ken"))
        endpoint.query("ASK {}")
        endpoint.query("ASK {}")
        assert there.logins == [None, "Bearer t0ken", "Bearer t0ken"]


def test_login_by_password():
    with fake(asks('Basic realm="kg"')) as there:
        Endpoint(there.url, credentials=Credentials(user="desk", password="für:uns")).query("ASK {}")
        assert base64.b64decode(there.logins[1].removeprefix("Basic ")).decode() == "desk:für:uns"


def test_login_by_digest_is_preferred_and_shows_no_password():
    with fake(asks('Digest realm="kg", nonce="n1", qop="auth", algorithm=MD5')) as there:
        endpoint = Endpoint(there.url, credentials=Credentials(user="desk", password="geheim"))
        endpoint.query("ASK {}")
        endpoint.query("ASK {}")
        assert len(there.logins) == 3
        assert "nc=00000002" in there.logins[2]
        assert not any("geheim" in login for login in there.logins[1:])


def test_login_from_netrc(tmp_path):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login desk password geheim\n")
    (tmp_path / ".netrc").chmod(0o600)
    with fake(asks('Basic realm="kg"')) as there:
        assert not Endpoint(there.url).query("ASK {}")
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 logi desk password geheim\n")
    with pytest.raises(StoreError, match=r"netrc cannot be used") as caught:
        Endpoint(there.url)
    assert "geheim" not in str(caught.value)


def test_login_that_is_missing_or_wrong_is_told_without_being_shown():
    with fake(lambda number, headers, lines: (401, {"WWW-Authenticate": 'Basic realm="kg"'})) as there:
        with pytest.raises(StoreError, match="wants a login: set CITEGRAPH_STORE_USER"):
            Endpoint(there.url).query("ASK {}")
        with pytest.raises(StoreError, match="does not accept the login") as caught:
            Endpoint(there.url, credentials=Credentials(user="desk", password="geheim")).query("ASK {}")
    assert "geheim" not in str(caught.value)


def test_address_with_a_login_in_it_is_refused_without_being_shown():
    with pytest.raises(StoreError, match=r"address of kg\.example holds a login; leave it out") as caught:
        Endpoint("https://desk:geheim@kg.example/sparql")
    assert "geheim" not in str(caught.value)


def test_credentials_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("CITEGRAPH_STORE_USER", "desk")
    with pytest.raises(SettingsError, match="go together"):
        credentials()
    monkeypatch.setenv("CITEGRAPH_STORE_PASSWORD", "geheim")
    found = credentials()
    assert found.user == "desk"
    assert "geheim" not in repr(found)
