"""remove, restore and removed as their users see them."""

from __future__ import annotations

import json

import pytest
from desks import build, digest
from typer.testing import CliRunner

from pipeline import cli
from pipeline.errors import DecisionError

RUNNER = CliRunner()


@pytest.fixture
def out(tmp_path):
    build(tmp_path / "graph")
    return tmp_path / "graph"


def invoke(*arguments):
    result = RUNNER.invoke(cli.app, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_cli_remove_tells_what_it_did_and_how_to_lift_it(out):
    before = digest(out)
    told = invoke("remove", "lima.txt", "pine.txt", "-b", "withdrawn [1]", "-w", "ann", "-g", out)
    assert "Out of the graph: lima.txt, removed by ann on " in told
    assert f'citegraph restore --graph {out} "pine.txt"' in told
    assert "5 documents are left" in told
    assert digest(out) != before
    listed = invoke("removed", "-g", out)
    assert "withdrawn [1]" in listed
    assert "2 documents are kept out of" in listed
    rows = json.loads(invoke("removed", "--json", "-g", out))
    assert [(r["document"]["file"], r["who"]) for r in rows] == [("lima.txt", "ann"), ("pine.txt", "ann")]
    told = invoke("restore", "pine.txt", "-w", "ben", "-g", out)
    assert "No longer out: pine.txt" in told
    assert "citegraph build" in told
    assert "1 document is kept out of" in invoke("removed", "-g", out)


def test_cli_removed_without_removals(out):
    assert "0 documents are kept out of" in invoke("removed", "-g", out)
    assert json.loads(invoke("removed", "--json", "-g", out)) == []


def test_cli_remove_says_what_is_wrong(out):
    with pytest.raises(DecisionError, match="is no document of this graph"):
        invoke("remove", "nobody.txt", "-g", out)
    (out / "removed.jsonl").write_text("{\n")
    for command in (("remove", "lima.txt"), ("removed",), ("restore", "lima.txt")):
        with pytest.raises(DecisionError, match=r"removed\.jsonl, line 1, is no removal"):
            invoke(*command, "-g", out)
