import pytest
from extractions import article
from handmade import Article
from judging import decide, part

from pipeline.reconcile import reconcile
from pipeline.reconcile.formerly import other_names
from pipeline.records import EntityLabel, Verdict


def told(text, *names, label="ORG", file="a.txt"):
    """An article of one sentence with the names that it holds."""
    made = Article(file)
    at = made.add(text)
    for name in names:
        made.name(at, name, label)
    return made.extraction()


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Brightwave, formerly Sunspot Energy, went under.", "formerly"),
        ("Brightwave (formerly known as Sunspot Energy) went under.", "formerly known as"),
        ("Brightwave, which was called Sunspot Energy until 2020, went under.", "which was called"),
        ("Brightwave changed its name to Sunspot Energy on Monday.", "changed its name to"),
        ("Brightwave was renamed Sunspot Energy.", "was renamed"),
        ("Brightwave has rebranded itself as “Sunspot Energy”.", "has rebranded itself as"),
        ("Brightwave, better known as Sunspot Energy, went under.", "better known as"),
    ],
)
def test_formerly_text_gives_two_names(text, cue):
    one = told(text, "Brightwave", "Sunspot Energy")
    assert [(o.chain, o.other, o.cue) for o in other_names(one)] == [(0, 1, cue)]
    earlier = article("b.txt", ("ORG", "Sunspot Energy"))
    found = reconcile([one, earlier])
    assert found.entity_of(one.document.id, 0) == found.entity_of(earlier.document.id, 0)
    assert [(j.verdict, j.because) for j in found.judgements] == [
        (Verdict.SAME, f"a document gives both names, with “{cue}”")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Brightwave, formerly Sunspot Energy's lawyer, went home.",
        "Brightwave, which was called Sunspot Energy's heir, went under.",
        "Brightwave, formerly of Sunspot Energy, went under.",
        "Brightwave has not changed its name to Sunspot Energy.",
        "Brightwave may be renamed Sunspot Energy.",
        "Brightwave was named Sunspot Energy's heir.",
        "Brightwave, formerly Sunspot Energy staff, went home.",
    ],
)
def test_formerly_other_words_between_two_names_join_nothing(text):
    assert other_names(told(text, "Brightwave", "Sunspot Energy")) == ()


def test_formerly_maiden_name_leads_to_whoever_bore_it():
    wife = told("Lena Hofer, née Brandt, spoke.", "Lena Hofer", "Brandt", label="PERSON")
    girl = article("b.txt", ("PERSON", "Lena Brandt"))
    other = article("c.txt", ("PERSON", "Karin Brandt"))
    found = reconcile([wife, girl, other])
    lena = found.entity_of(wife.document.id, 0)
    assert lena == found.entity_of(girl.document.id, 0) == found.entity_of(wife.document.id, 1)
    assert lena != found.entity_of(other.document.id, 0)


def test_formerly_name_at_birth_is_that_of_a_person_in_full():
    assert other_names(told("Max Ray, born Emil Rott, sang.", "Max Ray", "Emil Rott", label="PERSON"))
    assert not other_names(told("Max Ray, born Rott, sang.", "Max Ray", "Rott", label="PERSON"))
    mixed = Article("a.txt")
    at = mixed.add("Max Ray, formerly Sunspot Energy, sang.")
    mixed.name(at, "Max Ray", EntityLabel.PERSON)
    mixed.name(at, "Sunspot Energy", EntityLabel.ORG)
    assert not other_names(mixed.extraction())


def test_formerly_a_person_outranks_what_a_document_says():
    one = told("Brightwave, formerly Sunspot Energy, went under.", "Brightwave", "Sunspot Energy")
    earlier = article("b.txt", ("ORG", "Sunspot Energy"))
    apart = decide("different", part("Brightwave", label="ORG"), part("Sunspot Energy", label="ORG"))
    found = reconcile([one, earlier], [apart])
    assert found.entity_of(one.document.id, 0) != found.entity_of(earlier.document.id, 0)
    assert found.entity_of(one.document.id, 1) == found.entity_of(earlier.document.id, 0)
