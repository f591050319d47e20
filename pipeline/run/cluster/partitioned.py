"""A build on a cluster from addresses to an address: what is read stays there, and the graph is a set of N-Quads files.

graphs/<build>/*.nq.gz        the graph; each triple stands in one file
graphs/<build>/build.json     what it was made of, and its files with their sizes and hashes; written last
current.json                  which build is the last whole one
issues.jsonl                  what could not be used

This process lists the files, finds who is who, and hands out the work; workers read the articles and write the graph.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
import time
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pipeline
from pipeline.errors import CitegraphError
from pipeline.graph.mapping import Gathered, Mapper, Run
from pipeline.link.known import matched
from pipeline.link.known_files import read_known
from pipeline.link.links import read_links
from pipeline.link.overlay import linked
from pipeline.reconcile import Resolution, resolve
from pipeline.reconcile.decisions import Decision, parts_of
from pipeline.reconcile.parts import DocumentName
from pipeline.reconcile.renamed import found_again
from pipeline.reconcile.revisions import Editions
from pipeline.records import Issue
from pipeline.run.build import config_sha256
from pipeline.run.cache import code_version, graph_version, reader_version
from pipeline.run.cluster import partition
from pipeline.run.cluster.excerpts import Excerpts
from pipeline.run.cluster.parts import Part, listed, part, parts
from pipeline.run.cluster.spreading import Spreading, each
from pipeline.run.cluster.storage import Storage
from pipeline.run.cluster.tasks import Job
from pipeline.run.keeper import Care
from pipeline.run.ledger import Ledger
from pipeline.run.report import Counts, Reporter, Silent
from pipeline.settings import Settings

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["Partitioned", "build"]

SHARED_BYTES = 256_000_000
"""So many bytes of what documents share go into one file, before they are packed."""
_PER_TRIPLE, _PER_CHARACTER = 150, 0.36
"""Bytes of a triple, and triples of what documents share for each byte of articles; a rough guess will do."""


@dataclass(frozen=True)
class Partitioned:
    """The outcome of such a build."""

    out: str
    """The address of the graph's folder."""
    counts: Counts
    issues: tuple[Issue, ...]
    reused: int
    """Of how many documents what they say was there already."""
    seconds: float
    files: int
    triples: int
    unchanged: bool = False

    @property
    def skipped(self) -> int:
        """How many inputs could not be used."""
        return sum(issue.skipped for issue in self.issues)


def build(
    sources: Sequence[str],
    out: str,
    client: Client,
    *,
    settings: Settings | None = None,
    reporter: Reporter | None = None,
    care: Care | None = None,
) -> Partitioned:
    """Build the graph of the files, folders and globs at some addresses into a folder at another one.

    The graph is that of a build on one machine. Decisions, links and known entities are those that the settings name;
    earlier editions and removals are kept by builds on one machine alone.

    Args:
        sources: Addresses such as s3://bucket/articles, which all workers can read.
        out: An address that all workers can read and write.
        client: The cluster.
        settings: What the graph depends on besides.
        reporter: Is told how it goes on.
        care: What one document may take.

    Raises:
        DecisionError: a line of the decisions is damaged.
        StoreError: an address cannot be read or written.
        SettingsError: a worker has another version of citegraph or of the model.
        CitegraphError: not one document could be read.
    """
    from pipeline.language import LanguageModel

    settings, reporter = settings or Settings(), reporter or Silent()
    began, clock = dt.datetime.now(dt.UTC), time.monotonic()
    storage = Storage(out)
    decisions = Ledger(Path(settings.decisions)).read().active if settings.decisions else ()
    reporter.step("Reading the language model", None)
    model = LanguageModel.load(settings)
    job = Job(settings, model.sha256, code_version(), care or Care())
    files, issues = listed(sources)
    context = "\0".join((model.sha256, code_version(), reader_version(), config_sha256(settings)))
    wanted = parts(files, context)
    for issue in issues:
        reporter.issue(issue)
    name = _name(wanted, settings, decisions)
    if (before := storage.read(f"graphs/{name}/build.json")) is not None:
        return _standing(storage, name, json.loads(before), time.monotonic() - clock)
    reporter.step("Reading articles", len(files))
    speaks_of = tuple(parts_of(decisions))
    prepared = _prepared(client, job, out, wanted, speaks_of, reporter)
    issues += [issue for found in prepared for issue in found.issues]
    missed = sorted(file for found in prepared for file in found.missed)
    if missed:  # a graph of its own, so that the same command tries these files again
        name = _name(wanted, settings, decisions, missed)
        before = storage.read(f"graphs/{name}/build.json")
    storage.write("issues.jsonl", "".join(f"{issue.model_dump_json()}\n" for issue in issues).encode())
    if not any(found.entries for found in prepared):
        told = "; ".join(f"{i.source}: {i.message}" for i in issues[:3]) or "there is no article in it"
        raise CitegraphError(f"nothing to build from {', '.join(sources)}: {told}")
    if before is not None:
        return _standing(storage, name, json.loads(before), time.monotonic() - clock)
    prepared.sort(key=lambda found: min((entry.order for entry in found.entries), default=("", 0, "")))
    counts, editions = Counts(), Editions()
    for found in prepared:
        counts.join(found.counts)
        editions.join(found.editions)
    reporter.step("Finding who is who", None)
    resolution = _resolved(prepared, decisions, settings, Spreading(client))
    counts.add_corpus(resolution.entities, resolution.happenings)
    run = Run(
        version=pipeline.__version__,
        model_sha256=model.sha256,
        config_sha256=config_sha256(settings),
        model_name=f"{model.name} {model.version}",
        started=began,
        ended=dt.datetime.now(dt.UTC),
    )
    reporter.step("Writing the graph", len(prepared))
    pieces = _written(client, out, name, prepared, editions, resolution, run, settings.base, reporter)
    manifest = {
        "base": settings.base,
        "version": run.version,
        "model": run.model_name,
        "model_sha256": run.model_sha256,
        "config_sha256": run.config_sha256,
        "started": began.isoformat(),
        "ended": dt.datetime.now(dt.UTC).isoformat(),
        "counts": counts.numbers,
        "parts": [found.part.key for found in prepared],
        "files": [vars(piece) for piece in pieces],
        "issues": [issue.model_dump(mode="json") for issue in issues],
    }
    storage.write(f"graphs/{name}/build.json", json.dumps(manifest, indent=1).encode())
    storage.write("current.json", json.dumps({"build": name, "folder": f"graphs/{name}"}).encode())
    storage.remove(f"shuffle/{name}")
    reused = sum(len(found.entries) for found in prepared if found.reused)
    triples = sum(piece.triples for piece in pieces)
    where = f"{out.rstrip('/')}/graphs/{name}"
    return Partitioned(where, counts, tuple(issues), reused, time.monotonic() - clock, len(pieces), triples)


def _name(
    wanted: Sequence[Part], settings: Settings, decisions: Sequence[Decision], missed: Collection[str] = ()
) -> str:
    """The same for all that gives the same graph.

    Args:
        wanted: What it is made of ...
        settings: ... and all else that shapes it.
        decisions: Those that hold.
        missed: The files that could not be read this time, but may be another time.
    """
    digest = hashlib.sha256("\0".join((graph_version(), settings.base, *(p.key for p in wanted))).encode())
    for file in missed:
        digest.update(f"\0{file}".encode("utf-8", "surrogatepass"))
    for decision in decisions:
        digest.update(decision.model_dump_json().encode("utf-8", "surrogatepass"))
    for path in (settings.links, *settings.known):
        if path and Path(path).is_file():
            digest.update(Path(path).read_bytes())
    return digest.hexdigest()[:16]


def _standing(storage: Storage, name: str, manifest: dict[str, Any], seconds: float) -> Partitioned:
    storage.write("current.json", json.dumps({"build": name, "folder": f"graphs/{name}"}).encode())
    counts, files = Counts.of(manifest["counts"]), manifest["files"]
    issues = tuple(Issue.model_validate(issue) for issue in manifest["issues"])
    triples = sum(piece["triples"] for piece in files)
    where = f"{storage.address.rstrip('/')}/graphs/{name}"
    return Partitioned(where, counts, issues, counts.documents, seconds, len(files), triples, unchanged=True)


def _prepared(
    client: Client, job: Job, out: str, wanted: Sequence[Part], speaks_of: Sequence[Any], reporter: Reporter
) -> list[partition.Prepared]:
    def halved(some: Part) -> list[Part]:
        """A part that took one worker after the other along, in pieces of one file."""
        return [part([file], some.key) for file in some.files] if len(some.files) > 1 else []

    found = []
    with closing(each(client, partition.prepare, wanted, lambda p: (job, out, p, speaks_of), halved)) as done:
        for asked, prepared in done:
            if prepared is None:
                told = "the workers that read it died, one after the other"
                issue = Issue(step="extract", source=asked.files[0].name, message=told)
                prepared = partition.Prepared(asked, issues=[issue], missed=[issue.source])
            found.append(prepared)
            for issue in prepared.issues:
                reporter.issue(issue)
            for words in prepared.words:
                reporter.advance(words)
    return found


def _resolved(
    prepared: Sequence[partition.Prepared], decisions: Sequence[Decision], settings: Settings, spread: Spreading
) -> Resolution:
    documents: dict[str, DocumentName] = {e.document: e.name for found in prepared for e in found.entries}
    decided = found_again(decisions, documents.values())
    observed = (one for found in prepared for one in found.observed)
    resolution = resolve(observed, [d for d in decided if not d.links], spread)
    known = read_known(map(Path, settings.known), settings.base)
    links = read_links(Path(settings.links)) if settings.links else ()
    links = (*links, *matched(resolution.entities, known, settings.base))
    return linked(resolution, links, [d for d in decided if d.links], documents, known).resolution


def _written(
    client: Client,
    out: str,
    name: str,
    prepared: Sequence[partition.Prepared],
    editions: Editions,
    resolution: Resolution,
    run: Run,
    base: str,
    reporter: Reporter,
) -> list[partition.Piece]:
    """Have the graph written; returns its files."""
    size = sum(file.size for found in prepared for file in found.part.files)
    shared = max(1, math.ceil(size * _PER_CHARACTER * _PER_TRIPLE / SHARED_BYTES))
    excerpts = Excerpts(resolution)
    numbered = [(at, found) for at, found in enumerate(prepared) if found.entries]
    whole = Gathered()
    written: list[tuple[str, partition.Written]] = []

    def asked(item: tuple[int, partition.Prepared]) -> tuple[Any, ...]:
        at, found = item
        told = partition.Told(excerpts.of(found), base, run)
        return out, name, at, found.part.key, told, shared

    with closing(each(client, partition.write, numbered, asked)) as writing:
        for (_, found), done in writing:
            whole.add(done.gathered)
            written.append((found.part.key, done))
            reporter.advance(sum(found.words))
    pairs = _pairs(prepared, editions)
    revisions = [(f"revisions-{at}", pairs[at : at + 100]) for at in range(0, len(pairs), 100)]

    def asked_of(item: tuple[str, list[tuple[str, str, str, str]]]) -> tuple[Any, ...]:
        key, those = item
        documents = dict.fromkeys(document for _, older, _, newer in those for document in (older, newer))
        return out, name, key, partition.Told(excerpts.who(documents), base, run), those, shared

    with closing(each(client, partition.revise, revisions, asked_of)) as revising:
        written += ((key, done) for (key, _), done in revising)
    mapper = Mapper(base, resolution, run, resolution.comparisons, resolution.origins, resolution.occasions)
    whole.documents.sort(key=str)
    shares = [(key, done.shares) for key, done in written]
    shares.append(("corpus", partition.shuffle(out, name, "corpus", mapper.corpus(whole), shared)))
    gathering = [
        (at, [(key, own[at]) for key, own in sorted(shares) if own[at][0] < own[at][1]]) for at in range(shared)
    ]
    pieces = [done.piece for _, done in written if done.piece.name]
    with closing(each(client, partition.gather, gathering, lambda g: (out, name, *g))) as gathered:
        pieces += (piece for _, piece in gathered)
    return sorted(pieces, key=lambda piece: piece.name)


def _pairs(prepared: Sequence[partition.Prepared], editions: Editions) -> list[tuple[str, str, str, str]]:
    key = {entry.document: found.part.key for found in prepared for entry in found.entries}
    return [(key[older], older, key[newer], newer) for older, newer in editions.pairs()]
