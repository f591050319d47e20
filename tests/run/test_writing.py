"""A graph that was changed is, byte for byte, the one that would be written anew."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from concurrent.futures import Future
from pathlib import Path

import pyoxigraph
import pytest
from desks import BASE, build
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pipeline.run.writing as writing
from pipeline.errors import StoreError
from pipeline.graph.fresh import NOTES
from pipeline.graph.mapping import Mapper
from pipeline.graph.notes import lines_in
from pipeline.graph.patch import patch
from pipeline.reconcile.origins import find_repeats
from pipeline.records import Certainty
from pipeline.run import build as build_files
from pipeline.run.bound import observed_in
from pipeline.run.cache import ExtractionCache
from pipeline.run.digests import Digests
from pipeline.run.folder import OutputFolder
from pipeline.run.lost import LostError
from pipeline.run.register import Manifest
from pipeline.run.report import Silent
from pipeline.run.resolve import write_into

sys.path.insert(0, str(Path(__file__).parents[1] / "graph"))

from newsroom import Article

WHO = ("Mira Solberg", "Jonas Lind", "M. Solberg", 'Ada "A\\B" Å\u2028nd')
BODIES = ("Harbour Union", "Port of Oslo")


def told(number: int, who: int, body: int, figure: int, plain: bool):
    """An article that says what others may say too: who heads what, how many were held where, and who says so.

    Every third is an edition of one of those before it.
    """
    name, other = WHO[who], BODIES[body]
    article = Article(
        f"news/{number}.txt",
        f"{name} {'now' if plain else 'reportedly'} heads the {other} in Oslo.",
        f"Police held {figure} dockers in Oslo, {name} said.",
        title=f"Story {number % 3}",
        publisher=("Harbour Post", "Northgate Wire")[number % 2],
        published=dt.date(2023, 3, 1 + number),
        url=f"https://post.example/{number % 3}",
    )
    person, union = article.name(0, name, "PERSON"), article.name(0, other, "ORG")
    oslo = article.name(0, "Oslo", "CITY")
    article.name(1, name, "PERSON")
    article.name(1, "Oslo", "CITY")
    article.relation(person, "headOf", union, 0, "heads", certainty=Certainty.CERTAIN if plain else Certainty.PROBABLE)
    held = article.event("Arrest", 1, "held", places=[("Oslo", oslo)])
    content = f"Police held {figure} dockers in Oslo"
    counted = {"figure": (str(figure), figure, figure, "dockers"), "count_of": held, "about_events": (held,)}
    article.claim(1, content, person, name, "said", **counted)
    article.act(1, "held", "Active", event=held)
    return article.extraction()


ARTICLES = st.builds(
    told, st.integers(0, 5), st.integers(0, 3), st.integers(0, 1), st.sampled_from((12, 30)), st.booleans()
)
CORPORA = st.lists(ARTICLES, min_size=1, max_size=5, unique_by=lambda e: e.document.source_file)


class Steps(Silent):
    """Remembers which steps a build took."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def step(self, name: str, total: int | None) -> None:
        self.taken.append(name)


class Crew:
    """Stands for processes that do their work in another order, and every other one of which dies."""

    def __init__(self) -> None:
        self.asked = 0

    def each(self, work, items):
        return (work(self, item) for item in reversed(list(items)))

    def beside(self, work):
        future = Future()
        try:
            future.set_result(work(self))
        except LostError as error:
            future.set_exception(error)
        return future

    def repeats(self, bound):
        self.lives_or_dies()
        return find_repeats([seen.printed for seen in observed_in(bound)])

    def lives_or_dies(self):
        self.asked += 1
        if self.asked % 2:
            raise LostError("it died")

    def map(self, rows, folder, base, run):
        self.lives_or_dies()
        digests = Digests(ExtractionCache(folder, ""))
        return [list(writing.said(row, digests, base, run)) for row in rows]


def same_as_anew(folder: Path, crew: Crew | None = None) -> None:
    """Check that the graph is the one that its manifest would give in an empty folder."""
    out = OutputFolder(folder)
    current = out.complete()
    manifest, anew = Manifest.read(current), folder / "anew"
    anew.mkdir()
    write_into(anew, manifest, (), ExtractionCache(out.cache, manifest.model_sha256), out, Silent(), processes=crew)
    for name in ("citegraph.ttl", "entities.jsonl", "doubts.jsonl"):
        assert (current / name).read_bytes() == (anew / name).read_bytes(), name
    corpora = ((build / NOTES / "corpus").read_bytes().splitlines() for build in (current, anew))
    assert sorted(next(corpora)) == sorted(next(corpora))
    for name in ("repeated", "slices"):
        assert sorted(lines_in(current / NOTES / name)) == sorted(lines_in(anew / NOTES / name)), name
    triples = triples_of(current)
    assert triples == triples_of(anew)
    assert Manifest.read(anew).triples == manifest.triples == len(triples)
    shutil.rmtree(anew)


def triples_of(build: Path) -> list[str]:
    return sorted(map(str, pyoxigraph.Store.read_only(str(build / "store"))))


@pytest.fixture
def always_changing(monkeypatch):
    """However much of a graph is another, change it."""
    monkeypatch.setattr(writing, "MOST", 1e9)
    monkeypatch.setattr(writing, "DROPPED", 1e9)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(corpora=st.lists(CORPORA, min_size=2, max_size=4))
def test_writing_changes_give_the_graph_that_is_written_anew(tmp_path_factory, always_changing, corpora) -> None:
    folder = tmp_path_factory.mktemp("graph")
    build(folder, corpora[0])
    for articles in corpora[1:]:
        steps = Steps()
        build(folder, articles, reporter=steps)
        assert steps.taken == ["Finding who is who", "Changing the graph"]
        same_as_anew(folder)


def test_writing_makes_what_spans_documents_only_where_it_is_another(tmp_path, always_changing, monkeypatch) -> None:
    made: list[str] = []
    as_before = Mapper._entity

    def entity(self, entity):
        made.append(entity.name)
        return as_before(self, entity)

    monkeypatch.setattr(Mapper, "_entity", entity)
    build(tmp_path, [told(0, 0, 0, 12, True), told(1, 1, 0, 12, True)])
    assert sorted(made) == ["Harbour Union", "Jonas Lind", "Mira Solberg", "Oslo"]
    made.clear()
    build(tmp_path, [told(0, 0, 0, 12, True), told(1, 1, 1, 12, True)])
    assert made == ["Port of Oslo"]
    same_as_anew(tmp_path)


def test_writing_shares_files_of_the_store_and_leaves_the_last_graph_as_it_was(tmp_path, always_changing) -> None:
    build(tmp_path, [told(n, 0, 0, 12, True) for n in range(4)])
    before = OutputFolder(tmp_path).complete()
    said = triples_of(before)
    files = {file.stat().st_ino for file in (before / "store").glob("*.sst")}
    build(tmp_path, [told(n, 0, 0, 12, True) for n in range(1, 5)])
    assert files & {file.stat().st_ino for file in (tmp_path / "store").glob("*.sst")}
    assert triples_of(before) == said


@pytest.mark.parametrize("damaged", ["index", "repeated", "corpus", "slices", "citegraph.ttl", "store/CURRENT"])
def test_writing_starts_anew_where_the_last_graph_is_damaged(tmp_path, always_changing, damaged) -> None:
    build(tmp_path, [told(n, 0, 0, 12, True) for n in range(3)])
    current = tmp_path / "current"
    path = current / NOTES / damaged if (current / NOTES / damaged).exists() else current / damaged
    path.write_bytes(path.read_bytes()[:-2] + b"?\n")
    steps = Steps()
    build(tmp_path, [told(n, 0, 0, 12, True) for n in range(1, 3)], reporter=steps)
    assert steps.taken[-1] == "Writing the graph"
    same_as_anew(tmp_path)


def test_writing_changes_a_graph_whose_bound_digests_are_damaged_or_gone(tmp_path, always_changing) -> None:
    build(tmp_path, [told(n, 0, 0, 12, True) for n in range(3)])
    for number, damage in enumerate((lambda path: path.write_bytes(path.read_bytes()[:-9]), Path.unlink)):
        damage(tmp_path / "current" / "digests")
        steps = Steps()
        build(tmp_path, [told(n, number + 1, 0, 12, True) for n in range(3)], reporter=steps)
        assert steps.taken[-1] == "Changing the graph"
        same_as_anew(tmp_path)


def test_writing_starts_anew_where_much_changed_or_too_much_was_dropped(tmp_path, monkeypatch) -> None:
    def steps(*numbers: int) -> list[str]:
        taken = Steps()
        build(tmp_path, [told(n, 0, 0, 12, True) for n in numbers], reporter=taken)
        return taken.taken[1:]

    assert steps(*range(5)) == ["Writing the graph"]
    assert steps(0) == ["Changing the graph", "Writing the graph"]
    monkeypatch.setattr(writing, "MOST", 1e9)
    assert steps(1) == ["Changing the graph"]
    assert Manifest.read(tmp_path / "current").dropped > 0
    assert steps(0) == ["Writing the graph"]
    assert Manifest.read(tmp_path / "current").dropped == 0


def test_writing_refuses_to_take_away_what_a_graph_does_not_say(tmp_path, always_changing) -> None:
    build(tmp_path / "out", [told(0, 0, 0, 12, True)])
    line = "4person/nobody\x01<person/nobody>\x010a\x01schema:Person"
    (tmp_path / "new").mkdir()
    with pytest.raises(StoreError, match="does not say what it should: <person/nobody> a schema:Person"):
        patch(tmp_path / "out" / "current", tmp_path / "new", BASE, {line: -1}, iter(()))


@pytest.mark.model
def test_writing_after_an_edit_an_addition_and_a_deletion(tmp_path, always_changing) -> None:
    source, out = tmp_path / "articles", tmp_path / "graph"
    source.mkdir()
    (source / "ferry.txt").write_text("Mayor Lotte Brandt opened the ferry terminal in Gdansk on Monday.\n", "utf-8")
    (source / "port.txt").write_text("Lotte Brandt said that 40 dockers were arrested in Gdansk.\n", "utf-8")
    (source / "strike.txt").write_text("Dockers went on strike in Gdansk on 3 May 2023.\n", "utf-8")
    build_files(source, out)
    (source / "port.txt").write_text("Lotte Brandt said that 50 dockers were arrested in Gdansk on Tuesday.\n", "utf-8")
    (source / "strike.txt").unlink()
    (source / "vote.txt").write_text("Porto elected Rui Alves mayor on Sunday.\n", "utf-8")
    steps = Steps()
    build_files(source, out, reporter=steps)
    assert "Changing the graph" in steps.taken
    assert "Writing the graph" not in steps.taken
    same_as_anew(out)


@pytest.mark.parametrize("died", [0, 1])
def test_writing_by_processes_gives_the_same_in_any_order_and_where_one_dies(tmp_path, monkeypatch, died) -> None:
    monkeypatch.setattr(writing, "AT_ONCE", 1)
    build(tmp_path, [told(number, number % 4, number % 2, 12, True) for number in range(6)])
    crew = Crew()
    crew.asked = died
    same_as_anew(tmp_path, crew)
    assert crew.asked == died + 7
