import errno
import warnings

import networkx
import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from newsroom import BASE, corpus, mapper
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from pipeline.errors import StoreError
from pipeline.graph import jsonld
from pipeline.graph.export import EXPORTERS, export
from pipeline.graph.namespaces import PREFIXES, term
from pipeline.graph.networks import network
from pipeline.graph.store import Store


@pytest.fixture(scope="module")
def triples():
    extractions, comparisons = corpus()
    return list(mapper(extractions, comparisons).triples(extractions))


@pytest.mark.parametrize("format", EXPORTERS)
def test_export_is_the_same_whatever_the_order(triples, tmp_path, format):
    export(triples, tmp_path / "a", format, BASE)
    export(reversed(triples), tmp_path / "b", format, BASE)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a").stat().st_size > 1000
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    ("format", "rdf", "name"),
    [
        ("turtle", RdfFormat.TURTLE, "turtle"),
        ("ntriples", RdfFormat.N_TRIPLES, "nt"),
        ("jsonld", RdfFormat.JSON_LD, "json-ld"),
    ],
)
def test_export_is_read_back_by_both_libraries(triples, tmp_path, format, rdf, name):
    export(triples, tmp_path / "graph", format, BASE)
    assert {q.triple for q in pyoxigraph.parse(path=str(tmp_path / "graph"), format=rdf)} == set(triples)
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # of rdflib's own reader
        read = rdflib.Graph().parse(tmp_path / "graph", format=name)
    expected = rdflib.Graph().parse(data="".join(f"{t} .\n" for t in triples), format="nt")
    assert set(read) == set(expected)


def test_export_of_ntriples_is_sorted(triples, tmp_path):
    export(triples, tmp_path / "graph.nt", "ntriples")
    lines = (tmp_path / "graph.nt").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))


def test_export_replaces_a_file_only_when_all_is_written(tmp_path):
    path = tmp_path / "graph.ttl"
    path.write_text("the last good one")

    def broken():
        yield Triple(NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:c"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        export(broken(), path)
    assert path.read_text() == "the last good one"
    assert [p.name for p in tmp_path.iterdir()] == ["graph.ttl"]


def test_export_on_a_full_disk_is_one_clear_error(tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match=r"graph\.ttl: cannot be written: No space left on device"):
        export([], tmp_path / "graph.ttl")
    assert list(tmp_path.iterdir()) == []


def test_export_where_nothing_can_be_written_names_the_file(tmp_path):
    with pytest.raises(StoreError, match=r"absent/graph\.ttl: cannot be written"):
        export([], tmp_path / "absent" / "graph.ttl")


def test_export_of_an_unknown_format_names_those_there_are(tmp_path):
    with pytest.raises(StoreError, match="'docx'; choose one of turtle, ntriples, jsonld, graphml, gexf"):
        export([], tmp_path / "x", "docx")


VALUES = st.one_of(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=20).map(Literal),
    st.text(max_size=5).map(lambda t: Literal(t, language="en")),
    st.integers().map(lambda n: Literal(str(n), datatype=term("xsd:integer"))),
    st.sampled_from(["1.0", "2.5", "01", "x"]).map(lambda t: Literal(t, datatype=term("xsd:decimal"))),
    st.sampled_from(["true", "1"]).map(lambda t: Literal(t, datatype=term("xsd:boolean"))),
    st.sampled_from(["2022-09", "x"]).map(lambda t: Literal(t, datatype=term("xsd:gYearMonth"))),
    st.just(Literal("x", datatype=NamedNode("urn:own"))),
    st.sampled_from([BASE + "person/a:b", BASE + "x", "urn:x", PREFIXES["cg"] + "Arrest", PREFIXES["cg"] + "a/b"]).map(
        NamedNode
    ),
)
PREDICATES = st.sampled_from(
    [
        "cg:confidence",
        "nif:beginIndex",
        "schema:minValue",
        "cg:date",
        "rdf:object",
        "schema:text",
        "cg:actor",
        "owl:sameAs",
    ]
).map(term)


@given(st.lists(st.builds(Triple, st.just(NamedNode(BASE + "x")), PREDICATES, VALUES), max_size=6))
@settings(deadline=None)
def test_jsonld_says_exactly_what_it_was_given(triples):
    text = "".join(jsonld.lines(triples, BASE))
    assert {q.triple for q in pyoxigraph.parse(text, RdfFormat.JSON_LD)} == set(triples)


def test_jsonld_is_short(triples):
    text = "".join(jsonld.lines(triples, BASE))
    assert '"@id": "person/mira-solberg", "@type": "schema:Person", "alternateName": "Solberg"' in text
    assert '"minValue": 40' in text
    assert '"mentionForm": "cg:Pronoun"' in text


def test_network_has_entities_and_what_connects_them(triples):
    graph = network(Store.in_memory(triples))
    mira, jonas = BASE + "person/mira-solberg", BASE + "person/jonas-lind"
    assert graph.nodes[mira] == {"label": "Mira Solberg", "kind": "Person", "mentions": 5}
    assert graph.nodes[BASE + "outlet/harbour-post"]["mentions"] == 0
    edges = {(a, b, d["label"], d["stance"]): d for a, b, d in graph.edges(data=True)}
    found = {(a.rsplit("/")[-1], b.rsplit("/")[-1], label, stance) for a, b, label, stance in edges}
    assert found == {
        ("mira-solberg", "tromsvik", "headOf", "asserted"),
        ("jonas-lind", "dockers-union", "headOf", "asserted"),
        ("jonas-lind", "open-harbour", "memberOf", "claimed"),
        ("jonas-lind", "open-harbour", "worksFor", "denied"),
        ("mira-solberg", "dockers-union", "opposes", "denied"),
        ("mira-solberg", "open-harbour", "supports", "asserted"),
        ("dockers-union", "tromsvik", "location", "asserted"),
        ("tromsvik", "nordmark", "containedInPlace", "asserted"),
        ("jonas-lind", "mira-solberg", "Meeting (together)", "actual"),
        ("jonas-lind", "mira-solberg", "Meeting", "planned"),
        ("open-harbour", "jonas-lind", "Departure", "actual"),
    }
    meeting = edges[jonas, mira, "Meeting", "planned"]
    assert meeting["kind"] == "event"
    assert meeting["weight"] == 1
    assert meeting["quotes"] == ["Jonas Lind, head of the Dockers Union, will meet Mira Solberg in 2025."]


def test_network_files_are_read_back_by_networkx(triples, tmp_path):
    whole = network(Store.in_memory(triples))
    for format, reader in (("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)):
        export(triples, tmp_path / format, format)
        read = reader(tmp_path / format)
        assert set(read.nodes) == set(whole.nodes)
        assert read.number_of_edges() == whole.number_of_edges()
        assert read.nodes[BASE + "city/tromsvik"]["label"] == "Tromsvik"
    assert "lastmodifieddate" not in (tmp_path / "gexf").read_text(encoding="utf-8")
