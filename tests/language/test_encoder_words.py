from __future__ import annotations

import pytest

from pipeline.language.encoder.words import Shapes, WordPieces, shape_of

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "pro", "##test", "##ers", "-", "cafe", "u", ".", "s", "##s"]


@pytest.fixture
def pieces() -> WordPieces:
    return WordPieces(VOCABULARY, limit=4)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Protesters", ["pro", "##test", "##ers"]),
        ("U.S.", ["u", ".", "s", "."]),
        ("pro-pro", ["pro", "-", "pro"]),
        ("CAFÉ", ["cafe"]),
        ("Kyiv", ["[UNK]"]),
        ("\u200b", ["[UNK]"]),
        ("", ["[UNK]"]),
    ],
)
def test_encoder_words_are_cut_as_bert_cuts_them(pieces: WordPieces, word: str, expected: list[str]) -> None:
    assert [VOCABULARY[i] for i in pieces(word)] == expected


def test_encoder_words_keep_the_first_and_last_pieces_of_a_long_word(pieces: WordPieces) -> None:
    assert [VOCABULARY[i] for i in pieces("u.u.u.u.s")] == ["u", ".", ".", "s"]


def test_encoder_words_with_no_room_for_both_ends_are_refused() -> None:
    with pytest.raises(ValueError, match="limit=1"):
        WordPieces(VOCABULARY, limit=1)


@pytest.mark.parametrize(
    ("word", "shape"),
    [("Lviv", "Xxx"), ("IAEA", "XX"), ("McKee", "XxXxx"), ("4,300", "d,dd"), ("iPhone14", "xXxxdd"), ("", "")],
)
def test_encoder_words_show_their_shape(word: str, shape: str) -> None:
    assert shape_of(word) == shape


def test_encoder_words_of_an_unseen_shape_fall_back_on_their_letters() -> None:
    shapes = Shapes(["Xxx", "XX"])
    assert shapes("Lviv") == 1
    assert shapes("Lviv-") == 1
    assert shapes("12") == 0
    assert len(shapes) == 3
