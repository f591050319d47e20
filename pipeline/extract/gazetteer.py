"""What a place name may stand for, and which country a people belongs to; second to what the context says.

Built from `pipeline.gazetteer` (cities above 15,000 inhabitants, parts of countries, demonyms), pycountry (countries),
babel (English names of territories and continents) and the lexicons beside this file; loaded on first use, once per
process.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

import pycountry
from babel import Locale

from pipeline import gazetteer
from pipeline.extract.lexicons import table
from pipeline.records import EntityLabel

__all__ = [
    "City",
    "cities",
    "country",
    "country_of_code",
    "country_of_people",
    "is_great_region",
    "is_group",
    "is_people",
    "is_state",
    "key",
    "labels",
    "region",
]

# lands that pycountry lists among the countries and that are cities or regions all the same
_NOT_COUNTRIES = frozenset(
    {"HK", "MO", "PR", "GL", "GI", "RE", "GF", "GP", "MQ", "YT", "NC", "PF", "AQ", "FO", "SJ", "GU", "EH"}
)
_BARE = re.compile(r"[^\w\s-]")
_SPACE = re.compile(r"[\s_]+")


class City(NamedTuple):
    """A city of the gazetteer; `proper` is false where it was looked up by an alternative or former name."""

    name: str
    country: str
    population: int
    proper: bool = True


@lru_cache(maxsize=1 << 16)
def key(name: str) -> str:
    """The form in which names are looked up: no accents, case, full stops or apostrophes; "St." and "Saint" are one.

    >>> key("St. Pölten"), key("the U.S.")
    ('saint polten', 'us')
    """
    if name.isascii() and name.replace(" ", "").isalpha():  # most names, in a fifth of the time
        plain = " ".join(name.casefold().split()).removeprefix("the ")
        return "saint" + plain[2:] if plain.startswith("st ") else plain
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    plain = _SPACE.sub(" ", _BARE.sub("", plain.replace("&", " and ").replace("-", " "))).strip()
    plain = plain.removeprefix("the ")
    return "saint" + plain[2:] if plain.startswith("st ") else plain


@cache
def _countries() -> dict[str, str]:
    """Look-up forms of country names, each with the name this program uses for the country."""
    locale = Locale("en")
    found: dict[str, str] = {}
    for name, other in ((row[0], row[1] if len(row) > 1 else "") for row in table("countries.tsv")):
        found.setdefault(key(name), name)
        if other:
            found.setdefault(key(other), name)
    for item in pycountry.countries:
        if item.alpha_2 in _NOT_COUNTRIES:
            continue
        names = [locale.territories.get(item.alpha_2, item.name), item.name]
        names += [getattr(item, field) for field in ("common_name", "official_name") if hasattr(item, field)]
        names = [re.sub(r"\s*\(.*\)", "", n.replace(" & ", " and ")) for n in names]
        main = next((found[key(n)] for n in names if key(n) in found), names[0])
        for name in (
            *names,
            *(n.split(",")[0] for n in names[1:2] if "," in n and "Korea" not in n and "Congo" not in n),
        ):
            found.setdefault(key(name), main)
    return found


@cache
def _great_regions() -> frozenset[str]:
    """Regions that are meant before a town of the same name: continents, states, historic lands."""
    found = {key(row[0]) for row in table("regions.tsv")}
    found |= {key(name) for code, name in Locale("en").territories.items() if code.isdigit() and code != "001"}
    return frozenset(found | {key(state.name) for state in gazetteer.states()})


@cache
def _regions() -> frozenset[str]:
    return (_great_regions() | gazetteer.divisions()) - {"washington dc", "district of columbia", "new york city"}


@cache
def _largest() -> dict[str, str]:
    """The most populous city of every name and alternative name in Latin letters, see the head of the list."""
    return gazetteer.table("largest")


@lru_cache(maxsize=1 << 14)
def _city(form: str) -> City | None:
    row = _largest().get(form)
    if row is None:
        return None
    found = gazetteer.city(int(row.removeprefix("~")))
    return City(found.name, found.country, found.population, not row.startswith("~"))


@cache
def _peoples() -> dict[str, str]:
    found: dict[str, str] = {}
    for form, name in gazetteer.demonyms().items():
        found[key(form)] = name
        if not form.endswith(("ese", "ish", "ss", "men", "ch")):
            found.setdefault(key(form) + "s", name)
    return {form: name for form, name in found.items() if form not in _countries()}


@cache
def _states() -> dict[str, str]:
    return {short.replace(".", ""): name for name, short in table("us_states.tsv")}


def country(name: str) -> str | None:
    """The usual name of the country that a name stands for, or None.

    >>> country("USA"), country("Russian Federation"), country("Kyiv")
    ('United States', 'Russia', None)
    """
    return _countries().get(key(name))


def region(name: str) -> str | None:
    """The full name of a state of the United States from its abbreviation, or None.

    >>> region("N.J."), region("Va.")
    ('New Jersey', 'Virginia')
    """
    return _states().get(name.replace(".", "")) if name[:1].isupper() else None


@cache
def country_of_code(code: str) -> str | None:
    """The usual name of a country, from its ISO 3166 alpha-2 code.

    >>> country_of_code("US"), country_of_code("XX")
    ('United States', None)
    """
    item = pycountry.countries.get(alpha_2=code)
    return country(item.name) if item is not None else None


@cache
def _state_names() -> frozenset[str]:
    return frozenset(key(state.name) for state in gazetteer.states())


def is_state(name: str) -> bool:
    """Whether a state of the United States has the name, which may be that of a country too.

    >>> is_state("Georgia"), is_state("Bavaria")
    (True, False)
    """
    return key(name) in _state_names()


def country_of_people(name: str) -> str | None:
    """The country of a people, from its noun or adjective, singular or plural.

    >>> country_of_people("Sri Lankan"), country_of_people("Ukrainians"), country_of_people("Kurdish")
    ('Sri Lanka', 'Ukraine', None)
    """
    return _peoples().get(key(name))


def is_people(name: str) -> bool:
    """Whether the word is a demonym; compounds such as "Franco-German" or "pro-Russian" count by their last part."""
    form = key(name)
    return form in _peoples() or form.rsplit(" ", 1)[-1] in _peoples()


@cache
def _groups() -> frozenset[str]:
    found = {key(row[0]) for row in table("groups.tsv")}
    return frozenset(found | {form + "s" for form in found})


def is_group(name: str) -> bool:
    """Whether the word names a people of any kind: nation, religion, ethnic or political group.

    >>> is_group("Kurdish"), is_group("Peruvians"), is_group("Ruiz")
    (True, True, False)
    """
    return key(name) in _peoples() or key(name) in _groups()


def cities(name: str) -> City | None:
    """The most populous city of that name, or None.

    >>> cities("Nizhny Novgorod").country
    'RU'
    """
    return _city(key(name))


def is_great_region(name: str) -> bool:
    """Whether the name is a continent's, a state's or a historic land's, meant before any town so called."""
    return key(name) in _great_regions()


@lru_cache(maxsize=1 << 14)
def labels(name: str) -> tuple[EntityLabel, ...]:
    """What a place name can stand for, likeliest first; empty if the gazetteer does not know it.

    >>> [str(x) for x in labels("Georgia")], [str(x) for x in labels("Hong Kong")]
    (['COUNTRY', 'REGION'], ['CITY'])
    """
    form = key(name)
    found = []
    if form in _countries():
        found.append(EntityLabel.COUNTRY)
    if form in _regions():
        found.append(EntityLabel.REGION)
    city = _city(form)
    if city is not None:
        first = found == [EntityLabel.REGION] and (city.population > 300_000 or form not in _great_regions())
        found.insert(0 if first else len(found), EntityLabel.CITY)
    return tuple(found)
