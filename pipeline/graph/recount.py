"""What is counted over a graph, counted anew from its triples: a part of a graph has counts of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import starmap

from pyoxigraph import Literal, NamedNode, Triple

from pipeline.graph import overview, sayings
from pipeline.graph.events import Stance
from pipeline.graph.iris import Iris, digest
from pipeline.graph.namespaces import CLASS_OF, EVENT_CLASS, FORM, MODALITY, POLARITY, VOICE, term
from pipeline.records import Entity, EntityLabel, Happening, Member, MentionForm, Polarity, Voice

__all__ = ["COUNTS", "recounted"]

_COUNTS = "mentions articles claims quotedIn origins example events claimedEvents"
COUNTS = frozenset(term(f"cg:{name}") for name in _COUNTS.split())
"""The properties whose values are counted."""
_LABELS = {class_.value: label for label, class_ in CLASS_OF.items()}
_TYPES = {class_.value: type_ for type_, class_ in EVENT_CLASS.items()}
_MODALITIES = {node.value: modality for modality, node in MODALITY.items()}
_NAME, _ATTRIBUTED = FORM[MentionForm.NAME].value, VOICE[Voice.ATTRIBUTED].value
_DENIED = POLARITY[Polarity.DENIED].value
_ACTIVITY, _CLAIM = term("prov:Activity").value, term("schema:Claim").value

About = dict[str, list[str]]


def recounted(triples: Iterable[Triple], origin: Mapping[str, str]) -> Iterator[Triple]:
    """The counts of a graph.

    Args:
        triples: What it says; of one run.
        origin: The document that stands for all of one origin, for each document of which there are others.
    """
    nodes: dict[str, About] = {}
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, (NamedNode, Literal)):
            about = nodes.setdefault(triple.subject.value, {})
            about.setdefault(triple.predicate.value, []).append(triple.object.value)
    run = next((iri for iri, about in sorted(nodes.items()) if _ACTIVITY in _all(about, "rdf:type")), "")
    entities = {found.id: found for iri, about in sorted(nodes.items()) for found in _entity(iri, about)}
    happenings: list[Happening] = []
    stances: dict[str, Stance] = {}
    counted = overview.Counted()
    for iri, about in sorted(nodes.items()):
        type_ = next((_TYPES[class_] for class_ in _all(about, "rdf:type") if class_ in _TYPES), None)
        modality = next((_MODALITIES[m] for m in _all(about, "cg:modality") if m in _MODALITIES), None)
        cited = {_document(nodes, sentence) for sentence in _all(about, "prov:wasDerivedFrom")} - {""}
        if type_ is not None and modality is not None and cited:
            members = tuple(Member(document=document, index=0) for document in sorted(cited))
            happenings.append(Happening(id=iri, type=type_, name=iri, members=members))
            voice = Voice.ATTRIBUTED if _ATTRIBUTED in _all(about, "cg:voice") else Voice.NARRATOR
            polarity = Polarity.DENIED if _DENIED in _all(about, "cg:polarity") else Polarity.AFFIRMED
            stances[iri] = Stance(modality, voice, polarity)
            counted.months[iri] = {day[:7] for day in _all(about, "cg:date") if len(day) > len("2022")}
            counted.places[iri] = {place for place in _all(about, "sem:hasPlace") if place in entities}
    _gather(nodes, entities, origin, counted)
    iris = Iris(run.rpartition("run/")[0], {iri: iri for iri in nodes})
    origins = overview.Origins.between(origin)
    found = overview.triples(
        iris, list(entities.values()), happenings, counted, stances, (), origins, NamedNode(run or "urn:run")
    )
    return starmap(Triple, found)


def _gather(
    nodes: Mapping[str, About], entities: Mapping[str, Entity], origin: Mapping[str, str], counted: overview.Counted
) -> None:
    """Count mentions, who is named together, and claims."""
    mentioned: dict[str, list[str]] = {}
    named: dict[str, set[str]] = {}
    said: dict[str, list[tuple[str, int, int]]] = {}
    for iri, about in sorted(nodes.items()):
        for entity in (e for e in _all(about, "gaf:denotes") if e in entities):
            mentioned.setdefault(entity, []).append(_all(about, "nif:referenceContext")[0])
            if _NAME in _all(about, "cg:mentionForm") and entities[entity].label is EntityLabel.PERSON:
                named.setdefault(_all(about, "cg:inSentence")[0], set()).add(entity)
        if _CLAIM in _all(about, "rdf:type") and _ATTRIBUTED in _all(about, "cg:voice"):
            for who in (e for e in _all(about, "cg:claimant") if e in entities):
                words = _all(about, "schema:text")[0]
                told = who, int(iri[-16:], 16), int(digest(words), 16)
                said.setdefault(_all(about, "schema:appearance")[0], []).append(told)
    counted.mentioned |= {entity: (len(found), len(set(found))) for entity, found in mentioned.items()}
    for sentence, persons in sorted(named.items()):
        counted.name_together(NamedNode(_document(nodes, sentence)), NamedNode(sentence), persons)
    for document, claims in sorted(said.items()):
        claimants = dict(enumerate(sorted({who for who, _, _ in claims})))
        chain = {who: at for at, who in claimants.items()}
        each: list[sayings.Said] = [(chain[who], claim, words) for who, claim, words in claims]
        counted.sayings.take(document, each, claimants, document in origin)


def _entity(iri: str, about: About) -> Iterator[Entity]:
    label = next((_LABELS[class_] for class_ in _all(about, "rdf:type") if class_ in _LABELS), None)
    names = _all(about, "schema:name")
    if label is not None and names:
        yield Entity(id=iri, label=label, name=names[0], members=(Member(document=iri, index=0),))


def _document(nodes: Mapping[str, About], sentence: str) -> str:
    return next(iter(_all(nodes.get(sentence, {}), "nif:referenceContext")), "")


def _all(about: About, name: str) -> list[str]:
    return about.get(term(name).value, [])
