"""What is kept of the documents while they stream by: one profile for each distinct name, not one for each mention."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from pipeline.reconcile.beside import side_by_side
from pipeline.reconcile.facts import Fact, facts_of
from pipeline.reconcile.formerly import OtherName, other_names
from pipeline.reconcile.homes import Homes
from pipeline.reconcile.lexicon import groups, words
from pipeline.reconcile.names import PersonName, fold, slug
from pipeline.reconcile.parts import Part, PartFinder
from pipeline.reconcile.places import City, country_code, country_key, country_of_people, is_largest
from pipeline.records import EntityLabel, Extraction, Member, MentionForm

__all__ = ["Key", "Names", "Profile", "Profiles", "names_of", "organization_key"]

Key = tuple[EntityLabel, str, str]
"""Label, comparison form, and scope: empty, or that in which the name says who is meant.

A scope is the id of one document, the ISO code of a country, or for a city that is not the largest of its name its
number in GeoNames.
"""

FOLDER = {
    EntityLabel.PERSON: "person",
    EntityLabel.ORG: "organization",
    EntityLabel.CITY: "city",
    EntityLabel.COUNTRY: "country",
    EntityLabel.REGION: "region",
    EntityLabel.PLACE: "place",
    EntityLabel.NORP: "group",
    EntityLabel.EVENT: "event-name",
    EntityLabel.WORK: "work",
}


SCOPE_DIGITS = 8
"""So much of a document's id tells apart those who share a name."""


class Sight(NamedTuple):
    """A chain as it stands in one document."""

    number: int
    member: Member
    name: str
    forms: Mapping[str, int]
    """The names that its mentions use, and how often."""


@dataclass(slots=True)
class Profile:
    """All chains that bear one name: the unit that is merged with others.

    It is divided where a person says so, or where its documents tell of several who bear the name.
    """

    key: Key
    sights: list[Sight] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    documents: set[int] = field(default_factory=set)
    names: Counter[str] = field(default_factory=Counter)
    aliases: Counter[str] = field(default_factory=Counter)
    facts: dict[int, frozenset[Fact]] = field(default_factory=dict)
    """What each document, by its number, says of a person."""

    def add(self, sight: Sight) -> None:
        """Take in one chain."""
        self.sights.append(sight)
        self.members.append(sight.member)
        self.documents.add(sight.number)
        self.names[sight.name] += max(1, sight.forms.get(sight.name, 0))
        for form, times in sight.forms.items():  # as Counter.update does, in a third of the time
            self.aliases[form] = self.aliases.get(form, 0) + times

    @property
    def label(self) -> EntityLabel:
        return self.key[0]

    @property
    def form(self) -> str:
        """The comparison form."""
        return self.key[1]

    @property
    def scoped(self) -> bool:
        """Whether the name alone does not say who is meant."""
        return bool(self.key[2])

    @property
    def name(self) -> str:
        """The most frequent spelling; among equals the longest, then the first in the alphabet."""
        if len(self.names) == 1:  # as a rule
            return next(iter(self.names))
        return min(self.names, key=lambda n: (-self.names[n], -len(n), n))

    @property
    def id(self) -> str:
        """The end of its IRI while it is an entity of its own, by which judgements call it: person/vladimir-putin.

        Where the name alone does not say who is meant, the document or country follows: person/putin-0c2f5f0a.
        """
        return self.id_under(self.name)

    @property
    def ids(self) -> tuple[str, ...]:
        """What it may be called with more or fewer documents: one id for each spelling of its name, sorted."""
        return tuple(sorted({self.id_under(name) for name in self.names}))

    def id_under(self, name: str, label: EntityLabel | None = None) -> str:
        """Its id if this spelling of its name is the one to go by, and this what it is."""
        where = f"-{self.key[2][:SCOPE_DIGITS].casefold()}" if self.scoped else ""
        return f"{FOLDER[label or self.label]}/{slug(name)}{where}"


_PLACE_WORDS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_ROAD_WORDS = {
    "oblast": "region", "krai": "territory", "st": "street", "ave": "avenue", "rd": "road", "blvd": "boulevard",
    "hwy": "highway",
}  # fmt: skip
_SPELLING = (("isation", "ization"), ("defence", "defense"), ("centre", "center"), ("labour", "labor"))


def organization_key(name: str) -> str:
    """The comparison form of an organisation's name: no small words, no legal form, one spelling of English.

    >>> organization_key("The Ministry of Defence"), organization_key("Acme Holdings, Inc.")
    ('ministry defense', 'acme holdings')
    """
    tokens = [t for t in fold(name).split() if t not in words("small_words")] or fold(name).split()
    while len(tokens) > 1 and tokens[-1] in words("legal_forms"):
        tokens.pop()
    key = " ".join(tokens)
    for written, meant in _SPELLING:
        key = key.replace(written, meant)
    return key


def place_key(name: str) -> str:
    """The comparison form of a place's name.

    >>> place_key("St. Petersburg"), place_key("Donetsk Oblast"), place_key("Main St.")
    ('saint petersburg', 'donetsk region', 'main street')
    """
    *first, last = fold(name).split() or [""]
    return " ".join([*(_PLACE_WORDS.get(t, t) for t in first), _ROAD_WORDS.get(last, last)])


def region_key(name: str) -> str:
    """The comparison form of a region's name: that of the state for its abbreviation.

    >>> region_key("N.J."), region_key("Calif."), region_key("Saxony")
    ('new jersey', 'california', 'saxony')
    """
    return lexicon_names("regions").get(place_key(name), place_key(name))


@lru_cache(maxsize=3)
def lexicon_names(name: Literal["organizations", "cities", "regions"]) -> dict[str, str]:
    """Comparison form -> that of the preferred name, for a list whose lines hold the names of one thing."""
    key = organization_key if name == "organizations" else place_key
    return {key(form): key(row[0]) for row in groups(name) for form in row}


_KEYS: dict[EntityLabel, Callable[[str], str]] = {
    EntityLabel.ORG: organization_key,
    EntityLabel.CITY: place_key,
    EntityLabel.REGION: region_key,
    EntityLabel.PLACE: place_key,
}
_GENERIC = {
    EntityLabel.ORG: "generic_words",
    EntityLabel.PLACE: "generic_places",
    EntityLabel.WORK: "generic_works",
}


@dataclass(frozen=True, slots=True)
class Named:
    """What is kept of one chain of a document."""

    index: int
    key: Key
    name: str
    forms: Mapping[str, int]
    """The names that its mentions use, and how often."""
    facts: frozenset[Fact] | None
    """What the document says of it, if it is a person of whom it says anything."""
    city: City | None
    """The city that is surely meant."""
    parts: tuple[Part, ...]
    """What decisions may mean by it."""


@dataclass(frozen=True, slots=True)
class Names:
    """What is kept of the chains of one document: told by that document alone, in whatever process."""

    document: str
    countries: frozenset[str]
    chains: tuple[Named, ...]
    two: tuple[tuple[int, int], ...] = ()
    """Pairs of chains that are two people for sure, however alike their names."""
    others: tuple[OtherName, ...] = ()


def names_of(extraction: Extraction, finder: PartFinder) -> Names:
    """The names of one document.

    Args:
        extraction: What was read out of it.
        finder: Knows of which parts decisions speak; it is asked, and stays as it is.
    """
    homes = Homes(extraction)
    meant = finder.find(extraction)
    facts = facts_of(extraction, homes)
    chains = []
    for index, chain in enumerate(extraction.chains):
        forms = Counter(
            extraction.mentions[m].normal for m in chain.mentions if extraction.mentions[m].form is MentionForm.NAME
        )
        chains.append(
            Named(
                index=index,
                key=_key(extraction, index, homes),
                name=chain.name,
                forms=dict(forms),
                facts=facts.get(index),
                city=homes.cities.get(index),
                parts=tuple(meant.get(index, ())),
            )
        )
    return Names(
        extraction.document.id, homes.countries, tuple(chains), side_by_side(extraction), other_names(extraction)
    )


def _key(extraction: Extraction, index: int, homes: Homes) -> Key:
    chain, document = extraction.chains[index], extraction.document.id
    key = name_key(chain.label, chain.name, document, "")
    if key[2] == document and chain.label in _COUNTRYWIDE:
        return *key[:2], homes.country_of(index) or document
    if chain.label is EntityLabel.CITY and (city := homes.cities.get(index)) and not is_largest(city, chain.name):
        return *key[:2], str(city.id)
    if index in homes.doubtful:
        return *key[:2], document
    if key[2] == document and chain.label is EntityLabel.PLACE and (town := homes.city()):
        return *key[:2], str(town.id)
    return key


class Profiles:
    """Takes the names of documents in, one by one, and keeps them."""

    def __init__(self, parts: Mapping[Part, bool] | None = None) -> None:
        self.by_key: dict[Key, Profile] = {}
        self.countries_of: list[frozenset[str]] = []
        """For each document the ISO codes of the countries that it names, or whose people."""
        self.cities: dict[Key, dict[int, City]] = {}
        """Of each profile of a city, the city that a document, by its number, surely means."""
        self.two: list[tuple[Member, Member]] = []
        """Chains that one document tells apart however alike their names."""
        self.others: list[tuple[str, OtherName]] = []
        """What a document says is called otherwise."""
        self._seen: set[str] = set()
        self._finder = PartFinder(parts or {})

    def add(self, names: Names) -> bool:
        """Takes in the chains of one document; False if it has been taken in already."""
        document = names.document
        if document in self._seen:
            return False
        self._seen.add(document)
        number = len(self.countries_of)
        self.countries_of.append(names.countries)
        self.two += ((Member(document=document, index=a), Member(document=document, index=b)) for a, b in names.two)
        self.others += ((document, other) for other in names.others)
        for chain in names.chains:
            # of two files of one name in two folders the first counts
            parts = [part for part in chain.parts if not self._finder.knows(part)]
            key = self._finder.found(parts, chain.key, document) if parts else chain.key
            profile = self.by_key.get(key)
            if profile is None:
                profile = self.by_key[key] = Profile(key)
            profile.add(Sight(number, Member(document=document, index=chain.index), chain.name, chain.forms))
            if chain.facts is not None:
                profile.facts[number] = profile.facts.get(number, frozenset()) | chain.facts
            if chain.city is not None:
                self.cities.setdefault(key, {})[number] = chain.city
        return True

    def divide(self, key: Key, documents: Collection[int]) -> list[Key]:
        """Take some documents, by their numbers, out of a profile; each has one of its own from then on.

        Returns:
            The new profiles.
        """
        whole = self.by_key.pop(key)
        cities = self.cities.pop(key, {})
        made: dict[Key, None] = {}
        for sight in whole.sights:
            own = (*key[:2], sight.member.document) if sight.number in documents else key
            profile = self.by_key.get(own)
            if profile is None:
                profile = self.by_key[own] = Profile(own)
            profile.add(sight)
            if sight.number in whole.facts:
                profile.facts[sight.number] = whole.facts[sight.number]
            if sight.number in cities:
                self.cities.setdefault(own, {})[sight.number] = cities[sight.number]
            if own != key:
                made[own] = None
        return list(made)

    def told_apart(self) -> list[tuple[Key, Key]]:
        """The profiles of `two`, sorted, as they are divided by now."""
        key = self._keys({member for pair in self.two for member in pair})
        return sorted({(min(key[a], key[b]), max(key[a], key[b])) for a, b in self.two if key[a] != key[b]})

    def called_otherwise(self) -> list[tuple[Key, Key, str]]:
        """The profiles of `others`, sorted, as they are divided by now, and the words that tell it."""
        members = [
            (Member(document=d, index=at), d, told)
            for d, told in self.others
            for at in (told.chain, told.other)
            if at is not None
        ]
        key = self._keys({member for member, _, _ in members})
        found = set()
        for document, told in self.others:
            one = key[Member(document=document, index=told.chain)]
            if told.other is None:
                other = name_key(told.label, told.name, document, "")
            else:
                other = key[Member(document=document, index=told.other)]
            if one != other and other in self.by_key:
                found.add((one, other, told.cue))
        return sorted(found)

    def _keys(self, members: Collection[Member]) -> dict[Member, Key]:
        """The profiles that some chains are in."""
        return {m: p.key for p in self.by_key.values() for m in p.members if m in members} if members else {}

    def key_of(self, part: Part) -> Key | None:
        """The profile that a decision means by a part, or None if the documents read do not have it."""
        if part.document:
            key = self._finder.key(part, self.by_key)
        else:
            key = name_key(part.label, part.name, "", part.country)
            if part.country:
                key = (*key[:2], part.country)
        return key if key in self.by_key else None


_COUNTRYWIDE = (EntityLabel.ORG, EntityLabel.WORK)
"""What a country has one of, if its name is one that every country has."""


def _national(form: str) -> tuple[str, str]:
    """The name of an office without the country in it, and the country's code; two empty strings if it is none.

    >>> _national("russian interior ministry"), _national("supreme court united states"), _national("us steel")
    (('interior ministry', 'RU'), ('supreme court', 'US'), ('', ''))
    """
    tokens = form.split()
    for length in (1, 2, 3):
        for rest, place in ((tokens[length:], tokens[:length]), (tokens[:-length], tokens[-length:])):
            if len(rest) < 2 or not all(token in words("generic_words") for token in rest):
                continue
            if code := country_of_people(" ".join(place)) or country_code(" ".join(place)):
                return " ".join(rest), code
    return "", ""


def name_key(label: EntityLabel, name: str, document: str, country: str) -> Key:
    """The key of the profile that a chain belongs to.

    >>> name_key(EntityLabel.PERSON, "President Putin", "0c2f", "RU")[1:]
    ('putin', '0c2f')
    >>> name_key(EntityLabel.PERSON, "Vladimir Putin", "0c2f", "RU")[1:]
    ('vladimir putin', '')
    """
    if label is EntityLabel.PERSON:
        person = PersonName.of(name)
        form = " ".join((*person.tokens, person.suffix)).strip()
        return label, form or name, "" if person.full else document
    if label is EntityLabel.COUNTRY:
        return label, country_key(name) or place_key(name), ""
    form = _KEYS.get(label, fold)(name) or name
    if label is EntityLabel.ORG and form not in lexicon_names("organizations"):
        office, own = _national(form)
        if office:
            return label, office, own
    generic = label in _GENERIC and all(token in words(_GENERIC[label]) for token in form.split())
    scoped = generic and form not in lexicon_names("organizations")
    return label, form, (country or document) if scoped else ""
