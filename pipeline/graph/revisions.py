"""Editions of one article in the graph: which document revises which, sentence by sentence, and what was overwritten.

A document whose file still stands among the sources is an article like any other, though a later edition of it stands
there too. One that was overwritten is an `cg:EarlierEdition`: its sentences are there to be quoted, and what it said is
there as `cg:EarlierStatement`, by its label alone. None of that counts among what the articles say.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pyoxigraph import NamedNode, Triple

from pipeline.graph import claims, literals, sources, statements
from pipeline.graph.iris import Iris
from pipeline.graph.namespaces import term
from pipeline.graph.scope import Identities, Scope, Slice, Who
from pipeline.reconcile.inheritance import inherited
from pipeline.reconcile.revisions import Revision, revision
from pipeline.records import Extraction

__all__ = ["Overwritten", "overwritten", "triples"]

_A, _LABEL, _REVISES, _HASH = map(term, ("rdf:type", "rdfs:label", "prov:wasRevisionOf", "cg:textSha256"))
_BEGAN, _ENDED = term("cg:readFrom"), term("cg:readUntil")


class Overwritten(NamedTuple):
    """An earlier edition, and when builds read it first and found another text in its place."""

    extraction: Extraction
    seen: dt.datetime | None
    until: dt.datetime


def triples(base: str, editions: Iterable[tuple[Extraction, Extraction]]) -> Iterator[Triple]:
    """That documents, and sentences whose words were changed, are revisions of others.

    A sentence that both editions have, and one that only one of them has, is no revision of any: what was kept, added
    and removed can be told from the hashes of the sentences (query `edits`).

    Args:
        base: The IRI under which those of the graph are made.
        editions: Pairs of documents that may be editions of one article, the older one first.
    """
    iris = Iris(base)
    for older, newer in editions:
        found = revision(older, newer)
        if found is not None:
            yield from _revised(iris, found, older, newer)


def overwritten(base: str, who: Identities, track: Sequence[Overwritten], current: Extraction) -> Iterator[Triple]:
    """The earlier editions of a document, and that each edition revises the one before.

    Args:
        base: The IRI under which those of the graph are made.
        who: Who is who in the document of now.
        track: The earlier editions, the first one first.
        current: The document of now.
    """
    iris = Iris(base)
    newer = current
    entities = [who.entity_of(current.document.id, chain) for chain in range(len(current.chains))]
    for edition in reversed(track):
        older = edition.extraction
        entities = inherited(older, newer, entities.__getitem__)
        scope = Scope(iris, older, Slice(tuple(map(Who.of, entities)), ()))
        yield from _edition(scope, edition)
        made = revision(older, newer, known=True)
        if made is not None:
            yield from _revised(iris, made, older, newer)
        newer = older


def _revised(iris: Iris, found: Revision, older: Extraction, newer: Extraction) -> Iterator[Triple]:
    before, after = iris.document(found.older), iris.document(found.newer)
    yield Triple(after, _REVISES, before)
    for i, j in found.rewritten:
        old, new = older.sentences[i].span, newer.sentences[j].span
        yield Triple(iris.sentence(after, new), _REVISES, iris.sentence(before, old))
    for node, extraction in ((before, older), (after, newer)):
        for sentence in extraction.sentences:
            digest = hashlib.sha256(sentence.text.encode("utf-8", "surrogatepass")).hexdigest()
            yield Triple(iris.sentence(node, sentence.span), _HASH, literals.text(digest))


def _edition(scope: Scope, edition: Overwritten) -> Iterator[Triple]:
    yield from sources.document(scope, term("cg:EarlierEdition"))
    if edition.seen is not None:
        yield Triple(scope.document, _BEGAN, literals.instant(edition.seen))
    yield Triple(scope.document, _ENDED, literals.instant(edition.until))
    yield from sources.sentences(scope)
    for statement in statements.statements(scope):
        yield from _said(statement.node, statement.label, statement.sentence)
    for claim in scope.extraction.claims:
        sentence = scope.sentences[claim.evidence[0].sentence]
        yield from _said(claims.claim_node(scope, claim), claims.label(scope, claim), sentence)


def _said(node: NamedNode, label: str, sentence: NamedNode) -> Iterator[Triple]:
    yield Triple(node, _A, term("cg:EarlierStatement"))
    yield Triple(node, _LABEL, literals.text(label))
    yield Triple(node, term("prov:wasDerivedFrom"), sentence)
