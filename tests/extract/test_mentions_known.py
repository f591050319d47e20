"""Names that everybody knows stand for what they always stand for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.extract.lexicons import table
from pipeline.extract.mentions_labels import known_label
from pipeline.extract.names import gender_of_given_name
from pipeline.records import EntityLabel, Extraction

Read = Callable[[str], Extraction]


def test_mentions_known_names_are_no_given_names():
    assert [name for name, _ in table("known_names.tsv") if gender_of_given_name(name)] == []


def test_mentions_known_names_have_labels_of_names():
    assert known_label("Gazprom") is EntityLabel.ORG
    assert known_label("Kral") is None


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Gazprom cut off gas to Moldova.", "Gazprom", "ORG"),
        ("The Duma passed the bill.", "Duma", "ORG"),
        ("The Stasi arrested Biermann's friends.", "Stasi", "ORG"),
        ("The soldiers took Bakhmut in May.", "Bakhmut", "CITY"),
        ("Maidan was full of people on Sunday.", "Maidan", "PLACE"),
    ],
)
def test_mentions_known_names_have_their_label_whatever_the_model_says(read: Read, text: str, name: str, label: str):
    assert [m.label for m in read(text).mentions if m.surface == name] == [label]
