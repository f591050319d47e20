"""The source layer: documents, their sentences, and the words in them that denote an entity or an event."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from pyoxigraph import Literal, NamedNode

from pipeline.graph import literals
from pipeline.graph.namespaces import FORM, TRIGGER, term
from pipeline.graph.scope import Scope
from pipeline.graph.terms import Terms
from pipeline.records import Document, MentionForm, Span

__all__ = ["document", "document_label", "mentions", "sentences", "triggers"]

_A, _LABEL, _ARTICLE = term("rdf:type"), term("rdfs:label"), term("schema:NewsArticle")
_CONTEXT, _BEGIN, _END, _ANCHOR = (term(f"nif:{n}") for n in ("referenceContext", "beginIndex", "endIndex", "anchorOf"))
_DENOTES, _MENTION = term("gaf:denotes"), term("gaf:Mention")
_IN_SENTENCE, _FORM, _CONFIDENCE = term("cg:inSentence"), term("cg:mentionForm"), term("cg:confidence")


def document_label(document: Document) -> str:
    """The headline, or the name of the file where there is none."""
    return (document.title or "").strip() or PurePosixPath(document.source_file).name


def document(scope: Scope, class_: NamedNode = _ARTICLE) -> Iterator[Terms]:
    """The article itself, and what is known about it."""
    node, record = scope.document, scope.extraction.document
    yield node, _A, class_
    yield node, _A, term("nif:Context")
    yield node, _LABEL, literals.text(document_label(record))
    yield node, term("cg:sourceFile"), literals.text(record.source_file)
    yield node, term("cg:textSha256"), literals.text(record.text_sha256)
    yield node, term("dcterms:format"), literals.text(record.media_type)
    if record.record is not None:
        yield node, term("cg:record"), literals.offset(record.record)
    if record.title and record.title.strip():
        yield node, term("schema:headline"), literals.text(record.title.strip())
    if record.url and record.url.strip():
        yield node, term("schema:url"), literals.url(record.url)
    if record.published:
        published = literals.date(record.published.isoformat())
        if published is not None:
            yield node, term("schema:datePublished"), published
    if scope.publisher is not None:
        yield node, term("schema:publisher"), scope.publisher
    if scope.author is not None:
        yield node, term("schema:author"), scope.author


def _stretch(scope: Scope, node: NamedNode, span: Span) -> Iterator[Terms]:
    words = scope.quote(span)
    yield node, _LABEL, literals.text(literals.shortened(words))
    yield node, _CONTEXT, scope.document
    yield node, _BEGIN, literals.offset(span.begin)
    yield node, _END, literals.offset(span.end)
    yield node, _ANCHOR, literals.text(words)


def sentences(scope: Scope) -> Iterator[Terms]:
    """Each sentence with its offsets and exactly the text that stands there."""
    for node, sentence in zip(scope.sentences, scope.extraction.sentences, strict=True):
        yield node, _A, term("nif:Sentence")
        yield from _stretch(scope, node, sentence.span)


def _mention(
    scope: Scope, node: NamedNode, span: Span, sentence: int, form: NamedNode, certainty: Literal
) -> Iterator[Terms]:
    yield node, _A, _MENTION
    yield from _stretch(scope, node, span)
    yield node, _IN_SENTENCE, scope.sentences[sentence]
    yield node, _FORM, form
    yield node, _CONFIDENCE, certainty


def mentions(scope: Scope) -> Iterator[Terms]:
    """Names, noun phrases and pronouns, each with the entity that it denotes.

    A mention that belongs to no chain denotes nothing and is left out. Where two of one form cover the same words, one
    node denotes both, and has the confidence of the first; a noun phrase or pronoun that covers the words of a name
    ("Swedish" for Sweden) is a node of its own, so that the name stays a name.
    """
    described: set[NamedNode] = set()
    every = scope.extraction.mentions
    names = {every[i].span for c in scope.extraction.chains for i in c.mentions if every[i].form is MentionForm.NAME}
    for chain, record in enumerate(scope.extraction.chains):
        entity = scope.entity(chain)
        for index in record.mentions:
            mention = every[index]
            beside = mention.form is not MentionForm.NAME and mention.span in names
            node = (scope.iris.implied if beside else scope.iris.mention)(scope.document, mention.span)
            if node not in described:
                described.add(node)
                sure = literals.confidence(mention.confidence)
                yield from _mention(scope, node, mention.span, mention.sentence, FORM[mention.form], sure)
            yield node, _DENOTES, entity


def triggers(scope: Scope) -> Iterator[Terms]:
    """The words that tell events, each with the happening that it denotes; one word may tell two."""
    described: set[NamedNode] = set()
    for index, event in enumerate(scope.extraction.events):
        happening = scope.happening(index)
        for trigger in event.triggers:
            node = scope.iris.trigger(scope.document, trigger.span)
            if node not in described:
                described.add(node)
                sure = literals.confidence(trigger.confidence)
                yield from _mention(scope, node, trigger.span, trigger.sentence, TRIGGER, sure)
            yield node, _DENOTES, happening
