"""Digests are read while others extract what changed; what comes of it is what a build from nothing gives."""

from __future__ import annotations

from pathlib import Path

import pytest
import quick

from pipeline.errors import CitegraphError
from pipeline.run import bound, build, extracting, intake, keeper
from pipeline.run.ahead import Ahead
from pipeline.run.bound import NAME
from pipeline.run.folder import OutputFolder
from pipeline.run.register import Manifest


@pytest.fixture
def at_once(monkeypatch):
    """Builds that have other processes extract however little there is, without a model; gives what was read ahead."""
    read: list[int] = []
    as_before = Ahead.taken

    def taken(self, build):
        found = as_before(self, build)
        read.append(sum(map(len, found.values())))
        return found

    monkeypatch.setattr(Ahead, "taken", taken)
    monkeypatch.setattr(bound, "SIZE", 2)
    monkeypatch.setattr(extracting, "SHARE", 1)
    monkeypatch.setattr(intake, "MANY", 1)
    monkeypatch.setattr(keeper, "PROGRAM", Path(quick.__file__))
    return read


def articles(folder: Path, texts: dict[int, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for number, text in texts.items():
        (folder / f"{number:02d}.txt").write_text(text)
    return folder


def made(out: Path) -> tuple[object, ...]:
    """A graph, but for the times of its build."""
    current = out / "current"
    turtle = [line for line in (current / "citegraph.ttl").read_text("utf-8").splitlines() if "AtTime" not in line]
    return turtle, (current / "entities.jsonl").read_bytes()


def test_ahead_gives_the_graph_that_is_made_of_nothing(tmp_path, at_once) -> None:
    texts = {number: f"The ferry {number} left." for number in range(8)}
    source, out = articles(tmp_path / "articles", texts), tmp_path / "graph"
    build(source, out, jobs=2)
    for change, expected in (({3: "It was late."}, 6), ({0: "", 7: "", 9: "A new one."}, 4)):
        texts |= change
        articles(source, {number: text for number, text in texts.items() if text})
        build(source, out, jobs=2)
        assert at_once.pop() == expected
        anew = tmp_path / f"anew{expected}"
        anew.mkdir()
        (anew / "history.jsonl").write_bytes((out / "history.jsonl").read_bytes())  # the sources no longer say that
        build(source, anew, jobs=2)
        assert at_once.pop() == 0
        assert made(out) == made(anew)


def test_ahead_starts_no_process_where_nothing_changed_or_there_is_to_be_one_alone(
    tmp_path, at_once, monkeypatch
) -> None:
    source, out = articles(tmp_path / "articles", {1: "The ferry left.", 2: "It was late."}), tmp_path / "graph"
    build(source, out, jobs=2)
    monkeypatch.setattr(keeper.Keeper, "start", lambda self: pytest.fail("started"))
    assert build(source, out, jobs=2).unchanged
    (source / "2.txt").write_text("It came.")
    monkeypatch.setattr(extracting, "in_this_process", lambda wanted, model, cache: iter(()))
    with pytest.raises(CitegraphError, match="gone"):  # nobody extracts it
        build(source, out, jobs=1)


def test_ahead_gives_nothing_of_another_graph_or_of_a_damaged_one_and_ends_with_the_build(tmp_path, at_once) -> None:
    source, out = articles(tmp_path / "articles", {n: f"The ferry {n} left." for n in range(6)}), tmp_path / "graph"
    build(source, out, jobs=2)
    folder = OutputFolder(out)
    build_, keys = folder.complete(), [entry.key for entry in Manifest.read(folder.complete()).entries]
    assert build_ is not None
    with Ahead(folder) as ahead:
        ahead.start(keys)
        assert ahead.taken(tmp_path) == {}
    with Ahead(folder) as ahead:
        ahead.start(keys[1:])
        assert [[digest.words for digest in batch] for batch in ahead.taken(build_).values()] == [[0, 0], [0, 0]]
    path = build_ / NAME
    path.write_bytes(path.read_bytes()[:-1])
    with Ahead(folder) as ahead:
        ahead.start(keys)
        assert len(ahead.taken(build_)) == 2
    path.unlink()
    with Ahead(folder) as ahead:
        ahead.start(keys)
        thread = ahead._thread
    assert thread is not None
    assert not thread.is_alive()
    assert ahead.taken(build_) == {}
