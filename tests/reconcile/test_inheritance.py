"""Who is meant in an earlier edition is told by the later one, where both have the same words."""

from extractions import article

from pipeline.reconcile.inheritance import inherited
from pipeline.records import Entity, Member


def entity_of(extraction, **ids):
    """Each chain of an edition with the entity that it stands for, named here by the name of the chain."""

    def entity(index):
        chain = extraction.chains[index]
        name = ids.get(chain.name, chain.name)
        members = (Member(document=extraction.document.id, index=index),)
        return Entity(id=name.casefold(), label=chain.label, name=name, members=members)

    return entity


def names(older, newer, **ids):
    return [e.name for e in inherited(older, newer, entity_of(newer, **ids))]


def test_inherited_is_who_stands_in_the_same_words():
    older = article("a.txt", ("PERSON", "Viktor Orlow", "Orlow"), ("CITY", "Lima"))
    newer = article("a.txt", ("PERSON", "Orlow"), ("CITY", "Lima"))
    assert names(older, newer, Orlow="Wassili Orlow") == ["Wassili Orlow", "Lima"]


def test_inherited_is_who_has_the_name_where_no_sentence_was_kept():
    older = article("a.txt", ("PERSON", "Orlow"))
    newer = article("a.txt", ("CITY", "Orlow"), ("PERSON", "Ann Orlow", "Petrov"), ("PERSON", "orlow"))
    assert names(older, newer, orlow="Wassili Orlow") == ["Wassili Orlow"]


def test_inherited_by_nobody_keeps_its_own_name():
    older = article("a.txt", ("PERSON", "Zebedee Quux"), ("CITY", "Lima"))
    (alone, lima) = inherited(older, newer := article("a.txt", ("CITY", "Lima")), entity_of(newer))
    assert (alone.name, lima.id) == ("Zebedee Quux", "lima")
    assert alone.id.startswith("earlier/")


def test_inherited_of_a_sentence_that_stands_twice_is_told_in_order():
    older = article("a.txt", ("PERSON", "Lee"), ("PERSON", "Lee"))
    newer = article("a.txt", ("PERSON", "Lee"), ("PERSON", "Lee"))
    ids = [e.members[0].index for e in inherited(older, newer, entity_of(newer))]
    assert ids == [0, 1]
