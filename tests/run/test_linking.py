"""Linking a graph on disk: asked of a real server on this machine, shown by the next build, and undone by people."""

import json
import socket

import pytest
from desks import build, digest
from endpoints import EXTRACT, Fault, oxigraph, proxy
from scenes import ARTICLES, SOLBERG, article

import pipeline
from pipeline.errors import DecisionError, StoreError
from pipeline.link.client import Client, Pace
from pipeline.link.links import read_links
from pipeline.reconcile.decisions import DecisionKind
from pipeline.records import EntityLabel, Verdict
from pipeline.run import linking
from pipeline.run.desk import Desk
from pipeline.run.doubts import pairs

pytestmark = pytest.mark.server
WD = "http://www.wikidata.org/entity/"
SURE = {
    "city/lima": "Q2868",
    "country/norway": "Q20",
    "country/peru": "Q419",
    "person/ada-falls": "Q900202",
    "person/mira-solberg": "Q900101",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with oxigraph(tmp_path_factory.mktemp("wikidata"), EXTRACT.read_text(encoding="utf-8")) as url:
        yield url


@pytest.fixture
def door(server):
    with proxy(server) as door:
        yield door


@pytest.fixture
def out(tmp_path):
    return tmp_path / "graph"


@pytest.fixture
def desk(out):
    return build(out, ARTICLES)


def link(desk, door, kinds=linking.KINDS, **options):
    client = Client(door.url, "test", Pace(pause=0, sleep=lambda seconds: None))
    result = linking.link(desk, client, linking.dossiers_of(desk, kinds), **options)
    desk.show()
    return result


def same_as(out):
    rows = pipeline.open_graph(out).query(
        f'SELECT ?x ?item {{ ?x schema:sameAs ?item FILTER(STRSTARTS(STR(?item), "{WD}")) }}'
    )
    return {str(x).removeprefix("https://example.org/kg/"): str(item).removeprefix(WD) for x, item in rows.rows}


def judged(out, item):
    rows = pipeline.open_graph(out).query(
        f"""SELECT ?identity ?why ?who ?label {{ ?j cg:judges <{WD}{item}> ; cg:identity ?identity ; cg:because ?why .
        <{WD}{item}> a cg:Item ; rdfs:label ?label OPTIONAL {{ ?j prov:wasAttributedTo/rdfs:label ?who }} }}"""
    )
    return [(str(identity).rpartition("#")[2], why, who, label) for identity, why, who, label in rows.rows]


def test_linking_links_what_is_clear_and_nothing_else(desk, door, out):
    result = link(desk, door)
    assert same_as(out) == SURE
    assert (result.known, result.entities, result.nameless) == (15, 15, 2), (
        "of Petrov and Eve there is no name to ask for"
    )
    assert result.failure is None
    ((identity, why, who, label),) = judged(out, "Q900101")
    assert (identity, who, label) == ("Same", None, "Mira Solberg, Norwegian politician")
    assert "called fisheries, minister in both" in why
    graph = pipeline.open_graph(out)
    assert graph.validate() == []
    section = graph.card("Mira Solberg").sections[-1]
    assert section.title == "The same elsewhere"
    assert section.lines[0].text.startswith(f"{WD}Q900101 — Mira Solberg, Norwegian politician  [called fisheries, ")


def test_linking_never_takes_a_city_for_a_person_or_a_namesake(desk, door, out):
    link(desk, door)
    linked = {found.iri.removeprefix(WD): found for found in read_links(desk.links)}
    assert linked["Q900202"].entity == "person/ada-falls"
    assert linked["Q900201"].entity == "city/ada-falls"
    assert linked["Q900201"].verdict is Verdict.UNSURE, "that a country stands beside it is not enough"
    assert "Q900203" not in linked, "a given name is nobody"
    assert "Q900301" not in linked, "the Lima of another country"
    assert "Q900103" not in linked, "who died in 1931"


def test_linking_leaves_a_graph_alone_that_nobody_links(desk, out):
    before = digest(out)
    desk.show()
    assert digest(out) == before
    assert not desk.links.exists()


def test_linking_again_asks_nothing_and_changes_nothing(desk, door, out):
    link(desk, door)
    before, asked, kept = digest(out), len(door.queries), desk.links.read_bytes()
    result = link(desk, door)
    assert (result.questions, result.changed) == (0, False)
    assert (digest(out), len(door.queries), desk.links.read_bytes()) == (before, asked, kept)
    assert link(desk, door, anew=True).questions == asked


def test_linking_shows_in_every_later_build_without_asking(desk, door, out):
    link(desk, door)
    asked = len(door.queries)
    build(out, (*ARTICLES, article("more.txt", ("COUNTRY", "Kenya"))))
    assert same_as(out) == SURE
    assert len(door.queries) == asked


def test_linking_sends_names_and_nothing_of_the_articles(desk, door):
    link(desk, door)
    sent = "\n".join(door.queries)
    for word in ("fisheries minister", 'Coastal Party"@en } ?', "solberg.txt", "2021-03", "example.org/kg", 'Petrov"@'):
        assert word not in sent.replace('"Ivan Petrov"@', "")
    names = linking.names(linking.dossiers_of(desk))
    assert "Mira Solberg" in names
    assert "Petrov" not in names
    assert all(name.replace('"', '\\"') in sent for name in names)


def test_linking_looks_up_only_the_kinds_that_are_wanted_and_keeps_the_others(desk, door, out):
    link(desk, door)
    asked = len(door.queries)
    result = link(desk, door, kinds=[EntityLabel.COUNTRY])
    assert result.entities == 3
    assert (same_as(out), len(door.queries)) == (SURE, asked)
    desk.links.unlink()
    link(desk, door, kinds=[EntityLabel.COUNTRY])
    assert set(same_as(out)) == {"country/norway", "country/peru"}


def test_linking_that_fails_keeps_what_it_learnt(desk, door, out):
    door.faults = [None, None, *[Fault(429, headers={"Retry-After": "1"})] * 6]
    result = link(desk, door)
    assert isinstance(result.failure, StoreError)
    assert door.url in str(result.failure)
    assert 0 < result.known < result.entities, "those whom nobody knows by name are answered"
    assert same_as(out) == {}
    result = link(desk, door)
    assert (result.questions, result.failure) == (1, None), "the items alone"
    assert same_as(out) == SURE


def test_linking_that_fails_when_asking_anew_loses_no_link(desk, door, out):
    link(desk, door)
    kept = read_links(desk.links)
    door.faults = [Fault(body=b"<html>", media_type="text/html")]
    result = link(desk, door, anew=True)
    assert "text/html" in str(result.failure)
    assert read_links(desk.links) == kept
    assert same_as(out) == SURE


def test_linking_a_person_who_accepts_outranks_the_program(desk, door, out):
    link(desk, door)
    before = digest(out)
    made = desk.link("Mira Solberg", desk.catalogue.item("Q900102"), "ann", "it is the player", same=True)
    assert same_as(out)["person/mira-solberg"] == "Q900102"
    assert judged(out, "Q900102") == [("Same", "it is the player", "ann", "Q900102")]
    assert judged(out, "Q900101") == [], "what the program thought is of no interest any more"
    link(desk, door)
    assert same_as(out)["person/mira-solberg"] == "Q900102", "linking again changes nothing about it"
    assert pipeline.open_graph(out).validate() == []
    desk.undo(made.id, "ann")
    assert digest(out) == before


def test_linking_a_person_who_refuses_outranks_the_program(desk, door, out):
    link(desk, door)
    before = digest(out)
    item = desk.catalogue.item("https://www.wikidata.org/wiki/Q900101")
    assert item.name == "Mira Solberg, Norwegian politician"
    desk.link("Mira Solberg", item, "ann", same=False)
    assert "person/mira-solberg" not in same_as(out)
    ((identity, why, who, _),) = judged(out, "Q900101")
    assert (identity, why, who) == ("Different", "ann says so", "ann")
    with pytest.raises(DecisionError, match="contradicts what was decided before"):
        desk.link("Mira Solberg", item, "ben", same=True)
    desk.undo(None, "ann")
    assert digest(out) == before


def test_linking_by_hand_needs_no_endpoint(desk, out):
    desk.link("Petrov", desk.catalogue.item(f"{WD}Q42"), "ann", same=True)
    assert list(same_as(out).values()) == ["Q42"]
    assert judged(out, "Q42") == [("Same", "ann says so", "ann", "Q42")]
    assert pipeline.open_graph(out).validate() == []
    assert [state for _, state in desk.standing()] == ["holds"]
    build(out, [SOLBERG])
    assert [state for _, state in Desk.open(out).standing()] == ["waiting: no document has these names"]


def test_linking_follows_an_entity_that_is_merged_and_doubts_two_items(desk, door, out):
    link(desk, door)
    desk.merge("Ilze Kalnberg", "Mira Solberg", "ann")
    assert same_as(out)["person/ilze-kalnberg"] == "Q900101", "the link goes where its entity went"
    desk.merge("Ilze Kalnberg", "person/ada-falls", "ann")
    assert "person/ilze-kalnberg" not in same_as(out)
    ((identity, why, _, _),) = judged(out, "Q900101")
    assert identity == "Unsure"
    assert why.startswith("2 items came out as Ilze Kalnberg; ")


def test_linking_doubts_a_link_whose_entity_was_divided(tmp_path, door):
    twice = [SOLBERG, article("other.txt", ("PERSON", "Mira Solberg"), ("COUNTRY", "Kenya"))]
    out = tmp_path / "graph"
    desk = build(out, twice)
    link(desk, door)
    assert "person/mira-solberg" in same_as(out)
    desk.split("Mira Solberg", ["other.txt"], "ann")
    assert "person/mira-solberg" not in same_as(out)
    assert judged(out, "Q900101")[0][1].startswith("fewer documents name Mira Solberg than then; ")
    link(desk, door)
    assert same_as(out)["person/mira-solberg"] == "Q900101", "looked at again, it is clear"


def test_linking_comes_up_for_review_and_goes_when_decided(desk, door, out):
    link(desk, door)
    found = {pair.right.iri.removeprefix(WD): pair for pair in pairs(desk) if pair.right.reference.iri}
    assert {"Q900601", "Q900602", "Q900402"} <= set(found)
    pair = found["Q900402"]
    assert (pair.left.name, pair.right.name) == ("Ilze Kalnberg", "Ilze Kalnberg, Latvian lawyer")
    assert pair.left.quotes
    assert pair.score == pytest.approx(0.8, abs=0.1)
    assert "called lawyer in both" in pair.because
    assert "kind: human" in pair.right.about
    desk.record(
        [
            desk.decision(DecisionKind.SAME, pair.left.reference, pair.right.reference, "ann", ""),
            desk.decision(
                DecisionKind.DIFFERENT, found["Q900601"].left.reference, found["Q900601"].right.reference, "ann", ""
            ),
            desk.decision(
                DecisionKind.LATER, found["Q900602"].left.reference, found["Q900602"].right.reference, "ann", ""
            ),
        ]
    )
    desk.show()
    assert same_as(out) == SURE | {"person/ilze-kalnberg": "Q900402"}
    after = [(pair.right.iri.removeprefix(WD), pair.later) for pair in pairs(desk)]
    assert after[-1] == ("Q900602", True), "put off, so it comes last"
    assert not {"Q900402", "Q900601"} & {item for item, _ in after}
    json.dumps([pair.model_dump(mode="json") for pair in pairs(desk)])


def test_linking_keeps_its_file_where_the_settings_say(desk, door, out, tmp_path):
    kept = tmp_path / "git" / "links.jsonl"
    elsewhere = Desk.open(out, links=kept)
    link(elsewhere, door)
    assert kept.exists()
    assert not (out / "links.jsonl").exists()
    assert same_as(out) == SURE
    assert Desk.open(out).links == kept, "the graph knows where its links are"


def test_linking_with_a_damaged_file_of_links_names_the_line(desk, door, out):
    link(desk, door)
    with desk.links.open("a", encoding="utf-8") as file:
        file.write("{\n")
    before = digest(out)
    with pytest.raises(StoreError, match=r"links.jsonl, line \d+, is no link"):
        Desk.open(out)
    with pytest.raises(StoreError, match=r"links.jsonl, line \d+, is no link"):
        build(out, ARTICLES)
    assert digest(out) == before, "the last good graph stays"


def test_linking_offline_opens_no_connection(desk, monkeypatch, out):
    def refused(*_, **__):
        raise AssertionError("a build asked somebody")

    monkeypatch.setattr(socket.socket, "connect", refused)
    desk.show()
    build(out, ARTICLES)
