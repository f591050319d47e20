"""Passages side by side: which agree, which contradict one another, what was changed or lost on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from pyoxigraph import NamedNode

from pipeline.graph import literals
from pipeline.graph.iris import Iris
from pipeline.graph.namespaces import VOICE, term
from pipeline.graph.scope import Scope
from pipeline.graph.terms import Terms
from pipeline.records import ClaimComparison, ComparisonDimension, ComparisonVerdict, Side, Voice

__all__ = ["Words", "key", "triples", "words_of"]

_SHORTCUT = {
    ComparisonVerdict.AGREEMENT: term("cg:agreesWith"),
    ComparisonVerdict.CONFLICT: term("cg:conflictsWith"),
}


@dataclass(frozen=True)
class Words:
    """What the graph says of one side: its sentence, its words, and its claim if it is one."""

    sentence: NamedNode
    text: str
    claim: NamedNode | None
    quote: str = ""
    """The text of the sentence."""
    events: tuple[str, ...] = ()
    """The ids of the happenings that the sentence reports."""
    voice: Voice = Voice.NARRATOR
    """Whose words they are, if they are a claim: hearsay names nobody, and is not the author's for that."""


def words_of(scope: Scope, side: Side, claim: NamedNode | None) -> Words:
    """The words of a side that stands in the document of this scope."""
    record = scope.extraction
    told = (i for i, event in enumerate(record.events) if any(e.sentence == side.sentence for e in event.evidence))
    return Words(
        scope.sentences[side.sentence],
        scope.quote(side.span),
        claim,
        record.sentences[side.sentence].text,
        tuple(scope.happening_id(i) for i in told),
        Voice.NARRATOR if side.claim is None else record.claims[side.claim].voice,
    )


def key(comparison: ClaimComparison, words: Mapping[Side, Words], names: Mapping[str, Sequence[str]]) -> str:
    """All that the triples of a comparison depend on besides the IRIs of entities and the run; see `triples`."""
    told = [words[side] for side in comparison.sides]
    events = [event for stands in told for event in stands.events]
    return f"comparison {(comparison, told, [(id_, names.get(id_)) for id_ in (*comparison.about, *events)])!r}"


def triples(
    iris: Iris,
    comparisons: Iterable[ClaimComparison],
    words: Mapping[Side, Words],
    names: Mapping[str, Sequence[str]],
    run: NamedNode,
) -> Iterator[Terms]:
    """The comparisons with their sides, and both ways the shortcut between claims of which the figures were compared.

    Args:
        words: What stands on each side of each comparison.
        names: The names of what they are about, and of the happenings that their sentences report, by id.
    """
    for comparison in comparisons:
        told = [words[side] for side in comparison.sides]
        node = node_of(iris, comparison)
        yield node, term("rdf:type"), term("cg:ClaimComparison")
        yield node, term("rdfs:label"), literals.text(literals.shortened(comparison.because))
        yield node, term("cg:verdict"), term(f"cg:{comparison.verdict.value}")
        yield node, term("cg:dimension"), term(f"cg:{comparison.dimension.value}")
        yield node, term("cg:because"), literals.text(comparison.because)
        yield node, term("prov:wasGeneratedBy"), run
        topics = [node.value, comparison.because]
        for about in comparison.about:
            yield node, term("schema:about"), iris.named(about)
        for id_ in (*comparison.about, *(event for stands in told for event in stands.events)):
            topics += [iris.named(id_).value, *names.get(id_, ())]
        topics += [stands.quote for stands in told]
        yield node, term("cg:topic"), literals.key("\n".join(dict.fromkeys(topics)))
        for order, (side, stands) in enumerate(zip(comparison.sides, told, strict=True), start=1):
            yield from _side(iris, node, order, side, stands)
        shortcut = _SHORTCUT.get(comparison.verdict)
        if shortcut is not None and comparison.dimension is ComparisonDimension.QUANTITY:
            claims = [stands.claim for stands in told if stands.claim is not None]
            yield from ((one, shortcut, other) for one, other in permutations(claims, 2) if one != other)


def node_of(iris: Iris, comparison: ClaimComparison) -> NamedNode:
    """The IRI of a comparison."""
    keys = [field for side in comparison.sides for field in (side.document, side.span.begin, side.span.end)]
    return iris.hashed("comparison", comparison.dimension, comparison.verdict, *keys)


def _side(iris: Iris, comparison: NamedNode, order: int, side: Side, stands: Words) -> Iterator[Terms]:
    node = iris.hashed("side", comparison.value, order)
    speaker = side.speaker_text or ("somebody" if stands.voice is Voice.ATTRIBUTED else "")
    yield comparison, term("cg:side"), node
    yield comparison, term("prov:wasDerivedFrom"), stands.sentence
    yield node, term("rdf:type"), term("cg:Side")
    yield node, term("rdfs:label"), literals.text(literals.shortened(" ".join(stands.text.split())))
    yield node, term("cg:order"), literals.integer(order)
    yield node, term("schema:text"), literals.text(stands.text)
    yield node, term("cg:voice"), VOICE[Voice.ATTRIBUTED if speaker else Voice.NARRATOR]
    yield node, term("prov:wasDerivedFrom"), stands.sentence
    if side.speaker is not None:
        yield node, term("cg:speaker"), iris.named(side.speaker)
    if speaker:
        yield node, term("cg:speakerText"), literals.text(speaker)
    if stands.claim is not None:
        yield node, term("cg:claim"), stands.claim
        yield comparison, term("cg:compares"), stands.claim
