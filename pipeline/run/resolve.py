"""From the extractions in the cache to a graph: who is who, by the judgement of the program and of people.

This is the second half of a build, and all that a decision of a person takes to show: no language model is loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from pyoxigraph import NamedNode

from pipeline.errors import ModelError
from pipeline.graph import revisions
from pipeline.graph.mapping import Mapper, Run, Unit
from pipeline.graph.revisions import Overwritten
from pipeline.graph.scope import Who
from pipeline.graph.terms import Terms
from pipeline.link.known import matched
from pipeline.link.known_files import read_known
from pipeline.link.links import NAME as LINKS
from pipeline.link.links import Link, read_links
from pipeline.link.overlay import linked
from pipeline.reconcile import Resolution, resolve
from pipeline.reconcile.decisions import Decision, parts_of
from pipeline.reconcile.observed import Observed, observe
from pipeline.reconcile.origins import Repeats, find_repeats
from pipeline.reconcile.parts import PartFinder
from pipeline.reconcile.prints import Print
from pipeline.reconcile.renamed import found_again
from pipeline.reconcile.revisions import Editions
from pipeline.records import Extraction, Verdict
from pipeline.run.ahead import Ahead
from pipeline.run.bound import Bound
from pipeline.run.cache import ExtractionCache
from pipeline.run.digests import Digests
from pipeline.run.folder import OutputFolder
from pipeline.run.history import distinct, tracks
from pipeline.run.lost import LostError
from pipeline.run.machine import STAYING, seldom_collected
from pipeline.run.processes import Processes
from pipeline.run.register import (
    DOUBTS,
    ENTITIES,
    Doubt,
    Entry,
    Item,
    Manifest,
    PastEntry,
    RegisteredEntity,
    RegisteredPart,
    Sight,
    write_lines,
)
from pipeline.run.report import Counts, Reporter
from pipeline.run.slices import noted
from pipeline.run.unchanged import made_of
from pipeline.run.writing import Writing

__all__ = ["kept", "links_of", "write_graph", "write_into"]


def write_graph(
    manifest: Manifest,
    decisions: Sequence[Decision],
    cache: ExtractionCache,
    folder: OutputFolder,
    reporter: Reporter,
    anew: bool = False,
    processes: Processes | None = None,
    ahead: Ahead | None = None,
) -> tuple[Counts, Manifest]:
    """Reconcile what the documents say, write the graph beside the last one, and switch to it.

    Equal documents, decisions, links and earlier editions give an equal graph, byte for byte, the node of the run
    included; also where the last graph was changed instead of writing all of it again.

    Args:
        manifest: What to build of, and what the graph is to say of its origin.
        decisions: Those that hold.
        cache: Where the extractions of all entries are, and of those of the last graph, as far as they are kept.
        folder: Where the graph goes; held by the caller.
        reporter: Is told how it goes on.
        anew: Whether nothing of the last graph may be used, so that no word of it is left in the store.
        processes: Those that there are map documents as well.
        ahead: What was already read of the last graph.

    Returns:
        How much was found, and the manifest with what became of the decisions.
    """
    before = None if anew else folder.complete()
    target = folder.new_build()
    done = write_into(target, manifest, decisions, cache, folder, reporter, before, processes, ahead)
    folder.switch(target)
    return done


@seldom_collected(*STAYING)
def write_into(
    target: Path,
    manifest: Manifest,
    decisions: Sequence[Decision],
    cache: ExtractionCache,
    folder: OutputFolder,
    reporter: Reporter,
    before: Path | None = None,
    processes: Processes | None = None,
    ahead: Ahead | None = None,
) -> tuple[Counts, Manifest]:
    """The same into a folder of one's own, which nobody is led to; see `write_graph`.

    Args:
        before: The folder of an earlier graph, of which may be used what is the same.
        processes: As above.
        ahead: What was already read of that graph.
    """
    entries = manifest.entries
    bound = Bound(Digests(cache), target, before, None if ahead is None else ahead.taken(before))
    counts = Counts()
    sizes: dict[str, tuple[int, ...]] = {}
    editions = Editions()
    asked: list[Future[Repeats]] = []
    """What another process finds out meanwhile."""

    def observed(finder: PartFinder) -> Iterator[Observed]:
        for entry, digest in zip(entries, bound.of(entries), strict=True):
            counts.join(digest.counts)
            counts.undated += entry.published is None
            editions.note(entry.document, entry.source_file, entry.record, entry.url, entry.published)
            sizes[entry.document] = digest.sizes
            if digest.observed is None or finder.concerns(entry.source_file, entry.record):
                yield observe(bound.digests.extraction(entry), finder)
            else:
                yield digest.observed
            reporter.advance(digest.words)
        if processes:
            asked.append(processes.beside(lambda keeper: keeper.repeats(bound.path)))

    def repeats(prints: Sequence[Print]) -> Repeats:
        try:
            return asked[0].result() if asked else find_repeats(prints)
        except (LostError, ModelError, OSError):  # what is wrong with them shows here
            return find_repeats(prints)

    reporter.step("Finding who is who", len(entries))
    links = read_links(links_of(manifest, folder))
    documents = {e.document: e.name for e in entries}
    decided = found_again(decisions, documents.values())
    judged = [d for d in decided if not d.links]
    found = resolve(observed(PartFinder(parts_of(judged))), judged, repeats=repeats)
    known = read_known(map(Path, manifest.known), manifest.base)
    links = (*links, *matched(found.entities, known, manifest.base))
    overlay = linked(found, links, [d for d in decided if d.links], documents, known)
    resolution = overlay.resolution
    counts.add_corpus(resolution.entities, resolution.happenings)
    manifest = manifest.model_copy(
        update={
            "applied": tuple(d.id for d in decisions),
            "waiting": tuple(d.id for d in (*resolution.applied.waiting, *overlay.waiting)),
            "overruled": {
                c.decision.id: "; ".join(map(str, c.others))
                for c in (*resolution.applied.overruled, *overlay.overruled)
            },
        }
    )
    run = Run(
        version=manifest.version,
        model_sha256=manifest.model_sha256,
        config_sha256=manifest.config_sha256,
        model_name=manifest.model_name,
        started=manifest.started,
        ended=manifest.ended,
    )
    mapper = Mapper(manifest.base, resolution, run, resolution.comparisons, resolution.origins, resolution.occasions)
    entry_of = {entry.document: entry for entry in entries}

    def revised() -> Iterator[Unit]:
        for older, newer in editions.pairs():
            pair = entry_of[older], entry_of[newer]
            told = [(entry.key, _who(resolution, entry.document, sizes)) for entry in pair]
            yield Unit(
                f"editions {told!r}", partial(_revision, manifest.base, resolution, pair, cache, mapper.run_node)
            )
        yield from _overwritten(manifest, resolution, entry_of, sizes, cache, mapper.run_node)

    writing = Writing(target, mapper, entries, bound, revised, reporter, processes)
    written = writing.changing(before) or writing.anew()
    manifest = manifest.model_copy(
        update={
            "made_of": made_of(manifest, decisions, links_of(manifest, folder)),
            "turtle_sha256": written.turtle_sha256,
            "triples": written.triples,
            "dropped": written.dropped,
            "notes": noted(target, manifest.base, mapper.run_node.value),
            "counts": counts.numbers,
        }
    )
    _register(target, manifest, resolution, sizes, links)
    return counts, manifest


def links_of(manifest: Manifest, folder: OutputFolder) -> Path:
    """The file of links that a graph counts with."""
    return Path(manifest.links) if manifest.links else folder.path / LINKS


def _who(resolution: Resolution, document: str, sizes: Mapping[str, Sequence[int]]) -> list[Who]:
    """Who is who in a document."""
    return [Who.of(resolution.entity_of(document, chain)) for chain in range(len(sizes[document]))]


def _revision(
    base: str, resolution: Resolution, pair: tuple[Entry, Entry], cache: ExtractionCache, run: NamedNode
) -> Iterator[Terms]:
    """That one document is a later edition of another, if it is."""
    older, newer = kept(pair, cache)
    yield from revisions.triples(base, resolution, [(older, newer)], run)


def _overwritten(
    manifest: Manifest,
    resolution: Resolution,
    entry_of: Mapping[str, Entry],
    sizes: Mapping[str, Sequence[int]],
    cache: ExtractionCache,
    run: NamedNode,
) -> Iterator[Unit]:
    """What documents said before their files were overwritten: of each document, all of it."""
    for document, track in sorted(tracks(manifest.entries, manifest.past).items()):
        current, earlier = entry_of[document], distinct(track, entry_of)
        who = _who(resolution, document, sizes)
        times = [(edition.key, str(edition.seen), str(edition.until)) for edition in earlier]
        yield Unit(
            f"overwritten {(current.key, times, who)!r}",
            partial(_earlier, manifest.base, resolution, earlier, current, cache, run),
        )


def _earlier(
    base: str,
    resolution: Resolution,
    earlier: Sequence[PastEntry],
    current: Entry,
    cache: ExtractionCache,
    run: NamedNode,
) -> Iterator[Terms]:
    """The earlier editions of one document."""
    texts = kept(earlier, cache)
    before = [Overwritten(text, e.seen, e.until) for text, e in zip(texts, earlier, strict=True)]
    (now,) = kept((current,), cache)
    yield from revisions.overwritten(base, resolution, before, now, run)


def kept(entries: Iterable[Entry], cache: ExtractionCache) -> Iterator[Extraction]:
    """The extractions of some entries.

    Raises:
        StoreError: one is no longer in the cache.
    """
    return map(Digests(cache).extraction, entries)


def _register(
    target: Path, manifest: Manifest, resolution: Resolution, sizes: Mapping[str, Sequence[int]], links: Iterable[Link]
) -> None:
    position = {entry.document: at for at, entry in enumerate(manifest.entries)}
    parts: dict[str, list[RegisteredPart]] = {}
    for part in resolution.parts:
        seen = tuple(
            Sight(entry=position[m.document], chain=m.index, mentions=sizes[m.document][m.index]) for m in part.members
        )
        made = RegisteredPart(id=part.id, label=part.label, name=part.name, scope=part.scope, seen=seen)
        parts.setdefault(part.entity, []).append(made)
    write_lines(
        target / ENTITIES,
        (
            RegisteredEntity(
                id=e.id,
                label=e.label,
                name=e.name,
                aliases=e.aliases,
                replaces=e.replaces,
                latitude=e.latitude,
                longitude=e.longitude,
                same_as=e.same_as,
                iri=e.iri,
                parts=tuple(parts[e.id]),
            )
            for e in resolution.entities
        ),
    )
    items = {link.iri: Item(title=link.title, aliases=link.aliases, facts=link.facts) for link in links}
    doubts: dict[tuple[str, str], Doubt] = {}
    for judgement in resolution.judgements:
        if judgement.verdict is Verdict.UNSURE:
            pair = judgement.left, judgement.right
            doubt = Doubt(
                left=pair[0],
                right=pair[1],
                score=judgement.score,
                because=judgement.because,
                item=items.get(judgement.right) if judgement.item else None,
            )
            before = doubts.setdefault(pair, doubt)
            if before.score < doubt.score:
                doubts[pair] = doubt
    write_lines(target / DOUBTS, (doubts[pair] for pair in sorted(doubts)))
    manifest.write(target)
