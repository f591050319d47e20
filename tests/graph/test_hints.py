"""Mistakes that people make in queries, and what they are told; the parser of the store says where it stopped."""

from __future__ import annotations

import time

import pyoxigraph
import pytest

from pipeline.graph.hints import LONGEST, hint
from pipeline.graph.namespaces import PREFIXES
from pipeline.graph.sparql import syntax_error

MISTAKES = [
    ("SELEC * {}", "1:1", "SELEC is no word of SPARQL; is it SELECT?"),
    ("", "1:1", "there is no query"),
    ("{ ?x a cg:City }", "1:1", "a query begins with SELECT, ASK"),
    ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "1:1", "INSERT changes data"),
    ("SELECT * { ?s ?p }", "1:17", "an object is missing here"),
    ("SELECT * {\n  ?s ?p .\n  ?a ?b ?c }", "2:8", "an object is missing here"),
    ("SELECT * { ?x a cg:City ; schema:name }", "1:38", "an object is missing here"),
    ("SELECT * { ?s ?p ?o ?x ?y . }", "1:21", "put a . between two triples"),
    ("SELECT ?x WHERE { ?x a cg:City", "1:17", "this { is not closed"),
    ("SELECT ?x { ?x a cg:City }}", "1:27", "this } closes nothing"),
    ("SELECT (COUNT(?x) AS ?n { ?x a cg:b }", "1:8", "this ( is not closed"),
    ("SELECT ?x {\n  ?x a 'a .\n}", "2:8", "the string that begins here is not closed by '"),
    ("SELECT COUNT(?x) { ?x a cg:City }", "1:8", "(COUNT(...) AS ?name)"),
    ("SELECT ?x, ?y { ?x a ?y }", "1:10", "without commas"),
    ("SELECT ?x { ?x a ?y FILTER(?y > ) }", "1:33", "a value is missing here, after >"),
    ("SELECT ?x { FILTER CONTAIN(?x, 'a') }", "1:20", "there is no function CONTAIN; is it CONTAINS?"),
    ("SELECT ?x { ?x a Protest }", "1:18", "a name has a prefix"),
    ("SELECT ?x { ?x cg:date 2022-03-06 }", "1:24", 'a day is written as "2022-03-06"^^xsd:date'),
    ("SELECT ?name { ?x schema:name ?name } ORDER BY name", "1:48", "is it the variable ?name?"),
    ("SELECT ?x { ?x a cg:City } LIMIT x", "1:34", "after LIMIT stands a number"),
    ("SELECT ?y { ?x a cg:City } GROUP BY ?x", "1:39", "stands in an aggregate"),
    ("SELECT * { ?x a <a b> }", "1:22", "this is no IRI"),
    ("SELECT * {\n  ?x a foo:Bar }", "2:8", "uses foo: without a PREFIX line"),
]


@pytest.mark.parametrize(("query", "place", "told"), MISTAKES)
def test_hint_names_the_mistake_and_its_place(query: str, place: str, told: str):
    with pytest.raises(SyntaxError) as found:
        list(pyoxigraph.Store().query(query, prefixes=PREFIXES))
    error = syntax_error(query, str(found.value))
    assert told in str(error)
    assert f"{error.line}:{error.column}" == place


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x (schema:a|^cg:b)+/cg:c* ?y . FILTER(?y < 3 && ?y IN (1, 2.5e3)) } # }",
        "PREFIX x: <urn:x#> CONSTRUCT { ?s a 'it''s' } WHERE { ?s x:y.z [ a cg:A ; x: (1 'b'@en-GB true) ] }",
        "ASK { VALUES (?a ?b) { (UNDEF 'x'^^xsd:date) } BIND(IF(?a, 1, -1) AS ?c) MINUS { ?a !(cg:a|cg:b) ?b } }",
        'SELECT ?x { ?x cg:y """a "quoted" { word""" , "\\"" }',
    ],
)
def test_hint_finds_no_mistake_in_what_is_right(query: str):
    assert hint(query.replace("''", "' , '"), len(query)) is None


HOSTILE = ["a" * LONGEST, "a-" * (LONGEST // 2), '"""' * (LONGEST // 3), "a:." * (LONGEST // 3), "{" * LONGEST,
           "?a<" * (LONGEST // 3), "x" * (LONGEST + 1)]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: text[:3])
def test_hint_takes_no_time_that_grows_with_the_square(hostile: str):
    begun = time.process_time()
    hint(hostile, len(hostile))
    assert time.process_time() - begun < 20  # well under a second; minutes, if it were the square
