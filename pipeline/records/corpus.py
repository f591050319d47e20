"""What the documents of a corpus give together: entities, happenings, comparisons, occasions, origins, judgements."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from pydantic import Field

from pipeline.records.document import Confidence, EntityLabel, Index, Record, Span
from pipeline.records.findings import EventType

__all__ = [
    "ClaimComparison",
    "ComparisonDimension",
    "ComparisonVerdict",
    "Entity",
    "Happening",
    "Judgement",
    "Member",
    "Occasion",
    "OriginCluster",
    "OriginKind",
    "Repeat",
    "Side",
    "Verdict",
]


class Member(Record):
    """One chain or one event of one document, as part of something that spans documents."""

    document: str = Field(description="Document.id")
    index: Index = Field(description="position in Extraction.chains or Extraction.events")


class Verdict(StrEnum):
    """Whether two things are one."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Judgement(Record):
    """A decision about a pair, with its reason: made by the program or by a person, who outranks it."""

    left: str
    right: str
    verdict: Verdict
    score: Confidence
    because: str
    by: str = "citegraph"
    when: dt.datetime | None = Field(default=None, description="when a person decided so")
    item: str = Field(default="", description="if `right` is the IRI of an item of another data set, what that is")


class Entity(Record):
    """One person, organisation, place ... across the whole corpus."""

    id: str = Field(description="the end of its IRI, such as person/vladimir-putin")
    label: EntityLabel
    name: str
    aliases: tuple[str, ...] = ()
    members: tuple[Member, ...] = Field(min_length=1, description="its chains")
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = Field(default=None, ge=0, description="of a city or country, as GeoNames has it")
    country_code: str | None = Field(default=None, description="ISO 3166 alpha-2 code of a country, or of a place's")
    same_as: tuple[str, ...] = Field(default=(), description="IRIs in other data sets, only when really linked")
    iri: str = Field(default="", description="the IRI that it has in a file of known entities, if it is used")
    replaces: tuple[str, ...] = Field(
        default=(), description="ids that parts of it have while they are entities of their own"
    )


class Happening(Record):
    """One event across the whole corpus: all the reports of it."""

    id: str = Field(description="the end of its IRI, such as event/protest-1f0c2b7a")
    type: EventType
    name: str = Field(description="a readable label, such as 'Protest in Moscow, 2022-09-21'")
    members: tuple[Member, ...] = Field(min_length=1, description="its events in the documents")
    replaces: tuple[str, ...] = Field(
        default=(), description="ids that reports of it have while they tell of happenings of their own"
    )


class ComparisonVerdict(StrEnum):
    """How the sides of a comparison stand to each other, by the local name of the individual in the graph.

    They fit, they are far apart though both can be right, they cannot both be right, or what was said has changed from
    the older to the newer. A stance is reversed. An accusation is answered, denied or confirmed by whom it is directed
    at, or nothing is found.
    """

    AGREEMENT = "Agreement"
    DIFFERENCE = "Difference"
    CONFLICT = "Conflict"
    DRIFT = "Drift"
    REVERSAL = "Reversal"
    ANSWERED = "Answered"
    DENIED = "Denied"
    CONFIRMED = "Confirmed"
    NO_REPLY = "NoReply"


class ComparisonDimension(StrEnum):
    """In what the sides of a comparison were compared, by the local name of the individual in the graph.

    Figures; whether it is so or not; how sure it is; who says it; what an actor is for or against; what the one accused
    says to an accusation.
    """

    QUANTITY = "Quantity"
    POLARITY = "Polarity"
    CERTAINTY = "Certainty"
    ATTRIBUTION = "Attribution"
    STANCE = "Stance"
    REPLY = "Reply"


class Side(Record):
    """One side of a comparison: words of one sentence, and who says them."""

    document: str = Field(description="Document.id")
    sentence: Index = Field(description="position in Extraction.sentences")
    span: Span = Field(description="the words that are compared, inside the sentence")
    claim: Index | None = Field(default=None, description="position in Extraction.claims, if the words are a claim")
    speaker: str | None = Field(default=None, description="Entity.id of who says it, where that is known")
    speaker_text: str = Field(default="", description="who says it, readable; empty if the author does")


class ClaimComparison(Record):
    """What several passages say of one thing, side by side, and what came of it.

    Two sides, as a rule; one where the finding is that a second is missing.
    """

    sides: tuple[Side, ...] = Field(min_length=1, description="the oldest first; those without a date last")
    verdict: ComparisonVerdict
    dimension: ComparisonDimension = ComparisonDimension.QUANTITY
    because: str = Field(min_length=1, description="one readable line: who says what, and when")
    about: tuple[str, ...] = Field(
        default=(), description="ids of the happening and the entities that all sides are about"
    )


class Occasion(Record):
    """What happened in one place on one day, as several documents tell it: their events and acts."""

    place: str = Field(description="Entity.id of the town, or of the country")
    day: dt.date
    name: str = Field(min_length=1, description="a readable label, such as 'Brno, 22 April 2023'")
    events: tuple[Member, ...] = Field(min_length=2, description="Document.id and the position in Extraction.events")
    acts: tuple[Member, ...] = Field(default=(), description="Document.id and the position in Extraction.acts")


class OriginKind(StrEnum):
    """In what way articles repeat one another, by the local name of the class in the graph."""

    ONE_ORIGIN = "OneOrigin"
    EDITIONS = "Editions"
    SHARED_PASSAGE = "SharedPassage"
    INDEPENDENT_REPORTS = "IndependentReports"


class Repeat(Record):
    """One article as a member of an origin cluster, with the sentences that stand in the others too."""

    document: str = Field(description="Document.id")
    sentences: tuple[Index, ...] = Field(min_length=1, description="positions in Extraction.sentences")


class OriginCluster(Record):
    """Articles, or passages of articles, that repeat one another; of quotations, reports that only share the speaker.

    `repeats` are in the order in which they appeared. The first is taken to be the origin where `origin_known`: it is
    the earliest, or the others credit it.
    """

    kind: OriginKind
    repeats: tuple[Repeat, ...] = Field(min_length=2)
    origin_known: bool = False
    credit: str = Field(default="", description="the outlet or agency that is credited; empty if none is")
    because: str = Field(min_length=1, description="one readable line: who repeats whom, and how much of it")
