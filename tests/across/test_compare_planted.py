"""What the command and the queries tell of the planted agreements, contradictions, denials and losses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from planted import expectations
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.graph import Graph

pytestmark = pytest.mark.model


def test_compare_shows_an_article_and_none_of_its_reprints(graph: Graph):
    sources = "?side a cg:Side ; prov:wasDerivedFrom/nif:referenceContext/cg:sourceFile ?file"
    rows = graph.query(f"SELECT DISTINCT ?file {{ {sources} }}")
    reprints = {side.document for case in expectations().cases if case.kind == "reprint" for side in case.sides[1:]}
    assert rows.rows
    assert reprints & {file for (file,) in rows.rows} == set()


def test_agreeing_sources_count_articles_and_origins(graph: Graph):
    rows = [row for row in graph.query("agreeing-sources").dicts if "1,400 dockers" in row["because"]]
    # the wire and the two papers that print it are one origin; the Eastgate Times is the second
    assert [(row["articles"], row["origins"]) for row in rows] == [(4, 2)]


def test_most_quoted_counts_what_reprints_repeat_once(graph: Graph):
    rows = {row["claimant"]: row for row in graph.query("most-quoted").dicts}
    union = rows["Harbour Workers' Federation"]
    assert (union["documents"], union["origins"], union["claims"]) == (3, 1, 1)


def invoke(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["compare", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("topic", ["rubber bullets", "bullets crowd Brno", "Jana Vrbová"])
def test_compare_command_finds_a_topic_by_words_and_names(folder: Path, topic):
    answer = json.loads(invoke(topic, "--dimension", "Polarity", "--json", "--graph", str(folder)))
    quotes = {(row["first_quote"], row["second_quote"]) for row in answer["comparisons"]}
    denied = '"No officer fired rubber bullets," said Jana Vrbová, the spokeswoman of the Brno police.'
    assert any(denied in pair for pair in quotes)


def test_compare_command_finds_an_event_by_its_name_and_its_iri(graph: Graph, folder: Path):
    (event, name), *_ = graph.query(
        """SELECT ?event ?name { ?event a cg:Death ; rdfs:label ?name ; prov:wasDerivedFrom/nif:anchorOf ?quote
            FILTER(CONTAINS(?quote, 'Nineteen')) }"""
    ).rows
    for topic in (name, event, f"<{event}>"):
        answer = json.loads(invoke(topic, "--verdict", "Drift", "--json", "--graph", str(folder)))
        assert {(row["older"], row["first_date"], row["second_date"]) for row in answer["comparisons"]} >= {
            ("first", "2023-03-15", "2023-03-16")
        }


def test_compare_command_prints_both_quotes_and_figures_that_stand_alone(folder: Path):
    told = " ".join(invoke("Ostrava", "--graph", str(folder)).split())
    assert "Figures without a counterpart" in told
    assert "some 900 people" in told
    told = " ".join(invoke("Costiera Nova", "--dimension", "Certainty", "--graph", str(folder)).split())
    assert told.index("“Blasigh allegedly accepted") < told.index("the older")
    assert told.endswith("1 comparison")
