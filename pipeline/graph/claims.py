"""Claims: who says what, how surely, and with which figure."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from pipeline.graph import literals
from pipeline.graph.namespaces import CERTAINTY, POLARITY, VOICE, term
from pipeline.graph.scope import Scope
from pipeline.graph.sources import document_label
from pipeline.graph.statements import Statement, nodes_by_relation
from pipeline.graph.terms import Terms
from pipeline.records import Claim, Extraction, Voice

__all__ = ["claim_node", "claims", "key", "label"]


def claims(scope: Scope, told: list[Statement], run: NamedNode) -> Iterator[Terms]:
    """The claims of a document; `told` are its statements, to which claims point.

    Where the article itself gives a figure, the claimant is its publisher.
    """
    stated = nodes_by_relation(told)
    for claim in scope.extraction.claims:
        yield from _claim(scope, claim, stated, run)
    quoted = sum(number for _, number in {(claim_node(scope, c), c.quoted_words) for c in scope.extraction.claims})
    if quoted:
        yield scope.document, term("cg:quotedWords"), literals.integer(quoted)


def _claim(scope: Scope, claim: Claim, stated: dict[int, list[Statement]], run: NamedNode) -> Iterator[Terms]:
    node = claim_node(scope, claim)
    sentence = scope.sentences[claim.evidence[0].sentence]
    narrator = claim.voice is Voice.NARRATOR
    yield node, term("rdf:type"), term("schema:Claim")
    yield node, term("rdfs:label"), literals.text(label(scope, claim))
    yield node, term("schema:text"), literals.text(claim.text)
    for piece in claim.continued:
        yield node, term("cg:continuation"), literals.text(scope.extraction.document.quote(piece))
    yield node, term("schema:appearance"), scope.document
    yield node, term("prov:wasDerivedFrom"), sentence
    yield node, term("prov:wasGeneratedBy"), run
    yield node, term("cg:polarity"), POLARITY[claim.polarity]
    yield node, term("cg:certainty"), CERTAINTY[claim.certainty]
    yield node, term("cg:voice"), VOICE[claim.voice]
    yield node, term("cg:confidence"), literals.confidence(claim.evidence[0].confidence)
    yield node, term("cg:method"), literals.text(claim.evidence[0].method)
    if claim.claimant is not None:
        yield node, term("cg:claimant"), scope.entity(claim.claimant)
    elif narrator and scope.publisher is not None:
        yield node, term("cg:claimant"), scope.publisher
    if claim.claimant_text:
        yield node, term("cg:claimantText"), literals.text(claim.claimant_text)
    if claim.cue:
        yield node, term("cg:cue"), literals.text(claim.cue)
    if claim.quoted_words:
        yield node, term("cg:quotedWords"), literals.integer(claim.quoted_words)
    for chain in claim.about:
        yield node, term("schema:about"), scope.entity(chain)
    for event in claim.about_events:
        yield node, term("schema:about"), scope.happening(event)
    for index in claim.states:
        statements = stated.get(index, [])
        here = [s for s in statements if s.sentence == sentence]
        for statement in here or statements:
            yield node, term("cg:states"), statement.node
    yield from _quantity(scope, claim, node, scope.iris.hashed("quantity", *key(scope.id, scope.extraction, claim)))


def claim_node(scope: Scope, claim: Claim) -> NamedNode:
    """The IRI of a claim."""
    return scope.iris.hashed("claim", *key(scope.id, scope.extraction, claim))


def key(document: str, extraction: Extraction, claim: Claim) -> tuple[object, ...]:
    """All that can tell two claims of one document apart; no positions, which shift when anything else is found."""
    figure = claim.quantity.span if claim.quantity else None
    who = None if claim.claimant is None else extraction.chains[claim.claimant].name
    counted = None if claim.count_of is None else extraction.events[claim.count_of].triggers[0].span
    return (
        document,
        claim.content.begin,
        claim.content.end,
        claim.voice.value,
        claim.polarity.value,
        claim.certainty.value,
        who,
        claim.claimant_text,
        claim.cue,
        (figure.begin, figure.end) if figure else None,
        (counted.begin, counted.end) if counted else None,
    )


def _quantity(scope: Scope, claim: Claim, claim_node: NamedNode, node: NamedNode) -> Iterator[Terms]:
    quantity = claim.quantity
    if quantity is None:
        return
    yield claim_node, term("cg:quantity"), node
    yield node, term("rdf:type"), term("schema:QuantitativeValue")
    yield node, term("rdfs:label"), literals.text(literals.shortened(quantity.text))
    for bound, name in ((quantity.minimum, "schema:minValue"), (quantity.maximum, "schema:maxValue")):
        value = None if bound is None else literals.number(bound)
        if value is not None:
            yield node, term(name), value
    if quantity.unit:
        yield node, term("schema:unitText"), literals.text(quantity.unit)
    yield node, term("cg:approximate"), literals.truth(quantity.approximate)
    if claim.count_of is not None:
        yield node, term("cg:countOf"), scope.happening(claim.count_of)


def label(scope: Scope, claim: Claim) -> str:
    """One line such as 'OVD-Info said: more than 4,300 people were detained'."""
    content = literals.shortened(claim.text)
    if claim.voice is Voice.NARRATOR:
        return f"{scope.extraction.document.publisher or document_label(scope.extraction.document)}: {content}"
    who = claim.claimant_text
    if claim.claimant is not None:
        who = scope.who(claim.claimant).name
    who = literals.shortened(who, 40) or "unnamed source"
    if claim.cue.casefold().startswith("according"):
        return f"According to {who}: {content}"
    return f"{who} {claim.cue}: {content}" if claim.cue else f"{who}: {content}"
