import errno
import json
import warnings
from xml.etree import ElementTree

import igraph
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


@pytest.fixture(scope="module")
def store(triples):
    return Store.in_memory(triples)


def written(path):
    """The bytes of an export by file name; of one of a single file, under no name."""
    if path.is_file():
        return {"": path.read_bytes()}
    return {str(p.relative_to(path)): p.read_bytes() for p in path.rglob("*") if p.is_file()}


@pytest.mark.parametrize("format", EXPORTERS)
def test_export_is_the_same_whatever_the_order(triples, store, tmp_path, format):
    export(store, tmp_path / "a", format, BASE)
    export(Store.in_memory(reversed(triples)), tmp_path / "b", format, BASE)
    assert written(tmp_path / "a") == written(tmp_path / "b")
    assert sum(map(len, written(tmp_path / "a").values())) > 1000
    files = [tmp_path / "a"] if (tmp_path / "a").is_file() else [p for p in (tmp_path / "a").rglob("*") if p.is_file()]
    assert {p.stat().st_mode & 0o777 for p in files} == {0o644}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]


def test_export_of_several_files_replaces_no_folder(store, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter").write_text("keep")
    with pytest.raises(StoreError, match="is there already"):
        export(store, tmp_path / "mine", "csv", BASE)
    assert [p.name for p in tmp_path.rglob("*")] == ["mine", "letter"]


def test_export_of_several_files_leaves_nothing_half_done(tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match=r"tables: cannot be written: No space left on device"):
        export(Store.in_memory(), tmp_path / "tables", "csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("format", "rdf", "name"),
    [
        ("turtle", RdfFormat.TURTLE, "turtle"),
        ("ntriples", RdfFormat.N_TRIPLES, "nt"),
        ("jsonld", RdfFormat.JSON_LD, "json-ld"),
    ],
)
def test_export_is_read_back_by_both_libraries(triples, store, tmp_path, format, rdf, name):
    export(store, tmp_path / "graph", format, BASE)
    assert {q.triple for q in pyoxigraph.parse(path=str(tmp_path / "graph"), format=rdf)} == set(triples)
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # of rdflib's own reader
        read = rdflib.Graph().parse(tmp_path / "graph", format=name)
    expected = rdflib.Graph().parse(data="".join(f"{t} .\n" for t in triples), format="nt")
    assert set(read) == set(expected)


def test_export_of_ntriples_is_sorted(store, tmp_path):
    export(store, tmp_path / "graph.nt", "ntriples")
    lines = (tmp_path / "graph.nt").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))


def test_export_replaces_a_file_only_when_all_is_written(tmp_path):
    path = tmp_path / "graph.ttl"
    path.write_text("the last good one")

    class Broken(Store):
        def triples(self, subject=None):
            yield Triple(NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:c"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        export(Broken.in_memory(), path)
    assert path.read_text() == "the last good one"
    assert [p.name for p in tmp_path.iterdir()] == ["graph.ttl"]


def test_export_on_a_full_disk_is_one_clear_error(tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match=r"graph\.ttl: cannot be written: No space left on device"):
        export(Store.in_memory(), tmp_path / "graph.ttl")
    assert list(tmp_path.iterdir()) == []


def test_export_where_nothing_can_be_written_names_the_file(tmp_path):
    with pytest.raises(StoreError, match=r"absent/graph\.ttl: cannot be written"):
        export(Store.in_memory(), tmp_path / "absent" / "graph.ttl")


def test_export_of_an_unknown_format_names_those_there_are(tmp_path):
    with pytest.raises(StoreError, match=r"'docx'; choose one of turtle, ntriples, nquads, .*, bundle"):
        export(Store.in_memory(), tmp_path / "x", "docx")


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


def test_network_has_entities_and_what_connects_them(store):
    graph = network(store)
    mira, jonas = BASE + "person/mira-solberg", BASE + "person/jonas-lind"
    assert graph.nodes[mira] == {
        "label": "Mira Solberg",
        "kind": "Person",
        "mentions": 5,
        "first": "2024-05-14",
        "last": "2024-05-15",
    }
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


def test_network_says_who_claims_how_surely_and_when(store):
    graph = network(store)
    edges = {(d["label"], d["stance"]): d for _, _, d in graph.edges(data=True)}
    claimed = edges["memberOf", "claimed"]
    assert claimed["claimants"] == ["Mira Solberg"]
    assert (claimed["certainty"], claimed["documents"]) == ("possible", ["post/walkout.txt"])
    assert (claimed["first"], claimed["last"]) == ("2024-05-14", "2024-05-14")
    assert edges["headOf", "asserted"]["claimants"] == []
    assert edges["Meeting", "planned"]["from"] == "2025"
    denied = edges["opposes", "denied"]
    assert denied["quotes"] == ["She denied that she opposes the Dockers Union."]


def test_network_takes_an_event_that_is_only_told_by_those_quoted_for_a_claim(triples):
    beaten = next(t.subject for t in triples if t.predicate == term("rdf:type") and t.object == term("cg:Attack"))
    store = Store.in_memory([*triples, Triple(beaten, term("cg:actor"), NamedNode(BASE + "org/open-harbour"))])
    (edge,) = (d for _, _, d in network(store).edges(data=True) if d["label"] == "Attack")
    assert (edge["stance"], edge["claimants"]) == ("claimed", ["neighbours"])


def as_text(value):
    return "\n".join(value) if isinstance(value, list) else value


@pytest.mark.parametrize(("format", "reader"), [("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)])
def test_network_files_are_read_back_by_networkx(store, tmp_path, format, reader):
    whole = network(store)
    export(store, tmp_path / format, format)
    read = reader(tmp_path / format)
    assert {n: {k: d[k] for k in d.keys() & whole.nodes[n].keys()} for n, d in read.nodes(data=True)} == dict(
        whole.nodes
    )

    def edges(graph):
        return sorted(
            (a, b, sorted((k, as_text(d[k])) for k in ("stance", "kind", "claimants", "quotes", "documents", "weight")))
            for a, b, d in graph.edges(data=True)
        )

    assert edges(read) == edges(whole)
    assert "lastmodifieddate" not in (tmp_path / "gexf").read_text(encoding="utf-8") if format == "gexf" else True


def test_network_in_gexf_has_a_timeline(store, tmp_path):
    export(store, tmp_path / "gexf", "gexf")
    text = (tmp_path / "gexf").read_text(encoding="utf-8")
    assert 'mode="dynamic"' in text
    assert 'timeformat="date"' in text
    planned = networkx.read_gexf(tmp_path / "gexf")[BASE + "person/jonas-lind"][BASE + "person/mira-solberg"]
    assert any((d.get("start"), d.get("end")) == ("2025-01-01", "2025-12-31") for d in planned.values())


def test_network_in_gexf_has_nobody_come_after_what_connects_them(store, tmp_path):
    export(store, tmp_path / "gexf", "gexf")
    tree = ElementTree.parse(tmp_path / "gexf")
    born = {node.get("id"): node.get("start") for node in tree.findall(".//{*}node")}
    edges = list(tree.findall(".//{*}edge"))
    ends = [(born[e.get(end)], e.get("start")) for e in edges for end in ("source", "target") if e.get("start")]
    assert ends
    assert all(node is None or node <= edge for node, edge in ends)
    assert len({e.get("id") for e in edges}) == len(edges)
    looks = {shape.get("value") for e in edges for shape in e.findall("{*}shape")}
    assert looks == {"solid", "dashed", "dotted"}
    assert all(float(size.get("value")) >= 4 for size in tree.findall(".//{*}size"))


def test_network_in_graphml_is_read_by_igraph(store, tmp_path):
    export(store, tmp_path / "net.graphml", "graphml")
    whole = network(store)
    read = igraph.Graph.Read_GraphML(str(tmp_path / "net.graphml"))
    assert {v["id"]: (v["label"], v["kind"], v["mentions"]) for v in read.vs} == {
        n: (d["label"], d["kind"], d["mentions"]) for n, d in whole.nodes(data=True)
    }
    names = [v["id"] for v in read.vs]
    assert sorted((names[e.source], names[e.target], e["stance"], e["quotes"], e["weight"]) for e in read.es) == sorted(
        (one, other, d["stance"], "\n".join(d["quotes"]), d["weight"]) for one, other, d in whole.edges(data=True)
    )


def test_network_in_json_of_cytoscape_is_read_back(store, tmp_path):
    export(store, tmp_path / "net.cyjs", "cytoscape")
    read = networkx.cytoscape_graph(json.loads((tmp_path / "net.cyjs").read_text(encoding="utf-8")))
    whole = network(store)
    assert {n: d["label"] for n, d in read.nodes(data=True)} == {n: d["label"] for n, d in whole.nodes(data=True)}
    assert {(a, b, k): d["quotes"] for a, b, k, d in read.edges(keys=True, data=True)} == {
        (a, b, k): d["quotes"] for a, b, k, d in whole.edges(keys=True, data=True)
    }


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_network_survives_controls_that_xml_cannot_hold(triples, tmp_path, format):
    named = Triple(NamedNode(BASE + "person/mira-solberg"), term("schema:name"), Literal("Mira\x00\x1b<&>\ufffe"))
    export(Store.in_memory([t for t in triples if t.predicate != named.predicate] + [named]), tmp_path / "net", format)
    reader = networkx.read_graphml if format == "graphml" else networkx.read_gexf
    assert reader(tmp_path / "net").nodes[BASE + "person/mira-solberg"]["label"] == "Mira\ufffd\ufffd<&>\ufffd"
