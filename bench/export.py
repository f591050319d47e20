"""How fast a graph is exported, against pyoxigraph's own serialiser of Turtle on one store, and in how much memory.

Every figure is of a process of its own, which does nothing else. The graphs are that of the sample articles, so many
times (`copies.py`).

usage: python bench/export.py [--triples 250000 1000000] [--graph data/graph]      writes bench/RESULTS.md
       python bench/export.py STORE      the folder of a store, such as data/graph/store; prints alone
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from copies import copies
from pyoxigraph import DefaultGraph, RdfFormat
from results import ROOT, write_section

import pipeline
from pipeline.graph.export import export
from pipeline.graph.namespaces import PREFIXES
from pipeline.graph.store import Store

BASE = "https://w3id.org/citegraph/data/"
LEAST = 1 / 3
"""So much of the speed of the raw serialiser an export to Turtle has to have."""


def _count(path: Path, target: Path) -> None:
    """Reads the store from one end to the other: what that needs is no memory of an export."""
    sum(1 for _ in Store.open_read_only(path).triples())


def _raw(path: Path, target: Path) -> None:
    store = pyoxigraph.Store.read_only(str(path))
    store.dump(str(target), RdfFormat.TURTLE, from_graph=DefaultGraph(), prefixes=PREFIXES, base_iri=BASE)


def _exported(format: str) -> Callable[[Path, Path], None]:
    return lambda path, target: export(Store.open_read_only(path), target, format, BASE)


WORK: dict[str, Callable[[Path, Path], None]] = {
    "reading": _count,
    "pyoxigraph's serialiser": _raw,
    **{f"export {format}": _exported(format) for format in ("turtle", "ntriples", "csv")},
}


@dataclass(frozen=True)
class Cost:
    """Seconds of processor time, and the peak of the memory of the process in MiB."""

    seconds: float
    memory: float


def cost(work: str, path: Path) -> Cost:
    """What a work costs, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="citegraph-bench-") as folder:
        command = [sys.executable, __file__, "--work", work, "--target", str(Path(folder) / "graph"), str(path)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return Cost(**json.loads(done.stdout))


def peak() -> float:
    """The peak of this process's memory in MiB, on Linux. (That of `getrusage` is its parent's, if that was higher.)"""
    (line,) = (row for row in Path("/proc/self/status").read_text().splitlines() if row.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def measure(path: Path) -> list[str]:
    """Rows of a table: what each work costs on a store."""
    number = len(Store.open_read_only(path))
    found = {work: cost(work, path) for work in WORK}
    reading, raw = found["reading"], found["pyoxigraph's serialiser"]
    ratio = raw.seconds / found["export turtle"].seconds
    rows = [
        f"| {number:,} | {work} | {c.seconds:.1f} s | {number / c.seconds:,.0f} | {raw.seconds / c.seconds:.2f} | "
        f"{c.memory:.0f} MiB | {c.memory - reading.memory:+.0f} MiB |"
        for work, c in found.items()
    ]
    assert ratio >= LEAST, f"Turtle is written at {ratio:.2f} of the raw speed"
    return rows


def main() -> None:
    """Measure, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", nargs="?", type=Path)
    parser.add_argument("--triples", type=int, nargs="+", default=[250_000, 1_000_000])
    parser.add_argument("--graph", type=Path, default=ROOT / "data" / "graph")
    parser.add_argument("--work", help=argparse.SUPPRESS)
    parser.add_argument("--target", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.work:
        began = time.process_time()
        WORK[arguments.work](arguments.store, arguments.target)
        print(json.dumps({"seconds": time.process_time() - began, "memory": peak()}))
        return
    table = [
        "| triples | work | processor time | triples/s | of the raw speed | peak memory | above reading |",
        "|---|---|---|---|---|---|---|",
    ]
    if arguments.store:
        print("\n".join([*table, *measure(arguments.store)]))
        return
    with tempfile.TemporaryDirectory(prefix="citegraph-bench-") as folder:
        for triples in arguments.triples:
            path = Path(folder) / str(triples)
            Store.create(path, copies(pipeline.open_graph(arguments.graph), triples))
            table += measure(path)
    sizes = " ".join(map(str, arguments.triples))
    write_section("Exporting a graph", f"python bench/export.py --triples {sizes}", table)


if __name__ == "__main__":
    main()
