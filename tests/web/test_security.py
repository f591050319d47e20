"""Whom the server answers."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from asking import ask
from servers import publish, serving

from pipeline.web.current import Current
from pipeline.web.security import Policy

ASK = "/sparql?query=ASK%20%7B%7D"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    out = tmp_path_factory.mktemp("security")
    publish(out, "<urn:a> <urn:b> <urn:c> .")
    with serving(out, policy=Policy(hosts=frozenset({"graph.example"}), max_body=5000), token="open sesame") as url:
        yield url


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:99", "[::1]:8765", "LOCALHOST.:80", "graph.example"])
def test_security_answers_the_names_of_this_machine(address, host):
    assert ask(address, ASK, host=host).status == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "192.168.0.1", "", "localhost@evil.example", "a b"],
)
def test_security_refuses_a_foreign_host_so_that_no_name_can_be_bound_to_us_anew(address, host):
    answer = ask(address, ASK, host=host)
    assert answer.status == 421
    assert "--allow-host" in json.loads(answer.body)["error"]


def test_security_with_an_open_address_answers_any_address_and_no_foreign_name():
    policy = Policy(host="0.0.0.0")
    assert policy.names_us("192.168.0.7:8765")
    assert policy.names_us("localhost")
    assert not policy.names_us("evil.example")


@pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1", "http://[::1]:1"])
def test_security_lets_tools_of_this_machine_ask(address, origin):
    assert ask(address, ASK, origin=origin).status == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost.evil.example", "file://", "chrome-extension://x"]
)
def test_security_refuses_pages_from_elsewhere(address, origin):
    answer = ask(address, ASK, origin=origin)
    assert answer.status == 403
    assert "--allow-origin" in json.loads(answer.body)["error"]


def test_security_refuses_what_a_foreign_page_loads_without_an_origin(address):
    assert ask(address, ASK, sec_fetch_site="cross-site", sec_fetch_mode="no-cors").status == 403
    assert ask(address, ASK, sec_fetch_site="cross-site", sec_fetch_mode="navigate").status == 200


@pytest.mark.parametrize("path", ["/", ASK, "/api/status", "/no-such-page", "/sparql"])
def test_security_headers_stand_on_every_answer(address, path):
    answer = ask(address, path)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe-eval" not in answer.headers["Content-Security-Policy"]


def test_security_refuses_bodies_that_are_too_large(address):
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert ask(address, "/sparql", "POST", b"query=ASK{}" + b" " * 4000, **form).status == 200
    assert ask(address, "/sparql", "POST", b"query=ASK{}" + b" " * 6000, **form).status == 413


def test_security_refuses_bodies_that_do_not_tell_their_length_and_are_too_large(address):
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
    pieces = iter([b"query=ASK{}"] + [b" " * 1000] * 8)
    connection.request(
        "POST", "/sparql", pieces, {"Content-Type": "application/x-www-form-urlencoded"}, encode_chunked=True
    )
    assert connection.getresponse().status == 413
    connection.close()


@pytest.mark.parametrize(
    "path",
    ["/../security.py", "/..%2fsecurity.py", "/%2e%2e/%2e%2e/pyproject.toml", "//etc/passwd", "/%00", "/a\\..\\b"],
)
def test_security_serves_no_file_outside_the_page(address, path):
    answer = ask(address, path)
    assert answer.status == 404
    assert b"def " not in answer.body
    assert b"root:" not in answer.body


def test_security_a_new_build_is_seen_by_the_next_request(tmp_path: Path):
    publish(tmp_path, "<urn:a> <urn:b> <urn:c> .")
    with serving(tmp_path) as url:
        assert json.loads(ask(url, "/api/status").body)["triples"] == 1
        for number in range(2, 6):
            publish(tmp_path, "".join(f"<urn:a> <urn:b> <urn:{n}> ." for n in range(number)))
            assert json.loads(ask(url, "/api/status").body)["triples"] == number


def test_security_without_a_graph_the_server_says_how_to_build_one(tmp_path: Path):
    with serving(tmp_path) as url:
        answer = ask(url, "/api/status")
        assert answer.status == 503
        assert "citegraph build" in json.loads(answer.body)["error"]


def test_security_a_build_that_was_replaced_is_let_go(tmp_path: Path):
    current = Current(tmp_path)
    first = publish(tmp_path, "<urn:a> <urn:b> <urn:c> .")
    assert current.snapshot().path == first
    second = publish(tmp_path, "<urn:a> <urn:b> <urn:d> .")
    assert current.path() == second
    assert current._snapshot is None
    assert current.snapshot().path == second
