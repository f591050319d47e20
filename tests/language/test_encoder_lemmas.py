from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.encoder.lemmas import Lexicon, apply, script

PAIRS = [
    ("arrested", "arrest"), ("running", "run"), ("went", "go"), ("IS", "be"), ("Cities", "city"), ("Kyiv", "Kyiv"),
    ("MOSCOW", "Moscow"), ("n't", "not"), ("better", "good"), ("The", "the"), ("Russians", "Russian"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "lemma"), PAIRS)
def test_encoder_lemmas_come_back_from_their_script(form: str, lemma: str) -> None:
    assert apply(script(form, lemma), form) == lemma


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_encoder_lemmas_of_any_pair_of_words_come_back(form: str, lemma: str) -> None:
    assert apply(script(form, lemma), form) == lemma


@pytest.mark.parametrize(
    ("known", "other", "lemma"), [(("tries", "try"), "denies", "deny"), (("Tried", "try"), "Denied", "deny")]
)
def test_encoder_lemmas_of_one_word_teach_another(known: tuple[str, str], other: str, lemma: str) -> None:
    assert apply(script(*known), other) == lemma


def test_encoder_lemmas_are_never_empty() -> None:
    assert apply("k3", "ran") == "ran"


@pytest.mark.parametrize(
    ("form", "tag", "guess", "lemma"),
    [
        ("Went", "VBD", "went", "go"),  # the lexicon has it
        ("accused", "VBN", "accus", "accuse"),  # it has another form of the verb
        ("planned", "VBD", "plann", "plan"),
        ("planning", "VBG", "plann", "plan"),
        ("denied", "VBD", "deni", "deny"),
        ("started", "VBD", "starte", "start"),
        ("blorked", "VBD", "blork", "blork"),  # nobody knows: the network's guess
        ("accused", "NNP", "Accused", "Accused"),  # a name is no verb
        ("ed", "VBD", "ed", "ed"),
        ("", "VBD", "", ""),
    ],
)
def test_encoder_lexicon_mends_the_guess_of_the_network(form: str, tag: str, guess: str, lemma: str) -> None:
    verbs = ("accuses\tVBZ\taccuse", "went\tVBD\tgo", "plan\tVB\tplan", "deny\tVB\tdeny", "start\tVB\tstart")
    assert Lexicon(verbs)(form, tag, guess) == lemma


def test_encoder_lexicon_may_be_empty() -> None:
    assert Lexicon([])("accused", "VBN", "accus") == "accus"
