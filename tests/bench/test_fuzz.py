"""Some hundred of the million inputs of bench/fuzz.py: none crashes, hangs or gives a wrong offset."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import fuzz
import fuzz_targets
from fuzz_targets import REFUSALS, TARGETS, WrongError

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
        fuzz_targets.close()


@pytest.mark.model
def test_fuzz_articles_go_through_all_steps():
    outcomes = [fuzz.tried("articles through all steps", 7, number) for number in range(8)]
    assert set(outcomes) <= {"read", "refused"}
    assert "read" in outcomes


def test_fuzz_inputs_are_made_from_the_seed_and_their_number():
    def made(seed: int) -> list[str]:
        return [fuzz_targets.text(fuzz.random.Random(f"{seed}:x:{number}")) for number in range(20)]

    assert made(1) == made(1)
    assert made(1) != made(2)


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
