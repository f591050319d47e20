"""What `citegraph evaluate` prints and writes, with an extraction that finds nothing but one wrong name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline import cli, run
from pipeline.errors import DocumentError, SettingsError
from pipeline.records import Chain, Document, EntityLabel, Extraction, Mention, MentionForm, Sentence, Span

TEXT = "Ada Brandt left Oldport."
ROW = {"begin": 0, "end": 24, "ents": [["Ada Brandt", "PERSON", "Ada Brandt"], ["Oldport", "CITY", "Oldport"]]}


def invoke(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "160"}).invoke(cli.app, ["evaluate", *map(str, arguments)])


@pytest.fixture
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "harbour.txt").write_text(TEXT, encoding="utf-8")
    (folder / "harbour.jsonl").write_text(json.dumps(ROW), encoding="utf-8")
    found = {"Ada Brandt": ("PERSON", 0.95), "Oldport": ("ORG", 0.75)}
    monkeypatch.setattr(run, "extractions", lambda *_: _extractions(found))
    return folder


def _extractions(found: dict[str, tuple[str, float]]) -> Iterator[Extraction]:
    mentions = [
        Mention(
            span=Span(begin=TEXT.index(words), end=TEXT.index(words) + len(words)),
            sentence=0,
            surface=words,
            normal=words,
            label=EntityLabel(label),
            form=MentionForm.NAME,
            confidence=confidence,
        )
        for words, (label, confidence) in found.items()
    ]
    whole = Span(begin=0, end=len(TEXT))
    yield Extraction(
        document=Document(source_file="harbour.txt", media_type="text/plain", text=TEXT, paragraphs=(whole,)),
        sentences=(Sentence(span=whole, text=TEXT),),
        mentions=tuple(mentions),
        chains=tuple(Chain(label=m.label, name=m.surface, mentions=(i,)) for i, m in enumerate(mentions)),
    )


def test_evaluate_command_prints_scores_and_how_far_confidences_hold(gold: Path) -> None:
    printed = invoke(gold).output
    assert "mentions (span+type)" in printed
    [line] = [line for line in printed.splitlines() if "100 of 1" in line]
    assert line.split() == ["mentions", "(span+type)", "0", "of", "1", "100", "of", "1", "50.0", "85.0", "40.0"]


def test_evaluate_command_counts_and_quotes_errors(gold: Path) -> None:
    printed = invoke(gold, "--errors", "mentions").output
    assert "1 CITY taken for ORG" in printed
    assert "“Ada Brandt left Oldport.”" in printed
    told = json.loads(invoke(gold, "--errors", "mentions", "--json").stdout)
    assert told["causes"] == {"CITY taken for ORG": 1}
    assert told["errors"] == [
        {
            "layer": "mentions",
            "cause": "CITY taken for ORG",
            "what": "Oldport",
            "document": "harbour.txt",
            "quote": TEXT,
        }
    ]
    assert told["calibration"]["mentions (span+type)"]["error"] == 40.0


def test_evaluate_command_checks_annotation(gold: Path) -> None:
    assert "keeps the rules" in invoke(gold, "--check").output
    (gold / "harbour.jsonl").write_text(json.dumps(ROW | {"remarks": ""}), encoding="utf-8")
    slips = invoke(gold, "--check")
    assert slips.output == "harbour.jsonl:1: unknown key 'remarks'\n"
    assert slips.exit_code == 1


def test_evaluate_command_keeps_a_baseline_that_only_rises(gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = gold.parent / "baseline.json"
    assert isinstance(invoke(gold, "--baseline", kept).exception, DocumentError)
    assert invoke(gold, "--baseline", kept, "--keep").exit_code == 0
    assert json.loads(kept.read_text())["figures"]["mentions (span+type)"] == 50.0

    found = {"Ada Brandt": ("PERSON", 0.95), "Oldport": ("CITY", 0.75)}
    monkeypatch.setattr(run, "extractions", lambda *_: _extractions(found))
    risen = invoke(gold, "--baseline", kept, "--keep")
    assert "mentions (span+type): F1 rose from 50.00 to 100.00" in risen.output
    written = kept.read_text()

    del found["Oldport"]
    fallen = invoke(gold, "--baseline", kept, "--keep")
    assert fallen.exit_code == 1
    assert "mentions (span+type): F1 fell by 33.33, from 100.00 to 66.67" in fallen.output
    assert "harbour.txt: missed CITY: Oldport" in fallen.output
    assert "stays as it is; --force writes it all the same" in fallen.output
    assert kept.read_text() == written
    assert invoke(gold, "--baseline", kept, "--force").exit_code == 0
    assert kept.read_text() != written


def test_evaluate_command_does_not_compare_with_figures_of_another_gold(gold: Path) -> None:
    kept = gold.parent / "baseline.json"
    assert invoke(gold, "--baseline", kept, "--keep").exit_code == 0
    (gold / "harbour.jsonl").write_text(json.dumps(ROW | {"ents": []}), encoding="utf-8")
    other = invoke(gold, "--baseline", kept, "--keep")
    assert other.exit_code == 1
    assert "is about other documents or annotation" in other.output
    assert invoke(gold, "--baseline", kept, "--keep", "--force").exit_code == 0


def test_evaluate_command_wants_to_know_where_to_keep_figures(gold: Path) -> None:
    assert isinstance(invoke(gold, "--keep").exception, SettingsError)
