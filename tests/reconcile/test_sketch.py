"""Like sets share a band of their sketches, others hardly ever do."""

from __future__ import annotations

from random import Random

import pytest

from pipeline.reconcile.sketch import Alike, bands_of


def pair(share: float, draw: Random) -> tuple[set[int], set[int]]:
    """Two sets of 200 numbers of which so large a part is in both."""
    numbers = draw.sample(range(1 << 32), 400)
    both = round(200 * share)
    return set(numbers[:200]), set(numbers[200 - both : 400 - both])


@pytest.mark.parametrize(("share", "least", "most"), [(1.0, 1.0, 1.0), (0.5, 0.99, 1.0), (0.05, 0.0, 0.2)])
def test_sketch_finds_like_sets(share: float, least: float, most: float) -> None:
    draw = Random(7)
    pairs = [pair(share, draw) for _ in range(200)]
    found = 0
    for one, other in pairs:
        alike = Alike()
        alike.add(bands_of(one), 3)
        found += alike.of(bands_of(other)) == {3}
    assert least <= found / len(pairs) <= most


def test_sketch_of_an_empty_set_has_no_bands() -> None:
    assert not bands_of(frozenset())


def test_sketch_is_the_same_on_every_machine() -> None:
    assert bands_of({1, 2, 3})[0] == 6_852_392_284_551_884_891
