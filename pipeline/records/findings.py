"""What one document says: relations, events, claims, positions, acts and assertions, each with its evidence."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from pipeline.records.document import Confidence, Evidence, Index, Record, Span

__all__ = [
    "Act",
    "Argument",
    "Assertion",
    "Certainty",
    "Claim",
    "Event",
    "EventType",
    "GrammaticalVoice",
    "Modality",
    "Participant",
    "Polarity",
    "Position",
    "PositionKind",
    "Quantity",
    "Relation",
    "RelationType",
    "TimeReference",
    "Trigger",
    "Voice",
]


class Polarity(StrEnum):
    """Whether a clause says that something is so, or that it is not."""

    AFFIRMED = "Affirmed"
    DENIED = "Denied"


class Certainty(StrEnum):
    """How sure the speaker is: plain, "probably"/"reportedly", or "may"/"possibly"."""

    CERTAIN = "Certain"
    PROBABLE = "Probable"
    POSSIBLE = "Possible"


class Voice(StrEnum):
    """Who says it: somebody whom the article quotes or reports, or the article's own author."""

    ATTRIBUTED = "Attributed"
    NARRATOR = "Narrator"


class RelationType(StrEnum):
    """The relations between entities, by the local name of their property in the graph."""

    HEAD_OF = "headOf"
    MEMBER_OF = "memberOf"
    WORKS_FOR = "worksFor"
    FOUNDED = "founded"
    BIRTH_PLACE = "birthPlace"
    DEATH_PLACE = "deathPlace"
    HOME_LOCATION = "homeLocation"
    NATIONALITY = "nationality"
    LOCATION = "location"
    CONTAINED_IN = "containedInPlace"
    PARENT_ORGANIZATION = "parentOrganization"
    RELATED_TO = "relatedTo"
    SUPPORTS = "supports"
    OPPOSES = "opposes"
    JOB_TITLE = "jobTitle"


class Relation(Record):
    """One relation between two entities of a document (or an entity and a literal), with every sentence that states it.

    Only what the author states plainly (voice Narrator, Affirmed, Certain) becomes a plain triple of the graph.
    """

    subject: Index = Field(description="position in Extraction.chains")
    predicate: RelationType
    object: Index | str = Field(description="position in Extraction.chains; text for JOB_TITLE")
    polarity: Polarity = Polarity.AFFIRMED
    certainty: Certainty = Certainty.CERTAIN
    voice: Voice = Voice.NARRATOR
    evidence: tuple[Evidence, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _object_fits(self) -> Self:
        if isinstance(self.object, str) != (self.predicate is RelationType.JOB_TITLE):
            raise ValueError(f"the object of {self.predicate} cannot be {self.object!r}")
        return self


class EventType(StrEnum):
    """The types of events; each is a class of the ontology."""

    PROTEST = "Protest"
    STRIKE = "Strike"
    ARREST = "Arrest"
    TRIAL = "Trial"
    ATTACK = "Attack"
    CYBERATTACK = "Cyberattack"
    DEATH = "Death"
    INJURY = "Injury"
    COERCION = "Coercion"
    MOBILISATION = "Mobilisation"
    ELECTION = "Election"
    APPOINTMENT = "Appointment"
    DEPARTURE = "Departure"
    MEETING = "Meeting"
    AGREEMENT = "Agreement"
    SANCTION = "Sanction"
    AID = "Aid"
    MOVEMENT = "Movement"
    LEGISLATION = "Legislation"
    FOUNDING = "Founding"
    DISSOLUTION = "Dissolution"
    DISASTER = "Disaster"
    TRANSACTION = "Transaction"


class Modality(StrEnum):
    """Whether an event happened, is planned, is only thought of, did not happen, or is spoken of in general."""

    ACTUAL = "Actual"
    PLANNED = "Planned"
    HYPOTHETICAL = "Hypothetical"
    NEGATED = "Negated"
    GENERIC = "Generic"


class Participant(Record):
    """Who or what takes part in an event: the words, and the entity they refer to where that is known."""

    text: str = Field(min_length=1)
    span: Span
    chain: Index | None = Field(default=None, description="position in Extraction.chains")


class TimeReference(Record):
    """A time expression and the calendar date it stands for, as precise as the words are.

    `value` is an ISO 8601 day, month or year: 2022-09-21, 2022-09 or 2022; None where nothing can be resolved.
    """

    text: str = Field(min_length=1)
    span: Span
    value: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")


class Quantity(Record):
    """A written figure with its bounds: "over 4,300 people" is [4301, open], "dozens" [24, 99].

    Bounds are inclusive; None is open. `approximate` marks "about", "some", "nearly".
    """

    text: str = Field(min_length=1)
    span: Span
    minimum: float | None = None
    maximum: float | None = None
    unit: str = Field(
        default="", description="the counted noun, singular or plural as written; or a unit such as 'per cent'"
    )
    approximate: bool = False

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.minimum is None and self.maximum is None:
            raise ValueError(f"the quantity {self.text!r} has neither bound")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError(f"the bounds of {self.text!r} are the wrong way round")
        return self


class Trigger(Record):
    """The word that tells an event ("arrested", "march")."""

    span: Span
    sentence: Index
    surface: str = Field(min_length=1)
    confidence: Confidence


class Event(Record):
    """One happening as one document reports it, in one sentence or in several."""

    type: EventType
    triggers: tuple[Trigger, ...] = Field(min_length=1)
    actors: tuple[Participant, ...] = ()
    targets: tuple[Participant, ...] = ()
    places: tuple[Participant, ...] = ()
    times: tuple[TimeReference, ...] = ()
    modality: Modality = Modality.ACTUAL
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class Claim(Record):
    """That somebody says something (voice Attributed), or that the article itself gives a figure (voice Narrator)."""

    claimant: Index | None = Field(default=None, description="position in Extraction.chains, when resolved")
    claimant_text: str = Field(default="", description="the words that name the claimant; empty if the text names none")
    cue: str = Field(default="", description="the word that attributes: said, according to, denies")
    content: Span
    text: str = Field(min_length=1, description="the content, verbatim")
    continued: tuple[Span, ...] = Field(
        default=(), description="what is also said in the sentence, on the other side of a cue that interrupts it"
    )
    polarity: Polarity = Polarity.AFFIRMED
    certainty: Certainty = Certainty.CERTAIN
    voice: Voice = Voice.ATTRIBUTED
    quantity: Quantity | None = None
    count_of: Index | None = Field(default=None, description="position in Extraction.events: what the quantity counts")
    about: tuple[Index, ...] = Field(default=(), description="positions in Extraction.chains")
    about_events: tuple[Index, ...] = Field(default=(), description="positions in Extraction.events")
    states: tuple[Index, ...] = Field(default=(), description="positions in Extraction.relations")
    quoted_words: Index = Field(default=0, description="how many words of what is said stand in quotation marks")
    evidence: tuple[Evidence, ...] = Field(min_length=1, max_length=1)

    @property
    def pieces(self) -> tuple[Span, ...]:
        """All that is said: the content, and what continues it."""
        return (self.content, *self.continued)

    def holds(self, span: Span) -> bool:
        """Whether a stretch is part of what is said."""
        return any(piece.contains(span) for piece in self.pieces)


class PositionKind(StrEnum):
    """What somebody does to a matter or to somebody by taking a position."""

    SUPPORT = "Support"
    OPPOSITION = "Opposition"
    DEMAND = "Demand"
    PROMISE = "Promise"
    ACCUSATION = "Accusation"
    DENIAL = "Denial"
    ANSWER = "Answer"
    ADMISSION = "Admission"


class Position(Record):
    """That somebody supports, opposes, demands, promises, accuses, denies, answers or admits, as one sentence has it.

    "Mira Solberg accused the port of hiding two reports" has the holder Mira Solberg, the kind Accusation, the content
    "hiding two reports" and, as target, the port.
    """

    kind: PositionKind
    holder: Index | None = Field(default=None, description="position in Extraction.chains, when resolved")
    holder_text: str = Field(default="", description="the words that name the holder; empty if the text names none")
    cue: str = Field(min_length=1, description="the word that tells the position: opposes, accused, promised")
    content: Span
    text: str = Field(min_length=1, description="what the position is about, verbatim")
    lemmas: tuple[str, ...] = Field(default=(), description="the content's telling words, its head first")
    target: Index | None = Field(default=None, description="position in Extraction.chains: who is accused")
    target_text: str = ""
    certainty: Certainty = Certainty.CERTAIN
    voice: Voice = Field(default=Voice.NARRATOR, description="Attributed if it stands in what somebody is said to say")
    claim: Index | None = Field(default=None, description="position in Extraction.claims: the claim that it stands in")
    about: tuple[Index, ...] = Field(default=(), description="positions in Extraction.chains: entities in the content")
    evidence: tuple[Evidence, ...] = Field(min_length=1, max_length=1)


class GrammaticalVoice(StrEnum):
    """Whether the subject of a verb does what it says, or undergoes it."""

    ACTIVE = "Active"
    PASSIVE = "Passive"


class Act(Record):
    """Who does what to whom, as the grammar of one clause puts it: "police beat people", "a pane was broken".

    A passive without an agent leaves out who did it.
    """

    verb: Span
    text: str = Field(min_length=1, description="the verb as written, with its particle")
    voice: GrammaticalVoice
    agents: tuple[Participant, ...] = ()
    patients: tuple[Participant, ...] = ()
    event: Index | None = Field(default=None, description="position in Extraction.events: what the verb tells")
    times: tuple[str, ...] = Field(default=(), description="the dates that the sentence names, as in TimeReference")
    claim: Index | None = Field(default=None, description="position in Extraction.claims: the claim that it stands in")
    evidence: tuple[Evidence, ...] = Field(min_length=1, max_length=1)


class Argument(Record):
    """One participant of what an assertion says: the words, and what stands in their place across documents."""

    role: str = Field(
        min_length=1, description="agent or patient, whatever the voice of the verb; else the preposition, such as from"
    )
    span: Span = Field(description="the head of the words")
    head: str = Field(default="", description="the lemma of the noun; empty for a pronoun, which may mean anything")
    modifiers: tuple[str, ...] = Field(default=(), description="the lemmas of what qualifies it, sorted")
    chain: Index | None = Field(default=None, description="position in Extraction.chains")
    quantity: Quantity | None = None


class Assertion(Record):
    """What one main clause says is so, or is not so: in the author's voice, or as the content of a claim.

    "Officers allegedly fired rubber bullets" and "No officer fired rubber bullets" are two assertions of one predicate,
    "fire", with the same agent and patient; one is hedged, one is denied.
    """

    sentence: Index = Field(description="position in Extraction.sentences")
    span: Span = Field(description="the words of the clause, inside the sentence")
    predicate: str = Field(min_length=1, description='the lemma with its particle: "walk out"; "be on board"')
    arguments: tuple[Argument, ...] = Field(min_length=1)
    polarity: Polarity = Polarity.AFFIRMED
    certainty: Certainty = Certainty.CERTAIN
    future: bool | None = Field(default=False, description="None where a modal verb leaves the time open")
    claim: Index | None = Field(
        default=None, description="position in Extraction.claims: who says so, if not the author"
    )
    dates: tuple[str, ...] = Field(default=(), description="the dates in the clause, as in TimeReference.value")
