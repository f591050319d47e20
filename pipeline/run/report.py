"""What a build tells while it works, and what it found in the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Self

from pipeline.records import Document, Entity, Extraction, Happening, Issue, Voice

__all__ = ["Counts", "Report", "Reporter", "Silent"]


class Reporter(Protocol):
    """Is told how a build goes on; the command line draws a progress bar from it."""

    def step(self, name: str, total: int | None) -> None:
        """A step begins; `total` is its number of documents, or None while that is unknown."""

    def advance(self, words: int) -> None:
        """One more document of the step is done; `words` is how long it is, by white space."""

    def issue(self, issue: Issue) -> None:
        """Something could not be used."""


class Silent:
    """A reporter that says nothing."""

    def step(self, name: str, total: int | None) -> None:
        """Say nothing."""

    def advance(self, words: int) -> None:
        """Say nothing."""

    def issue(self, issue: Issue) -> None:
        """Say nothing."""


@dataclass
class Counts:
    """How much of each kind a build found."""

    documents: int = 0
    words: int = 0
    sentences: int = 0
    mentions: int = 0
    relations: int = 0
    attributed_claims: int = 0
    narrator_claims: int = 0
    entities: Counter[str] = field(default_factory=Counter)
    happenings: Counter[str] = field(default_factory=Counter)
    undated: int = 0
    """Documents of which nobody knows when they were published; whoever has their dates counts them."""

    @classmethod
    def of(cls, numbers: Mapping[str, int | dict[str, int]]) -> Self:
        """The counts that `numbers` gave."""
        return cls(**{name: Counter(n) if isinstance(n, dict) else n for name, n in numbers.items()})  # type: ignore[arg-type]

    @property
    def numbers(self) -> dict[str, int | dict[str, int]]:
        """The counts by name, to be kept in a file."""
        return {name: dict(n) if isinstance(n, Counter) else n for name, n in vars(self).items()}

    def add(self, extraction: Extraction) -> None:
        """Count what one document gave."""
        self.documents += 1
        self.words += words_in(extraction)
        self.sentences += len(extraction.sentences)
        self.mentions += len(extraction.mentions)
        self.relations += len(extraction.relations)
        attributed = sum(claim.voice is Voice.ATTRIBUTED for claim in extraction.claims)
        self.attributed_claims += attributed
        self.narrator_claims += len(extraction.claims) - attributed

    def join(self, other: Counts) -> None:
        """Count what other documents gave."""
        for name, number in vars(other).items():
            if isinstance(number, Counter):
                getattr(self, name).update(number)
            else:
                setattr(self, name, getattr(self, name) + number)

    def add_corpus(self, entities: tuple[Entity, ...], happenings: tuple[Happening, ...]) -> None:
        """Count what reconciliation gave."""
        self.entities.update(entity.label.value for entity in entities)
        self.happenings.update(happening.type.value for happening in happenings)


def words_of(document: Document) -> int:
    """The length of a document's prose in words, by white space."""
    return sum(len(document.quote(paragraph).split()) for paragraph in document.paragraphs)


def words_in(extraction: Extraction) -> int:
    """The length of a document's sentences in words, by white space."""
    return sum(len(sentence.text.split()) for sentence in extraction.sentences)


@dataclass(frozen=True)
class Report:
    """The outcome of a build."""

    out: Path
    counts: Counts
    issues: tuple[Issue, ...]
    reused: int
    seconds: float
    unchanged: bool = False
    """Whether the graph that was there is the one that this build would have made, and so was left as it is."""

    @property
    def skipped(self) -> int:
        """How many inputs could not be used."""
        return sum(issue.skipped for issue in self.issues)
