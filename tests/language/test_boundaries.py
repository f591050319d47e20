"""Where a sentence cannot begin."""

from __future__ import annotations

import pytest
import spacy

from pipeline.language.boundaries import bar
from pipeline.language.words import reading, words

TOKENIZER = spacy.blank("en").tokenizer


def open_places(text: str) -> list[str]:
    """The words before which the parser may begin a sentence, the first word left out."""
    found = list(words(text, TOKENIZER))
    doc = reading(found, TOKENIZER)
    bar(doc, found, text)
    return [token.text for token in doc[1:] if token.is_sent_start is not False]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("He came. She left!", ["She"]),
        ("Her new book Nothing Is True sold well", []),
        ("“Nobody slept.” He nodded.", ["He"]),
        ("It was over, he said (twice). Nobody slept", ["Nobody"]),
        ("A heading\nThe text begins", ["The"]),
        ("Issue No. 14: floods", ["floods"]),
        ("• Bread • Salt", ["Bread", "•", "Salt"]),
        ("The U.S. Army left", ["Army"]),
    ],
)
def test_boundaries_bar_what_begins_no_sentence(text: str, places: list[str]) -> None:
    assert open_places(text) == places
