"""Builds that are killed, have no room, run side by side or by a wrong clock: a good graph is always there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.fixture(scope="module")
def told() -> dict[str, int]:
    """What a short soak did, which a process of its own runs: it forks, and this one may have threads."""
    command = [sys.executable, str(BENCH / "crashes.py"), "--kills", "20", "--seed", "3"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1200)
    assert done.returncode == 0, done.stderr[-4000:]
    lines = [line[2:].rpartition(": ") for line in done.stdout.splitlines() if line.startswith("- ")]
    return {name: int(number) for name, _, number in lines}


def test_crashes_twenty_kills_lose_nothing(told: dict[str, int]):
    assert told["kills"] >= 20
    assert told["the last good graph stood"] >= 5
    assert told["completed, equal byte for byte"] >= 10


def test_crashes_a_full_disk_and_a_damaged_cache_lose_nothing(told: dict[str, int]):
    assert told["full disks"] >= 1
    assert told["entries of the cache damaged"] >= 1


def test_crashes_a_second_build_is_refused(told: dict[str, int]):
    assert told["builds refused beside another"] == 1


def test_crashes_a_clock_that_jumps_changes_no_fact(told: dict[str, int]):
    assert told["clocks that jumped"] >= 2
