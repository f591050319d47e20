"""Measure the SPARQL endpoint of `citegraph serve`, and write its section of bench/RESULTS.md.

usage: python bench/serve.py [--graph FOLDER] [--triples 200000] [--seconds 20] [--requests 20000]

The graph of data/raw is built and copied, each copy with IRIs of its own, until it has so many triples. What HTTP costs
is the time from sending a query until its whole answer was read, against the same query in the store itself, its answer
written in the same format; queries that take less than 20 ms there are left out. Then eight clients ask a small query
200 times a second in all, then 20,000 times as fast as they can; last, one reads an answer of a hundred megabytes. Run
it on a machine that does nothing else, or before everything else: `chrt -r 1 python bench/serve.py`, as root.
"""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from results import write_section
from served import SMALL, Served, asked, given, served

from pipeline.graph.namespaces import PREFIXES

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
SHORT = "under 20 ms: left out"
CLIENTS, RATE = 8, 200


def seconds(action: Callable[[], object]) -> float:
    """How long one call takes, by the wall clock."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def overhead(now: Served) -> list[str]:
    """One row for each query: raw, over HTTP, and what that adds, by the wall clock and in processor time."""
    store = pyoxigraph.Store.read_only(str(now.graph / "store"))
    line = http.client.HTTPConnection(now.netloc, timeout=300)

    def raw(query: str) -> object:
        return store.query(query, prefixes=PREFIXES).serialize(format=pyoxigraph.QueryResultsFormat.JSON)

    def spent() -> float:
        return time.process_time() + sum(map(_processor, _family(now.process)))

    def added(inside: float, outside: float) -> str:
        return f"{100 * (outside / inside - 1):+.0f} %"

    rows = [
        "| query | in the store | over HTTP | added | processor time | over HTTP | added |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, query in QUERIES.items():
        rounds = []
        for _ in range(ROUNDS + 1):  # in turn, so that what else the machine does falls on both
            began = time.process_time()
            wall = seconds(lambda q=query: raw(q))  # type: ignore[misc]
            between = spent()
            alone = time.process_time() - began
            over = seconds(lambda q=query: asked(now.netloc, q, line))  # type: ignore[misc]
            rounds.append((wall, over, alone, spent() - between))
        inside, outside, alone, together = (statistics.median(column) for column in zip(*rounds[1:], strict=True))
        long = alone >= LEAST
        told = [f"{1000 * inside:.1f} ms", f"{1000 * outside:.1f} ms", added(inside, outside) if long else SHORT]
        told += [f"{1000 * alone:.1f} ms", f"{1000 * together:.1f} ms", added(alone, together) if long else SHORT]
        rows.append(f"| {name} | {' | '.join(told)} |")
    return rows


@dataclass(frozen=True)
class Crowd:
    """What eight clients saw: how long it took in all, each answer, and the errors."""

    lasted: float
    times: list[float]
    errors: int

    def __str__(self) -> str:
        times = sorted(self.times)
        return (
            f"{len(times) / self.lasted:.0f} answers a second, {self.errors} errors; half take "
            f"{1000 * times[len(times) // 2]:.1f} ms, 99 of 100 less than {1000 * times[int(len(times) * 0.99)]:.0f} ms"
        )


def crowd(netloc: str, requests: float, rate: float | None) -> Crowd:
    """Eight clients ask the small query so often, at a rate or as fast as they can."""
    times: list[float] = []
    errors = 0
    lock = threading.Lock()

    def client(number: int) -> None:
        nonlocal errors
        line = http.client.HTTPConnection(netloc, timeout=60)
        begun = time.perf_counter()
        for turn in range(int(requests) // CLIENTS):
            if rate is not None:
                due = begun + (turn * CLIENTS + number) / rate
                time.sleep(max(0.0, due - time.perf_counter()))
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
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Crowd(time.perf_counter() - start, times, errors)


def _family(process: int) -> list[int]:
    """A process and its children."""
    return [process, *map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())]


def _processor(process: int) -> float:
    """The seconds that a process has computed, with all its threads."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


def megabytes(process: int, peak: bool = False) -> float:
    """The resident memory of the server and of its workers, in MiB; or the peak of the server alone."""
    if peak:
        return _status(process, "VmHWM")
    return sum(_status(p, "VmRSS") for p in _family(process))


def _status(process: int, name: str) -> float:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Measure, and write the page."""
    parser = given(__doc__, 200_000)
    parser.add_argument("--seconds", type=float, default=20.0, help="how long eight clients ask 200 times a second")
    parser.add_argument("--requests", type=int, default=20_000, help="how often they ask as fast as they can")
    asked_for = parser.parse_args()
    with served(asked_for.graph, asked_for.triples) as now:
        netloc, process = now.netloc, now.process
        table = overhead(now)
        crowd(netloc, asked_for.seconds * RATE / 5, RATE)
        before = megabytes(process)
        steady = crowd(netloc, asked_for.seconds * RATE, RATE)
        after = megabytes(process)
        most = crowd(netloc, asked_for.requests, None)
        end = megabytes(process)
        peak = megabytes(process, peak=True)
        large = asked(netloc, "SELECT ?s ?p ?o ?q { ?s ?p ?o . ?s a ?q }") / 1e6
        grown = megabytes(process, peak=True) - peak
    lines = [
        f"A graph of {now.triples:,} triples; medians of {ROUNDS} rounds. Processor time is that of the server, of its "
        "workers and of the client.",
        "",
        *table,
        "",
        "| eight clients with a small query | |",
        "|---|---|",
        f"| asked {RATE} times a second | {steady} |",
        f"| as often as they can | {most} |",
        f"| memory of the server with its workers | {before:.0f} MiB before, {after:.0f} after {len(steady.times):,} "
        f"requests, {end:.0f} after {len(most.times):,} more |",
        f"| memory of the server while it sends {large:.0f} MB | {grown:+.0f} MiB |",
    ]
    write_section("Answering SPARQL over HTTP", "python bench/serve.py", lines)


if __name__ == "__main__":
    main()
