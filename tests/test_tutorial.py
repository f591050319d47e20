"""Every command of the tutorial is run, and prints what the tutorial shows; `...` stands for any text."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.graph.queries import library

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
STEPS = [tuple(step.partition("\n")[::2]) for block in BLOCKS for step in re.split(r"^\$ ", block, flags=re.M)[1:]]


@pytest.fixture(scope="module")
def folder(sample_build, tmp_path_factory):
    """A folder as it is after `make demo`."""
    made = tmp_path_factory.mktemp("tutorial")
    (made / "data").mkdir()
    (made / "data" / "raw").symlink_to(ROOT / "data" / "raw")
    (made / "data" / "graph").symlink_to(sample_build)
    return made


def words(text):
    return " ".join(text.split())


def fits(shown, printed):
    """Whether the output is what is shown, but for white space and for what `...` stands for."""
    parts = [re.escape(words(part)) for part in shown.split("...")]
    return re.fullmatch(r"\s*.*?\s*".join(parts), words(printed), re.DOTALL) is not None


@pytest.mark.model
@pytest.mark.parametrize(("command", "shown"), STEPS, ids=[command[:60] for command, _ in STEPS])
def test_tutorial_shows_what_is_printed(command, shown, folder):
    program, *arguments = shlex.split(command)
    assert program == "citegraph"
    run = [sys.executable, "-m", "pipeline.cli", *arguments]
    done = subprocess.run(run, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert fits(shown, done.stdout), done.stdout


def test_tutorial_asks_ten_questions():
    asked = {shlex.split(command)[2] for command, _ in STEPS if command.startswith("citegraph query ")}
    assert len(asked & set(library())) >= 10


def test_tutorial_is_compared_in_earnest():
    assert fits("a ... c", "a b\n c")
    assert fits("a\n...", "a")
    assert not fits("a ... d", "a b c")
    assert not fits("b", "a b")
