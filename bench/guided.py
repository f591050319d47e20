"""Feed one target of fuzz.py inputs that atheris makes, which sees what code each reached, and goes where it is new.

What a target draws by chance it draws from the bytes of the input, so that changed bytes are changed choices; files
that fuzz.py has parsed in another process are parsed here, from the bytes as they are. What reached something new is
kept in a folder, and the next run goes on from it. Outcomes go to a file: libFuzzer ends the process, and not Python.

usage: python bench/guided.py TARGET INPUTS FOLDER SEED   (fuzz.py --engine atheris runs it for each target)
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

__all__ = ["Guided", "Record"]

INSTRUMENTED = ("pipeline", "pypdf", "docx", "trafilatura", "htmldate", "justext", "yaml", "dateparser")
"""The packages in which it is seen what an input reaches; those in C are not among them."""
LONGEST = 8_192
"""Bytes of an input."""
HUNG, MEMORY = 120, 4_000
"""Seconds and megabytes of one input after which libFuzzer ends the process, where no Python code can."""


class Guided(random.Random):
    """Draws from some bytes as long as there are any, and then what follows from them.

    >>> Guided(b"\\x07").getrandbits(8), Guided(b"ab").choice("xyz") == Guided(b"ab").choice("xyz")
    (7, True)
    """

    def __init__(self, data: bytes) -> None:
        self._bytes = data
        self._at = 0
        super().__init__(zlib.crc32(data))

    def getrandbits(self, k: int, /) -> int:
        """So many bits."""
        end = self._at + (k + 7) // 8
        if end > len(self._bytes):
            return super().getrandbits(k)
        drawn = int.from_bytes(self._bytes[self._at : end], "big")
        self._at = end
        return drawn & ((1 << k) - 1)

    def random(self) -> float:
        """A number from 0 to less than 1."""
        return self.getrandbits(16) / (1 << 16)


class Record:
    """How many inputs had which outcome, and the faults, kept in a file that is whole at any time."""

    def __init__(self, folder: Path, most: int) -> None:
        self._path = folder / "outcomes.json"
        self._folder = folder
        self._most = most
        self._began = time.process_time()
        self._written = 0.0
        self.counts: Counter[str] = Counter()
        self.faults: list[dict[str, str]] = []

    def add(self, outcome: str, data: bytes) -> bool:
        """Note one input, and keep it if it is a fault; returns whether there were enough."""
        kind = outcome.partition(":")[0]
        self.counts[kind] += 1
        if kind in ("crash", "hang", "wrong") and outcome not in {fault["what"] for fault in self.faults}:
            kept = self._folder / f"fault-{len(self.faults)}"
            kept.write_bytes(data)
            self.faults.append({"what": outcome, "input": str(kept)})
        enough = self.counts.total() >= self._most
        if enough or time.monotonic() - self._written > 5:
            self._written = time.monotonic()
            told = {"counts": self.counts, "faults": self.faults, "seconds": time.process_time() - self._began}
            part = self._path.with_suffix(".part")
            part.write_text(json.dumps(told))
            part.replace(self._path)
        return enough


def main() -> None:
    """Run one target; does not return."""
    import atheris

    name, inputs, folder, seed = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
    sys.argv = sys.argv[:1]
    with atheris.instrument_imports(include=list(INSTRUMENTED)):
        import fuzz

        run, seeds = _from_bytes(name)
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for data in seeds:
        (corpus / f"seed-{zlib.crc32(data):08x}").write_bytes(data)
    record = Record(folder, inputs)
    fuzz.watch()

    def one(data: bytes) -> None:
        if record.add(fuzz.outcome(lambda: run(data)), data):
            os._exit(0)

    # twice the runs: the loop above counts, and what is in the folder already counts as well
    limits = [f"-runs={2 * inputs}", f"-seed={seed}", f"-max_len={LONGEST}", f"-timeout={HUNG}"]
    quiet = ["-print_final_stats=0", "-verbosity=0", f"-rss_limit_mb={MEMORY}", f"-artifact_prefix={folder}/"]
    atheris.Setup([sys.argv[0], *limits, *quiet, str(corpus)], one)
    atheris.Fuzz()


def _from_bytes(name: str) -> tuple[Callable[[bytes], None], Iterable[bytes]]:
    """What to run on the bytes of an input, and some inputs to begin with."""
    import fuzz_targets

    if name in fuzz_targets.PARSERS:
        parse, seeds, _ = fuzz_targets.PARSERS[name]
        return parse, seeds()  # which imports both
    target, _ = fuzz_targets.TARGETS[name]
    run = target.get() if isinstance(target, fuzz_targets.Named) else target  # imported here, where it is watched
    chance = random.Random(name)
    return lambda data: run(Guided(data)), (chance.randbytes(size) for size in (16, 64, 256, 1_024))


if __name__ == "__main__":
    main()
