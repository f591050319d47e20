"""The part of a graph that some nodes rest on: they themselves, the sentences that they cite, and whom they name.

Nothing in a slice lacks its evidence: a plain triple comes along only with a statement that vouches for it, and what
is merely mentioned comes with its class and name alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Triple

from pipeline.graph.namespaces import CERTAINTY, POLARITY, VOICE, term
from pipeline.records import Certainty, Polarity, Voice

__all__ = ["Slice", "Sliceable", "sliced"]

_A = term("rdf:type")
_SENTENCE, _CONTEXT, _CITES = term("nif:Sentence"), term("nif:referenceContext"), term("prov:wasDerivedFrom")
_NAMES = {_A, *map(term, ("rdfs:label", "schema:name", "schema:alternateName", "cg:nameKey"))}
_FOLLOWED = {
    _CITES,
    _CONTEXT,
    *map(
        term,
        ("cg:inSentence", "cg:quantity", "cg:states", "cg:compares", "cg:side", "cg:claim", "cg:within",
         "schema:appearance", "prov:wasGeneratedBy", "prov:wasAssociatedWith"),
    ),
}  # fmt: skip
_TIMES = {term("prov:startedAtTime"), term("prov:endedAtTime")}
"""Left out, so that the same evidence gives the same pack, whenever its graph was built."""
_NEED_EVIDENCE = {
    _SENTENCE,
    *map(term, ("schema:Claim", "rdf:Statement", "cg:ClaimComparison", "cg:Side", "cg:Position", "cg:Act")),
}
_RUN = term("prov:Activity")
_VOUCHING = {
    (term("cg:voice"), VOICE[Voice.NARRATOR]),
    (term("cg:polarity"), POLARITY[Polarity.AFFIRMED]),
    (term("cg:certainty"), CERTAINTY[Certainty.CERTAIN]),
}

About = dict[NamedNode, list[Triple]]


class Sliceable(Protocol):
    """What has triples: a store, or a graph."""

    def triples(self, subject: NamedNode | None = None) -> Iterator[Triple]:
        """All triples, or those about one subject."""
        ...


@dataclass(frozen=True)
class Slice:
    """Triples, not sorted, and the sentences among their subjects."""

    triples: tuple[Triple, ...]
    sentences: tuple[NamedNode, ...]


def sliced(graph: Sliceable, nodes: Iterable[NamedNode]) -> Slice:
    """The slice of a graph for these nodes; those that it knows nothing of are passed over."""
    whole: About = {}
    waiting = sorted(set(nodes), key=str)
    asked = set(waiting)
    while waiting:
        node = waiting.pop()
        if node in whole:
            continue
        about = list(graph.triples(node))
        if not about or (node in asked and _is_entity(about)):
            continue
        whole[node] = about
        waiting += [t.object for t in about if t.predicate in _FOLLOWED and isinstance(t.object, NamedNode)]
    kept, named = _kept(graph, whole, asked)
    kept += [t for node in named for t in graph.triples(node) if t.predicate in _NAMES]
    sentences = sorted((n for n, about in whole.items() if Triple(n, _A, _SENTENCE) in about), key=str)
    return Slice(tuple(kept), tuple(sentences))


def _is_entity(about: list[Triple]) -> bool:
    """Whether a node is a person, place or the like, of which only names and what statements vouch for are told."""
    return not any(t.predicate in _FOLLOWED or t.predicate == term("nif:anchorOf") for t in about) and any(
        t.predicate == term("schema:name") for t in about
    )


def _kept(graph: Sliceable, whole: About, asked: set[NamedNode]) -> tuple[list[Triple], list[NamedNode]]:
    kept: list[Triple] = []
    named = {node for node in asked if node not in whole}
    for about in whole.values():
        run = any(t.object == _RUN for t in about)
        for triple in about:
            other = triple.object
            if triple.predicate in _TIMES:
                continue
            if isinstance(other, NamedNode) and other not in whole and triple.predicate != _A:
                types = {t.object for t in graph.triples(other) if t.predicate == _A}
                if types & _NEED_EVIDENCE or (run and types):
                    continue
                if types:
                    named.add(other)
            kept.append(triple)
        kept += _vouched_for(graph, about)
    return kept, sorted(named, key=str)


def _vouched_for(graph: Sliceable, about: list[Triple]) -> list[Triple]:
    """The plain triple of a statement in the author's own voice, affirmed and certain, if the graph has it."""
    said = {t.predicate: t.object for t in about}
    subject, predicate, other = (said.get(term(f"rdf:{part}")) for part in ("subject", "predicate", "object"))
    if not (isinstance(subject, NamedNode) and isinstance(predicate, NamedNode)):
        return []
    if not _VOUCHING.issubset((t.predicate, t.object) for t in about) or not isinstance(other, (NamedNode, Literal)):
        return []
    plain = Triple(subject, predicate, other)
    return [plain] if plain in graph.triples(subject) else []
