"""The CSV tables, read with what they say of themselves as CSV on the Web by the `csvw` library."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal

import csvw
import pytest
from newsroom import BASE, corpus, mapper

from pipeline.graph import Graph
from pipeline.graph.export import export
from pipeline.graph.formats.tables import METADATA
from pipeline.graph.store import Store


@pytest.fixture(scope="module")
def graph():
    extractions, comparisons = corpus()
    return Graph(Store.in_memory(mapper(extractions, comparisons).triples(extractions)))


@pytest.fixture(scope="module")
def tables(graph, tmp_path_factory):
    path = tmp_path_factory.mktemp("tables") / "csv"
    export(graph.store, path, "csv", BASE)
    return path


def read(folder):
    """All tables by name, each cell of its type. A cell that is not, or a key that leads nowhere, is an error."""
    group = csvw.TableGroup.from_file(folder / METADATA)
    for table in group.tables:
        table.check_primary_key()
    assert group.check_referential_integrity()
    return {table.url.string.removesuffix(".csv"): list(table.iterdicts(strict=True)) for table in group.tables}


def test_tables_are_all_described(tables):
    described = json.loads((tables / METADATA).read_text("utf-8"))["tables"]
    assert {t["url"] for t in described} == {p.name for p in tables.glob("*.csv")}
    for table in described:
        header = (tables / table["url"]).read_text("utf-8").partition("\n")[0]
        assert [c["name"] for c in table["tableSchema"]["columns"]] == header.split(",")
        assert table["dc:description"]


def test_tables_keep_their_types_and_keys(tables):
    found = read(tables)
    claim = next(c for c in found["claims"] if c["claimant_name"] == "Jonas Lind")
    assert (claim["minimum"], claim["unit"]) == (Decimal(60), "dockers")
    meeting = next(e for e in found["events"] if e["label"].startswith("Meeting") and e["modality"] == "actual")
    assert len(meeting["actors"]) == 2
    (published,) = {e["published"].date() for e in found["evidence"] if e["file"] == "post/walkout.txt"}
    assert published == datetime.date(2024, 5, 14)
    assert all(row["order"] >= 1 for row in found["sides"])


@pytest.mark.parametrize(
    "choice", [{"entity": "Jonas Lind"}, {"entities_only": True}, {"document": "post/walkout.txt"}]
)
def test_tables_of_a_part_keep_their_keys(graph, tmp_path, choice):
    graph.excerpt(**choice).export(tmp_path / "part", "csv")
    assert read(tmp_path / "part")["entities"]


def test_tables_that_are_wrong_are_found_to_be(tables, tmp_path):
    for path in tables.iterdir():
        (tmp_path / path.name).write_text(path.read_text("utf-8").replace("2024-05-14", "May 14"), "utf-8")
    with pytest.raises(ValueError, match="May 14"):
        read(tmp_path)
