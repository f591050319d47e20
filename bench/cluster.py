"""Measure a build on a cluster of worker processes here, and write it into bench/RESULTS.md.

usage: python bench/cluster.py [--articles N]

The graph goes to file:// addresses, as N-Quads. What one worker takes is held against what two take, in one run, whole
and by what all documents take more than a quarter of them, in which the start of processes and the loading of models do
not count; nor do they in the processor time of a document. Sizes are those of the files, and of what this process is
sent of each document. The clock means something on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import pickle
import resource
import shutil
import tempfile
import time
from pathlib import Path

from articles import write as write_articles
from results import write_section

from pipeline.reconcile.observed import observe
from pipeline.reconcile.parts import PartFinder
from pipeline.records import Extraction, Issue
from pipeline.run.cluster import connected, partition, partitioned
from pipeline.run.cluster.storage import Storage


class Clock:
    """A reporter that notes when each step began, by the wall clock and by the processor time of this process."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, float, float]] = []
        self.words = 0

    def step(self, name: str, total: int | None) -> None:
        """A step begins."""
        self.steps.append((name, time.perf_counter(), time.process_time()))

    def advance(self, words: int) -> None:
        """Some words are done, of the step that reads."""
        self.words += words if self.steps[-1][0] == "Reading articles" else 0

    def issue(self, issue: Issue) -> None:
        """Nothing of interest."""

    def took(self, name: str, which: int) -> float:
        """The seconds of a step: by the wall clock (1) or of this process (2)."""
        at = next(i for i, step in enumerate(self.steps) if step[0] == name)
        return self.steps[at + 1][which] - self.steps[at][which]


def build(source: Path, out: Path, workers: int) -> tuple[Clock, partitioned.Partitioned, float]:
    """One build on so many workers, and the processor time that these took."""
    clock, before = Clock(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with connected(f"local:{workers}") as client:
        report = partitioned.build([source.as_uri()], out.as_uri(), client, reporter=clock)
    clock.step("end", None)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, report, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=400, help="how many articles are made (default 400)")
    articles = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, "articles")
        write_articles(source, articles)
        some = Path(scratch, "some")
        some.mkdir()
        for path in sorted(path for path in source.rglob("*") if path.is_file())[::4]:
            shutil.copy(path, some / f"{path.parent.name}-{path.name}")
        few, report_of_few, used_by_few = build(some, Path(scratch, "few"), 1)
        few_of_two, _, _ = build(some, Path(scratch, "few-of-two"), 2)
        one, _, used = build(source, Path(scratch, "one"), 1)
        two, report, _ = build(source, Path(scratch, "two"), 2)
        out = Path(scratch, "two")
        count = report.counts.documents
        kept = list((out / "extractions").rglob("*.gz"))
        own = sum(p.stat().st_size for p in (out / "graphs").rglob("documents-*.gz"))
        shared = sum(p.stat().st_size for p in (out / "graphs").rglob("shared-*.gz"))
        packed = sum(p.stat().st_size for p in kept)
        finder = PartFinder({})
        items = [
            item for p in kept for item in partition.load(Storage(out.as_uri()), p.name.removesuffix(".jsonl.gz")) or ()
        ]
        observed = [observe(item, finder) for item in items if isinstance(item, Extraction)]
    sent = len(pickle.dumps(observed)) / count
    reading = one.took("Reading articles", 1), two.took("Reading articles", 1)
    writing = two.took("Writing the graph", 1), two.took("Writing the graph", 2)
    more = one.words - few.words
    begun = few.took("Reading articles", 1), few_of_two.took("Reading articles", 1)
    lasting = (reading[0] - begun[0]) / (reading[1] - begun[1])
    rows = [
        ("corpus", f"{count:,} documents, {two.words:,} words"),
        ("reading, one worker", f"{reading[0]:.1f} s, {one.words / reading[0]:,.0f} words/s"),
        (
            "reading, two workers",
            f"{reading[1]:.1f} s: {reading[0] / reading[1]:.2f} times as fast, {lasting:.2f} times without their start",
        ),
        (
            "processor time of workers",
            f"{1000 * (used - used_by_few) / (count - report_of_few.counts.documents):.0f} ms for a document, "
            f"{more / (used - used_by_few):,.0f} words a second",
        ),
        ("who is who", f"{1000 * two.took('Finding who is who', 2) / count:.2f} ms of this process for a document"),
        ("writing, two workers", f"{writing[0]:.1f} s"),
        ("writing", f"{1000 * writing[1] / count:.2f} ms of this process for a document"),
        ("kept extractions, packed", f"{packed / count / 1e3:.1f} kB for a document"),
        ("sent to this process", f"{sent / 1e3:.1f} kB for a document"),
        ("graph", f"{report.triples / count:,.0f} triples for a document"),
        ("graph, packed", f"{(own + shared) / count / 1e3:.1f} kB for a document"),
        ("of it shared by documents", f"{100 * shared // (own + shared)} %"),
        ("entities", f"{sum(report.counts.entities.values()) / count:.2f} for a document"),
        ("peak memory of this process", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB"),
    ]  # fmt: skip
    table = ["| what | measured |", "|---|---|", *(f"| {name} | {told} |" for name, told in rows)]
    write_section("A build on a cluster of this machine", f"python bench/cluster.py --articles {articles}", table)


if __name__ == "__main__":
    main()
