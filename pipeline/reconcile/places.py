"""What is known of countries and cities offline: GeoNames, ISO 3166 (pycountry), CLDR (babel).

GeoNames is published under CC BY 4.0; NOTICE credits it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import pycountry
from babel import Locale

from pipeline import gazetteer
from pipeline.reconcile.lexicon import groups
from pipeline.reconcile.names import fold

__all__ = [
    "City",
    "Setting",
    "cities_of",
    "city_in",
    "country_code",
    "country_iri",
    "country_key",
    "country_of_people",
    "country_population",
    "division_of",
    "find_city",
    "is_city",
    "is_doubtful",
    "is_largest",
    "saintly",
    "state_code",
    "state_iri",
]

DOMINANCE = 20
"""A city is meant without further context only where it has this many times the inhabitants of its next namesake."""
LARGE = 100_000
"""... and at least so many inhabitants."""
CLEAR = 5
"""Within a country that the context names, this many times the inhabitants of the next namesake are enough."""
BESIDE = 250
"""Two cities so many kilometres apart at the most stand beside one another."""


@dataclass(frozen=True, slots=True)
class City:
    """A city of at least 15,000 inhabitants."""

    id: int
    name: str
    country: str
    division: str
    population: int
    latitude: float
    longitude: float

    @property
    def iri(self) -> str:
        """The city in GeoNames."""
        return _geonames(self.id)

    def kilometres(self, other: City) -> float:
        """How far away another city lies, as the crow flies.

        >>> riga, vilnius = find_city("Riga"), find_city("Vilnius")
        >>> 255 < riga.kilometres(vilnius) < 270
        True
        """
        a, b = math.radians(self.latitude), math.radians(other.latitude)
        east = math.radians(other.longitude - self.longitude)
        inside = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(east / 2) ** 2
        return 2 * 6371 * math.asin(math.sqrt(min(1.0, inside)))


@dataclass(frozen=True, slots=True)
class Setting:
    """The places of a document that help to tell which city is meant: the others, which are sure.

    Args:
        countries: ISO codes of the countries that it names, or whose people.
        states: Postal codes of the states of the United States that it names.
        cities: Cities that cannot be mistaken.
    """

    countries: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    cities: tuple[City, ...] = ()

    def around(self, city: City) -> bool:
        """Whether the document speaks of the city's own state, or of a city near by and of no other country."""
        if city.country == "US" and city.division in self.states:
            return True
        here = all(other.country == city.country for other in self.cities) and self.countries <= {city.country}
        return here and any(
            other.division == city.division and other.kilometres(city) <= BESIDE for other in self.cities
        )


def _geonames(number: int) -> str:
    return f"https://sws.geonames.org/{number}/"


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Folded name -> ISO 3166 alpha-2, or the folded usual name of a state that has none."""
    codes: dict[str, str] = {}
    known = gazetteer.countries()
    territories = Locale("en").territories
    for code, country in known.items():
        codes[fold(country.name)] = code
        if code in territories:
            codes[fold(territories[code])] = code
    for item in pycountry.countries:
        for field in ("name", "common_name", "official_name"):
            name = getattr(item, field, None)
            if name and item.alpha_2 in known:
                codes.setdefault(fold(name), item.alpha_2)
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


@lru_cache(maxsize=1)
def _peoples() -> dict[str, str]:
    found: dict[str, str] = {}
    for people, country in gazetteer.demonyms().items():
        if code := country_code(country):
            found[fold(people)] = code
            if not people.endswith(("ese", "ish", "ss", "men", "ch")):
                found.setdefault(fold(people) + "s", code)
    return found


def country_of_people(name: str) -> str | None:
    """The ISO code of the country that a people belongs to.

    >>> country_of_people("Peruvian"), country_of_people("Ukrainians"), country_of_people("Kurdish")
    ('PE', 'UA', None)
    """
    return _peoples().get(fold(name))


def country_iri(code: str) -> str:
    """A country in GeoNames, by its ISO code.

    >>> country_iri("UA")
    'https://sws.geonames.org/690791/'
    """
    return _geonames(gazetteer.countries()[code].id)


def country_population(code: str) -> int:
    """How many people live in a country, by GeoNames.

    >>> country_population("UA") > 30_000_000
    True
    """
    return gazetteer.countries()[code].population


@lru_cache(maxsize=1)
def _states() -> dict[str, gazetteer.State]:
    return {fold(state.name): state for state in gazetteer.states()}


def state_iri(name: str) -> str | None:
    """A state of the United States in GeoNames.

    >>> state_iri("Texas"), state_iri("Bavaria")
    ('https://sws.geonames.org/4736286/', None)
    """
    state = _states().get(fold(name))
    return _geonames(state.id) if state else None


def state_code(name: str) -> str | None:
    """The postal code of a state of the United States.

    >>> state_code("Texas"), state_code("Bavaria")
    ('TX', None)
    """
    state = _states().get(fold(name))
    return state.code if state else None


class _Bearers(NamedTuple):
    """The cities of one name, the largest first."""

    own: tuple[City, ...] = ()
    other: tuple[City, ...] = ()
    """Those that have it besides their main name."""


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return gazetteer.table("bearers")


@cache
def _city(row: int) -> City:
    return City(*gazetteer.city(row))


@lru_cache(maxsize=1 << 14)
def _bearers(form: str) -> _Bearers:
    """Those of a folded name."""
    rows = _names().get(form, ";").split(";")
    return _Bearers(*(tuple(_city(int(row)) for row in some.split(",") if row) for some in rows))


def is_city(name: str) -> bool:
    """Whether any city of 15,000 inhabitants bears the name.

    >>> is_city("Kyiv"), is_city("Qwertyville")
    (True, False)
    """
    return saintly(fold(name)) in _names()


def is_only_country(name: str) -> bool:
    """Whether the name is that of a country and of no city in it.

    >>> is_only_country("Poland"), is_only_country("Luxembourg"), is_only_country("Korea")
    (True, False, False)
    """
    code = country_code(name)
    return code is not None and all(c.country != code for cities in _bearers(fold(name)) for c in cities)


def saintly(form: str) -> str:
    """A folded name with "saint" written out: St Petersburg, Saint Petersburg."""
    return f"saint {form[3:]}" if form.startswith("st ") else form


def cities_of(name: str) -> Sequence[City]:
    """The cities that bear a name as their main one, the largest first.

    >>> [city.country for city in cities_of("Tripoli")], cities_of("Qwertyville")
    (['LY', 'LB', 'GR'], ())
    """
    form = saintly(fold(name))
    return _bearers(form).own or _bearers(_usual_names().get(form, "")).own


def is_largest(city: City, name: str) -> bool:
    """Whether a city is the largest of its name, so that the name alone may stand for it in an identifier."""
    return next(iter(cities_of(name)), city).id == city.id


def find_city(name: str, setting: Setting | Collection[str] = ()) -> City | None:
    """The city that is meant, only when that is sure.

    Sure is, if the document speaks of the city's surroundings or country (a `Setting`, or the ISO codes of countries
    alone), the one there, if no namesake near it comes close in size; and without context a large city next to which
    its namesakes are villages. Only large cities are known by other names than their main one.

    >>> find_city("Moscow").country, find_city("Kiev").name, find_city("Springfield")
    ('RU', 'Kyiv', None)
    >>> find_city("Valencia"), find_city("Valencia", {"VE"}).country
    (None, 'VE')
    >>> find_city("Paris", Setting(cities=(find_city("Dallas"),))).division
    'TX'
    """
    if not isinstance(setting, Setting):
        setting = Setting(frozenset(setting))
    main, others = cities_of(name), _other(name)
    around = [c for c in main if setting.around(c)]
    if around and _towers(around[0], around[1:], CLEAR) and not _spoken_of(main[0], around[0], setting):
        return around[0]
    inside = [c for c in main if c.country in setting.countries]
    if inside and _towers(inside[0], inside[1:], CLEAR):
        # a far larger namesake elsewhere still casts doubt: Washington in a text about Britain, which has one too
        return inside[0] if main[0].population < CLEAR * inside[0].population else None
    best = next(iter(main or others), None)
    if best is None or best.population < LARGE:
        return None
    sure = _towers(best, main[1:], DOMINANCE) if main else _towers(best, others[1:], DOMINANCE)
    return best if sure and _towers(best, others, CLEAR) else None


def city_in(name: str, country: str, division: str = "") -> City | None:
    """The city of a name in a country, or in a part of it, that a text says it lies in; None if none is known there.

    Args:
        name: The name.
        country: The ISO code of the country.
        division: The postal code of a state of the United States; for other countries any part is the whole.

    >>> city_in("Tripoli", "LB").country, city_in("London", "CA", "Ontario").country, city_in("Moscow", "US", "KY")
    ('LB', 'CA', None)
    """
    for bearers in (cities_of(name), _other(name)):
        around = [c for c in bearers if c.country == country]
        if country == "US" and division:
            around = [c for c in around if c.division == division]
        if around and _towers(around[0], around, CLEAR):
            return around[0]
    return None


def is_doubtful(name: str, setting: Setting) -> bool:
    """Whether a name need not stand for its largest bearer here: the document names only the country of another.

    >>> is_doubtful("Tripoli", Setting(frozenset({"LB"}))), is_doubtful("Tripoli", Setting(frozenset({"LB", "LY"})))
    (True, False)
    >>> is_doubtful("Tripoli", Setting(frozenset({"FR"}))), is_doubtful("London", Setting(frozenset({"CA"})))
    (False, False)
    """
    bearers = (*cities_of(name), *_other(name))
    here = [c for c in bearers if c.country in setting.countries]
    # a world city is meant all the same where its namesake is a small town
    return bool(here) and bearers[0].country not in setting.countries and not _towers(bearers[0], here, DOMINANCE)


@lru_cache(maxsize=1)
def _divisions() -> dict[str, set[str]]:
    """Folded name of a part of a country -> the ISO codes of the countries that have one so called."""
    found: dict[str, set[str]] = {}
    for part in pycountry.subdivisions:
        found.setdefault(fold(part.name), set()).add(part.country_code)
    return found


def division_of(name: str) -> tuple[str, str]:
    """The country that a part belongs to, and the part: its postal code in the United States, elsewhere its name.

    >>> division_of("Texas"), division_of("Ontario"), division_of("Amazonas")
    (('US', 'TX'), ('CA', 'Ontario'), ('', ''))
    """
    if state := state_code(name):
        return "US", state
    countries = _divisions().get(fold(name), set())
    return (next(iter(countries)), name) if len(countries) == 1 else ("", "")


def _other(name: str) -> Sequence[City]:
    form = saintly(fold(name))
    return _bearers(form).other or _bearers(_usual_names().get(form, "")).other


def _spoken_of(largest: City, city: City, setting: Setting) -> bool:
    """Whether the document speaks of the country of the largest namesake too, so that this one may be meant as well."""
    if largest.id == city.id:
        return False
    elsewhere = largest.country != city.country and largest.country in setting.countries
    return elsewhere or any(c.country == largest.country != city.country for c in setting.cities)


@lru_cache(maxsize=1)
def _usual_names() -> dict[str, str]:
    return {saintly(fold(name)): saintly(fold(row[0])) for row in groups("cities") for name in row}


def _towers(city: City, namesakes: Iterable[City], times: int) -> bool:
    """Whether the city has so many times the inhabitants of each of the others."""
    return all(city.population >= times * other.population for other in namesakes if other.id != city.id)
