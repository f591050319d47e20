"""A build with bad input, killed processes, a full disk and a second run: nothing is lost, and the status tells.

The command runs in this process, which loads the language model once, but where it is to be killed. Kills at any point,
two hundred of them, are the business of bench/crashes.py, of which tests/bench/test_crashes.py runs a part.
"""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.cli import main
from pipeline.language import LanguageModel
from pipeline.settings import Settings

pytestmark = pytest.mark.model

GOOD = "Police detained 46 people in Minsk on Sunday. The Interior Ministry denied that anyone had been hurt.\n"


class Done(NamedTuple):
    """How a command ended."""

    returncode: int
    stderr: str


Command = Callable[..., Done]


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel.load(Settings())


@pytest.fixture
def citegraph(model: LanguageModel, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command; with a limit, no file may become larger."""
    monkeypatch.setattr(LanguageModel, "load", lambda settings: model)

    def run(*arguments: object, limit: int | None = None) -> Done:
        monkeypatch.setattr(sys, "argv", ["citegraph", *map(str, arguments)])
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
        try:
            with pytest.raises(SystemExit) as left:
                main()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        return Done(int(left.value.code or 0), capsys.readouterr().err)

    return run


def issues_in(out: Path) -> dict[str, str]:
    lines = (out / "issues.jsonl").read_text(encoding="utf-8").splitlines()
    return {issue["source"]: issue["message"] for issue in map(json.loads, lines)}


def turtle_without_times(out: Path) -> str:
    lines = (out / "citegraph.ttl").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if "edAtTime" not in line)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    return folder


def test_build_names_each_bad_file_and_builds_the_others(articles, tmp_path, citegraph):
    (articles / "empty.txt").write_bytes(b"")
    (articles / "blank.txt").write_text(" \n\n")
    (articles / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    (articles / "broken.pdf").write_bytes(b"%PDF-1.7\nthis is no PDF")
    (articles / "broken.docx").write_bytes(b"PK\x03\x04 no zip either")
    (articles / "nothing.html").write_text("<html><body><script>1</script></body></html>")
    (articles / "feed.jsonl").write_text(
        '{"text": "A march was held in Brest."}\n{"text": \n{"text": "It ended at noon."}\n'
    )
    with (articles / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)
    (articles / "gone.txt").symlink_to(tmp_path / "not there")
    (articles / "odd.md").write_text("---\ntitle: [unclosed\n---\n\nThe strike in Homel began on Monday.\n")
    out = tmp_path / "out"
    done = citegraph("build", articles, "--out", out, "--quiet")
    assert done.returncode == 1, done.stderr
    told = issues_in(out)
    for name in (
        "empty.txt",
        "blank.txt",
        "picture.txt",
        "broken.pdf",
        "broken.docx",
        "nothing.html",
        "huge.txt",
        "gone.txt",
    ):
        assert told[name]
        assert sum(line.startswith(f"{name}: ") for line in done.stderr.splitlines()) == 1, done.stderr
    assert any("feed.jsonl" in source and "2" in source for source in told)
    assert "max_file_bytes" in told["huge.txt"]
    assert "Traceback" not in done.stderr
    turtle = (out / "citegraph.ttl").read_text(encoding="utf-8")
    for text in ("Police detained 46 people", "A march was held in Brest.", "It ended at noon.", "The strike in Homel"):
        assert text in turtle


def test_build_of_nothing_usable_leaves_the_last_graph_and_exits_2(articles, tmp_path, citegraph):
    out = tmp_path / "out"
    assert citegraph("build", articles, "--out", out, "--quiet").returncode == 0
    before = (out / "citegraph.ttl").read_bytes()
    (articles / "good.txt").write_bytes(b"")
    done = citegraph("build", articles, "--out", out, "--quiet")
    assert done.returncode == 2
    assert "good.txt" in done.stderr
    assert (out / "citegraph.ttl").read_bytes() == before
    assert "good.txt" in issues_in(out)
    missing = citegraph("build", tmp_path / "no such folder", "--out", out, "--quiet")
    assert missing.returncode == 2
    assert "no such folder" in missing.stderr


def test_build_again_reuses_what_did_not_change_and_gives_the_same_bytes(articles, tmp_path, citegraph):
    (articles / "other.txt").write_text("Anna Petrova, who leads the Green Union, spoke in Riga.\n", encoding="utf-8")
    out = tmp_path / "out"
    citegraph("build", articles, "--out", out, "--quiet")
    first = turtle_without_times(out)
    entries = {p: p.stat().st_mtime_ns for p in (out / "cache").rglob("*.json")}
    assert len(entries) == 2
    citegraph("build", articles, "--out", out, "--quiet")
    assert turtle_without_times(out) == first
    assert {p: p.stat().st_mtime_ns for p in (out / "cache").rglob("*.json")} == entries
    fresh = tmp_path / "fresh"
    citegraph("build", articles, "--out", fresh, "--quiet")
    assert turtle_without_times(fresh) == first
    (articles / "other.txt").unlink()
    citegraph("build", articles, "--out", out, "--quiet")
    assert len(list((out / "cache").rglob("*.json"))) == 1
    assert "Petrova" not in (out / "citegraph.ttl").read_text(encoding="utf-8")


def test_build_killed_at_any_point_leaves_the_last_graph_and_is_taken_up(articles, tmp_path, citegraph):
    out = tmp_path / "out"
    assert citegraph("build", articles, "--out", out, "--quiet").returncode == 0
    before = (out / "citegraph.ttl").read_bytes()
    for number in range(12):
        text = f"Officers arrested {number + 2} students in Vitebsk on {number + 1} March 2022. " * 12
        (articles / f"more-{number:02d}.txt").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pipeline.cli", "build", str(articles), "--out", str(out), "--quiet"]
    kept = 0
    for wanted in (2, 6, 10):  # kill it once so many extractions are kept
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 120
        while process.poll() is None and time.monotonic() < deadline:
            if len(list((out / "cache").rglob("*.json"))) > wanted:
                process.send_signal(signal.SIGKILL)
                break
            time.sleep(0.005)
        ended = process.wait()
        now = len(list((out / "cache").rglob("*.json")))
        assert now >= kept
        kept = now
        if ended == -signal.SIGKILL and (out / "current").readlink().name == "000001":
            assert (out / "citegraph.ttl").read_bytes() == before
            assert citegraph("query", "documents", "--graph", out).returncode == 0
    done = citegraph("build", articles, "--out", out, "--quiet")
    assert done.returncode == 0, done.stderr
    assert len(list((out / "cache").rglob("*.json"))) == 13
    fresh = tmp_path / "fresh"
    citegraph("build", articles, "--out", fresh, "--quiet")
    assert turtle_without_times(out) == turtle_without_times(fresh)


def test_build_on_a_full_disk_says_so_and_leaves_the_last_graph(articles, tmp_path, citegraph):
    out = tmp_path / "out"
    assert citegraph("build", articles, "--out", out, "--quiet").returncode == 0
    before = (out / "citegraph.ttl").read_bytes()
    (articles / "more.txt").write_text(GOOD * 40, encoding="utf-8")
    # a limit on the size of files makes writes fail as they do on a full disk, with an errno of its own
    done = citegraph("build", articles, "--out", out, "--quiet", limit=20_000)
    assert done.returncode == 2
    assert "room" in done.stderr
    assert "Traceback" not in done.stderr
    assert (out / "citegraph.ttl").read_bytes() == before
    assert citegraph("build", articles, "--out", out, "--quiet").returncode == 0
