from extractions import article

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
    assert len(set(found.values())) == 3
    assert sum(i == "organization/supreme-court" for i in found.values()) == 1
    assert all(i.startswith("organization/supreme-court") for i in found.values())


def test_entities_keep_groups_apart_as_they_are_written():
    found = reconcile(
        [
            article(
                "a.txt", ("NORP", "Russian"), ("NORP", "Russians"), ("EVENT", "World War II"), ("WORK", "Constitution")
            )
        ]
    )
    assert [e.id for e in found.entities] == [
        "event-name/world-war-ii",
        "group/russian",
        "group/russians",
        "work/constitution",
    ]
