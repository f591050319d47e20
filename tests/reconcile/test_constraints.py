"""What people decide holds in every corpus, whatever the program would judge."""

import pytest
from extractions import article
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import decide, part, retract

from pipeline.reconcile import reconcile
from pipeline.reconcile.decisions import active
from pipeline.records import Verdict

PERU, KENYA = ("COUNTRY", "Peru"), ("COUNTRY", "Kenya")
LIMA = article("lima.txt", ("PERSON", "Ivan Petrov"), PERU)
CUSCO = article("cusco.txt", ("PERSON", "Ivan Petrov", "Petrov"), PERU)
NAIROBI = article("nairobi.txt", ("PERSON", "Ivan Petrov"), KENYA)
NYERI = article("nyeri.txt", ("PERSON", "Petrov"), KENYA)
OTHER = article("other.txt", ("PERSON", "Jack Pine"), PERU)
CORPUS = [LIMA, CUSCO, NAIROBI, NYERI, OTHER]


def who(found, extraction):
    return found.entity_of(extraction.document.id, 0).id


def test_constraints_join_what_no_rule_would_join():
    merged = reconcile(CORPUS, [decide("same", part("Jack Pine"), part("Ivan Petrov"), "his pen name")])
    jack = merged.entity_of(OTHER.document.id, 0)
    assert who(merged, LIMA) == who(merged, NYERI) == jack.id == "person/jack-pine"
    assert jack.name == "Jack Pine"
    assert "person/ivan-petrov" in jack.replaces
    judged = [j for j in merged.judgements if j.by == "ann"]
    assert [(j.left, j.right, j.verdict, j.because) for j in judged] == [
        ("person/ivan-petrov", "person/jack-pine", Verdict.SAME, "his pen name")
    ]


def test_constraints_name_of_the_first_stays_however_often_others_are_joined():
    third = article("third.txt", ("PERSON", "Rosa Lind"), PERU)
    one = decide("same", part("Jack Pine"), part("Ivan Petrov"))
    two = decide("same", part("Rosa Lind"), part("Jack Pine"))
    three = decide("same", part("Ivan Petrov"), part("Rosa Lind"))
    assert who(reconcile([*CORPUS, third], [one, two]), LIMA) == "person/rosa-lind"
    assert who(reconcile([*CORPUS, third], [one, two, three]), LIMA) == "person/rosa-lind"
    assert who(reconcile([*CORPUS, third], [three, one]), LIMA) == "person/jack-pine"


def test_constraints_divide_a_name_only_to_tell_it_from_another():
    """Who says of one document whom it means says nothing against the others."""
    found = reconcile(CORPUS, [decide("same", part("Ivan Petrov", NAIROBI), part("Jack Pine"))])
    assert {who(found, a) for a in (LIMA, CUSCO, NAIROBI, OTHER)} == {"person/ivan-petrov"}


def test_constraints_take_documents_out_of_a_name():
    nairobi = [part("Ivan Petrov", NAIROBI), part("Petrov", NYERI)]
    found = reconcile(CORPUS, [decide("different", nairobi, part("Ivan Petrov"))])
    assert who(found, LIMA) == who(found, CUSCO) == "person/ivan-petrov"
    assert who(found, NAIROBI) == f"person/ivan-petrov-{NAIROBI.document.id[:8]}"
    assert who(found, NYERI) == who(found, NAIROBI), "the surname goes with the namesake of its own context"


def test_constraints_documents_taken_out_together_stay_together():
    taken = [part("Ivan Petrov", LIMA), part("Ivan Petrov", NAIROBI)]
    found = reconcile(CORPUS, [decide("different", taken, part("Ivan Petrov"))])
    assert who(found, LIMA) == who(found, NAIROBI) != who(found, CUSCO)
    again = decide("different", part("Ivan Petrov", NAIROBI), part("Ivan Petrov", LIMA))
    found = reconcile(CORPUS, [decide("different", taken, part("Ivan Petrov")), again])
    assert len({who(found, LIMA), who(found, NAIROBI), who(found, CUSCO)}) == 3


def test_constraints_pieces_of_a_name_are_joined_by_people_alone():
    one = decide("different", part("Ivan Petrov", NAIROBI), part("Ivan Petrov"))
    two = decide("different", part("Ivan Petrov", LIMA), part("Ivan Petrov"))
    found = reconcile(CORPUS, [one, two])
    assert len({who(found, LIMA), who(found, NAIROBI), who(found, CUSCO)}) == 3
    three = decide("same", part("Ivan Petrov", LIMA), part("Ivan Petrov", NAIROBI))
    found = reconcile(CORPUS, [one, two, three])
    assert who(found, LIMA) == who(found, NAIROBI) != who(found, CUSCO)


def test_constraints_never_leave_two_joined_through_a_third():
    decision = decide("different", part("Petrov", NYERI), part("Ivan Petrov"))
    found = reconcile(CORPUS, [decision])
    assert who(found, NYERI) != who(found, NAIROBI)
    assert all(e.id != who(found, NYERI) or len(e.members) == 1 for e in found.entities)


def test_constraints_outrank_that_one_document_names_both():
    both = article("both.txt", ("PERSON", "Ivan Petrov"), ("PERSON", "Jack Pine"), PERU)
    found = reconcile([both], [decide("same", part("Jack Pine"), part("Ivan Petrov"))])
    assert found.entity_of(both.document.id, 0) == found.entity_of(both.document.id, 1)


def test_constraints_taken_back_leave_no_trace():
    decision = decide("same", part("Jack Pine"), part("Ivan Petrov"))
    before, after = reconcile(CORPUS), reconcile(CORPUS, active([decision, retract(decision)]))
    assert (before.entities, before.happenings, before.judgements) == (
        after.entities,
        after.happenings,
        after.judgements,
    )


@pytest.mark.parametrize(
    "changed",
    [
        article("lima.txt", ("ORG", "Coast Guard"), ("PERSON", "Ivan Petrov"), PERU),
        article("lima.txt", ("PERSON", "Ivan S. Petrov", "Ivan Petrov"), PERU),
    ],
    ids=["mended", "extracted otherwise"],
)
def test_constraints_find_their_document_again(changed):
    decision = decide("different", part("Ivan Petrov", LIMA), part("Ivan Petrov"))
    found = reconcile([changed, CUSCO, OTHER], [decision])
    index = next(i for i, c in enumerate(changed.chains) if c.label == "PERSON")
    assert found.entity_of(changed.document.id, index).id != who(found, CUSCO)
    assert found.applied.waiting == ()


def test_constraints_wait_for_names_that_are_gone():
    decision = decide("same", part("Jack Pine"), part("Ivan Petrov"))
    assert reconcile([LIMA], [decision]).applied.waiting == (decision,)
    assert reconcile([LIMA, OTHER], [decision]).applied.waiting == ()


def test_constraints_go_by_another_part_where_the_first_is_gone():
    decision = decide("same", part("Jack Pine"), [part("Ivan Petrov"), part("Petrov", NYERI)])
    found = reconcile([NYERI, OTHER], [decision])
    assert who(found, NYERI) == who(found, OTHER)


def test_constraints_of_which_one_is_newer_yield_to_it():
    one = decide("same", part("Jack Pine"), part("Ivan Petrov"))
    two = decide("different", part("Ivan Petrov"), part("Jack Pine"))
    found = reconcile(CORPUS, [one, two])
    assert who(found, LIMA) != who(found, OTHER)
    assert [c.decision for c in found.applied.overruled] == [one]


def test_constraints_settle_the_doubts_that_they_are_about():
    odd = article("odd.txt", ("PERSON", "Petrov"), ("COUNTRY", "Nepal"))
    more = [LIMA, odd]
    doubt = [j for j in reconcile(more).judgements if j.verdict is Verdict.UNSURE]
    assert [(j.left, j.right) for j in doubt] == [("person/ivan-petrov", f"person/petrov-{odd.document.id[:8]}")]
    for verdict in ("same", "different"):
        found = reconcile(more, [decide(verdict, part("Ivan Petrov"), part("Petrov", odd))])
        assert not [j for j in found.judgements if j.verdict is Verdict.UNSURE]


def test_constraints_put_off_change_nothing():
    later = decide("later", part("Jack Pine"), part("Ivan Petrov"))
    assert reconcile(CORPUS, [later]).entities == reconcile(CORPUS).entities


NAMES = [part(name) for name in ("Ivan Petrov", "Jack Pine", "Rosa Lind")]
PLACED = [part("Ivan Petrov", LIMA), part("Ivan Petrov", CUSCO), part("Ivan Petrov", NAIROBI), part("Petrov", NYERI)]
SIDES = st.sampled_from([*NAMES, *PLACED]) | st.lists(st.sampled_from(PLACED), min_size=2, max_size=3, unique=True)
DECISIONS = st.lists(
    st.builds(decide, st.sampled_from(["same", "different", "different"]), SIDES, SIDES).filter(
        lambda d: not set(d.left.parts) & set(d.right.parts)
    ),
    max_size=5,
)
ROSA = article("rosa.txt", ("PERSON", "Rosa Lind"), ("PERSON", "Jack Pine"), PERU)


@given(DECISIONS)
@settings(deadline=None, max_examples=80)
def test_constraints_hold_and_lose_no_id(decisions):
    corpus = [*CORPUS, ROSA]
    before, found = reconcile(corpus), reconcile(corpus, decisions)
    overruled = {c.decision.id for c in found.applied.overruled} | {d.id for d in found.applied.waiting}
    # what a decision takes out of a name leaves the rest of it to the name
    at = {p: (a.document.id, 0) for p, a in zip(PLACED, (LIMA, CUSCO, NAIROBI, NYERI), strict=True)}
    spoken = {p for d in decisions for side in d.pair for p in side.parts}
    at |= {NAMES[1]: (OTHER.document.id, 0), NAMES[2]: (ROSA.document.id, 0)}
    rest = [p for p in PLACED[:3] if p not in spoken]
    at |= {NAMES[0]: at[rest[0]]} if rest else {}
    for decision in decisions:
        if decision.id in overruled:
            continue
        left, right = ([found.entity_of(*at[p]).id for p in side.parts if p in at] for side in decision.pair)
        if decision.verdict == "different":
            assert not set(left) & set(right)
        elif left and right and {decision.left.parts[0], decision.right.parts[0]} <= set(at):
            assert left[0] == right[0]
    known = {i: e for e in found.entities for i in (e.id, *e.replaces)}
    assert len(known) == sum(1 + len(e.replaces) for e in found.entities)
    for entity in before.entities:
        assert {known[i] for i in (entity.id, *entity.replaces)} & {
            found.entity_of(m.document, m.index) for m in entity.members
        }


def test_constraints_take_a_document_out_without_giving_it_to_a_namesake():
    """The program tells two John Smiths apart; who is not the one is not for that reason the other."""
    peru = ("CITY", "Lima"), ("ORG", "Andes Bank"), ("ORG", "Quipu Press"), ("PERSON", "Rosa Quispe"), PERU
    kenya = ("CITY", "Nairobi"), ("ORG", "Rift Club"), ("ORG", "Savanna Mail"), ("PERSON", "Otieno Were"), KENYA
    one = [article(f"peru{i}.txt", ("PERSON", "John Smith"), *peru) for i in range(4)]
    other = [article(f"kenya{i}.txt", ("PERSON", "John Smith"), *kenya) for i in range(3)]
    names = ("John Adams", "Mary Smith", "Peter Smith", "John Brown", "John Wu", "Ann Smith", "Carl Smith", "John Reed")
    rest = [article(f"rest{i}.txt", ("PERSON", name), ("CITY", "Rome")) for i, name in enumerate(names * 2)]
    corpus = [*one, *other, *rest]
    plain = reconcile(corpus)
    one, other = sorted((one, other), key=lambda some: who(plain, some[0]))  # the one whom the name alone means first
    assert {who(plain, a) for a in one} == {"person/john-smith"}
    assert len({who(plain, a) for a in other} | {"person/john-smith"}) == 2
    found = reconcile(corpus, [decide("different", part("John Smith", one[0]), part("John Smith"))])
    assert len({who(found, one[0]), who(found, one[1]), who(found, other[0])}) == 3
    joined = reconcile(corpus, [decide("same", part("John Smith"), part("John Smith", other[0]))])
    assert {who(joined, a) for a in (*one, *other)} == {"person/john-smith"}
