"""Decisions on a graph on disk: it shows them at once, keeps them through every rebuild, and undo leaves no trace."""

import shutil

import pytest
from desks import ARTICLES, BASE, KENYA, article, build, digest

import pipeline
from pipeline.errors import BuildInProgressError, DecisionError, StoreError
from pipeline.reconcile.decisions import DecisionKind
from pipeline.run.desk import Desk
from pipeline.run.folder import OutputFolder


@pytest.fixture
def out(tmp_path):
    return tmp_path / "graph"


@pytest.fixture
def desk(out):
    return build(out)


def names(out):
    """The entities that are persons: IRI without base to name."""
    rows = pipeline.open_graph(out).query("SELECT ?x ?name { ?x a schema:Person ; schema:name ?name }").rows
    return {str(x).removeprefix(BASE): name for x, name in rows}


def replaced(out):
    rows = pipeline.open_graph(out).query("SELECT ?old ?new { ?old dcterms:isReplacedBy ?new ; owl:sameAs ?new }").rows
    return {str(old).removeprefix(BASE): str(new).removeprefix(BASE) for old, new in rows}


def test_desk_merge_keeps_the_first_and_leads_the_other_to_it(desk, out):
    assert {"person/ann-lee", "person/bill-gates"} <= set(names(out))
    desk.merge("Bill Gates", "person/ann-lee", "ann", "a pen name")
    assert "person/ann-lee" not in names(out)
    assert names(out)["person/bill-gates"] == "Bill Gates"
    assert replaced(out)["person/ann-lee"] == "person/bill-gates"
    graph = pipeline.open_graph(out)
    assert graph.card(f"{BASE}person/ann-lee").name == "Bill Gates"
    assert "Ann Lee" in graph.card("Bill Gates").aliases
    said = graph.query("SELECT ?why ?who { ?j cg:because ?why ; prov:wasAttributedTo/rdfs:label ?who }").rows
    assert said == [("a pen name", "ann")]
    assert graph.validate() == []


@pytest.mark.parametrize("person", ["Bill Gates", "Jack Pine", "Ann Lee"])
@pytest.mark.parametrize("other", ["United Nations", "Lima", "Peru"])
def test_desk_merge_of_different_classes_stands_where_others_have_the_surname(tmp_path, person, other):
    surname = person.split()[1]
    more = article("more.txt", ("PERSON", surname), ("PERSON", f"{person} Jr"), ("CITY", "Lima"), ("COUNTRY", "Peru"))
    desk = build(tmp_path / "graph", (*ARTICLES, more))
    before = digest(tmp_path / "graph")
    made = desk.merge(other, person, "ann")
    assert desk.state(made) == "holds"
    assert person in pipeline.open_graph(tmp_path / "graph").card(other).aliases
    desk.undo(None, "ann")
    assert digest(tmp_path / "graph") == before


def test_desk_split_brings_the_old_iri_back(desk, out):
    desk.merge("Bill Gates", "Ann Lee", "ann")
    with pytest.raises(DecisionError, match=r"is the same as Ann Lee \(ann, .*citegraph undo"):
        desk.split(f"{BASE}person/ann-lee", [], "ben")
    desk.undo(None, "ann")
    assert "person/ann-lee" in names(out)


def test_desk_split_takes_documents_out_of_a_name(desk, out):
    made, selection = desk.split("Ivan Petrov", ["nairobi.txt"], "ann", "the runner")
    runner = f"person/ivan-petrov-{ARTICLES[2].document.id[:8]}"
    assert names(out)[runner] == names(out)["person/ivan-petrov"] == "Ivan Petrov"
    assert [e.id for e in desk.entities_at(selection.places)] == [runner]
    assert str(made).split(": ")[1].startswith("Ivan Petrov in nairobi.txt is not Ivan Petrov (ann")
    desk.split("person/ivan-petrov", [f"{BASE}document/lima-{ARTICLES[0].document.id[:8]}#mention=0,11"], "ann")
    assert sum(name == "Ivan Petrov" for name in names(out).values()) == 3
    with pytest.raises(DecisionError, match=f"is the name of several; give the id of one: .*<{runner}>"):
        desk.merge("Ivan Petrov", "Ann Lee", "ann")
    assert pipeline.open_graph(out).validate() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda desk: desk.merge("Bill Gates", "Ann Lee", "ann"),
        lambda desk: desk.split("Ivan Petrov", ["nairobi.txt", "cusco.txt"], "ann"),
        lambda desk: desk.split("Ivan Petrov", ["lima.txt"], "ann"),
    ],
    ids=["merge", "split", "split in two"],
)
def test_desk_undo_restores_the_graph_byte_for_byte(desk, out, change):
    before = digest(out)
    change(desk)
    assert digest(out) != before
    desk.undo(None, "ann")
    assert digest(out) == before
    with pytest.raises(DecisionError, match="no decision to take back"):
        desk.undo(None, "ann")


def test_desk_undo_takes_back_any_decision_and_an_undo(desk, out):
    first = desk.merge("Bill Gates", "Ann Lee", "ann")
    with_first = digest(out)
    second = desk.merge("Jack Pine", "Bo Lee", "ben")
    both = digest(out)
    desk.undo(first.id, "ben")
    desk.undo(second.id, "ben")
    *_, gone_first, gone_second = desk.ledger.read().decisions
    desk.undo(gone_first.id, "ann")
    assert digest(out) == with_first
    desk.undo(gone_second.id[:7], "ann")
    assert digest(out) == both
    desk.undo(first.id, "ben")
    with pytest.raises(DecisionError, match="was taken back already"):
        desk.undo(first.id, "ben")


def test_desk_same_decision_twice_in_a_second_is_two_decisions(desk):
    first = desk.merge("Bill Gates", "Ann Lee", "ann")
    for _ in range(3):
        desk.undo(first.id, "ann")
        desk.undo(desk.ledger.read().decisions[-1].id, "ann")
    ids = [d.id for d in desk.ledger.read().decisions]
    assert len(ids) == len(set(ids))


def test_desk_decisions_survive_a_rebuild_with_more_documents(desk, out):
    desk.merge("Bill Gates", "Ann Lee", "ann")
    desk.split("Ivan Petrov", ["nairobi.txt"], "ann")
    before = names(out)
    build(
        out, [*ARTICLES, article("late.txt", ("PERSON", "Ann Lee"), KENYA), article("own.txt", ("PERSON", "Eve Ray"))]
    )
    assert names(out) == before | {"person/eve-ray": "Eve Ray"}


def test_desk_decisions_wait_for_documents_that_are_gone(desk, out):
    made = desk.merge("Bill Gates", "Ann Lee", "ann")
    desk = build(out, [a for a in ARTICLES if a.document.source_file != "gates.txt"])
    assert list(desk.standing()) == [(made, "waiting: no document has these names")]
    desk = build(out)
    assert list(desk.standing()) == [(made, "holds")]


def test_desk_finds_a_document_whose_file_was_renamed(desk, out):
    desk.split("Ivan Petrov", ["nairobi.txt"], "ann")
    moved = ARTICLES[2].model_copy(
        update={"document": ARTICLES[2].document.model_copy(update={"source_file": "archive/n.txt"})}
    )
    desk = build(out, [moved if a is ARTICLES[2] else a for a in ARTICLES])
    assert sum(name == "Ivan Petrov" for name in names(out).values()) == 2
    assert [state for _, state in desk.standing()] == ["holds"]


def test_desk_tells_what_the_graph_does_not_show(desk):
    left, right = (desk.catalogue.reference(desk.catalogue.entity(n)) for n in ("Bill Gates", "Ann Lee"))
    made = desk.decision(DecisionKind.SAME, left, right, "ann", "")
    desk.record([made])
    assert [state for _, state in desk.standing()] == ["not shown yet"]
    desk.show()
    assert [state for _, state in desk.standing()] == ["holds"]
    desk.retract(made, "ann")
    assert [state for _, state in desk.standing()] == ["taken back, still shown", ""]


def test_desk_says_which_decision_a_later_one_overrules(desk, out):
    """Two people who decide in two copies of the file can contradict one another."""
    one = desk.merge("Bill Gates", "Ann Lee", "ann")
    left, right = one.pair
    other = desk.decision(DecisionKind.DIFFERENT, left, right, "ben", "")
    with desk.ledger.path.open("a") as file:
        file.write(other.model_dump_json(exclude_defaults=True) + "\n")
    desk.show()
    assert [state.partition(" by ")[0] for _, state in desk.standing()] == ["overruled", "holds"]
    assert "person/ann-lee" in names(out)


@pytest.mark.parametrize(
    ("action", "told"),
    [
        (lambda d: d.merge("Bill Gatse", "Ann Lee", "ann"), "'Bill Gatse' in .*; did you mean Bill Gates"),
        (lambda d: d.merge("Zzyzx", "Ann Lee", "ann"), "most-mentioned"),
        (lambda d: d.merge("Ann Lee", "person/ann-lee", "ann"), "are one already"),
        (lambda d: d.split("Ivan Petrov", [], "ann"), "say what to take out of Ivan Petrov; it"),
        (lambda d: d.split("Ivan Petrov", ["gates.txt"], "ann"), r"gates\.txt does not mention Ivan Petrov"),
        (lambda d: d.split("Ivan Petrov", ["x.txt"], "ann"), "no document, mention or name of Ivan Petrov"),
        (lambda d: d.split("Bill Gates", ["gates.txt"], "ann"), "nothing would be left"),
        (lambda d: d.undo("12345678", "ann"), "no decision '12345678'"),
    ],
)
def test_desk_says_what_is_wrong_and_writes_nothing(desk, out, action, told):
    before = digest(out)
    with pytest.raises(DecisionError, match=told):
        action(desk)
    assert digest(out) == before
    assert not desk.ledger.path.exists() or desk.ledger.path.read_bytes() == b""


def test_desk_keeps_a_decision_that_cannot_be_shown_yet(desk, out):
    with (
        OutputFolder(out).writing(),
        pytest.raises(BuildInProgressError, match=r"decided stands in .*decisions\.jsonl"),
    ):
        desk.merge("Bill Gates", "Ann Lee", "ann")
    assert [state for _, state in desk.standing()] == ["not shown yet"]


def test_desk_without_its_cache_says_what_to_do(desk, out):
    shutil.rmtree(out / "cache")
    before = digest(out)
    with pytest.raises(StoreError, match="run citegraph build once more"):
        desk.merge("Bill Gates", "Ann Lee", "ann")
    assert digest(out) == before


def test_desk_needs_a_graph(tmp_path):
    with pytest.raises(StoreError, match="citegraph build"):
        Desk.open(tmp_path)


def test_desk_keeps_its_decisions_where_it_is_told(tmp_path):
    chosen = tmp_path / "repository" / "who.jsonl"
    desk = build(tmp_path / "graph", decisions=chosen)
    desk.merge("Bill Gates", "Ann Lee", "ann")
    assert len(chosen.read_text().splitlines()) == 1
    assert Desk.open(tmp_path / "graph").ledger.path == chosen, "a graph remembers where its decisions are"


def test_desk_split_takes_out_again_what_the_program_joined(out):
    desk = build(out, [*ARTICLES, article("ica.txt", ("PERSON", "Petrov"), ("COUNTRY", "Peru"), ("CITY", "Lima"))])
    old = next(iri for iri, entity in replaced(out).items() if entity == "person/ivan-petrov" and "/petrov-" in iri)
    before = digest(out)
    desk.split(f"<{BASE}{old}>", [], "ann", "his brother")
    assert names(out)[old] == "Petrov"
    assert pipeline.open_graph(out).card(f"{BASE}{old}").name == "Petrov"
    desk.undo(None, "ann")
    assert digest(out) == before
