"""The vocabularies of the graph: their prefixes, and the terms by which records are named in it."""

from __future__ import annotations

from functools import cache
from typing import Final

from pyoxigraph import NamedNode

from pipeline.records import (
    Certainty,
    EntityLabel,
    EventType,
    MentionForm,
    Modality,
    Polarity,
    RelationType,
    Verdict,
    Voice,
)

__all__ = [
    "CERTAINTY",
    "CLASS_OF",
    "EVENT_CLASS",
    "FORM",
    "IDENTITY",
    "MODALITY",
    "POLARITY",
    "PREFIXES",
    "PROPERTY_OF",
    "TRIGGER",
    "VOICE",
    "term",
]

PREFIXES: Final[dict[str, str]] = {
    "cg": "https://w3id.org/citegraph/ns#",
    "schema": "https://schema.org/",
    "org": "http://www.w3.org/ns/org#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "prov": "http://www.w3.org/ns/prov#",
    "gaf": "http://groundedannotationframework.org/gaf#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "gn": "http://www.geonames.org/ontology#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@cache
def term(name: str) -> NamedNode:
    """The IRI of a prefixed name.

    >>> term("cg:actor").value
    'https://w3id.org/citegraph/ns#actor'
    """
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


CLASS_OF: Final[dict[EntityLabel, NamedNode]] = {
    EntityLabel.PERSON: term("schema:Person"),
    EntityLabel.ORG: term("schema:Organization"),
    EntityLabel.CITY: term("schema:City"),
    EntityLabel.COUNTRY: term("schema:Country"),
    EntityLabel.REGION: term("schema:AdministrativeArea"),
    EntityLabel.PLACE: term("schema:Place"),
    EntityLabel.NORP: term("cg:Group"),
    EntityLabel.EVENT: term("schema:Event"),
    EntityLabel.WORK: term("schema:CreativeWork"),
}

PROPERTY_OF: Final[dict[RelationType, NamedNode]] = {
    RelationType.HEAD_OF: term("org:headOf"),
    RelationType.MEMBER_OF: term("schema:memberOf"),
    RelationType.WORKS_FOR: term("schema:worksFor"),
    RelationType.FOUNDED: term("cg:founded"),
    RelationType.BIRTH_PLACE: term("schema:birthPlace"),
    RelationType.DEATH_PLACE: term("schema:deathPlace"),
    RelationType.HOME_LOCATION: term("schema:homeLocation"),
    RelationType.NATIONALITY: term("schema:nationality"),
    RelationType.LOCATION: term("schema:location"),
    RelationType.CONTAINED_IN: term("schema:containedInPlace"),
    RelationType.PARENT_ORGANIZATION: term("schema:parentOrganization"),
    RelationType.RELATED_TO: term("schema:relatedTo"),
    RelationType.SUPPORTS: term("cg:supports"),
    RelationType.OPPOSES: term("cg:opposes"),
    RelationType.JOB_TITLE: term("schema:jobTitle"),
}

EVENT_CLASS: Final[dict[EventType, NamedNode]] = {t: term(f"cg:{t.value}") for t in EventType}
FORM: Final[dict[MentionForm, NamedNode]] = {f: term(f"cg:{f.value}") for f in MentionForm}
TRIGGER: Final[NamedNode] = term("cg:Trigger")
POLARITY: Final[dict[Polarity, NamedNode]] = {p: term(f"cg:{p.value}") for p in Polarity}
CERTAINTY: Final[dict[Certainty, NamedNode]] = {c: term(f"cg:{c.value}") for c in Certainty}
VOICE: Final[dict[Voice, NamedNode]] = {v: term(f"cg:{v.value}") for v in Voice}
IDENTITY: Final[dict[Verdict, NamedNode]] = {v: term(f"cg:{v.value.capitalize()}") for v in Verdict}
MODALITY: Final[dict[Modality, NamedNode]] = {m: term(f"cg:{m.value}") for m in Modality}
