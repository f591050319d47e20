"""What the benches of the server share: a graph that is large enough, a server over it, and a client of it."""

from __future__ import annotations

import argparse
import http.client
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import pyoxigraph
from pyoxigraph import NamedNode, Quad
from results import ROOT

from pipeline.run.folder import OutputFolder

__all__ = ["SMALL", "Served", "asked", "given", "served"]

BASE = "https://w3id.org/citegraph/data/"
SMALL = 'SELECT ?who ?kind { ?who schema:name "OVD-Info" ; a ?kind } LIMIT 5'


class Served(NamedTuple):
    """A graph that is served: its folder and triples, the address (127.0.0.1:8765) and the process of the server."""

    graph: Path
    triples: int
    netloc: str
    process: int


def given(description: str | None, triples: int) -> argparse.ArgumentParser:
    """The arguments that say what is served."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--graph", type=Path, help="the graph of data/raw, if it was built already")
    parser.add_argument("--triples", type=int, default=triples, help="how many the graph has at least")
    return parser


@contextmanager
def served(sample: Path | None, least: int) -> Iterator[Served]:
    """The graph of data/raw, copied until it has so many triples, with a server over it.

    Args:
        sample: the graph, if it was built already.
        least: how many triples.
    """
    with tempfile.TemporaryDirectory() as scratch:
        if sample is None:
            sample = Path(scratch, "sample")
            build = ["build", str(ROOT / "data/raw"), "--out", str(sample), "-q"]
            subprocess.run([sys.executable, "-m", "pipeline.cli", *build], check=True, cwd=ROOT)
        out = Path(scratch, "graph")
        size = _copied(sample, out, least)
        with _serving(out) as (netloc, process):
            yield Served(out, size, netloc, process)


def _copied(sample: Path, out: Path, least: int) -> int:
    """Write the graph of a build so often that it has so many triples; how many it has then."""
    quads = list(pyoxigraph.Store.read_only(str(sample / "store")))
    folder = OutputFolder(out)
    with folder.writing():
        build = folder.new_build()
        store = pyoxigraph.Store(str(build / "store"))
        for copy in range(-(-least // len(quads))):
            store.bulk_extend(Quad(_moved(q.subject, copy), q.predicate, _moved(q.object, copy)) for q in quads)
        store.flush()
        store.optimize()
        size = len(store)
        del store
        folder.switch(build)
    return size


def _moved(term: pyoxigraph.NamedNode | pyoxigraph.Literal, copy: int) -> pyoxigraph.NamedNode | pyoxigraph.Literal:
    if copy == 0 or not isinstance(term, NamedNode) or not term.value.startswith(BASE):
        return term
    path, hash_, part = term.value.partition("#")
    return NamedNode(f"{path}-{copy}{hash_}{part}")


@contextmanager
def _serving(graph: Path) -> Iterator[tuple[str, int]]:
    """The host and port of a server over a graph, and the id of its process."""
    command = [sys.executable, "-m", "pipeline.cli", "serve", "--out", str(graph), "--port", "0", "--time-limit", "300"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            netloc = urlsplit(address).netloc
            for _ in range(100):
                try:
                    asked(netloc, SMALL)
                    break
                except OSError:
                    time.sleep(0.1)
            time.sleep(2)  # all workers have started
            yield netloc, process.pid
        finally:
            process.terminate()


def asked(netloc: str, query: str, connection: http.client.HTTPConnection | None = None) -> int:
    """Ask a query over HTTP and read the whole answer; how many bytes it has."""
    line = connection or http.client.HTTPConnection(netloc, timeout=300)
    body = urlencode({"query": query})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
    line.request("POST", "/sparql", body, headers)
    answer = line.getresponse()
    size = 0
    while piece := answer.read(1 << 16):
        size += len(piece)
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} for {query}")
    if connection is None:
        line.close()
    return size
