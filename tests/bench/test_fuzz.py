"""Some hundred of the million inputs of bench/fuzz.py: none crashes, hangs or gives a wrong offset."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import fuzz
import fuzz_inputs
import fuzz_reading
from fuzz_faults import REFUSALS, WrongError
from fuzz_targets import PARSERS, TARGETS
from guided import Guided, Record

DEAR = {"PDF files", "Word files", "articles through all steps"}


@pytest.mark.parametrize("name", sorted(TARGETS.keys() - DEAR))
def test_fuzz_target_finds_no_fault(name: str):
    outcomes = [fuzz.tried(name, 7, number) for number in range(60)]
    assert set(outcomes) <= {"read", "refused"}
    assert "read" in outcomes, "nothing is tested where all is refused"


@pytest.mark.parametrize("name", ["PDF files", "Word files"])
def test_fuzz_target_of_the_other_process_finds_no_fault(name: str):
    try:
        assert {fuzz.tried(name, 7, number) for number in range(15)} <= {"read", "refused"}
    finally:
        fuzz_reading.close()


@pytest.mark.model
def test_fuzz_articles_go_through_all_steps():
    outcomes = [fuzz.tried("articles through all steps", 7, number) for number in range(8)]
    assert set(outcomes) <= {"read", "refused"}
    assert "read" in outcomes


def test_fuzz_inputs_are_made_from_the_seed_and_their_number():
    def made(seed: int) -> list[str]:
        return [fuzz_inputs.text(fuzz.random.Random(f"{seed}:x:{number}")) for number in range(20)]

    assert made(1) == made(1)
    assert made(1) != made(2)


def test_guided_inputs_are_drawn_from_their_bytes_as_long_as_there_are_any():
    first, second = Guided(b"\x01\x02" + b"\xff" * 6), Guided(b"\x01\x02")
    assert [first.getrandbits(8), first.getrandbits(3)] == [second.getrandbits(8), second.getrandbits(3)] == [1, 2]
    assert first.random() == 65535 / 65536
    assert 0 <= second.random() < 1
    whole = [fuzz_inputs.text(Guided(bytes([at]) * 400)) for at in range(30)]
    assert whole == [fuzz_inputs.text(Guided(bytes([at]) * 400)) for at in range(30)]
    assert len(set(whole)) > 20


@pytest.mark.parametrize("name", sorted(PARSERS))
def test_guided_parsers_read_the_files_that_they_begin_with(name: str):
    parse, seeds, _ = PARSERS[name]
    outcomes = [fuzz.outcome(lambda data=data: parse(data)) for data in (*seeds(), b"", b"\xff" * 40)]
    assert set(outcomes) == {"read", "refused"}


def test_guided_outcomes_are_kept_with_each_fault_once(tmp_path: Path):
    record = Record(tmp_path, 4)
    enough = [record.add(outcome, b"x") for outcome in ("read", "crash: a", "crash: a", "refused")]
    told = json.loads((tmp_path / "outcomes.json").read_text())
    assert enough == [False, False, False, True]
    assert told["counts"] == {"read": 1, "crash": 2, "refused": 1}
    assert [fault["what"] for fault in told["faults"]] == ["crash: a"]
    assert (tmp_path / "fault-0").read_bytes() == b"x"


def test_fuzz_tells_of_crashes_hangs_and_wrong_answers(monkeypatch: pytest.MonkeyPatch):
    def failing(error: BaseException):
        def run(chance: object) -> None:
            raise error

        return run, 1

    for error, said in (
        (IndexError("x"), "crash: IndexError: x"),
        (WrongError("an offset"), "wrong: an offset"),
        (fuzz.HangError(), "hang"),
        (REFUSALS[0]("no"), "refused"),
    ):
        monkeypatch.setitem(TARGETS, "x", failing(error))
        assert fuzz.tried("x", 1, 1).startswith(said)


def test_fuzz_goes_on_from_its_notes(tmp_path: Path):
    def run(inputs: int) -> fuzz.Notes:
        notes = fuzz.Notes(tmp_path / "notes.json", 1)
        fuzz.fuzz(notes, inputs, ["names as IRIs"])
        return notes

    assert run(1_000).done == {"names as IRIs": {"read": 80}}
    told = run(2_000)
    assert told.done == {"names as IRIs": {"read": 160}}
    assert any(line.startswith("| names as IRIs | 160 | 160 | 0 |") for line in told.table())
    with pytest.raises(SystemExit, match="of seed 1"):
        fuzz.Notes(tmp_path / "notes.json", 2)
