"""Where a sentence cannot begin, and where one must."""

from __future__ import annotations

from itertools import pairwise

import pytest
import spacy

from pipeline.language.boundaries import LONGEST_SENTENCE, mark
from pipeline.language.words import reading, words

TOKENIZER = spacy.blank("en").tokenizer


def open_places(text: str) -> list[str]:
    """The words before which the parser may begin a sentence, the first word left out."""
    found = list(words(text, TOKENIZER))
    doc = reading(found, TOKENIZER)
    mark(doc, found, text)
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


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The ministry said. Police left. Nobody spoke", ["Police", "Nobody"]),
        ('"We stayed." She left', ["She"]),
        ("He went to see Mr. Baker and J. Cole of Acme Inc. Monday was free", []),
        ("It rose by 3 per cent. in May", []),
        ('"Go!" Anna said', []),
        ("Wait... Then they came", []),
    ],
)
def test_boundaries_know_where_a_sentence_must_begin(text: str, places: list[str]) -> None:
    found = list(words(text, TOKENIZER))
    doc = reading(found, TOKENIZER)
    mark(doc, found, text)
    assert [token.text for token in doc[1:] if token.is_sent_start] == places


@pytest.mark.parametrize(
    "piece", ["who met Ida in Kyiv, ", "the men left and ", "the boats left; the men, ", ", ", '" ']
)
def test_boundaries_cut_what_has_no_end(piece: str) -> None:
    found = list(words(piece * 400, TOKENIZER))
    doc = reading(found, TOKENIZER)
    mark(doc, found, piece * 400)
    starts = [0, *(token.i for token in doc[1:] if token.is_sent_start is True), len(doc)]
    assert max(after - before for before, after in pairwise(starts)) <= LONGEST_SENTENCE + 1
    if "," in piece[:-2] or ";" in piece:
        assert {doc[i - 1].text for i in starts[1:-1]} == ({";"} if ";" in piece else {","})


def test_boundaries_leave_long_sentences_whole() -> None:
    text = ("The men left, " * 60 + "they said. ") * 5
    found = list(words(text, TOKENIZER))
    doc = reading(found, TOKENIZER)
    mark(doc, found, text)
    assert [token.text for token in doc[1:] if token.is_sent_start is True] == ["The"] * 4
