"""Is a graph what it claims to be? Its shapes hold, and every quote stands in its document at its offsets.

The shapes are checked by pySHACL over a copy in rdflib's memory: some 0.15 ms and 1.5 KB a triple, so that a graph of
ten million triples takes half an hour and 16 GB. The quotes are checked in the store, document by document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib.namespace import RDF, SH

from pipeline import resources
from pipeline.graph.literals import legal
from pipeline.graph.namespaces import term as vocabulary
from pipeline.graph.queries import library
from pipeline.graph.store import Store
from pipeline.records import Document

__all__ = ["Violation", "validate"]


@dataclass(frozen=True, order=True)
class Violation:
    """One fault: the offender, what is wrong with it, and the value that is wrong, where there is one."""

    node: str
    message: str
    value: str = ""

    def __str__(self) -> str:
        return f"{self.node} breaks the rule: {self.message}" + (f" (found: {self.value})" if self.value else "")


def validate(store: Store, documents: Iterable[Document] | None = None) -> list[Violation]:
    """All faults of a graph, sorted by offender; none if all is well.

    Args:
        store: the graph.
        documents: the documents that it was built from, read again, and its earlier editions as they were kept; without
            them it is only checked that quotes fit one another: words their sentence, claims theirs.
    """
    found = [*_against_shapes(store.triples()), *_vouched_for(store), *_quotes_inside(store)]
    if documents is not None:
        found += _quotes_in(store, documents)
    return sorted(set(found))


def _against_shapes(triples: Iterable[Triple]) -> Iterator[Violation]:
    shapes = rdflib.Graph().parse(resources.ontology() / "shapes.ttl")
    data = rdflib.Graph(bind_namespaces="none")
    for triple in triples:
        data.add((_term(triple.subject), _term(triple.predicate), _term(triple.object)))
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        value = report.value(result, SH.value)
        yield Violation(
            node=str(report.value(result, SH.focusNode)),
            message=str(report.value(result, SH.resultMessage)),
            value="" if value is None else str(value),
        )


_STRING = vocabulary("xsd:string")


def _term(term: NamedNode | BlankNode | Literal | Triple) -> rdflib.term.Node:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, Literal):
        plain = term.language or term.datatype == _STRING  # rdflib tells "x" from "x"^^xsd:string
        datatype = None if plain else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    return rdflib.BNode(str(term))


def _vouched_for(store: Store) -> Iterator[Violation]:
    """Each plain triple has a statement of its own; SHACL Core can only see that its subject has some statement."""
    for node, predicate, value in store.query(library()["statements-without-evidence"].text).rows:
        rule = "a plain triple has a statement in the author's own voice, affirmed and certain"
        yield Violation(str(node), rule, f"{predicate} {value}")


_WORDS = """
SELECT ?mention ?words ?offset ?text WHERE {
    ?mention cg:inSentence ?sentence ;
        nif:anchorOf ?words ;
        nif:beginIndex ?begin .
    ?sentence nif:anchorOf ?text ;
        nif:beginIndex ?start .
    BIND(?begin - ?start AS ?offset)
}
"""
_TEXTS = """
SELECT ?node ?words ?text WHERE {
    ?node schema:text|cg:evidenceText ?words ;
        prov:wasDerivedFrom/nif:anchorOf ?text .
    FILTER(!CONTAINS(?text, ?words))
}
"""


def _quotes_inside(store: Store) -> Iterator[Violation]:
    """Words of mentions stand in their sentence at their offset; texts of claims and statements stand in theirs."""
    for node, words, offset, text in store.query(_WORDS).rows:
        if not isinstance(offset, int) or offset < 0 or not str(text).startswith(str(words), offset):
            yield Violation(str(node), "the words of a mention stand in its sentence, at its offset", str(words))
    for node, words, _ in store.query(_TEXTS).rows:
        yield Violation(str(node), "the text of a claim or statement stands in the sentence that it cites", str(words))


_DOCUMENTS = """
SELECT ?document ?file ?record ?sha ?until WHERE {
    ?document cg:sourceFile ?file ;
        cg:textSha256 ?sha .
    OPTIONAL { ?document cg:record ?record }
    OPTIONAL { ?document cg:readUntil ?until }
}
"""
_STRETCHES = """
SELECT ?node ?begin ?end ?words WHERE {
    ?node nif:referenceContext <%s> ;
        nif:beginIndex ?begin ;
        nif:endIndex ?end ;
        nif:anchorOf ?words .
}
"""


def _quotes_in(store: Store, documents: Iterable[Document]) -> Iterator[Violation]:
    """Every sentence and every mention is the text of its document at its offsets.

    A file has many earlier editions, which are told apart by their texts.
    """
    known: dict[tuple[str, int | None], tuple[str, str]] = {}
    earlier: dict[tuple[str, int | None, str], str] = {}
    for iri, file, record, sha256, until in store.query(_DOCUMENTS).rows:
        name = str(file), record if isinstance(record, int) else None
        if until is None:
            known[name] = str(iri), str(sha256)
        else:
            earlier[(*name, str(sha256))] = str(iri)
    for document in documents:
        name = legal(document.source_file), document.record
        before = earlier.pop((*name, document.text_sha256), None)
        if before is not None:
            yield from _quotes_of(store, before, document.text)
            continue
        node, sha = known.pop(name, ("", ""))
        if not node:
            continue
        if sha != document.text_sha256:
            yield Violation(node, "the file is the one that the graph was built from; it has changed since then", sha)
            continue
        yield from _quotes_of(store, node, document.text)
    for (file, _), (node, _) in known.items():
        yield Violation(node, "a document can be read again, to check what is quoted from it", file)
    for (file, _, _), node in earlier.items():
        yield Violation(node, "the text of an earlier edition is kept, to check what is quoted from it", file)


def _quotes_of(store: Store, node: str, text: str) -> Iterator[Violation]:
    for words_node, begin, end, words in store.query(_STRETCHES % node).rows:
        if not (isinstance(begin, int) and isinstance(end, int) and legal(text[begin:end]) == words):
            yield Violation(str(words_node), "a quote is the text of its document at its offsets", str(words))
