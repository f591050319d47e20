"""What a build notes beside its graph, so that decisions can be made on it and the graph written again without a model.

build.json       what was built of what, by what: enough to resolve again from the cache
entities.jsonl   the entities with the names and documents that each was put together from
doubts.jsonl     pairs that a person should look at
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import Field, ValidationError

from pipeline.errors import StoreError
from pipeline.reconcile.parts import DIGITS, DocumentName
from pipeline.records import Document, EntityLabel, Record

__all__ = [
    "Doubt",
    "Entry",
    "Item",
    "Manifest",
    "PastEntry",
    "RegisteredEntity",
    "RegisteredPart",
    "Sight",
    "read_lines",
    "write_lines",
]

MANIFEST, ENTITIES, DOUBTS = "build.json", "entities.jsonl", "doubts.jsonl"


class Entry(Record):
    """One document of a build, and the key of its extraction in the cache."""

    source_file: str
    record: int | None = None
    document: str = Field(description="Document.id")
    key: str
    text: str = Field(description="the first digits of the SHA-256 of its text")
    published: dt.date | None = Field(default=None, description="as Document.published")
    url: str = Field(default="", description="as Document.url")
    seen: dt.datetime | None = Field(default=None, description="when a build first read it, to the second, in UTC")

    @staticmethod
    def of(document: Document, key: str, seen: dt.datetime | None = None) -> Entry:
        """That of a document."""
        return Entry(
            source_file=document.source_file,
            record=document.record,
            document=document.id,
            key=key,
            text=document.text_sha256[:DIGITS],
            published=document.published,
            url=document.url or "",
            seen=seen,
        )

    @property
    def name(self) -> DocumentName:
        """How decisions call it."""
        return DocumentName(file=self.source_file, record=self.record, text=self.text)

    @property
    def order(self) -> tuple[str, int, str]:
        """Where it stands in the order of the graph."""
        return self.source_file, self.record or 0, self.document


class PastEntry(Entry):
    """What a file held before it was overwritten: an earlier edition of a document of the build."""

    until: dt.datetime = Field(description="when a build found another text in its place, to the second, in UTC")
    by: DocumentName = Field(description="that text")


class Manifest(Record):
    """What a build was made of."""

    base: str
    version: str
    model_sha256: str
    model_name: str
    config_sha256: str
    reader: str = Field(default="", description="the code that read the files, see `cache.reader_version`")
    started: dt.datetime
    ended: dt.datetime
    decisions: str = Field(description="the file of people's decisions, absolute")
    links: str = Field(default="", description="the file of links, absolute; if empty that beside the graph")
    known: tuple[str, ...] = Field(default=(), description="files of known entities, absolute")
    applied: tuple[str, ...] = Field(default=(), description="ids of the decisions that the graph shows")
    waiting: tuple[str, ...] = Field(default=(), description="of these, those about names that no document holds")
    overruled: dict[str, str] = Field(default={}, description="those that later ones contradict, and which these are")
    made_of: str = Field(default="", description="a hash over all that the graph depends on, see `unchanged.made_of`")
    turtle_sha256: str = Field(default="", description="of citegraph.ttl")
    notes: str = Field(default="", description="a hash over what the next graph can be made from, see `run.slices`")
    triples: int = Field(default=0, description="in the graph")
    dropped: int = Field(default=0, description="those of earlier graphs whose words the store still holds")
    counts: dict[str, int | dict[str, int]] = Field(default={}, description="how much of each kind was found")
    entries: tuple[Entry, ...]
    past: tuple[PastEntry, ...] = Field(default=(), description="earlier editions, see `pipeline.run.history`")

    @classmethod
    def read(cls, build: Path) -> Manifest:
        """That of a complete build.

        Raises:
            StoreError: there is none, or it cannot be read.
        """
        path = build / MANIFEST
        try:
            return cls.model_validate_json(path.read_bytes())
        except FileNotFoundError as error:
            raise StoreError(f"{path.parent} was built by an earlier version; run citegraph build once more") from error
        except (OSError, ValidationError) as error:
            raise StoreError(f"{path} cannot be read; run citegraph build once more ({error})") from error

    def write(self, build: Path) -> None:
        """Write it into the folder of a build."""
        (build / MANIFEST).write_text(self.model_dump_json(indent=1) + "\n", encoding="utf-8")


class Sight(Record):
    """One document in which a part of an entity stands."""

    entry: int = Field(ge=0, description="position in Manifest.entries")
    chain: int = Field(ge=0, description="position in Extraction.chains")
    mentions: int = Field(ge=0)


class RegisteredPart(Record):
    """A name that an entity bears, with the documents that use it."""

    id: str
    label: EntityLabel
    name: str
    scope: str = Field(default="", description="document id or country code, where the name alone does not say who")
    seen: tuple[Sight, ...] = Field(min_length=1)

    @property
    def mentions(self) -> int:
        """How often the documents mention it."""
        return sum(sight.mentions for sight in self.seen)


class RegisteredEntity(Record):
    """An entity of the graph; its first part is the one that it is called by."""

    id: str
    label: EntityLabel
    name: str
    aliases: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    same_as: tuple[str, ...] = ()
    iri: str = ""
    parts: tuple[RegisteredPart, ...] = Field(min_length=1)

    @property
    def mentions(self) -> int:
        """How often the documents mention it, under any name."""
        return sum(part.mentions for part in self.parts)

    @property
    def entries(self) -> list[int]:
        """The positions of the documents that mention it."""
        return sorted({sight.entry for part in self.parts for sight in part.seen})


class Item(Record):
    """An item of another data set that an entity may be."""

    title: str
    aliases: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


class Doubt(Record):
    """Two parts, by their ids, of which the program cannot tell whether they are one.

    Where `item` is given, `right` is its IRI.
    """

    left: str
    right: str
    score: float
    because: str
    item: Item | None = None


Line = TypeVar("Line", bound=Record)


def write_lines(path: Path, records: Iterable[Record]) -> None:
    """Write records as JSON, one a line."""
    with path.open("w", encoding="utf-8", errors="backslashreplace") as file:
        file.writelines(f"{record.model_dump_json(exclude_defaults=True)}\n" for record in records)


def read_lines(path: Path, kind: type[Line]) -> Iterator[Line]:
    """The records of a file, one a line.

    Raises:
        StoreError: the file is not there, or a line cannot be read.
    """
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                yield kind.model_validate_json(line)
    except (OSError, ValidationError) as error:
        raise StoreError(f"{path} cannot be read; run citegraph build once more ({error})") from error
