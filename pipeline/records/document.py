"""A document as read: its text, sentences, and the words in it that refer to somebody; what went wrong."""

from __future__ import annotations

import datetime as dt
import hashlib
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

__all__ = [
    "Chain",
    "Confidence",
    "Document",
    "EntityLabel",
    "Evidence",
    "Index",
    "Issue",
    "Mention",
    "MentionForm",
    "Record",
    "Sentence",
    "Span",
]

Confidence = Annotated[float, Field(ge=0.0, le=1.0)]
Index = Annotated[int, Field(ge=0)]


@lru_cache(maxsize=8)
def _sha256(text: str) -> str:
    """A document is asked for its id again and again while it is worked on."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Record(BaseModel):
    """The base of all records: frozen, and a misspelt field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Record):
    """A stretch of a document's text, [begin, end) in Unicode code points.

    >>> "Kyiv, Ukraine"[0:4], len(Span(begin=0, end=4))
    ('Kyiv', 4)
    """

    begin: Index
    end: Index

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.end <= self.begin:
            raise ValueError(f"a span must hold at least one character, got [{self.begin}, {self.end})")
        return self

    def __len__(self) -> int:
        return self.end - self.begin

    def contains(self, other: Span) -> bool:
        """Whether the other span lies wholly inside this one."""
        return self.begin <= other.begin and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.begin < other.end and other.begin < self.end


class Document(Record):
    """One article as read: its text, and what is known about it.

    For a plain text file `text` is the decoded file itself, with its byte order mark, line ends and front matter, so
    that offsets hold in the file; so it is for Markdown without marks inside its paragraphs. Of all other files it is
    plain text that the readers make, one paragraph a line and an empty line between them. `paragraphs` are the
    stretches that are prose to be analysed, in order and without overlap; front matter lies outside them.
    """

    source_file: str = Field(min_length=1, description="path relative to the input folder, with forward slashes")
    record: Index | None = Field(default=None, description="line number (from 1) in a file that holds many articles")
    media_type: str = Field(description="such as text/plain, text/html, application/pdf")
    text: str
    paragraphs: tuple[Span, ...]
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: dt.date | None = None
    url: str | None = None

    @property
    def text_sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
        return _sha256(self.text)

    @property
    def id(self) -> str:
        """16 hexadecimal digits that stay the same as long as the file's name and text do."""
        return _sha256(f"{self.source_file}\0{self.record or ''}\0{self.text_sha256}")[:16]

    def quote(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.begin : span.end]

    @model_validator(mode="after")
    def _paragraphs_in_order(self) -> Self:
        at = 0
        for span in self.paragraphs:
            if span.begin < at or span.end > len(self.text):
                raise ValueError(f"paragraph [{span.begin}, {span.end}) overlaps another or ends after the text")
            at = span.end
        return self


class Sentence(Record):
    """One sentence of a document: where it stands, and exactly what stands there."""

    span: Span
    text: str


class Evidence(Record):
    """Where a document says something: the sentence, the words in it, how they were found and how sure that is."""

    sentence: Index = Field(description="position in Extraction.sentences")
    span: Span = Field(description="the telling words, inside the sentence")
    method: str = Field(min_length=1, description="the name of the rule or model, such as 'relations.apposition'")
    confidence: Confidence


class EntityLabel(StrEnum):
    """What a name stands for; defined in the annotation guidelines of the gold standard."""

    PERSON = "PERSON"
    ORG = "ORG"
    CITY = "CITY"
    COUNTRY = "COUNTRY"
    REGION = "REGION"
    PLACE = "PLACE"
    NORP = "NORP"
    EVENT = "EVENT"
    WORK = "WORK"


class MentionForm(StrEnum):
    """How a mention refers: by name ("Navalny"), noun phrase ("the politician") or pronoun ("he")."""

    NAME = "Name"
    NOMINAL = "Nominal"
    PRONOUN = "Pronoun"


class Mention(Record):
    """Words that refer to an entity."""

    span: Span
    sentence: Index
    surface: str = Field(min_length=1, description="the words as written")
    normal: str = Field(
        min_length=1, description="for a name, the form that is compared: no title, article or possessive"
    )
    label: EntityLabel
    form: MentionForm
    confidence: Confidence


class Chain(Record):
    """All mentions of one entity in one document; at least one of them is a name, or implies one.

    "The Ukrainian president" implies a country that the text may never name otherwise; its chain is called "Ukraine".
    """

    label: EntityLabel
    name: str = Field(min_length=1, description="the fullest form that the document uses")
    mentions: tuple[Index, ...] = Field(min_length=1, description="positions in Extraction.mentions, in text order")


class Issue(Record):
    """Something that a user should know about one input: what was skipped, and why."""

    step: str = Field(description="read, language, extract, reconcile or graph")
    source: str = Field(description="the file, with a line number where there is one")
    message: str
    skipped: bool = Field(default=True, description="False for a warning about a document that was used")
    details: str = Field(default="", description="the traceback of a fault in citegraph that the document shows")
