import pytest
from extractions import article, crowd
from handmade import Article
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.reconcile import reconcile
from pipeline.reconcile.names import PersonName
from pipeline.records import Verdict


def together(left, right, *also):
    """Whether the first chains of two documents are one entity."""
    found = reconcile([left, right, *also])
    return found.entity_of(left.document.id, 0).id == found.entity_of(right.document.id, 0).id


def verdicts(*articles):
    return [j.verdict for j in reconcile(articles).judgements]


UKRAINE = ("COUNTRY", "Ukraine")
PERU = ("COUNTRY", "Peru")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Volodymyr Zelensky", "Vladimir Zelenskiy"),
        ("Alexander Lukashenko", "Aliaksandr Lukashenko"),
        ("Vladimir Putin", "Vladimir Vladimirovich Putin"),
        ("Vladimir Putin", "V. Putin"),
        ("Vladimir Putin", "V. V. Putin"),
        ("Vladimir Putin", "President Putin"),
        ("Bill Clinton", "William J. Clinton"),
        ("Bashar al-Assad", "Bashar Assad"),
        ("José García", "Jose Garcia"),
        ("Vladimir Putin", "VLADIMIR PUTIN"),
        ("Anna Politkovskaya", "Anna Politkowskaya"),
        ("Alexei Miftakhutdinov", "Alexei Miftakhutbinov"),
    ],
)
def test_people_in_one_context_are_joined(one, other):
    assert together(
        article("a.txt", ("PERSON", one), UKRAINE, ("CITY", "Lviv")),
        article("b.txt", ("PERSON", other), UKRAINE, ("CITY", "Lviv")),
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Boris Johnson", "Mary Johnson"),
        ("Kim Jong-un", "Kim Jong-il"),
        ("George W. Bush", "George H. W. Bush"),
        ("Martin Smith", "Martin Smith Jr."),
        ("Ivan Ivanov", "Ivan Ivanova"),
        ("Maria Petrova", "Mario Petrova"),
        ("Alexei Navalny", "Alexei"),
        ("Alexei Navalny", "Navalnaya"),
        ("Ron Paul", "Paul"),
        ("Vladimir Putin", "D. Putin"),
        ("Pius XI", "Pius XII"),
        ("Moussa Sow Diem", "Moussa Diew"),
        ("Louis XVII", "Louis XVIII"),
    ],
)
def test_people_with_different_names_stay_apart(one, other):
    assert not together(
        article("a.txt", ("PERSON", one), UKRAINE, ("CITY", "Lviv")),
        article("b.txt", ("PERSON", other), UKRAINE, ("CITY", "Lviv")),
    )


def test_people_a_surname_that_two_could_claim_goes_to_neither():
    one = article("a.txt", ("PERSON", "Boris Johnson"), UKRAINE)
    two = article("b.txt", ("PERSON", "Johnson"), UKRAINE)
    three = article("c.txt", ("PERSON", "Mary Johnson"), UKRAINE)
    assert not together(one, two, three)
    assert not together(three, two, one)
    assert verdicts(one, two, three) == [Verdict.UNSURE, Verdict.UNSURE]


def test_people_a_surname_that_two_could_claim_goes_to_the_one_in_its_context():
    one = article("a.txt", ("PERSON", "Boris Johnson"), UKRAINE)
    two = article("b.txt", ("PERSON", "Johnson"), UKRAINE)
    three = article("c.txt", ("PERSON", "Mary Johnson"), PERU)
    assert together(one, two, three)
    assert not together(three, two, one)


def test_people_a_surname_in_another_context_is_left_to_a_person():
    one = article("a.txt", ("PERSON", "Boris Johnson"), UKRAINE)
    two = article("b.txt", ("PERSON", "Johnson"), PERU)
    assert not together(one, two)
    assert verdicts(one, two) == [Verdict.UNSURE]


def test_people_told_apart_in_one_document_are_never_joined():
    both = article("a.txt", ("PERSON", "Hillary Clinton"), ("PERSON", "Clinton"), UKRAINE)
    found = reconcile([both])
    assert found.entity_of(both.document.id, 0) != found.entity_of(both.document.id, 1)
    assert [j.verdict for j in found.judgements] == [Verdict.DIFFERENT]


def test_people_a_bare_name_fits_two_people_of_that_name():
    articles = [
        article("a.txt", ("PERSON", "George Bush"), UKRAINE),
        article("b.txt", ("PERSON", "George W. Bush"), UKRAINE),
        article("c.txt", ("PERSON", "George H. W. Bush"), UKRAINE),
    ]
    assert not together(*articles)
    assert not together(articles[0], articles[2], articles[1])


def test_people_spellings_in_different_contexts_are_left_to_a_person():
    one = article("a.txt", ("PERSON", "Jan Novak"), UKRAINE)
    two = article("b.txt", ("PERSON", "Yan Nowak"), PERU)
    assert not together(one, two)
    assert verdicts(one, two) == [Verdict.UNSURE]


def test_people_one_letter_in_a_thin_context_is_left_to_a_person():
    one = article("a.txt", ("PERSON", "Alexei Miftakhutdinov"), UKRAINE)
    two = article("b.txt", ("PERSON", "Alexei Miftakhutbinov"), UKRAINE)
    assert not together(one, two)
    assert verdicts(one, two) == [Verdict.UNSURE]


def test_people_surnames_without_a_full_name_are_joined_in_one_context_only():
    one = article("a.txt", ("PERSON", "Nikolayev"), UKRAINE)
    assert together(one, article("b.txt", ("PERSON", "Nikolayev"), UKRAINE))
    assert not together(one, article("b.txt", ("PERSON", "Nikolayev"), PERU))
    assert not together(article("a.txt", ("PERSON", "Anna"), UKRAINE), article("b.txt", ("PERSON", "Anna"), UKRAINE))


def test_people_a_family_name_that_comes_first_is_known():
    assert together(article("a.txt", ("PERSON", "Xi Jinping"), UKRAINE), article("b.txt", ("PERSON", "Xi"), UKRAINE))


def test_people_a_document_that_uses_two_full_names_joins_them():
    one = article("a.txt", ("PERSON", "Andrés Manuel López Obrador", "López Obrador"), PERU)
    assert together(one, article("b.txt", ("PERSON", "López Obrador"), UKRAINE))


def test_people_are_no_organizations():
    assert not together(article("a.txt", ("PERSON", "Wagner")), article("b.txt", ("ORG", "Wagner")))


def test_people_common_names_tell_nothing_in_a_large_corpus():
    crowd = [
        article(f"{i}.txt", ("COUNTRY", "Ukraine"), ("PERSON", f"Ivan {'abcdefghijklmnopq'[i]}ov")) for i in range(15)
    ]
    one = article("x.txt", ("PERSON", "Boris Johnson"), UKRAINE)
    two = article("y.txt", ("PERSON", "Johnson"), UKRAINE)
    three = article("z.txt", ("PERSON", "Mary Johnson"), PERU)
    assert not together(one, two, three, *crowd)


def test_people_two_spellings_in_one_document_are_one_and_two_middle_names_are_two():
    for one, other, same in (
        ("Bill McGinnis", "William McGinnis", True),
        ("Higuchi Natsuko", "Natsuko Higuchi", True),
        ("Alexei Miftakhutdinov", "Alexei Miftakhutbinov", True),
        ("Ivan Pop", "Ivan V. Pop", False),
    ):
        both = article("a.txt", ("PERSON", one), ("PERSON", other), UKRAINE, ("CITY", "Lviv"))
        found = reconcile([both])
        assert (found.entity_of(both.document.id, 0) == found.entity_of(both.document.id, 1)) is same, one


NAMESAKES = ["Ann Lee", "Boris Lee", "Lee", "A. Lee", "Dr. Boris Lee", "Ann M. Lee", "B. Lee", "Carl Lee", "Lee Ann"]


@given(st.lists(st.lists(st.sampled_from(NAMESAKES), min_size=1, max_size=4, unique=True), min_size=1, max_size=5))
@settings(deadline=None, max_examples=100)
def test_people_with_one_surname_in_one_document_are_never_one(documents):
    """Not by their own names and not through any other document either."""
    articles = [article(f"{i}.txt", *[("PERSON", n) for n in names], PERU) for i, names in enumerate(documents)]
    found = reconcile(articles)
    for each in articles:
        who = [found.entity_of(each.document.id, i).id for i, c in enumerate(each.chains) if c.name.endswith("Lee")]
        distinct = {PersonName.of(c.name).tokens for c in each.chains if c.name.endswith("Lee")}
        assert len(set(who)) == len(distinct)


def test_people_of_two_surnames_the_first_is_the_one_to_go_by():
    both = article("a.txt", ("PERSON", "Marta Ibarra Soler", "Ibarra Soler"), ("CITY", "Girona"))
    first = article("b.txt", ("PERSON", "Marta Ibarra", "Ibarra"), ("CITY", "Girona"))
    last = article("c.txt", ("PERSON", "Marta Soler", "Soler"), ("CITY", "Girona"))
    assert together(both, first)
    assert not together(both, last)
    assert together(article("d.txt", ("PERSON", "Marta Jane Soler"), ("CITY", "Girona")), last)


def test_people_in_a_large_corpus_a_country_alone_gives_nobody_a_surname():
    silent, writer = article("a.txt", ("PERSON", "Zimin"), PERU), article("b.txt", ("PERSON", "Oskar Zimin"), PERU)
    town = ("CITY", "Cusco")
    assert together(silent, writer)
    assert not together(silent, writer, *crowd(220))
    beside = article("a.txt", ("PERSON", "Zimin"), PERU, town), article("b.txt", ("PERSON", "Oskar Zimin"), PERU, town)
    assert together(*beside, *crowd(220))
    assert together(silent, writer, article("c.txt", ("PERSON", "Oskar Zimin"), PERU), *crowd(220))


def test_people_of_one_first_name_and_other_titles_are_not_joined_by_their_context():
    def titled(file, title):
        made = Article(file)
        at = made.add(f"{title} Sweyn slept in Bergen.")
        made.relation(made.name(at, "Sweyn", "PERSON"), "jobTitle", title, at, title)
        made.name(at, "Bergen", "CITY")
        return made.extraction()

    assert together(titled("a.txt", "King"), titled("b.txt", "King"))
    assert not together(titled("a.txt", "King"), titled("b.txt", "Prince"))
