"""What has no sentence cannot be made, and a quote that is not in the text is refused."""

import pytest
from pydantic import ValidationError

from pipeline.records import (
    Chain,
    Claim,
    Document,
    EntityLabel,
    Event,
    EventType,
    Evidence,
    Extraction,
    Mention,
    MentionForm,
    Quantity,
    Relation,
    RelationType,
    Sentence,
    Span,
    Trigger,
)

TEXT = "Mira Solberg leads the Green Union. She spoke in Riga."
FIRST, SECOND = Span(begin=0, end=35), Span(begin=36, end=54)
DOCUMENT = Document(source_file="a.txt", media_type="text/plain", text=TEXT, paragraphs=(Span(begin=0, end=54),))
SENTENCES = (Sentence(span=FIRST, text=TEXT[:35]), Sentence(span=SECOND, text=TEXT[36:]))


def mention(begin: int, end: int, sentence: int = 0, surface: str | None = None) -> Mention:
    words = TEXT[begin:end] if surface is None else surface
    return Mention(
        span=Span(begin=begin, end=end), sentence=sentence, surface=words, normal=words,
        label=EntityLabel.PERSON, form=MentionForm.NAME, confidence=1.0,
    )  # fmt: skip


def evidence(begin: int, end: int, sentence: int = 0) -> Evidence:
    return Evidence(sentence=sentence, span=Span(begin=begin, end=end), method="test", confidence=0.5)


@pytest.mark.parametrize("kind", [Relation, Event, Claim])
def test_records_evidence_is_required(kind):
    fields = {
        Relation: {"subject": 0, "predicate": RelationType.JOB_TITLE, "object": "leader"},
        Event: {
            "type": EventType.MEETING,
            "triggers": (Trigger(span=Span(begin=40, end=45), sentence=1, surface="spoke", confidence=1),),
        },
        Claim: {"content": FIRST, "text": TEXT[:35]},
    }[kind]
    kind(**fields, evidence=(evidence(0, 4),))
    with pytest.raises(ValidationError, match="evidence"):
        kind(**fields)
    with pytest.raises(ValidationError, match="evidence"):
        kind(**fields, evidence=())


@pytest.mark.parametrize(
    "fields",
    [
        {"mentions": (mention(0, 12, surface="Mira Sølberg"),)},
        {"mentions": (mention(0, 12, sentence=1),)},
        {"mentions": (mention(0, 12, sentence=2),)},
        {"sentences": (Sentence(span=FIRST, text="Mira Solberg led the Green Union."),)},
        {"chains": (Chain(label=EntityLabel.PERSON, name="Mira Solberg", mentions=(0,)),)},
        {"claims": (Claim(content=FIRST, text="another text", evidence=(evidence(0, 4),)),)},
        {"claims": (Claim(content=SECOND, text=TEXT[36:], evidence=(evidence(0, 4),)),)},
        {"claims": (Claim(content=FIRST, text=TEXT[:35], claimant=0, evidence=(evidence(0, 4),)),)},
        {"relations": (Relation(subject=0, predicate=RelationType.HEAD_OF, object=1, evidence=(evidence(0, 4),)),)},
    ],
)
def test_records_extraction_refuses_what_does_not_hold(fields):
    with pytest.raises(ValidationError):
        Extraction(**({"document": DOCUMENT, "sentences": SENTENCES} | fields))


def test_records_extraction_survives_json():
    made = Extraction(
        document=DOCUMENT, sentences=SENTENCES, mentions=(mention(0, 12),),
        chains=(Chain(label=EntityLabel.PERSON, name="Mira Solberg", mentions=(0,)),),
    )  # fmt: skip
    assert Extraction.model_validate_json(made.model_dump_json()) == made


def test_records_relation_object_fits_its_type():
    with pytest.raises(ValidationError, match="object"):
        Relation(subject=0, predicate=RelationType.JOB_TITLE, object=1, evidence=(evidence(0, 4),))
    with pytest.raises(ValidationError, match="object"):
        Relation(subject=0, predicate=RelationType.HEAD_OF, object="Riga", evidence=(evidence(0, 4),))


def test_records_spans_and_quantities_are_checked():
    with pytest.raises(ValidationError, match="at least one"):
        Span(begin=3, end=3)
    span = Span(begin=0, end=1)
    with pytest.raises(ValidationError, match="bound"):
        Quantity(text="x", span=span)
    with pytest.raises(ValidationError, match="wrong way"):
        Quantity(text="x", span=span, minimum=3, maximum=2)


def test_records_document_id_changes_with_name_and_text_alone():
    same = DOCUMENT.model_copy(update={"title": "Another title"})
    assert same.id == DOCUMENT.id
    assert DOCUMENT.model_copy(update={"source_file": "b.txt"}).id != DOCUMENT.id
    assert DOCUMENT.model_copy(update={"text": TEXT + " "}).id != DOCUMENT.id
    with pytest.raises(ValidationError, match="overlaps"):
        Document(source_file="a", media_type="text/plain", text="abc", paragraphs=(span_of(0, 2), span_of(1, 3)))


def span_of(begin: int, end: int) -> Span:
    return Span(begin=begin, end=end)
