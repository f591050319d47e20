"""Feed readers, offsets, RDF and questions with a million broken inputs: no crash, no hang, no wrong offset.

Each input is made from the seed and its number, so that a fault can be made again: `--target "Markdown" --at 1234`.
What ran is noted in a file every few seconds, and the same command goes on from there.

With `--engine atheris` (pip install 'citegraph[fuzz]') inputs follow the code instead: see guided.py.

usage: python bench/fuzz.py [--inputs 1000000] [--seed 1] [--notes build/fuzz.json] [--target NAME [--at N]]
                            [--engine atheris] [--write]
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from fuzz_faults import REFUSALS, WrongError
from fuzz_targets import PARSERS, TARGETS
from results import ROOT, write_section

WHOLE = sum(share for _, share in TARGETS.values())
LIMIT = 10.0
"""Seconds of processor time of this process after which an input counts as a hang."""
GUIDED = Path(__file__).with_name("guided.py")
"""What feeds one target inputs that are guided by coverage."""
_AT_ONCE = 5.0  # seconds of processor time on one target, before the next one's turn


class HangError(Exception):
    """An input that takes too long."""


def _too_long(number: int, frame: FrameType | None) -> None:
    raise HangError


def watch() -> None:
    """Have what takes too long stopped, and what libraries have to say left unsaid."""
    logging.disable()
    signal.signal(signal.SIGVTALRM, _too_long)


def tried(name: str, seed: int, number: int) -> str:
    """What the input of a number did to a target, see `outcome`."""
    run, _ = TARGETS[name]
    return outcome(lambda: run(random.Random(f"{seed}:{name}:{number}")))


def outcome(run: Callable[[], None]) -> str:
    """What one input did: "read", "refused", or the kind of fault and where."""
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
    try:
        run()
    except REFUSALS:
        return "refused"
    except HangError:
        return "hang"
    except WrongError as error:
        return f"wrong: {error}"
    except Exception as error:  # noqa: BLE001  whatever gets out of citegraph is a crash
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return f"crash: {type(error).__name__}: {error!s:.100} ({Path(frame.filename).name}:{frame.lineno})"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return "read"


class Notes:
    """How far each target got with one seed, and the faults that were found."""

    def __init__(self, path: Path, seed: int) -> None:
        self.path = path
        self.seed = seed
        kept = json.loads(path.read_text()) if path.exists() else {}
        if kept.get("seed", seed) != seed:
            sys.exit(f"{path} is of seed {kept['seed']}; choose another file with --notes")
        self.done: dict[str, dict[str, int]] = kept.get("done", {})
        self.faults: list[dict[str, Any]] = kept.get("faults", [])
        self.seconds: float = kept.get("seconds", 0.0)

    def count(self, name: str) -> int:
        """How many inputs a target had."""
        return sum(self.done.get(name, {}).values())

    def add(self, name: str, number: int, outcome: str) -> None:
        """Note one input."""
        kind = outcome.partition(":")[0]
        counts = self.done.setdefault(name, {})
        counts[kind] = counts.get(kind, 0) + 1
        if kind in ("crash", "hang", "wrong"):
            self.faults.append({"target": name, "at": number, "what": outcome})
            print(f'{outcome}: --target "{name}" --at {number}', flush=True)

    def save(self) -> None:
        """Write it down."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        told = {"seed": self.seed, "done": self.done, "faults": self.faults, "seconds": self.seconds}
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps(told, indent=1))
        part.replace(self.path)

    def table(self) -> list[str]:
        """The lines of a table of all targets."""
        total = sum(map(self.count, TARGETS))
        lines = [f"{total:,} inputs of seed {self.seed} in {self.seconds:,.0f} s of processor time.", ""]
        lines += ["| target | inputs | read | refused | crashes | hangs | wrong |", "|---|---|---|---|---|---|---|"]
        for name in TARGETS:
            kinds = self.done.get(name, {})
            cells = [f"{kinds.get(kind, 0):,}" for kind in ("read", "refused", "crash", "hang", "wrong")]
            lines.append(f"| {name} | {self.count(name):,} | {' | '.join(cells)} |")
        return lines


def fuzz(notes: Notes, inputs: int, names: list[str]) -> None:
    """Run the targets in turn until each had its share of so many inputs."""
    wanted = {name: round(inputs * TARGETS[name][1] / WHOLE) for name in names}
    while open_ := [name for name in names if notes.count(name) < wanted[name]]:
        for name in open_:
            began = time.process_time()
            number = notes.count(name)
            while number < wanted[name] and time.process_time() - began < _AT_ONCE:
                notes.add(name, number, tried(name, notes.seed, number))
                number += 1
            notes.seconds += time.process_time() - began
            notes.save()


def guided(inputs: int, names: list[str], seed: int, folder: Path, *, write: bool) -> NoReturn:
    """Run the targets one after the other, each in a process of its own, on inputs that atheris makes."""
    if find_spec("atheris") is None:
        sys.exit("--engine atheris needs atheris: pip install 'citegraph[fuzz]'")
    lines = ["| target | inputs | read | refused | crashes | hangs | wrong |", "|---|---|---|---|---|---|---|"]
    shares = {name: (PARSERS if name in PARSERS else TARGETS)[name][-1] for name in TARGETS}
    total, seconds, faults = 0, 0.0, 0
    for name in names:
        own = folder / name.replace(" ", "-").replace("/", "")
        wanted = str(max(1, round(inputs * shares[name] / sum(shares.values()))))
        (own / "outcomes.json").unlink(missing_ok=True)
        done = subprocess.run(
            [sys.executable, GUIDED, name, wanted, own, str(seed)], check=False, stderr=subprocess.DEVNULL
        )
        if not (own / "outcomes.json").exists():
            sys.exit(f"{name}: the engine ended with status {done.returncode} before it began")
        told = json.loads((own / "outcomes.json").read_text())
        if done.returncode:  # libFuzzer itself: a hang or a crash in C, or too much memory
            told["counts"]["crash"] = told["counts"].get("crash", 0) + 1
            told["faults"].append(
                {"what": f"crash: the process ended with status {done.returncode}", "input": str(own)}
            )
        for fault in told["faults"]:
            print(f"{name}: {fault['what']} ({fault['input']})", flush=True)
        count = sum(told["counts"].values())
        cells = [f"{told['counts'].get(kind, 0):,}" for kind in ("read", "refused", "crash", "hang", "wrong")]
        lines.append(f"| {name} | {count:,} | {' | '.join(cells)} |")
        total, seconds, faults = total + count, seconds + told["seconds"], faults + len(told["faults"])
    lines[:0] = [f"{total:,} inputs made by atheris, guided by coverage, in {seconds:,.0f} s of processor time.", ""]
    print("\n".join(lines))
    if write:
        command = f"python bench/fuzz.py --engine atheris --inputs {inputs} --seed {seed}"
        write_section("Broken inputs that follow the code", command, lines)
    sys.exit(bool(faults))


def main() -> None:
    """Fuzz, tell what was found, and leave with status 1 if anything was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--notes", type=Path, default=ROOT / "build" / "fuzz.json")
    parser.add_argument("--target", choices=list(TARGETS))
    parser.add_argument("--at", type=int, help="run this one input of a target, and show what it raises")
    parser.add_argument("--engine", choices=["chance", "atheris"], default="chance")
    parser.add_argument("--write", action="store_true", help="write the section of bench/RESULTS.md")
    chosen = parser.parse_args()
    watch()
    names = [chosen.target] if chosen.target else list(TARGETS)
    if chosen.engine == "atheris":
        guided(chosen.inputs, names, chosen.seed, chosen.notes.with_suffix(""), write=chosen.write)
    try:
        if chosen.at is not None:
            TARGETS[chosen.target][0](random.Random(f"{chosen.seed}:{chosen.target}:{chosen.at}"))
            return
        notes = Notes(chosen.notes, chosen.seed)
        fuzz(notes, chosen.inputs, names)
    finally:
        if reading := sys.modules.get("fuzz_reading"):
            reading.close()
    print("\n".join(notes.table()))
    if chosen.write:
        write_section("Broken inputs", f"python bench/fuzz.py --seed {chosen.seed}", notes.table())
    sys.exit(bool(notes.faults))


if __name__ == "__main__":
    main()
