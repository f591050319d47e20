"""The guard: what is extracted from our own annotated sentences is no worse than it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline import run
from pipeline.evaluate import Scores, evaluate
from pipeline.evaluate.baseline import Baseline
from pipeline.evaluate.gold import read_gold
from pipeline.reconcile import reconcile
from pipeline.records import Issue
from pipeline.settings import Settings

GOLD = Path(__file__).parents[1] / "gold"
FAMILIES = """passives agentless-passives negation hedges hearsay said-that said-without-that quotes-speaker-before
quotes-speaker-after nested-attribution attitude-verbs noun-contents according-to acronyms acronym-clash one-surname
people-or-cities georgia organisations-named-after-places nationalities titles appositions possessives copulas stances
relative-clauses conjunctions control-verbs nominalisations figures modality dates pronouns figurative own-opinion"""


@pytest.fixture(scope="module")
def scores() -> Scores:
    issues: list[Issue] = []
    extractions = list(run.extractions(sorted(GOLD.glob("*.txt")), Settings(), issues))
    assert [(issue.source, issue.skipped) for issue in issues] == [("dates.txt", False)]  # dated by a line of its own
    return evaluate(extractions, reconcile(extractions), GOLD)


def test_own_gold_has_a_document_for_each_family_of_hard_cases() -> None:
    documents = read_gold(GOLD)
    assert {f"{family}.txt" for family in FAMILIES.split()} <= documents.keys()
    ends = sum(len(re.findall(r"[.?!][\"”]?(?=\s)", document.text)) for document in documents.values())
    assert ends >= 300


def test_own_gold_has_a_baseline_of_its_present_state() -> None:
    assert Baseline.read(GOLD / "baseline.json").fits(GOLD), (
        "the documents or their annotation changed: run `make baseline FORCE=--force`"
    )


@pytest.mark.model
def test_own_gold_is_read_no_worse_than_before(scores: Scores) -> None:
    falls = Baseline.read(GOLD / "baseline.json").falls(scores)
    if falls:
        pytest.fail("\n".join(map(str, falls)), pytrace=False)


@pytest.mark.model
def test_own_gold_grades_every_layer_that_bears_confidences(scores: Scores) -> None:
    assert {name for name, graded in scores.graded.items() if len(graded) > 30} == {
        "mentions (span+type)",
        "relations",
        "events (trigger+type)",
        "claims (content)",
        "claims (content+claimant)",
    }
