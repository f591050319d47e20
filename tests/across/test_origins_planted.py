"""Every planted reprint, shared passage and speech is found in the graph, and nothing else is."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from planted import articles, expectations
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.graph import Graph

pytestmark = pytest.mark.model

KINDS = {"reprint": "OneOrigin", "passage": "SharedPassage", "speech": "IndependentReports", "edit": "Editions"}
CASES = [case for case in expectations().cases if case.kind in KINDS]
MISSES = [miss for miss in expectations().near_misses if KINDS.keys() & set(miss.kinds)]
SENTENCES = """SELECT ?cluster ?file ?quote {
    ?cluster cg:gathers ?member ; prov:wasDerivedFrom ?s .
    ?s nif:referenceContext/cg:sourceFile ?file ; nif:anchorOf ?quote }"""


class Cluster:
    """What the query `origins` and the graph tell of one cluster."""

    def __init__(self) -> None:
        self.type = self.credit = self.because = ""
        self.origin: str | None = None
        self.quotes: dict[str, set[str]] = defaultdict(set)


@pytest.fixture(scope="module")
def clusters(graph: Graph) -> list[Cluster]:
    found: dict[str, Cluster] = defaultdict(Cluster)
    for row in graph.query("origins").dicts:
        cluster = found[row["cluster"]]
        cluster.type, cluster.credit, cluster.because = row["type"], row["credit"], row["because"]
        cluster.quotes[row["file"]].add(row["quote"])
        if row["origin"]:
            cluster.origin = row["file"]
    for node, file, quote in graph.query(SENTENCES).rows:
        found[node].quotes[file].add(quote)
    return list(found.values())


def shows(cluster: Cluster, document: str, text: str) -> bool:
    return any(quote in text or text in quote for quote in cluster.quotes.get(document, ())) or any(
        part in " ".join(cluster.quotes.get(document, ())) for part in text.split(". ")
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_origins_planted_case_is_found(clusters: list[Cluster], case):
    of_kind = [c for c in clusters if c.type == KINDS[case.kind] and set(c.quotes) == set(case.documents)]
    if case.kind == "edit":
        assert len(of_kind) == 1
        return
    found = [c for c in of_kind if all(shows(c, side.document, side.text) for side in case.sides)]
    assert len(found) == 1
    assert found[0].origin == case.expect.get("origin")
    assert found[0].credit == case.expect.get("credit")


def test_origins_finds_nothing_that_is_not_planted(clusters: list[Cluster]):
    assert len(clusters) == len(CASES)


@pytest.mark.parametrize("miss", MISSES, ids=lambda miss: miss.id)
def test_origins_near_miss_is_not_found(clusters: list[Cluster], miss):
    forbidden = {KINDS[kind] for kind in miss.kinds if kind in KINDS}
    for cluster in clusters:
        if cluster.type in forbidden:
            assert not all(shows(cluster, side.document, side.text) for side in miss.sides), cluster.because


def test_origins_count_once_in_corroboration(graph: Graph):
    rows = {row["event"]: row for row in graph.query("corroboration", type="Arrest").dicts}
    (brno,) = (row for event, row in rows.items() if "37 people in Brno" in event)
    assert (brno["articles"], brno["origins"]) == (2, 1)  # Northgate Wire and the Canal Standard, which reprints it


def test_origins_command_lists_each_cluster_with_its_origin_first(graph: Graph, folder: Path):
    told = CliRunner().invoke(app, ["origins", "--graph", str(folder), "--kind", "OneOrigin"]).output
    lines = " ".join(told.split())
    assert lines.endswith("5 clusters")
    wire, cut = "ferry/2023-03-15-northgate.txt, presumed origin", "ferry/2023-03-15-plainfield.txt)"
    assert 0 < lines.index(wire) < lines.index(cut)


def test_origins_planted_graph_keeps_its_shapes(graph: Graph):
    assert graph.validate() == []
    assert len(articles()) == graph.query("SELECT (COUNT(?d) AS ?n) { ?d a schema:NewsArticle }").rows[0][0]
