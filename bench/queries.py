"""Measure every shipped query and the loading of a store, and write it into bench/RESULTS.md.

The large graph is that of 10,000 articles made by bench/multiply.py out of our own, which the language model reads
once (some minutes; the multiplication takes ten more). A query is asked as `citegraph query` asks it, with the
parameters that the tests ask it with, and again without those that it can do without. rdflib's own engine and Virtuoso
get the graph of data/raw, which rdflib answers in reasonable time; the ratio is that of the same query on the same
graph.

usage: python bench/queries.py [--documents 10000] [--graph FOLDER] [--small FOLDER] [--write]
       --graph and --small are folders of builds, to be taken instead of building them
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path

import pyoxigraph
import rdflib
from multiply import multiply
from pyoxigraph import Quad, RdfFormat
from rdflib.plugins.sparql.sparql import SPARQLError
from results import ROOT, write_section

sys.path += [str(ROOT / "tests"), str(ROOT / "tests" / "graph")]

from stores import VIRTUOSO, virtuoso
from test_queries_on_samples import ANSWERS

import pipeline
from pipeline.graph import Graph
from pipeline.graph.namespaces import PREFIXES
from pipeline.graph.push import push
from pipeline.graph.queries import library
from pipeline.graph.result import Value
from pipeline.graph.server import Server
from pipeline.graph.store import Store
from pipeline.graph.view import ask

PATIENCE = 5
"""Seconds of processor time after which a query of rdflib is given up."""
LOADED = 1_000_000
Case = tuple[str, dict[str, Value]]


class TooLongError(Exception):
    """A query took longer than anybody waits."""


def cases() -> Iterator[Case]:
    """Every query with its parameters, and without them where it can do without."""
    for name, query in library().items():
        values = dict(ANSWERS[name][0])
        yield name, values
        if values and all(p.optional for p in query.parameters):
            yield name, {}


def seconds(action: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """The least time that an action takes in three runs."""
    times = []
    for _ in range(3):
        began = clock()
        action()
        times.append(clock() - began)
    return min(times)


@contextmanager
def limited() -> Iterator[None]:
    """Interrupt Python code that takes longer than `PATIENCE`."""

    def stop(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def by_rdflib(graph: rdflib.Graph, text: str) -> float | None:
    """Seconds that rdflib's own engine takes, once; None if it was given up.

    Raises:
        TypeError: it cannot put the rows in order, since a column is empty in some of them.
        SPARQLError: it joins values of which one is empty.
    """
    began = time.process_time()
    try:
        with limited():
            len(graph.query(text, initNs=PREFIXES))
    except TooLongError:
        return None
    return time.process_time() - began


def articles(folder: Path) -> None:
    """The texts of training/gold with a date and an outlet, so that there is something to compare."""
    chance = random.Random(1)
    outlets = [
        f"{place} {kind}" for place in ("Northgate", "Eastgate", "Harbour") for kind in ("Wire", "Courier", "Post")
    ]
    for path in sorted((ROOT / "training" / "gold").glob("*.txt")):
        day = dt.date(2023, 1, 1) + dt.timedelta(days=chance.randrange(60))
        head = f"---\ndate: {day}\npublisher: {chance.choice(outlets)}\n---\n"
        (folder / path.name).write_text(head + path.read_text(encoding="utf-8"), encoding="utf-8")


def build(out: Path, *sources: Path) -> Path:
    """The graph of some files, as a user builds it."""
    command = [sys.executable, "-m", "pipeline.cli", "build", *map(str, sources), "--out", str(out), "--quiet"]
    subprocess.run(command, check=True, cwd=ROOT)
    return out


def loading(graph: Graph, folder: Path) -> list[str]:
    """How fast a store is written, against pyoxigraph alone on the same triples."""
    triples = list(islice(graph.triples(), LOADED))
    file = folder / "graph.nt"
    file.write_bytes(pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
    number = iter(range(100))

    def raw() -> None:
        store = pyoxigraph.Store(folder / f"store{next(number)}")
        store.bulk_load(path=str(file), format=RdfFormat.N_TRIPLES)
        store.flush()

    def extended() -> None:
        store = pyoxigraph.Store(folder / f"store{next(number)}")
        store.bulk_extend(Quad(*t) for t in triples)
        store.flush()

    took = [seconds(raw), seconds(extended), seconds(lambda: Store.create(folder / f"store{next(number)}", triples))]
    names = "pyoxigraph's bulk_load of N-Triples", "pyoxigraph's bulk_extend", "citegraph's store"
    rows = [f"| {name} | {len(triples) / t:,.0f} | {took[0] / t:.2f} |" for name, t in zip(names, took, strict=True)]
    return ["", f"Loading {len(triples):,} triples:", "", "| by | triples/s | of bulk_load |", "|---|---|---|", *rows]


def table(large: Graph, small: Graph, folder: Path) -> list[str]:
    """A row for each query, and what they come to."""
    slow = rdflib.Graph()
    slow.parse(data=pyoxigraph.serialize(small.triples(), format=RdfFormat.N_TRIPLES), format="nt")
    lines = ["| query | rows | embedded | on data/raw | rdflib | ratio | Virtuoso |", "|---|---|---|---|---|---|---|"]
    times, ratios, given_up = [], [], 0
    with ExitStack() as stack:
        server = None
        try:
            running = stack.enter_context(virtuoso(folder))
            server = Server(running.url, credentials=VIRTUOSO)
            push(server, small.triples(), small.base)
        except FileNotFoundError:
            print("Virtuoso is not installed")
        for name, values in cases():
            text = library()[name].bound(values)
            rows, took = len(large.query(name, **values)), seconds(lambda n=name, v=values: large.query(n, **v))  # type: ignore[misc]
            here = seconds(lambda n=name, v=values: small.query(n, **v))  # type: ignore[misc]
            times.append(took)
            try:
                there = by_rdflib(slow, text)
            except (TypeError, SPARQLError):
                told = "fails | "
            else:
                ratios.append((there or PATIENCE) / max(here, 1e-5))
                given_up += there is None
                told = f"more than {PATIENCE} s | more than " if there is None else f"{1000 * there:,.0f} ms | "
                told += f"{ratios[-1]:,.0f}"
            asked = name + "".join(f", {key} {value!r}" for key, value in values.items())
            elsewhere = ""
            if server is not None:
                endpoint = server.endpoint(small.base)
                wait = seconds(lambda n=name, v=values, e=endpoint: ask(e, n, v), time.monotonic)  # type: ignore[misc]
                elsewhere = f"{1000 * wait:,.0f} ms"
            mine = f"{1000 * took:,.0f} ms | {1000 * here:,.1f} ms"
            lines.append(f"| {asked} | {rows:,} | {mine} | {told} | {elsewhere} |")
            print(lines[-1], flush=True)
    quick, usual, longest = sum(t < 0.1 for t in times), 1000 * statistics.median(times), 1000 * max(times)
    return [
        f"On {len(large):,} triples {quick} of {len(times)} questions are answered in less than 100 ms; the median is "
        f"{usual:,.0f} ms, the longest {longest:,.0f} ms. Against rdflib's own engine, "
        f"on the {len(small):,} triples of data/raw, the median is {statistics.median(ratios):,.0f} times as fast"
        + (f"; rdflib was given up on {given_up} questions." if given_up else "."),
        "",
        *lines,
    ]


def main() -> None:
    """Measure, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--graph", type=Path)
    parser.add_argument("--small", type=Path)
    parser.add_argument("--write", action="store_true", help="into bench/RESULTS.md")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="citegraph-bench-") as scratch:
        folder = Path(scratch)
        small = wanted.small or build(folder / "small", ROOT / "data" / "raw")
        if wanted.graph is None:
            texts = folder / "texts"
            texts.mkdir()
            articles(texts)
            once = build(folder / "once", ROOT / "data" / "raw", ROOT / "tests" / "across" / "stories", texts)
            wanted.graph = folder / "large"
            multiply(once, wanted.graph, wanted.documents)
        server = folder / "virtuoso"
        server.mkdir()
        large = pipeline.open_graph(wanted.graph)
        lines = [*table(large, pipeline.open_graph(small), server), *loading(large, folder)]
    print("\n".join(lines))
    if wanted.write:
        command = f"python bench/queries.py --documents {wanted.documents} --write"
        write_section(
            "Queries and loading",
            command,
            [*lines, "", "Processor time, the least of three; Virtuoso's is waited for."],
        )


if __name__ == "__main__":
    main()
