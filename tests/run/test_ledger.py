"""The file of decisions: what is written is read again, and what is damaged is named with its line."""

import multiprocessing
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "reconcile"))

from judging import decide, part, retract

from pipeline.errors import DecisionError
from pipeline.run.ledger import Ledger

SAID = b'{"when": "2026-03-01T09:30:00Z", "who": "ann", "verdict": '
ANN, BEN, CARL = (part(name) for name in ("Ann Lee", "Ben Moss", "Carl Ude"))


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "team" / "decisions.jsonl")


def write(ledger, *decisions):
    with ledger.writing() as history:
        for decision in decisions:
            history.add(decision)


def test_ledger_reads_what_was_written(ledger):
    assert ledger.read().decisions == ()
    one, two = decide("same", ANN, BEN, "né Łukasz “Luc”"), decide("different", BEN, CARL)
    write(ledger, one)
    write(ledger, two)
    assert ledger.read().decisions == (one, two)
    assert len(ledger.path.read_text(encoding="utf-8").splitlines()) == 2
    assert "Łukasz" in ledger.path.read_text(encoding="utf-8"), "people read the file too"


def test_ledger_only_ever_grows(ledger):
    one, two = decide("same", ANN, BEN), decide("different", BEN, CARL)
    write(ledger, one, two)
    before = ledger.path.read_bytes()
    write(ledger, retract(one))
    assert ledger.path.read_bytes().startswith(before)
    assert ledger.read().active == (two,)


def test_ledger_mends_a_last_line_without_its_end(ledger):
    write(ledger, decide("same", ANN, BEN))
    ledger.path.write_bytes(ledger.path.read_bytes().rstrip(b"\n") + b"\n\n  \n" + ledger.path.read_bytes()[:-1])
    write(ledger, decide("different", BEN, CARL))
    assert len(ledger.read().decisions) == 3


def test_ledger_reads_what_other_editors_make_of_it(ledger):
    write(ledger, decide("same", ANN, BEN), decide("different", BEN, CARL))
    before = ledger.read().decisions
    ledger.path.write_bytes(b"\xef\xbb\xbf" + ledger.path.read_bytes().replace(b"\n", b"\r\n"))
    assert ledger.read().decisions == before


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"{", "is no decision"),
        (b'{"who": "ann"}', "when"),
        (b"\xff\xfe", "is no decision"),
        (b"<<<<<<< HEAD", "a merge that was not finished"),
        (
            b'{"when": "2026-03-01T09:30:00Z", "who": "ann", "verdict": "retract", "of": "12345678"}',
            "12345678, which no",
        ),
        (b'{"when": "2026-03-01T09:30:00Z", "who": "ann", "verdict": "same"}', "names both, left and right"),
    ],
)
def test_ledger_names_the_line_that_is_damaged(ledger, line, told):
    write(ledger, decide("same", ANN, BEN))
    with ledger.path.open("ab") as file:
        file.write(line + b"\n")
    with pytest.raises(DecisionError, match=r"decisions\.jsonl, line 2, ") as error:
        ledger.read()
    assert told in str(error.value)
    before = ledger.path.read_bytes()
    with pytest.raises(DecisionError, match="line 2"):
        write(ledger, decide("same", ANN, CARL))
    assert ledger.path.read_bytes() == before


def test_ledger_refuses_what_contradicts(ledger):
    one, two = decide("same", ANN, BEN), decide("same", BEN, CARL)
    write(ledger, one, two)
    with pytest.raises(DecisionError, match=f"citegraph undo {one.id} or citegraph undo {two.id}"):
        write(ledger, decide("different", ANN, CARL))
    write(ledger, retract(one), decide("different", ANN, CARL))
    assert len(ledger.read().active) == 2


def test_ledger_refuses_to_bring_a_contradiction_back(ledger):
    one = decide("same", ANN, BEN)
    back = retract(one)
    write(ledger, one, back, decide("different", ANN, BEN))
    with pytest.raises(DecisionError, match="contradicts"):
        write(ledger, retract(back))


def test_ledger_finds_decisions_by_their_beginning(ledger):
    one, two = decide("same", ANN, BEN), decide("different", BEN, CARL)
    write(ledger, one, two)
    assert ledger.read().find(one.id[:6].upper()) == one
    for wrong in ("", "zz"):
        with pytest.raises(DecisionError, match="there is no decision"):
            ledger.read().find(wrong)


def _hold(path, held, done):
    with Ledger(path).writing():
        held.set()
        done.wait(30)


def test_ledger_has_one_writer(ledger):
    write(ledger, decide("same", ANN, BEN))
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(ledger.path, held, done))
    other.start()
    try:
        assert held.wait(30)
        with pytest.raises(DecisionError, match="another command is writing"):
            write(ledger, decide("same", ANN, CARL))
        assert len(ledger.read().decisions) == 1, "reading goes on"
    finally:
        done.set()
        other.join(30)


def test_ledger_notices_that_the_file_was_replaced(ledger):
    write(ledger, decide("same", ANN, BEN))
    other = ledger.path.with_suffix(".new")
    other.write_bytes(b"")
    with ledger.writing() as history:
        other.replace(ledger.path)  # as git and editors do
        with pytest.raises(DecisionError, match="replaced by another program"):
            history.add(decide("same", ANN, CARL))


def test_ledger_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DecisionError, match=r"file/decisions\.jsonl cannot be"):
        write(Ledger(tmp_path / "file" / "decisions.jsonl"), decide("same", ANN, BEN))
    with pytest.raises(DecisionError, match="cannot be read"):
        Ledger(tmp_path).read()
