"""The planted edits come out where each later edition was written over the earlier one, and nothing else does."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from planted import STORIES, Case, articles, expectations
from typer.testing import CliRunner

import pipeline
from pipeline import cli, run
from pipeline.records import Document

pytestmark = pytest.mark.model

EDITS = {case.id: case for case in expectations().cases if case.kind == "edit"}
FILES = {"ferry.txt": "ferry-edit", "plovdiv.txt": "plovdiv-edit"}
FEED = EDITS["ghent-edit"]
NEAR_MISSES = {  # another article of the outlet on the same matter took the file's place
    "flood.txt": ("flood/2022-09-07-danube.txt", "flood/2022-09-14-danube.txt"),
    "trieste.txt": ("trieste/2023-10-03-adriatic-post.txt", "trieste/2023-10-10-adriatic-post.txt"),
}
PLAIN = "levy/2023-12-06-meridian.txt"
ON = dt.date(2023, 3, 15)
"""The first edition on the ferry was out, the second was not."""


def line_of(document: Document) -> str:
    about = {"title": document.title, "url": document.url, "publisher": document.publisher}
    text = "\n\n".join(map(document.quote, document.paragraphs))
    return json.dumps({**about, "date": str(document.published), "text": text}) + "\n"


def write(folder: Path, edition: int) -> None:
    """The sources as they were first (0), and as they were when everything had been overwritten (1)."""
    folder.mkdir(exist_ok=True)
    for file, case in FILES.items():
        shutil.copy(STORIES / sorted(EDITS[case].documents)[edition], folder / file)
    for file, pair in NEAR_MISSES.items():
        shutil.copy(STORIES / pair[edition], folder / file)
    lines = [
        line_of(articles()[sorted(FEED.documents)[edition]]),
        line_of(articles()["ghent/2024-02-10-continental.txt"]),
    ]
    (folder / "feed.jsonl").write_text("".join(lines[:: -1 if edition else 1]), encoding="utf-8")
    rewrapped = (STORIES / PLAIN).read_text(encoding="utf-8")
    (folder / "plain.txt").write_text(
        rewrapped.replace("author:", "editor:") if edition else rewrapped, encoding="utf-8"
    )


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("overwritten") / "sources"


@pytest.fixture(scope="module")
def out(sources: Path) -> Path:
    for edition in (0, 1):
        write(sources, edition)
        assert run.build(sources, sources.parent / "graph").skipped == 0
    return sources.parent / "graph"


def without_times(folder: Path) -> list[str]:
    lines = (folder / "citegraph.ttl").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if "edAtTime" not in line]


def built_anew(out: Path, sources: Path, folder: Path) -> list[str]:
    """The graph of some sources in a folder that was given what was kept of what they said before, and nothing else."""
    folder.mkdir()
    shutil.copy(out / "history.jsonl", folder / "history.jsonl")
    shutil.copytree(
        out / "cache", folder / "cache"
    )  # to spare the language model; test_cache proves it changes nothing
    assert run.build(sources, folder).skipped == 0
    return without_times(folder)


@pytest.mark.parametrize("case", EDITS.values(), ids=lambda case: case.id)
def test_overwritten_edits_are_found_sentence_by_sentence(out: Path, case: Case):
    rows = pipeline.open_graph(out).query("edits", document=case.expect["url"]).dicts
    older = {row["before_quote"] for row in rows} - {None}
    newer = {row["after_quote"] for row in rows} - {None}
    assert older == {s.text for s in case.sides if s.says["change"] in ("before", "removed")}
    assert newer == {s.text for s in case.sides if s.says["change"] in ("after", "added")}


def test_overwritten_edits_tell_what_was_silently_withdrawn_and_what_is_new(out: Path):
    rows = pipeline.open_graph(out).query("edits").dicts
    withdrawn = " ".join(row["withdrawn"] or "" for row in rows)
    for words in ("the bow doors had been left open", "No data of patients were stolen", "offered money by a man"):
        assert words in withdrawn
    assert "Data of 12,000 patients were stolen" in " ".join(row["new"] or "" for row in rows)
    claims = {
        text for (text,) in pipeline.open_graph(out).query("SELECT ?t { ?c a schema:Claim ; schema:text ?t }").rows
    }
    assert not any("bow doors" in text for text in claims), "what was withdrawn is no claim of the articles any more"


def test_overwritten_by_other_articles_or_other_front_matter_is_no_edit(out: Path):
    graph = pipeline.open_graph(out)
    assert len(graph.query("SELECT ?d { ?d a cg:EarlierEdition }").rows) == len(EDITS)
    assert len(graph.query("documents").rows) == len(FILES) + len(NEAR_MISSES) + 3
    told = {i["source"]: i["message"] for i in map(json.loads, (out / "issues.jsonl").read_text().splitlines())}
    assert {name for name, message in told.items() if "another article than before" in message} == set(NEAR_MISSES)
    assert {name for name, message in told.items() if "earlier edition" in message} == {*FILES, "feed.jsonl line 2"}


def test_overwritten_graph_is_valid_and_every_quote_can_be_looked_up(out: Path, sources: Path):
    done = CliRunner().invoke(cli.app, ["validate", "-g", str(out), "--docs", str(sources)])
    assert "is valid" in done.output


def test_overwritten_graph_of_a_new_folder_with_the_same_history_is_the_same(out: Path, sources: Path, tmp_path: Path):
    assert built_anew(out, sources, tmp_path / "again") == without_times(out)


def test_overwritten_graph_as_of_a_day_is_that_of_the_documents_of_then(out: Path, sources: Path, tmp_path: Path):
    then = tmp_path / "then"
    write(then, 1)
    shutil.copy(STORIES / min(EDITS["ferry-edit"].documents), then / "ferry.txt")
    for later in ("trieste.txt", "feed.jsonl", "plain.txt"):
        (then / later).unlink()
    view = pipeline.open_graph(out, as_of=ON).path
    assert view is not None
    assert without_times(view) == built_anew(out, then, tmp_path / "graph")


def test_overwritten_ferry_is_shown_by_history_as_it_stood(out: Path):
    def told(*options: str) -> str:
        return " ".join(CliRunner().invoke(cli.app, ["history", "ferry.txt", "-g", str(out), *options]).output.split())

    assert "no longer: A sailor said: the bow doors had been left open" in told()
    assert "The only edition" in told("--as-of", str(ON))
