"""What another process finds out while this one goes on."""

from __future__ import annotations

import poisoned
import pytest
import quick

from pipeline.reconcile.origins import find_repeats
from pipeline.records import Document, Extraction, Sentence, Span
from pipeline.run.bound import NAME, Bound
from pipeline.run.cache import ExtractionCache
from pipeline.run.digests import Digests
from pipeline.run.keeper import Care
from pipeline.run.lost import LostError
from pipeline.run.processes import Processes
from pipeline.run.register import Entry
from pipeline.settings import Settings

TEXT = "The ferry to Gdansk left at noon with all its lamps lit and nobody on the upper deck."
OTHER = "Nobody in Hull knows why the night train was late, or what the guard had for supper."
CARE = Care(program=quick.__file__)


@pytest.fixture
def bound(tmp_path):
    """The file of the digests of three articles, two of them of one text."""
    cache = ExtractionCache(tmp_path / "cache", poisoned.NO_MODEL)
    entries = []
    for number, text in enumerate((TEXT, TEXT, OTHER)):
        span = Span(begin=0, end=len(text))
        document = Document(source_file=f"{number}.txt", media_type="text/plain", text=text, paragraphs=(span,))
        key = cache.key(document)
        cache.put(key, Extraction(document=document, sentences=(Sentence(span=span, text=text),)))
        entries.append(Entry.of(document, key))
    digests = list(Bound(Digests(cache), tmp_path).of(entries))
    return tmp_path / NAME, [digest.observed.printed for digest in digests]


def test_processes_find_beside_this_one_what_it_would_find(bound):
    path, prints = bound
    with Processes(Settings(), CARE) as processes:
        processes.start()
        processes.start()
        assert len(processes) == 1
        found = processes.beside(lambda keeper: keeper.repeats(path)).result()
        assert found == find_repeats(prints)
        assert [len(cluster.repeats) for cluster in found.clusters] == [2]
        path.write_bytes(path.read_bytes()[:-1] + b"?")
        with pytest.raises(OSError, match="damaged"):
            processes.beside(lambda keeper: keeper.repeats(path)).result()


def test_processes_end_though_one_works_beside_this_one():
    hanging = Document(source_file="a.txt", media_type="text/plain", text=poisoned.HANGS, paragraphs=())
    with Processes(Settings(), CARE) as processes:
        processes.start()
        processes.beside(lambda keeper: keeper.model()).result()
        answer = processes.beside(lambda keeper: keeper.extract(hanging))
    with pytest.raises(LostError):
        answer.result(timeout=0)
