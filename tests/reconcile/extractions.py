"""Builds an `Extraction` from a few words, so that tests of reconciliation say exactly what each document holds."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from handmade import Article

from pipeline.records import (
    Argument,
    Certainty,
    Extraction,
    Modality,
    Polarity,
    Quantity,
    RelationType,
    Span,
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
    day = dt.date.fromisoformat(published) if published else None
    made = Article(file, published=day, publisher=publisher)
    for label, *names in chains:
        for at, name in enumerate(names):
            made.name(made.add(name), name, label, names[0], apart=at == 0)
    position = {name: i for i, (_, name, _) in enumerate(made.chains)}

    def who(words: Sequence[str]) -> list[tuple[str, int | None]]:
        return [(w, position.get(w)) for w in words]

    for told in events:
        trigger = told.type.lower()
        made.event(
            told.type,
            made.add(trigger),
            trigger,
            actors=who(told.actors),
            targets=who(told.targets),
            places=who(told.places),
            dates=told.dates,
            loose=True,
            modality=Modality(told.modality),
        )
    for counted in figures:
        words = f"{counted.minimum or 'up'} to {counted.maximum or 'more'} {counted.unit}"
        made.claim(
            made.add(words),
            words,
            position.get(counted.claimant),
            counted.claimant,
            "",
            figure=(words, counted.minimum, counted.maximum, counted.unit),
            approximate=counted.approximate,
            polarity=Polarity.DENIED if counted.denied else Polarity.AFFIRMED,
            count_of=counted.event,
        )
    for said in asserted:
        at = made.add(said.words)
        span = made.sentences[at].span
        made.assertion(
            at,
            said.predicate,
            [_argument(said, part, span, position) for part in said.parts],
            polarity=Polarity.DENIED if said.denied else Polarity.AFFIRMED,
            certainty=Certainty(said.certainty),
            claim=made.claim(at, said.words, position.get(said.by), said.by, "") if said.by else None,
            dates=tuple(said.dates),
        )
    for part, whole in inside:
        words = f"{part} in {whole}"
        made.relation(position[part], RelationType.CONTAINED_IN, position[whole], made.add(words), words)
    for person, body in leads:
        words = f"{person} leads {body}"
        made.relation(position[person], RelationType.HEAD_OF, position[body], made.add(words), words)
    for taken in stands:
        at = made.add(f"{taken.holder} {taken.text}")
        made.position(
            taken.kind,
            at,
            "test",
            taken.text,
            taken.holder,
            holder=position.get(taken.holder),
            lemmas=tuple(w for w in taken.text.split() if w not in ("the", "of", "a", "it")),
            target=position.get(taken.target),
            target_text=taken.target,
            claim=made.claim(at, taken.text, None, taken.reported_by, "") if taken.reported_by else None,
            about=(position[taken.text],) if taken.text in position else (),
        )
    return made.extraction()


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
