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


def arrest(target, day="2022-03-06"):
    return Told("Arrest", targets=[target], dates=[day])


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


def reported(*pairs):
    """Whether the first events of articles, each with its day, are all one happening; of each article one event."""
    articles = [article(f"{i}.txt", *CHAINS, events=[told], published=day) for i, (day, told) in enumerate(pairs)]
    found = reconcile(articles)
    return len({found.happening_of(a.document.id, 0).id for a in articles}) == 1


NAVALNY = ["Alexei Navalny"]


def arrested(*dates):
    return Told("Arrest", targets=NAVALNY, dates=dates)


def founded(*dates):
    return Told("Founding", targets=["Memorial"], dates=dates)


def called_up(*targets):
    return Told("Mobilisation", targets=targets, dates=["2022-09-21"])


TRIAL = Told("Trial", targets=NAVALNY)
THOUSAND = Told("Arrest", targets=["More than 1,300 people"])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        # told as news without a date: what happened to the person shortly before
        (("2021-01-24", arrested("2021-01")), ("2021-01-25", arrested()), True),
        (("2021-01-24", arrested()), ("2021-01-25", arrested()), True),
        (("2021-01-24", arrested()), ("2021-08-25", arrested()), False),
        (("2021-01-24", TRIAL), ("2021-01-25", TRIAL), False),
        (("2022-09-25", arrested("2021", "2022-03")), ("2021-01-25", arrested()), False),
        # a body is founded once
        (("2022-03-05", founded("2014")), ("2022-03-08", founded()), True),
        (("2022-03-05", founded("2014")), ("2022-03-08", founded("1989")), False),
        # one count in one week
        (("2022-09-22", THOUSAND), ("2022-09-25", arrest("1,300 people", "2022-09-21")), True),
        (("2022-09-22", THOUSAND), ("2022-12-25", Told("Arrest", targets=["1,300 people"])), False),
        # what a country does once a day
        (("2022-09-26", called_up()), ("2022-09-27", called_up()), True),
        (("2022-09-26", called_up("900 men")), ("2022-09-27", called_up("400 men")), False),
    ],
)
def test_happenings_without_a_day_are_known_by_who_what_and_when_they_were_news(one, other, same):
    assert reported(one, other) is same


def test_happenings_an_invasion_of_a_country_is_known_without_its_date():
    def told(day, *dates):
        extraction = article(
            f"{day}.txt", *CHAINS, events=[Told("Attack", targets=["Russia"], dates=dates)], published=day
        )
        event = extraction.events[0]
        trigger = event.triggers[0].model_copy(update={"surface": "attack"})
        text = extraction.document.text.replace("attack", "invade")
        sentences = tuple(
            s.model_copy(update={"text": s.text.replace("attack", "invade")}) for s in extraction.sentences
        )
        trigger = trigger.model_copy(update={"surface": "invade"})
        document = extraction.document.model_copy(update={"text": text})
        event = event.model_copy(update={"triggers": (trigger,)})
        return extraction.model_copy(update={"document": document, "sentences": sentences, "events": (event,)})

    def happenings(*extractions):
        return len(reconcile(extractions).happenings)

    assert happenings(told("2022-02-25", "2022-02-24"), told("2022-03-07")) == 1
    assert happenings(told("2022-02-25", "2022-02-24"), told("2025-03-07")) == 2


def test_happenings_in_several_cities_of_a_country_happen_in_the_country():
    chains = (("CITY", "Moscow"), ("CITY", "Irkutsk"), ("CITY", "Chelyabinsk"), ("COUNTRY", "Russia"))
    there = ["Moscow", "Irkutsk", "Chelyabinsk"]
    day = ["2021-01-23"]

    def one(places, others):
        articles = [
            article("a.txt", *chains, events=[Told("Protest", places=places, dates=day)]),
            article("b.txt", *chains, events=[Told("Protest", places=others, dates=day)]),
        ]
        return len(reconcile(articles).happenings) == 1

    assert one(there, ["Russia"])
    assert not one(there[:2], ["Russia"])


def test_happenings_of_a_name_told_twice_in_one_document_the_dated_one_is_meant():
    twice = article(
        "a.txt", *CHAINS, published="2021-01-24",
        events=[Told("Arrest", targets=NAVALNY), Told("Arrest", targets=NAVALNY, dates=["2021-01"])],
    )  # fmt: skip
    other = article("b.txt", *CHAINS, events=[Told("Arrest", targets=NAVALNY)], published="2021-01-25")
    found = reconcile([twice, other])
    assert found.happening_of(other.document.id, 0) == found.happening_of(twice.document.id, 1)
