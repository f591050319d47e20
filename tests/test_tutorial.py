"""Every command of the pages that show answers is run, and prints what they show; `...` stands for any text.

Files that such a page shows under a title lie in the folder where its commands are run.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.graph.queries import library, parse

ROOT = Path(__file__).parents[1]
PAGES = {"README": "README.md", "tutorial": "docs/tutorial.md", "querying": "docs/querying.md"}
TEXTS = {page: (ROOT / path).read_text(encoding="utf-8") for page, path in PAGES.items()}
FILES = dict(re.findall(r'```sparql title="([^"]+)"\n(.*?)```', "".join(TEXTS.values()), re.DOTALL))
STEPS = [
    (page, *step.partition("\n")[::2])
    for page, text in TEXTS.items()
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
]


@pytest.fixture(scope="module")
def folder(sample_build, tmp_path_factory):
    """A folder as it is after `make demo`."""
    made = tmp_path_factory.mktemp("tutorial")
    (made / "data").mkdir()
    (made / "data" / "raw").symlink_to(ROOT / "data" / "raw")
    (made / "data" / "graph").symlink_to(sample_build)
    for name, text in FILES.items():
        (made / name).write_text(text, encoding="utf-8")
    return made


def words(text):
    return " ".join(text.split())


def fits(shown, printed):
    """Whether the output is what is shown, but for white space and for what `...` stands for."""
    parts = [re.escape(words(part)) for part in shown.split("...")]
    return re.fullmatch(r"\s*.*?\s*".join(parts), words(printed), re.DOTALL) is not None


@pytest.mark.model
@pytest.mark.parametrize(("page", "command", "shown"), STEPS, ids=[f"{page}: {ask[:60]}" for page, ask, _ in STEPS])
def test_tutorial_shows_what_is_printed(page, command, shown, folder):
    program, *arguments = shlex.split(command)
    assert program == "citegraph"
    run = [sys.executable, "-m", "pipeline.cli", *arguments]
    done = subprocess.run(run, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == (2 if shown.startswith("citegraph: ") else 0), done.stderr
    assert fits(shown, done.stdout + done.stderr), done.stdout


def test_tutorial_shows_files_that_are_queries():
    assert {"cues.rq", "march.rq", "places-of-arrests.rq", "words.rq"} == set(FILES)
    for name, text in FILES.items():
        query = parse(name, text)
        assert query.summary
        assert query.columns


def test_tutorial_asks_ten_questions():
    asked = {
        shlex.split(command)[2]
        for page, command, _ in STEPS
        if page == "tutorial" and command.startswith("citegraph query ")
    }
    assert len(asked & set(library())) >= 10


def test_tutorial_is_compared_in_earnest():
    assert fits("a ... c", "a b\n c")
    assert fits("a\n...", "a")
    assert not fits("a ... d", "a b c")
    assert not fits("b", "a b")
