"""The lists of places that were made beforehand."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import gazetteer
from pipeline.extract import gazetteer as extract
from pipeline.reconcile import places
from training.gazetteer import files


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """The lists as they would be written today."""
    return files()


@pytest.mark.parametrize("name", ["cities", "countries", "states", "divisions", "kinds", "largest", "bearers"])
def test_gazetteer_lists_are_as_they_would_be_made(name: str, made: dict[str, str]) -> None:
    kept = Path(gazetteer.__file__).with_name(f"{name}.tsv").read_bytes()
    assert kept == made[f"{name}.tsv"].encode(), "python -m training.gazetteer writes them again"


def test_gazetteer_lists_name_rows_of_cities() -> None:
    last = len(gazetteer.cities()) - 1
    rows = {int(row.removeprefix("~")) for row in gazetteer.table("largest").values()}
    rows |= {int(row) for of in gazetteer.table("bearers").values() for row in of.replace(";", ",").split(",") if row}
    assert max(rows) <= last
    assert gazetteer.city(last) == gazetteer.cities()[last]


def test_gazetteer_lists_tell_a_citys_own_name_from_another() -> None:
    kyiv = extract.cities("Kyiv")
    assert kyiv is not None
    assert kyiv.proper
    assert extract.cities("Kiev") == kyiv._replace(proper=False)
    assert places.cities_of("Kiev") == places.cities_of("Kyiv")  # its usual name


def test_gazetteer_lists_put_the_largest_city_first() -> None:
    sizes = [city.population for city in places.cities_of("Springfield")]
    assert len(sizes) > 3
    assert sizes == sorted(sizes, reverse=True)
