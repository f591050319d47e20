import pytest
from extractions import Stood, article

from pipeline.reconcile import reconcile

CHAINS = (("PERSON", "Mira Solberg"), ("PERSON", "Ada Lund"), ("ORG", "Open Harbour"), ("CITY", "Tromsvik"))


def paper(date, *stood, chains=CHAINS, file=None):
    return article(file or f"{date}.txt", *chains, stands=stood, published=date, publisher=f"Paper of {date}")


def against(what="the toll", who="Mira Solberg", **more):
    return Stood("Opposition", who, what, **more)


def backs(what="the toll", who="Mira Solberg", **more):
    return Stood("Support", who, what, **more)


def turns(*articles):
    found = [c for c in reconcile(articles).comparisons if c.verdict == "Reversal"]
    return [c.because for c in found]


def test_reversals_show_the_first_of_either_stance():
    days = ("2024-03-01", "2024-03-02", "2024-05-01", "2024-05-02")
    told = turns(
        *(paper(day, stood) for day, stood in zip(days, (against(), against(), backs(), backs()), strict=True))
    )
    assert told == [
        "Mira Solberg was against “the toll” (Paper of 2024-03-01, 2024-03-01) and is for “the toll” "
        "(Paper of 2024-05-01, 2024-05-01)"
    ]


def test_reversals_there_and_back_are_two():
    days = ("2024-03-01", "2024-04-01", "2024-05-01")
    assert len(turns(*(paper(day, s) for day, s in zip(days, (against(), backs(), against()), strict=True)))) == 2


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (against(), backs(who="Ada Lund")),
        (against("the toll"), backs("the bridge")),
        (against("the toll of the bridge"), backs("the toll of the tunnel")),
        (against(reported_by="a rival"), backs()),
        (against(), Stood("Demand", "Mira Solberg", "the toll")),
    ],
    ids=["actor", "matter", "modifier", "hearsay", "demand"],
)
def test_reversals_need_one_actor_one_matter_and_his_own_stance(earlier, later):
    assert turns(paper("2024-03-01", earlier), paper("2024-05-01", later)) == []


def test_reversals_need_a_later_day():
    assert turns(paper("2024-03-01", against()), paper("2024-03-01", backs(), file="other.txt")) == []
    assert turns(paper(None, against()), paper("2024-05-01", backs())) == []


def test_reversals_on_one_word_need_one_story_and_on_an_entity_none():
    alone = (("PERSON", "Mira Solberg"),)
    assert turns(paper("2024-03-01", against(), chains=alone), paper("2024-05-01", backs(), chains=alone)) == []
    known = (("PERSON", "Mira Solberg"), ("ORG", "Open Harbour"))
    named = against("Open Harbour"), backs("Open Harbour")
    assert len(turns(paper("2024-03-01", named[0], chains=known), paper("2024-05-01", named[1], chains=known))) == 1
