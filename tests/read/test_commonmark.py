"""Markdown with marks inside its sentences becomes plain text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import read
from pipeline.read import commonmark, markdown
from pipeline.read.article import joined
from pipeline.records import Document
from pipeline.settings import load

SETTINGS = load()
MARKED = """---
title: Ferries
---
# Ferries *sail* again

**OSLO** — The [harbour council](https://a.example/x "The council") let the _ferries_ run.\\
"We are **not** afraid," said `Ida` Holm.[^1]

- One crew
  cheered.
- [x] The ~~old~~ new crew sang.

> The boats
> were full.

[^1]: She chairs it.
"""


def quoted(source: str) -> list[str]:
    text, spans = joined(commonmark.paragraphs(source))
    return [text[span.begin : span.end] for span in spans]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("A **b** and *c*, __d__ and ***e***.", ["A b and c, d and e."], id="emphasis"),
        pytest.param("A [b *c*](https://a.example) [d][1].\n\n[1]: https://b.example", ["A b c d."], id="links"),
        pytest.param("See <https://a.example/x>.", ["See https://a.example/x."], id="address"),
        pytest.param("Run `rm -r *`, he said.", ["Run rm -r *, he said."], id="code in a sentence"),
        pytest.param("AT&amp;T and \\*one\\* &#8364; 5.", ["AT&T and *one* € 5."], id="escapes"),
        pytest.param("2 * 3 * 4 in snake_case_name [sic].", ["2 * 3 * 4 in snake_case_name [sic]."], id="no marks"),
        pytest.param("A ![b](c.png) d.\n\n![e](f.png)", ["A d."], id="images"),
        pytest.param("He ~~was held~~ went home.", ["He went home."], id="struck out"),
        pytest.param("He <del>was held</del> <b>went</b> home.", ["He went home."], id="struck out in HTML"),
        pytest.param("A <!-- b --> c<br>d.", ["A c", "d."], id="comment and line break"),
        pytest.param("A *b*  \nc\\\nd\ne.", ["A b", "c", "d e."], id="hard breaks"),
        pytest.param("> A *b*\n> c.\n>\n> > D.", ["A b c.", "D."], id="quotations"),
        pytest.param("1. A *b*\n   c\n   - d\n2. [ ] e", ["A b c", "d", "e"], id="lists"),
        pytest.param("A *b*\n=====\n\n## C `d` ##", ["A b", "C d"], id="headings"),
        pytest.param("    First *line*\ngoes on.", ["First line goes on."], id="indented prose"),
        pytest.param(
            "A.[^1] B.[^x]\n\n[^1]: C *d*.\n[^x]: E.\n[1]: https://a.example", ["A. B.", "C d.", "E."], id="notes"
        ),
        pytest.param("*A*\n\n| x | y |\n|---|---|\n| *1* | 2 |\n\nB.", ["A", "B."], id="table"),
        pytest.param("*A*\n\n```py\nx = 1\n```\n\nB.", ["A", "B."], id="code"),
        pytest.param("*A*\n\n~~~\nB *c*.\n\nD.", ["A", "B c.", "D."], id="code that is never closed"),
        pytest.param("*A*\n\n<!-- never closed\n\nB.", ["A", "never closed", "B."], id="comment that is never closed"),
        pytest.param(
            "<div>\n<p>A <b>b</b>\nc.</p><p>D &amp; e.</p>\n<script>x < 1</script>\n</div>\n",
            ["A b c.", "D & e."],
            id="a block of HTML",
        ),
    ],
)
def test_commonmark_gives_plain_paragraphs(source: str, expected: list[str]):
    assert quoted(source) == expected


def test_commonmark_article_is_its_plain_text():
    article = commonmark.read(MARKED.encode(), "a.md", SETTINGS)
    assert article.text.split("\n\n") == [
        "Ferries sail again",
        "OSLO — The harbour council let the ferries run.",
        '"We are not afraid," said Ida Holm.',
        "One crew cheered.",
        "The new crew sang.",
        "The boats were full.",
        "She chairs it.",
    ]
    assert "\n\n".join(article.text[s.begin : s.end] for s in article.paragraphs) == article.text
    assert article.metadata.title == "Ferries"
    assert article.media_type == markdown.MEDIA_TYPE
    assert commonmark.read(b"# Ferries *sail*\n\nText.", "a.md", SETTINGS).metadata.title == "Ferries sail"


@pytest.mark.parametrize(
    "source", ["# One\n\nHe [sic] said 2 * 3\nis 6.\n", "---\ntitle: T\n---\n\n- a_b_c\n- <3 you\n"]
)
def test_commonmark_without_marks_is_the_file(source: str):
    article = commonmark.read(source.encode(), "a.md", SETTINGS)
    assert markdown.read(source.encode(), "a.md", SETTINGS) is None  # it had to be looked at
    assert article.text == source
    assert article.paragraphs == markdown.prose(source, source.rfind("---\n") + 4 if "---" in source else 0)


def test_commonmark_is_read_in_the_process_for_parsing(tmp_path: Path):
    (tmp_path / "a.md").write_text(MARKED, encoding="utf-8")
    (tmp_path / "b.md").write_text(" **\n\n![a](b.png)\n", encoding="utf-8")
    document, issue = read.documents([tmp_path], SETTINGS)
    assert isinstance(document, Document)
    assert document.text == commonmark.read(MARKED.encode(), "a.md", SETTINGS).text
    assert not isinstance(issue, Document)
    assert "no prose" in issue.message


@settings(deadline=None)
@given(
    st.text(st.sampled_from("ab .\n\r>-*#|`~[]()!<:1=\\_&; ^\t"), max_size=200)
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=100)
)
def test_commonmark_reads_any_text(source: str):
    article = commonmark.read(source.encode(), "a.md", SETTINGS)
    at = 0
    for span in article.paragraphs:
        assert at <= span.begin < span.end <= len(article.text)
        at = span.end


@settings(deadline=None)
@given(st.lists(st.from_regex(r"[A-Z][a-z]{2,9}( [a-z]{2,9}){2,9}\.", fullmatch=True), min_size=1, max_size=4))
def test_commonmark_gives_the_paragraphs_that_a_file_without_marks_has(paragraphs: list[str]):
    source = "\n\n".join(paragraphs)
    assert quoted(source) == [source[s.begin : s.end] for s in markdown.prose(source)]
