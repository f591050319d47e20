"""Digests are read as they were made, and hold nothing but records."""

from __future__ import annotations

import pickle

import pytest
from desks import ARTICLES

from pipeline.errors import StoreError
from pipeline.run.cache import ExtractionCache, graph_version
from pipeline.run.digests import Digest, Digests
from pipeline.run.register import Entry


@pytest.fixture
def kept(tmp_path):
    cache = ExtractionCache(tmp_path / "cache", "a" * 64)
    entries = []
    for extraction in ARTICLES:
        key = cache.key(extraction.document)
        cache.put(key, extraction)
        entries.append(Entry.of(extraction.document, key))
    return cache, entries


def file_of(cache, entry):
    return cache.folder / entry.key[:2] / f"{entry.key}.digest"


def test_digests_are_read_as_they_were_made(kept) -> None:
    cache, entries = kept
    made = list(Digests(cache).of(entries))
    assert made == [Digest.of(extraction) for extraction in ARTICLES]
    assert list(Digests(cache).of(entries)) == made
    assert list(Digests(cache).without_observed(entries)) == [one._replace(observed=None) for one in made]


@pytest.mark.parametrize("damage", [lambda b: b[:-3], lambda b: b"", lambda b: b[:40] + b"?" + b[41:]])
def test_digests_that_are_damaged_are_made_anew(kept, damage) -> None:
    cache, entries = kept
    made = list(Digests(cache).of(entries))
    path = file_of(cache, entries[2])
    path.write_bytes(damage(path.read_bytes()))
    assert list(Digests(cache).of(entries)) == made


class Harmful:
    def __reduce__(self):
        return print, ("harm was done",)


def test_digests_call_nothing_that_a_forged_one_names(kept, capsys) -> None:
    import hashlib

    cache, entries = kept
    made = list(Digests(cache).of(entries[:1]))
    body = pickle.dumps(Harmful())
    stamp = hashlib.sha256(graph_version().encode() + body).digest()
    file_of(cache, entries[0]).write_bytes(stamp + body)
    assert list(Digests(cache).of(entries[:1])) == made
    assert capsys.readouterr().out == ""


def test_digests_say_what_to_do_where_an_extraction_is_gone(kept) -> None:
    cache, entries = kept
    (cache.folder / entries[0].key[:2] / f"{entries[0].key}.json").unlink()
    with pytest.raises(StoreError, match="is gone from the cache; run citegraph build once more"):
        list(Digests(cache).of(entries))
