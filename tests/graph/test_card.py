"""The card of an entity: everything with its quotes, and an answer for names that fit nobody or several."""

import pytest
from newsroom import BASE, corpus, mapper
from pyoxigraph import Literal, NamedNode, Triple

from pipeline.errors import QueryError
from pipeline.graph import Store
from pipeline.graph.card import card


@pytest.fixture(scope="module")
def store():
    extractions, comparisons = corpus()
    return Store.in_memory(mapper(extractions, comparisons).triples(extractions))


def test_card_is_found_by_any_name_and_by_iri(store):
    found = card(store, "MIRA SOLBERG")
    assert (found.name, found.kind) == ("Mira Solberg", "Person")
    assert found.iri == f"{BASE}person/mira-solberg"
    assert card(store, found.iri) == found
    assert all(card(store, alias) == found for alias in found.aliases)


def test_card_quotes_every_line(store):
    found = card(store, "Mira Solberg")
    titles = [section.title for section in found.sections]
    assert titles[0] == "What is stated"
    assert "What it says" in titles
    for section in found.sections:
        for line in section.lines:
            assert line.text
            assert line.quotes
            assert all(quote.text and quote.document for quote in line.quotes)
        texts = [line.text for line in section.lines]
        assert len(texts) == len(set(texts))


def test_card_marks_what_is_not_asserted(store):
    rows = store.query(
        "SELECT DISTINCT ?name { ?s a rdf:Statement ; cg:voice cg:Attributed ; rdf:subject/schema:name ?name }"
    ).rows
    assert rows
    for (name,) in rows:
        stated = card(store, name).sections[0]
        assert any("[" in line.text for line in stated.lines)


def test_card_of_an_unknown_name_says_who_is_near(store):
    with pytest.raises(QueryError, match=r"nobody and nothing is called 'Solb'.*Mira Solberg"):
        card(store, "Solb")
    with pytest.raises(QueryError, match=r"called 'Solbreg'.*did you mean Mira Solberg"):
        card(store, "Solbreg")
    with pytest.raises(QueryError, match=r"called 'Mria Solbreg'.*did you mean Mira Solberg"):
        card(store, "Mria Solbreg")
    with pytest.raises(QueryError, match="most-mentioned"):
        card(store, "Zzyzx")


def test_card_of_namesakes_lists_them():
    store = Store.in_memory(namesakes())
    with pytest.raises(QueryError, match=r"several.*person/jo-ek-1.*person/jo-ek-2"):
        card(store, "Jo Ek")


def namesakes():
    for number in (1, 2):
        node = NamedNode(f"{BASE}person/jo-ek-{number}")
        yield Triple(
            node, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), NamedNode("https://schema.org/Person")
        )
        yield Triple(node, NamedNode("https://schema.org/name"), Literal("Jo Ek"))
        yield Triple(node, NamedNode("https://w3id.org/citegraph/ns#nameKey"), Literal("jo ek"))
