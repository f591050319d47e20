"""Names from another pipeline, in our labels."""

from __future__ import annotations

import pytest
import spacy
from parses import document_of
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.foreign import LABELS, Names, label_of
from pipeline.records import Document, Span


def finder(**patterns: str) -> Language:
    """A pipeline that gives the words the labels."""
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(
        [{"label": label, "pattern": pattern.replace("_", " ")} for pattern, label in patterns.items()]
    )
    return nlp


@pytest.mark.parametrize(
    ("label", "name", "ours"),
    [
        ("PERSON", "Ana Lind", "PERSON"),
        ("PER", "Ana Lind", "PERSON"),
        ("GPE", "Germany", "COUNTRY"),
        ("GPE", "Texas", "REGION"),
        ("GPE", "Kharkiv", "CITY"),
        ("GPE", "Nowhereville", "CITY"),
        ("LOC", "Eastern Europe", "REGION"),
        ("LOC", "the Black Sea", "PLACE"),
        ("FAC", "Pushkin Square", "PLACE"),
        ("NORP", "Sunni", "NORP"),
        ("WORK_OF_ART", "Hamlet", "WORK"),
        ("LAW", "the Treaty of Rome", "WORK"),
        ("DATE", "last Tuesday", "DATE"),
        ("DATE", "1991", "DATE"),
        ("DATE", "three years", None),
        ("DATE", "19-year-old", None),
        ("MONEY", "$ 5", None),
        ("CITY", "Nowhereville", "CITY"),
    ],
)
def test_label_of_maps_other_schemes(label: str, name: str, ours: str | None) -> None:
    assert label_of(label, name) == ours


def put(text: str, nlp: Language, paragraphs: tuple[Span, ...] | None = None) -> Doc:
    doc = spacy.blank("en")(text)
    document = document_of(doc)
    if paragraphs:
        document = Document(source_file="test.txt", media_type="text/plain", text=text, paragraphs=paragraphs)
    Names(nlp).put(doc, document)
    return doc


def test_names_leave_articles_and_possessives_outside() -> None:
    nlp = finder(**{"the Kremlin's": "ORG", "Kharkiv": "GPE"})
    doc = put("In Kharkiv the Kremlin's men left.", nlp)
    assert [(e.text, e.label_) for e in doc.ents] == [("Kharkiv", "CITY"), ("Kremlin", "ORG")]


def test_names_stand_where_they_stand_in_the_document() -> None:
    text = "Kharkiv\n\nfell. Then Lviv."
    doc = put(text, finder(Kharkiv="GPE", Lviv="GPE"), (Span(begin=9, end=len(text)),))
    assert [(e.start_char, e.text) for e in doc.ents] == [(text.index("Lviv"), "Lviv")]


def test_names_replace_those_that_were_there() -> None:
    doc = spacy.blank("en")("Ana saw Lviv .")
    doc.set_ents([doc.char_span(0, 3, "ORG")])
    Names(finder(Lviv="GPE")).put(doc, document_of(doc))
    assert [(e.text, e.label_) for e in doc.ents] == [("Lviv", "CITY")]
    assert {e.label_ for e in doc.ents} <= LABELS
