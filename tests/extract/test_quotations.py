"""Quotation marks, paired and unpaired."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.quotations import find


def quoted(text: str) -> list[list[str]]:
    return [[text[p.begin : p.end] for p in q.parts] for q in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('She said: "No. Never."', [["No. Never."]]),
        ("“A,” he said, “and B.”", [["A,"], ["and B."]]),
        ("»Nein«, sagte er. «Oui», dit-il. „Gut“, sagt sie.", [["Nein"], ["Oui"], ["Gut"]]),
        ("‘It’s the dogs’ dinner,’ he said.", [["It’s the dogs’ dinner,"]]),
        ("``It lied,'' the judge wrote.", [["It lied,"]]),
        ("‘’Should they come,’’ says Karim, ‘’we leave.’’", [["Should they come,"], ["we leave."]]),
    ],
)
def test_quotations_read_every_style_of_mark(text: str, expected: list[list[str]]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The '90s were over and 6' 2\" was tall.",
        "The workers' rights and the miners' wages.",
        'A 3" nail and a 5" pipe.',
        "Don't, won’t, can't.",
    ],
)
def test_quotations_pass_over_apostrophes_and_inches(text: str) -> None:
    assert quoted(text) == []


def test_quotations_nest() -> None:
    text = "“He said ‘no’ to me,” she wrote."
    outer, inner = find(text)
    assert (outer.depth, inner.depth) == (0, 1)
    assert outer.outer.contains(inner.outer)


def test_quotations_run_over_paragraphs_with_repeated_marks() -> None:
    text = "“First paragraph.\n\n“Second one.\n\n“Third,” he said. “Fourth.”"
    assert quoted(text) == [["First paragraph.", "Second one.", "Third,"], ["Fourth."]]


def test_quotations_run_over_paragraphs_without_repeated_marks() -> None:
    assert quoted('"First line.\nSecond line," he said.') == [["First line.", "Second line,"]]


def test_quotations_left_open_end_with_their_paragraph() -> None:
    found = find("“Never closed.\nPlain paragraph.\nA “second” one.")
    assert [q.closed for q in found] == [False, True]
    assert quoted("“Never closed.\nPlain paragraph.\nA “second” one.") == [["Never closed."], ["second"]]


def test_quotations_take_a_plural_possessive_inside_single_marks_for_no_end() -> None:
    assert quoted("He calls it 'the workers' way' and left.") == [["the workers' way"]]


@given(st.text(alphabet="ab s.,'\"“”‘’«»\n", max_size=60))
def test_quotations_of_any_text_lie_in_it_and_do_not_cross(text: str) -> None:
    found = find(text)
    for q in found:
        assert 0 <= q.outer.begin < q.outer.end <= len(text)
        assert all(q.outer.begin <= p.begin < p.end <= q.outer.end for p in q.parts)
    for a in found:
        for b in found:
            if a.outer.overlaps(b.outer) and a is not b:
                assert a.outer.contains(b.outer) or b.outer.contains(a.outer)
