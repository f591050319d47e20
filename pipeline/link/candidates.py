"""What an endpoint knows of something that an entity may be."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from pipeline.records import EntityLabel, Record

__all__ = ["Candidate", "Fact", "Iri", "Topic", "is_iri", "one_line"]

_PIECE = r"(?:[\w\-.~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*"
_IRI = re.compile(rf"https?://[\w.-]+(?::\d{{1,5}})?(?:/{_PIECE}(?:#{_PIECE})?)?")
LONGEST_TEXT = 250


def is_iri(value: str) -> bool:
    """Whether a text from elsewhere may stand in a query or a graph as an IRI. It is stricter than IRIs are.

    >>> is_iri("http://www.wikidata.org/entity/Q42"), is_iri("http://x> } DROP ALL #")
    (True, False)
    """
    return _IRI.fullmatch(value) is not None


def _checked(value: str) -> str:
    if not is_iri(value):
        raise ValueError("is no http or https IRI")
    return value


Iri = Annotated[str, AfterValidator(_checked)]


def one_line(text: str) -> str:
    """A text from elsewhere as one short line without control characters.

    >>> one_line("Paris\\x1b[31m\\n capital")
    'Paris[31m capital'
    """
    return " ".join("".join(c if c.isprintable() else " " if c.isspace() else "" for c in text).split())[:LONGEST_TEXT]


class Topic(StrEnum):
    """What a fact about a candidate tells."""

    KIND = "kind"
    ROLE = "role"
    COUNTRY = "country"
    PLACE = "place"
    BODY = "organisation"
    PERSON = "person"
    BEGINS = "begins"
    ENDS = "ends"
    POINT = "coordinates"
    GEONAMES = "GeoNames"
    ISO = "ISO code"


class Fact(Record):
    """One thing that is known of a candidate, in words: (ROLE, "journalist"), (BEGINS, "1952")."""

    topic: Topic
    value: str


class Candidate(Record):
    """One item of an endpoint."""

    iri: Iri
    label: str
    aliases: tuple[str, ...] = ()
    description: str = ""
    sitelinks: int = Field(default=0, ge=0, description="how many Wikipedias and sister projects have a page on it")
    kinds: tuple[EntityLabel, ...] = Field(default=(), description="what it may be here, by its types there")
    facts: tuple[Fact, ...] = ()

    def values(self, *topics: Topic) -> list[str]:
        """What is known of some topics."""
        return [fact.value for fact in self.facts if fact.topic in topics]

    @property
    def title(self) -> str:
        """Its name with what tells it from its namesakes, for a reader."""
        return f"{self.label}, {self.description}" if self.description else self.label
