"""history as its users see it."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from desks import SEEN, article, build
from typer.testing import CliRunner

from pipeline import cli
from pipeline.errors import DecisionError, QueryError

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


@pytest.fixture
def overwritten(tmp_path):
    """A file that a build found changed on 3 March, with `old.txt` as its earlier text."""
    older, newer = (edition("wire.txt", None, *names) for names in (("Ann Lee", "Jack Pine"), ("Ann Lee", "Bo Lee")))
    other = edition("other.txt", "2023-03-01", "Eve Ray", url=None)
    build(tmp_path / "graph", [newer, other], past=[(older, newer, SEEN + dt.timedelta(days=2))])
    return tmp_path / "graph"


def test_cli_history_of_an_overwritten_file_tells_when_each_edition_was_read(overwritten):
    told = invoke("history", "wire.txt", "-g", overwritten)
    assert "read from 2026-03-01T09:30:00Z until 2026-03-03T09:30:00Z" in told
    assert "wire.txt, until 2026-03-03T09:30:00Z → wire.txt" in told
    assert told.index("Jack Pine") < told.index("Bo Lee")


def test_cli_history_saves_the_texts_that_no_file_holds_now(overwritten, tmp_path):
    told = invoke("history", "wire.txt", "-g", overwritten, "--save", tmp_path / "kept")
    (saved,) = (tmp_path / "kept").iterdir()
    assert saved.name == "wire.until-20260303T093000Z.txt"
    assert f"Written to {saved}" in told.replace("\n", "")
    assert "Jack Pine" in saved.read_text(encoding="utf-8")
    invoke("history", "other.txt", "-g", overwritten, "--save", tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_cli_forget_ends_the_history_of_a_file(overwritten):
    told = invoke("forget", "wire.txt", "-g", overwritten)
    assert "Forgotten: wire.txt as it was until 2026-03-03 09:30" in told
    assert "The only edition" in invoke("history", "wire.txt", "-g", overwritten)
    with pytest.raises(DecisionError, match="nothing is kept"):
        invoke("forget", "wire.txt", "-g", overwritten)


def test_cli_remove_counts_the_editions_that_go_along_and_lists_a_file_once(overwritten):
    told = invoke("remove", "wire.txt", "-g", overwritten)
    assert "1 earlier edition went with that" in told
    assert told.count("Out of the graph") == 1
    listed = invoke("removed", "-g", overwritten)
    assert listed.count("wire.txt") == 1
    assert "1 document is kept out" in listed


@pytest.mark.parametrize(
    ("command", "then", "now"),
    [
        (("query", "documents", "--format", "csv"), "other.txt", "wire.txt"),
        (("query", "SELECT ?n { ?x a schema:Person ; schema:name ?n }", "--format", "csv"), "Eve Ray", "Bo Lee"),
        (("show", "Eve Ray"), "Eve Ray", ""),
        (("origins",), "0 clusters", ""),
        (("history", "other.txt"), "other.txt", ""),
        (("ledger", "Eve Ray"), "No position of this actor", ""),
    ],
)
def test_cli_as_of_asks_the_graph_of_a_day(overwritten, command, then, now):
    told = invoke(*command, "-g", overwritten, "--as-of", "2024-01-01")
    assert then in told
    if now:
        assert now not in told
        assert now in invoke(*command, "-g", overwritten)


def test_cli_as_of_exports_and_packs_the_graph_of_a_day(overwritten, tmp_path):
    for day, there in (("2024-01-01", False), ("2026-03-02", True)):
        file = tmp_path / f"{day}.ttl"
        invoke("export", "turtle", "-o", file, "-g", overwritten, "--as-of", day)
        assert ("Jack Pine" in file.read_text(encoding="utf-8")) is there
    pack, day = tmp_path / "then.zip", ("--as-of", "2026-03-02")
    invoke("pack", "sentences", "-p", "name=Jack Pine", "-o", pack, "-g", overwritten, *day)
    invoke("history", "wire.txt", "-g", overwritten, "--save", tmp_path / "docs")
    told = RUNNER.invoke(cli.app, ["verify", str(pack), "--docs", str(tmp_path / "docs")]).output
    assert "1 quotes: 1 intact" in told, "it was no earlier edition then"
    assert "1 renamed" in told


def test_cli_verify_finds_an_earlier_edition_where_its_text_was_saved(overwritten, tmp_path):
    pack, docs = tmp_path / "edits.zip", tmp_path / "docs"
    invoke("pack", "edits", "-o", pack, "-g", overwritten)
    docs.mkdir()
    now = edition("wire.txt", None, "Ann Lee", "Bo Lee").document.text
    (docs / "wire.txt").write_text(now, encoding="utf-8")
    told = " ".join(RUNNER.invoke(cli.app, ["verify", str(pack), "--docs", str(docs)]).output.split())
    assert "an earlier edition, which its file held until 2026-03-03T09:30:00Z" in told
    assert 'citegraph history "wire.txt" --save FOLDER writes it' in told
    invoke("history", "wire.txt", "-g", overwritten, "--save", docs)
    told = RUNNER.invoke(cli.app, ["verify", str(pack), "--docs", str(docs)]).output
    assert "2 documents: 2 same" in told


def test_cli_as_of_refuses_a_day_that_is_none_and_one_before_all(overwritten):
    result = RUNNER.invoke(cli.app, ["query", "documents", "-g", str(overwritten), "--as-of", "in March"])
    assert result.exit_code == 2
    with pytest.raises(QueryError, match=r"no document of .* was published by 2020-01-01"):
        invoke("show", "Ann Lee", "-g", overwritten, "--as-of", "2020-01-01")
    for command in ("frame", "compare"):
        with pytest.raises(QueryError, match="no document of"):
            invoke(command, "Lima", "-g", overwritten, "--as-of", "2020-01-01")
    with pytest.raises(QueryError, match="--as-of is for graphs on disk"):
        invoke("query", "documents", "--endpoint", "http://localhost:1/", "--as-of", "2024-01-01")
