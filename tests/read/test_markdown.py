"""What is prose in a Markdown file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.read import markdown
from pipeline.read.article import Article
from pipeline.settings import load


def quoted(text: str) -> list[str]:
    return [text[s.begin : s.end] for s in markdown.prose(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# March in Oslo #\n\nText.", ["March in Oslo", "Text."], id="heading"),
        pytest.param("March in Oslo\n=====\nText.", ["March in Oslo", "Text."], id="underlined heading"),
        pytest.param("One line\nand its end.\n\nTwo.", ["One line\nand its end.", "Two."], id="wrapped lines"),
        pytest.param("By Ann Lee  \nText.\\\nMore.", ["By Ann Lee", "Text.", "More."], id="hard breaks"),
        pytest.param("* One\n  and more\n1. Two\n- [x] Three", ["One\n  and more", "Two", "Three"], id="lists"),
        pytest.param("> We stay.\n> We sing.\n\nText.", ["We stay.", "We sing.", "Text."], id="quotation"),
        pytest.param("> We stay and\n> we sing.", ["We stay and\n> we sing."], id="quotation over lines"),
        pytest.param("Text\n> We stay.", ["Text", "We stay."], id="quotation after text"),
        pytest.param(">\n> - We stay.\n>\n> We sing.", ["We stay.", "We sing."], id="list in a quotation"),
        pytest.param("A.\n```py\nx = 1\n```\nB.", ["A.", "B."], id="code"),
        pytest.param("A.\n~~~\nB.", ["A.", "B."], id="code that is never closed"),
        pytest.param("A.\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\nB.", ["A.", "B."], id="table"),
        pytest.param("x | y\n--|--\n1 | 2\n\nB.", ["B."], id="table without edges"),
        pytest.param("A.\n\n---\n\nB.", ["A.", "B."], id="rule"),
        pytest.param("![alt text](a.png)\n\n[![x](a.png)](b.html)\n\nB.", ["B."], id="images"),
        pytest.param('[1]: https://example.org "Title"\nB.', ["B."], id="link definition"),
        pytest.param("[^1]: A remark.\n", ["A remark."], id="footnote"),
        pytest.param("<!-- hidden\nlines --> seen\n\nB.", ["seen", "B."], id="comment"),
        pytest.param("<!-- never closed\n\nB.", ["<!-- never closed", "B."], id="comment that is never closed"),
        pytest.param('<div class="x">\nText.\n</div>', ["Text."], id="tags"),
        pytest.param(
            "**Bold claim**\n\n*Ann Lee*\n\n**A** and **B**", ["Bold claim", "Ann Lee", "**A** and **B**"], id="b"
        ),
        pytest.param("[Read more](https://example.org/a)", ["Read more"], id="line that is a link"),
        pytest.param("See [this](https://example.org/a) now.", ["See [this](https://example.org/a) now."], id="link"),
        pytest.param("1992 was a year.", ["1992 was a year."], id="number that is no list"),
    ],
)
def test_markdown_prose(text: str, expected: list[str]):
    assert quoted(text) == expected


def read(source: bytes) -> Article:
    article = markdown.read(source, "a.md", load())
    assert article is not None
    return article


def test_markdown_first_heading_is_the_title_unless_front_matter_says_one():
    assert read(b"## Two\n\n# One more\n\nText.").metadata.title == "One more"
    assert read(b"---\ntitle: T\n---\n# One\n\nText.").metadata.title == "T"
    assert read(b"## Two\n\nText.").metadata.title is None


def test_markdown_front_matter_lies_outside():
    article = read(b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\n\r\nText.\r\n")
    assert article.text == "\ufeff---\r\ntitle: T\r\n---\r\n\r\nText.\r\n"
    assert [article.text[s.begin : s.end] for s in article.paragraphs] == ["Text."]


@pytest.mark.parametrize(
    "paragraph",
    [
        "A **b**.",
        "A [b](c).",
        "A `b`.",
        "A _b_ ~~c~~.",
        "A\\*b.",
        "A &amp; b.",
        "A <b>b</b>.",
        "> A\n> b.",
        "![a](b) c.",
    ],
)
def test_markdown_with_marks_inside_a_paragraph_is_not_read_as_it_stands(paragraph: str):
    assert markdown.read(f"# One\n\n{paragraph}\n".encode(), "a.md", load()) is None


@settings(deadline=None)
@given(st.text(st.sampled_from("ab .\n\r>-*#|`~[]()!<:1=\\_"), max_size=200) | st.text(max_size=100))
def test_markdown_paragraphs_are_in_order_and_not_blank(text: str):
    at = 0
    for span in markdown.prose(text):
        assert at <= span.begin < span.end <= len(text)
        assert any(map(str.isalnum, text[span.begin : span.end]))
        at = span.end


@settings(deadline=None)
@given(st.lists(st.from_regex(r"[A-Z][a-z]{2,9}( [a-z]{2,9}){2,9}\.", fullmatch=True), min_size=1, max_size=4))
def test_markdown_plain_paragraphs_are_kept_whole(paragraphs: list[str]):
    assert quoted("\n\n".join(paragraphs)) == paragraphs
