"""What the documents show exists: commands, options, queries, files."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.graph.queries import library

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs/howto").glob("*.md")),
    ROOT / "data/raw/README.md",
]

ASKS = {"query", "queries", "show", "origins", "ledger", "frame", "history", "export", "pack", "verify", "validate"}
"""Commands that change nothing and need no server, so that what the pages show of them can be run as it stands."""
THEIRS = ("my-graph", "my-question.rq", "https://", "http://", "ferry.txt", "Kvarner Line")
"""What only the reader has: a graph, a query, a server, an article."""


def shell_lines(page: Path) -> list[str]:
    blocks = re.findall(r"```\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    return [line.removeprefix(".venv/bin/") for line in lines if re.match(r"(\.venv/bin/)?citegraph ", line)]


def test_docs_reference_is_current():
    done = subprocess.run(
        [sys.executable, ROOT / "docs/reference.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_docs_show_commands_and_queries_that_exist(page):
    commands = typer.main.get_command(app).commands
    for line in shell_lines(page):
        words = line.split()
        assert words[1] in commands, line
        options = {o for p in commands[words[1]].params for o in (*p.opts, *p.secondary_opts)}
        assert {w for w in words if re.fullmatch(r"--?[a-z-]+", w)} <= options | {"--help"}, line
        if words[1] == "query" and re.fullmatch(r"[a-z-]+", words[2]):
            assert words[2] in library(), line


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_docs_link_to_files_that_exist(page):
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.model
@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_docs_show_commands_that_run(page, sample_build, tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "raw").symlink_to(ROOT / "data" / "raw")
    (tmp_path / "data" / "graph").symlink_to(sample_build)
    monkeypatch.chdir(tmp_path)
    for line in shell_lines(page):
        arguments = shlex.split(line)[1:]
        if arguments[0] in ASKS and not any(theirs in line for theirs in THEIRS):
            done = CliRunner().invoke(app, arguments)
            assert done.exit_code == 0, f"{line}: {done.exception!r} {done.output}"


def test_docs_are_all_on_the_site():
    nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    named = set(re.findall(r": (\S+\.md)$", nav, re.MULTILINE))
    assert named == {str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs").rglob("*.md")}
