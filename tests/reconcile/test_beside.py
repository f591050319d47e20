import pytest
from handmade import Article

from pipeline.reconcile import reconcile
from pipeline.reconcile.beside import side_by_side
from pipeline.records import Verdict


def pair(text, *names):
    """An article of one sentence that names people."""
    made = Article("a.txt")
    at = made.add(text)
    for name in names:
        made.name(at, name, "PERSON")
    return made.extraction()


def test_beside_two_forms_of_a_name_in_one_sentence_are_two_people():
    both = pair("Liz Warden and her aunt, Elizabeth Warden, sold it.", "Liz Warden", "Elizabeth Warden")
    found = reconcile([both])
    assert len(found.entities) == 2
    assert [(j.verdict, j.because) for j in found.judgements] == [(Verdict.DIFFERENT, "one sentence names both")]


@pytest.mark.parametrize(
    "text",
    [
        "Elizabeth Warden (Liz Warden to her friends) sold it.",
        "Elizabeth Warden, known as Liz Warden, sold it.",
        "Elizabeth Warden or Liz Warden sold it.",
    ],
)
def test_beside_a_name_that_explains_another_tells_nobody_apart(text):
    assert side_by_side(pair(text, "Elizabeth Warden", "Liz Warden")) == ()


def test_beside_names_of_two_families_are_of_no_concern():
    assert side_by_side(pair("Liz Warden met Elizabeth Marsh.", "Liz Warden", "Elizabeth Marsh")) == ()
