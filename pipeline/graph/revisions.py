"""Editions of one article in the graph: which document revises which, sentence by sentence, and what was overwritten.

A document whose file still stands among the sources is an article like any other, though a later edition of it stands
there too. One that was overwritten is an `cg:EarlierEdition`: its sentences are there to be quoted, and what it said is
there as `cg:EarlierStatement`, by its label alone. None of that counts among what the articles say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pyoxigraph import NamedNode

from pipeline.graph import claims, edits, literals, sources, statements
from pipeline.graph.iris import Iris
from pipeline.graph.namespaces import term
from pipeline.graph.scope import Identities, Scope, Slice, Who
from pipeline.graph.terms import Terms
from pipeline.reconcile.inheritance import inherited
from pipeline.reconcile.revisions import Revision, revision
from pipeline.records import Entity, Extraction

__all__ = ["Overwritten", "overwritten", "triples"]

_A, _LABEL, _REVISES = map(term, ("rdf:type", "rdfs:label", "prov:wasRevisionOf"))
_BEGAN, _ENDED = term("cg:readFrom"), term("cg:readUntil")


class Overwritten(NamedTuple):
    """An earlier edition, and when builds read it first and found another text in its place."""

    extraction: Extraction
    seen: dt.datetime | None
    until: dt.datetime


def triples(
    base: str, who: Identities, editions: Iterable[tuple[Extraction, Extraction]], run: NamedNode
) -> Iterator[Terms]:
    """That documents, and sentences whose words were changed, are revisions of others; and all edits, see `edits`.

    Args:
        base: The IRI under which those of the graph are made.
        who: Who is who in the documents.
        editions: Pairs of documents that may be editions of one article, the older one first.
        run: The IRI of the run.
    """
    iris = Iris(base)
    for pair in editions:
        found = revision(*pair)
        if found is not None:
            older, newer = (_scope(iris, extraction, _entities(who, extraction)) for extraction in pair)
            yield from _revised(older, newer, found, run)


def overwritten(
    base: str, who: Identities, track: Sequence[Overwritten], current: Extraction, run: NamedNode
) -> Iterator[Terms]:
    """The earlier editions of a document, that each edition revises the one before, and all edits.

    Args:
        base: The IRI under which those of the graph are made.
        who: Who is who in the document of now.
        track: The earlier editions, the first one first.
        current: The document of now.
        run: The IRI of the run.
    """
    iris = Iris(base)
    entities = _entities(who, current)
    newer = _scope(iris, current, entities)
    for edition in reversed(track):
        entities = inherited(edition.extraction, newer.extraction, entities.__getitem__)
        older = _scope(iris, edition.extraction, entities)
        yield from _edition(older, edition)
        made = revision(older.extraction, newer.extraction, known=True)
        if made is not None:
            yield from _revised(older, newer, made, run)
        newer = older


def _entities(who: Identities, extraction: Extraction) -> list[Entity]:
    return [who.entity_of(extraction.document.id, chain) for chain in range(len(extraction.chains))]


def _scope(iris: Iris, extraction: Extraction, entities: Iterable[Entity]) -> Scope:
    return Scope(iris, extraction, Slice(tuple(map(Who.of, entities)), ()))


def _revised(older: Scope, newer: Scope, found: Revision, run: NamedNode) -> Iterator[Terms]:
    yield newer.document, _REVISES, older.document
    for i, j in found.rewritten:
        yield newer.sentences[j], _REVISES, older.sentences[i]
    yield from edits.triples(older, newer, found, run)


def _edition(scope: Scope, edition: Overwritten) -> Iterator[Terms]:
    yield from sources.document(scope, term("cg:EarlierEdition"))
    if edition.seen is not None:
        yield scope.document, _BEGAN, literals.instant(edition.seen)
    yield scope.document, _ENDED, literals.instant(edition.until)
    yield from sources.sentences(scope)
    for statement in statements.statements(scope):
        yield from _said(statement.node, statement.label, statement.sentence)
    for claim in scope.extraction.claims:
        sentence = scope.sentences[claim.evidence[0].sentence]
        yield from _said(claims.claim_node(scope, claim), claims.label(scope, claim), sentence)


def _said(node: NamedNode, label: str, sentence: NamedNode) -> Iterator[Terms]:
    yield node, _A, term("cg:EarlierStatement")
    yield node, _LABEL, literals.text(label)
    yield node, term("prov:wasDerivedFrom"), sentence
