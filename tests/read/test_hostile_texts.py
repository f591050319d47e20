"""Plain text that is made to harm: every plane of Unicode, changing directions, marks without end, and size alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import read
from pipeline.errors import DocumentError
from pipeline.read import markdown, paragraphs, plain
from pipeline.records import Document, Issue
from pipeline.settings import load

SETTINGS = load()
PLANES = "".join(chr((plane << 16) + at) for plane in range(17) for at in (0x41, 0x3042, 0xFFFD, 0xFFFE, 0xFFFF))
TEXTS = {
    "planes": f"Crews {PLANES} cheered.",
    "directions": "Crews \u202echeered\u202c \u2067שלום\u2069 \u200fand\u200e sang.",
    "combining marks": "C" + "\u0301\u0489\u20dd" * 5_000 + "rews cheered.",
    "joined emoji": "Crews " + "\U0001f468\u200d" * 3_000 + " cheered.",
    "normal forms": "Crews ﷺ İß ŉ ﬃ \u1e9b\u0323 Å cheered.",
    "line ends": "Crews\r\ncheered.\rThey\x85sang\u2028on\u2029and\x0bon\x0cand on.",
    "invisible": "\ufeffCrews\u200b\u2060\u00ad cheered\u180e.\ufeff",
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("ending", [".txt", ".md", ".jsonl"])
def test_texts_of_all_unicode_keep_every_offset(tmp_path: Path, name: str, ending: str):
    text = TEXTS[name]
    content = json.dumps({"text": text}) if ending == ".jsonl" else text
    (tmp_path / f"a{ending}").write_bytes(content.encode())
    [document] = read.documents([tmp_path], SETTINGS)
    assert isinstance(document, Document)
    assert document.text == text
    quoted = "".join(document.quote(span) for span in document.paragraphs)
    assert [c for c in text if c.isalnum()] == [c for c in quoted if c.isalnum()]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Crews\0cheered.", "NUL bytes"),
        (b"Crews \xed\xa0\x80 cheered.", "UTF-8"),
        (b'{"text": "Crews \\ud800 cheered."}', r"half a surrogate pair \(U\+D800\) at character 6"),
        (b'{"text": "Crews \\u0000 cheered."}', r"U\+0000 at character 6"),
    ],
)
def test_texts_that_are_none_are_refused_with_the_place(tmp_path: Path, content: bytes, said: str):
    (tmp_path / ("a.jsonl" if content.startswith(b"{") else "a.txt")).write_bytes(content)
    [issue] = read.documents([tmp_path], SETTINGS)
    assert isinstance(issue, Issue)
    with pytest.raises(AssertionError, match=said):
        raise AssertionError(issue.message)


@pytest.mark.parametrize("reader", [plain.read, markdown.read])
@pytest.mark.parametrize("piece", [b"word ", b"\n", b"a\n", b"# "])
def test_texts_of_a_hundred_megabytes_are_refused_before_they_cost_time(
    reader: Callable[..., object], piece: bytes, monkeypatch: pytest.MonkeyPatch
):
    def searched(*args: object) -> None:
        pytest.fail("paragraphs were looked for")

    monkeypatch.setattr(plain, "prose", searched)
    monkeypatch.setattr(markdown, "prose", searched)
    with pytest.raises(DocumentError, match="max_text_chars"):
        reader(piece * (100_000_000 // len(piece)), "a.txt", SETTINGS)


def test_texts_of_lines_of_json_are_refused_before_they_cost_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(paragraphs, "prose", lambda *args: pytest.fail("paragraphs were looked for"))
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "word " * 500_000}))
    [issue] = read.documents([tmp_path], SETTINGS)
    assert isinstance(issue, Issue)
    assert "max_text_chars" in issue.message


@pytest.mark.parametrize("piece", ["word ", "a", "e\u0301", "* ", "|", "[", "`", "<!--", "> ", "_"])
def test_texts_of_one_line_as_long_as_may_be_are_read(piece: str):
    text = piece * (SETTINGS.max_text_chars // len(piece))
    for reader in (plain.read, markdown.read):
        article = reader(text.encode(), "a.txt", SETTINGS)
        if article is None:
            assert reader is markdown.read
            continue
        assert article.text == text
        assert len(article.paragraphs) <= 1
