"""A real SPARQL server on this machine with an extract in the shape of Wikidata, and a proxy that injects faults."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qs
from urllib.request import Request, urlopen

import pyoxigraph
import stores

EXTRACT = Path(__file__).with_name("wikidata.ttl")


@contextmanager
def oxigraph(folder: Path, turtle: str) -> Iterator[str]:
    """The address of a server that holds some Turtle."""
    store = pyoxigraph.Store(str(folder / "wikidata"))
    store.bulk_load(turtle.encode(), pyoxigraph.RdfFormat.TURTLE)
    store.flush()
    del store
    with stores.oxigraph(folder / "wikidata", writable=False) as server:
        yield f"{server.url}query"


@dataclass
class Fault:
    """What is answered instead of the truth."""

    status: int = 200
    body: bytes = b""
    media_type: str = "application/sparql-results+json"
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    cut: bool = False
    drop: bool = False


@dataclass
class Proxy:
    """A door to a server: `faults` are used up in order, one a request.

    `heavy` is how many names are too many in a question, and `poison` a name that is too much for itself.
    """

    url: str = ""
    upstream: str = ""
    faults: list[Fault] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    heavy: int = 10**6
    poison: str = "\0"


@contextmanager
def proxy(upstream: str) -> Iterator[Proxy]:
    """A proxy in front of a server."""
    door = Proxy(upstream=upstream)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            query = parse_qs(body.decode())["query"][0]
            door.queries.append(query)
            door.agents.append(self.headers["User-Agent"])
            fault = door.faults.pop(0) if door.faults else None
            if fault is None and (query.count("@mul") > door.heavy or door.poison in query):
                fault = Fault(500, b"java.util.concurrent.TimeoutException", "text/plain")
            if fault is None or fault.cut:
                request = Request(upstream, body, {k: self.headers[k] for k in ("Content-Type", "Accept")})
                try:
                    with urlopen(request, timeout=120) as answer:
                        said, media_type, status = answer.read(), answer.headers.get_content_type(), 200
                except HTTPError as error:
                    said, media_type, status = error.read(), "text/plain", error.code
                if fault is not None:
                    said = said[: len(said) // 2]
                self._answer(status, media_type, said, {})
            elif fault.drop:
                self.connection.shutdown(socket.SHUT_RDWR)
            else:
                time.sleep(fault.wait)
                self._answer(fault.status, fault.media_type, fault.body, fault.headers)

        def _answer(self, status: int, media_type: str, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:  # a client that gave up waiting
            pass

    with Quiet(("127.0.0.1", 0), Handler) as server:
        door.url = f"http://127.0.0.1:{server.server_port}/sparql"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield door
        finally:
            server.shutdown()
            thread.join()
