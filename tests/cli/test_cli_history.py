"""history as its users see it."""

from __future__ import annotations

import json

import pytest
from desks import article, build
from typer.testing import CliRunner

from pipeline import cli
from pipeline.errors import QueryError

RUNNER = CliRunner()
URL = "https://post.example/a"


def edition(file, published, *names, url=URL):
    made = article(file, *(("PERSON", name) for name in names), published=published)
    return made.model_copy(update={"document": made.document.model_copy(update={"url": url})})


@pytest.fixture
def out(tmp_path):
    editions = [
        edition("new.txt", "2023-03-02", "Ann Lee", "Bo Lee", "Eve Ray"),
        edition("old.txt", "2023-03-01", "Ann Lee", "Jack [Pine]", "Bo Lee"),
        edition("same.txt", "2023-03-03", "Ann Lee", "Bo Lee", "Eve Ray"),
        edition("alone.txt", "2023-03-01", "Ann Lee", url=None),
    ]
    build(tmp_path / "graph", editions)
    return tmp_path / "graph"


def invoke(*arguments):
    result = RUNNER.invoke(cli.app, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_cli_history_shows_editions_and_edits(out):
    told = invoke("history", "new.txt", "-g", out)
    assert [told.index(day) for day in ("2023-03-01", "2023-03-02", "2023-03-03")] == sorted(
        told.index(day) for day in ("2023-03-01", "2023-03-02", "2023-03-03")
    )
    assert "old.txt → new.txt" in told
    assert "new.txt → same.txt" not in told
    assert "− removed" in told
    assert "Jack [Pine]" in told
    assert "+ added" in told
    assert "“”" not in told
    assert invoke("history", URL, "-g", out) == told


def test_cli_history_as_json(out):
    told = json.loads(invoke("history", "old.txt", "--json", "-g", out))
    assert [row["file"] for row in told["editions"]] == ["old.txt", "new.txt", "same.txt"]
    assert sorted(row["change"] for row in told["edits"]) == ["added", "removed"]


def test_cli_history_of_a_single_edition(out):
    assert "The only edition" in invoke("history", "alone.txt", "-g", out)


def test_cli_history_names_the_document_that_it_does_not_know(out):
    with pytest.raises(QueryError, match=r"'nobody\.txt' is no document of this graph; `citegraph query documents`"):
        invoke("history", "nobody.txt", "-g", out)


def test_cli_history_forgets_an_edition_that_was_removed(out):
    invoke("remove", "old.txt", "-g", out)
    assert "Jack" not in invoke("history", "new.txt", "-g", out)
