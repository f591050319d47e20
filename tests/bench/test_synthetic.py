"""The synthetic corpus and what is measured on it. The scripts of bench/ lie in no package."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from results import write_section
from scale import Pairs, measure
from synthetic import Rates, World

from pipeline.reconcile.names import PersonName
from pipeline.records import EntityLabel


def documents(seed, rates=None):
    world = World(500, seed, rates)
    return world, list(world.documents(2000))


def test_synthetic_the_same_seed_makes_the_same_corpus():
    assert documents(1)[1] == documents(1)[1]
    assert documents(1)[1] != documents(2)[1]


def test_synthetic_has_namesakes_variants_and_what_tells_them_apart():
    world, told = documents(1)
    names = {}
    for t in told:
        for chain, who in zip(t.extraction.chains, t.meant, strict=True):
            if who is not None:
                names.setdefault(who, Counter())[chain.name] += 1
    assert len(names) >= 400
    assert sum(len(forms) > 1 for forms in names.values()) > 150
    full = Counter(
        next(iter(forms))
        for who, forms in names.items()
        if world.kind_of(who) is EntityLabel.PERSON and len(forms) == 1
    )
    assert max(full.values()) > 1
    assert any(relation.predicate == "jobTitle" for t in told for relation in t.extraction.relations)
    assert any(
        not PersonName.of(n).full for who, f in names.items() if world.kind_of(who) is EntityLabel.PERSON for n in f
    )


def test_synthetic_nothing_varies_if_nothing_may():
    quiet = Rates(
        passing=0, surname=0, initials=0, spelling=0, slip=0, bare=0, middle=0, namesakes=0, acronym=0, introduced=0,
        shortened=0,
    )  # fmt: skip
    _, told = documents(1, quiet)
    names = {}
    for t in told:
        for chain, who in zip(t.extraction.chains, t.meant, strict=True):
            if who is not None:
                names.setdefault(who, set()).add(chain.name)
    assert all(len(forms) == 1 for forms in names.values())


def test_synthetic_pairs_are_counted():
    pairs = Pairs()
    for answer, truth in (("a", 1), ("a", 1), ("a", 2), ("b", 1)):
        pairs.add(answer, truth)
    assert (pairs.precision, pairs.recall) == (pytest.approx(1 / 3), pytest.approx(1 / 3))


@pytest.mark.parametrize("seed", [3, 4])
def test_synthetic_names_are_resolved_well_at_a_small_size(seed):
    found = measure(3000, seed)
    assert found["precision"] >= 0.97, found
    assert found["recall"] >= 0.88, found
    assert found["mentions"] >= 3000


def test_synthetic_a_section_is_replaced_and_the_others_stay(tmp_path):
    page = tmp_path / "RESULTS.md"
    write_section("One", "python one.py", ["first"], page)
    write_section("Two", "python two.py", ["second"], page)
    write_section("One", "python one.py", ["third"], page)
    text = page.read_text(encoding="utf-8")
    assert text.count("## ") == 2
    assert "first" not in text
    assert "second" in text
    assert "third" in text
