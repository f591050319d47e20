import pytest
from extractions import Told, article

from pipeline.reconcile import reconcile
from pipeline.records import Extraction, Sentence, Span

CHAINS = (
    ("CITY", "Moscow"),
    ("COUNTRY", "Russia"),
    ("PERSON", "Alexei Navalny"),
    ("ORG", "Memorial"),
    ("CITY", "Minsk"),
    ("PERSON", "Ann Lee"),
)


def together(one, other):
    left = article("a.txt", *CHAINS, events=[one])
    right = article("b.txt", *CHAINS, events=[other])
    found = reconcile([left, right])
    same = found.happening_of(left.document.id, 0) == found.happening_of(right.document.id, 0)
    assert len(found.happenings) == (1 if same else 2)
    return same


MARCH = Told("Protest", places=["Moscow"], dates=["2022-03-06"])
ARREST = Told("Arrest", targets=["Alexei Navalny"], places=["Moscow"], dates=["2021-01-17"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (MARCH, MARCH),
        (ARREST, Told("Arrest", targets=["Alexei Navalny"], dates=["2021-01-17"])),
        (ARREST, Told("Arrest", targets=["Alexei Navalny"], places=["Russia"], dates=["2021-01-17"])),
        (
            Told("Arrest", targets=["Alexei Navalny"], places=["Moscow"], dates=["2021-01"]),
            Told("Arrest", targets=["Alexei Navalny"], places=["Moscow"], dates=["2021-01"]),
        ),
        (Told("Death", targets=["Ann Lee"], dates=["2021"]), Told("Death", targets=["Ann Lee"], places=["Minsk"])),
        (
            Told("Meeting", actors=["Memorial"], places=["Moscow"], dates=["2021-01-17"]),
            Told("Meeting", actors=["Memorial", "Ann Lee"], places=["Moscow"], dates=["2021-01-17"]),
        ),
        (
            Told("Arrest", targets=["over 4,300 people"], places=["Russia"], dates=["2022-03-06"]),
            Told("Arrest", targets=["protesters"], places=["Russia"], dates=["2022-03-06"]),
        ),
        (
            Told("Attack", places=["Minsk"], dates=["2022-03-06"]),
            Told("Attack", places=["Minsk"], dates=["2022-03-06"]),
        ),
    ],
)
def test_happenings_are_joined_when_all_agrees(one, other):
    assert together(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (MARCH, Told("Protest", places=["Moscow"], dates=["2022-03-07"])),
        (MARCH, Told("Protest", places=["Minsk"], dates=["2022-03-06"])),
        (MARCH, Told("Protest", places=["Russia"], dates=["2022-03-06"])),
        (MARCH, Told("Strike", places=["Moscow"], dates=["2022-03-06"])),
        (MARCH, Told("Protest", places=["Moscow"], dates=["2022-03-06"], modality="Planned")),
        (MARCH, Told("Protest", places=["Moscow"], dates=["2022-03"])),
        (MARCH, Told("Protest", places=["Moscow"], dates=["2022-03-06"], actors=["Memorial"])),
        (MARCH, Told("Protest", places=["Moscow"])),
        (Told("Protest", places=["Moscow"], dates=["2022-03"]), Told("Protest", places=["Moscow"], dates=["2022-03"])),
        (ARREST, Told("Arrest", targets=["Alexei Navalny"], places=["Minsk"], dates=["2021-01-17"])),
        (ARREST, Told("Arrest", targets=["Ann Lee"], places=["Moscow"], dates=["2021-01-17"])),
        (Told("Death", targets=["Ann Lee"], dates=["2021"]), Told("Death", targets=["Ann Lee"], dates=["2019"])),
        (
            Told("Attack", places=["Russia"], dates=["2022-03-06"]),
            Told("Attack", places=["Russia"], dates=["2022-03-06"]),
        ),
    ],
)
def test_happenings_stay_apart_when_anything_speaks_against_it(one, other):
    assert not together(one, other)


def test_happenings_of_one_document_are_never_joined():
    both = article("a.txt", *CHAINS, events=[MARCH, MARCH])
    other = article("b.txt", *CHAINS, events=[MARCH])
    found = reconcile([both, other])
    assert len(found.happenings) == 3


def test_happenings_a_town_said_to_lie_in_a_region_is_no_other_place():
    chains = (("CITY", "Novograd"), ("REGION", "Zelenia"), ("PERSON", "Ann Lee"))
    left = article(
        "a.txt", *chains, inside=[("Novograd", "Zelenia")],
        events=[Told("Arrest", targets=["Ann Lee"], places=["Novograd"], dates=["2021-01-17"])],
    )  # fmt: skip
    right = article(
        "b.txt", *chains, events=[Told("Arrest", targets=["Ann Lee"], places=["Zelenia"], dates=["2021-01-17"])]
    )
    assert len(reconcile([left, right]).happenings) == 1


def test_happenings_have_readable_names_and_stable_ids():
    found = reconcile([article("a.txt", *CHAINS, events=[ARREST, MARCH])]).happenings
    assert [h.name for h in found] == [
        "Arrest of Alexei Navalny in Moscow, 17 January 2021",
        "Protest in Moscow, 6 March 2022",
    ]
    assert found[0].id.startswith("event/arrest-alexei-navalny-2021-01-17-")
    assert found[1].id.startswith("event/protest-moscow-2022-03-06-")
    assert len(found[0].id.rsplit("-", 1)[1]) == 10


def test_happenings_a_reprinted_sentence_tells_of_the_same():
    told = Told("Strike", actors=["the dockers of the old harbour in the north of the town"])
    article_of = [article(f"{i}.txt", ("CITY", "Oldharbour"), events=[told]) for i in "ab"]
    assert len(reconcile(article_of).happenings) == 2  # "strike" alone is no sentence to be recognised by
    reprints = []
    for extraction in article_of:
        text = "In the old harbour of the town the dockers are on strike again ."
        begin = text.index("strike")
        sentence = Sentence(span=Span(begin=0, end=len(text)), text=text)
        trigger = (
            extraction.events[0]
            .triggers[0]
            .model_copy(update={"span": Span(begin=begin, end=begin + 6), "sentence": 0})
        )
        evidence = extraction.events[0].evidence[0].model_copy(update={"span": trigger.span, "sentence": 0})
        event = extraction.events[0].model_copy(update={"triggers": (trigger,), "evidence": (evidence,), "actors": ()})
        document = extraction.document.model_copy(update={"text": text, "paragraphs": (Span(begin=0, end=len(text)),)})
        reprints.append(Extraction(document=document, sentences=(sentence,), events=(event,)))
    assert len(reconcile(reprints).happenings) == 1


CROWD = "more than 4,300 people"


def arrest(target):
    return Told("Arrest", targets=[target], dates=["2022-03-06"])


def attack(target, day, *actors):
    return Told("Attack", actors=actors, targets=[target], dates=[day])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        # the same number on the same day
        (arrest(CROWD), arrest("4,300 protesters"), True),
        (arrest(CROWD), arrest("4,300 soldiers"), False),
        # a crowd without a place is counted all over the country that the text is about
        (arrest(CROWD), arrest("3,500 people"), True),
        (arrest(CROWD), arrest("40 people"), False),
        (Told("Election", dates=["2021-09-19"]), Told("Election", dates=["2021-09-19"]), True),
        (attack("Memorial", "2022-02-24", "Russia"), attack("Memorial", "2022-02-24", "Russia"), True),
        (attack("Russia", "2022-02-24"), attack("Russia", "2022-02-24"), True),
        (attack("Russia", "2022-02-24"), attack("Russia", "2022-02-25"), False),
    ],
)
def test_happenings_without_a_place_are_known_by_number_country_or_parties(one, other, same):
    assert together(one, other) is same


def test_happenings_of_several_in_one_document_the_one_with_a_number_is_meant():
    uncounted = Told("Arrest", places=["Russia"], dates=["2022-03-06"])
    counted = Told("Arrest", targets=[CROWD], places=["Russia"], dates=["2022-03-06"])
    several = article("a.txt", *CHAINS, events=[uncounted, counted])
    other = article(
        "b.txt", *CHAINS, events=[Told("Arrest", targets=["5,000 people"], places=["Russia"], dates=["2022-03-06"])]
    )
    found = reconcile([several, other])
    assert found.happening_of(other.document.id, 0) == found.happening_of(several.document.id, 1)


def test_happenings_keep_the_ids_that_their_reports_had_alone():
    one, other = (
        article(
            f"{i}.txt",
            ("PERSON", name),
            ("CITY", "Moscow"),
            ("COUNTRY", "Russia"),
            events=[Told("Arrest", targets=[name], places=["Moscow"], dates=dates)],
        )
        for i, (name, dates) in enumerate([("Navalny", ["2021-01-17"]), ("Alexei Navalny", ["2021-01-17"])])
    )
    alone = {h.id for each in (one, other) for h in reconcile([each]).happenings}
    (both,) = reconcile([one, other]).happenings
    assert {both.id, *both.replaces} == alone
    assert len(alone) == 2
