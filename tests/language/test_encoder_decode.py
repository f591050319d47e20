from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.encoder.decode import best_stretch, best_tags, extents, groups, sentences, tree


def test_encoder_decode_starts_sentences_where_the_score_or_the_caller_says() -> None:
    scores = np.array([-5, 3, 3, -3, -3], np.float32)
    assert sentences(scores, [0, 0, -1, 1, 0]) == [(0, 1), (1, 3), (3, 5)]


def _is_tree(heads: list[int]) -> bool:
    roots = [i for i, h in enumerate(heads) if h == i]
    if len(roots) != 1:
        return False
    for i in range(len(heads)):
        at = i
        for _ in heads:
            at = heads[at]
        if at != roots[0]:
            return False
    return True


@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.integers(-50, 50), min_size=n * n, max_size=n * n)))
def test_encoder_decode_finds_the_best_tree_with_one_root(values: list[int]) -> None:
    size = round(len(values) ** 0.5)
    scores = np.array(values, np.float32).reshape(size, size)
    found = tree(scores)
    assert _is_tree(found.tolist())
    best = max(
        sum(scores[i, h] for i, h in enumerate(heads))
        for heads in itertools.product(range(size), repeat=size)
        if _is_tree(list(heads))
    )
    assert sum(scores[i, h] for i, h in enumerate(found)) == best


TAGS = ["O", "B-X", "I-X", "E-X", "S-X"]
FOLLOWS = np.array([[(b[0] in "BI") == (a[0] in "IE") for a in TAGS] for b in TAGS])
FIRST = np.array([t[0] not in "IE" for t in TAGS])


def test_encoder_decode_takes_the_best_tags_where_they_fit() -> None:
    scores = np.eye(5, dtype=np.float32)[[1, 3, 0, 4]]
    assert best_tags(scores, FOLLOWS, FIRST).tolist() == [1, 3, 0, 4]


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.integers(-9, 9), min_size=5 * n, max_size=5 * n)))
def test_encoder_decode_finds_the_best_proper_sequence_of_tags(values: list[int]) -> None:
    scores = np.array(values, np.float32).reshape(-1, 5)
    found = best_tags(scores, FOLLOWS, FIRST).tolist()

    def proper(tags: tuple[int, ...] | list[int]) -> bool:
        return bool(FIRST[tags[0]] and FOLLOWS[tags[-1], 0]) and all(FOLLOWS[b, a] for b, a in itertools.pairwise(tags))

    assert proper(found)
    every = (t for t in itertools.product(range(5), repeat=len(scores)) if proper(t))
    assert sum(scores[i, t] for i, t in enumerate(found)) == max(
        sum(scores[i, t] for i, t in enumerate(ts)) for ts in every
    )


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (["O", "B", "I", "B", "O"], [(1, 3, ""), (3, 4, "")]),
        (["S-A", "S-A"], [(0, 1, "A"), (1, 2, "A")]),
        (["B-A", "I-A", "E-A", "B-B", "E-B"], [(0, 3, "A"), (3, 5, "B")]),
        ([], []),
    ],
)
def test_encoder_decode_reads_spans_from_tags(tags: list[str], expected: list[tuple[int, int, str]]) -> None:
    assert list(extents(tags)) == expected


def test_encoder_decode_groups_what_is_above_nought() -> None:
    assert list(groups(np.array([1, 1, -1, 2], np.float32))) == [(0, 2), (3, 4)]
    assert list(groups(np.array([-1], np.float32))) == []


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=12))
def test_encoder_decode_finds_the_stretch_with_the_highest_sum(values: list[int]) -> None:
    found = best_stretch(np.array(values, np.float32))
    if max(values) <= 0:
        assert found is None
        return
    assert found is not None
    begin, end = found
    assert sum(values[begin:end]) == max(
        sum(values[i:j]) for i in range(len(values)) for j in range(i + 1, len(values) + 1)
    )
