"""Where paragraphs of plain text begin and end."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.read.paragraphs import ends_sentence, lines, prose, trimmed

STORY = (
    "The harbour council met on Friday behind closed doors and agreed, after six hours of talks that nobody had "
    "expected to last so long, to let the ferries run again. A spokeswoman read the decision aloud on the steps of "
    "the old customs house. Crews cheered.",
    "Not everyone was pleased. The owners of the fishing fleet said they would go to court, and one of them called the "
    "vote a gift to the unions. The council did not reply.",
)


def quoted(text: str, begin: int = 0) -> list[str]:
    return [text[s.begin : s.end] for s in prose(text, begin)]


def test_paragraphs_take_each_line_as_one():
    text = "Ferries to sail again\nThe council met on Friday.\r\n\r\n  Crews cheered.  \rThe end.\n"
    assert quoted(text) == ["Ferries to sail again", "The council met on Friday.", "Crews cheered.", "The end."]


@pytest.mark.parametrize("width", [50, 64, 72, 80, 100])
def test_paragraphs_join_lines_wrapped_at_a_width(width: int):
    wrapped = [textwrap.fill(paragraph, width) for paragraph in STORY]
    text = "Ferries to sail again\n\n" + "\n\n".join(wrapped) + "\n"
    assert quoted(text) == ["Ferries to sail again", *wrapped]


def test_paragraphs_of_wrapped_text_end_at_a_short_line_an_indent_and_a_bullet():
    first, second = (textwrap.fill(paragraph, 72) for paragraph in STORY)
    third = textwrap.fill(STORY[1], 72, initial_indent="    ")
    text = f"{first}\n{second}\n{third}\n- {second}"
    assert quoted(text) == [first, second, third.strip(), f"- {second}"]


def test_paragraphs_are_not_joined_because_two_lines_happen_to_be_long():
    headline = "Ferries will sail again after the longest strike in forty years"
    assert quoted(f"{headline}\nThe council met on Friday, and the crews were told at noon.") == [
        headline,
        "The council met on Friday, and the crews were told at noon.",
    ]


def test_paragraphs_of_wrapped_text_survive_one_long_address():
    wrapped = textwrap.fill(" ".join(STORY), 72)
    text = f"{wrapped}\n\nhttps://news.example.org/{'a' * 150}\n"
    assert quoted(text)[0] == wrapped


def test_paragraphs_leave_out_rules_and_ornaments():
    assert quoted("\ufeffOne.\n-----\n* * *\n\u200b\n… \nTwo.") == ["One.", "Two."]


def test_paragraphs_begin_where_they_are_told():
    assert quoted("title\nText.", begin=6) == ["Text."]


def test_paragraphs_lines_know_every_kind_of_line_end():
    text = "a\r\nb\nc\rd\u2028e\x0cf"
    assert [text[b:e] for b, e in lines(text)] == ["a", "b", "c", "d", "e", "f"]


@pytest.mark.parametrize(
    ("line", "ends"),
    [("He left.", True), ("“He left.” ", True), ("(really?)", True), ("They said:", True), ("the minister of", False)],
)
def test_paragraphs_ends_sentence(line: str, ends: bool):
    assert ends_sentence(line) is ends


def test_paragraphs_trimmed_is_none_without_a_letter_or_digit():
    assert trimmed(" -- ", 0, 4) is None


@settings(deadline=None)
@given(st.text(st.sampled_from("ab.A- \n\r\t\ufeff\u2028é1“x"), max_size=400) | st.text(max_size=200))
def test_paragraphs_are_in_order_trimmed_and_cover_every_letter(text: str):
    spans = prose(text)
    at = 0
    for span in spans:
        assert at <= span.begin < span.end <= len(text)
        stretch = text[span.begin : span.end]
        assert any(map(str.isalnum, stretch))
        assert stretch == stretch.strip()
        at = span.end
    covered = {i for span in spans for i in range(span.begin, span.end)}
    assert all(i in covered for i, char in enumerate(text) if char.isalnum())


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("abcdef AB.,"), min_size=1, max_size=300), min_size=1, max_size=6))
def test_paragraphs_never_cross_an_empty_line(blocks: list[str]):
    assert all("\n\n" not in paragraph for paragraph in quoted("\n\n".join(blocks)))
