"""Clients that are slow on purpose, large on purpose, or gone: they are given up, and nobody else waits for them."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from asking import ask
from servers import publish, serving

from pipeline.web import serve
from pipeline.web.pool import Limits

QUICK = "/sparql?query=" + quote("ASK {}")
CROSS = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
ENDLESS = "/sparql?query=" + quote(f"SELECT (COUNT(*) AS ?x) {CROSS}")
LARGE = "/sparql?query=" + quote(f"SELECT * {CROSS}")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("slow")
    publish(path, "".join(f"<urn:{n}> <urn:p> <urn:{n + 1}> .\n" for n in range(200)))
    return path


@pytest.fixture
def address(out: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server with one worker, which is impatient with readers; a test says when it is with requests."""
    monkeypatch.setattr(serve._Impatient, "stalled_seconds", 0.4)
    with serving(out, limits=Limits(seconds=600, waiting=600, workers=1)) as url:
        yield url


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> Callable[[], AbstractContextManager[None]]:
    """For so long requests have to come in less time than a test would wait; those before and after take their own."""

    @contextmanager
    def hurried() -> Iterator[None]:
        with monkeypatch.context() as within:
            within.setattr(serve._Impatient, "request_seconds", 0.4)
            yield

    return hurried


def connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    connection = socket.create_connection((parts.hostname, parts.port), timeout=300)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    return connection


def _end(connection: socket.socket, sent: bytes = b"") -> bytes:
    """What still comes, of what is sent now, before the server closes the connection; it may do so while it is sent."""
    with contextlib.suppress(ConnectionResetError, BrokenPipeError):
        connection.sendall(sent)
        return connection.recv(4096)
    return b""


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET /sparql?query=ASK",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nASK",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nquery",
    ],
)
def test_slow_requests_are_given_up(address: str, hurry, begun: bytes):
    with hurry(), connected(address) as slow:
        left = _end(slow, begun)
        assert left == b"" or b"HTTP/1.1 4" in left
    assert ask(address, QUICK).status == 200


def test_slow_request_on_a_connection_that_was_used_is_given_up(address: str, hurry):
    with connected(address) as slow:
        slow.sendall(b"GET /api/none HTTP/1.1\r\nHost: localhost\r\n\r\n")
        said = b""
        while not said.endswith(b"}"):
            said += slow.recv(65536)
        with hurry():
            time.sleep(0.6)  # longer than a request may take: between requests a client may rest
            assert _end(slow, b"GET /api/none HTTP/1.1\r\nHost: loc") == b""


def test_slow_reader_of_a_large_answer_is_given_up_and_its_query_stopped(address: str):
    with connected(address) as slow:
        slow.sendall(f"GET {LARGE} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert slow.recv(100).startswith(b"HTTP/1.1 200")
        # the only worker is busy with it until the server gives it up
        assert ask(address, QUICK).status == 200


def test_a_client_that_leaves_takes_its_query_along(address: str):
    for path in (ENDLESS, LARGE):
        with connected(address) as gone:
            gone.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            time.sleep(0.3)
        assert ask(address, QUICK).status == 200


def test_a_request_that_is_too_large_anywhere_is_refused(address: str):
    for head in (f"GET /sparql?query={'a' * 200_000} HTTP/1.1\r\n", f"GET / HTTP/1.1\r\nX-Large: {'a' * 200_000}\r\n"):
        with connected(address) as large:
            said = _end(large, head.encode())
            assert said == b"" or b"HTTP/1.1 4" in said
    body = "SELECT * { " + "?a ?b ?c . " * 100_000 + "}"
    assert ask(address, "/sparql", "POST", body, content_type="application/sparql-query").status == 413
    deep = "SELECT * " + "{" * 5_000 + "}" * 5_000
    assert ask(address, "/sparql", "POST", deep, content_type="application/sparql-query").status >= 400
    assert ask(address, QUICK).status == 200
