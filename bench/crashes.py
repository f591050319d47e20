"""Kill builds at random points, fill the disk, damage the cache, set the clock wrong: is a good graph always there?

A build replaces a good graph by the next one (a text changed, an article added, one deleted). It is killed with
SIGKILL at a random call to the operating system, or up to some milliseconds after it. Whatever is left must be the last
good graph or the next one, whole, by its hash; and the builds that follow, killed too or not, must end in what an
undisturbed build gives, byte for byte: the Turtle, the store, the manifest, the history, the issues and the cache.

Articles are read and the graph is written as ever; what the language model and the extractors would find in an article
is a list made by hand, so that a build takes a fraction of a second.

usage: python bench/crashes.py [--kills 200] [--seed 1] [--write]
"""

from __future__ import annotations

import argparse
import datetime as dt
import faulthandler
import gc
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import types
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, Store
from results import ROOT, write_section

sys.path.insert(0, str(ROOT / "tests"))

from desks import ARTICLES, KENYA, article

import pipeline.extract.extraction
import pipeline.language
import pipeline.read
import pipeline.run.build
from pipeline.errors import BuildInProgressError, StoreError
from pipeline.reconcile import reconcile
from pipeline.records import Document, Extraction
from pipeline.run import build
from pipeline.run.folder import OutputFolder
from pipeline.run.register import Manifest
from pipeline.settings import Settings

ADDED = article("tirana.txt", ("PERSON", "Ivan Petrov"), ("PERSON", "Zoe Marsh"), ("CITY", "Tirana"))
EDITED = article("lima.txt", ("PERSON", "Ivan Petrov"), ("COUNTRY", "Peru"), ("PERSON", "Ann Lee"), ("CITY", "Lima"))
BEFORE = {a.document.source_file: a for a in (*ARTICLES, article("doomed.txt", ("PERSON", "Zebedee Quux"), KENYA))}
AFTER = {a.document.source_file: a for a in (*ARTICLES, ADDED, EDITED)}
BUILT, FULL, BUSY, FAILED = 0, 10, 11, 12
"""How a child ends that is not killed."""
FROZEN = dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC)
HANGS = 100
"""Seconds after which a build that hangs shows where, and is ended."""
_CALLS = ("open", "os.", "shutil.", "fcntl.")
_TIMES = (b"AtTime", b"cg:readUntil")  # what tells when a build ran
_SHORT = 0.02  # seconds after a call, before which the kill comes


class HandMade:
    """Stands for the language model; what it would find is known."""

    sha256, name, version = "a" * 64, "hand", "1"

    @staticmethod
    def load(settings: Settings) -> HandMade:
        return HandMade()

    def analyse(self, documents: Iterator[Document]) -> Iterator[tuple[Document, None]]:
        for document in documents:
            yield document, None


def found(document: Document, doc: None) -> Extraction:
    """Stands for the extractors."""
    known = [a for a in (*BEFORE.values(), *AFTER.values()) if a.document.text == document.text]
    return known[0].model_copy(update={"document": document})


class Clock(dt.datetime):
    """A clock that stands, or that jumps by decades."""

    jumps: random.Random | None = None

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
        """What it shows."""
        return FROZEN if cls.jumps is None else FROZEN + dt.timedelta(days=cls.jumps.randint(-18_000, 18_000))


def prepare() -> None:
    """Put the stand-ins in place; children inherit them."""
    reconcile([*BEFORE.values(), *AFTER.values()])  # what is imported and read on first use
    gc.freeze()  # children share the memory of what is there already
    pipeline.language.LanguageModel = HandMade
    pipeline.extract.extraction.extract = found
    sys.modules["pipeline.run.build"].dt = types.SimpleNamespace(datetime=Clock, UTC=dt.UTC)


def write_articles(folder: Path, articles: dict[str, Extraction]) -> None:
    """Make a folder hold these articles and no others; all with the same times, as a wrong clock may leave them."""
    for path in folder.iterdir():
        path.unlink()
    for name, extraction in articles.items():
        (folder / name).write_text(extraction.document.text, encoding="utf-8")
        os.utime(folder / name, (0, 0))


def child(work: Callable[[], int]) -> int:
    """Run something in a process of its own; returns its identifier."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    status = FAILED
    try:
        faulthandler.dump_traceback_later(HANGS, exit=True)
        status = work()
    except BaseException:  # noqa: BLE001  a child never returns
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def building(source: Path, out: Path, told: int = -1) -> int:
    """One build; writes a byte to `told` at each call that could change something."""
    if told >= 0:
        sys.addaudithook(lambda event, _: os.write(told, b".") if event.startswith(_CALLS) else None)
    try:
        build(source, out, settings=Settings(base="https://example.org/kg/"))
    except BuildInProgressError:
        return BUSY
    except StoreError as error:
        if "no room left" not in str(error):
            raise
        return FULL
    return BUILT


def killed(source: Path, out: Path, at: int, delay: float) -> tuple[int | None, int]:
    """Build, and kill the build so many seconds after its n-th call; its exit status (None: killed), and its calls."""
    ears, told = os.pipe()
    pid = child(lambda: building(source, out, told))
    os.close(told)
    calls = 0
    while heard := os.read(ears, 1 if calls < at else 65_536):
        calls += len(heard)
        if calls == at:
            time.sleep(delay)
            os.kill(pid, signal.SIGKILL)
    os.close(ears)
    _, status = os.waitpid(pid, 0)
    return (None if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)), calls


def finished(source: Path, out: Path, limit: int | None = None) -> int:
    """The exit status of a build that nobody kills; with a limit, no file may be larger."""

    def work() -> int:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        return building(source, out)

    return os.waitstatus_to_exitcode(os.waitpid(child(work), 0)[1])


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


def asked(work: Callable[[], Any]) -> Any:
    """What a process of its own finds: RocksDB does not work in a copy of a process that opened a store."""
    ears, told = os.pipe()

    def tell() -> int:
        os.write(told, json.dumps(work()).encode())
        return 0

    pid = child(tell)
    os.close(told)
    with os.fdopen(ears, "rb") as stream:
        answer = stream.read()
    assert os.waitpid(pid, 0)[1] == 0, "a graph cannot be read"
    return json.loads(answer)


def turtle(out: Path) -> str:
    """The hash of the graph that readers have now, once it was seen that it is whole."""
    found: str = asked(lambda: _turtle(out))
    return found


def state(out: Path) -> dict[str, str]:
    """A hash of each thing that a build leaves."""
    found: dict[str, str] = asked(lambda: _state(out))
    return found


def _turtle(out: Path) -> str:
    data = (out / "citegraph.ttl").read_bytes()
    current = OutputFolder(out).complete()
    assert current is not None, "there is no graph"
    assert Manifest.read(current).turtle_sha256 == sha256(data), "the Turtle is not what the manifest says"
    held = Store.read_only(str(out / "store"))
    assert len(held) > 0, "the store is empty"
    return sha256(data)


def _state(out: Path) -> dict[str, str]:
    _turtle(out)
    dumped = Store.read_only(str(out / "store")).dump(format=RdfFormat.N_QUADS)
    there = {"store": sha256(b"\n".join(sorted(dumped.splitlines())))}
    for path in (*out.iterdir(), *(out / "current").iterdir()):
        if path.is_file() and path.name != ".lock":
            there[path.name] = sha256(path.read_bytes())
    for path in sorted((out / "cache").rglob("*")):
        if path.is_file():
            there[path.name] = sha256(path.read_bytes())
    return there


def damage(out: Path, chance: random.Random, keys: Sequence[str]) -> None:
    """Cut an entry of the cache short, or flip a bit of it."""
    path = chance.choice([path for path in sorted((out / "cache").rglob("*.json")) if path.stem in keys])
    data = bytearray(path.read_bytes())
    if chance.random() < 0.5:
        del data[chance.randrange(len(data)) :]
    else:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


class Soak:
    """A folder of articles and one with a graph, set back before each trial."""

    def __init__(self, work: Path, seed: int) -> None:
        self.source, self.out, self.pristine = work / "articles", work / "graph", work / "pristine"
        self.source.mkdir()
        self.chance = random.Random(seed)
        self.told: Counter[str] = Counter()
        write_articles(self.source, BEFORE)
        assert finished(self.source, self.out) == BUILT
        shutil.copytree(self.out, self.pristine, symlinks=True)
        self.before = turtle(self.out)
        write_articles(self.source, AFTER)
        status, self.calls = killed(self.source, self.out, sys.maxsize, 0)
        assert status == BUILT, "the undisturbed build fails"
        self.after, self.wanted = turtle(self.out), state(self.out)
        assert self.before != self.after
        self.keys = [entry.key for entry in Manifest.read(self.out / "current").entries if entry.source_file in BEFORE]
        """Of documents whose files are there: what the cache lost of them can be made anew."""

    def reset(self) -> None:
        """The good graph of the articles before, and the articles after."""
        shutil.rmtree(self.out)
        shutil.copytree(self.pristine, self.out, symlinks=True)

    def check(self, what: str) -> None:
        """A good graph is there."""
        there = turtle(self.out)
        assert there in (self.before, self.after), f"{what}: neither the last good graph nor the next"
        self.told["the last good graph stood" if there == self.before else "the next graph stood"] += 1

    def complete(self, what: str) -> None:
        """The next build gives what an undisturbed one gives."""
        done = turtle(self.out) == self.after
        status = finished(self.source, self.out)
        assert status == BUILT, f"{what}: the next build ended with {status}"
        there = state(self.out)
        differing = {k for k in {*there, *self.wanted} if there.get(k) != self.wanted.get(k)}
        if done:
            differing.discard("issues.jsonl")  # it tells of the last build alone, which found nothing new
        assert not differing, f"{what}: the next build differs in {sorted(differing)}"
        self.told["completed, equal byte for byte"] += 1

    def kills(self, number: int) -> None:
        """So many kills, up to three in a row before a build is let through."""
        while self.told["kills"] < number:
            self.reset()
            for _ in range(self.chance.choice((1, 1, 2, 3))):
                at = self.chance.randint(1, self.calls)
                delay = self.chance.choice((0.0, self.chance.uniform(0, _SHORT)))
                status, _ = killed(self.source, self.out, at, delay)
                assert status in (None, BUILT), f"a build ended with {status}"
                self.told["kills" if status is None else "builds that were faster than the kill"] += 1
                self.check(f"killed {delay:.4f} s after call {at}")
            if self.chance.random() < 0.3:
                damage(self.out, self.chance, self.keys)
                self.told["entries of the cache damaged"] += 1
            self.complete("after kills")

    def full_disks(self, number: int) -> None:
        """Builds that find no room, each for files of another size."""
        for _ in range(number):
            self.reset()
            limit = self.chance.choice((0, 100, 1_000, 4_000, 8_000, 12_000, 20_000, 30_000))
            status = finished(self.source, self.out, limit)
            assert status in (FULL, BUILT), f"with files of {limit} bytes a build ended with {status}"
            self.told["full disks" if status == FULL else "builds that had room"] += 1
            self.check(f"no room for more than {limit} bytes")
            self.complete("after a full disk")

    def lost_edition(self) -> None:
        """The cache loses what a file held before it was changed, of which there is no other copy: that is told."""
        self.reset()
        [entry] = [e for e in Manifest.read(self.out / "current").entries if e.source_file == "lima.txt"]
        damage(self.out, self.chance, [entry.key])
        assert finished(self.source, self.out) == BUILT
        turtle(self.out)
        assert "what it said before is lost" in (self.out / "issues.jsonl").read_text()
        self.told["lost editions told of"] += 1

    def two_at_once(self) -> None:
        """A build while another one holds the folder."""
        self.reset()
        with OutputFolder(self.out).writing():
            assert finished(self.source, self.out) == BUSY
        self.check("two at once")
        self.complete("after two at once")
        self.told["builds refused beside another"] += 1

    def wrong_clocks(self, number: int) -> None:
        """Builds by clocks that jump by decades, killed now and then: the facts are the same."""

        def facts() -> list[bytes]:
            lines = (self.out / "citegraph.ttl").read_bytes().splitlines()
            return [line for line in lines if not any(word in line for word in _TIMES)]

        self.reset()
        assert finished(self.source, self.out) == BUILT
        wanted = facts()
        for _ in range(number):
            self.reset()
            Clock.jumps = random.Random(self.chance.random())
            killed(self.source, self.out, self.chance.randint(1, self.calls), 0)
            turtle(self.out)
            for _ in range(2):
                assert finished(self.source, self.out) == BUILT
                turtle(self.out)
                assert facts() == wanted, "the facts depend on the clock"
            Clock.jumps = None
            self.told["clocks that jumped"] += 1


def soak(kills: int, seed: int) -> Counter[str]:
    """All of it; what was done, by name.

    Raises:
        AssertionError: a good graph was lost, or the next build differs.
    """
    with tempfile.TemporaryDirectory(prefix="citegraph-crashes-") as work:
        trial = Soak(Path(work), seed)
        trial.kills(kills)
        trial.full_disks(max(3, kills // 10))
        trial.lost_edition()
        trial.two_at_once()
        trial.wrong_clocks(max(2, kills // 20))
        return trial.told


LASTED = (
    "Nothing was lost: after each of these a whole graph was there, and the next build that was let through gave what "
    "an undisturbed one gives, byte for byte."
)
"""What `soak` has asserted when it returns."""


def main() -> None:
    """Run the soak and print what was done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="write the section of bench/RESULTS.md")
    chosen: Any = parser.parse_args()
    prepare()
    began = time.monotonic()
    told = soak(chosen.kills, chosen.seed)
    lines = [f"- {name}: {number}" for name, number in sorted(told.items())]
    print("\n".join(lines))
    print(f"nothing was lost ({time.monotonic() - began:.0f} s)")
    if chosen.write:
        command = f"python bench/crashes.py --kills {chosen.kills} --seed {chosen.seed}"
        write_section("Builds that are cut short", command, [LASTED, "", *lines])


if __name__ == "__main__":
    main()
