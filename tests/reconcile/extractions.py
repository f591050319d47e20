"""Builds an `Extraction` from a few words, so that tests of reconciliation say exactly what each document holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.records import (
    Argument,
    Assertion,
    Certainty,
    Chain,
    Claim,
    Document,
    EntityLabel,
    Event,
    EventType,
    Evidence,
    Extraction,
    Mention,
    MentionForm,
    Modality,
    Participant,
    Polarity,
    Position,
    PositionKind,
    Quantity,
    Relation,
    RelationType,
    Sentence,
    Span,
    TimeReference,
    Trigger,
)


@dataclass
class Told:
    """One event: its participants are names of chains, or else plain words."""

    type: str
    actors: Sequence[str] = ()
    targets: Sequence[str] = ()
    places: Sequence[str] = ()
    dates: Sequence[str] = ()
    modality: str = "Actual"


@dataclass
class Counted:
    """One claim with a figure that counts an event, given by its position."""

    event: int
    minimum: float | None
    maximum: float | None
    unit: str = "people"
    claimant: str = ""
    approximate: bool = False
    denied: bool = False


@dataclass
class Stood:
    """One position: holder and target are names of chains, or else plain words; lemmas are the words of the text."""

    kind: str
    holder: str
    text: str
    target: str = ""
    reported_by: str = ""


@dataclass
class Asserted:
    """What a main clause says: a predicate, and "role:noun" for each participant, a chain where one has that name."""

    predicate: str
    parts: Sequence[str]
    by: str = ""
    denied: bool = False
    certainty: str = "Certain"
    count: float | None = None
    dates: Sequence[str] = ()

    @property
    def words(self) -> str:
        return f"{self.predicate} {' '.join(self.parts)} {self.count or ''} {self.certainty} {self.denied}"


@dataclass
class _Writer:
    text: str = ""
    sentences: list[Sentence] = field(default_factory=list)

    def write(self, words: str) -> Span:
        begin = len(self.text)
        self.text += words + " "
        span = Span(begin=begin, end=begin + len(words))
        self.sentences.append(Sentence(span=span, text=words))
        return span

    def evidence(self, span: Span) -> tuple[Evidence]:
        return (Evidence(sentence=len(self.sentences) - 1, span=span, method="test", confidence=1.0),)


def article(
    file: str,
    *chains: tuple[str, ...],
    events: Sequence[Told] = (),
    figures: Sequence[Counted] = (),
    inside: Sequence[tuple[str, str]] = (),
    stands: Sequence[Stood] = (),
    leads: Sequence[tuple[str, str]] = (),
    asserted: Sequence[Asserted] = (),
    published: str | None = None,
    publisher: str | None = None,
) -> Extraction:
    """A document with chains (label, name, other names ...), each name standing in a sentence of its own."""
    writer = _Writer()
    mentions: list[Mention] = []
    made: list[Chain] = []
    for label, *names in chains:
        positions = []
        for name in names:
            span = writer.write(name)
            positions.append(len(mentions))
            mentions.append(
                Mention(
                    span=span,
                    sentence=len(writer.sentences) - 1,
                    surface=name,
                    normal=name,
                    label=EntityLabel(label),
                    form=MentionForm.NAME,
                    confidence=1.0,
                )
            )
        made.append(Chain(label=EntityLabel(label), name=names[0], mentions=tuple(positions)))
    position = {chain.name: i for i, chain in enumerate(made)}

    def who(words: Sequence[str], span: Span) -> tuple[Participant, ...]:
        return tuple(Participant(text=w, span=span, chain=position.get(w)) for w in words)

    happened = []
    for told in events:
        span = writer.write(told.type.lower())
        happened.append(
            Event(
                type=EventType(told.type),
                triggers=(
                    Trigger(span=span, sentence=len(writer.sentences) - 1, surface=told.type.lower(), confidence=1.0),
                ),
                actors=who(told.actors, span),
                targets=who(told.targets, span),
                places=who(told.places, span),
                times=tuple(TimeReference(text=d, span=span, value=d) for d in told.dates),
                modality=Modality(told.modality),
                evidence=writer.evidence(span),
            )
        )
    claims = []
    for counted in figures:
        words = f"{counted.minimum or 'up'} to {counted.maximum or 'more'} {counted.unit}"
        span = writer.write(words)
        claims.append(
            Claim(
                claimant=position.get(counted.claimant),
                claimant_text=counted.claimant,
                content=span,
                text=words,
                polarity=Polarity.DENIED if counted.denied else Polarity.AFFIRMED,
                quantity=Quantity(
                    text=words,
                    span=span,
                    minimum=counted.minimum,
                    maximum=counted.maximum,
                    unit=counted.unit,
                    approximate=counted.approximate,
                ),
                count_of=counted.event,
                evidence=writer.evidence(span),
            )
        )
    assertions = []
    for told in asserted:
        span = writer.write(told.words)
        if told.by:
            claims.append(
                Claim(
                    claimant=position.get(told.by),
                    claimant_text=told.by,
                    content=span,
                    text=told.words,
                    evidence=writer.evidence(span),
                )
            )
        assertions.append(
            Assertion(
                sentence=len(writer.sentences) - 1,
                span=span,
                predicate=told.predicate,
                arguments=tuple(_argument(told, part, span, position) for part in told.parts),
                polarity=Polarity.DENIED if told.denied else Polarity.AFFIRMED,
                certainty=Certainty(told.certainty),
                claim=len(claims) - 1 if told.by else None,
                dates=tuple(told.dates),
            )
        )
    relations = []
    for part, whole in inside:
        span = writer.write(f"{part} in {whole}")
        relations.append(
            Relation(
                subject=position[part],
                predicate=RelationType.CONTAINED_IN,
                object=position[whole],
                evidence=writer.evidence(span),
            )
        )
    for person, body in leads:
        evidence = writer.evidence(writer.write(f"{person} leads {body}"))
        relations.append(
            Relation(subject=position[person], predicate=RelationType.HEAD_OF, object=position[body], evidence=evidence)
        )
    stood = []
    for taken in stands:
        span = writer.write(f"{taken.holder} {taken.text}")
        content = Span(begin=span.end - len(taken.text), end=span.end)
        if taken.reported_by:
            claims.append(
                Claim(claimant_text=taken.reported_by, content=content, text=taken.text, evidence=writer.evidence(span))
            )
        stood.append(
            Position(
                kind=PositionKind(taken.kind),
                holder=position.get(taken.holder),
                holder_text=taken.holder,
                cue="test",
                content=content,
                text=taken.text,
                lemmas=tuple(w for w in taken.text.split() if w not in ("the", "of", "a", "it")),
                target=position.get(taken.target),
                target_text=taken.target,
                claim=len(claims) - 1 if taken.reported_by else None,
                about=(position[taken.text],) if taken.text in position else (),
                evidence=writer.evidence(span),
            )
        )
    text = writer.text or " "
    return Extraction(
        document=Document(
            source_file=file,
            media_type="text/plain",
            text=text,
            paragraphs=(Span(begin=0, end=len(text)),),
            published=dt.date.fromisoformat(published) if published else None,
            publisher=publisher,
        ),
        sentences=tuple(writer.sentences),
        mentions=tuple(mentions),
        chains=tuple(made),
        relations=tuple(relations),
        events=tuple(happened),
        claims=tuple(claims),
        positions=tuple(stood),
        assertions=tuple(assertions),
    )


def _argument(told: Asserted, part: str, span: Span, position: dict[str, int]) -> Argument:
    role, _, noun = part.partition(":")
    counted = told.count is not None and role == "patient"
    quantity = (
        Quantity(text=f"{told.count:g}", span=span, minimum=told.count, maximum=told.count, unit=noun)
        if counted
        else None
    )
    chain = position.get(noun)
    return Argument(role=role, span=span, head="" if chain is not None else noun, chain=chain, quantity=quantity)


def crowd(count: int = 120) -> list[Extraction]:
    """Articles that make a corpus large enough for frequencies to tell something; many people share names in it."""
    given, family = ("Ivan", "Anna", "Oleg", "Vera", "Boris", "Zoya"), ("Popov", "Orlov", "Belov", "Sidorov", "Kozlov")
    return [
        article(
            f"crowd{i}.txt",
            ("PERSON", f"{given[i % 6]} {family[i % 5]}".replace("Ivan Orlov", "Ivan Belov")),
            ("ORG", f"Factory {'abcdefghijklmnopqrstuvwxyz'[i % 26]}{'abcdefghij'[i % 10]}x"),
            ("CITY", ("Omsk", "Tomsk", "Perm", "Chita")[i % 4]),
        )
        for i in range(count)
    ]
