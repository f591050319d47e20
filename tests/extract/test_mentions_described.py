"""Names without the adjectives before them, and words in capitals that are nobody's name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from parses import document_of, parsed

from pipeline.extract import mentions
from pipeline.extract.scene import Scene
from pipeline.records import Extraction

Read = Callable[[str], Extraction]


def names(extraction: Extraction) -> set[tuple[str, str]]:
    return {(m.surface, m.label.value) for m in extraction.mentions if m.form == "Name"}


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Besuited Kral greeted the crowd. Peter Kral was late. Kral left.", {("Kral", "PERSON")}),
        ("Ed Kral met Fred Weiss. Kral smiled.", {("Ed Kral", "PERSON")}),
        (
            "A member of the Trotskyist Russian Workers' League was held in Izhevsk.",
            {("Russian Workers' League", "ORG"), ("Trotskyist", "NORP")},
        ),
        ("It was visited by Grete (Mimi) Kral in May.", {("Grete (Mimi) Kral", "PERSON")}),
        ("Kazan is the capital of Tatarstan, a city of a million people.", {("Tatarstan", "REGION")}),
    ],
)
def test_described_names_are_the_names_alone(read: Read, text: str, found: set[tuple[str, str]]):
    told = names(read(text))
    assert found <= told
    assert not any(surface.startswith(("Besuited", "Trotskyist R")) for surface, _ in told)


OPENNESS = """
Ludnost Ludnost PROPN NNP 2 nsubj B-CITY
gave give VERB VBD 0 root
way way NOUN NN 2 obj
to to ADP IN 5 case
panic panic NOUN NN 2 obl
. . PUNCT . 2 punct
"""
MOURNED = """
Nobody nobody PRON NN 2 nsubj
mourned mourn VERB VBD 0 root
ludnost ludnost NOUN NN 2 obj
. . PUNCT . 2 punct
"""
ENTERED = """
Soldiers soldier NOUN NNS 2 nsubj
stood stand VERB VBD 0 root
in in ADP IN 4 case
Ludnost Ludnost PROPN NNP 2 obl B-CITY
. . PUNCT . 2 punct
"""


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ((OPENNESS,), ["Ludnost"]),
        ((OPENNESS, MOURNED), []),
        ((OPENNESS, MOURNED, ENTERED), ["Ludnost", "Ludnost"]),
    ],
)
def test_described_concept_that_the_text_writes_small_too_is_no_city(rows: tuple[str, ...], found: list[str]):
    doc = parsed("\n\n".join(part.strip() for part in rows))
    assert [m.surface for m in mentions.find(Scene(document_of(doc), doc))] == found
