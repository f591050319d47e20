"""Where a document is at home: the cities that it means, and the country of what every country has one of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.reconcile.names import fold
from pipeline.reconcile.places import (
    City,
    Setting,
    city_in,
    country_code,
    country_of_people,
    division_of,
    find_city,
    is_doubtful,
    state_code,
)
from pipeline.records import EntityLabel, Extraction, Mention, MentionForm

__all__ = ["Homes"]

_PLACES = (EntityLabel.COUNTRY, EntityLabel.NORP, EntityLabel.CITY, EntityLabel.REGION)
_BEFORE = re.compile(r"['’]?s?\s+", re.IGNORECASE)
_AFTER = re.compile(r"\s+(?:of|in)\s+(?:the\s+)?", re.IGNORECASE)
_WITHIN = re.compile(r",\s+(?:in\s+)?|\s+in\s+|\s+\(")
"""What stands between a city and the country that it is said to lie in."""
_OWNED = re.compile(r"['’]s?\s(?!(?:[\w-]+\s){0,2}(?:capital|city|town|port)\b)")
"""What follows a country that has nothing to do with the city before it: "in Tripoli, Lebanon's minister said"."""
_NATIONS = frozenset({"england", "scotland", "wales", "northern ireland"})
FAR = 12
"""A name that belongs to a place stands at most so many characters from it: "parliament of the Netherlands"."""


class Homes:
    """The places of one document, as far as they are sure."""

    def __init__(self, extraction: Extraction) -> None:
        self._extraction = extraction
        self._code: dict[int, str] = {}
        """Of the chain of a country, a people or a city, the ISO code of the country."""
        self.cities: dict[int, City] = {}
        """Of the chain of a city, the city that is meant."""
        self.doubtful: set[int] = set()
        """The chains of cities of which the document lets one think of another than the best known of their name."""
        chains = extraction.chains
        if not any(chain.label in _PLACES for chain in chains):
            self._setting = Setting()
            return
        states: set[str] = set()
        for index, chain in enumerate(chains):
            if (chain.label is EntityLabel.COUNTRY and (code := country_code(chain.name))) or (
                chain.label is EntityLabel.NORP and (code := country_of_people(chain.name))
            ):
                self._code[index] = code
            elif chain.label is EntityLabel.REGION and (state := state_code(chain.name)):
                states.add(state)
        named = frozenset(self._code.values())
        around = named | ({"GB"} if any(fold(c.name) in _NATIONS for c in chains if c.label in _PLACES) else set())
        towns = {i: chain.name for i, chain in enumerate(chains) if chain.label is EntityLabel.CITY}
        sure = {i: city for i, name in towns.items() if (city := find_city(name))}
        for index, name in towns.items():
            others = tuple(city for i, city in sure.items() if i != index and fold(chains[i].name) != fold(name))
            setting = Setting(around, frozenset(states), others)
            country, division = self._within(index)
            city = city_in(name, country, division)
            elsewhere = bool(division) and city is None
            if city is None and not elsewhere:
                city = find_city(name, setting)
            if city is not None:
                self.cities[index] = city
                self._code[index] = city.country
            elif elsewhere or is_doubtful(name, setting):
                self.doubtful.add(index)
        self._setting = Setting(named, frozenset(states), tuple(self.cities.values()))

    @property
    def countries(self) -> frozenset[str]:
        """The ISO codes of the countries that the document names, or whose people it names."""
        return self._setting.countries

    def code(self, index: int) -> str:
        """The ISO code of the country that the chain of a country, a people or a city stands for; else empty."""
        return self._code.get(index, "")

    def country(self) -> str:
        """The ISO code of the country that the document is about; empty where it does not say clearly.

        That is the one that it names most often, itself or its people; where it names none, that of its cities.
        """
        named: Counter[str] = Counter()
        towns: Counter[str] = Counter()
        for index, code in self._code.items():
            chain = self._extraction.chains[index]
            (towns if chain.label is EntityLabel.CITY else named)[code] += len(chain.mentions)
        return _most(named or towns, towns)

    def country_of(self, index: int) -> str:
        """The country that a chain of the document belongs to: one that stands beside it, else the document's."""
        beside = Counter(self._beside(index))
        return _most(beside, beside) or self.country()

    def city(self) -> City | None:
        """The only city that the document speaks of."""
        found = {city.id: city for city in self.cities.values()}
        towns = {fold(c.name) for c in self._extraction.chains if c.label is EntityLabel.CITY}
        return next(iter(found.values())) if len(found) == len(towns) == 1 else None

    def _within(self, index: int) -> tuple[str, str]:
        """The country that a city is said to lie in, and the part of it: "Tripoli, Lebanon", "London, Ontario"."""
        text = self._extraction.document.text
        ends = {mention.span.end for mention in self._names(index)}
        found = set()
        for place, chain in enumerate(self._extraction.chains):
            if chain.label is EntityLabel.COUNTRY:
                lies = self._code.get(place, ""), ""
            elif chain.label is EntityLabel.REGION:
                lies = division_of(chain.name)
            else:
                continue
            for span in (m.span for m in self._names(place)) if lies[0] else ():
                stands = any(0 < span.begin - e <= FAR and _WITHIN.fullmatch(text[e : span.begin]) for e in ends)
                if stands and not _OWNED.match(text, span.end):
                    found.add(lies)
        return found.pop() if len(found) == 1 else ("", "")

    def _names(self, index: int) -> Iterator[Mention]:
        mentions = self._extraction.mentions
        return (mentions[m] for m in self._extraction.chains[index].mentions if mentions[m].form is MentionForm.NAME)

    def _beside(self, index: int) -> Iterator[str]:
        """Countries that stand right before or after a name: "Ukrainian parliament", "parliament of Ukraine"."""
        mentions, text = self._extraction.mentions, self._extraction.document.text
        own = [mention.span for mention in self._names(index)]
        for place, code in self._code.items():
            for position in self._extraction.chains[place].mentions:
                span = mentions[position].span
                for name in own:
                    if (0 <= name.begin - span.end <= FAR and _BEFORE.fullmatch(text[span.end : name.begin])) or (
                        0 <= span.begin - name.end <= FAR and _AFTER.fullmatch(text[name.end : span.begin])
                    ):
                        yield code


def _most(counts: Counter[str], tie: Counter[str]) -> str:
    """The most frequent, if one is; of equals the one that the second count prefers."""
    ranked = sorted(((-n, -tie[code], code) for code, n in counts.items()))
    if not ranked or (len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]):
        return ""
    return ranked[0][2]
