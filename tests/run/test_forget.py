"""A document whose earlier editions are forgotten is as if its file had never held another text."""

import datetime as dt

import pytest
from desks import ARTICLES, PERU, SEEN, article, build, digest, replaced

import pipeline
from pipeline.errors import BuildInProgressError, DecisionError, StoreError
from pipeline.graph.queries import library
from pipeline.run.desk import Desk
from pipeline.run.folder import OutputFolder
from pipeline.run.forget import forget
from pipeline.run.history import NAME, PastEditions
from pipeline.run.remove import remove, removed, restore
from pipeline.run.resolve import write_graph

OLD = article("cusco.txt", ("PERSON", "Zebedee Quux"), PERU)
CUSCO = next(a for a in ARTICLES if a.document.source_file == "cusco.txt")
OLDER = article("cusco.txt", ("PERSON", "Zebedee Quux"), ("ORG", "Quux Line"))
PAST = [(OLDER, OLD, SEEN + dt.timedelta(days=1)), (OLD, CUSCO, SEEN + dt.timedelta(days=2))]


@pytest.fixture
def out(tmp_path):
    build(tmp_path / "graph", past=PAST)
    return tmp_path / "graph"


def holding(out, words):
    return [p.name for p in out.rglob("*") if p.is_file() and not p.is_symlink() and words in p.read_bytes()]


def editions(out, document="cusco.txt"):
    return pipeline.open_graph(out).query("editions", document=document).rows


def contents(path):
    """What an export wrote, file by file."""
    return {p.name: p.read_bytes() for p in path.rglob("*") if p.is_file()} or path.read_bytes()


def test_earlier_editions_are_in_the_graph_and_count_for_nothing(out, tmp_path):
    build(tmp_path / "never")
    with_history, without = pipeline.open_graph(out), pipeline.open_graph(tmp_path / "never")
    assert len(editions(out)) == 3
    asked = [query for query in library().values() if query.name not in ("editions", "edits")]
    for query in asked:  # with the values of its example
        assert with_history.query(query.text).rows == without.query(query.text).rows, query.name
    for format in ("csv", "neo4j", "ftm", "graphml"):
        for name, graph in (("with", with_history), ("without", without)):
            (tmp_path / format).mkdir(exist_ok=True)
            graph.export(tmp_path / format / name, format)
        exported, never = contents(tmp_path / format / "with"), contents(tmp_path / format / "without")
        if format == "csv":  # the one table that is about them
            assert exported.pop("edits.csv").count(b"\n") > never.pop("edits.csv").count(b"\n")
        assert exported == never, format
    assert with_history.validate() == []
    assert holding(out, b"Zebedee Quux") != []


def test_earlier_editions_outlast_decisions_of_people(out):
    Desk.open(out).merge("Bill Gates", "Ann Lee", "ann", "a pen name")
    assert len(editions(out)) == 3
    Desk.open(out).undo(None, "ann")
    assert len(editions(out)) == 3


def test_forget_leaves_the_graph_as_if_nothing_had_been_there(out, tmp_path):
    never = build(tmp_path / "never")
    desk = Desk.open(out)
    with OutputFolder(out).writing():  # of the same run
        same_run = desk.manifest.model_copy(update={"entries": never.manifest.entries, "past": ()})
        write_graph(same_run, (), desk._cache, OutputFolder(tmp_path / "never"), pipeline.run.report.Silent())
    done = forget(out, "cusco.txt")
    assert [e.document for e in done.editions] == [OLDER.document.id, OLD.document.id]
    assert digest(out) == digest(tmp_path / "never")
    assert holding(out, b"Quux") == []
    assert len(editions(out)) == 1
    with pytest.raises(DecisionError, match=r"nothing is kept of what 'cusco\.txt' said before"):
        forget(out, "cusco.txt")


def test_forget_takes_an_iri_and_names_what_it_does_not_know(out):
    iri = next(row[4] for row in editions(out) if row[4].endswith(CUSCO.document.id[:8]))
    assert len(forget(out, f"<{iri}>").editions) == 2
    with pytest.raises(DecisionError, match=r"is it cusco\.txt"):
        forget(out, "cusko.txt")
    with pytest.raises(StoreError, match="holds no graph"):
        forget(out / "nowhere", "cusco.txt")
    with OutputFolder(out).writing(), pytest.raises(BuildInProgressError):
        forget(out, "cusco.txt")


def test_forget_a_file_that_is_no_longer_among_the_sources(tmp_path):
    out = tmp_path / "graph"
    build(out, [a for a in ARTICLES if a is not CUSCO], past=PAST)
    assert editions(out) == []
    assert len(forget(out, "cusco.txt").editions) == 2
    assert holding(out, b"Quux") == []


def test_remove_takes_all_editions_and_leaves_no_word_of_them(out):
    done = remove(out, ["cusco.txt"], "ann")
    assert (len(done.removals), done.editions) == (1, 2)
    assert holding(out, b"Quux") == []
    assert holding(out, b"cusco.txt") == ["removed.jsonl"]
    assert {r.document.text for r in removed(out)} == {e.document.text_sha256[:16] for e in (OLDER, OLD, CUSCO)}
    restore(out, "cusco.txt", "ann")
    assert removed(out) == ()


def test_remove_takes_what_a_killed_build_wrote_down(out):
    line = article("cusco.txt", ("PERSON", "Zebedee Quux"), ("ORG", "Half Line"))
    PastEditions(out / NAME).add([replaced(line, CUSCO, SEEN)])
    remove(out, ["cusco.txt"], "ann")
    assert holding(out, b"Half Line") == []


def test_remove_of_an_earlier_edition_says_what_to_do(out):
    iri = next(row[4] for row in editions(out) if row[4].endswith(OLD.document.id[:8]))
    with pytest.raises(DecisionError, match=r'is an earlier edition of "cusco\.txt".*citegraph forget'):
        remove(out, [iri], "ann")
