"""What the model reads of a text, and where it stands."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.language.words import LONGEST, plain, reading, words

TOKENIZER = spacy.blank("en").tokenizer
MESSY = st.text(st.sampled_from("aB9.,'’“”\"-–—… \t\n\r\u00a0\u200b\ufeff\u0301\u2028é🙂\u200d中$()"), max_size=60)


def forms(text: str) -> list[str]:
    return [word.form for word in words(text, TOKENIZER)]


@given(MESSY | st.text(max_size=60))
def test_plain_keeps_every_offset(text: str) -> None:
    assert len(plain(text)) == len(text)


@settings(deadline=None)
@given(MESSY | st.text(max_size=60))
def test_words_cover_all_but_white_space(text: str) -> None:
    at = 0
    for word in words(text, TOKENIZER):
        assert at <= word.begin < word.end <= len(text)
        assert not text[at : word.begin].strip()
        at = word.end
    assert not text[at:].strip()


def test_words_read_curly_quotes_as_straight_ones() -> None:
    assert forms("“Moscow’s”") == forms('"Moscow\'s"') == ['"', "Moscow", "'s", '"']


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u2060", "\u00ad"])
def test_words_keep_invisible_marks_outside_names(mark: str) -> None:
    text = f"{mark}Lviv{mark} fell"
    found = list(words(text, TOKENIZER))
    assert [text[w.begin : w.end] for w in found if w.form] == ["Lviv", "fell"]
    assert forms(f"Kh{mark}arkiv") == ["Kharkiv"]


def test_words_compose_combining_marks() -> None:
    assert forms("Jose\u0301 came") == ["José", "came"]


def test_words_take_an_endless_run_as_one_word() -> None:
    assert [w.end - w.begin for w in words("x " + "ab," * LONGEST + " y", TOKENIZER)] == [1, 3 * LONGEST, 1]


def test_reading_knows_where_white_space_was() -> None:
    text = "He\n\tcame\u00a0, she  left."
    doc = reading(list(words(text, TOKENIZER)), TOKENIZER)
    assert doc.text == "He came , she left."
