import csv
import datetime as dt
import io
import json
import sys
from decimal import Decimal

import pyoxigraph
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, Triple

from pipeline.errors import CitegraphError
from pipeline.graph.namespaces import PREFIXES
from pipeline.graph.result import Result, value_of
from pipeline.graph.store import Store

XSD = PREFIXES["xsd"]


def typed(value, name):
    return Literal(value, datatype=NamedNode(XSD + name))


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (None, None),
        (NamedNode("urn:x"), "urn:x"),
        (BlankNode("b"), "_:b"),
        (Literal("x"), "x"),
        (Literal("x", language="en"), "x"),
        (typed("4301", "integer"), 4301),
        (typed("7", "nonNegativeInteger"), 7),
        (typed("2.50", "decimal"), Decimal("2.50")),
        (typed("1e3", "double"), 1000.0),
        (typed("true", "boolean"), True),
        (typed("0", "boolean"), False),
        (typed("2022-02-24", "date"), dt.date(2022, 2, 24)),
        (typed("2022-02-30", "date"), "2022-02-30"),
        (typed("2022-02", "gYearMonth"), "2022-02"),
        (typed("many", "integer"), "many"),
        (typed("much", "decimal"), "much"),
    ],
)
def test_value_of_a_term(term, value):
    assert value_of(term) == value
    assert type(value_of(term)) is type(value)


ROWS = Result(
    ("a", "b", "c"),
    (
        (NamedNode(PREFIXES["cg"] + "Arrest"), Literal('say "so",\nhe'), None),
        (NamedNode("urn:x"), typed("40", "integer"), Literal("så", language="no")),
    ),
)


def test_result_as_rows_and_dicts():
    assert len(ROWS) == 2
    assert list(ROWS)[1] == ("urn:x", 40, "så")
    assert ROWS.dicts[0] == {"a": PREFIXES["cg"] + "Arrest", "b": 'say "so",\nhe', "c": None}
    assert bool(ROWS)
    assert not Result(("a",), ())


def test_result_as_table_is_for_the_eye():
    assert ROWS.to_table() == [["cg:Arrest", 'say "so",\nhe', ""], ["urn:x", "40", "så"]]


def test_result_as_csv_is_read_back():
    assert list(csv.reader(io.StringIO(ROWS.to_csv(), newline=""))) == [
        ["a", "b", "c"],
        [PREFIXES["cg"] + "Arrest", 'say "so",\nhe', ""],
        ["urn:x", "40", "så"],
    ]


def test_result_as_json_is_standard():
    read = pyoxigraph.parse_query_results(ROWS.to_json(), QueryResultsFormat.JSON)
    assert [v.value for v in read.variables] == ["a", "b", "c"]
    assert [tuple(row[i] for i in range(3)) for row in read] == list(ROWS.terms)


def test_result_of_ask():
    yes, no = Result.of_answer(True), Result.of_answer(False)
    assert (bool(yes), bool(no), len(no)) == (True, False, 1)
    assert json.loads(no.to_json()) == {"head": {}, "boolean": False}
    assert yes.to_table() == [["true"]]


def test_result_of_construct_as_turtle_and_json():
    triple = Triple(NamedNode("https://e.org/x"), NamedNode("urn:p"), BlankNode("b"))
    result = Result.of_triples([triple])
    assert result.to_turtle("https://e.org/").endswith("\n<x>\n    <urn:p> _:b .\n")
    assert json.loads(result.to_json())["results"]["bindings"][0]["object"] == {"type": "bnode", "value": "b"}


def test_result_of_quoted_triples_as_json():
    inner = Triple(NamedNode("urn:s"), NamedNode("urn:p"), Literal("o"))
    binding = json.loads(Result(("t",), ((inner,),)).to_json())["results"]["bindings"][0]["t"]
    assert binding["type"] == "triple"
    assert binding["value"]["object"] == {"type": "literal", "value": "o"}


def test_result_without_triples_has_no_turtle():
    with pytest.raises(ValueError, match="only CONSTRUCT"):
        ROWS.to_turtle()


def test_result_as_a_dataframe_has_typed_columns():
    store = Store.in_memory()
    frame = store.query(
        'SELECT ?who ?n ?share { VALUES (?who ?n ?share) { ("Ada" 3 0.5) ("Bo" UNDEF 0.25) } }'
    ).to_pandas()
    assert list(frame.columns) == ["who", "n", "share"]
    assert (str(frame["n"].dtype), str(frame["share"].dtype)) == ("Int64", "Float64")
    assert frame["n"].isna().tolist() == [False, True]
    assert len(store.query("SELECT ?x { ?x a ?y }").to_pandas()) == 0


def test_result_without_pandas_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(CitegraphError, match=r"pip install 'citegraph\[pandas\]'"):
        Store.in_memory().query("SELECT ?x { ?x a ?y }").to_pandas()
