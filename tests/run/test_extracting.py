import multiprocessing
import os
import signal
import threading
import time

import pytest

from pipeline import read
from pipeline.language import LanguageModel
from pipeline.records import Document
from pipeline.run import extracting
from pipeline.run.cache import ExtractionCache
from pipeline.run.extracting import Done, Wanted, ahead, in_processes, in_this_process
from pipeline.settings import Settings

TEXTS = (
    "Mayor Lotte Brandt opened the ferry terminal in Gdansk on Monday.",
    "Police in Porto arrested two men, a spokesman said.",
    "The dockers of Hull went on strike; their union demanded higher pay.",
)


def test_ahead_keeps_the_order_and_runs_no_further_than_its_room() -> None:
    made: list[int] = []

    def numbers():
        for number in range(20):
            made.append(number)
            yield number

    items = ahead(numbers(), room=2)
    assert next(items) == 0
    time.sleep(0.3)
    assert len(made) <= 5  # the one taken, two that wait, one on its way in, one being made
    assert list(items) == list(range(1, 20))


def test_ahead_raises_what_was_raised() -> None:
    def broken():
        yield 1
        raise ValueError("no more")

    items = ahead(broken())
    assert next(items) == 1
    with pytest.raises(ValueError, match="no more"):
        next(items)


def test_ahead_closed_early_ends_its_thread() -> None:
    before = threading.active_count()
    items = ahead(iter(range(1000)), room=1)
    next(items)
    items.close()
    assert threading.active_count() == before


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel.load(Settings())


@pytest.fixture
def documents(tmp_path) -> list[Document]:
    for number, text in enumerate(TEXTS):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    return [d for d in read.documents([tmp_path], Settings()) if isinstance(d, Document)]


def wanted(documents, cache):
    return [Wanted(cache.key(d), d) for d in documents]


@pytest.mark.model
def test_extracting_gives_the_same_in_processes(documents, model, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(extracting, "BATCH", 1)
    here = ExtractionCache(tmp_path / "here", model.sha256)
    there = ExtractionCache(tmp_path / "there", model.sha256)
    assert [d.document for d in in_this_process(wanted(documents, here), model, here)] == documents
    done = list(in_processes(wanted(documents, there), 2, Settings(), there))
    assert sorted(d.document.source_file for d in done) == [d.source_file for d in documents]
    assert [here.get(here.key(d)) for d in documents] == [there.get(there.key(d)) for d in documents]
    assert None not in [here.get(here.key(d)) for d in documents]


@pytest.mark.model
def test_extracting_goes_on_when_a_process_is_killed(documents, model, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(extracting, "BATCH", 1)
    cache = ExtractionCache(tmp_path / "cache", model.sha256)
    done = []
    for one in in_processes(wanted(documents, cache), 1, Settings(), cache):
        if not done:
            for child in multiprocessing.active_children():
                os.kill(child.pid, signal.SIGKILL)
        done.append(one)
    assert {d.document.source_file for d in done} == {d.source_file for d in documents}
    assert not any(d.lost for d in done)
    assert all(cache.key(d) in cache for d in documents)


def test_extracting_gives_up_what_kills_its_process_twice(documents, tmp_path, monkeypatch) -> None:
    cache = ExtractionCache(tmp_path / "cache", "0" * 64)
    poison = documents[1]

    def processes(batches, jobs, settings, cache):
        died = []
        for batch in batches:
            if any(one.document == poison for one in batch):
                died.extend(batch)
            else:
                yield from (Done(one.document) for one in batch)
        return died or None

    monkeypatch.setattr(extracting, "_all_of", processes)
    done = list(in_processes(wanted(documents, cache), 2, Settings(), cache))
    assert [d.document.source_file for d in done if d.lost] == [poison.source_file]
    assert {d.document.source_file for d in done} == {d.source_file for d in documents}
