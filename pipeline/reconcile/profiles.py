"""What is kept of the documents while they stream by: one profile for each distinct name, not one for each mention."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from pipeline.reconcile.lexicon import groups, words
from pipeline.reconcile.names import PersonName, fold, slug
from pipeline.reconcile.parts import Part, PartFinder
from pipeline.reconcile.places import country_code, country_key
from pipeline.records import EntityLabel, Extraction, Member, MentionForm

__all__ = ["Key", "Profile", "Profiles", "organization_key"]

Key = tuple[EntityLabel, str, str]
"""Label, comparison form, and scope: empty, or the one document (or country) in which the name says who is meant."""

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


@dataclass(slots=True)
class Profile:
    """All chains that bear one name: the unit that is merged with others, divided only where a person says so."""

    key: Key
    members: list[Member] = field(default_factory=list)
    documents: set[int] = field(default_factory=set)
    names: Counter[str] = field(default_factory=Counter)
    aliases: Counter[str] = field(default_factory=Counter)

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


class Profiles:
    """Takes extractions in, one by one, and keeps their names."""

    def __init__(self, parts: Iterable[Part] = ()) -> None:
        self.by_key: dict[Key, Profile] = {}
        self.countries_of: list[frozenset[str]] = []
        """For each document the ISO codes of the countries that it names."""
        self._seen: set[str] = set()
        self._finder = PartFinder(parts)

    def add(self, extraction: Extraction) -> bool:
        """Reads the chains of one document; False if it has been read already."""
        document = extraction.document.id
        if document in self._seen:
            return False
        self._seen.add(document)
        number = len(self.countries_of)
        named: Counter[str] = Counter()
        for chain in extraction.chains:
            if chain.label is EntityLabel.COUNTRY and (code := country_code(chain.name)):
                named[code] += len(chain.mentions)
        self.countries_of.append(frozenset(named))
        country = min(named, key=lambda c: (-named[c], c)) if named else ""
        apart = self._finder.find(extraction)
        for index, chain in enumerate(extraction.chains):
            forms = Counter(
                extraction.mentions[m].normal for m in chain.mentions if extraction.mentions[m].form is MentionForm.NAME
            )
            key = name_key(chain.label, chain.name, document, country)
            if index in apart:
                key = (*key[:2], document)
                self._finder.found(apart[index], key)
            profile = self.by_key.get(key)
            if profile is None:
                profile = self.by_key[key] = Profile(key)
            profile.members.append(Member(document=document, index=index))
            profile.documents.add(number)
            profile.names[chain.name] += max(1, forms[chain.name])
            profile.aliases.update(forms)
        return True

    def key_of(self, part: Part) -> Key | None:
        """The profile that a decision means by a part, or None if the documents read do not have it."""
        key = self._finder.keys.get(part) if part.document else name_key(part.label, part.name, "", part.country)
        return key if key in self.by_key else None


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
    generic = label in _GENERIC and all(token in words(_GENERIC[label]) for token in form.split())
    scoped = generic and form not in lexicon_names("organizations")
    return label, form, (country or document) if scoped else ""
