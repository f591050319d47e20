"""The graph as it stood on a day is the graph of what was known then, and of nothing else."""

import datetime as dt
import shutil

import pytest
from desks import ARTICLES, PERU, SEEN, article, build

import pipeline
from pipeline.errors import BuildInProgressError, QueryError, StoreError
from pipeline.run.as_of import MOST_KEPT, as_of, known
from pipeline.run.desk import Desk
from pipeline.run.folder import OutputFolder
from pipeline.run.register import Manifest
from pipeline.run.remove import remove

IVAN = ("PERSON", "Ivan Petrov", "Petrov")
OLD = article("wire.txt", IVAN, PERU, published="2021-03-02")
MENDED = article("wire.txt", IVAN, PERU, ("CITY", "Lima"), published="2021-03-02")
LATEST = article("wire.txt", IVAN, PERU, ("ORG", "United Nations"), published="2021-03-04")
EARLY, LATE = (article(f"{day}.txt", IVAN, PERU, published=f"2021-03-0{day}") for day in (1, 5))
UNDATED = article("undated.txt", ("PERSON", "Ann Lee"))
FOUND, AGAIN = SEEN + dt.timedelta(days=3), SEEN + dt.timedelta(days=6)
PAST = [(OLD, MENDED, FOUND), (MENDED, LATEST, AGAIN)]


def day(text):
    return dt.date.fromisoformat(text)


def without_times(folder):
    lines = (folder / "citegraph.ttl").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if "edAtTime" not in line]


@pytest.fixture
def out(tmp_path):
    build(tmp_path / "graph", [EARLY, LATE, UNDATED, LATEST], past=PAST)
    return tmp_path / "graph"


KNOWN = [  # day, the documents, and what is told of editions before
    ("2021-03-01", [EARLY], []),
    ("2021-03-02", [EARLY, OLD], []),
    ("2021-03-03", [EARLY, OLD], []),  # MENDED says that it is of the 2nd; a build found it years later
    ("2021-03-04", [EARLY, LATEST], PAST),
    ("2021-03-05", [EARLY, LATE, LATEST], PAST),
    ("2026-02-28", [EARLY, LATE, LATEST], PAST),
    ("2026-03-01", [EARLY, LATE, LATEST, UNDATED], PAST),
]


@pytest.mark.parametrize(("on", "documents", "past"), KNOWN)
def test_as_of_gives_what_a_build_of_these_documents_alone_gives(out, tmp_path, on, documents, past):
    build(tmp_path / "then", documents, past=past)
    assert without_times(as_of(out, day(on))) == without_times(tmp_path / "then")


def test_as_of_a_silent_change_counts_from_the_day_on_which_it_was_found(tmp_path):
    out = tmp_path / "graph"
    build(out, [EARLY, MENDED], past=PAST[:1])
    build(tmp_path / "before", [EARLY, OLD])
    assert without_times(as_of(out, FOUND.date() - dt.timedelta(days=1))) == without_times(tmp_path / "before")
    assert as_of(out, FOUND.date()) == out, "that is the graph of now"


def test_as_of_finds_again_who_is_who(tmp_path):
    """One who is two in later documents was one before anybody knew of the other."""
    out = tmp_path / "graph"
    build(out, [a.model_copy(update={"document": a.document.model_copy(update={"published": day(f"2021-03-0{n}")})})
                for n, a in enumerate(ARTICLES, 1)])  # fmt: skip
    names = "SELECT ?n { ?x a schema:Person ; schema:name ?n } ORDER BY ?n"
    then, now = (pipeline.open_graph(out, as_of=on).query(names).rows for on in (day("2021-03-02"), None))
    assert then == [("Ivan Petrov",)]
    assert len(now) > 3


def test_as_of_a_day_before_all_documents_names_the_first(out):
    with pytest.raises(QueryError, match=r"published by 2021-02-28; the first is of 2021-03-01"):
        as_of(out, day("2021-02-28"))


def test_as_of_is_made_once_and_shared_by_days_on_which_the_same_is_known(out, monkeypatch):
    view = as_of(out, day("2021-03-02"))
    monkeypatch.setattr("pipeline.run.as_of.write_into", None)
    assert as_of(out, day("2021-03-03")) == view


def test_as_of_keeps_the_newest_views_alone(tmp_path):
    out = tmp_path / "graph"
    documents = [article(f"{n:02}.txt", IVAN, PERU, published=f"2021-03-{n:02}") for n in range(1, MOST_KEPT + 4)]
    build(out, documents)
    views = [as_of(out, day(f"2021-03-{n:02}")) for n in range(1, MOST_KEPT + 3)]
    assert {p.name for p in views[0].parent.iterdir()} == {v.name for v in views[-MOST_KEPT:]}


def test_as_of_shows_the_decisions_that_the_graph_shows(tmp_path):
    out = tmp_path / "graph"
    build(out, [EARLY, article("b.txt", ("PERSON", "Wassili Orlow"), published="2021-03-01"), LATE])
    Desk.open(out).merge("Ivan Petrov", "Wassili Orlow", "ann", "a pen name")
    rows = pipeline.open_graph(out, as_of=day("2021-03-01")).query("SELECT ?x { ?x a schema:Person }").rows
    assert len(rows) == 1


def test_as_of_nothing_is_left_of_what_was_removed(out):
    view = as_of(out, day("2021-03-03"))
    remove(out, ["wire.txt"], "ann")
    assert not view.exists()
    found = known(Manifest.read(OutputFolder(out).complete()), day("2021-03-04"))
    assert [e.source_file for e in found.entries] == ["1.txt"]
    assert found.past == ()
    told = [p for p in out.rglob("*") if p.is_file() and not p.is_symlink() and b"United Nations" in p.read_bytes()]
    assert told == []


def test_as_of_waits_for_nobody_and_leaves_nothing_half_made(out, monkeypatch):
    with OutputFolder(out).writing(), pytest.raises(BuildInProgressError):
        as_of(out, day("2021-03-02"))
    monkeypatch.setattr("pipeline.run.as_of.write_into", lambda target, *_: (target / "half").write_text("x") / None)
    with pytest.raises(TypeError):
        as_of(out, day("2021-03-02"))
    monkeypatch.undo()
    assert not (as_of(out, day("2021-03-02")) / "half").exists()


def test_as_of_needs_a_graph_whose_build_noted_the_days(out, tmp_path):
    with pytest.raises(StoreError, match="holds no graph"):
        as_of(tmp_path, day("2021-03-02"))
    current = OutputFolder(out).complete()
    manifest = Manifest.read(current)
    manifest.model_copy(update={"entries": tuple(e.model_copy(update={"seen": None}) for e in manifest.entries)}).write(
        current
    )
    with pytest.raises(StoreError, match="run citegraph build once more"):
        as_of(out, day("2021-03-02"))


def test_as_of_equals_what_a_folder_with_the_same_history_gives(out, tmp_path):
    """History is input: a new folder that is given the file has the same graph."""
    (tmp_path / "again").mkdir()
    shutil.copy(out / "history.jsonl", tmp_path / "again" / "history.jsonl")
    build(tmp_path / "again", [UNDATED, LATEST, LATE, EARLY], past=PAST)
    assert without_times(tmp_path / "again") == without_times(out)
