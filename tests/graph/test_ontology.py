"""The vocabulary, the shapes, the context and the mapping agree on their terms."""

import json
import re
from itertools import starmap

import pytest
import rdflib
from denials import herald
from newsroom import BASE, WHEN, Article, corpus, judged, linked, mapper, repeats
from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from standpoints import standpoints

from pipeline import resources
from pipeline.graph import revisions
from pipeline.graph.namespaces import CLASS_OF, EVENT_CLASS, FORM, MODALITY, PREFIXES, PROPERTY_OF
from pipeline.records import (
    Certainty,
    ComparisonDimension,
    ComparisonVerdict,
    GrammaticalVoice,
    Polarity,
    RelationType,
    Verdict,
    Voice,
)

VANN = rdflib.Namespace("http://purl.org/vocab/vann/")
CG = PREFIXES["cg"]
STATUS = rdflib.URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")


@pytest.fixture(scope="module")
def ontology():
    return rdflib.Graph().parse(resources.ontology() / "citegraph.ttl")


@pytest.fixture(scope="module")
def written():
    """Every IRI of a vocabulary that the mapping writes, given records of every kind."""
    extractions, comparisons = corpus()
    article = Article("all.jsonl", "Ada did it at 2.", record=1)
    ada = article.name(0, "Ada", "PERSON")
    for label in ("COUNTRY", "REGION", "PLACE", "NORP", "EVENT", "WORK", "CITY", "ORG"):
        other = article.name(0, "it", label, form="Nominal")
    for predicate in RelationType:
        article.relation(ada, predicate.value, "doer" if predicate == "jobTitle" else other, 0, "did")
    for kind in EVENT_CLASS:
        article.event(kind.value, 0, "did", targets=[("it", other)], places=[("it", other)])
    for modality in MODALITY:
        article.event("Trial", 0, "it", modality=modality, time=("2", f"20{len(article.events):02}"))
    for polarity in Polarity:
        for certainty in Certainty:
            for voice in Voice:
                article.claim(0, "it", ada, "Ada", "did", polarity=polarity, certainty=certainty, voice=voice)
    others = [
        comparisons[0].model_copy(update={"verdict": ComparisonVerdict.DRIFT, "dimension": dimension})
        for dimension in ComparisonDimension
    ]
    held, told, occasions = standpoints()
    others += [comparisons[0].model_copy(update={"verdict": verdict}) for verdict in ComparisonVerdict]
    all_of_them = [*extractions, article.extraction(), herald(), *held]
    found = set()
    made = mapper(all_of_them, [*others, *comparisons, *told], origins=repeats(extractions), occasions=occasions)
    made.resolution = linked(judged(made.resolution))
    post = extractions[0]
    earlier = [revisions.Overwritten(Article("post.txt", "Ada ran.").extraction(), WHEN, WHEN)]
    earlier += [revisions.Overwritten(extractions[1], WHEN, WHEN)]
    edited = starmap(Triple, revisions.overwritten(BASE, made.resolution, earlier, post, made.run_node))
    for triple in (*made.triples(all_of_them), *edited):
        found |= {triple.predicate.value}
        if isinstance(triple.object, NamedNode) and not triple.object.value.startswith(BASE):
            found.add(triple.object.value)
    return {iri for iri in found if any(iri.startswith(start) for start in PREFIXES.values())}


def reserved(ontology):
    return {str(s) for s in ontology.subjects(STATUS, rdflib.Literal("testing"))}


def enumerations(ontology):
    return {str(s) for s in ontology.subjects(OWL.oneOf, None)}


def test_every_term_of_ours_that_the_mapping_writes_is_defined(ontology, written):
    assert {iri for iri in written if iri.startswith(CG)} <= {str(s) for s in ontology.subjects(RDF.type, None)}


def test_every_term_that_is_defined_is_written_unless_it_is_marked_as_reserved(ontology, written):
    defined = {str(s) for s in ontology.subjects(RDFS.isDefinedBy, None)}
    assert defined - written == (reserved(ontology) | enumerations(ontology)) - written
    assert not reserved(ontology) & written


def test_every_term_has_a_label_a_comment_and_an_example(ontology):
    for subject in set(ontology.subjects(RDFS.isDefinedBy, None)):
        for property_ in (RDFS.label, RDFS.comment, SKOS.example):
            assert len(list(ontology.objects(subject, property_))) == 1, (subject, property_)
        assert str(ontology.value(subject, RDFS.comment)).endswith(".")


def test_every_term_of_others_that_is_written_has_a_note_on_its_use(ontology, written):
    noted = {str(s) for s in ontology.subjects(SKOS.scopeNote, None)}
    assert {iri for iri in written if not iri.startswith(CG)} <= noted
    assert noted - written == {PREFIXES["sem"] + "hasActor"}


def test_event_classes_are_subclasses_and_some_have_a_plover_code(ontology):
    for class_ in EVENT_CLASS.values():
        above = {str(o) for o in ontology.objects(rdflib.URIRef(class_.value), RDFS.subClassOf)}
        assert above == {PREFIXES["sem"] + "Event", PREFIXES["schema"] + "Event"}
    for _, code in ontology.subject_objects(SKOS.closeMatch):
        assert ontology.value(code, SKOS.notation)
    assert len(list(ontology.subject_objects(SKOS.closeMatch))) >= 10
    for role in ("actor", "target"):
        assert (rdflib.URIRef(CG + role), RDFS.subPropertyOf, rdflib.URIRef(PREFIXES["sem"] + "hasActor")) in ontology


def test_enumerations_hold_the_values_of_the_records(ontology):
    def values(name):
        return {str(i).removeprefix(CG) for i in ontology.items(ontology.value(rdflib.URIRef(CG + name), OWL.oneOf))}

    assert values("MentionForm") == {f.value for f in FORM} | {"Trigger"}
    assert values("Modality") == {m.value for m in MODALITY}
    assert values("Polarity") == {p.value for p in Polarity}
    assert values("Certainty") == {c.value for c in Certainty}
    assert values("Voice") == {v.value for v in Voice}
    assert values("GrammaticalVoice") == {v.value for v in GrammaticalVoice}
    assert values("Identity") == {v.value.capitalize() for v in Verdict}
    assert values("Dimension") == {d.value for d in ComparisonDimension}
    assert values("Verdict") == {v.value for v in ComparisonVerdict}


def test_ontology_says_its_version_licence_and_prefix(ontology):
    node = rdflib.URIRef(CG.rstrip("#"))
    assert ontology.value(node, OWL.versionInfo)
    assert str(ontology.value(node, VANN.preferredNamespacePrefix)) == "cg"
    assert str(ontology.value(node, VANN.preferredNamespaceUri)) == CG
    assert "creativecommons.org/publicdomain/zero" in str(
        ontology.value(node, rdflib.URIRef(PREFIXES["dcterms"] + "license"))
    )


def test_shapes_name_no_term_that_is_not_defined(ontology):
    shapes = rdflib.Graph().parse(resources.ontology() / "shapes.ttl")
    named = {str(x) for triple in shapes for x in triple if isinstance(x, rdflib.URIRef) and str(x).startswith(CG)}
    assert named <= {str(s) for s in ontology.subjects(RDFS.isDefinedBy, None)}
    classes = {c.value for c in (*CLASS_OF.values(), *EVENT_CLASS.values())}
    relations = {p.value for p in PROPERTY_OF.values()}
    text = {str(x) for triple in shapes for x in triple}
    assert classes <= text
    assert relations <= text


def test_queries_name_no_term_that_is_not_defined(ontology):
    defined = {str(s).removeprefix(CG) for s in ontology.subjects(RDFS.isDefinedBy, None)}
    for path in resources.queries().glob("*.rq"):
        assert set(re.findall(r"\bcg:(\w+)", path.read_text(encoding="utf-8"))) <= defined, path.name


def test_context_has_a_short_name_for_every_property_that_is_written(written):
    context = json.loads((resources.ontology() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert {n: context[n] for n in PREFIXES} == PREFIXES
    ids = [v["@id"] for v in context.values() if isinstance(v, dict)]
    assert len(ids) == len(set(ids))
    whole = {PREFIXES[i.partition(":")[0]] + i.partition(":")[2] for i in ids}
    extractions, comparisons = corpus()
    predicates = {t.predicate.value for t in mapper(extractions, comparisons).triples(extractions)}
    assert predicates - {str(RDF.type)} <= whole
    assert whole <= written


def test_context_types_agree_with_what_is_written():
    context = json.loads((resources.ontology() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    typed = {
        PREFIXES[v["@id"].partition(":")[0]] + v["@id"].partition(":")[2]: v.get("@type")
        for v in context.values()
        if isinstance(v, dict)
    }
    extractions, comparisons = corpus()
    for triple in mapper(extractions, comparisons).triples(extractions):
        kind = typed.get(triple.predicate.value)
        if kind == "@id":
            assert isinstance(triple.object, NamedNode), triple
        elif kind:
            assert isinstance(triple.object, Literal), triple
            assert triple.object.datatype.value == PREFIXES["xsd"] + kind.removeprefix("xsd:"), triple
