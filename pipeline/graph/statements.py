"""Relations: the evidence of each, sentence by sentence, and the plain triple where an author vouches for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from pipeline.graph import literals
from pipeline.graph.namespaces import CERTAINTY, POLARITY, PROPERTY_OF, VOICE, term
from pipeline.graph.scope import Scope
from pipeline.graph.terms import Terms
from pipeline.records import Certainty, Evidence, Polarity, Relation, RelationType, Voice

__all__ = ["Statement", "nodes_by_relation", "statements", "triples"]

_VERB = {
    RelationType.HEAD_OF: "heads",
    RelationType.MEMBER_OF: "is a member of",
    RelationType.WORKS_FOR: "works for",
    RelationType.FOUNDED: "founded",
    RelationType.BIRTH_PLACE: "was born in",
    RelationType.DEATH_PLACE: "died in",
    RelationType.HOME_LOCATION: "lives in",
    RelationType.NATIONALITY: "is a citizen of",
    RelationType.LOCATION: "is based in",
    RelationType.CONTAINED_IN: "lies in",
    RelationType.PARENT_ORGANIZATION: "is part of",
    RelationType.RELATED_TO: "is related to",
    RelationType.SUPPORTS: "supports",
    RelationType.OPPOSES: "opposes",
    RelationType.JOB_TITLE: "has the position",
}
_CERTAINTIES = list(Certainty)


@dataclass(frozen=True)
class Statement:
    """One triple as one sentence states it: all the evidence for it there, and how it is put.

    Where a sentence puts it in several ways, the plainest counts: the author's own word before somebody else's,
    affirmed before denied, certain before probable before possible.
    """

    node: NamedNode
    subject: NamedNode
    predicate: RelationType
    object: NamedNode | Literal
    label: str
    sentence: NamedNode
    voice: Voice
    polarity: Polarity
    certainty: Certainty
    evidence: tuple[Evidence, ...]
    relations: frozenset[int]
    """Positions in Extraction.relations, of those with this polarity: who denies it beside others does not state it."""

    @property
    def plain(self) -> bool:
        """Whether the author says it in his or her own voice, affirmed and certain."""
        return (self.voice, self.polarity, self.certainty) == (Voice.NARRATOR, Polarity.AFFIRMED, Certainty.CERTAIN)


def _stance(relation: Relation) -> tuple[bool, bool, int]:
    return (
        relation.voice is not Voice.NARRATOR,
        relation.polarity is not Polarity.AFFIRMED,
        _CERTAINTIES.index(relation.certainty),
    )


def statements(scope: Scope) -> list[Statement]:
    """One statement for each (triple, sentence) of the document, in the order in which they are first stated.

    A relation both of whose ends turned out to be one entity says nothing and is dropped.
    """
    found: dict[tuple[str, RelationType, str, int], list[tuple[int, Evidence]]] = {}
    for index, relation in enumerate(scope.extraction.relations):
        subject = scope.who(relation.subject).id
        other = relation.object
        target = other if isinstance(other, str) else scope.who(other).id
        if subject == target and not isinstance(other, str):
            continue
        for evidence in relation.evidence:
            key = (subject, relation.predicate, target, evidence.sentence)
            found.setdefault(key, []).append((index, evidence))
    return [_statement(scope, *key, told) for key, told in found.items()]


def _called(scope: Scope, end: int | str) -> str:
    """One end of a relation as its document calls it, so that the statement keeps its IRI whoever that turns out to be.

    Chains of one name and label in one document are one entity always.
    """
    if isinstance(end, str):
        return end
    chain = scope.extraction.chains[end]
    return f"{chain.label} {chain.name}"


def _statement(
    scope: Scope, subject: str, predicate: RelationType, target: str, sentence: int, told: list[tuple[int, Evidence]]
) -> Statement:
    relations = scope.extraction.relations
    best = min((relations[index] for index, _ in told), key=_stance)
    telling = [(relations[i], e) for i, e in told if _stance(relations[i]) == _stance(best)]
    whole = scope.sentences[sentence]
    at = scope.extraction.sentences[sentence].span
    if isinstance(best.object, str):
        object_: NamedNode | Literal = literals.text(best.object)
        name = best.object
    else:
        object_ = scope.entity(best.object)
        name = scope.who(best.object).name
    return Statement(
        node=scope.iris.hashed(
            "statement",
            scope.id,
            at.begin,
            at.end,
            predicate.value,
            *min((_called(scope, relations[i].subject), _called(scope, relations[i].object)) for i, _ in told),
        ),
        subject=scope.entity(best.subject),
        predicate=predicate,
        object=object_,
        label=f"{scope.who(best.subject).name} — {_VERB[predicate]} — {name}",
        sentence=whole,
        voice=best.voice,
        polarity=best.polarity,
        certainty=best.certainty,
        evidence=tuple(dict.fromkeys(e for _, e in telling)),
        relations=frozenset(i for i, _ in told if relations[i].polarity is best.polarity),
    )


def triples(scope: Scope, told: list[Statement], run: NamedNode) -> Iterator[Terms]:
    """The statements with their evidence, and the plain triples that at least one of them vouches for."""
    for s in told:
        predicate = PROPERTY_OF[s.predicate]
        if s.plain:
            yield s.subject, predicate, s.object
        yield s.node, term("rdf:type"), term("rdf:Statement")
        yield s.node, term("rdfs:label"), literals.text(s.label)
        yield s.node, term("rdf:subject"), s.subject
        yield s.node, term("rdf:predicate"), predicate
        yield s.node, term("rdf:object"), s.object
        yield s.node, term("prov:wasDerivedFrom"), s.sentence
        yield s.node, term("prov:wasGeneratedBy"), run
        yield s.node, term("cg:polarity"), POLARITY[s.polarity]
        yield s.node, term("cg:certainty"), CERTAINTY[s.certainty]
        yield s.node, term("cg:voice"), VOICE[s.voice]
        yield s.node, term("cg:confidence"), literals.confidence(max(e.confidence for e in s.evidence))
        for evidence in s.evidence:
            yield s.node, term("cg:method"), literals.text(evidence.method)
            yield s.node, term("cg:evidenceText"), literals.text(scope.quote(evidence.span))


def nodes_by_relation(told: list[Statement]) -> dict[int, list[Statement]]:
    """The statements of each relation, by its position in Extraction.relations."""
    found: dict[int, list[Statement]] = {}
    for statement in told:
        for index in sorted(statement.relations):
            found.setdefault(index, []).append(statement)
    return found
