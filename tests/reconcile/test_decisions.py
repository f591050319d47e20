import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import decide, part, retract
from pydantic import ValidationError

from pipeline.reconcile.decisions import Decision, active, agreed, conflict_with

ANN, BEN, CARL, DAN = (part(name) for name in ("Ann Lee", "Ben Moss", "Carl Ude", "Dan Orr"))


def parts(reference):
    return list(reference.parts)


def test_decisions_survive_being_written_down():
    decision = decide("same", ANN, BEN, "one is the pen name of the other")
    assert Decision.model_validate_json(decision.model_dump_json(exclude_defaults=True)) == decision


def test_decisions_ids_are_hashes_of_their_content():
    decision = decide("same", ANN, BEN)
    assert len(decision.id) == 8
    assert decision.model_copy(update={"id": ""}).model_dump(exclude={"id"}) == decision.model_dump(exclude={"id"})
    assert decide("same", ANN, BEN).id != decision.id, "made a second later"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"left": None}, "names both"),
        ({"verdict": "retract"}, "names the decision that it is of"),
        ({"of": "12345678"}, "names both"),
        ({"when": "2026-03-01T09:30:00"}, "time zone"),
        ({"verdict": "perhaps"}, "same"),
        ({"who": ""}, "at least 1"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_decisions_that_make_no_sense_are_refused(change, told):
    line = decide("same", ANN, BEN).model_dump(mode="json") | change
    with pytest.raises(ValidationError, match=told):
        Decision.model_validate(line)


def test_decisions_hold_until_they_are_taken_back():
    one, two = decide("same", ANN, BEN), decide("different", BEN, CARL)
    back = retract(one)
    assert active([one, two]) == (one, two)
    assert active([one, two, back]) == (two,)
    assert active([one, two, back, retract(back)]) == (one, two)


def test_decisions_that_stand_twice_count_once():
    one = decide("same", ANN, BEN)
    assert active([one, one]) == (one,)
    assert active([one, one, retract(one)]) == ()


def test_decisions_contradict_through_a_third():
    one, two = decide("same", ANN, BEN), decide("same", BEN, CARL)
    new = decide("different", CARL, ANN)
    conflict = conflict_with([one, two], new)
    assert conflict is not None
    assert conflict.others == (one, two)
    assert str(conflict).startswith(
        f"{new.id}: Carl Ude is not Ann Lee (ann, 2026-03-01) contradicts {one.id}: Ann Lee"
    )
    assert conflict_with([one, new], two) is not None
    assert conflict_with([one], new) is None
    assert conflict_with([one, two], decide("later", CARL, ANN)) is None


def test_decisions_of_which_one_is_newer_yield_to_it():
    one, two, new = decide("same", ANN, BEN), decide("same", BEN, CARL), decide("different", CARL, ANN)
    kept, overruled = agreed([one, two, new], parts)
    assert kept == (two, new)
    assert [c.decision for c in overruled] == [one]
    kept, overruled = agreed([new, one, two], parts)
    assert kept == (one, two)
    assert [c.decision for c in overruled] == [new]


DECISIONS = st.lists(
    st.builds(decide, st.sampled_from(["same", "different"]), *[st.sampled_from([ANN, BEN, CARL, DAN])] * 2).filter(
        lambda d: d.left.parts != d.right.parts
    ),
    max_size=7,
)


@given(DECISIONS)
def test_decisions_agree_in_the_end(decisions):
    kept, overruled = agreed(decisions, parts)
    assert agreed(kept, parts) == (kept, ())
    assert len(kept) + len(overruled) == len(decisions)
    if decisions:
        assert decisions[-1] in kept
