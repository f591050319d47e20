"""The edits that are planted in the articles come out of a build sentence by sentence, and nothing else does."""

import pytest
from planted import STORIES, expectations
from typer.testing import CliRunner

import pipeline
from pipeline import cli, run

EDITS = [case for case in expectations().cases if case.kind == "edit"]
PLAIN = ("levy/2023-12-06-meridian.txt", "ghent/2024-02-10-continental.txt")


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("edits") / "graph"
    files = sorted({name for case in EDITS for name in case.documents} | set(PLAIN))
    assert run.build([STORIES / name for name in files], folder).skipped == 0
    return folder


@pytest.mark.model
@pytest.mark.parametrize("case", EDITS, ids=lambda case: case.id)
def test_planted_edits_are_found_sentence_by_sentence(out, case):
    rows = pipeline.open_graph(out).query("edits", document=case.expect["url"]).dicts
    older = {row["before_quote"] for row in rows} - {None}
    newer = {row["after_quote"] for row in rows} - {None}
    assert older == {s.text for s in case.sides if s.says["change"] in ("before", "removed")}
    assert newer == {s.text for s in case.sides if s.says["change"] in ("after", "added")}
    assert {row["change"] for row in rows} <= {"added", "changed", "removed"}
    assert all((row["before_quote"] is None) == (row["change"] == "added") for row in rows)


@pytest.mark.model
def test_planted_edits_tell_what_was_silently_withdrawn(out):
    rows = pipeline.open_graph(out).query("edits").dicts
    withdrawn = " ".join(row["withdrawn"] or "" for row in rows)
    for words in ("the bow doors had been left open", "No data of patients were stolen", "offered money by a man"):
        assert words in withdrawn
    new = " ".join(row["new"] or "" for row in rows)
    assert "Data of 12,000 patients were stolen" in new
    assert "bow doors" not in new


@pytest.mark.model
def test_planted_edits_are_the_only_revisions(out):
    documents = pipeline.open_graph(out).query("SELECT ?a { ?a a schema:NewsArticle ; prov:wasRevisionOf ?b }").rows
    assert len(documents) == len(EDITS)
    assert pipeline.open_graph(out).validate() == []


@pytest.mark.model
def test_planted_edits_are_shown_by_history(out):
    told = CliRunner().invoke(cli.app, ["history", "2023-03-16-adriatic-post.txt", "-g", str(out)]).output
    assert "2023-03-15-adriatic-post.txt → 2023-03-16-adriatic-post.txt" in told
    assert "no longer: A sailor said: the bow doors had been left open" in told
