"""The lists of places that every room reads: GeoNames, ISO 3166, and which people belongs to which country.

What a name means in a text is for the rooms to say. The lists are made beforehand, as the rooms look names up
(training/gazetteer.py): a process has only to read lines. GeoNames is published under CC BY 4.0; NOTICE credits it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["City", "Country", "State", "cities", "city", "countries", "demonyms", "divisions", "states", "table"]


class City(NamedTuple):
    """A city of at least 15,000 inhabitants, with its GeoNames identifier.

    `division` is the code of the part of the country that it lies in, such as TX; empty where none is known.
    """

    id: int
    name: str
    country: str
    division: str
    population: int
    latitude: float
    longitude: float


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


def _body(name: str) -> str:
    """A list without the lines that say what it is."""
    text = files(__name__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    while text.startswith("#"):
        text = text[text.index("\n") + 1 :]
    return text


def table(name: str) -> dict[str, str]:
    """A list of two columns: what stands in the second, by the first.

    Args:
        name: kinds, largest or bearers; the first lines of each file say what is in it.

    >>> table("kinds")["lviv"]
    'CITY'
    """
    cells = _body(name).replace("\n", "\t").split("\t")  # one cut for all: a tenth of the time of a cut for each line
    return dict(zip(cells[:-1:2], cells[1::2], strict=True))


@cache
def _cities() -> list[str]:
    return _body("cities").split("\n")[:-1]


@cache
def city(row: int) -> City:
    """The city in a row, the first being 0.

    >>> city(0).name, city(0).country
    ('les Escaldes', 'AD')
    """
    id, name, country, division, population, latitude, longitude = _cities()[row].split("\t")
    return City(int(id), name, country, division, int(population), float(latitude), float(longitude))


def cities() -> tuple[City, ...]:
    """All cities, in the order of GeoNames.

    >>> next(city.country for city in cities() if city.name == "Liepāja")
    'LV'
    """
    return tuple(map(city, range(len(_cities()))))


@cache
def countries() -> dict[str, Country]:
    """All countries by their ISO code.

    >>> countries()["UA"].name, countries()["UA"].id
    ('Ukraine', 690791)
    """
    rows = (line.split("\t") for line in _body("countries").splitlines())
    return {code: Country(int(id), name, code, int(population)) for code, id, name, population in rows}


@cache
def states() -> tuple[State, ...]:
    """The states of the United States.

    >>> [state.code for state in states() if state.name == "Texas"]
    ['TX']
    """
    rows = (line.split("\t") for line in _body("states").splitlines())
    return tuple(State(int(id), name, code) for code, id, name in rows)


@cache
def divisions() -> frozenset[str]:
    """The names of the parts of countries that are no towns, as `pipeline.extract.gazetteer.key` has them.

    >>> "bayern" in divisions(), "munchen" in divisions()
    (True, False)
    """
    return frozenset(_body("divisions").split("\n")[:-1])


@cache
def demonyms() -> dict[str, str]:
    """The adjective or noun of a people -> the usual name of its country.

    >>> demonyms()["Peruvian"], demonyms()["Dutch"]
    ('Peru', 'Netherlands')
    """
    return table("demonyms")
