"""Assertions of several documents that are one statement, and what came of it on the way."""

import pytest
from extractions import Asserted, article

from pipeline.reconcile import reconcile

CHAINS = (("CITY", "Brest"), ("CITY", "Lyon"), ("PERSON", "Ann Lee"), ("PERSON", "Jo Ray"), ("ORG", "Port Union"))
THREW = ("agent:guard", "patient:stone", "in:Brest")
TOOK = ("agent:Ann Lee", "patient:euro")


def compared(*told, dates=("2024-03-01", "2024-03-02"), publishers=("Day", "Night")):
    articles = [
        article(f"{i}.txt", *CHAINS, asserted=[one], published=date, publisher=publisher)
        for i, (one, date, publisher) in enumerate(zip(told, dates, publishers, strict=True))
    ]
    found = reconcile(articles).comparisons
    return [(c.dimension.value, c.verdict.value) for c in found]


def test_statements_affirmed_here_and_denied_there_conflict():
    found = compared(Asserted("throw", THREW), Asserted("throw", THREW, by="Jo Ray", denied=True))
    assert found == [("Polarity", "Conflict")]


def test_statements_lose_a_hedge_from_the_older_to_the_newer_alone():
    hedged, plain = Asserted("throw", THREW, certainty="Probable"), Asserted("throw", THREW)
    assert compared(hedged, plain) == [("Certainty", "Drift")]
    assert compared(plain, hedged) == []
    assert compared(hedged, plain, dates=("2024-03-01", "2024-03-01")) == []
    assert compared(hedged, plain, dates=(None, "2024-03-01")) == []


def test_statements_lose_who_says_them():
    assert compared(Asserted("throw", THREW, by="Jo Ray"), Asserted("throw", THREW)) == [("Attribution", "Drift")]
    assert compared(Asserted("throw", THREW), Asserted("throw", THREW, by="Jo Ray")) == []


def test_statements_in_the_same_words_are_put_into_another_mouth():
    one = Asserted("throw", THREW, by="Jo Ray")
    assert compared(one, Asserted("throw", THREW, by="Ann Lee")) == [("Attribution", "Drift")]
    assert compared(one, Asserted("throw", THREW, by="Jo Ray")) == []
    assert compared(one, Asserted("throw", THREW, by="the union")) == []  # maybe hers
    assert compared(one, Asserted("throw", (*THREW, "from:roof"), by="Ann Lee")) == []  # words of her own


@pytest.mark.parametrize(
    "other",
    [
        Asserted("throw", ("agent:guard", "patient:bottle", "in:Brest"), denied=True),
        Asserted("throw", ("agent:driver", "patient:stone", "in:Brest"), denied=True),
        Asserted("throw", ("agent:guard", "patient:stone", "in:Lyon"), denied=True),
        Asserted("throw", ("agent:Jo Ray", "patient:stone", "in:Brest"), denied=True),
        Asserted("catch", THREW, denied=True),
        Asserted("throw", THREW, denied=True, dates=["2024-02-20"]),
    ],
)
def test_statements_with_other_parts_are_others(other):
    assert compared(Asserted("throw", THREW, dates=["2024-03-01"]), other) == []


def test_statements_need_a_name_where_weeks_lie_between_them():
    weeks = ("2024-03-01", "2024-03-29")
    named = ("agent:Ann Lee", "patient:stone", "in:Brest")
    assert compared(Asserted("throw", THREW), Asserted("throw", THREW, denied=True), dates=weeks) == []
    assert compared(Asserted("throw", named), Asserted("throw", named, denied=True), dates=weeks) != []
    months = ("2024-03-01", "2024-06-01")
    assert compared(Asserted("throw", named), Asserted("throw", named, denied=True), dates=months) == []


def test_statements_with_figures_agree_or_conflict():
    assert compared(Asserted("accept", TOOK, count=240), Asserted("accept", TOOK, count=180, by="Jo Ray")) == [
        ("Quantity", "Conflict")
    ]
    same = Asserted("accept", ("for:permit", *reversed(TOOK)), count=240)
    assert compared(Asserted("accept", TOOK, count=240), same) == [("Quantity", "Agreement")]
    assert compared(same, same) == []  # a copy confirms nothing
    # with another number it is no loss of a hedge
    assert compared(Asserted("accept", TOOK, count=240, certainty="Possible"), Asserted("accept", TOOK, count=180)) == [
        ("Quantity", "Conflict")
    ]


def test_statements_of_one_author_are_not_compared_with_one_another():
    both = [Asserted("throw", THREW), Asserted("throw", THREW, denied=True)]
    assert reconcile([article("a.txt", *CHAINS, asserted=both, published="2024-03-01")]).comparisons == ()


def test_statements_name_both_sides_with_who_says_them_and_when():
    (found,) = reconcile(
        [
            article("a.txt", *CHAINS, asserted=[Asserted("accept", TOOK)], published="2024-03-01", publisher="Day"),
            article(
                "b.txt", *CHAINS, asserted=[Asserted("accept", TOOK, by="Ann Lee", denied=True)], published="2024-03-02"
            ),
        ]
    ).comparisons
    assert [(side.speaker, side.speaker_text) for side in found.sides] == [(None, ""), ("person/ann-lee", "Ann Lee")]
    assert "(Day, 2024-03-01) is denied by" in found.because
    assert found.because.endswith("(Ann Lee in b.txt, 2024-03-02)")
    assert "person/ann-lee" in found.about


def test_statements_of_many_documents_are_each_compared_with_few():
    told = [Asserted("throw", THREW, denied=bool(i % 2)) for i in range(90)]
    articles = [
        article(f"{i}.txt", *CHAINS, asserted=[one], published="2024-03-01", publisher=f"Paper {i}")
        for i, one in enumerate(told)
    ]
    assert len(reconcile(articles).comparisons) <= 90 * 30
