"""All that was read out of one document, and whether it holds together."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from pipeline.records.document import Chain, Document, Mention, Record, Sentence, Span
from pipeline.records.findings import Act, Assertion, Claim, Event, Position, Relation

__all__ = ["Extraction"]


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
            for piece in c.pieces:
                self._check_inside(c.evidence[0].sentence, piece)
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
