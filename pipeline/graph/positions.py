"""Positions: who supports, opposes, demands, promises, accuses, denies, answers or admits what."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from pipeline.graph import literals
from pipeline.graph.claims import claim_node
from pipeline.graph.namespaces import CERTAINTY, VOICE, term
from pipeline.graph.scope import Scope
from pipeline.graph.terms import Terms
from pipeline.records import Position, PositionKind

__all__ = ["positions"]

_VERB = {
    PositionKind.SUPPORT: "supports",
    PositionKind.OPPOSITION: "opposes",
    PositionKind.DEMAND: "demands",
    PositionKind.PROMISE: "promises",
    PositionKind.ACCUSATION: "accuses",
    PositionKind.DENIAL: "denies",
    PositionKind.ANSWER: "answers",
    PositionKind.ADMISSION: "admits",
}


def positions(scope: Scope, run: NamedNode) -> Iterator[Terms]:
    """The positions of a document, each with its sentence."""
    for position in scope.extraction.positions:
        yield from _position(scope, position, run)


def _position(scope: Scope, position: Position, run: NamedNode) -> Iterator[Terms]:
    evidence = position.evidence[0]
    node = scope.iris.hashed("position", *_key(scope, position))
    yield node, term("rdf:type"), term("cg:Position")
    yield node, term("rdf:type"), term(f"cg:{position.kind.value}")
    yield node, term("rdfs:label"), literals.text(_label(scope, position))
    yield node, term("schema:text"), literals.text(position.text)
    yield node, term("cg:cue"), literals.text(position.cue)
    yield node, term("schema:appearance"), scope.document
    yield node, term("prov:wasDerivedFrom"), scope.sentences[evidence.sentence]
    yield node, term("prov:wasGeneratedBy"), run
    yield node, term("cg:certainty"), CERTAINTY[position.certainty]
    yield node, term("cg:voice"), VOICE[position.voice]
    yield node, term("cg:confidence"), literals.confidence(evidence.confidence)
    yield node, term("cg:method"), literals.text(evidence.method)
    for chain, words, entity, text in (
        (position.holder, position.holder_text, term("cg:holder"), term("cg:holderText")),
        (position.target, position.target_text, term("cg:accused"), term("cg:accusedText")),
    ):
        if chain is not None:
            yield node, entity, scope.entity(chain)
        if words:
            yield node, text, literals.text(words)
    for chain in position.about:
        yield node, term("schema:about"), scope.entity(chain)
    if position.claim is not None:
        yield node, term("cg:within"), claim_node(scope, scope.extraction.claims[position.claim])


def _key(scope: Scope, position: Position) -> tuple[object, ...]:
    """All that can tell two positions of one document apart."""
    return (
        scope.id,
        position.kind.value,
        position.content.begin,
        position.content.end,
        position.cue,
        position.holder_text,
        position.target_text,
        position.evidence[0].span.begin,
    )


def _label(scope: Scope, position: Position) -> str:
    """One line such as 'Mira Solberg opposes: the levy on gas'."""
    who = position.holder_text
    if position.holder is not None:
        who = scope.who(position.holder).name
    whom = position.target_text
    if position.target is not None:
        whom = scope.who(position.target).name
    told = " ".join(filter(None, (literals.shortened(who, 40) or "somebody", _VERB[position.kind], whom)))
    return f"{told}: {literals.shortened(position.text)}"
