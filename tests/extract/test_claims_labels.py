"""Headlines that say whose word they are: "Police: 12 dead in fire"."""

from __future__ import annotations

import pytest

from pipeline.extract.extraction import extract
from pipeline.language import LanguageModel
from pipeline.records import Claim, Document, Span, Voice
from pipeline.settings import Settings

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel.load(Settings())


def claims(model: LanguageModel, text: str) -> list[Claim]:
    document = Document(
        source_file="a.txt", media_type="text/plain", text=text, paragraphs=(Span(begin=0, end=len(text)),)
    )
    [(document, doc)] = model.analyse([document])
    return [claim for claim in extract(document, doc).claims if claim.voice is Voice.ATTRIBUTED]


@pytest.mark.parametrize(
    ("text", "who", "content"),
    [
        ("Police: 12 dead in attack on Brno", "Police", "12 dead in attack on Brno"),
        ("Rights group: 47 migrants abandoned in desert", "Rights group", "47 migrants abandoned in desert"),
        ("Witnesses: soldiers shot 12 people.", "Witnesses", "soldiers shot 12 people"),
        ("Officials in Brno: nine people were arrested", "Officials in Brno", "nine people were arrested"),
        ("Report: the firm bribed two ministers", "Report", "the firm bribed two ministers"),
    ],
)
def test_label_says_whose_word_a_headline_is(model: LanguageModel, text: str, who: str, content: str):
    [claim] = claims(model, text)
    assert (claim.claimant_text, claim.text) == (who, content)


@pytest.mark.parametrize(
    "text",
    [
        "Weather: rain in the north on Friday",
        "Photo: a soldier stands guard in Brno",
        "Volcano: two villages were evacuated",
        "Two things happened: the mayor resigned and the port closed.",
    ],
)
def test_label_of_a_thing_says_nothing(model: LanguageModel, text: str):
    assert claims(model, text) == []
