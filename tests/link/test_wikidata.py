"""The questions: whatever a name holds, it stays a name."""

import pyoxigraph
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.link import wikidata
from pipeline.link.dossiers import askable
from pipeline.records import EntityLabel

NASTY = ['"', "'", '"""', '"@en } ; DROP ALL #', "a\tb", "{}", "<http://x>", "%22", "?x", "\u202e", "𝒳 '"]


@given(st.text())
@example('x" } UNION { ?s ?p ?o')
@example("\\u0022 } #")
@example("\\")
@example('"\\')
def test_wikidata_literals_hold_any_name_that_is_asked_for(name):
    asked = askable(name, EntityLabel.ORG)
    if asked is None:
        return
    query = wikidata.about_names([asked], 10)
    store = pyoxigraph.Store()
    item = pyoxigraph.NamedNode("http://www.wikidata.org/entity/Q1")
    label = pyoxigraph.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    kind = pyoxigraph.NamedNode("http://www.wikidata.org/prop/direct/P31")
    store.add(pyoxigraph.Quad(item, label, pyoxigraph.Literal(asked, language="en")))
    store.add(pyoxigraph.Quad(item, kind, item))
    assert [row["name"].value for row in store.query(query)] == [asked]


@pytest.mark.parametrize("name", NASTY)
def test_wikidata_literals_end_where_the_name_ends(name):
    if name.isprintable():
        row = next(iter(pyoxigraph.Store().query(f"SELECT ({wikidata.literal(name, 'en')} AS ?x) {{ }}")))
        assert (row["x"].value, row["x"].language) == (name, "en")
    else:
        with pytest.raises(ValueError, match="cannot be asked for"):
            wikidata.literal(name, "en")


@pytest.mark.parametrize("name", ["a\\", "a\\u0022", "a\nb", "a\x00b", "a\ud800b"])
def test_wikidata_refuses_names_that_no_literal_holds_safely(name):
    with pytest.raises(ValueError, match="cannot be asked for"):
        wikidata.about_names([name], 10)
    assert askable(name.replace("\n", "\\n"), EntityLabel.ORG) is None


@pytest.mark.parametrize("iri", ["http://x> } #", "urn:x", "http://x/ y", "javascript:x", ""])
def test_wikidata_asks_for_no_item_that_is_no_iri(iri):
    for question in (wikidata.about_items, wikidata.about_types):
        with pytest.raises(ValueError, match="is no IRI"):
            question([iri], 10)
