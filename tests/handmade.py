"""Records made by hand: articles built from words of their text, and who is who in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.records import (
    Act,
    Argument,
    Assertion,
    Chain,
    Claim,
    Document,
    Entity,
    EntityLabel,
    Event,
    EventType,
    Evidence,
    Extraction,
    GrammaticalVoice,
    Happening,
    Judgement,
    Member,
    Mention,
    MentionForm,
    Participant,
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

__all__ = ["Article", "ByName"]


class Article:
    """Builds one `Extraction`. Words are found from left to right within a sentence, which is told by its position."""

    def __init__(self, source_file: str, *sentences: str, **about: Any) -> None:
        self.about = {"source_file": source_file, "media_type": "text/plain", **about}
        self.sentences: list[Sentence] = []
        for words in sentences:
            self.add(words)
        self.found: list[Mention] = []
        self.chains: list[tuple[EntityLabel, str, list[int]]] = []
        self.relations: list[Relation] = []
        self.events: list[Event] = []
        self.claims: list[Claim] = []
        self.positions: list[Position] = []
        self.acts: list[Act] = []
        self.assertions: list[Assertion] = []

    def add(self, words: str) -> int:
        """Another sentence; its position."""
        begin = self.sentences[-1].span.end + 1 if self.sentences else 0
        self.sentences.append(Sentence(span=Span(begin=begin, end=begin + len(words)), text=words))
        return len(self.sentences) - 1

    @property
    def document(self) -> Document:
        text = " ".join(sentence.text for sentence in self.sentences)
        return Document(text=text, paragraphs=(Span(begin=0, end=len(text)),) if text else (), **self.about)

    def span(self, sentence: int, words: str) -> Span:
        whole = self.sentences[sentence]
        begin = whole.span.begin + whole.text.index(words)
        return Span(begin=begin, end=begin + len(words))

    def evidence(self, sentence: int, words: str, method: str = "test.rule", confidence: float = 0.9) -> Evidence:
        return Evidence(sentence=sentence, span=self.span(sentence, words), method=method, confidence=confidence)

    def name(
        self, sentence: int, words: str, label: str, name: str = "", form: str = "Name", *, apart: bool = False
    ) -> int:
        """A mention; the position of its chain: the last one with this label and name, or else one of its own."""
        key = EntityLabel(label), name or words
        known = [i for i, (*other, _) in enumerate(self.chains) if tuple(other) == key]
        if apart or not known:
            known.append(len(self.chains))
            self.chains.append((*key, []))
        self.chains[known[-1]][2].append(len(self.found))
        self.found.append(
            Mention(
                span=self.span(sentence, words),
                sentence=sentence,
                surface=words,
                normal=words,
                label=EntityLabel(label),
                form=MentionForm(form),
                confidence=0.95,
            )
        )
        return known[-1]

    def relation(self, subject: int, predicate: str, object: int | str, sentence: int, words: str, **how: Any) -> int:
        self.relations.append(
            Relation(
                subject=subject,
                predicate=RelationType(predicate),
                object=object,
                evidence=(self.evidence(sentence, words),),
                **how,
            )
        )
        return len(self.relations) - 1

    def participants(
        self, sentence: int, who: Sequence[tuple[str, int | None]], loose: bool
    ) -> tuple[Participant, ...]:
        """Some (words, chain) pairs; the words need not stand in the sentence if it is put loosely."""
        return tuple(
            Participant(
                text=words, span=self.sentences[sentence].span if loose else self.span(sentence, words), chain=c
            )
            for words, c in who
        )

    def event(
        self, type: str, sentence: int, trigger: str, *, time: tuple[str, str | None] | None = None, **more: Any
    ) -> int:
        """An event; participants are (words, chain) pairs, see `participants`; dates need not be in the sentence."""
        loose = more.pop("loose", False)
        roles = {r: self.participants(sentence, more.pop(r, ()), loose) for r in ("actors", "targets", "places")}
        whole = self.sentences[sentence]
        times = [TimeReference(text=date, span=whole.span, value=date) for date in more.pop("dates", ())]
        if time:
            times.append(TimeReference(text=time[0], span=self.span(sentence, time[0]), value=time[1]))
        self.events.append(
            Event(
                type=EventType(type),
                triggers=(
                    Trigger(span=self.span(sentence, trigger), sentence=sentence, surface=trigger, confidence=0.8),
                ),
                times=tuple(times),
                evidence=(self.evidence(sentence, whole.text),),
                **roles,
                **more,
            )
        )
        return len(self.events) - 1

    def claim(self, sentence: int, text: str, claimant: int | None, who: str, cue: str, **more: Any) -> int:
        """A claim; its figure is (words, least, most, unit), and may be approximate."""
        figure, approximate = more.pop("figure", None), more.pop("approximate", False)
        quantity = None
        if figure:
            words, minimum, maximum, unit = figure
            span = self.span(sentence, words)
            quantity = Quantity(
                text=words, span=span, minimum=minimum, maximum=maximum, unit=unit, approximate=approximate
            )
        self.claims.append(
            Claim(
                claimant=claimant,
                claimant_text=who,
                cue=cue,
                content=self.span(sentence, text),
                text=text,
                quantity=quantity,
                evidence=(self.evidence(sentence, text, "claims.reported"),),
                **more,
            )
        )
        return len(self.claims) - 1

    def position(self, kind: str, sentence: int, cue: str, text: str, who: str, **more: Any) -> int:
        self.positions.append(
            Position(
                kind=PositionKind(kind),
                holder_text=who,
                cue=cue,
                content=self.span(sentence, text),
                text=text,
                evidence=(self.evidence(sentence, self.sentences[sentence].text, "positions.test"),),
                **more,
            )
        )
        return len(self.positions) - 1

    def act(self, sentence: int, verb: str, voice: str, **more: Any) -> int:
        """An act; its agents and patients are (words, chain) pairs."""
        parties = {role: self.participants(sentence, more.pop(role, ()), False) for role in ("agents", "patients")}
        self.acts.append(
            Act(
                verb=self.span(sentence, verb),
                text=verb,
                voice=GrammaticalVoice(voice),
                evidence=(self.evidence(sentence, verb, "acts.test"),),
                **parties,
                **more,
            )
        )
        return len(self.acts) - 1

    def assertion(self, sentence: int, predicate: str, arguments: Sequence[Argument], **more: Any) -> None:
        """What a whole sentence says."""
        span = self.sentences[sentence].span
        self.assertions.append(
            Assertion(sentence=sentence, span=span, predicate=predicate, arguments=tuple(arguments), **more)
        )

    def extraction(self) -> Extraction:
        return Extraction(
            document=self.document,
            sentences=tuple(self.sentences),
            mentions=tuple(self.found),
            chains=tuple(Chain(label=label, name=name, mentions=tuple(m)) for label, name, m in self.chains),
            relations=tuple(self.relations),
            events=tuple(self.events),
            claims=tuple(self.claims),
            positions=tuple(self.positions),
            acts=tuple(self.acts),
            assertions=tuple(self.assertions),
        )


FOLDERS = {"PERSON": "person", "ORG": "org", "CITY": "city", "COUNTRY": "country", "NORP": "group"}
WHERE = {"Tromsvik": (69.1, 19.2)}


class ByName:
    """One entity for each label and name; one happening for each type and date, wherever they stand."""

    def __init__(self, *extractions: Extraction) -> None:
        self.entity: dict[tuple[str, int], str] = {}
        self.happening: dict[tuple[str, int], str] = {}
        chains: dict[str, list[tuple[Member, Extraction]]] = {}
        events: dict[str, list[tuple[Member, Event]]] = {}
        for extraction in extractions:
            document = extraction.document.id
            for index, chain in enumerate(extraction.chains):
                folder = FOLDERS.get(chain.label.value, chain.label.value.lower())
                key = f"{folder}/{chain.name.lower().replace(' ', '-')}"
                self.entity[document, index] = key
                chains.setdefault(key, []).append((Member(document=document, index=index), extraction))
            for index, event in enumerate(extraction.events):
                dates = [t.value for t in event.times if t.value]
                key = f"event/{event.type.value.lower()}-{dates[0] if dates else f'{document[:8]}-{index}'}"
                self.happening[document, index] = key
                events.setdefault(key, []).append((Member(document=document, index=index), event))
        self._entities = {key: self._entity(key, found) for key, found in chains.items()}
        self.judgements: tuple[Judgement, ...] = ()
        self._happenings = {
            key: Happening(
                id=key,
                type=found[0][1].type,
                name=key.removeprefix("event/").capitalize(),
                members=[m for m, _ in found],
            )
            for key, found in events.items()
        }
        self.entities = tuple(self._entities[k] for k in sorted(self._entities))
        self.happenings = tuple(self._happenings[k] for k in sorted(self._happenings))

    @staticmethod
    def _entity(key: str, found: list[tuple[Member, Extraction]]) -> Entity:
        chain = found[0][1].chains[found[0][0].index]
        surfaces = {
            e.mentions[i].surface for m, e in found for i in e.chains[m.index].mentions if e.mentions[i].form == "Name"
        }
        lat, long = WHERE.get(chain.name, (None, None))
        return Entity(
            id=key,
            label=chain.label,
            name=chain.name,
            aliases=tuple(sorted(surfaces - {chain.name})),
            members=tuple(m for m, _ in found),
            latitude=lat,
            longitude=long,
            population=78_745 if lat else None,
            country_code="NO" if lat else None,
            same_as=("https://sws.geonames.org/3133895/",) if lat else (),
        )

    def entity_of(self, document_id: str, chain: int) -> Entity:
        return self._entities[self.entity[document_id, chain]]

    def happening_of(self, document_id: str, event: int) -> Happening:
        return self._happenings[self.happening[document_id, event]]
