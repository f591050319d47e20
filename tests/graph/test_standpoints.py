"""Positions, reversals, accusations and framing in the graph, as plain SPARQL and the views show them."""

import pytest
from newsroom import BASE, mapper
from standpoints import ACCUSED, DENIED, standpoints

from pipeline.errors import QueryError
from pipeline.graph.store import Store
from pipeline.graph.validate import validate
from pipeline.graph.view import Graph

NIGHT = "Tromsvik, 17 May 2024"
STORM = "A mob stormed the town hall of Tromsvik on 17 May 2024."
VIGIL = "A vigil was held in Tromsvik, and a window was broken."


@pytest.fixture(scope="module")
def graph():
    extractions, comparisons, occasions = standpoints()
    return Graph(Store.in_memory(mapper(extractions, comparisons, occasions=occasions).triples(extractions)))


def rows(graph, query, *columns, **values):
    return [tuple(str(row[c]) for c in columns) for row in graph.query(query, **values).dicts]


def test_standpoints_keep_their_shapes(graph):
    extractions, comparisons, occasions = standpoints()
    store = Store.in_memory(mapper(extractions, comparisons, occasions=occasions).triples(extractions))
    assert validate(store) == []


def test_ledger_lists_positions_by_date_with_their_sentences(graph):
    told = rows(graph, "ledger", "published", "does", "what", "says", "document", actor="mira solberg")
    assert told == [
        ("2024-05-18", "opposes", "the toll", "None", "Mob at the town hall"),
        ("2024-05-18", "accuses", "breaking a window", "None", "Mob at the town hall"),
        ("2024-05-18", "accuses", "the noise", "None", "Mob at the town hall"),
        ("2024-05-20", "supports", "the toll", "Mira Solberg", "A vigil in Tromsvik"),
    ]
    assert {r[0] for r in rows(graph, "ledger", "does", actor="Jonas Lind")} == {
        "admits", "answers", "demands", "denies", "promises",
    }  # fmt: skip
    assert rows(graph, "ledger", "whom", "quote", actor=f"{BASE}person/mira-solberg")[1] == ("Dockers Union", ACCUSED)


def test_reversals_show_both_sentences_the_earlier_first(graph):
    answer = rows(graph, "reversals", "who", "earlier", "earlier_quote", "later", "later_quote", actor="Mira Solberg")
    assert answer == [
        (
            "Mira Solberg", "2024-05-18", "Mira Solberg opposes the toll.",
            "2024-05-20", "“I support the toll,” said Solberg, “and all it pays for.”",
        )
    ]  # fmt: skip
    assert rows(graph, "reversals", "who", actor="Jonas Lind") == []


def test_accusations_come_with_what_the_accused_says(graph):
    columns = ("accuser", "accused", "of_what", "outcome", "quote", "reply_by", "reply_quote")
    told = rows(graph, "accusations", *columns)
    assert told[0] == (
        "Mira Solberg", "Dockers Union", "breaking a window", "Denied", ACCUSED, "Jonas Lind", DENIED
    )  # fmt: skip
    assert told[1][1:4] == ("Open Harbour", "the noise", "NoReply")
    assert told[1][5:] == ("None", "None")
    assert [r[1] for r in rows(graph, "accusations", *columns, actor="Open Harbour")] == ["Open Harbour"]
    assert rows(graph, "accusations", *columns, actor="Jonas Lind") == []


def test_occasions_count_articles_and_outlets(graph):
    assert rows(graph, "occasions", "occasion", "articles", "outlets", place="tromsvik") == [(NIGHT, "2", "2")]
    assert rows(graph, "occasions", "occasion", place="Oslo") == []


@pytest.mark.parametrize("event", [NIGHT, "protest-", f"{BASE}event/attack-2024-05-17"])
def test_frame_queries_read_an_occasion_and_its_events_together(graph, event):
    if event == "protest-":
        event = str(graph.query("SELECT ?e { ?e a cg:Protest }").rows[0][0])
    assert rows(graph, "frame-words", "outlet", "word", "type", "says", "quote", event=event) == [
        ("Harbour Post", "stormed", "Attack", "None", STORM),
        ("The Wire", "vigil", "Protest", "None", VIGIL),
    ]
    columns = ("outlet", "agents", "verb", "patients", "voice", "agentless", "says")
    assert rows(graph, "frame-acts", *columns, event=event) == [
        ("Harbour Post", "A mob", "stormed", "the town hall", "Active", "False", "None"),
        ("The Wire", "None", "broken", "a window", "Passive", "True", "None"),
        ("The Wire", "officers", "beat", "him", "Active", "False", "Jonas Lind"),
    ]
    assert rows(graph, "frame-voices", "speaker", "words", "share", event=event) == [
        ("Mira Solberg", "4", "57"),
        ("Jonas Lind", "3", "43"),
    ]


def test_ledger_view_finds_the_actor_by_any_name_and_says_whom_it_knows(graph):
    found = graph.ledger("solberg")
    assert (found.name, len(found.positions), len(found.reversals), len(found.accusations)) == ("Mira Solberg", 4, 1, 2)
    assert graph.ledger(found.iri) == found
    with pytest.raises(QueryError, match="nobody and nothing is called 'Nobody'"):
        graph.ledger("Nobody")


def test_frame_view_finds_an_event_by_words_and_prefers_the_occasion(graph):
    found = graph.frame("tromsvik may")
    assert (found.name, len(found.words), len(found.acts), len(found.voices)) == (NIGHT, 2, 3, 2)
    assert graph.frame(NIGHT) == graph.frame(found.iri) == found
    with pytest.raises(QueryError, match="no event of this graph is called 'Oslo'"):
        graph.frame("Oslo")


def test_what_the_author_does_not_vouch_for_names_its_claim(graph):
    within = "SELECT ?label ?who { ?x cg:within/cg:claimant/schema:name ?who ; rdfs:label ?label } ORDER BY ?label"
    assert graph.query(within).rows == [
        ("Jonas Lind denies: broke nothing", "Jonas Lind"),
        ("Mira Solberg supports: the toll", "Mira Solberg"),
        ("officers — beat — him", "Jonas Lind"),
    ]
