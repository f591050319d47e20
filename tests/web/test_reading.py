"""An article with what was found marked in it."""

from __future__ import annotations

import pytest
from pages import BASE, graph_turtle
from servers import publish

from pipeline.graph import Graph
from pipeline.web.reading import UnknownArticleError, article
from pipeline.web.walk import Walk


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return Graph.open(publish(tmp_path_factory.mktemp("reading"), graph_turtle()))


@pytest.fixture(scope="module")
def walkout(graph) -> str:
    rows = graph.query("SELECT ?d { ?d schema:headline 'Dockers walk out in Tromsvik' }").rows
    return str(rows[0][0])


def text_of(sentence) -> str:
    return "".join(words for words, _ in sentence["pieces"])


def marked(sentence, type_: str) -> set[str]:
    """The words that marks of a type cover in a sentence."""
    found = {i: "" for i, mark in enumerate(sentence["marks"]) if mark["type"] == type_}
    for words, marks in sentence["pieces"]:
        for mark in marks:
            if mark in found:
                found[mark] += words
    return set(found.values())


def test_article_gives_its_sentences_whole_and_in_order(graph, walkout):
    found = article(Walk(graph), walkout)
    assert (found["document"]["label"], found["by"], found["day"]) == (
        "Dockers walk out in Tromsvik",
        "Harbour Post",
        "2024-05-14",
    )
    assert found["total"] == len(found["sentences"])
    assert text_of(found["sentences"][0]) == "Mira Solberg, mayor of Tromsvik, met Jonas Lind on Monday."


def test_article_marks_names_events_and_claims_where_they_stand(graph, walkout):
    second = article(Walk(graph), walkout)["sentences"][2]
    assert text_of(second) == "Lind said that police arrested at least 60 dockers."
    assert "Lind" in marked(second, "name")
    assert marked(second, "event") == {"arrested"}
    assert any("at least 60 dockers" in words for words in marked(second, "claim"))
    claim = next(mark for mark in second["marks"] if mark["type"] == "claim")
    assert claim["stance"][0] == "Attributed"
    assert claim["who"]["label"] == "Jonas Lind"


def test_article_says_what_rests_on_a_sentence(graph, walkout):
    told = [fact for s in article(Walk(graph), walkout)["sentences"] for fact in s["told"]]
    assert {fact["relation"] for fact in told} >= {"location", "memberOf"}
    hedged = next(fact for fact in told if fact["relation"] == "memberOf")
    assert hedged["stances"] != ["asserted"]


def test_article_round_a_place_holds_it_however_long_the_article_is(graph, walkout):
    whole = article(Walk(graph), walkout)["sentences"]
    wanted = whole[4]
    begin = int(wanted["place"].partition(",")[0])
    part = article(Walk(graph), walkout, at=begin + 3, size=3)
    assert wanted["place"] in [s["place"] for s in part["sentences"]]
    assert len(part["sentences"]) == 3
    assert part["first"] == 3


def test_article_from_a_sentence_on(graph, walkout):
    part = article(Walk(graph), walkout, first=2, size=2)
    whole = article(Walk(graph), walkout)
    assert [s["place"] for s in part["sentences"]] == [s["place"] for s in whole["sentences"][2:4]]
    assert article(Walk(graph), walkout, first=10**6)["sentences"] == []


def test_article_begins_paragraphs_where_it_is_told_to(graph, walkout):
    whole = article(Walk(graph), walkout)["sentences"]
    assert [s["paragraph"] for s in whole] == [True] + [False] * (len(whole) - 1)
    begin = int(whole[3]["place"].partition(",")[0])
    parted = article(Walk(graph), walkout, paragraphs=[0, begin])["sentences"]
    assert [i for i, s in enumerate(parted) if s["paragraph"]] == [0, 3]


def test_article_that_is_none_is_refused(graph):
    with pytest.raises(UnknownArticleError, match="no article"):
        article(Walk(graph), f"{BASE}person/mira-solberg")
