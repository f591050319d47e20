"""Who says so: an attack that one denies, one that others claim, and one that an author reports, wherever they show."""

import json

import pytest
from denials import herald
from newsroom import BASE, Article, graph_of, rows

from pipeline import resources
from pipeline.graph import Store
from pipeline.graph.card import card
from pipeline.graph.events import Stance
from pipeline.graph.formats import followthemoney
from pipeline.graph.formats.findings import Findings
from pipeline.graph.networks import network
from pipeline.graph.queries import read
from pipeline.graph.tellers import Teller, tellers
from pipeline.graph.ties import ties
from pipeline.graph.view import ask
from pipeline.records import Modality, Polarity, Voice


@pytest.fixture(scope="module")
def store() -> Store:
    return graph_of(herald())


def test_event_is_denied_where_those_who_tell_of_it_deny_it(store):
    found = rows(store, "SELECT ?class ?voice ?put { ?e a sem:Event , ?class ; cg:voice ?voice ; cg:polarity ?put }")
    words = {tuple(str(value).rpartition("#")[2] for value in row) for row in found}
    assert {row for row in words if not row[0].endswith("/Event")} == {
        ("Attack", "Attributed", "Denied"),
        ("Disaster", "Attributed", "Affirmed"),
        ("Transaction", "Narrator", "Affirmed"),
        ("Coercion", "Attributed", "Denied"),  # the innermost of those who speak of it counts
    }


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        (Polarity.DENIED, Polarity.AFFIRMED, Polarity.AFFIRMED),
        (Polarity.DENIED, Polarity.DENIED, Polarity.DENIED),
    ],
)
def test_event_that_one_affirms_is_not_denied(one, other, joined):
    reports = [Stance(Modality.ACTUAL, Voice.ATTRIBUTED, put) for put in (one, other)]
    assert reports[0].joined(reports[1]).polarity is joined


def test_tellers_of_an_event_are_those_who_claim_it_or_deny_it_and_of_a_statement_those_who_state_it(store):
    (statement,) = rows(store, "SELECT ?s { ?s a rdf:Statement }")[0]
    nodes = {str(iri): str(name) for iri, name in rows(store, "SELECT ?e ?c { ?e a sem:Event ; a ?c }")}
    found = tellers(store, [*nodes, str(statement)])
    moor, army = Teller("Ada Moor", f"{BASE}person/ada-moor"), Teller("Army", f"{BASE}org/army")
    assert found.pop(str(statement)) == (moor,)
    assert sorted(found.values()) == [(moor, Teller("neighbours")), (army,), (army,)]
    assert str(Teller("")) == "somebody not named"
    assert tellers(store, []) == {}


def test_card_marks_events_that_are_only_claimed_or_denied_and_names_who_says_so(store):
    (events,) = (s for s in card(store, "Olsk").sections if s.title == "Events")
    marks = {line.text.partition("  ")[2] for line in events.lines}
    assert marks == {"", "[only claimed by Ada Moor, neighbours]", "[only in a denial by Army]"}
    (shelled,) = (line.text for line in events.lines if "attack" in line.text.casefold())
    assert "(as target and place)" in shelled
    (stated,) = (s for s in card(store, "Pavel Ruta").sections if s.title == "What is stated")
    assert stated.lines[0].text.endswith("[claimed by Ada Moor]")


SAID = "Ivo Marr said that Nela Dorn leads Olsk, and Dorn denied that she leads Olsk."
GUARD = "Nela Dorn denied that she was born in Olsk."


def test_statement_that_somebody_denies_is_denied_by_him_and_claimed_by_those_who_say_it():
    article = Article("olsk.txt", SAID, GUARD)
    marr, dorn = article.name(0, "Ivo Marr", "PERSON"), article.name(0, "Nela Dorn", "PERSON")
    olsk = article.name(0, "Olsk", "CITY")
    article.name(1, "Nela Dorn", "PERSON")
    heads = article.relation(dorn, "headOf", olsk, 0, "Nela Dorn leads Olsk", voice="Attributed")
    heads_not = article.relation(dorn, "headOf", olsk, 0, "she leads Olsk", voice="Attributed", polarity="Denied")
    born_not = article.relation(dorn, "birthPlace", olsk, 1, GUARD[23:-1], voice="Attributed", polarity="Denied")
    article.claim(0, "Nela Dorn leads Olsk", marr, "Ivo Marr", "said", states=(heads,))
    article.claim(0, "she leads Olsk", dorn, "Dorn", "denied", polarity="Denied", states=(heads_not,))
    article.claim(1, GUARD[23:-1], dorn, "Nela Dorn", "denied", polarity="Denied", states=(born_not,))
    denials = graph_of(article.extraction())
    (stated,) = (s for s in card(denials, "Olsk").sections if s.title == "What is stated")
    assert {line.text for line in stated.lines} == {
        "Nela Dorn — head of — Olsk  [claimed by Ivo Marr]",
        "Nela Dorn — birth place — Olsk  [denied by Nela Dorn]",
    }
    said = {(row["who"], row["says"], row["polarity"]) for row in ask(denials, "only-claimed").dicts}
    assert said == {
        ("Ivo Marr", "Nela Dorn — heads — Olsk", "Affirmed"),
        ("Nela Dorn", "Nela Dorn — was born in — Olsk", "Denied"),
    }
    found = ask(denials, "relations", {"name": "Olsk"}).dicts
    assert {(row["stance"], row["says"]) for row in found} == {("claimed", "Ivo Marr"), ("denied", "Nela Dorn")}


def test_queries_name_who_says_so_and_never_count_claims_as_what_happened(store):
    told = {row["type"]: (row["stance"], row["by"]) for row in ask(store, "claimed-events").dicts}
    assert told["Attack"] == ("denied", "Army")
    assert told["Disaster"][0] == "claimed"
    by_stance = {(row["type"], row["stance"]) for row in ask(store, "event-types").dicts}
    assert by_stance == {
        ("Attack", "denied"),
        ("Coercion", "denied"),
        ("Disaster", "claimed"),
        ("Transaction", "asserted"),
    }


def test_networks_and_ties_draw_a_denied_event_as_denied(store):
    edges = {(data["label"], data["stance"]): data for _, _, data in network(store).edges(data=True)}
    assert edges["Attack", "denied"]["claimants"] == ["Army"]
    assert edges["Disaster (together)", "claimed"]["claimants"] == ["Ada Moor", "neighbours"]
    assert {(tie.label, tie.stance, tie.fact) for tie in ties(store)} >= {
        ("Attack", "denied", False),
        ("Disaster (together)", "claimed", False),
    }


def test_findings_of_exports_say_who_claims_an_event_and_who_denies_it(store):
    findings = Findings(store)
    said = {e.one("rdfs:label")[:4]: (e.stance, findings.claimants(e.iri)) for e in findings.all("sem:Event")}
    assert said["Atta"] == ("denied", ["Army"])
    assert said["Disa"] == ("claimed", ["Ada Moor", "neighbours"])
    assert said["Tran"] == ("asserted", [])


def test_exports_call_no_denied_event_by_its_bare_name(store):
    records = map(json.loads, followthemoney.lines(store, BASE))
    names = [record["properties"]["name"][0] for record in records if record["schema"] == "Event"]
    assert {name.partition(":")[0] for name in names if ":" in name} == {"Denied", "Claimed"}
    assert sum(":" not in name for name in names) == 1


def test_words_of_others_are_no_words_of_the_outlet(store):
    told = {}
    for (iri,) in rows(store, "SELECT ?e { ?e a sem:Event }"):
        told |= {row["word"]: (row["says"], row["polarity"]) for row in ask(store, "frame-words", {"event": iri}).dicts}
    assert told["robbed"] == (None, "Affirmed")
    assert told["shelled"] == ("Army", "Denied")
    assert told["burned"] == ("neighbours", "Affirmed")


def test_evidence_packs_say_how_what_they_cite_is_told(store):
    cited = read(resources.queries() / "card" / "cited.rq")
    told = {}
    for (node,) in rows(
        store, "SELECT ?n { { ?n a sem:Event } UNION { ?n a rdf:Statement } UNION { ?n a schema:Claim } }"
    ):
        for row in store.query(cited.bound({"node": node})).dicts:
            told.setdefault((row["says"], row["stance"]), set()).add(row["by"])
    said = {says.partition("-")[0]: (stance, by) for (says, stance), by in told.items() if "-" in says}
    assert said["Attack"] == ("denied", {"Army"})
    assert said["Disaster"] == ("claimed", {"Ada Moor", "neighbours"})
    assert said["Transaction"] == ("asserted", {None})
    assert told["Pavel Ruta — heads — Council", "claimed"] == {"Ada Moor"}
    assert told["Army denied: soldiers had shelled Olsk", "denied"] == {"The army"}
