"""Times queries one after the other in a process of its own, which is ended where one takes too long.

Neither Oxigraph nor rdflib can be told to stop in the process that asks them. So each engine has a process with a limit
of processor time, and where it is killed over one query the next process goes on with the others.
"""

from __future__ import annotations

import json
import resource
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
import rdflib
from pyoxigraph import RdfFormat
from rdflib.plugins.sparql.sparql import SPARQLError

import pipeline
from pipeline.graph.namespaces import PREFIXES

__all__ = ["RUNS", "Took", "timed"]

RUNS, LEAST = 3, 0.1
"""So often it is taken how long a query takes, and each time it is asked again and again for so many seconds: the clock
of processor time may tick in steps of 4 ms."""


class Took(NamedTuple):
    """What came of a query."""

    seconds: float | None
    """Median of processor time; None if it failed or was given up."""
    rows: int = 0
    failed: str = ""
    """Why it has no time: "fails", or "more than 5 s"."""

    def __str__(self) -> str:
        return self.failed or f"{1000 * (self.seconds or 0):,.1f} ms"


def timed(engine: str, graph: Path, texts: Sequence[str], limit: int) -> list[Took]:
    """What each query takes.

    Args:
        engine: "citegraph" for the embedded store, or "rdflib" for rdflib's own engine in memory.
        graph: The folder of a build.
        texts: The queries as SPARQL.
        limit: So many seconds of processor time each may take.
    """
    found: list[Took] = []
    while len(found) < len(texts):
        command = [sys.executable, __file__, engine, str(graph), str(limit)]
        rest = json.dumps(texts[len(found) :])
        done = subprocess.run(command, input=rest, stdout=subprocess.PIPE, text=True, check=False)
        found += [Took(*json.loads(line)) for line in done.stdout.splitlines()]
        if len(found) < len(texts):
            if done.returncode != -signal.SIGXCPU:
                raise SystemExit(f"{engine} ended with status {done.returncode} over a query:\n{texts[len(found)]}")
            found.append(Took(None, 0, f"more than {limit} s"))
    return found


def _asking(engine: str, graph: Path) -> Callable[[str], int]:
    """A function that asks a query, and gives the number of its rows."""
    opened = pipeline.open_graph(graph)
    if engine == "citegraph":
        return lambda text: len(opened.store.query(text))
    slow = rdflib.Graph()
    slow.parse(data=pyoxigraph.serialize(opened.triples(), format=RdfFormat.N_TRIPLES), format="nt")
    return lambda text: len(slow.query(text, initNs=PREFIXES))


def _times(ask: Callable[[str], int], texts: Sequence[str], limit: int) -> Iterator[Took]:
    for text in texts:
        times: list[float] = []
        rows = 0
        while len(times) < RUNS and (not times or times[-1] < 1):
            used = int(time.process_time()) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (used + limit, resource.RLIM_INFINITY))
            began, asked = time.process_time(), 0
            try:
                while time.process_time() - began < LEAST:
                    rows = ask(text)
                    asked += 1
            except (TypeError, SPARQLError):  # rdflib cannot put values in order, or join them, where one is missing
                break
            times.append((time.process_time() - began) / asked)
        yield Took(statistics.median(times), rows) if times else Took(None, 0, "fails")


if __name__ == "__main__":
    for took in _times(_asking(sys.argv[1], Path(sys.argv[2])), json.load(sys.stdin), int(sys.argv[3])):
        print(json.dumps(took), flush=True)
