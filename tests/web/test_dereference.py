"""Entities under their own addresses: for people the page, for programs a graph; and nothing harmful in between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph
import pytest
from asking import Got, ask
from servers import publish, serving

BASE = "https://example.org/kg/"
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
GRAPH = f"""
PREFIX : <{BASE}>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX schema: <https://schema.org/>
<{BASE}run/0123456789abcdef> a prov:Activity .
<{BASE}person/ann> a schema:Person ; schema:name "Ann" ; schema:knows <{BASE}person/łódź> .
<{BASE}person/łódź> schema:name "Łódź" .
<{BASE}event/one> schema:actor <{BASE}person/ann> .
<{BASE}document/x> a schema:NewsArticle .
<{BASE}document/x#char=0,5> nif:referenceContext <{BASE}document/x> ; nif:anchorOf "Hello" .
<javascript:alert(1)> schema:name "<script>alert(1)</script>" .
<urn:x?%0d%0aSet-Cookie:%20a=b> schema:name "header" .
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    out = tmp_path_factory.mktemp("dereference")
    publish(out, GRAPH)
    with serving(out) as url:
        yield url


def triples(got: Got) -> set[str]:
    assert got.status == 200, got.text
    format = pyoxigraph.RdfFormat.from_media_type(got.media)
    assert format is not None
    return {str(quad.triple) for quad in pyoxigraph.parse(got.body, format)}


@pytest.mark.parametrize("accept", ["", "application/n-triples", "application/ld+json", "application/rdf+xml"])
def test_dereference_gives_the_vocabulary_at_its_namespace(address: str, accept: str):
    got = ask(address, "/citegraph/ns", **({"accept": accept} if accept else {}))
    assert got.media == (accept or "text/turtle")
    label = "<https://w3id.org/citegraph/ns#Arrest> <http://www.w3.org/2000/01/rdf-schema#label>"
    assert any(triple.startswith(label) for triple in triples(got))
    read = ask(address, "/citegraph/ns", accept=HTML)
    assert (read.media, "cg:Arrest\n" in read.text) == ("text/plain", True)


@pytest.mark.parametrize("accept", ["", "*/*", "text/turtle", "application/ld+json", "application/rdf+xml", "text/*"])
def test_dereference_leads_programs_to_what_is_known(address: str, accept: str):
    headers = {"accept": accept} if accept else {}
    led = ask(address, "/kg/person/ann", **headers)
    assert led.status == 303
    assert "Accept" in led.headers["Vary"]
    assert 'rel="alternate"; type="application/ld+json"' in led.headers["Link"]
    found = triples(ask(address, led.headers["Location"]))
    assert found == {
        f"<{BASE}person/ann> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/Person>",
        f'<{BASE}person/ann> <https://schema.org/name> "Ann"',
        f"<{BASE}person/ann> <https://schema.org/knows> <{BASE}person/łódź>",
        f"<{BASE}event/one> <https://schema.org/actor> <{BASE}person/ann>",
    }


def test_dereference_gives_the_format_that_was_asked_for(address: str):
    for accept in ("application/ld+json", "application/n-triples"):
        led = ask(address, "/kg/person/ann", accept=accept)
        assert ask(address, led.headers["Location"]).media == accept
    assert ask(address, "/kg/person/ann", accept="image/png").status == 406


def test_dereference_leads_people_to_the_page(address: str):
    for path in ("/kg/person/ann", f"/resource?iri={quote(BASE + 'person/ann', safe='')}"):
        led = ask(address, path, accept=HTML)
        assert (led.status, led.headers["Location"]) == (303, f"/#/node/{quote(BASE + 'person/ann', safe='')}")


@pytest.mark.parametrize("path", ["/kg/person/%C5%82%C3%B3d%C5%BA", "/kg/person/%c5%82%c3%b3d%c5%ba"])
def test_dereference_knows_letters_of_all_scripts(address: str, path: str):
    led = ask(address, path, accept="text/turtle")
    assert len(triples(ask(address, led.headers["Location"]))) == 2


def test_dereference_a_document_comes_with_its_sentences(address: str):
    led = ask(address, "/kg/document/x", accept="text/turtle")
    assert any('"Hello"' in triple for triple in triples(ask(address, led.headers["Location"])))


@pytest.mark.parametrize(
    "path", ["/kg/person/nobody", "/kg/", "/kg", "/person/ann", "/kg/person/%00", "/kg/%zz", "/kg/a%20b"]
)
def test_dereference_what_is_not_in_the_graph_is_not_found(address: str, path: str):
    assert ask(address, path, accept="text/turtle").status == 404


@pytest.mark.parametrize(
    "iri", ["", "no iri", "https://example.org/ x", "urn:x>", 'urn:x"', "urn:{x}", "urn:a\r\nSet-Cookie: a=b"]
)
def test_dereference_refuses_what_is_no_iri(address: str, iri: str):
    got = ask(address, f"/resource?iri={quote(iri, safe='')}", accept="text/turtle")
    assert got.status == 400
    assert "Set-Cookie" not in got.headers


@pytest.mark.parametrize("iri", ["javascript:alert(1)", "urn:x?%0d%0aSet-Cookie:%20a=b"])
def test_dereference_shows_hostile_iris_inert(address: str, iri: str):
    led = ask(address, f"/resource?iri={quote(iri, safe='')}", accept=HTML)
    assert led.headers["Location"] == f"/#/node/{quote(iri, safe='')}"
    assert "Set-Cookie" not in led.headers
    got = ask(address, f"/resource?iri={quote(iri, safe='')}", accept="text/turtle")
    assert len(triples(got)) == 1
    assert got.headers["X-Content-Type-Options"] == "nosniff"


def test_dereference_takes_a_base_without_a_path(tmp_path: Path):
    publish(tmp_path, GRAPH.replace(BASE, "http://127.0.0.1:8765/"))
    with serving(tmp_path) as address:
        assert ask(address, "/person/ann", accept="text/turtle").status == 303
        assert ask(address, "/", accept=HTML).status == 200
        assert ask(address, "/person/nobody").status == 404
