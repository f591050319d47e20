"""Measure builds and write it into bench/RESULTS.md: ratios within one run, with machine, versions and commands.

usage: python bench/run.py [--articles N] [--keep FOLDER] [--jobs N]

The corpus is made of our own articles, with other names, dates and figures in each (bench/articles.py). Every build is
a command of its own, as users run it. Where the machine has other work, processor time says more than the clock: both
are given, and shares of the first build are of processor time.

A build is held against the bare language model over the same articles in as many processes: one against one, and N
against N. The clock of the model starts when it is loaded and has its articles; that of a build runs from the start of
the command to its end.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from articles import write
from results import ROOT, write_section

import pipeline
from pipeline import read
from pipeline.language import LanguageModel
from pipeline.records import Document
from pipeline.run import build
from pipeline.run.report import Silent
from pipeline.settings import Settings

COMPARED = (
    "The model alone parses the same articles, and what it gives is thrown away; its clock starts when each process "
    "has loaded it and has read its articles. It runs before the build and after it, and the mean is given. "
    "The clock of a build runs from the start of the command to its end: with the loading of the program, the model "
    "and the lists of places, the reading of files, extraction, who is who, and the writing of the graph. One process "
    "uses one core."
)
CHANGED = 1_000
"""One article in so many is edited."""


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds by the clock and of processors, with those of its own processes, and MiB at most."""

    clock: float
    processor: float
    peak: float
    told: dict[str, Any]
    """What it printed in its last line."""

    def __str__(self) -> str:
        return f"{self.processor:,.1f} s of processor time, {self.clock:,.1f} s by the clock"

    def mean(self, other: Cost) -> Cost:
        """The mean of this and another run of the same."""
        return Cost((self.clock + other.clock) / 2, (self.processor + other.processor) / 2, 0, {})

    def against(self, model: Cost) -> str:
        """What part of the speed of the bare model it has."""
        clock, processor = model.clock / self.clock, model.processor / self.processor
        return f"{clock:.2f} of the model alone by the clock, {processor:.2f} by processor time"


def cost_of(*arguments: str | Path) -> Cost:
    """Run this program in a process of its own."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, __file__, *map(str, arguments)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, arguments))} ended with status {process.returncode}")
    told = json.loads(output.splitlines()[-1])
    return Cost(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, told)


class Steps(Silent):
    """Notes how long each step of a build takes, by the clock and in processor time of this process."""

    def __init__(self) -> None:
        self._begun: list[tuple[str, float, float]] = []

    def step(self, name: str, total: int | None) -> None:
        """Note it."""
        self._begun.append((name, time.perf_counter(), time.process_time()))

    def taken(self) -> dict[str, tuple[float, float]]:
        """The seconds of each step."""
        self.step("", None)
        pairs = zip(self._begun, self._begun[1:], strict=False)
        return {name: (next_[1] - clock, next_[2] - used) for (name, clock, used), next_ in pairs}


def one_build(source: Path, out: Path, jobs: int) -> dict[str, Any]:
    """Build in this process."""
    steps = Steps()
    report = build(source, out, reporter=steps, jobs=jobs)
    return {"steps": steps.taken(), "reused": report.reused, "unchanged": report.unchanged}


def model_alone(source: Path, part: int, parts: int) -> None:
    """The language model over a part of the documents; what it gives is thrown away. Begins when it is told to."""
    documents = [d for d in read.documents([source], Settings()) if isinstance(d, Document)][part::parts]
    model = LanguageModel.load(Settings())
    print("ready", flush=True)
    sys.stdin.readline()
    used = time.process_time()
    for _ in model.analyse(documents):
        pass
    print(time.process_time() - used, flush=True)


def models(source: Path, processes: int) -> Cost:
    """The language model in so many processes at once, each with as many of the documents."""
    command = [sys.executable, __file__, "--model", str(source), "--part"]
    running = [
        subprocess.Popen([*command, f"{n}/{processes}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for n in range(processes)
    ]
    outputs = [process.stdout for process in running if process.stdout is not None]
    for output in outputs:
        assert output.readline() == "ready\n", "a process did not load the model"
    start = time.perf_counter()
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    used = sum(float(output.readline()) for output in outputs)
    clock = time.perf_counter() - start
    for process in running:
        process.communicate()
    return Cost(clock, used, 0, {})


def edit(source: Path, count: int) -> int:
    """Add a sentence to one article in `CHANGED`; returns to how many."""
    changed = range(CHANGED // 2, count, CHANGED) or range(count // 2, count // 2 + 1)
    for number in changed:
        with (source / f"{number // 1000:02d}" / f"{number:06d}.md").open("a", encoding="utf-8") as file:
            file.write("\nThe council of Gdansk will meet again on 7 May 2023, said Lotte Brandt.\n")
    return len(changed)


def facts(out: Path) -> list[bytes]:
    """The lines of a graph but for the clock times of the run."""
    return [line for line in (out / "citegraph.ttl").read_bytes().splitlines() if b"edAtTime" not in line]


def measure(scratch: Path, count: int, jobs: int) -> list[tuple[str, str]]:
    """All figures, each with its name."""
    corpora = {size: scratch / f"articles-{size}" for size in (count // 16, count // 4, count)}
    for size, folder in corpora.items():
        words = write(folder, size)
    source, out = corpora[count], scratch / "graph"
    before, before_in_all = models(source, 1), models(source, jobs)
    first = cost_of("--build", source, out)
    alone = before.mean(models(source, 1))
    of_all = cost_of("--build", source, scratch / "several", "--jobs", str(jobs))
    alone_in_all = before_in_all.mean(models(source, jobs))
    assert facts(out) == facts(scratch / "several"), "several processes gave another graph"
    rows = [
        ("corpus", f"{count:,} articles, {words:,} words"),
        ("language model alone, 1 process", f"{alone}: {words / alone.clock:,.0f} words/s"),
        (
            f"language model alone, {jobs} processes at once",
            f"{alone_in_all}: {words / alone_in_all.clock:,.0f} words/s, "
            f"{alone.clock / alone_in_all.clock:.2f} times as fast as one",
        ),
        ("first build, 1 process", f"{first}: {words / first.clock:,.0f} words/s end to end, {first.against(alone)}"),
    ]
    rows += [
        (f"... {name.lower()}", f"{100 * clock / first.clock:.0f} % of the clock, {used:,.1f} s")
        for name, (clock, used) in first.told["steps"].items()
    ]
    rows.append(
        (
            f"first build, {jobs} processes",
            f"{of_all}: {words / of_all.clock:,.0f} words/s end to end, {of_all.against(alone_in_all)}; "
            f"{first.clock / of_all.clock:.2f} times as fast as one, the same graph",
        )
    )
    rows += [
        (f"... {name.lower()}", f"{100 * clock / of_all.clock:.0f} % of the clock")
        for name, (clock, _) in of_all.told["steps"].items()
    ]
    again = cost_of("--build", source, out)
    assert again.told["unchanged"], "a build with no change wrote a graph"
    rows.append(("build with no change", f"{again}: {100 * again.processor / first.processor:.1f} % of the first"))
    edited = edit(source, count)
    after = cost_of("--build", source, out)
    assert after.told["reused"] == count - edited, "more than the edited articles were read again"
    share = 100 * after.processor / first.processor
    rows.append((f"build with {edited:,} of them edited", f"{after}: {share:.1f} % of the first"))
    for name, (_, used) in after.told["steps"].items():
        rows.append((f"... {name.lower()}", f"{used:,.1f} s"))
    graph = pipeline.open_graph(out)
    turtle = (out / "citegraph.ttl").stat().st_size / 1e6
    rows.append(("graph", f"{len(graph):,} triples, Turtle of {turtle:.1f} MB"))
    quarter = cost_of("--build", corpora[count // 4], scratch / "quarter")
    small = cost_of("--build", corpora[count // 16], scratch / "sixteenth")
    rows.append(
        (
            f"peak memory of {count // 16:,}, {count // 4:,} and {count:,} articles",
            f"{small.peak:,.0f}, {quarter.peak:,.0f} and {first.peak:,.0f} MiB: "
            f"{quarter.peak / small.peak:.2f} and {first.peak / small.peak:.2f} times the first",
        )
    )
    return rows


def main() -> None:
    """Measure, and write the section; or do one of the things to be measured, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_600, help="how many (default 1,600)")
    parser.add_argument("--jobs", type=int, default=2, help="processes to hold against one (default 2)")
    parser.add_argument("--keep", type=Path, help="an empty folder for the corpus and graphs, which stay there")
    parser.add_argument("--model", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--part", default="0/1", help=argparse.SUPPRESS)
    parser.add_argument("--build", type=Path, nargs=2, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.model:
        part, _, parts = wanted.part.partition("/")
        model_alone(wanted.model, int(part), int(parts))
        return
    if wanted.build:
        jobs = wanted.jobs if "--jobs" in sys.argv else 1
        print(json.dumps(one_build(wanted.build[0], wanted.build[1], jobs)))
        return
    scratch = wanted.keep or Path(tempfile.mkdtemp(prefix="citegraph-bench-"))
    try:
        rows = measure(scratch, wanted.articles, wanted.jobs)
    finally:
        if not wanted.keep:
            shutil.rmtree(scratch, ignore_errors=True)
    table = ["| what | measured |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows), "", COMPARED]
    write_section("Building a graph", f"python bench/run.py --articles {wanted.articles}", table)


if __name__ == "__main__":
    main()
