"""What the tests of extraction share: reading a sentence with the shipped language model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from pipeline.extract.extraction import extract
from pipeline.language import LanguageModel
from pipeline.records import Document, Extraction, Span
from pipeline.settings import Settings


@pytest.fixture(scope="session")
def read() -> Callable[..., Extraction]:
    """What is extracted from a text of one paragraph, published on a day or not; for tests with the mark `model`."""
    model = LanguageModel.load(Settings())

    def of(text: str, published: str | None = None) -> Extraction:
        document = Document(
            source_file="a.txt",
            media_type="text/plain",
            text=text,
            paragraphs=(Span(begin=0, end=len(text)),),
            published=dt.date.fromisoformat(published) if published else None,
        )
        [(document, doc)] = model.analyse([document])
        return extract(document, doc)

    return of
