"""Graphs that go to a server and are asked there, by command."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import QueryError, SettingsError, StoreError

pytestmark = [pytest.mark.model, pytest.mark.server]
NAMED = "https://example.org/kg/pushed"


def run(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_push_tells_how_to_ask_and_the_answers_are_the_same(sample_build, oxigraph_server):
    done = run("push", oxigraph_server.url, "--graph", sample_build, "--named", NAMED)
    assert done.exit_code == 0, done.exception
    assert f"are in {NAMED}" in done.stdout
    assert f"--endpoint {oxigraph_server.url}query --named {NAMED}" in done.stdout
    there = ("--endpoint", f"{oxigraph_server.url}query", "--named", NAMED)
    for command in (("query", "timeline", "--format", "csv"), ("show", "Open Docket")):
        assert run(*command, *there).stdout == run(*command, "--graph", sample_build).stdout != ""


def test_build_takes_the_graph_to_a_server(tmp_path, oxigraph_server):
    (tmp_path / "letter.txt").write_text("Ada Lund founded Harbour Watch in Oslo.\n", encoding="utf-8")
    out, named = tmp_path / "graph", f"{NAMED}/built"
    done = run("build", tmp_path / "letter.txt", "--out", out, "--store", oxigraph_server.url, "--named", named, "-q")
    assert done.exit_code == 0, done.exception
    asked = ("query", "SELECT ?n { ?x a schema:City ; schema:name ?n }", "--format", "csv")
    there = run(*asked, "--endpoint", f"{oxigraph_server.url}query", "--named", named)
    assert there.stdout == run(*asked, "--graph", out).stdout
    assert "Oslo" in there.stdout


def test_push_and_ask_say_what_is_wrong(sample_build, tmp_path):
    assert isinstance(run("push", "http://127.0.0.1:9/", "--graph", sample_build).exception, StoreError)
    assert isinstance(run("push", "http://127.0.0.1:9/", "--graph", tmp_path).exception, StoreError)
    assert isinstance(run("query", "timeline", "--named", NAMED).exception, QueryError)
    assert isinstance(run("build", tmp_path, "--named", NAMED).exception, SettingsError)
