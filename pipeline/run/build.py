"""The order of the steps, from files to a graph; the only place that knows it."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pipeline
from pipeline.errors import CitegraphError, StoreError
from pipeline.link.known_files import read_known
from pipeline.read.kept import KeptArticles, Parser
from pipeline.records import Document, Extraction, Issue
from pipeline.run.ahead import Ahead
from pipeline.run.cache import ExtractionCache, code_version, reader_version
from pipeline.run.contents import Contents
from pipeline.run.folder import OutputFolder, full_disk_named
from pipeline.run.history import NAME as HISTORY
from pipeline.run.history import PastEditions
from pipeline.run.intake import Intake, first_read
from pipeline.run.ledger import NAME as LEDGER
from pipeline.run.ledger import Ledger
from pipeline.run.processes import Processes
from pipeline.run.register import Manifest
from pipeline.run.removals import NAME as REMOVED
from pipeline.run.removals import Removals
from pipeline.run.report import Counts, Report, Reporter, Silent
from pipeline.run.resolve import links_of, write_graph
from pipeline.run.unchanged import made_of, standing
from pipeline.settings import Settings

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["build", "config_sha256", "extractions"]

# The rooms of text are imported where they are used: they bring spaCy along, which decisions on a graph do without.


def build(
    sources: Sequence[Path | str] | Path | str,
    out: Path | str = "data/graph",
    *,
    settings: Settings | None = None,
    reporter: Reporter | None = None,
    jobs: int = 1,
    cluster: Client | None = None,
) -> Report:
    """Build the graph of files, folders and globs, into the folder `out`.

    Articles are read in this process, by up to `jobs` others, or by the workers of a `cluster`, see
    `pipeline.run.cluster`; the graph is the same.

    What an earlier build extracted and what did not change since is taken from there. Until the new graph is complete
    the old one stays as it is; a build that is killed is taken up where it stopped by the next one. Documents that
    somebody removed from the graph stay out of it; `issues.jsonl` names them. What a file said before its text was
    changed is kept as an earlier edition, see `pipeline.run.history`.

    Raises:
        BuildInProgressError: another build writes to `out`.
        DecisionError: a line of the decisions or of the removals is damaged.
        StoreError: `out` cannot be written, the disk is full, or a line of the history is damaged.
        ModelError: the language model cannot be used.
        CitegraphError: not one document could be read.
    """
    from pipeline.language import LazyModel

    settings = settings or Settings()
    reporter = reporter or Silent()
    paths = [sources] if isinstance(sources, (str, Path)) else list(sources)
    began, clock = dt.datetime.now(dt.UTC), time.monotonic()
    folder = OutputFolder(Path(out))
    ledger = Ledger(Path(settings.decisions) if settings.decisions else folder.path / LEDGER)
    with folder.writing(), full_disk_named(folder.path), Processes(settings) as processes, Ahead(folder) as ahead:
        read_known(map(Path, settings.known), settings.base)  # nor should a file of known entities that is damaged
        ledger.read()  # a line that cannot be read should not come up after hours of reading articles
        removals, history = Removals(folder.path / REMOVED), PastEditions(folder.path / HISTORY)
        last = _last(folder)
        model = LazyModel(settings)
        known = model.identity
        cache = ExtractionCache(folder.cache, known.sha256)
        contents = Contents(folder.cache, "\0".join((known.sha256, reader_version(), config_sha256(settings))))
        articles = KeptArticles(folder.articles, reader_version())
        with Parser(settings, articles) as parser:
            intake = Intake(
                settings, model, cache, contents, parser, removals, reporter, processes, jobs, cluster, ahead
            )
            entries, issues = intake.read(paths), intake.issues
        folder.write_issues(issues)
        if settings.decisions and not ledger.path.exists():
            _note("there is no such file: nobody's decisions count in this build", ledger.path, issues, reporter)
        if settings.links and not Path(settings.links).exists():
            _note("there is no such file: this build has no links", Path(settings.links), issues, reporter)
        if not entries:
            told = "; ".join(f"{i.source}: {i.message}" for i in issues[:3]) or "there is no article in it"
            raise CitegraphError(f"nothing to build from {', '.join(map(str, paths))}: {told}")
        past = intake.earlier(history, last, entries, began)
        model.release()
        manifest = Manifest(
            base=settings.base,
            version=pipeline.__version__,
            model_sha256=known.sha256,
            model_name=f"{known.name} {known.version}",
            config_sha256=config_sha256(settings),
            reader=reader_version(),
            started=began,
            ended=dt.datetime.now(dt.UTC),
            decisions=str(ledger.path.absolute()),
            links=str(Path(settings.links).absolute()) if settings.links else "",
            known=tuple(str(Path(path).absolute()) for path in settings.known),
            entries=first_read(entries, past, last, began),
            past=past,
        )
        decisions = ledger.read().active
        stands = standing(folder, made_of(manifest, decisions, links_of(manifest, folder)))
        if stands is None:
            counts, manifest = write_graph(
                manifest, decisions, cache, folder, reporter, processes=processes, ahead=ahead
            )
        else:
            counts, manifest = Counts.of(stands.counts), stands
        for id_, others in manifest.overruled.items():
            _note(
                f"decision {id_} does not count, since later ones contradict it: {others}",
                ledger.path,
                issues,
                reporter,
            )
        folder.write_issues(issues)
        contents.write()
        cache.prune({entry.key for entry in (*entries, *past)})
        articles.prune({entry.text for entry in entries})
    return Report(folder.path, counts, tuple(issues), intake.reused, time.monotonic() - clock, stands is not None)


def _last(folder: OutputFolder) -> Manifest | None:
    """What the last build was made of; None if there is none, or if an earlier version of citegraph made it."""
    try:
        return Manifest.read(complete) if (complete := folder.complete()) else None
    except StoreError:
        return None


def config_sha256(settings: Settings) -> str:
    """A hash of all that shapes an extraction besides the model; decisions, links and known entities do not.

    Nor do the limits of parsers: they shape which documents there are, not what becomes of them.
    """
    chosen = settings.model_dump_json(exclude={"decisions", "links", "known", "max_parser_seconds", "max_parser_bytes"})
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
