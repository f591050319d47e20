"""One `Doc` over the whole text, from the parses of its pieces."""

from __future__ import annotations

import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from pipeline.language.stitch import Piece, stitch
from pipeline.language.words import reading, words

NLP = spacy.blank("en")
MESSY = st.text(st.sampled_from("ab.,'’“\" \t\n\r\u00a0\u200b\ufeff\u0301é🙂"), max_size=40)


def piece(text: str, begin: int, end: int, sentence_length: int = 3) -> Piece:
    """A piece whose parse has sentences of a few words, each hanging on the sentence's first."""
    found = list(words(text[begin:end], NLP.tokenizer))
    doc = reading(found, NLP.tokenizer)
    count = len(doc)
    heads = [i - i % sentence_length for i in range(count)]
    deps = ["ROOT" if heads[i] == i else "dep" for i in range(count)]
    parse = Doc(
        NLP.vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        heads=heads,
        deps=deps,
        pos=["X"] * count,
        tags=["FW"] * count,
        lemmas=[t.text for t in doc],
    )
    return Piece(begin, end, found, parse)


@settings(deadline=None)
@given(st.lists(MESSY, max_size=6), st.integers(0, 63))
def test_stitch_keeps_every_character_and_every_tree(parts: list[str], analysed: int) -> None:
    text = "".join(parts)
    pieces, at = [], 0
    for i, part in enumerate(parts):
        if part and analysed >> i & 1:
            pieces.append(piece(text, at, at + len(part)))
        at += len(part)
    doc = stitch(text, pieces, NLP.vocab)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t.text)] == t.text for t in doc)
    starts = {t.idx for t in doc if t.is_sent_start}
    for p in pieces:
        assert p.begin in starts
        for i, word in enumerate(w for w in p.words if w.form):
            token = doc.char_span(p.begin + word.begin, p.begin + word.end)[0]
            head = [w for w in p.words if w.form][p.parse[i].head.i]
            assert token.head.idx == p.begin + head.begin
            assert token.dep_ == p.parse[i].dep_
    for sentence in doc.sents:
        assert {t.head for t in sentence} <= set(sentence)


def test_stitch_makes_what_is_not_analysed_one_token() -> None:
    text = "---\ntitle: x\n---\nHe came.\n\n  She left.\n"
    first, second = text.index("He"), text.index("She")
    doc = stitch(text, [piece(text, first, first + 8), piece(text, second, second + 9)], NLP.vocab)
    assert [(s.text, s[0].pos_) for s in doc.sents] == [
        ("---\ntitle: x\n---\n", "SPACE"),
        ("He came.", "X"),
        ("\n\n  ", "SPACE"),
        ("She left.", "X"),
        ("\n", "SPACE"),
    ]


def test_stitch_hangs_white_space_on_the_word_before() -> None:
    text = "He  came\nhome"
    doc = stitch(text, [piece(text, 0, len(text))], NLP.vocab)
    assert [(t.text, t.pos_, t.head.text) for t in doc] == [
        ("He", "X", "He"),
        (" ", "SPACE", "He"),
        ("came", "X", "He"),
        ("\n", "SPACE", "came"),
        ("home", "X", "He"),
    ]


def test_stitch_keeps_a_name_whole_across_a_line_end() -> None:
    text = "in New\nYork today"
    made = piece(text, 0, len(text), 9)
    made.parse.set_ents([Span(made.parse, 1, 3, "CITY")])
    doc = stitch(text, [made], NLP.vocab)
    assert [(e.text, e.label_) for e in doc.ents] == [("New\nYork", "CITY")]


def test_stitch_of_no_paragraphs_is_one_token() -> None:
    assert [t.pos_ for t in stitch("only front matter", [], NLP.vocab)] == ["SPACE"]
    assert len(stitch("", [], NLP.vocab)) == 0
