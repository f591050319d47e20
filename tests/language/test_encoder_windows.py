from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.encoder.windows import HARD_LIMIT, SOFT_LIMIT, Window, windows


def test_encoder_windows_hold_a_short_text_whole() -> None:
    assert windows(["He", "left", ".", "She", "stayed", "."], [1] * 6, [1, 0, 0, 0, 0, 0]) == [Window(0, 6, False)]


def test_encoder_windows_are_none_for_no_words() -> None:
    assert windows([], [], []) == []


def test_encoder_windows_are_cut_after_a_full_stop() -> None:
    words = [*["Word"] * 99, "."] * 2
    assert windows(words, [1] * 200, [1] + [0] * 199) == [Window(0, 100, False), Window(100, 200, False)]


def test_encoder_windows_are_cut_at_a_known_sentence_start() -> None:
    starts = [0] * 200
    starts[0] = starts[120] = 1
    assert windows(["word"] * 200, [1] * 200, starts) == [Window(0, 120, False), Window(120, 200, False)]


def test_encoder_windows_never_cut_a_known_sentence_that_fits() -> None:
    words = [*["Word"] * 99, "."] * 2
    assert windows(words, [1] * 200, [1] + [-1] * 199) == [Window(0, 200, False)]


def test_encoder_windows_cut_an_endless_sentence_and_say_so() -> None:
    words = ["word"] * 1000
    words[300] = ","
    found = windows(words, [1] * 1000, [1] + [-1] * 999)
    assert found[0] == Window(0, 301, False)
    assert all(w.continues for w in found[1:])


@given(
    st.lists(
        st.tuples(st.sampled_from(["Word", "word", ".", '"', ","]), st.integers(1, 12), st.sampled_from([-1, 0, 0, 1])),
        max_size=900,
    )
)
def test_encoder_windows_cover_every_word_once_and_stay_small(given_words: list[tuple[str, int, int]]) -> None:
    words, pieces, starts = ([w[i] for w in given_words] for i in range(3))
    found = windows(words, pieces, starts)
    assert [w.begin for w in found] == [0, *[w.end for w in found[:-1]]][: len(found)]
    assert not found or found[-1].end == len(words)
    for w in found:
        assert w.begin < w.end
        assert sum(pieces[w.begin : w.end]) <= HARD_LIMIT


def test_encoder_windows_close_before_the_soft_limit_where_they_can() -> None:
    words = [*["Word"] * 9, "."] * 60
    for w in windows(words, [1] * 600, [0] * 600):
        assert w.end - w.begin <= SOFT_LIMIT
        assert words[w.end - 1] == "."
