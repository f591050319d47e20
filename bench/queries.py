"""Measure every shipped query and the loading of a store, and write it into bench/RESULTS.md.

The large graph is that of 10,000 articles made by bench/multiply.py out of our own, which the language model reads
once (some minutes; the multiplication takes ten more). A query is asked as `citegraph query` asks it, with the
parameters that the tests ask it with, and again without those that it can do without. rdflib's own engine and Virtuoso
get the graph of data/raw, which rdflib answers in reasonable time; the ratio is that of the same query on the same
graph. Checks, which look at the whole graph because that is what they are for, are listed apart.

Times are processor time, the median of three tenths of a second in which a query is asked again and again; one that
takes longer than the limit of its engine is given up, and told so.

usage: python bench/queries.py [--documents 10000] [--graph FOLDER] [--small FOLDER] [--only PART] [--write]
       --graph and --small are folders of builds, to be taken instead of building them
       --only queries or loading measures that alone
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

import pyoxigraph
from multiply import multiply
from pyoxigraph import Quad, RdfFormat
from results import ROOT, write_section
from timing import Took, timed

sys.path += [str(ROOT / "tests"), str(ROOT / "tests" / "graph")]

from stores import VIRTUOSO, virtuoso
from test_queries_on_samples import ANSWERS

import pipeline
from pipeline.errors import CitegraphError
from pipeline.graph import Graph, turtle
from pipeline.graph.push import push
from pipeline.graph.queries import library
from pipeline.graph.result import Value
from pipeline.graph.server import Server
from pipeline.graph.store import Store
from pipeline.graph.view import ask

PATIENCE, LIMIT = 5, 20
"""Seconds of processor time after which a query is given up by rdflib, and by the embedded store."""
QUICK = 0.1
LOADED = 1_000_000
Case = tuple[str, dict[str, Value]]


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

    written = folder / "graph.ttl"
    written.write_text("".join(turtle.lines(triples, graph.base)), encoding="utf-8")
    took = [
        seconds(raw),
        seconds(extended),
        seconds(lambda: Store.loaded(folder / f"store{next(number)}", written)),
        seconds(lambda: Store.create(folder / f"store{next(number)}", triples)),
    ]
    names = (
        "pyoxigraph's bulk_load of N-Triples",
        "pyoxigraph's bulk_extend",
        "a build: citegraph's store of its Turtle file, in pieces, compacted",
        "citegraph's store of triples in memory, compacted",
    )
    rows = [f"| {name} | {len(triples) / t:,.0f} | {took[0] / t:.2f} |" for name, t in zip(names, took, strict=True)]
    head = [f"{len(triples):,} triples, the least processor time of three:", ""]
    return [*head, "| by | triples/s | of bulk_load |", "|---|---|---|", *rows]


def waited(small: Graph, asked: list[Case], folder: Path) -> list[str]:
    """How long Virtuoso lets wait for each answer; nothing where it is not installed, or fails."""
    with ExitStack() as stack:
        try:
            running = stack.enter_context(virtuoso(folder))
        except FileNotFoundError:
            print("Virtuoso is not installed")
            return [""] * len(asked)
        server = Server(running.url, credentials=VIRTUOSO)
        push(server, small.triples(), small.base)
        endpoint = server.endpoint(small.base)
        found = []
        for name, values in asked:
            try:
                took = seconds(lambda n=name, v=values: ask(endpoint, n, v), time.monotonic)  # type: ignore[misc]
                found.append(f"{1000 * took:,.0f} ms")
            except CitegraphError:
                found.append("fails")
        return found


def table(large: Path, small: Path, folder: Path) -> list[str]:
    """A row for each query, and what they come to."""
    asked = list(cases())
    texts = [library()[name].bound(values) for name, values in asked]
    on_large = timed("citegraph", large, texts, LIMIT)
    on_small = timed("citegraph", small, texts, LIMIT)
    by_rdflib = timed("rdflib", small, texts, PATIENCE)
    by_virtuoso = waited(pipeline.open_graph(small), asked, folder)
    head = ["| query | rows | embedded | on data/raw | rdflib | ratio | Virtuoso |", "|---|---|---|---|---|---|---|"]
    lines, checks, ratios = list(head), list(head), []
    usual: list[Took] = []
    for (name, values), took, here, there, elsewhere in zip(
        asked, on_large, on_small, by_rdflib, by_virtuoso, strict=True
    ):
        ratio = ""
        if here.seconds and there.failed != "fails":
            ratios.append((there.seconds or PATIENCE) / here.seconds)
            ratio = f"{'more than ' if there.failed else ''}{ratios[-1]:,.0f}"
        called = name + "".join(f", {key} {value!r}" for key, value in values.items())
        line = f"| {called} | {took.rows:,} | {took} | {here} | {there} | {ratio} | {elsewhere} |"
        if library()[name].whole:
            checks.append(line)
        else:
            lines.append(line)
            usual.append(took)
    times = [LIMIT if took.seconds is None else took.seconds for took in usual]
    given_up = sum(took.failed.startswith("more") for took in by_rdflib)
    failed = sum(took.failed == "fails" for took in by_rdflib)
    return [
        f"On {len(pipeline.open_graph(large)):,} triples {sum(t < QUICK for t in times)} of {len(times)} questions are "
        f"answered in less than 100 ms; the median is {1000 * statistics.median(times):,.0f} ms, the longest "
        f"{1000 * max(times):,.0f} ms. Against rdflib's own engine, on the {len(pipeline.open_graph(small)):,} triples "
        f"of data/raw, the median is {statistics.median(ratios):,.0f} times as fast; of these questions rdflib was "
        f"given up on {given_up} after {PATIENCE} s, and fails on {failed} more.",
        "",
        *lines,
        "",
        "Checks of the whole graph:",
        "",
        *checks,
    ]


def main() -> None:
    """Measure, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--graph", type=Path)
    parser.add_argument("--small", type=Path)
    parser.add_argument("--only", choices=("queries", "loading"))
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
        parts = {
            "queries": lambda: table(wanted.graph, small, server),
            "loading": lambda: loading(pipeline.open_graph(wanted.graph), folder),
        }
        told = {"queries": "Queries", "loading": "Loading a store"}
        for name, measured in parts.items():
            if wanted.only in (None, name):
                lines = measured()
                print("\n".join(lines))
                if wanted.write:
                    command = f"python bench/queries.py --documents {wanted.documents} --only {name} --write"
                    write_section(told[name], command, lines)


if __name__ == "__main__":
    main()
