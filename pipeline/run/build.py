"""The order of the steps, from files to a graph; the only place that knows it."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pipeline
from pipeline import read
from pipeline.errors import CitegraphError, StoreError
from pipeline.extract.extraction import extract
from pipeline.graph.export import export
from pipeline.graph.mapping import Mapper, Run
from pipeline.graph.store import Store
from pipeline.language import LanguageModel
from pipeline.reconcile import reconcile
from pipeline.records import Document, Extraction, Issue
from pipeline.run.cache import ExtractionCache, code_version
from pipeline.run.folder import OutputFolder
from pipeline.run.report import Counts, Report, Reporter, Silent, words_in
from pipeline.settings import Settings

__all__ = ["build", "extractions"]

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, order=True)
class _Entry:
    """One document of the run: where it stands in the order of the graph, and the key of its extraction."""

    source_file: str
    record: int
    document: str
    key: str


def build(
    sources: Sequence[Path | str] | Path | str,
    out: Path | str = "data/graph",
    *,
    settings: Settings | None = None,
    reporter: Reporter | None = None,
) -> Report:
    """Build the graph of files, folders and globs, into the folder `out`.

    What an earlier build extracted and what did not change since is taken from there. Until the new graph is complete
    the old one stays as it is; a build that is killed is taken up where it stopped by the next one.

    Raises:
        BuildInProgressError: another build writes to `out`.
        StoreError: `out` cannot be written, or the disk is full.
        ModelError: the language model cannot be used.
        CitegraphError: not one document could be read.
    """
    settings = settings or Settings()
    reporter = reporter or Silent()
    paths = [sources] if isinstance(sources, (str, Path)) else list(sources)
    began, clock = dt.datetime.now(dt.UTC), time.monotonic()
    folder = OutputFolder(Path(out))
    issues: list[Issue] = []
    with folder.writing(), _full_disk_named(folder.path):
        reporter.step("Reading the language model", None)
        model = LanguageModel.load(settings)
        cache = ExtractionCache(folder.cache, model.sha256)
        entries, reused = _extract_all(paths, settings, model, cache, issues, reporter)
        folder.write_issues(issues)
        if not entries:
            told = "; ".join(f"{i.source}: {i.message}" for i in issues[:3]) or "there is no article in it"
            raise CitegraphError(f"nothing to build from {', '.join(map(str, paths))}: {told}")
        counts = _write_graph(entries, cache, folder, settings, model, began, reporter)
        cache.prune({entry.key for entry in entries})
    return Report(folder.path, counts, tuple(issues), reused, time.monotonic() - clock)


def extractions(
    sources: Sequence[Path | str], settings: Settings, on_issue: list[Issue] | None = None
) -> Iterator[Extraction]:
    """The extractions of files, in reading order, with nothing kept on disk; for evaluation and notebooks.

    Inputs that cannot be used are appended to `on_issue`.
    """

    def documents() -> Iterator[Document]:
        for item in read.documents([Path(s) for s in sources], settings):
            if isinstance(item, Document):
                yield item
            elif on_issue is not None:
                on_issue.append(item)

    for document, doc in LanguageModel.load(settings).analyse(documents()):
        yield extract(document, doc)


def _extract_all(
    paths: Sequence[Path | str],
    settings: Settings,
    model: LanguageModel,
    cache: ExtractionCache,
    issues: list[Issue],
    reporter: Reporter,
) -> tuple[list[_Entry], int]:
    """See to it that the extraction of every document is in the cache; the documents in the order of the graph."""
    entries: dict[str, _Entry] = {}
    reused = 0

    def fresh() -> Iterator[Document]:
        nonlocal reused
        for item in read.documents([Path(p) for p in paths], settings):
            if isinstance(item, Issue):
                issues.append(item)
                reporter.issue(item)
                continue
            if item.id in entries:
                continue
            key = cache.key(item)
            entries[item.id] = _Entry(item.source_file, item.record or 0, item.id, key)
            kept = cache.get(key)
            if kept is None:
                yield item
            else:
                reused += 1
                reporter.advance(words_in(kept))

    reporter.step("Reading articles", None)
    for document, doc in model.analyse(fresh()):
        extraction = extract(document, doc)
        cache.put(entries[document.id].key, extraction)
        reporter.advance(words_in(extraction))
    return sorted(entries.values()), reused


def _write_graph(
    entries: Sequence[_Entry],
    cache: ExtractionCache,
    folder: OutputFolder,
    settings: Settings,
    model: LanguageModel,
    began: dt.datetime,
    reporter: Reporter,
) -> Counts:
    """Reconcile what the documents say, write the graph beside the last one, and switch to it."""
    counts = Counts()

    def counted() -> Iterator[Extraction]:
        for extraction in _kept(entries, cache):
            counts.add(extraction)
            yield extraction
            reporter.advance(words_in(extraction))

    reporter.step("Finding who is who", len(entries))
    resolution = reconcile(counted())
    counts.add_corpus(resolution.entities, resolution.happenings)
    run = Run(
        version=pipeline.__version__,
        model_sha256=model.sha256,
        config_sha256=hashlib.sha256(f"{settings.model_dump_json()}\0{code_version()}".encode()).hexdigest(),
        model_name=f"{model.name} {model.version}",
        started=began,
        ended=dt.datetime.now(dt.UTC),
    )

    def told() -> Iterator[Extraction]:
        for extraction in _kept(entries, cache):
            yield extraction
            reporter.advance(words_in(extraction))

    reporter.step("Writing the graph", len(entries))
    target = folder.new_build()
    mapper = Mapper(settings.base, resolution, run, resolution.comparisons)
    store = Store.create(target / "store", mapper.triples(told()))
    reporter.step("Writing Turtle", None)
    export(store.triples(), target / "citegraph.ttl", "turtle", settings.base)
    folder.switch(target)
    return counts


def _kept(entries: Iterable[_Entry], cache: ExtractionCache) -> Iterator[Extraction]:
    for entry in entries:
        extraction = cache.get(entry.key)
        if extraction is None:
            raise StoreError(f"the kept extraction of {entry.source_file} vanished during the build; run it again")
        yield extraction


@contextmanager
def _full_disk_named(path: Path) -> Iterator[None]:
    """Turn the errors of a full or unwritable disk into one message that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StoreError(
                f"no room left on the disk of {path}; free some and run the same command again: "
                "what was read so far is kept, and the last good graph is untouched"
            ) from error
        raise StoreError(f"{error.filename or path}: {error.strerror or error}") from error
