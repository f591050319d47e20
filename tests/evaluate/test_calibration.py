"""Reliability tables, against figures counted by hand."""

from __future__ import annotations

import pytest

from pipeline.evaluate.calibration import Bin, reliability
from pipeline.evaluate.scores import Scores


def test_calibration_sorts_findings_into_bins() -> None:
    found = reliability([(0.55, True), (0.55, False), (1.0, True), (0.9, True), (0.2, False), (0.6, True)])
    assert found.bins == (
        Bin(0.0, 0.5, 1, 0.2, 0.0),
        Bin(0.5, 0.6, 2, 0.55, 0.5),
        Bin(0.6, 0.7, 1, 0.6, 1.0),
        Bin(0.9, 1.0, 2, 0.95, 1.0),
    )
    assert found.count == 6


def test_calibration_weighs_the_gaps_by_findings() -> None:
    found = reliability([(0.95, True)] * 3 + [(0.55, False)])
    assert found.error == pytest.approx((3 * 0.05 + 0.55) / 4)
    assert found.confidence == pytest.approx((3 * 0.95 + 0.55) / 4)
    assert found.right == pytest.approx(0.75)


def test_calibration_of_nothing_is_nothing() -> None:
    found = reliability([])
    assert (found.bins, found.count, found.confidence, found.right, found.error) == ((), 0, 0.0, 0.0, 0.0)


def test_calibration_stands_in_the_json_in_per_cent() -> None:
    scores = Scores()
    scores.graded["relations"] += [(0.8, True), (0.8, True), (0.8, False), (0.8, False)]
    assert scores.to_json()["calibration"] == {
        "relations": {
            "error": 30.0,
            "confidence": 80.0,
            "right": 50.0,
            "count": 4,
            "bins": [{"from": 80.0, "to": 90.0, "count": 4, "confidence": 80.0, "right": 50.0}],
        }
    }
