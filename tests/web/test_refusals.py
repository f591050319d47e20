"""No query asks another server, however the keyword is hidden; queries that only speak of services are answered."""

from __future__ import annotations

import contextlib
import time

import pyoxigraph
import pytest

from pipeline.errors import QueryError
from pipeline.web.refusals import without_loads, without_services

EVIL = "<http://127.0.0.1:1/>"


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ SERVICE {EVIL} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ service silent {EVIL} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p ?o .SERVICE{EVIL}{{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p 1SERVICE {EVIL} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p 1.SERVICE {EVIL} {{ ?s ?p ?o }} }}",
        f"PREFIX x: <urn:x> SELECT * {{ ?s ?p x:.SERVICE {EVIL} {{ ?s ?p ?o }} }}",
        f"PREFIX : {EVIL} SELECT * {{ SERVICE:x {{ ?s ?p ?o }} }}",
        f"PREFIX : {EVIL} SELECT * {{ ?s ?p trueSERVICE:x {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p true SERVICE # {EVIL}\n ?x {{ ?s ?p ?o }} }}",
        f"SELECT * {{ \\u0053ERVICE {EVIL} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ \\U00000053erv\\u0069ce {EVIL} {{ ?s ?p ?o }} }}",
        f'SELECT * {{ ?s ?p "a" SERVICE {EVIL} {{ ?s ?p "b" }} }}',
        f"SELECT * {{ ?s ?p 'it' SERVICE {EVIL} {{ ?s ?p 's' }} }}",
        f'SELECT * {{ ?s ?p """a"b""" SERVICE {EVIL} {{ ?s ?p "b" }} }}',
    ],
)
def test_refusals_no_service(query: str):
    with pytest.raises(QueryError, match="SERVICE is refused"):
        without_services(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { BIND(1 AS ?a) BIND(2 AS ?b) FILTER(?a<?b)SERVICE#>\n<http://127.0.0.1:1/> { ?s ?p ?o } }",
        "PREFIX x: <http://127.0.0.1:1/> SELECT * { FILTER(1<2)SERVICE#>\nx:y { ?s ?p ?o } }",
    ],
)
def test_refusals_a_comparison_that_looks_like_an_iri_hides_nothing(query: str):
    store = pyoxigraph.Store()
    with pytest.raises(OSError, match=r"127\.0\.0\.1|refused|not allowed"):
        list(store.query(query))  # the parser finds the keyword
    with pytest.raises((QueryError, SyntaxError)):
        list(store.query(without_services(query)))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('SELECT ("the secret service {" AS ?x) {}', "the secret service {"),
        ("SELECT ('SERVICE <http://127.0.0.1:1/> {' AS ?x) {}", "SERVICE <http://127.0.0.1:1/> {"),
        ('SELECT ("a\\\\service \\"Service\\"" AS ?x) {}', 'a\\service "Service"'),
        ('SELECT ("""Service\nservice""" AS ?x) {}', "Service\nservice"),
        ("SELECT (STR(<http://example.org/service/Service>) AS ?x) {}", "http://example.org/service/Service"),
        ("SELECT (1 AS ?service) ?x { BIND('y' AS ?x) } # SERVICE <urn:x>", None),
        ("PREFIX s: <urn:s> SELECT ?x { BIND(STR(s:serviceType) AS ?x) }", "urn:sserviceType"),
        ("PREFIX s: <urn:s> SELECT ?x { BIND(STR(s:my-service) AS ?x) }", "urn:smy-service"),
        ("SELECT ?x { BIND('no' AS ?x) }", "no"),
    ],
)
def test_refusals_words_are_no_clauses(query: str, expected: str | None):
    rows = list(pyoxigraph.Store().query(without_services(query)))
    if expected is not None:
        assert rows[0]["x"].value == expected


def test_refusals_leave_other_queries_as_they_are():
    query = "SELECT ?x { ?x a <urn:y> } # a comment"
    assert without_services(query) is query


@pytest.mark.parametrize(
    "update", [f"LOAD {EVIL}", f"CLEAR ALL;\nload silent {EVIL}", f"LOAD#\n{EVIL} INTO GRAPH <urn:x>"]
)
def test_refusals_no_load(update: str):
    with pytest.raises(QueryError, match="LOAD is refused"):
        without_loads(update)


def test_refusals_words_of_an_update_stay():
    store = pyoxigraph.Store()
    store.update(without_loads('INSERT DATA { <urn:load> <urn:service> "Load! Service." } # LOAD'))
    assert [str(q) for q in store] == ['<urn:load> <urn:service> "Load! Service."']


HOSTILE = {
    "a word": "a" * 400_000,
    "escapes": '"' + '\\"' * 200_000,
    "quotes": '"""' * 133_333,
    "brackets": "<" * 400_000,
    "colons": "a:" * 200_000,
    "backslashes": "\\" * 400_000,
    "comparisons": "?a<" * 130_000,
    "strings": "'\\'" * 130_000,
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_refusals_take_no_time_that_grows_with_the_square(hostile: str):
    begun = time.process_time()
    with contextlib.suppress(QueryError):
        without_services("service " + HOSTILE[hostile])
    assert time.process_time() - begun < 20  # a few tenths; hours, if it were the square
