"""What workers do for a build whose graph goes to an address: one part of the articles, or of the graph, at a time.

extractions/<part>.jsonl.gz           what was read out of the documents of a part, and what could not be used
graphs/<build>/documents-<n>.nq.gz    what the documents of a part alone say
graphs/<build>/shared-<n>.nq.gz       what is said of what several documents may speak of, by subject
shuffle/<build>/<part>                the same while it is gathered: one after the other, for each n
"""

from __future__ import annotations

import gzip
import hashlib
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import starmap
from pathlib import Path

from pydantic import ValidationError
from pyoxigraph import NamedNode, Triple

from pipeline.errors import StoreError
from pipeline.graph import revisions
from pipeline.graph.mapping import Gathered, Mapper, Run
from pipeline.graph.sorting import Sorter
from pipeline.reconcile import Resolution
from pipeline.reconcile.observed import Observed, observe
from pipeline.reconcile.parts import Part as NamePart
from pipeline.reconcile.parts import PartFinder
from pipeline.reconcile.revisions import Editions
from pipeline.records import Document, Extraction, Issue
from pipeline.run.cluster.parts import File, Part, fetch
from pipeline.run.cluster.parts import part as regrouped
from pipeline.run.cluster.storage import Storage
from pipeline.run.cluster.tasks import Job, keeper
from pipeline.run.lost import LostError
from pipeline.run.register import Entry
from pipeline.run.report import Counts, words_in

__all__ = ["Piece", "Prepared", "Told", "Written", "gather", "load", "prepare", "revise", "shuffle", "write"]


@dataclass
class Prepared:
    """What the build is told of a part."""

    part: Part
    reused: bool = False
    entries: list[Entry] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    """How long each document is."""
    observed: list[Observed] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    """The files that could not be read, but may be another time."""
    counts: Counts = field(default_factory=Counts)
    editions: Editions = field(default_factory=Editions)
    makers: set[str] = field(default_factory=set)
    """The names of publishers and authors."""


@dataclass(frozen=True)
class Told:
    """What a part has to be told of the corpus: who is who in its documents, and where they are compared."""

    resolution: Resolution
    base: str
    run: Run


@dataclass(frozen=True)
class Piece:
    """A file of the graph."""

    name: str
    triples: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Written:
    """What became of a part: its own file, where its share of each shared one lies, and what spans the documents."""

    piece: Piece
    shares: tuple[tuple[int, int], ...]
    """By the number of the shared file, from which byte to which of shuffle/<build>/<part>."""
    gathered: Gathered


# ---------------------------------------------------------------- from files to what was read out of them


def prepare(job: Job, out: str, part: Part, speaks_of: Sequence[NamePart]) -> Prepared:
    """See to it that what the documents of a part say is at hand, and tell what the corpus has to know of it.

    Args:
        job: What all tasks have in common.
        out: The address of the graph.
        part: The files.
        speaks_of: The parts of names that decisions speak of.

    Raises:
        SettingsError: this worker has another version of citegraph, or of the model, than the build.
        StoreError: what is at the address cannot be read or written.
    """
    storage = Storage(out)
    kept = load(storage, part.key)
    found = Prepared(part, reused=kept is not None)
    if kept is None:
        kept, found.missed = _read(job, part)
        if found.missed:  # kept under another key, so that the next build tries these files again
            found.part = part = regrouped([file for file in part.files if file.name not in found.missed], part.key)
        storage.write(_place(part.key), _packed(f"{item.model_dump_json()}\n" for item in kept))
    finder = PartFinder(dict.fromkeys(speaks_of, False))
    for item in kept:
        if isinstance(item, Issue):
            found.issues.append(item)
            continue
        document = item.document
        found.entries.append(Entry.of(document, part.key))
        found.words.append(words_in(item))
        found.observed.append(observe(item, finder))
        found.counts.add(item)
        found.counts.undated += document.published is None
        found.editions.add(document)
        found.makers.update(filter(None, (document.publisher, document.author)))
    return found


def _read(job: Job, part: Part) -> tuple[list[Extraction | Issue], list[str]]:
    """What the documents of a part say, and what could not be used; and the files that may be read another time."""
    own = keeper(job)
    found: list[Extraction | Issue] = []
    seen: set[str] = set()
    items, missed = _items(job, part.files)
    for item in items:
        if isinstance(item, Issue):
            found.append(item)
        elif item.id not in seen:
            seen.add(item.id)
            try:
                found.append(Extraction.model_validate_json(own.extract(item)))
            except LostError as error:
                name = item.source_file if item.record is None else f"{item.source_file}:{item.record}"
                found.append(Issue(step="extract", source=name, message=str(error)))
    return found, missed


def _items(job: Job, files: Sequence[File]) -> tuple[list[Document | Issue], list[str]]:
    with tempfile.TemporaryDirectory(prefix="citegraph-part-") as folder:
        try:
            fetch(files, Path(folder))
            return keeper(job).read(Path(folder), sum(file.size for file in files)), []
        except (LostError, StoreError) as error:
            if len(files) == 1:
                issue = Issue(step="read", source=files[0].name, message=str(error))
                return [issue], [files[0].name] if isinstance(error, StoreError) else []
    each = [_items(job, [file]) for file in files]
    return [item for items, _ in each for item in items], [name for _, missed in each for name in missed]


def _place(key: str) -> str:
    return f"extractions/{key[:2]}/{key}.jsonl.gz"


def load(storage: Storage, key: str) -> list[Extraction | Issue] | None:
    """What is kept of a part; None if there is nothing, or if it is damaged."""
    data = storage.read(_place(key))
    try:
        if data is None:
            return None
        lines = gzip.decompress(data).splitlines()
        return [
            Issue.model_validate_json(line) if b'"step"' in line[:10] else Extraction.model_validate_json(line)
            for line in lines
        ]
    except (OSError, EOFError, zlib.error, ValidationError):
        return None


def _extractions(storage: Storage, key: str) -> Iterator[Extraction]:
    kept = load(storage, key)
    if kept is None:
        raise StoreError(f"{storage.address}/{_place(key)} is gone or damaged; run the same command again")
    return (item for item in kept if isinstance(item, Extraction))


def _packed(lines: Iterable[str]) -> bytes:
    return gzip.compress("".join(lines).encode("utf-8", "surrogatepass"), compresslevel=5, mtime=0)


# ---------------------------------------------------------------- from what was read out of them to the graph


def write(out: str, build: str, number: int, part: str, told: Told, shared: int) -> Written:
    """Write what the documents of a part say: what is theirs alone as a file, the rest to be shuffled.

    Args:
        out: The address of the graph.
        build: The name of the build.
        number: That of the part in the build.
        part: The key of the part.
        told: What the corpus tells of its documents.
        shared: How many files there will be of what documents share.
    """
    storage = Storage(out)
    found = told.resolution
    mapper = Mapper(told.base, found, told.run, found.comparisons, found.origins, found.occasions)
    gathered = Gathered()
    own: list[str] = []
    rest: list[Triple] = []
    for extraction in _extractions(storage, part):
        mapper.gather(extraction, gathered)
        document = gathered.documents[-1].value
        lines: set[str] = set()
        for triple in mapper.extraction(extraction):
            if _is_of(document, triple):
                lines.add(f"{triple} .\n")
            else:
                rest.append(triple)
        own += sorted(lines)
    name = f"graphs/{build}/documents-{number:06d}.nq.gz"
    return Written(_put(storage, name, own), shuffle(out, build, part, rest, shared), gathered)


def revise(
    out: str, build: str, part: str, told: Told, pairs: Sequence[tuple[str, str, str, str]], shared: int
) -> Written:
    """Write which documents revise which, and how, to be shuffled.

    Args:
        out: The address of the graph.
        build: The name of the build.
        part: A name for what is written.
        told: What the corpus tells of the documents.
        pairs: The part and the id of the older document, and those of the newer one.
        shared: As for `write`.
    """
    storage = Storage(out)

    def one(key: str, document: str) -> Extraction:
        return next(e for e in _extractions(storage, key) if e.document.id == document)

    both = ((one(*pair[:2]), one(*pair[2:])) for pair in pairs)
    run = Mapper(told.base, told.resolution, told.run).run_node
    said = starmap(Triple, revisions.triples(told.base, told.resolution, both, run))
    shares = shuffle(out, build, part, said, shared)
    return Written(Piece("", 0, 0, ""), shares, Gathered())


def shuffle(out: str, build: str, part: str, triples: Iterable[Triple], shared: int) -> tuple[tuple[int, int], ...]:
    """Write triples so that those of one subject, wherever they were written, can be gathered."""
    lines: list[set[str]] = [set() for _ in range(shared)]
    for triple in triples:
        lines[zlib.crc32(str(triple.subject).encode("utf-8", "surrogatepass")) % shared].add(f"{triple} .\n")
    shares = []
    data = bytearray()
    for some in lines:
        begin = len(data)
        if some:
            data += _packed(sorted(some))
        shares.append((begin, len(data)))
    Storage(out).write(f"shuffle/{build}/{part}", bytes(data))
    return tuple(shares)


def gather(out: str, build: str, number: int, shares: Sequence[tuple[str, tuple[int, int]]]) -> Piece:
    """Write a file of what documents share: each triple once, sorted.

    Args:
        out: The address of the graph.
        build: The name of the build.
        number: That of the file.
        shares: For each part that has any, from which byte to which they lie.
    """
    storage = Storage(out)
    with closing(Sorter()) as sorter:
        for part, (begin, end) in shares:
            data = storage.read(f"shuffle/{build}/{part}", begin, end)
            if data is None:
                raise StoreError(f"{out}/shuffle/{build}/{part} is gone; run the same command again")
            for line in gzip.decompress(data).decode("utf-8", "surrogatepass").split("\n")[:-1]:
                sorter.add(line)
        return _put(storage, f"graphs/{build}/shared-{number:06d}.nq.gz", [f"{line}\n" for line in sorter])


def _is_of(document: str, triple: Triple) -> bool:
    """Whether a triple is about a document or a stretch of it, which no other document speaks of."""
    subject = triple.subject
    return isinstance(subject, NamedNode) and (subject.value == document or subject.value.startswith(f"{document}#"))


def _put(storage: Storage, name: str, lines: Sequence[str]) -> Piece:
    data = _packed(lines)
    storage.write(name, data)
    return Piece(name, len(lines), len(data), hashlib.sha256(data).hexdigest())
