"""The file of links."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from pipeline.errors import StoreError
from pipeline.link.candidates import is_iri
from pipeline.link.links import Link, read_links, write_links
from pipeline.records import EntityLabel, Verdict


def link(**changes):
    made = {
        "entity": "person/ann-lee",
        "label": EntityLabel.PERSON,
        "name": "Ann Lee",
        "iri": "http://www.wikidata.org/entity/Q1",
        "title": "Ann Lee, judge in Łódź",
        "verdict": Verdict.SAME,
        "score": 0.95,
        "because": "called judge in both",
        "endpoint": "http://localhost/",
    }
    return Link(**made | changes)


def test_links_are_read_as_they_were_written(tmp_path):
    links = (link(aliases=("A. Lee",), facts=("role: judge",)), link(entity="person/bo", verdict=Verdict.UNSURE))
    path = tmp_path / "kept" / "links.jsonl"
    write_links(path, links)
    assert read_links(path) == links
    assert "Łódź" in path.read_text(encoding="utf-8"), "for people to read"
    assert [p.name for p in path.parent.iterdir()] == ["links.jsonl"]


def test_links_that_are_not_there_are_none(tmp_path):
    assert read_links(tmp_path / "links.jsonl") == ()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2, is no link"),
        ('{"entity": "x"}', "line 2, is no link .*label"),
        (link().model_dump_json().replace("http://www", "javascript:"), "no http or https IRI"),
        (link().model_dump_json().replace("Q1", "Q1> <http://evil"), "no http or https IRI"),
        (link().model_dump_json().replace("0.95", "7"), "score"),
        ("<<<<<<< ours", "line 2"),
    ],
)
def test_links_that_are_damaged_name_the_line(tmp_path, line, message):
    path = tmp_path / "links.jsonl"
    path.write_text(f"{link().model_dump_json()}\n{line}\n", encoding="utf-8")
    with pytest.raises(StoreError, match=f"{path}.*{message}.*citegraph link again"):
        read_links(path)


def test_links_that_cannot_be_read_or_written_say_so(tmp_path):
    (tmp_path / "links.jsonl").mkdir()
    with pytest.raises(StoreError, match="cannot be read"):
        read_links(tmp_path / "links.jsonl")
    with pytest.raises(StoreError, match="cannot be written"):
        write_links(tmp_path / "links.jsonl", [link()])


@given(st.text().map(lambda end: f"http://example.org/{end}") | st.text().map(lambda host: f"https://{host}/"))
@example("http://[x")
@example("http://a:b/")
@example("http://x/%zz")
@example("http://x/#a#b")
@example("http://x?q=[")
def test_links_lead_to_nothing_that_a_graph_cannot_hold(iri):
    if is_iri(iri):
        assert NamedNode(iri).value == iri


@pytest.mark.parametrize(
    "iri", ["http://www.wikidata.org/entity/Q42", "https://sws.geonames.org/2968815/", "http://localhost:80/a#b"]
)
def test_links_lead_to_items(iri):
    assert is_iri(iri)
