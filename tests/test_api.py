"""The Python interface, as the README shows it."""

from __future__ import annotations

import doctest
from pathlib import Path

import networkx
import pytest
import rdflib

import pipeline
from pipeline.errors import SettingsError, StoreError


def test_api_public_names_are_pinned():
    assert pipeline.__all__ == ["__version__", "build", "open_graph"]


@pytest.mark.model
def test_api_graph_answers_and_converts(sample_build: Path):
    graph = pipeline.open_graph(sample_build)
    rows = graph.query("claims-by", name="OVD-Info").dicts
    assert rows
    assert all(row["claim"] in row["quote"] for row in rows)
    as_rdf = graph.to_rdflib()
    assert isinstance(as_rdf, rdflib.Graph)
    assert len(as_rdf) == len(graph)
    network = graph.to_networkx()
    assert isinstance(network, networkx.MultiDiGraph)
    assert any(data["label"] == "Vladimir Putin" for _, data in network.nodes(data=True))


@pytest.mark.model
def test_api_build_opens_what_it_built(tmp_path: Path):
    (tmp_path / "a.txt").write_text("Police arrested Oleg Varga in Riga on 3 May 2021.\n", encoding="utf-8")
    graph = pipeline.build(tmp_path / "a.txt", tmp_path / "out", base="https://example.org/kg/")
    arrested = graph.query("arrests").dicts
    assert [row["arrested"] for row in arrested] == ["Oleg Varga"]
    assert graph.base == "https://example.org/kg/"


def test_api_errors_name_the_offender(tmp_path: Path):
    with pytest.raises(StoreError, match="citegraph build"):
        pipeline.open_graph(tmp_path)
    with pytest.raises(SettingsError, match="base"):
        pipeline.build(tmp_path, tmp_path / "out", base="no iri")


DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.model
@pytest.mark.parametrize(
    "page", [p for p in sorted(DOCS.rglob("*.md")) if ">>> " in p.read_text("utf-8")], ids=lambda p: p.name
)
def test_api_examples_of_the_documentation_run(page: Path, sample_build: Path, tmp_path: Path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "graph").symlink_to(sample_build)
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(str(page), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert tried >= 5
    assert not failed
