"""Load a large graph into real servers that are killed half-way, and check that nothing is lost or doubled.

The graph is that of the sample articles, so many times, each time under another base. Each server is killed as a power
cut would, in the middle of the load and once more after it, and started again on what it kept.

usage: python bench/loads.py [--triples 500000] [--graph data/graph] [--write]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from copies import copies
from results import ROOT, write_section

sys.path.insert(0, str(ROOT / "tests"))

from stores import VIRTUOSO, Running, oxigraph, virtuoso

import pipeline
from pipeline.graph.exchange import Patience
from pipeline.graph.push import push
from pipeline.graph.server import Server
from pipeline.graph.store import Queryable, Store

NAMED = "https://example.org/kg/"
COUNTS = "SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects) { ?s ?p ?o } GROUP BY ?p"


def counts(source: Queryable) -> dict[str, tuple[int, int]]:
    """How many triples, and how many subjects, each predicate has."""
    return {str(predicate): (int(str(n)), int(str(s))) for predicate, n, s in source.query(COUNTS).rows}


def main() -> None:
    """Measure, and print or write a row for each server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=500_000)
    parser.add_argument("--graph", type=Path, default=ROOT / "data" / "graph")
    parser.add_argument("--write", action="store_true", help="into bench/RESULTS.md")
    arguments = parser.parse_args()
    store = Store.in_memory(copies(pipeline.open_graph(arguments.graph), arguments.triples))
    wanted = counts(store)
    rows = [
        "| server | triples | killed at | seconds | after it, and after another power cut |",
        "|---|---|---|---|---|",
    ]
    for start, credentials in ((virtuoso, VIRTUOSO), (oxigraph, None)):
        with tempfile.TemporaryDirectory(prefix="citegraph-load-") as folder, start(Path(folder)) as running:
            cuts: list[int] = []

            def told(done: int, total: int, cuts: list[int] = cuts, running: Running = running) -> None:
                if not cuts and done >= total // 2:
                    cuts.append(done)
                    running.kill()
                    running.start()

            server = Server(running.url, credentials=credentials, patience=Patience(tries=20), told=print)
            began = time.monotonic()
            pushed = push(server, store.triples(), NAMED, told=told)
            seconds = time.monotonic() - began
            whole = counts(server.endpoint(NAMED)) == wanted and server.count(NAMED) == len(store)
            running.kill()
            running.start()
            kept = counts(server.endpoint(NAMED)) == wanted and server.count(NAMED) == len(store)
            graphs = len(server.query("SELECT DISTINCT ?g { GRAPH ?g { ?s a ?c } FILTER(CONTAINS(STR(?g), '/kg/')) }"))
            said = f"{'all' if whole else 'NOT ALL'} there, {'all' if kept else 'NOT ALL'} there; {graphs} named graph"
            rows.append(f"| {server.layout} | {pushed.triples:,} | {cuts[0]:,} | {seconds:.0f} | {said} |")
            print(rows[-1])
            assert whole
            assert kept
            assert graphs == 1
    if arguments.write:
        write_section("Loading into servers that are killed", "python bench/loads.py --write", rows)


if __name__ == "__main__":
    main()
