import gc
import itertools

import pytest
import spacy
from parses import document_of, parse_of, parsed
from spacy.tokens import Doc

from pipeline.extract.extraction import extract
from pipeline.extract.parse import Parse, Token, Tokens, remembered

ROWS = """
Guards guard NOUN NNS 2 nsubj
held hold VERB VBD 0 root
Ada Ada PROPN NNP 2 obj B-PERSON
Lind Lind PROPN NNP 3 flat I-PERSON NoSpace
, , PUNCT , 7 punct
who who PRON WP 7 nsubj
wrote write VERB VBD 3 acl:relcl
1,200 1,200 NUM CD 9 nummod
letters letter NOUN NNS 7 obj NoSpace
. . PUNCT . 2 punct

"In in ADP IN 2 case
Lima Lima PROPN NNP 3 obl B-CITY
? ? PUNCT . 0 root
NASA NASA PROPN NNP 3 dep B-ORG
"""


def test_parse_tokens_are_those_of_spacy() -> None:
    doc, parse = parsed(ROWS), parse_of(ROWS)
    assert len(parse) == len(doc)
    attributes = (
        "i", "idx", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "ent_iob_", "whitespace_",
        "is_space", "is_punct", "is_alpha", "is_upper", "is_title", "is_currency", "like_num",
    )  # fmt: skip
    for ours, theirs in zip(parse, doc, strict=True):
        for name in attributes:
            assert getattr(ours, name) == getattr(theirs, name), (theirs, name)
        assert (ours.head.i, ours.left_edge.i, ours.right_edge.i) == (
            theirs.head.i, theirs.left_edge.i, theirs.right_edge.i,
        )  # fmt: skip
        assert [c.i for c in ours.children] == [c.i for c in theirs.children]
        assert [c.i for c in ours.subtree] == [c.i for c in theirs.subtree]
        assert (ours.sent.start, ours.sent.end) == (theirs.sent.start, theirs.sent.end)
    assert parse[6].base == "acl"


def test_parse_rows_of_tokens_are_those_of_spacy() -> None:
    doc, parse = parsed(ROWS), parse_of(ROWS)
    assert [(e.start, e.end, e.label_) for e in parse.ents] == [(e.start, e.end, e.label_) for e in doc.ents]
    for start, end in itertools.combinations(range(len(doc) + 1), 2):
        ours, theirs = parse[start:end], doc[start:end]
        assert (ours.text, ours.start_char, ours.end_char, ours.root.i) == (
            theirs.text, theirs.start_char, theirs.end_char, theirs.root.i,
        )  # fmt: skip
        assert ours.sent.start == theirs.sent.start
        assert [t.i for t in ours[1:]] == [t.i for t in theirs[1:]]
        assert [e.text for e in ours.ents] == [e.text for e in theirs.ents]


@pytest.mark.parametrize("mode", ["strict", "contract", "expand"])
def test_parse_char_span_is_that_of_spacy(mode: str) -> None:
    doc, parse = parsed(ROWS), parse_of(ROWS)
    for begin, end in itertools.combinations(range(len(doc.text) + 1), 2):
        ours = parse.char_span(begin, end, alignment_mode=mode)
        theirs = doc.char_span(begin, end, alignment_mode=mode)
        assert (ours is None) == (theirs is None), (begin, end)
        if theirs is not None and len(theirs):
            assert (ours.start, ours.end) == (theirs.start, theirs.end), (begin, end)


def test_parse_equality_is_of_places() -> None:
    parse = parse_of(ROWS)
    assert parse[1:3] == parse[1:3]
    assert len({parse[1:3], parse[1:3], parse[1:4]}) == 2
    assert parse[1:3] != parse_of(ROWS)[1:3]


def test_parse_takes_no_place_outside() -> None:
    parse = parse_of(ROWS)
    with pytest.raises(IndexError):
        parse[2:4][2]
    with pytest.raises(IndexError):
        parse[0].nbor(-1)
    assert parse[3:4][-1].text == "Lind"


def test_parse_cuts_a_cycle_of_heads_open() -> None:
    doc = Doc(
        spacy.blank("en").vocab, words=["a", "b", "c"], heads=[1, 0, 1], deps=["x", "y", "z"],
        sent_starts=[True, False, False],
    )  # fmt: skip
    parse = Parse(doc)
    assert parse[0].head is parse[0]
    assert [t.i for t in parse[0].subtree] == [0, 1, 2]
    assert parse[:].root is parse[0]


def test_parse_of_nothing() -> None:
    parse = Parse(spacy.blank("en")(""))
    assert (len(parse), parse.sents, parse.ents, parse.char_span(0, 1)) == (0, (), (), None)


def test_parse_answers_are_worked_out_once_for_each_thing() -> None:
    asked = []

    @remembered
    def words(of: Token | Tokens) -> int:
        asked.append(of.text)
        return len(of.text.split())

    parse = parse_of(ROWS)
    assert [words(parse[0]), words(parse[0]), words(parse[1])] == [1, 1, 1]
    assert [words(parse[2:4]), words(parse[2:4]), words(parse[2:3])] == [2, 2, 1]  # tokens made anew each time
    assert asked == ["Guards", "held", "Ada Lind", "Ada"]
    assert words(parse_of(ROWS)[0]) == 1
    assert len(asked) == 5  # another document


def test_parse_that_was_read_leaves_nothing_to_look_for() -> None:
    """What is in a circle stays until Python looks for it; here nothing is."""
    doc = parsed(ROWS)
    document = document_of(doc)

    def there() -> int:
        return sum(isinstance(found, Token | Tokens | Parse) for found in gc.get_objects())

    gc.collect()
    gc.disable()
    try:
        before = there()
        extract(document, doc)
        assert there() == before
    finally:
        gc.enable()
