import logging

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from newsroom import corpus, mapper
from pyoxigraph import Literal, NamedNode, Triple

from pipeline.errors import QueryError, StoreError
from pipeline.graph import literals, turtle
from pipeline.graph.namespaces import term
from pipeline.graph.store import Store, _pieces


@pytest.fixture(scope="module")
def triples():
    extractions, comparisons = corpus()
    return list(mapper(extractions, comparisons).triples(extractions))


@pytest.fixture(params=["memory", "disk", "read-only", "file"])
def store(request, triples, tmp_path):
    """Every kind of store, for one contract."""
    if request.param == "memory":
        return Store.in_memory(triples)
    if request.param == "file":
        path = tmp_path / "graph.nt"
        path.write_text("".join(f"{t} .\n" for t in triples), encoding="utf-8")
        return Store.from_file(path)
    created = Store.create(tmp_path / "store", triples)
    if request.param == "disk":
        return created
    del created
    return Store.open_read_only(tmp_path / "store")


def test_store_gives_back_exactly_the_triples_of_the_mapping(store, triples):
    assert set(store.triples()) == set(triples)
    assert len(store) == len(set(triples))


def test_store_answers_select_ask_and_construct(store):
    select = store.query("SELECT ?name { ?x a schema:Person ; schema:name ?name } ORDER BY ?name")
    assert select.columns == ("name",)
    assert select.rows == [("Ada Lund",), ("Jonas Lind",), ("Mira Solberg",)]
    assert store.query("ASK { ?x a cg:Arrest }").rows == [(True,)]
    built = store.query("CONSTRUCT { ?x a schema:Person } WHERE { ?x a schema:Person }")
    assert built.columns == ("subject", "predicate", "object")
    assert len(built) == 3


def test_store_of_a_malformed_query_shows_the_place(store):
    with pytest.raises(QueryError, match="line 2, column ") as caught:
        store.query("SELECT * {\n  ?s ?p}")
    assert "      ?s ?p}\n" in str(caught.value)
    assert str(caught.value).endswith("^")


def test_store_of_an_unknown_prefix_says_which_and_what_is_known(store):
    with pytest.raises(QueryError, match=r"uses dbo: without a PREFIX line.*cg, dcterms"):
        store.query("SELECT * { ?s a dbo:City }")


def test_store_of_an_unknown_function_names_it(store):
    with pytest.raises(QueryError, match="urn:f"):
        store.query("SELECT (<urn:f>(?s) AS ?x) { ?s ?p ?o }")


def test_store_of_an_unreachable_service_is_a_store_error(store):
    with pytest.raises(StoreError, match="query failed"):
        store.query("SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }")


def test_store_refuses_updates_as_queries(store):
    with pytest.raises(QueryError):
        store.query("INSERT DATA { <urn:a> <urn:b> <urn:c> }")


def test_rdflib_view_sees_the_same_graph_without_a_copy(store, triples):
    view = store.to_rdflib()
    assert len(view) == len(set(triples))
    names = {str(row.n) for row in view.query("SELECT ?n { ?x a schema:Person ; schema:name ?n }")}
    assert names == {"Ada Lund", "Jonas Lind", "Mira Solberg"}
    assert (None, rdflib.RDF.type, rdflib.URIRef("https://w3id.org/citegraph/ns#Arrest")) in view


def test_rdflib_view_asks_oxigraph_not_rdflibs_own_engine(store, monkeypatch):
    def own_engine(*_args, **_more):
        raise AssertionError("rdflib's own engine was asked")

    monkeypatch.setattr("rdflib.plugins.sparql.processor.evalQuery", own_engine)
    view = store.to_rdflib()
    assert bool(view.query("ASK { ?x a cg:Protest }")) is False
    assert list(view.query("SELECT ?x { ?x a cg:Arrest }"))


def test_rdflib_view_takes_a_name_as_binding(store):
    view = store.to_rdflib()
    found = view.query("SELECT ?x ?name { ?x schema:name ?name }", initBindings={"name": rdflib.Literal("Tromsvik")})
    assert len(list(found)) == 1


def test_store_on_disk_is_kept(tmp_path, triples):
    Store.create(tmp_path / "store", triples)
    assert set(Store.open_read_only(tmp_path / "store").triples()) == set(triples)


def test_store_loaded_from_pieces_of_a_turtle_file_is_that_of_the_whole(tmp_path, triples, monkeypatch):
    base = "https://example.org/kg/"
    file = tmp_path / "graph.ttl"
    file.write_text("".join(turtle.lines(triples, base)), encoding="utf-8")
    for size in (1, 2, 3, *range(300, 400), 5_000, 1 << 20):  # so that they end anywhere in a line, and between lines
        monkeypatch.setattr("pipeline.graph.store._PIECE", size)
        read = [
            t.triple for piece in _pieces(file) for t in pyoxigraph.parse(piece, format=pyoxigraph.RdfFormat.TURTLE)
        ]
        assert len(read) == len(set(triples))
    assert set(Store.loaded(tmp_path / "store", file).triples()) == set(triples)


def test_two_readers_may_open_one_store(tmp_path, triples):
    Store.create(tmp_path / "store", triples)
    one, two = Store.open_read_only(tmp_path / "store"), Store.open_read_only(tmp_path / "store")
    assert len(one) == len(two) == len(set(triples))


def test_create_refuses_a_folder_in_use(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(StoreError, match="not an empty folder"):
        Store.create(tmp_path, [])
    with pytest.raises(StoreError, match="not an empty folder"):
        Store.create(tmp_path / "letter.txt", [])


def test_create_where_nothing_can_be_written_names_the_place(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"file/store: the store cannot be written"):
        Store.create(tmp_path / "file" / "store", [])


def test_open_where_no_graph_is_says_how_to_build_one(tmp_path):
    with pytest.raises(StoreError, match="holds no graph; build one with: citegraph build"):
        Store.open_read_only(tmp_path / "store")


def test_open_a_damaged_store_says_to_build_again(tmp_path):
    (tmp_path / "CURRENT").write_text("MANIFEST-000099\n")
    with pytest.raises(StoreError, match="build the graph again"):
        Store.open_read_only(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("graph.docx", "", "unknown format"),
        ("graph.ttl", "this is no turtle", "not valid Turtle"),
        ("absent.ttl", None, "cannot be read"),
    ],
)
def test_from_file_names_what_is_wrong(tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(StoreError, match=message):
        Store.from_file(tmp_path / name)


@given(st.floats(0, 1), st.integers(0, 10**9), st.floats(-180, 180), st.floats(0, 1e12))
@settings(deadline=None, max_examples=50)
def test_numbers_come_back_as_they_were_written(confidence, offset, degrees, figure):
    node = NamedNode("urn:x")
    put = {
        Triple(node, term("cg:confidence"), literals.confidence(confidence)),
        Triple(node, term("nif:beginIndex"), literals.offset(offset)),
        Triple(node, term("geo:lat"), literals.coordinate(degrees)),
        Triple(node, term("schema:minValue"), literals.number(figure)),
        Triple(node, term("schema:maxValue"), Literal("7", datatype=term("xsd:integer"))),
    }
    assert set(Store.in_memory(put).triples()) == put


def test_oxigraph_still_changes_numbers_so_that_restoring_them_is_needed():
    store = pyoxigraph.Store()
    store.add(pyoxigraph.Quad(NamedNode("urn:x"), NamedNode("urn:p"), literals.offset(3)))
    assert next(iter(store)).object.datatype == term("xsd:integer")


@pytest.fixture(autouse=True)
def _quiet_rdflib(caplog):
    caplog.set_level(logging.CRITICAL, "rdflib")
