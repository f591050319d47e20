"""Rows, one a subject, stand for lines, one a triple: sorted and merged they give the same graph."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from pipeline.graph.grouping import grouped, lines_of, merged
from pipeline.graph.turtle import sortable

BASE = "https://example.org/kg/"

SUBJECTS = ("document/a-1", "document/a-1#char=0,9", "document/a-1#mention=0,4", "person/ada", "statement/0f", "urn:x")
NODES = st.sampled_from([NamedNode(s if ":" in s else BASE + s) for s in SUBJECTS])
PREDICATES = st.sampled_from(
    [NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), NamedNode("urn:p"), NamedNode("urn:pq")]
)
LITERALS = st.sampled_from(
    [Literal("a"), Literal("a b"), Literal("a\n\x01\x02"), Literal(1), Literal("a", language="en")]
)
SAID = st.lists(st.builds(Triple, NODES, PREDICATES, NODES | LITERALS), max_size=30)


def lines(triples):
    return sorted({line for _, line in sortable(BASE).of(triples)})


@given(SAID)
def test_grouping_rows_hold_the_lines(triples):
    rows = sorted(sortable(BASE).rows(triples))
    assert [line for row in rows for line in lines_of(row)] == lines(triples)


@given(st.lists(SAID, max_size=4))
def test_grouping_merges_rows_as_it_groups_lines(documents):
    repeated = []
    rows = sorted(row for triples in documents for row in sortable(BASE).rows(triples))
    times = Counter(line for triples in documents for line in lines(triples))
    assert list(merged(rows, lambda *line: repeated.append(line))) == list(grouped(sorted(times)))
    assert repeated == [(line, n) for line, n in sorted(times.items()) if n > 1]
