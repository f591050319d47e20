"""Known entities in a graph: their IRIs are used, doubts are for people, and decisions come first."""

from __future__ import annotations

import pytest
from desks import BASE, build, digest

from pipeline.errors import SettingsError
from pipeline.graph import Graph

GATES, PETROV, PETROV_2, UN = (f"https://id.example/{n}" for n in ("gates", "petrov", "petrov2", "un"))


@pytest.fixture
def known(tmp_path):
    path = tmp_path / "known.csv"
    rows = f"iri,kind,name,aliases\n{GATES},Person,bill gates,\n{UN},Organization,UNO,United Nations\n"
    rows += f"{PETROV},Person,Jack Pine,\n{PETROV_2},Person,Jack Pine,\n"
    path.write_text(rows, encoding="utf-8")
    return path


def names(folder):
    rows = Graph.open(folder).query("SELECT ?x ?name { ?x schema:name ?name }").rows
    return {name: iri for iri, name in rows}


def test_known_iris_are_used_and_the_graph_keeps_its_shapes(tmp_path, known):
    build(tmp_path / "out", known=[known])
    found = names(tmp_path / "out")
    assert found["Bill Gates"] == GATES
    assert found["United Nations"] == UN
    graph = Graph.open(tmp_path / "out")
    assert graph.validate() == []
    assert graph.card(GATES).name == graph.card(BASE + "person/bill-gates").name == "Bill Gates"
    (reason,) = graph.query(f"SELECT ?why {{ ?j a cg:Judgement ; cg:judges <{GATES}> ; cg:because ?why }}").rows
    assert reason == ("“Bill Gates” is known in known.csv",)


def test_known_names_that_several_bear_are_doubts_until_somebody_decides(tmp_path, known):
    desk = build(tmp_path / "out", known=[known])
    assert names(tmp_path / "out")["Jack Pine"].startswith(BASE)
    assert {d.right for d in desk.catalogue.doubts} >= {PETROV, PETROV_2}
    before = digest(tmp_path / "out")
    desk.link("Jack Pine", desk.catalogue.item(PETROV), "ann", same=True)
    assert names(tmp_path / "out")["Jack Pine"] == PETROV
    desk.undo(None, "ann")
    assert digest(tmp_path / "out") == before


def test_known_entity_that_somebody_refuses_is_not_used(tmp_path, known):
    desk = build(tmp_path / "out", known=[known])
    desk.link("Bill Gates", desk.catalogue.item(GATES, adopted=True), "ann", same=False)
    assert names(tmp_path / "out")["Bill Gates"] == BASE + "person/bill-gates"
    assert Graph.open(tmp_path / "out").validate() == []


def test_known_entities_are_merged_by_their_iris(tmp_path, known):
    desk = build(tmp_path / "out", known=[known])
    assert desk.catalogue.item(GATES) is None
    desk.merge(GATES, "Ann Lee", "ann")
    assert names(tmp_path / "out")["Bill Gates"] == GATES


def test_known_file_that_is_gone_is_named_when_a_decision_is_to_be_shown(tmp_path, known):
    desk = build(tmp_path / "out", known=[known])
    known.unlink()
    before = digest(tmp_path / "out")
    with pytest.raises(SettingsError, match=r"known\.csv cannot be read"):
        desk.merge("Bill Gates", "Jack Pine", "ann")
    assert digest(tmp_path / "out") == before


def test_known_entities_change_nothing_where_nobody_is_named(tmp_path):
    path = tmp_path / "known.csv"
    path.write_text("iri,kind,name\nhttps://id.example/x,Person,Nobody Here\n", encoding="utf-8")
    build(tmp_path / "one")
    build(tmp_path / "other", known=[path])
    one, other = (set(Graph.open(tmp_path / n).triples()) for n in ("one", "other"))
    assert {t for t in one if "time" not in t.predicate.value.lower()} == {
        t for t in other if "time" not in t.predicate.value.lower()
    }
