"""Cards of entities, events, claims, statements, comparisons and articles."""

from __future__ import annotations

import pytest
from pages import BASE, SCRIPT, denials_turtle, graph_turtle, standpoints_turtle
from servers import publish

from pipeline.errors import QueryError
from pipeline.graph import Graph
from pipeline.web.cards import UnknownNodeError, card, section


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return Graph.open(publish(tmp_path_factory.mktemp("cards"), graph_turtle()))


def lines(card_, id_: str):
    """The lines of a section; none if the card lacks it."""
    return next((s["lines"] for s in card_["sections"] if s["id"] == id_), [])


def the(graph, query: str) -> str:
    """The one node that a query finds."""
    return str(graph.query(query).rows[0][0])


def test_card_of_a_person_has_facts_with_quotes_events_claims_and_articles(graph):
    solberg = card(graph, f"{BASE}person/mira-solberg")
    assert (solberg["label"], solberg["kind"], solberg["group"]) == ("Mira Solberg", "Person", "entity")
    for line in lines(solberg, "facts"):
        assert line["quotes"]
        assert all(q["text"] and q["document"]["iri"] and "," in q["place"] for q in line["quotes"])
    assert lines(solberg, "says")
    assert all(line["who"]["label"] == "Mira Solberg" for line in lines(solberg, "says"))
    assert sum(line["mentions"] for line in lines(solberg, "articles")) > 0


def test_card_keeps_apart_what_is_stated_claimed_hedged_and_denied(graph):
    stances = {
        (line["from"]["label"], line["relation"]): line["stances"]
        for name in ("mira-solberg", "jonas-lind")
        for line in lines(card(graph, f"{BASE}person/{name}"), "facts")
    }
    assert stances["Jonas Lind", "memberOf"] != ["asserted"]
    assert "denied" in stances["Mira Solberg", "opposes"]


def test_card_of_others_does_not_give_own_claims_as_those_of_others(graph):
    for name in ("mira-solberg", "jonas-lind"):
        iri = f"{BASE}person/{name}"
        assert all(not line["who"] or line["who"]["iri"] != iri for line in lines(card(graph, iri), "said"))


def test_card_under_an_old_iri_is_that_of_the_new_one(graph):
    old = card(graph, f"{BASE}person/solberg")
    assert old["iri"] == f"{BASE}person/mira-solberg"
    assert old["moved"] == f"{BASE}person/solberg"


def test_card_tells_who_was_judged_to_be_who_and_by_whom_a_person_first(graph):
    judged = lines(card(graph, f"{BASE}person/mira-solberg"), "judged")
    assert judged[0]["by"] == "Ada Lund"
    assert {line["identity"] for line in judged} == {"Same", "Different", "Unsure"}
    assert all(line["because"] for line in judged)


def test_card_of_an_event_sets_figures_side_by_side(graph):
    event = card(graph, the(graph, "SELECT ?e { ?q cg:countOf ?e . ?c cg:quantity ?q . ?k cg:compares ?c }"))
    assert event["group"] == "event"
    assert all(line["figure"] for line in lines(event, "figures"))
    compared = lines(event, "compared")
    assert compared
    assert all(len(line["sides"]) == 2 and line["because"] for line in compared)
    assert all(side["quotes"] for line in compared for side in line["sides"])
    assert lines(event, "reports")


def test_card_of_a_claim_names_who_says_it_how_and_where(graph):
    claim = card(graph, the(graph, "SELECT ?c { ?c a schema:Claim ; cg:voice cg:Attributed ; cg:polarity cg:Denied }"))
    line = claim["header"]["line"]
    assert claim["group"] == "claim"
    assert line["who"]["label"]
    assert line["stance"][:2] == ["Attributed", "Denied"]
    assert line["text"] in line["quotes"][0]["text"]
    assert lines(claim, "states")[0]["stances"] == ["denied"]


def test_card_of_a_statement_names_its_ends_and_its_sentence(graph):
    line = card(graph, the(graph, "SELECT ?s { ?s a rdf:Statement }"))["header"]["line"]
    assert line["from"]["label"]
    assert line["quotes"][0]["evidence"]


def test_card_of_an_article_lists_all_that_it_says_and_its_copies(graph):
    walkout = card(graph, the(graph, "SELECT ?d { ?d schema:headline 'Dockers walk out in Tromsvik' }"))
    assert walkout["header"]["publisher"][0]["label"] == "Harbour Post"
    for id_ in ("claims", "events", "facts", "mentioned", "copies"):
        assert lines(walkout, id_), id_
    one = next(line for line in lines(walkout, "copies") if line["kind"] == "OneOrigin")
    assert [d["first"] for d in one["documents"]] == [True, False]


def test_card_of_anything_else_lists_what_is_said_of_it(graph):
    run = card(graph, the(graph, "SELECT ?r { ?r a prov:Activity }"))
    assert run["group"] == "thing"
    assert "rdf:type" in {line["name"] for line in lines(run, "properties")}


def test_card_gives_every_kind_of_node_of_the_graph(graph):
    every = graph.query("SELECT DISTINCT ?s { ?s ?p ?o }").rows
    for (iri,) in every:
        assert card(graph, str(iri))["label"]


def test_card_shows_hostile_names_as_they_are_and_endless_ones_in_part(graph):
    assert card(graph, f"{BASE}person/evil")["label"] == SCRIPT
    assert len(card(graph, f"{BASE}person/long")["label"]) < 400


@pytest.mark.parametrize("iri", ["https://example.org/nothing", "urn:x", f"{BASE}person/nobody"])
def test_card_of_what_the_graph_does_not_know_is_refused(graph, iri):
    with pytest.raises(UnknownNodeError, match="says nothing"):
        card(graph, iri)


@pytest.mark.parametrize("iri", ["", "nothing", "a b", "http://x/> } DROP ALL #", "<script>"])
def test_card_of_what_is_no_iri_is_refused(graph, iri):
    with pytest.raises(QueryError):
        card(graph, iri)


def test_section_gives_the_lines_that_the_card_left_out(graph):
    iri = f"{BASE}person/mira-solberg"
    whole = section(graph, iri, "says", 0)
    assert section(graph, iri, "says", 1, 1)["lines"] == whole["lines"][1:2]
    assert section(graph, iri, "says", 10**6)["lines"] == []
    with pytest.raises(QueryError, match="no section"):
        section(graph, iri, "nonsense", 0)


def test_section_says_so_if_it_did_not_look_at_all_and_does_if_asked(graph, monkeypatch):
    iri = f"{BASE}person/mira-solberg"
    complete = section(graph, iri, "says", 0)
    assert not complete["more"]
    monkeypatch.setattr("pipeline.web.walk.MOST", 1)
    monkeypatch.setattr("pipeline.web.cards._FOUND", {})
    part = section(graph, iri, "says", 0)
    assert part["more"]
    assert part["total"] < complete["total"]
    assert section(graph, iri, "says", 0, whole=True) == complete


@pytest.fixture(scope="module")
def stood(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return Graph.open(publish(tmp_path_factory.mktemp("stood"), standpoints_turtle()))


def test_card_of_a_person_tells_positions_with_who_says_so(stood):
    solberg = card(stood, f"{BASE}person/mira-solberg")
    told = [(line["does"], line["what"], line["own"]) for line in lines(solberg, "positions")]
    assert told[0] == ("Opposition", "the toll", False)
    assert told[-1] == ("Support", "the toll", True)
    accusation = next(line for line in lines(solberg, "positions") if line["what"] == "breaking a window")
    assert accusation["whom"]["label"] == "Dockers Union"
    accused = card(stood, f"{BASE}org/dockers-union")
    assert [line["who"]["label"] for line in lines(accused, "accused")] == ["Mira Solberg"]


def test_card_of_an_accusation_tells_what_was_replied(stood):
    accusation = card(stood, the(stood, 'SELECT ?x { ?x a cg:Accusation ; schema:text "breaking a window" }'))
    assert [line["verdict"] for line in lines(accusation, "compared")] == ["Denied"]


def test_card_puts_acts_together_that_are_told_in_the_same_words(tmp_path):
    again = standpoints_turtle() + "".join(
        f"<{BASE}act/{n}> a cg:Act ; cg:agentText 'Guards' ; cg:verb '{verb}' ; cg:agent <{BASE}org/town-guard> .\n"
        for n, verb in enumerate(("pushed", "Pushed", "pulled"))
    )
    guard = card(Graph.open(publish(tmp_path, again)), f"{BASE}org/town-guard")
    assert sorted(line["verb"].lower() for line in lines(guard, "acts")) == ["beat", "pulled", "pushed"]


def test_card_of_an_article_keeps_claims_positions_and_acts_apart(stood):
    article = card(stood, the(stood, 'SELECT ?d { ?d a schema:NewsArticle ; cg:sourceFile "late.txt" }'))
    assert all(line["text"] for line in lines(article, "claims"))
    assert {line["does"] for line in lines(article, "positions")} >= {"Denial", "Support", "Demand"}
    broken, beat = lines(article, "acts")
    assert (broken["who"], broken["verb"], broken["agentless"], broken["claimed"]) == (None, "broken", True, False)
    assert (beat["who"]["label"], beat["says"]["label"], beat["claimed"]) == ("Town Guard", "Jonas Lind", True)


@pytest.mark.parametrize(("kind", "group"), [("cg:Position", "position"), ("cg:Occasion", "occasion")])
def test_card_of_a_position_and_of_an_occasion_cite_sentences(stood, kind, group):
    found = card(stood, the(stood, f"SELECT ?x {{ ?x a {kind} }}"))
    assert found["group"] == group
    assert (
        found["header"]["line"]["quotes"] if group == "position" else lines(found, "acts") and lines(found, "reports")
    )


def test_card_names_who_claims_or_denies_what_no_author_says(tmp_path):
    herald = Graph.open(publish(tmp_path, denials_turtle()))
    said = {
        line["event"]["kind"]: (line["stance"][:3], [who["label"] for who in line["says"]])
        for line in lines(card(herald, f"{BASE}city/olsk"), "events")
    }
    assert said == {
        "Attack": (["Actual", "Attributed", "Denied"], ["Army"]),
        "Coercion": (["Actual", "Attributed", "Denied"], ["Army"]),
        "Disaster": (["Actual", "Attributed", "Affirmed"], ["Ada Moor", "neighbours"]),
        "Transaction": (["Actual", "Narrator", "Affirmed"], []),
    }
    attack = card(herald, the(herald, "SELECT ?e { ?e a cg:Attack }"))
    assert [who["iri"] for who in attack["header"]["says"]] == [f"{BASE}org/army"]
    (heads,) = lines(card(herald, f"{BASE}person/pavel-ruta"), "facts")
    assert heads["stances"] == ["claimed"]
    assert [who["label"] for quote in heads["quotes"] for who in quote["says"]] == ["Ada Moor"]
