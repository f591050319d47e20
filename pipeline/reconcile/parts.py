"""What a person's decision speaks of: a name, everywhere or in one document, in words that outlive a rebuild.

A decision does not hold positions or hashes of the program, which the next extraction may change, but what a reader
would say: "the Ivan Petrov of wire/17.txt". Before each rebuild the documents are searched for it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import Field

from pipeline.reconcile.names import fold
from pipeline.records import Document, EntityLabel, Extraction, MentionForm, Record

if TYPE_CHECKING:
    from pipeline.reconcile.profiles import Key

__all__ = ["DocumentName", "Part", "PartFinder"]

DIGITS = 16
"""So many hexadecimal digits of a text's SHA-256 are kept."""


class DocumentName(Record):
    """A document by its file and by its text: it is found although its file is renamed, or its text mended.

    >>> str(DocumentName(file="wire.jsonl", record=3, text="9f86d081884c7d65"))
    'wire.jsonl line 3'
    """

    file: str = Field(min_length=1, description="as Document.source_file")
    record: int | None = Field(default=None, description="as Document.record")
    text: str = Field(default="", description="the first 16 digits of the SHA-256 of its text")

    @classmethod
    def of(cls, document: Document) -> DocumentName:
        """The name of a document."""
        return cls(file=document.source_file, record=document.record, text=document.text_sha256[:DIGITS])

    def __str__(self) -> str:
        return self.file if self.record is None else f"{self.file} line {self.record}"


class Part(Record):
    """A name that one person or thing bears: in all documents, in one, or in those about one country.

    >>> str(Part(label=EntityLabel.PERSON, name="Ivan Petrov", document=DocumentName(file="wire/17.txt")))
    'Ivan Petrov in wire/17.txt'
    """

    label: EntityLabel
    name: str = Field(min_length=1)
    document: DocumentName | None = None
    country: str = Field(default="", description="ISO code, where the name means another thing in each country")

    def __str__(self) -> str:
        where = f" in {self.document}" if self.document else f" ({self.country})" if self.country else ""
        return f"{self.name}{where}"


class PartFinder:
    """Finds parts that are bound to one document among its chains, while the documents stream by.

    Args:
        parts: What decisions speak of; true where a decision tells a part from others, which divides its name.
    """

    def __init__(self, parts: Mapping[Part, bool]) -> None:
        self._divides = parts
        self._by_file: dict[tuple[str, int | None], list[Part]] = defaultdict(list)
        for part in parts:
            if part.document is not None:
                self._by_file[part.document.file, part.document.record].append(part)
        self._found: dict[Part, tuple[Key, str]] = {}

    def find(self, extraction: Extraction) -> dict[int, list[Part]]:
        """The parts that are meant by the chains of a document, by the position of the chain.

        A part is the chain that goes by its name; else the one that uses the name at all.
        """
        found: dict[int, list[Part]] = defaultdict(list)
        document = extraction.document
        for part in self._by_file.get((document.source_file, document.record), ()):
            index = _chain(part, extraction)
            if index is not None:
                found[index].append(part)
        return found

    def concerns(self, file: str, record: int | None) -> bool:
        """Whether decisions speak of a name in such a document."""
        return (file, record) in self._by_file

    def knows(self, part: Part) -> bool:
        """Whether a part was found in a document before."""
        return part in self._found

    def found(self, parts: Sequence[Part], key: Key, document: str) -> Key:
        """Remember the profile in which parts were found.

        Returns:
            The profile that their chain belongs to: one of the document alone where a decision divides the name.
        """
        for part in parts:
            self._found.setdefault(part, (key, document))
        return (*key[:2], document) if any(self._divides[part] for part in parts) else key

    def key(self, part: Part, known: Container[Key]) -> Key | None:
        """The profile that a part is, of those known: that of its document if the name was divided, else the name's."""
        if part not in self._found:
            return None
        key, document = self._found[part]
        own = (*key[:2], document)
        return own if own in known else key


def _chain(part: Part, extraction: Extraction) -> int | None:
    wanted = fold(part.name)
    best: tuple[tuple[bool, bool], int] | None = None
    for index, chain in enumerate(extraction.chains):
        named = fold(chain.name) == wanted
        if not named and wanted not in {
            fold(extraction.mentions[m].normal)
            for m in chain.mentions
            if extraction.mentions[m].form is MentionForm.NAME
        }:
            continue
        rank = (chain.label is not part.label, not named), index
        best = rank if best is None else min(best, rank)
    return None if best is None else best[1]
