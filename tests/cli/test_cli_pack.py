"""citegraph pack and verify on the graph of the samples: there and back, and what their exit status tells."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import cli
from pipeline.errors import PackError, QueryError, StoreError
from pipeline.pack import archive

RUNNER = CliRunner()
RAW = Path(__file__).parents[2] / "data" / "raw"


def invoke(*arguments: object, status: int = 0) -> str:
    result = RUNNER.invoke(cli.app, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == status, result.output
    return result.output


@pytest.mark.model
@pytest.mark.parametrize(
    "asked",
    [
        ("conflicting-figures",),
        ("timeline", "--param", "since=2022-02-01"),
        ("sentences", "--param", "name=Vladimir Putin"),
        ("Vladimir Putin",),
        ("SELECT ?x { ?x a schema:Claim }",),
    ],
    ids=lambda asked: asked[0].split()[0],
)
def test_cli_pack_round_trip_on_the_samples_finds_every_quote(sample_build: Path, tmp_path: Path, asked):
    path = tmp_path / "pack.zip"
    written = invoke("pack", *asked, "-o", path, "--graph", sample_build)
    assert archive.sha256(path.read_bytes()) in written
    text = invoke("verify", path, "--docs", RAW)
    assert "intact" in text
    assert not {"moved", "changed", "missing", "unchecked", "false"} & set(text.replace(",", "").split())
    again = tmp_path / "again.zip"
    invoke("pack", *asked, "-o", again, "--graph", sample_build)
    assert again.read_bytes() == path.read_bytes()


@pytest.mark.model
def test_cli_verify_tells_of_a_changed_document_by_status_1_and_of_a_changed_pack_by_an_error(
    sample_build: Path, tmp_path: Path
):
    path, docs = tmp_path / "pack.zip", tmp_path / "docs"
    invoke("pack", "conflicting-figures", "-o", path, "--graph", sample_build)
    shutil.copytree(RAW, docs)
    for article in docs.iterdir():
        article.write_bytes(article.read_bytes().replace(b"4,300", b"4,800"))
    text = invoke("verify", path, "--docs", docs, status=1)
    assert "4,300" in text
    assert "4,800" in text
    path.write_bytes(path.read_bytes().replace(b"4,300", b"4,800"))
    with pytest.raises(PackError, match="damaged or changed"):
        invoke("verify", path)


@pytest.mark.model
def test_cli_pack_says_what_is_wrong(sample_build: Path, tmp_path: Path):
    with pytest.raises(QueryError, match="no query"):
        invoke("pack", "Vladimir Putin", "--param", "a=b", "-o", tmp_path / "p.zip", "--graph", sample_build)
    with pytest.raises(StoreError, match="cannot be written"):
        invoke("pack", "timeline", "-o", tmp_path / "no" / "p.zip", "--graph", sample_build)
