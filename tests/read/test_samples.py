"""The sample articles in data/raw: complete, clean and listed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline import read
from pipeline.records import Document
from pipeline.settings import load

RAW = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    items = list(read.documents([RAW], load()))
    found = [item for item in items if isinstance(item, Document)]
    assert found == items, "a sample article gives an issue"
    return found


def test_samples_are_many_and_of_many_outlets(documents: list[Document]):
    assert len(documents) >= 14
    assert len({d.publisher for d in documents}) >= 4
    assert {d.media_type for d in documents} == {"text/plain", "text/markdown", "text/html"}


def test_samples_have_all_metadata(documents: list[Document]):
    for document in documents:
        assert all((document.title, document.publisher, document.author, document.published, document.url)), document.id
        assert re.match(r"https://[a-z-]+\.example/", document.url or "")


def test_samples_are_short(documents: list[Document]):
    for document in documents:
        words = sum(len(document.quote(span).split()) for span in document.paragraphs)
        assert 120 <= words <= 350, (document.source_file, words)


def test_samples_are_listed_in_their_readme():
    listed = set(re.findall(r"^\| (\S+\.\w+) \|", (RAW / "README.md").read_text(encoding="utf-8"), re.M))
    assert listed == {path.name for path in RAW.iterdir() if path.name != "README.md"}
