"""Commands on a graph of events that no author reports: they are marked, with who claims or denies them; and files."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages import BASE, denials_turtle
from servers import publish
from typer.testing import CliRunner

from pipeline import cli


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("denials")
    publish(out, denials_turtle())
    return out


def told(graph: Path, *arguments: str) -> str:
    result = CliRunner().invoke(cli.app, [*arguments, "--graph", str(graph)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def test_cli_show_names_who_claims_and_who_denies(graph):
    card = told(graph, "show", "Olsk")
    assert "(as target and place) [only claimed by Ada Moor, neighbours]" in card
    assert "(as target and place) [only in a denial by Army]" in card
    assert "[claimed by Ada Moor]" in told(graph, "show", "Pavel Ruta")


def test_cli_show_tells_what_others_say_and_how(graph):
    assert "• According to Ada Moor: Pavel Ruta heads the council of Olsk" in told(graph, "show", "Pavel Ruta")
    army = told(graph, "show", "Army")
    assert "• denied: soldiers had shelled Olsk [denied]" in army
    assert "What is said about it" not in army


def test_cli_frame_names_whose_words_an_outlet_repeats(graph):
    events = told(graph, "query", "SELECT ?e { ?e a cg:Attack }", "--format", "csv").split()
    assert "words: shelled (denied by Army)" in told(graph, "frame", events[-1])
    assert events[-1].startswith(BASE)


def test_cli_query_of_a_file_says_when_its_limit_was_reached(graph, tmp_path):
    mine = tmp_path / "mine.rq"
    mine.write_text(
        "# parameters:\n#   limit (integer, optional): at most so many\nSELECT ?e { ?e a sem:Event } LIMIT 2\n"
    )
    assert "at most 2; for more: --param limit=N" in told(graph, "query", str(mine))
    assert "for more" not in told(graph, "query", str(mine), "--param", "limit=9")
