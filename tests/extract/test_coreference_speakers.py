"""Who "he", "the army" and a minister before a name are, where somebody else is named beside them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.records import Extraction

pytestmark = pytest.mark.model

Read = Callable[[str], Extraction]


def called(extraction: Extraction, surface: str) -> list[str | None]:
    """The name of the chain of each mention with the words."""
    chain_of = {i: chain.name for chain in extraction.chains for i in chain.mentions}
    return [chain_of.get(i) for i, m in enumerate(extraction.mentions) if m.surface == surface]


@pytest.mark.parametrize("sentence", ["He called Musa a liar.", "He said that Musa had lied.", '"Musa lied," he said.'])
def test_speakers_subject_is_nobody_named_in_what_he_says(read: Read, sentence: str):
    he = sentence.split()[-2] if sentence.startswith('"') else "He"
    extraction = read(f"Musa said on Sunday that Musa was ill. President Bello denied it. {sentence}")
    assert "Musa" not in called(extraction, he)


def test_speakers_army_is_no_charity_named_before(read: Read):
    extraction = read("Amnesty International said the raid was a crime. The army denied it.")
    assert called(extraction, "The army") == []


def test_speakers_name_of_a_parenthesis_is_not_the_subject_around_it(read: Read):
    extraction = read("The minister, Kral said, had lied to the commission.")
    assert called(extraction, "minister") == []
    assert not extraction.relations


def test_speakers_apposition_is_the_subject(read: Read):
    extraction = read("The minister, Jan Kral, said that the dam was safe.")
    assert called(extraction, "minister") == ["Jan Kral"]
