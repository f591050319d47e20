"""Rows are counted right, whatever stands in them and wherever the pieces of an answer are cut."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, QueryResultsFormat

from pipeline.web.worker import LEAST, ROWS

FORMATS = [QueryResultsFormat.JSON, QueryResultsFormat.XML, QueryResultsFormat.CSV, QueryResultsFormat.TSV]
HOSTILE = st.text(alphabet='",{}[]:\n\r<>&\\aé', max_size=8) | st.sampled_from(
    ['},{"', ",{", '[{"', "<result>", "\r\n"]
)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(HOSTILE, HOSTILE), min_size=2, max_size=6),
    cut=st.integers(1, 9),
    format=st.sampled_from(FORMATS),
    language=st.sampled_from(["", "@en", "^^<urn:t>"]),
)
def test_worker_counts_rows_of_every_format(rows, cut, format, language):
    values = " ".join(f"({Literal(a)} {Literal(b)}{language})" for a, b in rows)
    answer = pyoxigraph.Store().query(f"SELECT ?x ?y {{ VALUES (?x ?y) {{ {values} }} }}").serialize(format=format)
    count = ROWS[format]()
    assert sum(count(answer[at : at + cut]) for at in range(0, len(answer), cut)) == len(rows)
    assert len(answer) >= LEAST[format] * len(rows)  # so that nothing need be counted before


@pytest.mark.parametrize("format", FORMATS[1:])
def test_worker_counts_no_rows_where_there_are_none(format):
    answer = pyoxigraph.Store().query("SELECT ?x { ?x ?y ?z }").serialize(format=format)
    assert ROWS[format]()(answer) == 0
