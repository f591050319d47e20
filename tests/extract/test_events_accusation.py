"""Who is only accused of something is not told to have done it."""

from __future__ import annotations

import pytest

from pipeline.extract.extraction import extract
from pipeline.language import LanguageModel
from pipeline.records import Document, Event, EventType, Extraction, Modality, Span
from pipeline.settings import Settings

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel.load(Settings())


def read(model: LanguageModel, text: str) -> Extraction:
    document = Document(
        source_file="a.txt", media_type="text/plain", text=text, paragraphs=(Span(begin=0, end=len(text)),)
    )
    [(document, doc)] = model.analyse([document])
    return extract(document, doc)


def violence(extraction: Extraction) -> Event:
    kinds = (EventType.ATTACK, EventType.CYBERATTACK, EventType.DEATH)
    [event] = [event for event in extraction.events if event.type in kinds]
    return event


@pytest.mark.parametrize(
    "text",
    [
        "Kral was charged with attacking Jan Lind.",
        "Prosecutors charged Kral with attacking Jan Lind in Brno.",
        "Kral was arrested on suspicion of killing Jan Lind.",
        "Kral was arrested for attacking Jan Lind.",
        "Kral went on trial accused of attacking Jan Lind.",
        "Kral was acquitted of attacking Jan Lind.",
        "Kral pleaded not guilty to attacking Jan Lind.",
        "Police are investigating whether Kral attacked Jan Lind.",
        "Unconfirmed reports of an attack on Brno spread on Friday.",
    ],
)
def test_accusation_what_one_is_accused_of_is_not_actual(model: LanguageModel, text: str):
    assert violence(read(model, text)).modality is Modality.HYPOTHETICAL


def test_accusation_what_a_court_has_found_is_actual(model: LanguageModel):
    event = violence(read(model, "Kral was convicted of attacking Jan Lind."))
    assert (event.modality, [p.text for p in event.actors]) == (Modality.ACTUAL, ["Kral"])


@pytest.mark.parametrize(
    "text",
    [
        "Kral is on trial for the attack on Jan Lind.",
        "Kral is wanted for the murder of two guards.",
        "Kral was cleared of the murder of Jan Lind.",
    ],
)
def test_accusation_who_stands_trial_is_not_the_actor(model: LanguageModel, text: str):
    event = violence(read(model, text))
    assert (event.modality, event.actors) == (Modality.ACTUAL, ())


def test_accusation_who_is_wanted_claims_nothing(model: LanguageModel):
    assert read(model, "Kral is wanted for the murder of Jan Lind.").claims == ()


def test_accusation_figures_of_what_may_not_have_been_are_not_the_author_s(model: LanguageModel):
    assert read(model, "Kral was charged with murdering two guards.").claims == ()
