"""The figures that are quoted: what is planted is found, and little else; and the counting itself can be trusted."""

from __future__ import annotations

import pytest
from figures import FIGURES, FINDERS, WHOLE, Finding, Score, count, score, share_of_false, table
from planted import KINDS, Case, NearMiss, Side, articles, expectations

from pipeline.graph import Graph

HELD = (
    *("reprint", "passage", "speech", "reversal", "position", "accusation", "framing", "edit"),
    *(
        "figure-agreement",
        "figure-conflict",
        "series",
        "denial",
        "hedge-loss",
        "attribution-loss",
        "attribution-change",
    ),
)
"""Kinds of which every planted case is found; none may be missed again."""

MOST_FALSE = 0.05

CASES = [case for case in expectations().cases if case.kind in FINDERS]
MISSES = [(miss, kind) for miss in expectations().near_misses for kind in miss.kinds if kind in FINDERS]


@pytest.fixture(scope="module")
def scores(graph: Graph) -> dict[str, Score]:
    return score(graph)


@pytest.mark.model
@pytest.mark.parametrize("kind", HELD)
def test_figures_every_planted_case_is_found(scores: dict[str, Score], kind: str):
    assert scores[kind].missed == []


@pytest.mark.model
def test_figures_hardly_anything_else_is_found(scores: dict[str, Score]):
    false = [line for one in scores.values() for line in one.false]
    assert share_of_false(scores) <= MOST_FALSE, false


@pytest.mark.model
def test_figures_are_told_kind_by_kind(scores: dict[str, Score]):
    lines = table(scores).splitlines()
    assert [line.split()[0] for line in lines[1:-2]] == list(KINDS)
    assert lines[-2].startswith("all that are measured")
    assert "% of those that count" in lines[-1]


# --- the counting, with findings made by hand -------------------------------------------------------------------------


def finding(kind: str, verdict: str, *sides: Side) -> Finding:
    return Finding(kind, verdict, frozenset((side.document, side.text) for side in sides))


def perfect(case: Case) -> list[Finding]:
    """What a faultless program finds of a case: edits and steps of figures one by one, a reprint with all copies."""
    verdict = case.expect["verdict"]
    if case.kind == "edit":
        return [finding("edit", verdict, side) for side in case.sides]
    if case.kind in FIGURES and len(case.sides) > 2:
        return [finding(case.kind, verdict, *pair) for pair in zip(case.sides, case.sides[1:], strict=False)]
    return [finding(case.kind, verdict, *case.sides)]


def counted(*findings: Finding) -> dict[str, Score]:
    sentences = [(side.document, side.text) for entry in expectations().cases for side in entry.sides]
    return count(findings, sentences)


def test_figures_of_a_faultless_program_are_all_found_and_none_false():
    scores = counted(*(f for case in CASES for f in perfect(case)))
    assert {kind: (one.missed, one.false) for kind, one in scores.items()} == {kind: ([], []) for kind in FINDERS}
    assert sum(len(one.found) for one in scores.values()) == len(CASES)
    assert share_of_false(scores) == 0


def test_figures_of_a_program_that_finds_nothing_are_all_missed():
    scores = counted()
    assert {case for one in scores.values() for case in one.missed} == {case.id for case in CASES}
    assert share_of_false(scores) == 0


@pytest.mark.parametrize(("miss", "kind"), MISSES, ids=lambda value: getattr(value, "id", value))
def test_figures_count_a_near_miss_as_false(miss: NearMiss, kind: str):
    scores = counted(finding(kind, min(KINDS[kind]), *miss.sides))
    assert any(miss.id in line for line in scores[kind].false)


@pytest.mark.parametrize("kind", sorted(FINDERS.keys() - {"position"}))
def test_figures_count_anything_in_a_plain_article_as_false(kind: str):
    document = articles()[expectations().plain[0]]
    quote = document.quote(document.paragraphs[-1])
    scores = counted(Finding(kind, min(KINDS[kind]), frozenset({(expectations().plain[0], quote)})))
    assert len(scores[kind].false) == 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_figures_need_the_verdict_and_every_side_of_a_case(case: Case):
    wrong = counted(*(Finding(f.kind, "Nonsense", f.shows) for f in perfect(case)))
    assert case.id in wrong[case.kind].missed
    if len(case.sides) > 1:
        part = counted(finding(case.kind, case.expect["verdict"], case.sides[0]))
        assert case.id in part[case.kind].missed


def test_figures_do_not_count_a_tolerated_finding():
    for case in expectations().tolerated:
        if case.kind in FINDERS:
            verdict = min(KINDS[case.kind])
            steps = zip(case.sides, case.sides[1:], strict=False) if case.kind in FIGURES else ()
            for sides in (case.sides, *steps):
                scores = counted(finding(case.kind, verdict, *sides))
                assert scores[case.kind].false == [], case.id


def test_figures_count_what_a_reprint_repeats_once():
    reprint = next(case for case in expectations().cases if case.id == "brno-reprint")
    wire, copy = reprint.documents[:2]
    case = next(c for c in CASES if c.kind not in WHOLE and c.kind in FIGURES and c.sides[0].document == wire)
    told = perfect(case)[0]
    again = Finding(told.kind, told.verdict, frozenset((copy if d == wire else d, q) for d, q in told.shows))
    scores = counted(told, again)
    assert scores[case.kind].false == []
    assert counted(again)[case.kind].found == [case.id]
