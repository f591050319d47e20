"""Bound digests are those that lie in the cache, whatever became of the file, and of the documents since."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pipeline.run.bound as bound
from pipeline.records import Document, Extraction, Sentence, Span
from pipeline.run.bound import NAME, Bound, observed_in
from pipeline.run.cache import ExtractionCache
from pipeline.run.digests import Digest, Digests
from pipeline.run.register import Entry

DOCUMENTS = 30
SPAN = Span(begin=0, end=6)


class Counted(Digests):
    """Remembers of which documents the digests were read one by one."""

    def __init__(self, cache: ExtractionCache) -> None:
        super().__init__(cache)
        self.asked: list[str] = []

    def of(self, entries):
        for entry in entries:
            self.asked.append(entry.source_file)
            yield from super().of([entry])

    def without_observed(self, entries):
        for entry in entries:
            self.asked.append(entry.source_file)
            yield from super().without_observed([entry])


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    """A cache, and the entries of articles of one word each."""
    cache = ExtractionCache(tmp_path_factory.mktemp("newsroom") / "cache", "a" * 64)
    entries = []
    for number in range(DOCUMENTS):
        document = Document(
            source_file=f"{number:02d}.txt", media_type="text/plain", text=f"Word{number:02d}", paragraphs=(SPAN,)
        )
        extraction = Extraction(document=document, sentences=(Sentence(span=SPAN, text=document.text),))
        key = cache.key(document)
        cache.put(key, extraction)
        entries.append(Entry.of(document, key))
    return cache, entries


@pytest.fixture
def small(monkeypatch):
    """Batches of four."""
    monkeypatch.setattr(bound, "SIZE", 4)


def bind(cache, folder, entries, before=None) -> list[str]:
    """Bind the digests of some documents, check that they are right; returns which were read one by one."""
    folder.mkdir()
    digests = Counted(cache)
    binding = Bound(digests, folder, before)
    right = list(Digests(cache).of(entries))
    given = list(binding.of(entries))
    assert all(one.ends in (None, digest.ends) for one, digest in zip(given, right, strict=True))
    assert [digest._replace(ends=None) for digest in given] == [digest._replace(ends=None) for digest in right]
    assert list(observed_in(folder / NAME)) == [digest.observed for digest in right]
    asked = digests.asked.copy()
    assert list(binding.without_observed(entries)) == [digest._replace(observed=None) for digest in right]
    assert digests.asked == asked
    return asked


def names(*numbers: int) -> list[str]:
    return [f"{number:02d}.txt" for number in numbers]


def test_bound_digests_of_documents_that_stayed_are_not_read_one_by_one(newsroom, small, tmp_path) -> None:
    cache, entries = newsroom
    assert bind(cache, tmp_path / "1", entries[:20]) == names(*range(20))
    assert bind(cache, tmp_path / "2", entries[:20], tmp_path / "1") == []
    assert (tmp_path / "1" / NAME).read_bytes() == (tmp_path / "2" / NAME).read_bytes()
    changed = [*entries[:3], entries[25], *entries[4:9], entries[26], *entries[9:16], *entries[17:20]]
    assert bind(cache, tmp_path / "3", changed, tmp_path / "2") == names(25, 26)
    assert entries[3].key not in (tmp_path / "3" / NAME).read_bytes().hex()
    assert bind(cache, tmp_path / "4", changed, tmp_path / "3") == []


def test_bound_digests_are_read_one_by_one_where_most_changed(newsroom, small, tmp_path) -> None:
    cache, entries = newsroom
    bind(cache, tmp_path / "1", entries[:20])
    few = [entries[at] for at in (0, 5, 10, 15)]
    assert bind(cache, tmp_path / "2", few, tmp_path / "1") == names(0, 5, 10, 15)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(corpora=st.lists(st.lists(st.integers(0, DOCUMENTS - 1), unique=True, max_size=20), min_size=2, max_size=4))
def test_bound_digests_are_right_after_whatever_changed(newsroom, small, tmp_path_factory, corpora) -> None:
    cache, entries = newsroom
    folder, before = tmp_path_factory.mktemp("graph"), None
    for at, numbers in enumerate(corpora):
        bind(cache, folder / f"{at}", [entries[number] for number in numbers], before)
        before = folder / f"{at}"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 1 << 14), cut=st.booleans(), byte=st.binary(min_size=1, max_size=1))
def test_bound_digests_that_are_damaged_are_made_anew(newsroom, small, tmp_path_factory, at, cut, byte) -> None:
    cache, entries = newsroom
    folder = tmp_path_factory.mktemp("graph")
    bind(cache, folder / "1", entries[:12])
    path = folder / "1" / NAME
    whole = path.read_bytes()
    at %= len(whole)
    path.write_bytes(whole[:at] if cut else whole[:at] + byte + whole[at + 1 :])
    bind(cache, folder / "2", entries[:12], folder / "1")
    assert (folder / "2" / NAME).read_bytes() == whole
    digests, damaged = Digests(cache), Bound(Digests(cache), folder / "1")
    assert list(damaged.without_observed(entries[:12])) == list(digests.without_observed(entries[:12]))


def test_bound_digests_of_other_code_are_made_anew(newsroom, small, tmp_path, monkeypatch) -> None:
    cache, entries = newsroom
    bind(cache, tmp_path / "1", entries[:8])
    monkeypatch.setattr("pipeline.run.digests.graph_version", lambda: "another")
    assert bind(cache, tmp_path / "2", entries[:8], tmp_path / "1") == names(*range(8))


@pytest.mark.parametrize("forged", [print, Digest, 7])
def test_bound_digests_hold_nothing_but_digests(newsroom, small, tmp_path, monkeypatch, forged) -> None:
    cache, entries = newsroom
    (tmp_path / "1").mkdir()
    with monkeypatch.context() as forging:
        forging.setattr(bound, "dumped", lambda value: pickle.dumps([forged] * len(value)))
        list(Bound(Digests(cache), tmp_path / "1").of(entries[:4]))
    assert bind(cache, tmp_path / "2", entries[:4], tmp_path / "1") == names(*range(4))


def test_bound_digests_of_a_document_that_stands_in_two_batches_are_right(newsroom, small, tmp_path) -> None:
    cache, entries = newsroom
    (tmp_path / "1").mkdir()
    parts = ([0, 1, 2, 3], [0, 4, 5, 6], [8, 9, 10, 11], [12, 13, 14, 15], [16, 17, 18, 19])
    for at, numbers in enumerate(parts):
        bind(cache, tmp_path / f"part{at}", [entries[number] for number in numbers])
    whole = b"".join((tmp_path / f"part{at}" / NAME).read_bytes() for at in range(len(parts)))
    (tmp_path / "1" / NAME).write_bytes(whole)
    now = [entries[number] for number in (1, 2, 4, 5, *range(8, 20))]
    assert bind(cache, tmp_path / "2", now, tmp_path / "1") == []
