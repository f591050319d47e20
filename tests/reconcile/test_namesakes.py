import datetime as dt

import pytest
from extractions import article, crowd
from handmade import Article

from pipeline.reconcile import reconcile
from pipeline.reconcile.facts import compare_facts
from pipeline.reconcile.names import PersonName
from pipeline.reconcile.namesakes import Frequencies
from pipeline.records import Evidence, Relation, RelationType, Verdict


def told(extraction, **facts):
    """The article, saying of its first chain a title, and of which of its chains it is a citizen or works for."""
    evidence = (Evidence(sentence=0, span=extraction.sentences[0].span, method="test", confidence=1.0),)
    names = [chain.name for chain in extraction.chains]
    kinds = {
        "title": RelationType.JOB_TITLE,
        "country": RelationType.NATIONALITY,
        "body": RelationType.WORKS_FOR,
    }
    relations = tuple(
        Relation(subject=0, predicate=kinds[k], object=value if k == "title" else names.index(value), evidence=evidence)
        for k, value in facts.items()
    )
    return extraction.model_copy(update={"relations": relations})


RUSSIAN = [("ORG", "Guild of Carters"), ("PERSON", "Efim Drozdov"), ("CITY", "Tula"), ("COUNTRY", "Russia")]
BULGARIAN = [("ORG", "Varna Rowing Club"), ("PERSON", "Stoyan Minkov"), ("CITY", "Varna"), ("COUNTRY", "Bulgaria")]


def bearers(*groups, name="Ivan Orlov", among=None):
    """Of how many people the articles tell; each group of articles is about one."""
    articles = [
        told(article(f"{at}-{i}.txt", ("PERSON", name), *chains), **facts)
        for at, (chains, facts, count) in enumerate(groups)
        for i in range(count)
    ]
    found = reconcile([*articles, *(crowd() if among is None else among)])
    return len({found.entity_of(a.document.id, 0).id for a in articles}), found


def test_namesakes_in_two_circles_are_two():
    count, found = bearers((RUSSIAN, {"title": "carter"}, 3), (BULGARIAN, {"title": "rower"}, 2))
    assert count == 2
    ids = sorted(e.id for e in found.entities if e.id.startswith("person/ivan-orlov"))
    assert ids[0] == "person/ivan-orlov"
    assert len(ids) == 2
    different = [j for j in found.judgements if j.verdict is Verdict.DIFFERENT and "ivan-orlov" in j.left + j.right]
    assert "in another context" in different[0].because
    assert "rower and carter" in different[0].because


def test_namesakes_in_one_circle_are_taken_for_one():
    assert bearers((RUSSIAN, {"title": "carter"}, 2), (RUSSIAN, {"title": "writer"}, 2))[0] == 1


def test_namesakes_a_rare_name_is_one_person_also_in_two_circles():
    assert bearers((RUSSIAN, {}, 1), (BULGARIAN, {}, 1), name="Pafnuty Zverkhovsky")[0] == 1


def test_namesakes_nothing_is_divided_in_a_corpus_of_two():
    assert bearers((RUSSIAN, {}, 1), (BULGARIAN, {}, 1), among=[])[0] == 1


def test_namesakes_are_judged_alike_in_any_order():
    articles = [
        *(told(article(f"r{i}.txt", ("PERSON", "Ivan Orlov"), *RUSSIAN), title="carter") for i in range(3)),
        *(told(article(f"b{i}.txt", ("PERSON", "Ivan Orlov"), *BULGARIAN), title="rower") for i in range(2)),
        *crowd(),
    ]
    one, other = reconcile(articles), reconcile(articles[::-1])
    assert one.entities == other.entities
    assert sorted(one.judgements, key=str) == sorted(other.judgements, key=str)


def test_namesakes_a_short_name_goes_to_the_one_of_its_circle():
    articles = [
        *(told(article(f"r{i}.txt", ("PERSON", "Ivan Orlov"), *RUSSIAN), title="carter") for i in range(3)),
        *(told(article(f"b{i}.txt", ("PERSON", "Ivan Orlov"), *BULGARIAN), title="rower") for i in range(2)),
    ]
    short = article("s.txt", ("PERSON", "I. Orlov"), *BULGARIAN)
    found = reconcile([*articles, short, *crowd()])
    assert found.entity_of(short.document.id, 0) == found.entity_of(articles[3].document.id, 0)


@pytest.mark.parametrize(
    ("left", "right", "sign"),
    [
        ({("title", "judge")}, {("title", "judge"), ("country", "LV")}, 1),
        ({("country", "LV")}, {("country", "PE")}, -1),
        ({("body", "hague circle")}, {("body", "hague circle"), ("title", "judge")}, 1),
        ({("title", "judge")}, {("title", "poet")}, -1),
        ({("title", "judge")}, {("country", "PE")}, 0),
    ],
)
def test_namesakes_facts_tell_for_and_against(left, right, sign):
    weight, _ = compare_facts(frozenset(left), frozenset(right))
    assert (weight > 0) - (weight < 0) == sign
    assert compare_facts(frozenset(right), frozenset(left))[0] == weight


def test_namesakes_are_expected_where_both_names_are_common():
    names = [PersonName.of(f"{g} {f}") for g in ("Ann", "Ida", "Max") for f in ("Lee", "Roe", "Poe")]
    common = Frequencies([*names, PersonName.of("Zeb Quill")])
    assert common.expected(names[0]) == pytest.approx(0.4)
    assert common.expected(PersonName.of("Zeb Quill")) == 0


def aged(file, text, name, year=2024):
    """A dated article of one sentence that names somebody."""
    made = Article(file, published=dt.date(year, 5, 1))
    made.name(made.add(text), name, "PERSON")
    return made.extraction()


@pytest.mark.parametrize(
    ("text", "year", "one"),
    [
        ("Police searched the house of Olav Brekke, 41, on Friday.", 2024, False),
        ("The 41-year-old shipowner Olav Brekke was not in.", 2024, False),
        ("Olav Brekke, 72 and ill, was not in.", 2018, True),
        ("Olav Brekke, aged 80, was not in.", 2026, True),
        ("Olav Brekke was not in.", 2024, True),
    ],
)
def test_namesakes_are_told_apart_by_their_ages(text, year, one):
    father = aged("a.txt", "Olav Brekke, 78, opened a yard.", "Olav Brekke")
    other = aged("b.txt", text, "Olav Brekke", year)
    found = reconcile([father, other])
    assert (found.entity_of(father.document.id, 0) == found.entity_of(other.document.id, 0)) is one
    if not one:
        assert "born about 1946 and 1983" in found.judgements[0].because


def test_namesakes_document_that_takes_a_son_for_his_father_joins_nobody():
    mixed = article("a.txt", ("PERSON", "Olav Brekke Jr.", "Olav Brekke"), ("CITY", "Oslo"))
    father = article("b.txt", ("PERSON", "Olav Brekke"), ("CITY", "Oslo"))
    found = reconcile([mixed, father])
    assert found.entity_of(mixed.document.id, 0) != found.entity_of(father.document.id, 0)
