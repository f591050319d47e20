"""Every type that crosses from one step of the pipeline to the next.

All offsets are Unicode code points of `Document.text`, the end exclusive: ``document.text[span.begin:span.end]`` is the
quoted stretch. Records are frozen and refuse unknown fields; whatever is extracted carries at least one `Evidence`, so
a statement without a sentence cannot be constructed. Within one document, mentions, chains, relations and events are
referred to by their position in the tuples of its `Extraction`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

__all__ = [
    "Act",
    "Argument",
    "Assertion",
    "Certainty",
    "Chain",
    "Claim",
    "ClaimComparison",
    "ComparisonDimension",
    "ComparisonVerdict",
    "Document",
    "Entity",
    "EntityLabel",
    "Event",
    "EventType",
    "Evidence",
    "Extraction",
    "GrammaticalVoice",
    "Happening",
    "Issue",
    "Judgement",
    "Member",
    "Mention",
    "MentionForm",
    "Modality",
    "Occasion",
    "OriginCluster",
    "OriginKind",
    "Participant",
    "Polarity",
    "Position",
    "PositionKind",
    "Quantity",
    "Record",
    "Relation",
    "RelationType",
    "Repeat",
    "Sentence",
    "Side",
    "Span",
    "TimeReference",
    "Trigger",
    "Verdict",
    "Voice",
]

Confidence = Annotated[float, Field(ge=0.0, le=1.0)]
Index = Annotated[int, Field(ge=0)]


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
    """One article as read: its text, unchanged, and what is known about it.

    For a plain text file `text` is the decoded file itself, with its byte order mark, line ends and front matter, so
    that offsets hold in the file. `paragraphs` are the stretches that are prose to be analysed, in order and without
    overlap; front matter lies outside them.
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
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def id(self) -> str:
        """16 hexadecimal digits that stay the same as long as the file's name and text do."""
        key = f"{self.source_file}\0{self.record or ''}\0{self.text_sha256}"
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]

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
    polarity: Polarity = Polarity.AFFIRMED
    certainty: Certainty = Certainty.CERTAIN
    voice: Voice = Voice.ATTRIBUTED
    quantity: Quantity | None = None
    count_of: Index | None = Field(default=None, description="position in Extraction.events: what the quantity counts")
    about: tuple[Index, ...] = Field(default=(), description="positions in Extraction.chains")
    about_events: tuple[Index, ...] = Field(default=(), description="positions in Extraction.events")
    states: tuple[Index, ...] = Field(default=(), description="positions in Extraction.relations")
    quoted_words: Index = Field(default=0, description="how many words of the content stand in quotation marks")
    evidence: tuple[Evidence, ...] = Field(min_length=1, max_length=1)


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


class Extraction(Record):
    """Everything that was read out of one document. Checked as a whole when it is made: every quote is in the text."""

    document: Document
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    chains: tuple[Chain, ...] = ()
    relations: tuple[Relation, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    positions: tuple[Position, ...] = ()
    acts: tuple[Act, ...] = ()
    assertions: tuple[Assertion, ...] = ()

    @model_validator(mode="after")
    def _quotes_hold(self) -> Self:
        for s in self.sentences:
            self._check_quote(s.span, s.text)
        for m in self.mentions:
            self._check_quote(m.span, m.surface)
            self._check_inside(m.sentence, m.span)
        told: tuple[Relation | Event | Claim | Position | Act, ...] = (
            *self.relations, *self.events, *self.claims, *self.positions, *self.acts
        )  # fmt: skip
        for item in told:
            for e in item.evidence:
                self._check_inside(e.sentence, e.span)
        for event in self.events:
            for t in event.triggers:
                self._check_quote(t.span, t.surface)
                self._check_inside(t.sentence, t.span)
            for p in (*event.actors, *event.targets, *event.places):
                self._check_index(p.chain, self.chains)
        for r in self.relations:
            self._check_index(r.subject, self.chains)
            self._check_index(r.object if isinstance(r.object, int) else None, self.chains)
        for c in self.claims:
            self._check_quote(c.content, c.text)
            self._check_inside(c.evidence[0].sentence, c.content)
            for index in (c.claimant, *c.about):
                self._check_index(index, self.chains)
            for index in (c.count_of, *c.about_events):
                self._check_index(index, self.events)
            for index in c.states:
                self._check_index(index, self.relations)
        for position in self.positions:
            self._check_quote(position.content, position.text)
            self._check_inside(position.evidence[0].sentence, position.content)
            for index in (position.holder, position.target, *position.about):
                self._check_index(index, self.chains)
            self._check_index(position.claim, self.claims)
        for act in self.acts:
            self._check_inside(act.evidence[0].sentence, act.verb)
            self._check_index(act.event, self.events)
            self._check_index(act.claim, self.claims)
            for p in (*act.agents, *act.patients):
                self._check_index(p.chain, self.chains)
        for a in self.assertions:
            self._check_inside(a.sentence, a.span)
            self._check_index(a.claim, self.claims)
            for argument in a.arguments:
                self._check_index(argument.chain, self.chains)
        for chain in self.chains:
            for index in chain.mentions:
                self._check_index(index, self.mentions)
        return self

    def _check_quote(self, span: Span, text: str) -> None:
        if self.document.quote(span) != text:
            raise ValueError(f"{self.document.source_file} has no {text!r} at [{span.begin}, {span.end})")

    def _check_inside(self, sentence: int, span: Span) -> None:
        self._check_index(sentence, self.sentences)
        if not self.sentences[sentence].span.contains(span):
            raise ValueError(
                f"[{span.begin}, {span.end}) is outside sentence {sentence} of {self.document.source_file}"
            )

    def _check_index(self, index: int | None, items: tuple[Record, ...]) -> None:
        if index is not None and index >= len(items):
            raise ValueError(f"{self.document.source_file}: nothing stands at position {index} of {len(items)}")


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


class Issue(Record):
    """Something that a user should know about one input: what was skipped, and why."""

    step: str = Field(description="read, language, extract, reconcile or graph")
    source: str = Field(description="the file, with a line number where there is one")
    message: str
    skipped: bool = Field(default=True, description="False for a warning about a document that was used")
