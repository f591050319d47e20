import pytest
from extractions import Stood, article

from pipeline.reconcile import reconcile

CHAINS = (("PERSON", "Mira Solberg"), ("PERSON", "Jonas Lind"), ("ORG", "Open Harbour"), ("CITY", "Tromsvik"))
ACCUSED = Stood("Accusation", "Mira Solberg", "hide old ledger", "Open Harbour")


def paper(date, *stood, file=None, leads=(), chains=CHAINS):
    return article(
        file or f"{date}.txt", *chains, stands=stood, leads=leads, published=date, publisher=f"Paper of {date}"
    )


def outcomes(*articles):
    found = [c for c in reconcile(articles).comparisons if c.dimension == "Reply"]
    return [(c.verdict.value, len(c.sides)) for c in found]


@pytest.mark.parametrize(
    ("kind", "outcome"), [("Denial", "Denied"), ("Answer", "Answered"), ("Admission", "Confirmed")]
)
def test_accusations_have_the_outcome_of_the_reply(kind, outcome):
    reply = Stood(kind, "Open Harbour", "hide ledger")
    assert outcomes(paper("2024-03-01", ACCUSED), paper("2024-03-03", reply)) == [(outcome, 2)]
    assert outcomes(paper("2024-03-01", ACCUSED, Stood("Demand", "Jonas Lind", "peace"), reply)) == [(outcome, 2)]


def test_accusations_without_a_reply_say_so():
    (comparison,) = [c for c in reconcile([paper("2024-03-01", ACCUSED)]).comparisons if c.dimension == "Reply"]
    assert comparison.because.endswith("no reply found in this corpus")
    assert comparison.about == ("organization/open-harbour",)


@pytest.mark.parametrize(
    ("date", "reply"),
    [
        ("2024-02-01", Stood("Denial", "Open Harbour", "hide ledger")),
        ("2024-03-03", Stood("Denial", "Jonas Lind", "hide ledger")),
        ("2024-03-03", Stood("Denial", "Open Harbour", "sell boat")),
        ("2024-03-03", Stood("Denial", "Open Harbour", "hide ledger", reported_by="a rival")),
    ],
    ids=["before", "somebody else", "something else", "hearsay"],
)
def test_accusations_are_not_answered_by_every_denial(date, reply):
    assert outcomes(paper("2024-03-01", ACCUSED), paper(date, reply)) == [("NoReply", 1)]


def test_accusations_are_answered_by_who_leads_the_accused():
    reply = paper("2024-03-03", Stood("Denial", "Jonas Lind", "hide ledger"), leads=[("Jonas Lind", "Open Harbour")])
    assert outcomes(paper("2024-03-01", ACCUSED), reply) == [("Denied", 2)]


def test_accusations_the_next_sentence_may_name_the_accused_by_a_noun_alone():
    assert outcomes(paper("2024-03-01", ACCUSED, Stood("Denial", "the company", "wrong doing"))) == [("Denied", 2)]
    later = paper("2024-03-03", Stood("Denial", "the company", "hide ledger"))
    assert outcomes(paper("2024-03-01", ACCUSED), later) == [("NoReply", 1)]


def test_accusations_of_the_accusations_alone_answer_the_only_one():
    reply = Stood("Denial", "Open Harbour", "the accusation")
    assert outcomes(paper("2024-03-01", ACCUSED), paper("2024-03-03", reply)) == [("Denied", 2)]
    assert outcomes(paper("2024-03-01", ACCUSED), paper("2024-04-03", reply)) == [("NoReply", 1)]
    other = Stood("Accusation", "Jonas Lind", "sink ship", "Open Harbour")
    two = outcomes(paper("2024-03-01", ACCUSED, other), paper("2024-03-03", reply))
    assert two == [("NoReply", 1), ("NoReply", 1)]


def test_accusations_told_twice_are_one_and_a_reprint_is_no_second_reply():
    reply = Stood("Denial", "Open Harbour", "hide ledger")
    articles = [paper("2024-03-01", ACCUSED), paper("2024-03-02", ACCUSED)]
    articles += [paper("2024-03-03", reply), paper("2024-03-04", reply)]
    assert outcomes(*articles) == [("Denied", 2)]


def test_accusations_against_words_are_answered_in_the_same_story_alone():
    police = Stood("Accusation", "Mira Solberg", "use old force", "the police")
    denies = Stood("Denial", "Ada Lund, for the police", "use force")
    assert outcomes(paper("2024-03-01", police), paper("2024-03-03", denies)) == [("Denied", 2)]
    elsewhere = paper("2024-03-03", denies, chains=(("CITY", "Morby"),))
    assert outcomes(paper("2024-03-01", police), elsewhere) == [("NoReply", 1)]
