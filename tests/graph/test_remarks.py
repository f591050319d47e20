import pytest
from newsroom import BASE, corpus, mapper
from pyoxigraph import Literal, NamedNode, Triple

from pipeline.graph.namespaces import term
from pipeline.graph.queries import library
from pipeline.graph.remarks import on_text, on_values
from pipeline.graph.store import Store

LIND = f"Jonas Lind <{BASE}person/jonas-lind>"


def made(*more):
    extractions, comparisons = corpus()
    return Store.in_memory([*mapper(extractions, comparisons).triples(extractions), *more])


@pytest.fixture(scope="module")
def store():
    return made()


def remarks(store, name, /, *, empty=True, **values):
    return list(on_values(store, library()[name], values, empty))


def test_on_values_tells_who_may_be_meant_by_a_name_that_nobody_has(store):
    nobody = "nobody and nothing is called {!r} in this graph; "
    assert remarks(store, "claims-by", name="Jonas Lint") == [nobody.format("Jonas Lint") + "did you mean Jonas Lind?"]
    assert remarks(store, "claims-by", name="Qqq") == [
        nobody.format("Qqq") + "`citegraph query most-mentioned` lists what there is"
    ]
    assert remarks(store, "frame-words", event="arrest")[0].startswith(
        nobody.format("arrest") + "did you mean Arrest-2024-05-13"
    )


def test_on_values_tells_that_a_name_is_known_but_the_answer_empty(store):
    assert remarks(store, "claims-by", name="jonas lind") == [
        f"{LIND} is in this graph, but nothing of what is asked is found of it"
    ]
    assert remarks(store, "claims-by", name="jonas lind", empty=False) == []


def test_on_values_tells_that_several_have_a_name_though_there_is_an_answer():
    other = NamedNode(f"{BASE}person/other-lind")
    namesake = [
        Triple(other, term("cg:nameKey"), Literal("jonas lind")),
        Triple(other, term("rdfs:label"), Literal("Jonas Lind")),
    ]
    told = remarks(made(*namesake), "claims-by", name="Jonas Lind", empty=False)
    assert told == [
        f"'Jonas Lind' names 2, and the answer is about all of them: {LIND}, Jonas Lind <{other.value}>; "
        "an IRI tells them apart"
    ]
    assert remarks(made(*namesake), "claims-by", name=other.value, empty=False) == []


def test_on_values_tells_of_documents_and_days(store):
    assert remarks(store, "editions", document="none.txt") == [
        "nothing is found for document 'none.txt'; `citegraph query documents` lists the files"
    ]
    assert remarks(store, "timeline", since="2024-06-01", until="2024-05-01") == [
        "no day lies between 2024-06-01 and 2024-05-01: since is later than until"
    ]
    assert remarks(store, "timeline", since="2024-05-01", until="2024-06-01") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT ?x { ?x a cg:Arrests }", ["nothing in this graph is or has cg:Arrests; did you mean cg:Arrest?"]),
        ("SELECT ?x { ?x schema:Name ?y }", ["nothing in this graph is or has schema:Name; did you mean schema:name?"]),
        ("SELECT ?x { ?x a cg:Strike }", ["nothing in this graph is or has cg:Strike"]),
        ("SELECT ?x { ?x a cg:Event }", ["nothing in this graph is or has cg:Event; did you mean sem:Event?"]),
        (
            'SELECT ?x { ?x cg:modality "Actual" }',
            ["cg:modality leads to no text; write cg:modality cg:Actual"],
        ),
        (
            'SELECT ?x { ?x cg:target "Lind" }',
            [f"cg:target leads to no text, but to {LIND[12:-1]} ...; cg:target/schema:name leads to names"],
        ),
        (
            "SELECT ?x { ?x cg:date '2024-05-13' }",
            ["nothing has cg:date '2024-05-13', but '2024-05-13'^^xsd:date"],
        ),
        (
            'SELECT ?x { ?x schema:name "Jonas Lind"@en }',
            ['nothing has schema:name "Jonas Lind"@en, but "Jonas Lind" without a language or type'],
        ),
        (
            'SELECT ?x { ?x schema:name "jonas lind" }',
            [
                'nothing is named "jonas lind"; did you mean Jonas Lind? '
                'cg:nameKey "jonas lind" finds all names in any case'
            ],
        ),
        (
            "SELECT ?n (COUNT(?x) AS ?count) { ?x rdfs:label ?n } GROUP BY ?n HAVING (?count > 9)",
            ["HAVING does not know ?count, which SELECT makes after it; write the expression out there too"],
        ),
        (
            'SELECT ?x { ?x cg:date ?day . FILTER(?day >= "2024-05-01") }',
            ['"2024-05-01" is compared as text, and a date is none: write "2024-05-01"^^xsd:date, or STR(?date)'],
        ),
        ("SELECT ?x { ?x cg:qqqq ?y }", ["nothing in this graph is or has cg:qqqq"]),
        ('SELECT ?x { ?x a cg:Arrest . FILTER(CONTAINS(STR(?x), "cg:Nothing")) } # cg:Nothing', []),
        ("SELECT ?x { ?x a cg:Arrest, cg:Meeting ; cg:date '2024-05-13'^^xsd:date }", []),
    ],
)
def test_on_text_tells_of_terms_that_the_graph_does_not_use(store, text, told):
    assert not store.query(text)
    assert list(on_text(store, text)) == told
