"""What the documents say of an entity: its names, and all that can tell it from its namesakes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pydantic import Field

from pipeline.extract.gazetteer import country_of_people
from pipeline.reconcile.names import PersonName, fold
from pipeline.reconcile.places import country_code
from pipeline.records import (
    Chain,
    EntityLabel,
    Event,
    Extraction,
    MentionForm,
    Modality,
    Polarity,
    Record,
    Relation,
    RelationType,
)

__all__ = ["Dossier", "Dossiers", "Subject", "askable"]

MOST_NAMES = 4
"""An entity is asked for by so many of its names, the most frequent ones."""
MOST_AROUND = 200
"""So many names that stand in the same documents are kept of each entity."""
LONGEST_NAME = 120

_COUNTRY_OF = {RelationType.NATIONALITY}
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


class Subject(Record):
    """One entity of the graph, as far as the register of its build knows it."""

    id: str
    label: EntityLabel
    name: str
    aliases: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    same_as: tuple[str, ...] = ()
    parts: tuple[str, ...] = Field(default=(), description="ids of the names that it is put together from")


class Dossier(Record):
    """One entity, in what the documents say of it.

    Everything but the names stays on this machine: it is what the candidates of an endpoint are compared with.
    """

    id: str
    label: EntityLabel
    name: str
    aliases: tuple[str, ...] = ()
    asked: tuple[str, ...] = Field(default=(), description="the names that an endpoint is asked for")
    roles: tuple[str, ...] = Field(default=(), description="positions, titles, and what else it is called")
    countries: tuple[str, ...] = Field(default=(), description="countries that it is said to belong to, by name")
    related: tuple[str, ...] = Field(default=(), description="names of what a document relates it to")
    around: tuple[str, ...] = Field(default=(), description="names of what else its documents mention")
    first_year: int | None = Field(default=None, description="of the events in which it takes part")
    last_year: int | None = None
    mentions: int = 0
    documents: int = 0
    latitude: float | None = None
    longitude: float | None = None
    same_as: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass
class _Notes:
    """What is gathered of one entity while the documents stream by."""

    names: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    related: Counter[str] = field(default_factory=Counter)
    around: Counter[str] = field(default_factory=Counter)
    years: set[int] = field(default_factory=set)
    mentions: int = 0
    documents: int = 0


class Dossiers:
    """Takes documents in, one by one, and keeps what they say of some entities.

    Args:
        subjects: The entities of the graph.
    """

    def __init__(self, subjects: Iterable[Subject]) -> None:
        self._subjects = {s.id: s for s in subjects}
        self._notes: dict[str, _Notes] = defaultdict(_Notes)

    def add(self, extraction: Extraction, ids: Sequence[str | None]) -> None:
        """Reads one document.

        Args:
            extraction: What was read out of it.
            ids: Of each of its chains the id of the entity that it belongs to.
        """
        here = {id_ for id_ in ids if id_ in self._subjects}
        for index, id_ in enumerate(ids):
            if id_ in here:
                self._read_chain(self._notes[id_], extraction, extraction.chains[index])
        for id_ in here:
            notes = self._notes[id_]
            notes.documents += 1
            if len(notes.around) < MOST_AROUND:
                notes.around.update(self._subjects[other].name for other in here if other != id_)
        for relation in extraction.relations:
            self._read_relation(relation, ids)
        for event in extraction.events:
            self._read_event(event, extraction, ids)

    def dossier(self, id: str) -> Dossier:
        """What is known of one entity so far."""
        subject, notes = self._subjects[id], self._notes[id]
        names = sorted({subject.name, *subject.aliases}, key=lambda n: (n != subject.name, -notes.names[n], n))
        asked = {a.casefold(): a for n in reversed(names) if (a := askable(n, subject.label))}
        return Dossier(
            id=id,
            label=subject.label,
            name=subject.name,
            aliases=subject.aliases,
            asked=tuple(reversed(asked.values()))[:MOST_NAMES],
            roles=_most(notes.roles),
            countries=_most(notes.countries),
            related=_most(notes.related),
            around=_most(notes.around),
            first_year=min(notes.years, default=None),
            last_year=max(notes.years, default=None),
            mentions=notes.mentions,
            documents=notes.documents,
            latitude=subject.latitude,
            longitude=subject.longitude,
            same_as=subject.same_as,
            parts=subject.parts,
        )

    def _read_chain(self, notes: _Notes, extraction: Extraction, chain: Chain) -> None:
        notes.mentions += len(chain.mentions)
        for position in chain.mentions:
            mention = extraction.mentions[position]
            if mention.form is MentionForm.NAME:
                notes.names[mention.normal] += 1
                title = _before(mention.normal, mention.surface)
                if title:
                    self._add_role(notes, title)
            elif mention.form is MentionForm.NOMINAL:
                self._add_role(notes, mention.surface)

    def _read_relation(self, relation: Relation, ids: Sequence[str | None]) -> None:
        if relation.polarity is not Polarity.AFFIRMED:
            return
        subject = ids[relation.subject]
        if isinstance(relation.object, str):
            if subject in self._subjects:
                self._add_role(self._notes[subject], relation.object)
            return
        object_ = ids[relation.object]
        for one, other in ((subject, object_), (object_, subject)):
            if one in self._subjects and other in self._subjects and one != other:
                self._notes[one].related[self._subjects[other].name] += 1
        if relation.predicate in _COUNTRY_OF and subject in self._subjects and object_ in self._subjects:
            self._notes[subject].countries[self._subjects[object_].name] += 1

    def _read_event(self, event: Event, extraction: Extraction, ids: Sequence[str | None]) -> None:
        """The years in which somebody did something; a document's own date where the text gives none."""
        if event.modality is not Modality.ACTUAL:
            return
        years = {int(t.value[:4]) for t in event.times if t.value}
        for participant in event.actors:
            id_ = None if participant.chain is None else ids[participant.chain]
            if id_ in self._subjects:
                self._notes[id_].years |= years

    def _add_role(self, notes: _Notes, words: str) -> None:
        notes.roles[" ".join(words.split())] += 1
        for word in _WORD.findall(words):
            country = country_of_people(word) if word[:1].isupper() else None
            if country:
                notes.countries[country] += 1


def askable(name: str, label: EntityLabel) -> str | None:
    """The name as an endpoint may be asked for it, or None where it would find anybody.

    Of a person that is a given name with a surname. Names with a backslash or a control character are never sent.

    >>> askable("Vladimir\\n Putin", EntityLabel.PERSON), askable("Putin", EntityLabel.PERSON)
    ('Vladimir Putin', None)
    """
    plain = " ".join(name.split())
    if not 2 <= len(plain) <= LONGEST_NAME or "\\" in plain or not plain.isprintable():
        return None
    if not any(c.isalpha() for c in plain):
        return None
    return plain if label is not EntityLabel.PERSON or PersonName.of(plain).full else None


def same_country(left: str, right: str) -> bool:
    """Whether two names are those of one country: Russia and the Russian Federation."""
    codes = country_code(left), country_code(right)
    return codes[0] == codes[1] if all(codes) else fold(left) == fold(right)


def _before(normal: str, surface: str) -> str:
    """The title in front of a name: what the surface has before the normal form."""
    before, found, _ = surface.partition(normal)
    return before.strip(" ,.") if found and before[:1].isalpha() else ""


def _most(counted: Counter[str], limit: int = MOST_AROUND) -> tuple[str, ...]:
    return tuple(sorted(counted, key=lambda k: (-counted[k], k))[:limit])
