"""One label for one name throughout a document."""

from __future__ import annotations

from parses import parsed

from pipeline.language.settle import settle


def rows(*words: str) -> str:
    """Rows for `parsed`: "Lee/PROPN/B-PERSON", each hanging on the first word."""
    lines = []
    for i, word in enumerate(words):
        form, pos, *label = word.split("/")
        lines.append(" ".join([form, form.lower(), pos, "X", str(min(i, 1)), "dep" if i else "root", *label]))
    return "\n".join(lines)


def settled(*words: str) -> list[tuple[str, str]]:
    doc = parsed(rows(*words))
    settle(doc)
    return [(name.text, name.label_) for name in doc.ents]


def test_settle_lets_the_full_name_tell_the_family_name() -> None:
    found = settled(
        "Ana/PROPN/B-PERSON", "Brisk/PROPN/I-PERSON", "spoke/VERB", "./PUNCT", "Brisk/PROPN/B-PERSON", "left/VERB",
        "Brisk/PROPN/B-CITY",
    )  # fmt: skip
    assert found == [("Ana Brisk", "PERSON"), ("Brisk", "PERSON"), ("Brisk", "PERSON")]


def test_settle_finds_a_known_name_that_was_overlooked() -> None:
    found = settled(
        "Ana/PROPN/B-PERSON", "Brisk/PROPN/I-PERSON", "spoke/VERB", "and/CCONJ", "Ana/PROPN", "Brisk/PROPN", "left/VERB"
    )
    assert found == [("Ana Brisk", "PERSON"), ("Ana Brisk", "PERSON")]


def test_settle_takes_no_common_word_for_a_known_name() -> None:
    found = settled("Rose/PROPN/B-PERSON", "and/CCONJ", "Rose/PROPN/B-PERSON", "Rose/VERB")
    assert found == [("Rose", "PERSON"), ("Rose", "PERSON")]


def test_settle_asks_the_gazetteer_about_places() -> None:
    assert settled("In/ADP", "Ukraine/PROPN/B-CITY") == [("Ukraine", "COUNTRY")]
    assert settled("In/ADP", "Lviv/PROPN/B-COUNTRY") == [("Lviv", "CITY")]
    assert settled("In/ADP", "Wendling/PROPN/B-ORG", "Islands/PROPN/I-ORG") == [("Wendling Islands", "REGION")]


def test_settle_drops_what_cannot_be_a_name() -> None:
    assert settled("Amid/ADP/B-PERSON", "protests/NOUN", "Monday/PROPN/B-DATE") == [("Monday", "DATE")]
