import pytest
from extractions import Counted, Told, article

from pipeline.reconcile import reconcile
from pipeline.records import ComparisonVerdict

CHAINS = (("CITY", "Moscow"), ("ORG", "Memorial"))


def compared(one, other, kind="Protest", dates=("2022-03-07", "2022-03-08")):
    told = Told(kind, places=["Moscow"], dates=["2022-03-06"])
    articles = [
        article(f"{i}.txt", *CHAINS, events=[told], figures=[figure], published=date, publisher=f"Paper {i}")
        for i, (figure, date) in enumerate(zip((one, other), dates, strict=True))
    ]
    return [c.verdict for c in reconcile(articles).comparisons]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Counted(0, 1000, 1000), Counted(0, 1000, 1000)),
        (Counted(0, 4301, None), Counted(0, 4640, 4640)),
        (Counted(0, 24, 99), Counted(0, 46, 46, unit="protesters")),
        (Counted(0, 1000, 1000, approximate=True), Counted(0, 1080, 1080, unit="")),
        (Counted(0, None, 50), Counted(0, 46, None)),
    ],
)
def test_comparisons_figures_agree_when_one_number_fits_both(one, other):
    assert compared(one, other) == [ComparisonVerdict.AGREEMENT]


def test_comparisons_figures_conflict_when_none_fits():
    assert compared(Counted(0, 1000, 1000), Counted(0, 20000, 20000)) == [ComparisonVerdict.CONFLICT]
    assert compared(Counted(0, 2000, 2000), Counted(0, 1000, 1000), "Arrest") == [ComparisonVerdict.CONFLICT]


def test_comparisons_a_later_and_higher_toll_is_no_conflict():
    assert compared(Counted(0, 1000, 1000), Counted(0, 2000, 2000), "Arrest") == [ComparisonVerdict.DRIFT]
    same_day = ("2022-03-07", "2022-03-07")
    assert compared(Counted(0, 1000, 1000), Counted(0, 2000, 2000), "Arrest", same_day) == [ComparisonVerdict.CONFLICT]
    unknown = (None, "2022-03-07")
    assert compared(Counted(0, 1000, 1000), Counted(0, 2000, 2000), "Arrest", unknown) == [ComparisonVerdict.CONFLICT]


@pytest.mark.parametrize(
    "other", [Counted(0, 5, 5, unit="journalists"), Counted(0, 50, 50, unit="cities"), Counted(0, 9, 9, denied=True)]
)
def test_comparisons_of_different_things_are_not_made(other):
    assert compared(Counted(0, 1000, 1000), other) == []


def test_comparisons_within_a_document_need_two_claimants():
    told = Told("Protest", places=["Moscow"], dates=["2022-03-06"])
    figures = [Counted(0, 1000, 1000), Counted(0, 3000, 3000), Counted(0, 9000, 9000, claimant="Memorial")]
    found = reconcile([article("a.txt", *CHAINS, events=[told], figures=figures)]).comparisons
    assert [tuple(s.claim for s in c.sides) for c in found] == [(0, 2), (1, 2)]


def test_comparisons_tell_who_says_how_many():
    told = Told("Protest", places=["Moscow"], dates=["2022-03-06"])
    found = reconcile(
        [
            article("a.txt", *CHAINS, events=[told], figures=[Counted(0, 1000, 1000)], published="2022-03-07"),
            article(
                "b.txt", *CHAINS, events=[told], figures=[Counted(0, 9000, 9000, claimant="Memorial")], publisher="Day"
            ),
        ]
    ).comparisons
    assert found[0].because == (
        "“1000 to 1000 people” (a.txt, 2022-03-07) contradicts “9000 to 9000 people” (Memorial in Day)"
    )
    assert found[0].dimension == "Quantity"


def test_comparisons_of_very_many_figures_stay_few():
    told = Told("Protest", places=["Moscow"], dates=["2022-03-06"])
    articles = [
        article(f"{i}.txt", *CHAINS, events=[told], figures=[Counted(0, 1000 + i % 2, 1000 + i % 2)]) for i in range(40)
    ]
    found = reconcile(articles).comparisons
    assert len(found) == 19 + 19 + 1


def test_comparisons_of_a_reprint_are_called_so():
    told = Told("Protest", places=["Moscow"], dates=["2022-03-06"])
    found = reconcile(
        [article(f"{i}.txt", *CHAINS, events=[told], figures=[Counted(0, 1000, 1000)]) for i in "ab"]
    ).comparisons
    assert len(found) == 1
    assert "is repeated word for word by" in found[0].because


def test_comparisons_leave_out_lengths_of_time():
    assert compared(Counted(0, 3, 3, unit="days"), Counted(0, 5, 5, unit="days")) == []


RUSSIA = ("COUNTRY", "Russia")


def arrests(file, published, *figures, second=None):
    dated = Told("Arrest", targets=["people"], places=["Russia"], dates=["2022-03-06"])
    undated = second or Told("Arrest", targets=["people"])
    chains = (RUSSIA, ("CITY", "Moscow"))
    return article(file, *chains, events=[dated, undated], figures=figures, published=published)


def verdicts(*articles):
    return [c.verdict for c in reconcile(articles).comparisons]


def test_comparisons_a_rival_count_without_a_date_is_of_the_same_arrests():
    watchers, ministry = Counted(0, 4301, None, claimant="Watchers"), Counted(1, 3500, 3500, claimant="Ministry")
    assert verdicts(arrests("a.txt", "2022-03-07", watchers, ministry)) == [ComparisonVerdict.CONFLICT]
    # of another order, or somewhere else, it counts only some of them
    few = Counted(1, 60, 60, claimant="Ministry")
    assert verdicts(arrests("a.txt", "2022-03-07", watchers, few)) == []
    moscow = Told("Arrest", targets=["people"], places=["Moscow"])
    assert verdicts(arrests("a.txt", "2022-03-07", watchers, ministry, second=moscow)) == []
    country = Told("Arrest", targets=["people"], places=["Russia"])
    assert len(verdicts(arrests("a.txt", "2022-03-07", watchers, ministry, second=country))) == 1


def test_comparisons_a_figure_that_was_told_before_has_not_risen():
    early = arrests(
        "a.txt",
        "2022-03-07",
        Counted(0, 4301, None, claimant="Watchers"),
        Counted(1, 3500, 3500, claimant="Ministry"),
    )
    late = arrests("b.txt", "2022-03-09", Counted(0, 4301, None))
    assert sorted(verdicts(early, late)) == [
        ComparisonVerdict.AGREEMENT,
        ComparisonVerdict.CONFLICT,
        ComparisonVerdict.CONFLICT,
    ]


def test_comparisons_of_what_did_not_happen_are_not_made():
    planned = Told("Protest", places=["Moscow"], dates=["2022-03-06"], modality="Planned")
    figures = [Counted(0, 10, 10, claimant="Memorial"), Counted(0, 90, 90, claimant="Police")]
    assert verdicts(article("a.txt", *CHAINS, events=[planned], figures=figures)) == []
