import io

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from newsroom import BASE, corpus, mapper
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from pipeline.graph import sorting, turtle
from pipeline.graph.namespaces import PREFIXES
from pipeline.graph.validate import _term

XSD = PREFIXES["xsd"]
NASTY = st.text(alphabet=st.characters(codec="utf-8"), max_size=30)
PLAIN_LITERALS = st.builds(Literal, NASTY)
LANGUAGE_LITERALS = st.builds(
    lambda v, tag: Literal(v, language=tag), NASTY, st.sampled_from(["en", "de-at", "zh-hant"])
)
TYPED_LITERALS = st.builds(
    lambda v, t: Literal(v, datatype=NamedNode(t)),
    st.one_of(NASTY, st.sampled_from(["1", "01", "1.0", "1.", ".5", "-0", "true", "1e5", "+1"])),
    st.sampled_from([XSD + "integer", XSD + "decimal", XSD + "boolean", XSD + "date", "urn:own"]),
)
LOCAL = st.text(alphabet=st.sampled_from("abzÄж019-_.~:/?#=,()"), max_size=12)


def is_iri(text):
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


IRIS = (
    st.builds(
        str.__add__,
        st.sampled_from([BASE, PREFIXES["cg"], PREFIXES["schema"], "urn:x:", "https://example.org/"]),
        LOCAL,
    )
    .filter(is_iri)
    .map(NamedNode)
)
UNTYPED = st.builds(Triple, IRIS, IRIS, st.one_of(IRIS, PLAIN_LITERALS, LANGUAGE_LITERALS))
TRIPLES = st.one_of(UNTYPED, st.builds(Triple, IRIS, IRIS, TYPED_LITERALS))
QUICK = settings(deadline=None, max_examples=50)


def written(triples, base=BASE):
    return "".join(turtle.lines(triples, base))


@given(st.lists(TRIPLES, max_size=8), st.sampled_from([BASE, "", "https://example.org/kg#"]))
@QUICK
def test_turtle_is_read_back_by_oxigraph(triples, base):
    assert {q.triple for q in pyoxigraph.parse(written(triples, base), RdfFormat.TURTLE)} == set(triples)


@given(st.lists(UNTYPED, max_size=8), st.sampled_from([BASE, "", "https://example.org/kg#"]))
@QUICK
def test_turtle_is_read_back_by_rdflib(triples, base):
    read = set(rdflib.Graph().parse(data=written(triples, base), format="turtle"))
    assert read == {(_term(t.subject), _term(t.predicate), _term(t.object)) for t in triples}


@given(st.lists(TRIPLES, max_size=8), st.randoms())
@QUICK
def test_turtle_does_not_depend_on_order_or_repetition(triples, random):
    again = [*triples, *triples[:2]]
    random.shuffle(again)
    assert written(triples) == written(again)


def test_turtle_does_not_depend_on_what_fits_into_memory(monkeypatch):
    extractions, comparisons = corpus()
    triples = list(mapper(extractions, comparisons).triples(extractions))
    whole = written(triples)
    monkeypatch.setattr(sorting.sorted_lines, "__defaults__", (50,))
    assert written(reversed(triples)) == whole


def test_turtle_reads_well():
    here = BASE + "document/a"
    triples = [
        Triple(NamedNode(BASE + "claim/1"), NamedNode(PREFIXES["schema"] + "text"), Literal('so "it" is\n')),
        Triple(NamedNode(here), NamedNode(PREFIXES["rdf"] + "type"), NamedNode(PREFIXES["schema"] + "NewsArticle")),
        Triple(NamedNode(here), NamedNode(PREFIXES["rdf"] + "type"), NamedNode(PREFIXES["nif"] + "Context")),
        Triple(NamedNode(here), NamedNode(PREFIXES["cg"] + "sourceFile"), Literal("a.txt")),
        Triple(NamedNode(here + "#mention=10,12"), NamedNode(PREFIXES["nif"] + "beginIndex"), Literal(10)),
        Triple(NamedNode(here + "#mention=9,12"), NamedNode(PREFIXES["nif"] + "beginIndex"), Literal(9)),
        Triple(NamedNode(here + "#char=9,40"), NamedNode(PREFIXES["nif"] + "beginIndex"), Literal(9)),
        Triple(NamedNode(BASE + "person/å"), NamedNode(PREFIXES["schema"] + "name"), Literal("Å", language="no")),
        Triple(
            NamedNode(BASE + "run/1"),
            NamedNode(PREFIXES["geo"] + "lat"),
            Literal("1.5", datatype=NamedNode(XSD + "decimal")),
        ),
    ]
    body = written(triples).split("xsd: <http://www.w3.org/2001/XMLSchema#> .\n")[1]
    assert body == (
        "\n<run/1>\n    geo:lat 1.5 .\n"
        '\n<document/a>\n    a nif:Context,\n        schema:NewsArticle ;\n    cg:sourceFile "a.txt" .\n'
        "\n<document/a#char=9,40>\n    nif:beginIndex 9 .\n"
        "\n<document/a#mention=9,12>\n    nif:beginIndex 9 .\n"
        "\n<document/a#mention=10,12>\n    nif:beginIndex 10 .\n"
        '\n<person/å>\n    schema:name "Å"@no .\n'
        '\n<claim/1>\n    schema:text "so \\"it\\" is\\n" .\n'
    )


def test_turtle_writes_controls_as_escapes():
    text = written([Triple(NamedNode("urn:s"), NamedNode("urn:p"), Literal("\x00\x7f\x85\u2028"))])
    assert '"\\u0000\\u007F\\u0085\\u2028"' in text


@pytest.mark.parametrize("end", ["", "=", "../x", "a/./b", "a:b", "/x", "//x", "?q", "#f"])
def test_turtle_leaves_iris_whole_that_would_not_resolve(end):
    node = NamedNode(BASE + end)
    text = written([Triple(node, NamedNode("urn:p"), Literal("x"))])
    assert f"<{node.value}>" in text


def test_turtle_writes_other_graphs_too():
    text = written([Triple(BlankNode("b"), NamedNode("urn:p"), BlankNode("c"))], base="")
    assert "@base" not in text
    assert "_:b\n    <urn:p> _:c ." in text


def test_turtle_of_nothing_is_its_prefixes():
    graph = rdflib.Graph().parse(io.StringIO(written([])), format="turtle")
    assert len(graph) == 0
