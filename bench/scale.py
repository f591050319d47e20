"""Measure how well and how fast names are resolved across documents, and write it into bench/RESULTS.md.

usage: python bench/scale.py [--mentions N ...] [--seed S]

The corpora are synthetic (bench/synthetic.py), ten mentions to an entity. Each size runs in a process of its own, so
that its peak memory is its own; the time is the processor time of `reconcile` alone (it uses one core), without that of
making the documents up.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Hashable, Iterator
from typing import Any

from results import ROOT, write_section
from synthetic import Told, World

from pipeline.reconcile import reconcile
from pipeline.records import EntityLabel, Extraction, Verdict

SIZES = (20_000, 60_000, 200_000)
ENTITY = 10
"""So many mentions to an entity."""
KINDS = (EntityLabel.PERSON, EntityLabel.ORG, EntityLabel.CITY)


class Pairs:
    """Counts pairs of mentions that are together in the answer, in the truth, and in both."""

    def __init__(self) -> None:
        self._answer: Counter[Hashable] = Counter()
        self._truth: Counter[Hashable] = Counter()
        self._both: Counter[Hashable] = Counter()

    def add(self, answer: Hashable, truth: Hashable) -> None:
        """One mention: the cluster that it was put into, and that it belongs to."""
        self._answer[answer] += 1
        self._truth[truth] += 1
        self._both[answer, truth] += 1

    @property
    def precision(self) -> float:
        """The share of the pairs put together that belong together."""
        return _pairs(self._both) / max(1, _pairs(self._answer))

    @property
    def recall(self) -> float:
        """The share of the pairs that belong together that were put together."""
        return _pairs(self._both) / max(1, _pairs(self._truth))


def _pairs(sizes: Counter[Hashable]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes.values())


def measure(mentions: int, seed: int) -> dict[str, Any]:
    """Resolve one synthetic corpus in this process."""
    world = World(mentions // ENTITY, seed)
    meant: dict[str, tuple[int | None, ...]] = {}
    made = 0.0

    def extractions() -> Iterator[Extraction]:
        nonlocal made
        documents = world.documents(mentions)
        while True:
            start = time.process_time()
            told: Told | None = next(documents, None)
            made += time.process_time() - start
            if told is None:
                return
            meant[told.extraction.document.id] = told.meant
            yield told.extraction

    start = time.process_time()
    found = reconcile(extractions())
    seconds = time.process_time() - start - made
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    overall, by_kind = Pairs(), {kind: Pairs() for kind in KINDS}
    counted = 0
    labels: dict[int, EntityLabel] = {}
    for document, who in meant.items():
        for index, number in enumerate(who):
            if number is None:
                continue
            entity = found.entity_of(document, index).id
            counted += 1
            overall.add(entity, number)
            by_kind[world.kind_of(number)].add(entity, number)
            labels[number] = world.kind_of(number)
    verdicts = Counter(j.verdict for j in found.judgements)
    return {
        "mentions": counted,
        "entities": len(labels),
        "documents": len(meant),
        "seconds": seconds,
        "mebibytes": memory,
        "precision": overall.precision,
        "recall": overall.recall,
        "kinds": {kind.value: (pairs.precision, pairs.recall) for kind, pairs in by_kind.items()},
        "unsure": verdicts[Verdict.UNSURE],
    }


def apart(mentions: int, seed: int) -> dict[str, Any]:
    """`measure` in a process of its own."""
    command = [sys.executable, __file__, "--one", str(mentions), "--seed", str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def table(rows: list[dict[str, Any]]) -> list[str]:
    """What was measured, as Markdown."""
    lines = [
        "| mentions | entities | documents | pairwise precision | recall | processor time | per mention and log2 n "
        "| peak memory | left to a person |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        each = row["seconds"] / (row["mentions"] * math.log2(row["mentions"])) * 1e6
        lines.append(
            f"| {row['mentions']:,} | {row['entities']:,} | {row['documents']:,} | {row['precision']:.4f} "
            f"| {row['recall']:.4f} | {row['seconds']:.1f} s | {each:.2f} µs | {row['mebibytes']:,.0f} MiB "
            f"| {row['unsure']:,} pairs |"
        )
    largest = rows[-1]
    kinds = "; ".join(f"{kind} {p:.4f} and {r:.4f}" for kind, (p, r) in largest["kinds"].items())
    return [*lines, "", f"Precision and recall at the largest size by kind: {kinds}."]


def main() -> None:
    """Measure all sizes, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", type=int, nargs="+", default=list(SIZES), help="the sizes, ascending")
    parser.add_argument("--seed", type=int, default=1, help="of the random numbers (default 1)")
    parser.add_argument("--one", type=int, help="measure this size in this process and print it as JSON")
    wanted = parser.parse_args()
    if wanted.one:
        print(json.dumps(measure(wanted.one, wanted.seed)))
        return
    rows = [apart(mentions, wanted.seed) for mentions in wanted.mentions]
    command = f"python bench/scale.py --mentions {' '.join(map(str, wanted.mentions))} --seed {wanted.seed}"
    write_section("Resolution across documents", command, table(rows))


if __name__ == "__main__":
    main()
