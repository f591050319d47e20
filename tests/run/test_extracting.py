"""Extraction here and in processes of its own: nothing lost, nothing left running, and the graph is the same."""

import itertools
import json
import os
import subprocess
from pathlib import Path

import poisoned
import pytest
import quick

from pipeline import read, run
from pipeline.extract import extraction
from pipeline.records import Document
from pipeline.run import extracting, keeper
from pipeline.run.cache import ExtractionCache
from pipeline.run.extracting import Done, Wanted, extracted, in_processes, in_this_process
from pipeline.run.keeper import Care
from pipeline.run.processes import Processes
from pipeline.settings import Settings

TEXTS = (
    "Mayor Lotte Brandt opened the ferry terminal in Gdansk on Monday.",
    "Police in Porto arrested two men, a spokesman said.",
    "The dockers of Hull went on strike; their union demanded higher pay.",
)
QUICK = Care(program=quick.__file__)


def written(folder: Path, *texts: str) -> Path:
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number:02d}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def cache(tmp_path) -> ExtractionCache:
    return ExtractionCache(tmp_path / "cache", poisoned.NO_MODEL)


@pytest.fixture
def crew():
    with Processes(Settings(), QUICK) as processes:
        yield processes


@pytest.fixture
def processes(monkeypatch) -> list[subprocess.Popen]:
    """The processes that are started."""
    started = []

    class Noted(subprocess.Popen):
        def __init__(self, *arguments, **named):
            super().__init__(*arguments, **named)
            started.append(self)

    monkeypatch.setattr(keeper.subprocess, "Popen", Noted)
    return started


def wanted(tmp_path, cache, *texts) -> list[Wanted]:
    found = read.documents([written(tmp_path / "articles", *texts)], Settings())
    return [Wanted(cache.key(d), d) for d in found if isinstance(d, Document)]


def turtle_without_times(out: Path) -> str:
    lines = (out / "citegraph.ttl").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if "edAtTime" not in line)


@pytest.mark.model
def test_extracting_in_processes_gives_the_graph_of_one_without_what_does_harm(tmp_path, monkeypatch, processes):
    run.build(written(tmp_path / "good", *TEXTS), tmp_path / "one")
    monkeypatch.setattr(extracting, "SHARE", 1)
    monkeypatch.setattr(keeper, "PROGRAM", poisoned.__file__)
    report = run.build(written(tmp_path / "all", *TEXTS, poisoned.DIES), tmp_path / "two", jobs=2)
    assert turtle_without_times(tmp_path / "two") == turtle_without_times(tmp_path / "one")
    assert {issue.source: issue.step for issue in report.issues} == {"03.txt": "extract"}
    (told,) = map(json.loads, (tmp_path / "two" / "issues.jsonl").read_text(encoding="utf-8").splitlines())
    assert "signal 9" in told["message"]
    assert all(process.poll() is not None for process in processes)


@pytest.fixture
def alone(monkeypatch) -> None:
    """No document goes together with others."""
    monkeypatch.setattr(extracting, "TOGETHER", 1)


def test_extracting_goes_on_when_a_process_is_killed(crew, cache, tmp_path, processes, alone):
    items = wanted(tmp_path, cache, *TEXTS * 5)
    done = []
    for one in in_processes(items, crew, 1, cache):
        if not done:
            processes[0].kill()
        done.append(one)
    assert sorted(one.document.source_file for one in done) == [f"{n:02d}.txt" for n in range(15)]
    assert not any(one.lost for one in done)
    assert all(cache.get(one.key).document == one.document for one in items)
    assert len(processes) == 2


def test_extracting_gives_up_what_kills_its_process_twice(crew, cache, tmp_path):
    items = wanted(tmp_path, cache, TEXTS[0], poisoned.DIES, *TEXTS[1:])
    done = {one.document.source_file: one.lost for one in in_processes(items, crew, 2, cache)}
    assert "tried 2 times" in done.pop("01.txt")
    assert done == {"00.txt": "", "02.txt": "", "03.txt": ""}
    assert [one.key in cache for one in items] == [True, False, True, True]


@pytest.mark.parametrize("together", [60, 10_000])
def test_extracting_together_loses_nothing_but_what_does_harm(together, crew, cache, tmp_path, monkeypatch):
    monkeypatch.setattr(extracting, "TOGETHER", together)
    texts = (TEXTS[0], poisoned.SHOWS_A_FAULT, TEXTS[1], poisoned.DIES, TEXTS[2], TEXTS[0])
    items = wanted(tmp_path, cache, *texts)
    done = {one.document.source_file: one.lost for one in in_processes(items, crew, 1, cache)}
    assert sorted(file for file, lost in done.items() if lost) == ["01.txt", "03.txt"]
    assert [one.key in cache for one in items] == [True, False, True, False, True, True]


def test_extracting_loses_what_shows_a_fault_and_no_other(crew, tmp_path, monkeypatch):
    """Here as in processes, where it is not tried twice."""
    monkeypatch.setattr(extraction, "extract", poisoned.harmed(lambda document, doc: poisoned.empty(document)))
    here, there = (ExtractionCache(tmp_path / name, poisoned.NO_MODEL) for name in ("here", "there"))
    items = wanted(tmp_path, here, TEXTS[0], poisoned.SHOWS_A_FAULT, *TEXTS[1:])
    for found in (in_this_process(items, poisoned.NoModel, here), in_processes(items, crew, 1, there)):
        done = {one.document.source_file: one for one in found}
        lost = done.pop("01.txt")
        assert f"KeyError: '{poisoned.SHOWS_A_FAULT}' (poisoned.py, line" in lost.lost
        assert "please report it" in lost.lost
        assert lost.details.startswith("Traceback")
        assert not any(one.lost for one in done.values())
    for cache in (here, there):
        assert [one.key in cache for one in items] == [True, False, True, True]


def test_extracting_ends_where_the_disk_is_full(cache, tmp_path, monkeypatch):
    def full(document, doc):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(extraction, "extract", full)
    with pytest.raises(OSError, match="No space"):
        list(in_this_process(wanted(tmp_path, cache, TEXTS[0]), poisoned.NoModel, cache))


@pytest.mark.model
def test_extracting_takes_up_again_what_showed_a_fault_once_it_is_mended(tmp_path, monkeypatch):
    articles, out = written(tmp_path / "articles", TEXTS[0], poisoned.SHOWS_A_FAULT), tmp_path / "out"
    with monkeypatch.context() as patched:
        patched.setattr(extraction, "extract", poisoned.harmed(extraction.extract))
        assert [issue.source for issue in run.build(articles, out).issues] == ["01.txt"]
    (told,) = map(json.loads, (out / "issues.jsonl").read_text(encoding="utf-8").splitlines())
    assert (told["step"], told["skipped"]) == ("extract", True)
    assert "poisoned.py" in told["details"]
    report = run.build(articles, out)
    assert (report.issues, report.counts.documents) == ((), 2)


def test_extracting_closed_early_leaves_no_process_and_waits_for_none(cache, tmp_path, processes, alone):
    """As when somebody presses Ctrl-C: the article that hangs would take a minute."""
    with Processes(Settings(), QUICK) as crew:
        done = in_processes(wanted(tmp_path, cache, TEXTS[0], poisoned.HANGS), crew, 2, cache)
        assert next(done).document.source_file == "00.txt"
        done.close()
    assert processes
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process.pid, 0)


def test_extracting_tells_what_the_disk_has_against_it(crew, cache, tmp_path):
    cache.folder.write_text("no folder", encoding="utf-8")
    with pytest.raises(OSError, match="Not a directory"):
        list(in_processes(wanted(tmp_path, cache, TEXTS[0]), crew, 1, cache))


@pytest.mark.parametrize(("jobs", "articles", "expected"), [(8, 1, 1), (8, 2, 2), (8, 3, 3), (2, 3, 2), (1, 3, 1)])
def test_extracted_starts_as_many_processes_as_there_is_text_for(
    jobs, articles, expected, crew, cache, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(extracting, "SHARE", 50)  # the articles have that, and not twice that
    started = []

    def here(wanted, model, cache):
        started.append(1)
        return (Done(one.document) for one in wanted)

    def elsewhere(wanted, processes, number, cache):
        started.append(number)
        return (Done(one.document) for one in wanted)

    monkeypatch.setattr(extracting, "in_this_process", here)
    monkeypatch.setattr(extracting, "in_processes", elsewhere)
    items = wanted(tmp_path, cache, *TEXTS[:articles])
    done = extracted(items, jobs, lambda: None, crew, cache)
    assert [one.document for one in done] == [one.document for one in items]
    assert started == [expected]


def test_extracted_reads_no_further_ahead_than_it_must(crew, cache, tmp_path, monkeypatch):
    monkeypatch.setattr(extracting, "SHARE", 100)
    monkeypatch.setattr(extracting, "TOGETHER", 50)
    taken = []

    def endless():
        for one in itertools.cycle(wanted(tmp_path, cache, *TEXTS)):
            taken.append(one)
            yield one

    done = extracted(endless(), 1, poisoned.NoModel, crew, cache)
    monkeypatch.setattr("pipeline.extract.extraction.extract", lambda document, doc: poisoned.empty(document))
    assert next(done).document.source_file == "00.txt"
    assert len(taken) == 2
    done.close()


def test_extracted_loads_no_model_where_there_is_nothing_to_extract(crew, cache):
    assert list(extracted([], 4, lambda: pytest.fail("loaded"), crew, cache)) == []
