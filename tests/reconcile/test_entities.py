import pytest
from extractions import article
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from judging import decide, part

from pipeline.reconcile import reconcile


def entity(*articles):
    found = reconcile(articles)
    return found.entity_of(articles[0].document.id, 0)


RUSSIA = ("COUNTRY", "Russia")


def test_entities_are_called_by_the_fullest_form_of_a_person():
    found = entity(
        article("a.txt", ("PERSON", "Putin"), RUSSIA),
        article("b.txt", ("PERSON", "Vladimir Putin", "Putin", "President Putin"), RUSSIA),
        article("c.txt", ("PERSON", "VLADIMIR PUTIN"), RUSSIA),
    )
    assert found.name == "Vladimir Putin"
    assert found.aliases == ("President Putin", "Putin", "VLADIMIR PUTIN")
    assert len(found.members) == 3


@pytest.mark.parametrize(
    ("label", "written", "name"),
    [
        ("CITY", "MANILA", "Manila"),
        ("CITY", "RIO DE JANEIRO", "Rio de Janeiro"),
        ("CITY", "PORT-AU-PRINCE", "Port-Au-Prince"),
        ("COUNTRY", "USA", "USA"),
        ("ORG", "UNICEF", "UNICEF"),
    ],
)
def test_entities_that_only_a_dateline_names_are_not_shouted(label, written, name):
    found = entity(article("a.txt", (label, written)))
    assert found.name == name
    assert found.aliases == (() if name == written else (written,))


def test_entities_are_not_called_by_an_acronym():
    found = entity(
        *(article(f"{i}.txt", ("ORG", "NATO")) for i in range(3)),
        article("x.txt", ("ORG", "North Atlantic Treaty Organization")),
    )
    assert found.name == "North Atlantic Treaty Organization"
    assert found.id == "organization/north-atlantic-treaty-organization"


def test_entities_with_one_name_get_ids_that_do_not_depend_on_order():
    articles = [article(f"{c}.txt", ("ORG", "Supreme Court"), ("COUNTRY", c)) for c in ("Peru", "Kenya", "Nepal")]
    found = {a.document.id: reconcile(articles).entity_of(a.document.id, 0).id for a in articles}
    again = {a.document.id: reconcile(articles[::-1]).entity_of(a.document.id, 0).id for a in articles}
    assert found == again
    assert set(found.values()) == {f"organization/supreme-court-{code}" for code in ("pe", "ke", "np")}


def test_entities_keep_groups_apart_as_they_are_written():
    one = article("a.txt", ("NORP", "Russian"), ("NORP", "Russians"), ("EVENT", "World War II"), ("WORK", "Ulysses"))
    assert [e.id for e in reconcile([one]).entities] == [
        "event-name/world-war-ii",
        "group/russian",
        "group/russians",
        "work/ulysses",
    ]


def test_entities_keep_the_ids_of_their_parts():
    alone = article("a.txt", ("PERSON", "Putin"), RUSSIA)
    (before,) = (e for e in reconcile([alone]).entities if e.label == "PERSON")
    assert before.id == f"person/putin-{alone.document.id[:8]}"
    full = article("b.txt", ("PERSON", "Vladimir Putin"), RUSSIA)
    after = entity(alone, full)
    assert after.id == "person/vladimir-putin"
    assert after.replaces == (before.id,)


SPELLINGS = ["Vladimir Putin", "Putin", "Vladimir Vladimirovich Putin", "V. Putin", "Igor Putin", "Ann Lee", "A. Lee"]
CHAINS = st.lists(
    st.sampled_from([("PERSON", n) for n in SPELLINGS] + [("ORG", n) for n in ("UN", "United Nations", "Army")])
    | st.sampled_from([RUSSIA, ("COUNTRY", "Peru"), ("CITY", "Moscow")]),
    min_size=1,
    max_size=4,
    unique=True,
)


@given(st.lists(CHAINS, min_size=2, max_size=5), st.integers(1, 4))
@settings(deadline=None, max_examples=60)
def test_entities_ids_outlive_the_documents_that_come_later(documents, first):
    """An id that was given out leads to an entity of the same chains, whatever is added, unless namesakes part."""
    articles = [article(f"{i}.txt", *chains) for i, chains in enumerate(documents)]
    before, after = reconcile(articles[:first]), reconcile(articles)
    for resolution in (before, after):
        assume(len({(e.label, e.name) for e in resolution.entities}) == len(resolution.entities))
    known = {i: e for e in after.entities for i in (e.id, *e.replaces)}
    assert len(known) == sum(1 + len(e.replaces) for e in after.entities)
    for old in before.entities:
        for id_ in (old.id, *old.replaces):
            assert set(known[id_].members) & set(old.members)


def test_entities_lead_an_id_that_nobody_has_any_more_to_who_had_most_of_it():
    articles = [article(f"{i}.txt", ("PERSON", "Ivan Petrov"), RUSSIA) for i in range(3)]
    one, two, three = (part("Ivan Petrov", a) for a in articles)
    found = reconcile(articles, [decide("different", [one, three], two)])
    first, second = (found.entity_of(a.document.id, 0) for a in articles[:2])
    assert first.id != second.id
    assert "person/ivan-petrov" in first.replaces
