"""Front matter: what is understood, and what is said about the rest."""

from __future__ import annotations

import datetime as dt
import tracemalloc

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.read import frontmatter
from pipeline.read.frontmatter import front_matter

LINES = st.builds(
    lambda name, sign, begin, rest, end: f"{name}{sign}{begin}{rest}{end}",
    st.sampled_from(("title", "a", "Key_1", "null")),
    st.sampled_from((": ", ":  ", ":", " : ")),
    st.sampled_from(("", "Abc ", "9", '"', "'")),
    st.text("abzAZ09_-:  ##\"'\\\\[]{},&*!|>%@`?=.\u00a0\u0141é–—“”\u2028\x85\t\ufeff~/+", max_size=9),
    st.sampled_from(("", '"', "'", " ")),
)


def test_frontmatter_gives_metadata_and_ends_after_its_line():
    text = "\ufeff---\r\n# a comment\r\ntitle: 'One: two'\r\ndate: 2022-03-06\r\n---\r\nText."
    front = front_matter(text)
    assert (front.metadata.title, front.metadata.published) == ("One: two", dt.date(2022, 3, 6))
    assert text[front.end :] == "Text."
    assert not front.notes


@pytest.mark.parametrize("closing", ["---", "...", "---  "])
def test_frontmatter_may_be_closed_in_two_ways(closing: str):
    assert front_matter(f"---\ntitle: A\n{closing}\nText.").metadata.title == "A"


def test_frontmatter_keeps_values_as_written():
    metadata = front_matter("---\ntitle: 1984\nauthor: [Ann Lee, yes]\n---\n").metadata
    assert (metadata.title, metadata.author) == ("1984", "Ann Lee, yes")


@given(st.lists(LINES, min_size=1, max_size=3))
@example(["title: Rallies in 40 cities", "url: https://paper.example/a#b"])
@example(["title: 'One: two' ", 'author: "Ann #1"', "title: again"])
def test_frontmatter_that_is_read_without_yaml_says_the_same(lines: list[str]):
    block = "\n".join(lines) + "\n"
    plain = frontmatter._plainly(block)
    if plain is not None:
        assert yaml.load(block, frontmatter._Loader) == plain


def test_frontmatter_as_it_is_mostly_written_takes_no_yaml():
    assert frontmatter._plainly("title: On to 40 cities\nauthor: 'Ó. Lee'\ndate: 2022-03-06") == {
        "title": "On to 40 cities",
        "author": "Ó. Lee",
        "date": "2022-03-06",
    }


@pytest.mark.parametrize(
    "text", ["Text.", "", "---\n\nText after a rule.\n", "---\nText.\n---\nMore.", "----\ntitle: A\n----\n", "---\n"]
)
def test_frontmatter_is_not_seen_in_text(text: str):
    front = front_matter(text)
    assert (front.end, front.notes) == (0, ())


def test_frontmatter_may_be_empty():
    front = front_matter("---\n# nothing\n---\nText.")
    assert front.end == len("---\n# nothing\n---\n")
    assert not front.notes


@pytest.mark.parametrize(
    ("block", "said", "line"),
    [
        pytest.param("title: A: b", 'needs quotes: title: "A: b"', 2, id="colon in a value"),
        pytest.param("title: [a", "not understood", 3, id="bracket left open"),
        pytest.param("title: A\n\tauthor: B", "not understood", 3, id="tab"),
        pytest.param("title: \x07", "not understood", 1, id="control character"),
        pytest.param("a: &a [x]\ntitle: *a", "aliases", 3, id="alias"),
        pytest.param("{[", "not understood", 3, id="flow style"),
        pytest.param("a: " + "[" * 10_000, "too many brackets", 1, id="brackets"),
        pytest.param("a:\n" + "- " * 5_000 + "b", "nested too deeply", 1, id="nesting"),
        pytest.param("date: 2022-02-30", "not in the calendar", 1, id="impossible date"),
    ],
)
def test_frontmatter_that_is_malformed_is_reported_and_stays_outside(block: str, said: str, line: int):
    text = f"---\n{block}\n---\nText."
    front = front_matter(text)
    assert text[front.end :] == "Text."
    assert front.metadata.title is None
    assert [said in note.message for note in front.notes] == [True]
    assert front.notes[0].line == line


def test_frontmatter_that_is_a_list_is_read_as_text():
    front = front_matter("---\n- a\n- b\n---\nText.")
    assert front.end == 0
    assert "read as text" in front.notes[0].message


def test_frontmatter_that_is_far_too_long_is_read_as_text():
    front = front_matter("---\nNote: " + "x" * 17_000 + "\n---\nText.")
    assert front.end == 0
    assert "longer than 16384" in front.notes[0].message


def test_frontmatter_that_is_not_closed_ends_at_the_first_empty_line():
    text = "---\ntitle: A\ndate: 2022-03-06\n\nText."
    front = front_matter(text)
    assert text[front.end :].strip() == "Text."
    assert "not closed" in front.notes[0].message
    assert front_matter("---\ntitle: A").end == len("---\ntitle: A")


def test_frontmatter_of_aliases_of_aliases_takes_no_memory():
    bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)
    )
    tracemalloc.start()
    front = front_matter(f"---\n{bomb}title: *a11\n---\nText.")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "aliases" in front.notes[0].message
    assert peak < 10_000_000
