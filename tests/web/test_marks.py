"""Marks that overlap, as pieces of text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.web.marks import pieces


def test_pieces_of_a_text_without_marks_are_one():
    assert pieces("They left.", []) == [("They left.", [])]


def test_pieces_nest_with_the_longest_mark_first():
    assert pieces("the mayor of Moscow said", [(13, 19), (0, 19)]) == [
        ("the mayor of ", [1]),
        ("Moscow", [1, 0]),
        (" said", []),
    ]


def test_pieces_of_marks_that_cross_have_both_where_they_meet():
    assert pieces("abcdef", [(0, 4), (2, 6)]) == [("ab", [0]), ("cd", [0, 1]), ("ef", [1])]


def test_pieces_of_marks_at_one_place_keep_their_order():
    assert pieces("Swedish", [(0, 7), (0, 7)]) == [("Swedish", [0, 1])]


def test_pieces_cut_off_what_lies_outside_and_leave_out_what_is_empty():
    assert pieces("abc", [(-5, 1), (2, 99), (1, 1), (7, 9)]) == [("a", [0]), ("b", []), ("c", [1])]


def test_pieces_count_code_points():
    assert pieces("🙂 Oslo", [(2, 6)]) == [("🙂 ", []), ("Oslo", [0])]


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(-3, 33), st.integers(-3, 33)), max_size=8))
def test_pieces_are_the_text_and_each_character_has_the_marks_that_cover_it(text, marks):
    found = pieces(text, marks)
    assert "".join(words for words, _ in found) == text
    at = 0
    for words, covering in found:
        for _ in words:
            assert set(covering) == {i for i, (begin, end) in enumerate(marks) if begin <= at < end}
            at += 1
