"""The shingles of a corpus in arrays are those that are counted one by one."""

from __future__ import annotations

from array import array
from collections import defaultdict
from itertools import accumulate, pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.reconcile import shingled
from pipeline.reconcile.prints import SHINGLE, Print, Stretch, shingles
from pipeline.reconcile.shingled import Shingled

FEW = st.integers(0, 3)
STRETCHES = st.lists(st.tuples(st.booleans(), st.lists(FEW, min_size=SHINGLE, max_size=16)), max_size=4)


def printed(name: str, stretches: list[tuple[bool, list[int]]]) -> Print:
    made = tuple(Stretch(at, quoted, len(words)) for at, (quoted, words) in enumerate(stretches))
    words = array("I", [word for _, words in stretches for word in words])
    return Print(name, name, "", "", None, made, words, (), {}, array("Q"))


def each_alone(article: Print) -> list[list[int]]:
    """The shingles of each stretch."""
    ends = list(accumulate(stretch.length for stretch in article.stretches))
    return [shingles(article.words[begin:end]) for begin, end in pairwise((0, *ends))]


def one_by_one(articles: list[Print], kinds: list[int], quoted: bool, least: int) -> dict[tuple[int, int], list[int]]:
    """What `Shingled.shared` tells, without arrays."""
    window = least - SHINGLE + 1
    least_of: dict[tuple[int, int], set[int]] = {}
    known: dict[int, set[int]] = defaultdict(set)
    for at, article in enumerate(articles):
        for which, (stretch, numbers) in enumerate(zip(article.stretches, each_alone(article), strict=True)):
            if stretch.quoted is quoted and stretch.length >= least:
                found = {min(numbers[i : i + window]) for i in range(len(numbers) - window + 1)}
                least_of[at, which] = found
                for number in found:
                    known[number].add(kinds[at])
    told = {place: sorted(n for n in found if len(known[n]) > 1) for place, found in least_of.items()}
    return {place: found for place, found in told.items() if found}


@given(texts=st.lists(STRETCHES, max_size=5), least=st.integers(SHINGLE, 10), data=st.data())
def test_shingled_tells_what_one_would_count(
    texts: list[list[tuple[bool, list[int]]]], least: int, data: st.DataObject
) -> None:
    articles = [printed(f"{at}", stretches) for at, stretches in enumerate(texts)]
    kinds = data.draw(st.lists(st.integers(0, 2), min_size=len(texts), max_size=len(texts)))
    text = Shingled(articles)
    for at, article in enumerate(articles):
        each = each_alone(article)
        assert text.each(at) == each == [text.of(at, which) for which in range(len(each))]
    for quoted in (False, True):
        found = text.shared(kinds, quoted, least)
        assert found == one_by_one(articles, kinds, quoted, least)
        assert list(found) == sorted(found)


def test_shingled_hashes_long_texts_in_parts(monkeypatch) -> None:
    draw = Random(3)
    words = [draw.getrandbits(32) for _ in range(50)]
    monkeypatch.setattr(shingled, "_AT_ONCE", 7)
    assert Shingled([printed("long", [(False, words)])]).each(0) == [shingles(array("I", words))]


def test_shingled_of_nothing_shares_nothing() -> None:
    assert Shingled([]).shared([], False, 10) == {}
