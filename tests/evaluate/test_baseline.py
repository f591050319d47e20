"""The file of earlier figures, with scores made by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import DocumentError
from pipeline.evaluate.baseline import Baseline
from pipeline.evaluate.scores import Cubed, Miss, Scores, Tally


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "harbour.txt").write_text("Ships wait.", encoding="utf-8")
    (tmp_path / "harbour.jsonl").write_text("", encoding="utf-8")
    return tmp_path


def miss(what: str, cause: str = "missed Strike", layer: str = "events") -> Miss:
    return Miss(layer, cause, what, "harbour.txt", "Dockers struck, and ships wait.")


def scored(hit: int, *misses: Miss) -> Scores:
    scores = Scores(misses=list(misses))
    scores.totals["event triggers"] = Tally(hit=hit, found=4, gold=4)
    scores.totals["entity clusters (B3)"] = Cubed(90.0, 90.0)
    return scores


def test_baseline_is_read_as_it_was_written(gold: Path) -> None:
    before = Baseline.of(scored(3, miss("struck")), gold)
    before.write(gold / "baseline.json")
    assert Baseline.read(gold / "baseline.json") == before
    assert before.figures == {"event triggers": 75.0, "entity clusters (B3)": 90.0}
    assert before.errors["events"] == {"harbour.txt": ["struck"]}
    assert json.loads((gold / "baseline.json").read_text())["gold"] == before.gold


def test_baseline_holds_where_nothing_fell(gold: Path) -> None:
    before = Baseline.of(scored(3, miss("struck")), gold)
    assert before.falls(scored(3, miss("waited"))) == []  # another error, but the same figure
    assert before.falls(scored(4)) == []
    assert before.rises(scored(4)) == {"event triggers": (75.0, 100.0)}
    assert before.rises(scored(3)) == {}


def test_baseline_names_what_fell_by_how_much_and_quotes_what_is_lost(gold: Path) -> None:
    before = Baseline.of(scored(3, miss("struck")), gold)
    [fall] = before.falls(
        scored(2, miss("struck", "Strike taken for Attack"), miss("wait"), miss("Ships", "x", "mentions"))
    )
    assert fall.errors == (miss("wait"),)
    assert str(fall) == (
        "event triggers: F1 fell by 25.00, from 75.00 to 50.00\n"
        "  harbour.txt: missed Strike: wait\n"
        "    “Dockers struck, and ships wait.”"
    )


def test_baseline_counts_an_error_as_often_as_it_stands_there(gold: Path) -> None:
    before = Baseline.of(scored(3, miss("struck")), gold)
    [fall] = before.falls(scored(2, miss("struck"), miss("struck")))
    assert fall.errors == (miss("struck"),)


def test_baseline_takes_a_layer_that_is_gone_for_a_fall(gold: Path) -> None:
    [fall] = Baseline.of(scored(4), gold).falls(Scores(totals={"event triggers": Tally(4, 4, 4)}))
    assert (fall.figure, fall.after) == ("entity clusters (B3)", 0.0)


def test_baseline_does_not_fit_another_gold(gold: Path) -> None:
    before = Baseline.of(scored(3), gold)
    assert before.fits(gold)
    (gold / "harbour.txt").write_text("Ships waited.", encoding="utf-8")
    assert not before.fits(gold)


def test_baseline_says_what_is_wrong_with_its_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"baseline\.json: is no baseline; `make baseline` writes one"):
        Baseline.read(tmp_path / "baseline.json")
    (tmp_path / "baseline.json").write_text("{}", encoding="utf-8")
    with pytest.raises(DocumentError, match="is no baseline"):
        Baseline.read(tmp_path / "baseline.json")
