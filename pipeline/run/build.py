"""The order of the steps, from files to a graph; the only place that knows it."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pipeline
from pipeline.errors import CitegraphError
from pipeline.reconcile.parts import DIGITS, DocumentName
from pipeline.records import Document, Extraction, Issue
from pipeline.run.cache import ExtractionCache, code_version
from pipeline.run.folder import OutputFolder, full_disk_named
from pipeline.run.ledger import NAME as LEDGER
from pipeline.run.ledger import Ledger
from pipeline.run.register import Entry, Manifest
from pipeline.run.removals import NAME as REMOVED
from pipeline.run.removals import Removals
from pipeline.run.report import Report, Reporter, Silent, words_in
from pipeline.run.resolve import write_graph
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.language import LanguageModel

__all__ = ["build", "extractions"]

# The rooms of text are imported where they are used: they bring spaCy along, which decisions on a graph do without.


def build(
    sources: Sequence[Path | str] | Path | str,
    out: Path | str = "data/graph",
    *,
    settings: Settings | None = None,
    reporter: Reporter | None = None,
) -> Report:
    """Build the graph of files, folders and globs, into the folder `out`.

    What an earlier build extracted and what did not change since is taken from there. Until the new graph is complete
    the old one stays as it is; a build that is killed is taken up where it stopped by the next one. Documents that
    somebody removed from the graph stay out of it; `issues.jsonl` names them.

    Raises:
        BuildInProgressError: another build writes to `out`.
        DecisionError: a line of the decisions or of the removals is damaged.
        StoreError: `out` cannot be written, or the disk is full.
        ModelError: the language model cannot be used.
        CitegraphError: not one document could be read.
    """
    from pipeline.language import LanguageModel

    settings = settings or Settings()
    reporter = reporter or Silent()
    paths = [sources] if isinstance(sources, (str, Path)) else list(sources)
    began, clock = dt.datetime.now(dt.UTC), time.monotonic()
    folder = OutputFolder(Path(out))
    issues: list[Issue] = []
    ledger = Ledger(Path(settings.decisions) if settings.decisions else folder.path / LEDGER)
    with folder.writing(), full_disk_named(folder.path):
        ledger.read()  # a line that cannot be read should not come up after hours of reading articles
        removals = Removals(folder.path / REMOVED)
        reporter.step("Reading the language model", None)
        model = LanguageModel.load(settings)
        cache = ExtractionCache(folder.cache, model.sha256)
        entries, reused = _extract_all(paths, settings, model, cache, removals, issues, reporter)
        folder.write_issues(issues)
        if settings.decisions and not ledger.path.exists():
            _note("there is no such file: nobody's decisions count in this build", ledger.path, issues, reporter)
        if settings.links and not Path(settings.links).exists():
            _note("there is no such file: this build has no links", Path(settings.links), issues, reporter)
        if not entries:
            told = "; ".join(f"{i.source}: {i.message}" for i in issues[:3]) or "there is no article in it"
            raise CitegraphError(f"nothing to build from {', '.join(map(str, paths))}: {told}")
        manifest = Manifest(
            base=settings.base,
            version=pipeline.__version__,
            model_sha256=model.sha256,
            model_name=f"{model.name} {model.version}",
            config_sha256=_config_sha256(settings),
            started=began,
            ended=dt.datetime.now(dt.UTC),
            decisions=str(ledger.path.absolute()),
            links=str(Path(settings.links).absolute()) if settings.links else "",
            entries=tuple(entries),
        )
        counts, manifest = write_graph(manifest, ledger.read().active, cache, folder, reporter)
        for id_, others in manifest.overruled.items():
            _note(
                f"decision {id_} does not count, since later ones contradict it: {others}",
                ledger.path,
                issues,
                reporter,
            )
        folder.write_issues(issues)
        cache.prune({entry.key for entry in entries})
    return Report(folder.path, counts, tuple(issues), reused, time.monotonic() - clock)


def _config_sha256(settings: Settings) -> str:
    """A hash of all that shapes an extraction besides the model; where decisions and links are kept does not."""
    chosen = settings.model_dump_json(exclude={"decisions", "links"})
    return hashlib.sha256(f"{chosen}\0{code_version()}".encode()).hexdigest()


def _note(message: str, path: Path, issues: list[Issue], reporter: Reporter) -> None:
    issues.append(Issue(step="reconcile", source=str(path), message=message, skipped=False))
    reporter.issue(issues[-1])


def extractions(
    sources: Sequence[Path | str], settings: Settings, on_issue: list[Issue] | None = None
) -> Iterator[Extraction]:
    """The extractions of files, in reading order, with nothing kept on disk; for evaluation and notebooks.

    Inputs that cannot be used are appended to `on_issue`.
    """
    from pipeline import read
    from pipeline.extract.extraction import extract
    from pipeline.language import LanguageModel

    def documents() -> Iterator[Document]:
        for item in read.documents([Path(s) for s in sources], settings):
            if isinstance(item, Document):
                yield item
            elif on_issue is not None:
                on_issue.append(item)

    for document, doc in LanguageModel.load(settings).analyse(documents()):
        yield extract(document, doc)


def _is_removed(document: Document, removals: Removals, issues: list[Issue], reporter: Reporter) -> bool:
    """Whether somebody took the document out of the graph; then it is noted, for its file is still there."""
    name = DocumentName.of(document)
    removal = removals.of(name)
    if removal is None:
        return False
    changed = "; its text is another one now" if name.text != removal.document.text else ""
    told = f'left out: {removal}{changed} (to let it in: citegraph restore "{removal.document}")'
    issues.append(Issue(step="read", source=str(name), message=told, skipped=False))
    reporter.issue(issues[-1])
    return True


def _extract_all(
    paths: Sequence[Path | str],
    settings: Settings,
    model: LanguageModel,
    cache: ExtractionCache,
    removals: Removals,
    issues: list[Issue],
    reporter: Reporter,
) -> tuple[list[Entry], int]:
    """See to it that the extraction of every document is in the cache; the documents in the order of the graph."""
    from pipeline import read
    from pipeline.extract.extraction import extract

    entries: dict[str, Entry] = {}
    reused = 0

    def fresh() -> Iterator[Document]:
        nonlocal reused
        for item in read.documents([Path(p) for p in paths], settings):
            if isinstance(item, Issue):
                issues.append(item)
                reporter.issue(item)
                continue
            if item.id in entries or _is_removed(item, removals, issues, reporter):
                continue
            key = cache.key(item)
            entries[item.id] = Entry(
                source_file=item.source_file,
                record=item.record,
                document=item.id,
                key=key,
                text=item.text_sha256[:DIGITS],
            )
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
    return sorted(entries.values(), key=lambda e: e.order), reused
