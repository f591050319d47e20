import pytest
from extractions import Told, article

from pipeline.reconcile import reconcile

NAMES = (("CITY", "Oslo"), ("PERSON", "Mira Solberg"), ("ORG", "Open Harbour"))
MARCH = Told("Protest", places=["Oslo"], dates=["2024-05-17"])


def paper(file, *events, chains=NAMES, published="2024-05-18"):
    return article(f"{file}.txt", *chains, events=events, published=published, publisher=file)


def told(*articles):
    """Each occasion with its files and the types of its events."""
    file = {a.document.id: a.document.source_file.removesuffix(".txt") for a in articles}
    types = {(a.document.id, i): e.type.value for a in articles for i, e in enumerate(a.events)}
    return [
        (o.name, sorted(f"{file[m.document]}: {types[m.document, m.index]}" for m in o.events))
        for o in reconcile(articles).occasions
    ]


def test_occasions_need_two_articles():
    assert told(paper("post", MARCH)) == []
    assert told(paper("post", MARCH), paper("wire", MARCH)) == [
        ("Oslo, 17 May 2024", ["post: Protest", "wire: Protest"])
    ]


def test_occasions_take_in_what_is_told_behind_a_dated_event():
    found = told(paper("post", MARCH, Told("Injury"), Told("Arrest", dates=["2024-05-16"])), paper("wire", MARCH))
    assert found == [("Oslo, 17 May 2024", ["post: Injury", "post: Protest", "wire: Protest"])]


def test_occasions_an_article_without_a_date_joins_the_one_that_names_the_same():
    assert told(paper("post", MARCH), paper("wire", Told("Attack"))) == [
        ("Oslo, 17 May 2024", ["post: Protest", "wire: Attack"])
    ]


@pytest.mark.parametrize(
    "other",
    [
        paper("wire", Told("Attack"), chains=(("CITY", "Oslo"),)),
        paper("wire", Told("Attack"), published="2024-06-18"),
        paper("wire", Told("Attack", places=["Bergen"]), chains=(*NAMES, ("CITY", "Bergen"))),
        paper("wire", Told("Attack"), chains=(*NAMES, ("CITY", "Bergen", "Bergen", "Bergen"))),
        paper("wire", Told("Attack", modality="Planned")),
        paper("wire", Told("Meeting")),
    ],
    ids=["names little", "stale", "elsewhere", "about another town", "planned", "in private"],
)
def test_occasions_leave_out_what_is_of_another(other):
    assert told(paper("post", MARCH), other) == []


def test_occasions_in_several_towns_are_in_their_country():
    chains = (("CITY", "Oslo"), ("CITY", "Bergen"), ("COUNTRY", "Norway"))
    march = Told("Protest", places=["Oslo", "Bergen", "Norway"], dates=["2024-05-17"])
    found = told(paper("post", march, chains=chains), paper("wire", march, chains=chains))
    assert [name for name, _ in found] == ["Norway, 17 May 2024"]
