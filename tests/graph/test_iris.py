import unicodedata

import pytest
import rdflib
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from pipeline.graph.iris import Iris, slug
from pipeline.records import Document, Span


def document(source_file: str, text: str = "x", **more) -> Document:
    return Document(source_file=source_file, media_type="text/plain", text=text, paragraphs=(), **more)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Vladimir Putin", "vladimir-putin"),
        ("Кремль", "кремль"),
        ("Łódź", "łódź"),
        ("हिन्दी", "हिन्दी"),
        ("  O'Neill & Co. ", "o-neill-co"),
        ("🙂", "unnamed"),
        ("", "unnamed"),
        ("a_b/c", "a-b-c"),
    ],
)
def test_slug_keeps_letters_of_all_scripts(name, expected):
    assert slug(name) == unicodedata.normalize("NFC", expected)


def test_slug_is_one_for_equivalent_spellings():
    assert slug(unicodedata.normalize("NFD", "Łódź")) == slug("Łódź")


def test_slug_is_short():
    assert len(slug("word " * 100)) <= 60
    assert not slug("x" * 59 + " word").endswith("-")


@given(st.text())
@example("\U000e0100")
def test_slug_always_makes_a_valid_iri(name):
    assert slug(name)
    NamedNode(f"https://example.org/{slug(name)}")


@given(st.text(alphabet=st.characters(codec=None), min_size=1))
def test_iris_encode_whatever_an_id_holds(path):
    node = Iris("https://example.org/kg/").named(path)
    assert not set(' <>"{}|\\^`?#%') & set(node.value[len("https://example.org/kg/") :].replace("%", "")) - {"%"}
    assert rdflib.URIRef(node.value).n3()


def test_iris_keep_different_ids_apart():
    iris = Iris("https://example.org/")
    assert iris.named("person/a b") != iris.named("person/a%20b")


def test_document_iri_is_readable_and_tells_records_apart():
    iris = Iris("https://example.org/")
    one, two = document("a/Łódź 1.jsonl", record=1), document("a/Łódź 1.jsonl", record=2)
    assert iris.document(one).value == f"https://example.org/document/a-łódź-1-1-{one.id[:8]}"
    assert iris.document(one) != iris.document(two)
    assert iris.document(document("🙂.txt")).value.startswith("https://example.org/document/document-")
    assert iris.document(document("README")).value.startswith("https://example.org/document/readme-")


def test_stretches_of_one_place_are_told_apart():
    iris = Iris("https://example.org/")
    node, span = iris.document(document("a.txt")), Span(begin=3, end=9)
    assert iris.sentence(node, span).value == f"{node.value}#char=3,9"
    assert len({iris.sentence(node, span), iris.mention(node, span), iris.trigger(node, span)}) == 3


def test_a_base_that_ends_in_a_hash_gives_one_fragment():
    iris = Iris("https://example.org/kg#")
    node = iris.document(document("a.txt"))
    assert iris.mention(node, Span(begin=3, end=9)).value.count("#") == 1


def test_hashed_iris_depend_on_every_field_and_on_their_borders():
    iris = Iris("https://example.org/")
    assert iris.hashed("claim", "ab", "c") == iris.hashed("claim", "ab", "c")
    assert len({iris.hashed("claim", "ab", "c"), iris.hashed("claim", "a", "bc"), iris.hashed("claim", "ab", "d")}) == 3
