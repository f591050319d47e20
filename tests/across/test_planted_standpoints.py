"""Every planted position, reversal, accusation and framing is found, and no other reversal or accusation."""

from __future__ import annotations

from pathlib import Path

import pytest
from planted import Case, articles, expectations
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import QueryError
from pipeline.graph import Graph

pytestmark = pytest.mark.model

EVENTS = {"brno-framing": "Brno, 22 April 2023", "plovdiv-framing": "Plovdiv, 7 November 2022"}


def cases(kind: str) -> list[Case]:
    return [case for case in expectations().cases if case.kind == kind]


def shows(document: object, quote: object, side: object) -> bool:
    """Whether a row cites the article of a side, with a sentence that overlaps its words."""
    article = articles()[side.document]
    return document == article.title and (side.text in str(quote) or str(quote).strip('“”" ') in side.text)


def named(case: Case, kind: str = "case") -> str:
    return case.id


@pytest.mark.parametrize("case", cases("position"), ids=named)
def test_standpoints_position_is_found(graph: Graph, case: Case):
    rows = graph.query("ledger", actor=case.expect["actor"]).dicts
    (side,) = case.sides
    assert [r for r in rows if r["does"] == case.expect["verdict"] and shows(r["document"], r["quote"], side)], rows


@pytest.mark.parametrize("case", cases("reversal"), ids=named)
def test_standpoints_reversal_is_found_with_both_sentences(graph: Graph, case: Case):
    (row,) = graph.query("reversals", actor=case.expect["actor"]).dicts
    earlier, later = case.sides
    assert shows(row["earlier_document"], row["earlier_quote"], earlier)
    assert shows(row["later_document"], row["later_quote"], later)


@pytest.mark.parametrize("case", cases("accusation"), ids=named)
def test_standpoints_accusation_is_found_with_what_became_of_it(graph: Graph, case: Case):
    outcome = case.expect["verdict"].replace("-", "").casefold()
    accusation, *replies = case.sides
    rows = [r for r in graph.query("accusations").dicts if shows(r["document"], r["quote"], accusation)]
    assert rows
    assert {str(r["outcome"]).casefold() for r in rows} == {outcome}
    for reply in replies:
        assert [r for r in rows if shows(r["reply_document"], r["reply_quote"], reply)]
    assert replies or not rows[0]["reply_quote"]


def test_standpoints_nothing_else_is_a_reversal_or_an_accusation(graph: Graph):
    assert len(graph.query("reversals")) == len(cases("reversal"))
    accusations = graph.query("accusations").dicts
    assert len({(r["document"], r["quote"], r["of_what"]) for r in accusations}) == len(cases("accusation"))
    plain = {articles()[name].title for name in expectations().plain}
    assert plain.isdisjoint(str(r["document"]) for r in accusations)


@pytest.mark.parametrize("case", cases("framing"), ids=named)
def test_standpoints_framing_shows_words_agents_and_who_is_left_out(graph: Graph, case: Case):
    frame = graph.frame(EVENTS[case.id])
    for side in case.sides:
        words = [r for r in frame.words if shows(r["document"], r["quote"], side)]
        acts = [r for r in frame.acts if shows(r["document"], r["quote"], side)]
        assert words or acts, side
        for role, column in (("agent", "agents"), ("patient", "patients")):
            if wanted := side.says.get(role):
                assert [r for r in acts if _head(wanted) in str(r[column]).casefold()], (side, acts)
        if side.says.get("agentless"):
            assert [r for r in acts if r["agentless"]], (side, acts)
    told = " ".join(str(r["word"]).casefold() for r in frame.words)
    assert all(word in told for word in case.expect["words"])
    for document, speaker in case.expect["most_quoted"].items():
        shares = [r for r in frame.voices if r["document"] == articles()[document].title]
        assert shares[0]["speaker"] == speaker
        assert sum(r["share"] for r in shares) in range(98, 103)


def _head(words: str) -> str:
    """The telling word of "a mob", "supporters of the mayor"."""
    return words.removeprefix("a ").removeprefix("the ").split(" of ")[0].casefold()


@pytest.mark.parametrize("case", cases("framing"), ids=named)
def test_standpoints_framing_keeps_to_its_story(graph: Graph, case: Case):
    story = case.sides[0].document.partition("/")[0]
    titles = {d.title for name, d in articles().items() if name.startswith(f"{story}/")}
    frame = graph.frame(EVENTS[case.id])
    assert {r["document"] for r in (*frame.words, *frame.acts, *frame.voices)} <= titles


def test_standpoints_commands_print_quotes_and_outcomes(graph: Graph, folder: Path):
    def told(*arguments: str) -> str:
        result = CliRunner().invoke(app, [*arguments, "--graph", str(folder)], catch_exceptions=False)
        assert result.exit_code == 0
        return " ".join(result.output.split())

    ledger = told("ledger", "Kvarner Line")
    assert (
        "Adriatic Seafarers' Union accuses Kvarner Line: sailing with half a crew — no reply found in this corpus"
        in ledger
    )
    assert "was against “this levy”" in told("ledger", "ingrid solheim")
    frame = told("frame", "plovdiv")
    assert "(nobody named) — broken — pane [passive]" in frame
    assert "quoted words: Stoyanka Peeva 100 %" in frame
    assert '"agentless": true' in told("frame", "plovdiv", "--json")
    with pytest.raises(QueryError, match="may be several events; give the name or IRI of one"):
        graph.frame("2023")
