"""What connects entities: each relation and each event that two take part in, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from pipeline.graph.result import Value
from pipeline.graph.store import Queryable

__all__ = ["Tie", "joint", "local", "stance_of_event", "ties"]

_STATEMENTS = """
SELECT ?statement ?subject ?predicate ?object ?polarity ?certainty ?voice ?confidence ?sentence WHERE {
    ?statement rdf:subject ?subject ;
        rdf:predicate ?predicate ;
        rdf:object ?object ;
        cg:polarity ?polarity ;
        cg:certainty ?certainty ;
        cg:voice ?voice ;
        cg:confidence ?confidence ;
        prov:wasDerivedFrom ?sentence .
    FILTER(isIRI(?object))
}
"""
_PARTS = """
SELECT ?event ?role ?entity WHERE {
    VALUES ?role { cg:actor cg:target sem:hasPlace }
    ?event ?role ?entity .
}
"""
_EVENTS = """
SELECT ?event ?class ?modality ?voice ?polarity WHERE {
    ?event a sem:Event , ?class ;
        cg:modality ?modality ;
        cg:voice ?voice ;
        cg:polarity ?polarity .
    FILTER(?class != sem:Event)
}
"""
_REPORTS = """
SELECT ?event ?sentence (MAX(?sure) AS ?confidence) WHERE {
    ?trigger cg:mentionForm cg:Trigger ;
        gaf:denotes ?event ;
        cg:inSentence ?sentence ;
        cg:confidence ?sure .
}
GROUP BY ?event ?sentence
"""
_CLAIMS = """
SELECT ?claim ?claimant ?entity ?polarity ?confidence ?sentence WHERE {
    ?claim cg:claimant ?claimant ;
        schema:about ?entity ;
        cg:voice cg:Attributed ;
        cg:polarity ?polarity ;
        cg:confidence ?confidence ;
        prov:wasDerivedFrom ?sentence .
    FILTER NOT EXISTS { ?entity a sem:Event }
}
"""


@dataclass(frozen=True, slots=True)
class Tie:
    """One sentence that connects two entities.

    `label` is the relation (headOf), the type of event (Arrest, "Arrest (together)" for two who share a role, "Arrest
    in" for where), or "says about" for what one says of another. `stance` is asserted, claimed, hedged or denied for a
    relation; for an event what `stance_of_event` says; claimed or denied for what is said. `node` is the statement, the
    event or the claim.
    """

    source: str
    target: str
    label: str
    stance: str
    node: str
    sentence: str
    confidence: float

    @property
    def fact(self) -> bool:
        """Whether an author says in his or her own voice that it is so, or happened."""
        return self.stance in ("asserted", "actual")


def local(iri: Value) -> str:
    """The last part of an IRI: headOf."""
    return re.split(r"[#/]", str(iri))[-1]


def joint(roles: Mapping[str, Iterable[str]], label: str) -> Iterator[tuple[str, str, str]]:
    """Who is connected with whom by an event: each actor with each target, and those who share a role.

    >>> list(joint({"actor": ["a"], "target": ["b", "c"]}, "Arrest"))
    [('a', 'b', 'Arrest'), ('a', 'c', 'Arrest'), ('b', 'c', 'Arrest (together)')]
    """
    actors, targets = sorted(set(roles.get("actor", ()))), sorted(set(roles.get("target", ())))
    for actor in actors:
        for target in targets:
            if target != actor:
                yield actor, target, label
    for together in (actors, targets):
        for one, other in combinations(together, 2):
            yield one, other, f"{label} (together)"


def stance_of_event(modality: str, voice: str, polarity: str) -> str:
    """How an event is told, in one word: what a line for it looks like.

    Its modality (actual, planned, …), or claimed where only somebody quoted says that it happened, and denied where
    those who tell of it deny it.

    >>> stance_of_event("Actual", "Attributed", "Affirmed"), stance_of_event("Planned", "Attributed", "Affirmed")
    ('claimed', 'planned')
    """
    if polarity == "Denied":
        return "denied"
    return "claimed" if (modality, voice) == ("Actual", "Attributed") else modality.lower()


def _placed(roles: Mapping[str, Iterable[str]], label: str) -> Iterator[tuple[str, str, str]]:
    for who in sorted({*roles.get("actor", ()), *roles.get("target", ())}):
        for place in sorted(set(roles.get("hasPlace", ())) - {who}):
            yield who, place, f"{label} in"


def ties(store: Queryable) -> Iterator[Tie]:
    """All ties of a graph, in no particular order."""
    for statement, source, predicate, target, polarity, certainty, voice, sure, sentence in store.query(_STATEMENTS):
        stance = _stance(local(polarity), local(certainty), local(voice))
        yield Tie(str(source), str(target), local(predicate), stance, str(statement), str(sentence), float(str(sure)))
    parts: dict[str, dict[str, list[str]]] = {}
    for event, role, entity in store.query(_PARTS):
        parts.setdefault(str(event), {}).setdefault(local(role), []).append(str(entity))
    reports: dict[str, list[tuple[str, float]]] = {}
    for event, sentence, sure in store.query(_REPORTS):
        reports.setdefault(str(event), []).append((str(sentence), float(str(sure))))
    for event, class_, modality, voice, polarity in store.query(_EVENTS):
        stance = stance_of_event(local(modality), local(voice), local(polarity))
        roles = parts.get(str(event), {})
        for source, target, label in (*joint(roles, local(class_)), *_placed(roles, local(class_))):
            for sentence, sure in reports.get(str(event), ()):
                yield Tie(source, target, label, stance, str(event), sentence, sure)
    for claim, claimant, entity, polarity, sure, sentence in store.query(_CLAIMS):
        stance = "denied" if local(polarity) == "Denied" else "claimed"
        yield Tie(str(claimant), str(entity), "says about", stance, str(claim), str(sentence), float(str(sure)))


def _stance(polarity: str, certainty: str, voice: str) -> str:
    if polarity == "Denied":
        return "denied"
    if voice == "Attributed":
        return "claimed"
    return "asserted" if certainty == "Certain" else "hedged"
