"""Measure the SPARQL endpoint of `citegraph serve`, and write its section of bench/RESULTS.md.

usage: python bench/serve.py [--graph FOLDER] [--triples 200000] [--seconds 20]

The graph of data/raw is built and copied, each copy with IRIs of its own, until it has so many triples. What HTTP costs
is the time from sending a query until its whole answer was read, against the same query in the store itself, its answer
written in the same format; queries that take less than 20 ms there are left out. Then eight clients ask a small query
200 times a second in all, and as often as they can; last, one reads an answer of a hundred megabytes. Run it on a
machine that does nothing else.
"""

from __future__ import annotations

import argparse
import http.client
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pyoxigraph
from pyoxigraph import NamedNode, Quad
from results import ROOT, write_section

from pipeline.graph.namespaces import PREFIXES
from pipeline.run.folder import OutputFolder

BASE = "https://w3id.org/citegraph/data/"
SMALL = 'SELECT ?who ?kind { ?who schema:name "OVD-Info" ; a ?kind } LIMIT 5'
QUERIES = {
    "how each property is used": """SELECT ?p (COUNT(DISTINCT ?s) AS ?n) (SAMPLE(?o) AS ?example) { ?s ?p ?o }
        GROUP BY ?p""",
    "who is named with whom": """SELECT ?a ?b (COUNT(?s) AS ?n) {
        ?m gaf:denotes ?a ; cg:inSentence ?s . ?k gaf:denotes ?b ; cg:inSentence ?s . FILTER(STR(?a) < STR(?b))
    } GROUP BY ?a ?b ORDER BY DESC(?n) LIMIT 20""",
    "words in quotes": 'SELECT ?s ?q { ?s nif:anchorOf ?q FILTER(REGEX(?q, "arrest(ed|s)? .*police", "i")) }',
    "5,000 rows": "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 5000",
    "50,000 rows": "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 50000",
}
ROUNDS = 15
LEAST = 0.02
CLIENTS, RATE = 8, 200


def copied(sample: Path, out: Path, least: int) -> int:
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
def served(graph: Path) -> Iterator[tuple[str, int]]:
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


def seconds(action: Callable[[], object]) -> float:
    """How long one call takes, by the wall clock."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def overhead(graph: Path, netloc: str) -> list[str]:
    """One row for each query: raw, over HTTP, and what that adds."""
    store = pyoxigraph.Store.read_only(str(graph / "store"))
    line = http.client.HTTPConnection(netloc, timeout=300)

    def raw(query: str) -> object:
        return store.query(query, prefixes=PREFIXES).serialize(format=pyoxigraph.QueryResultsFormat.JSON)

    rows = []
    for name, query in QUERIES.items():
        pairs = []
        for _ in range(ROUNDS + 1):  # in turn, so that what else the machine does falls on both
            pairs.append((seconds(lambda q=query: raw(q)), seconds(lambda q=query: asked(netloc, q, line))))  # type: ignore[misc]
        inside = statistics.median(a for a, _ in pairs[1:])
        outside = statistics.median(b for _, b in pairs[1:])
        added = f"{100 * (outside / inside - 1):+.0f} %" if inside >= LEAST else "under 20 ms: left out"
        rows.append(f"| {name} | {1000 * inside:.1f} ms | {1000 * outside:.1f} ms | {added} |")
    return rows


def crowd(netloc: str, duration: float, rate: float | None) -> tuple[int, int, list[float]]:
    """Eight clients ask the small query for so long; how many answers and errors there were, and how long each took."""
    times: list[float] = []
    errors = 0
    lock = threading.Lock()

    def client(number: int) -> None:
        nonlocal errors
        line = http.client.HTTPConnection(netloc, timeout=60)
        begun = time.perf_counter()
        turn = 0
        while time.perf_counter() < begun + duration:
            if rate is not None:
                due = begun + (turn * CLIENTS + number) / rate
                time.sleep(max(0.0, due - time.perf_counter()))
            turn += 1
            try:
                took = seconds(lambda: asked(netloc, SMALL, line))
            except (OSError, RuntimeError, http.client.HTTPException):
                with lock:
                    errors += 1
                line.close()
            else:
                with lock:
                    times.append(took)
        line.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times), errors, times


def megabytes(process: int, peak: bool = False) -> float:
    """The resident memory of the server and of its workers, in MiB; or the peak of the server alone."""
    if peak:
        return _status(process, "VmHWM")
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return sum(_status(int(p), "VmRSS") for p in (process, *children))


def _status(process: int, name: str) -> float:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--graph", type=Path, help="the graph of data/raw, if it was built already")
    parser.add_argument("--triples", type=int, default=200_000, help="how many the graph has at least")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long eight clients ask")
    asked_for = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        sample, out = asked_for.graph or Path(scratch, "sample"), Path(scratch, "graph")
        if asked_for.graph is None:
            command = [
                sys.executable,
                "-m",
                "pipeline.cli",
                "build",
                str(ROOT / "data/raw"),
                "--out",
                str(sample),
                "-q",
            ]
            subprocess.run(command, check=True, cwd=ROOT)
        size = copied(sample, out, asked_for.triples)
        with served(out) as (netloc, process):
            table = ["| query | in the store | over HTTP | added |", "|---|---|---|---|", *overhead(out, netloc)]
            crowd(netloc, 3, RATE)
            before = megabytes(process)
            done, errors, times = crowd(netloc, asked_for.seconds, RATE)
            after = megabytes(process)
            most, more_errors, _ = crowd(netloc, asked_for.seconds / 2, None)
            end = megabytes(process)
            peak = megabytes(process, peak=True)
            large = asked(netloc, "SELECT ?s ?p ?o ?q { ?s ?p ?o . ?s a ?q }") / 1e6
            grown = megabytes(process, peak=True) - peak
    times.sort()
    lines = [
        f"A graph of {size:,} triples; medians of {ROUNDS} rounds.",
        "",
        *table,
        "",
        "| eight clients with a small query | |",
        "|---|---|",
        f"| asked {RATE} times a second | {done / asked_for.seconds:.0f} answers a second, {errors} errors; half take "
        f"{1000 * times[len(times) // 2]:.1f} ms, 99 of 100 less than {1000 * times[int(len(times) * 0.99)]:.0f} ms |",
        f"| as often as they can | {most / (asked_for.seconds / 2):.0f} answers a second, {more_errors} errors |",
        f"| memory of the server with its workers | {before:.0f} MiB before, {after:.0f} after, {end:.0f} at the end |",
        f"| memory of the server while it sends {large:.0f} MB | {grown:+.0f} MiB |",
    ]
    write_section("Answering SPARQL over HTTP", "python bench/serve.py", lines)


if __name__ == "__main__":
    main()
