"""Measure a build and write it into bench/RESULTS.md: ratios within one run, with machine, versions and commands.

usage: python bench/run.py [--copies N]

The corpus is data/raw, copied N times under other file names and with a line of its own in each copy, so that no two
documents are the same text. Figures are the median of three runs; each build starts from an empty folder.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from results import ROOT, write_section

import pipeline
from pipeline import read
from pipeline.language import LanguageModel
from pipeline.records import Document
from pipeline.settings import Settings


def corpus(folder: Path, copies: int) -> None:
    """Write the texts of data/raw N times, each copy made distinct by its last line."""
    documents = [d for d in read.documents([ROOT / "data" / "raw"], Settings()) if isinstance(d, Document)]
    for copy in range(copies):
        for number, document in enumerate(documents):
            body = "\n\n".join(document.quote(p) for p in document.paragraphs)
            head = f"---\ntitle: Copy {copy} of {number}\ndate: 2022-03-{1 + copy % 28:02d}\n---\n\n"
            text = f"{head}{body}\n\nThis is edition {copy}.\n"
            (folder / f"{copy:04d}-{number:03d}.txt").write_text(text, encoding="utf-8")


def seconds(action: Callable[[], object]) -> float:
    """How long one call takes, by the wall clock."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def build(source: Path, out: Path) -> None:
    """One build as a user runs it, in a process of its own."""
    command = [sys.executable, "-m", "pipeline.cli", "build", str(source), "--out", str(out), "--quiet"]
    subprocess.run(command, check=True, cwd=ROOT)


def peak_kilobytes(source: Path, out: Path) -> int:
    """The peak resident memory of a build, in KiB."""
    code = (
        "import resource, runpy, sys; sys.argv = ['citegraph', 'build', sys.argv[1], '--out', sys.argv[2], '--quiet']\n"
        "try: runpy.run_module('pipeline.cli', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, source, out], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return int(done.stdout.split()[-1])


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=8, help="how many times data/raw is repeated (default 8)")
    copies = parser.parse_args().copies
    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as scratch:
        source, out = Path(scratch, "articles"), Path(scratch, "graph")
        source.mkdir()
        corpus(source, copies)
        documents = [d for d in read.documents([source], Settings()) if isinstance(d, Document)]
        words = sum(len(d.quote(p).split()) for d in documents for p in d.paragraphs)
        rows.append(("corpus", f"{len(documents)} documents, {words:,} words"))

        load = seconds(lambda: LanguageModel.load(Settings()))
        model = LanguageModel.load(Settings())
        raw = statistics.median(seconds(lambda: [0 for _ in model.analyse(documents)]) for _ in range(3))
        rows.append(("language model alone", f"{raw:.1f} s, {words / raw:,.0f} words/s; loads in {load:.1f} s"))

        first = []
        for _ in range(3):
            shutil.rmtree(out, ignore_errors=True)
            first.append(seconds(lambda: build(source, out)))
        whole = statistics.median(first)
        rows.append(
            (
                "first build, end to end",
                f"{whole:.1f} s, {words / whole:,.0f} words/s: {raw / whole:.2f} of the model alone",
            )
        )
        again = statistics.median(seconds(lambda: build(source, out)) for _ in range(3))
        rows.append(("build with no change", f"{again:.1f} s: {100 * again / whole:.0f} % of the first build"))
        (source / "0000-000.txt").write_text("One new sentence stands here.\n", encoding="utf-8")
        rows.append(("build with one document changed", f"{seconds(lambda: build(source, out)):.1f} s"))

        graph = pipeline.open_graph(out)
        rows.append(
            ("graph", f"{len(graph):,} triples, Turtle of {(out / 'citegraph.ttl').stat().st_size / 1e6:.1f} MB")
        )
        half = Path(scratch, "half")
        half.mkdir()
        for path in sorted(source.iterdir())[: len(documents) // 4]:
            shutil.copy(path, half)
        small, large = peak_kilobytes(half, Path(scratch, "g1")), peak_kilobytes(source, Path(scratch, "g2"))
        rows.append(
            ("peak memory", f"{large / 1024:,.0f} MiB; {large / small:.2f} times that of a quarter of the documents")
        )
    write(rows, copies)


def write(rows: list[tuple[str, str]], copies: int) -> None:
    """Write the section of bench/RESULTS.md."""
    table = ["| what | measured |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]
    write_section("Building a graph", f"python bench/run.py --copies {copies}", [*table, "", "Medians of three runs."])


if __name__ == "__main__":
    main()
