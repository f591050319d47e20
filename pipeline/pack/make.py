"""Makes a pack: an answer of a graph, the sentences that it rests on, the slice of the graph, and hashes of all.

index.html        all of it to read
rows/NAME.csv     the rows of each question; rows/NAME.json the same as SPARQL 1.1 results; rows/NAME.rq the question
quotes.json       every sentence that is cited: its words, offsets, hash, document, and what cites it
annotations.jsonld  the same as W3C Web Annotations with position and quote selectors
documents.json    the documents: file, hash of the text, and what is known of them
graph.ttl         the slice of the graph
manifest.json     what was asked, model and program, size and hash of every member
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from pipeline.errors import QueryError
from pipeline.graph import turtle
from pipeline.graph.literals import legal
from pipeline.graph.namespaces import term
from pipeline.graph.result import value_of
from pipeline.graph.slice import sliced
from pipeline.graph.view import Graph
from pipeline.pack import archive, page
from pipeline.pack.answers import Answer, answered
from pipeline.pack.texts import sha256_of

__all__ = ["make"]

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32  # characters of context on either side of a quote
Record = dict[str, Any]


def make(
    graph: Graph,
    asked: str,
    values: dict[str, str] | None = None,
    *,
    texts: Callable[[str], str] | None = None,
    packed_by: str = "citegraph",
) -> bytes:
    """The bytes of the pack that answers a question; the same graph and question give the same bytes.

    Args:
        graph: the graph to ask.
        asked: a query of the library, a .rq file, SPARQL, or the name or IRI of one entity, claim or event.
        values: the parameters of the query.
        packed_by: the program that does, with its version.
        texts: gives the text of a document by its SHA-256, or nothing; quotes get from it what stands around them.

    Raises:
        QueryError: nothing answers, or no row of the answer rests on a sentence.
    """
    answer = answered(graph, asked, values)
    if not answer.tables:
        raise QueryError(f"{asked!r} has no rows in this graph: there is nothing to pack")
    part = sliced(graph, answer.nodes)
    if not part.sentences:
        raise QueryError(
            "no row of the answer rests on a sentence, so there is no evidence to pack; select the claim, event, "
            "statement or sentence too (?x prov:wasDerivedFrom ?sentence), or its words as ?quote"
        )
    about: dict[NamedNode, list[Triple]] = {}
    for triple in part.triples:
        about.setdefault(triple.subject, []).append(triple)  # type: ignore[arg-type]
    documents = _documents(about)
    quotes = _quotes(part.sentences, about, documents, texts)
    members = {
        "graph.ttl": "".join(turtle.lines(part.triples, graph.base)).encode(),
        "quotes.json": archive.as_json(quotes),
        "annotations.jsonld": archive.as_json(_annotations(quotes)),
        "documents.json": archive.as_json(documents),
    }
    for table in answer.tables:
        members[f"rows/{table.name}.csv"] = table.result.to_csv().encode()
        members[f"rows/{table.name}.json"] = (table.result.to_json() + "\n").encode()
        members[f"rows/{table.name}.rq"] = table.sparql.encode()
    manifest = _manifest(answer, about, quotes, documents, packed_by)
    members["index.html"] = page.page(manifest, _shown(answer), quotes, documents).encode()
    return archive.packed(members, manifest)


def _one(about: list[Triple], name: str) -> Any:
    """The value that a property has, the first in order where it has several; None where it has none."""
    predicate = term(name)
    found = [t.object for t in about if t.predicate == predicate]
    return value_of(min(found, key=str)) if found else None


def _documents(about: Mapping[NamedNode, list[Triple]]) -> list[Record]:
    found = []
    for node, told in sorted(about.items(), key=lambda item: item[0].value):
        file, sha256 = _one(told, "cg:sourceFile"), _one(told, "cg:textSha256")
        if file is None or sha256 is None:
            continue
        publisher = next((t.object for t in told if t.predicate == term("schema:publisher")), None)
        published, until = _one(told, "schema:datePublished"), _one(told, "cg:readUntil")
        record = {
            "id": node.value,
            "source_file": file,
            "record": _one(told, "cg:record"),
            "text_sha256": sha256,
            "read_until": None if until is None else str(until),
            "media_type": _one(told, "dcterms:format"),
            "title": _one(told, "rdfs:label"),
            "publisher": _one(about.get(publisher, []), "schema:name") if isinstance(publisher, NamedNode) else None,
            "published": None if published is None else str(published),
            "url": _one(told, "schema:url"),
        }
        found.append({key: value for key, value in record.items() if value is not None})
    return found


def _quotes(
    sentences: tuple[NamedNode, ...],
    about: Mapping[NamedNode, list[Triple]],
    documents: list[Record],
    texts: Callable[[str], str] | None,
) -> list[Record]:
    cited: dict[NamedNode, list[Record]] = {}
    for node, told in about.items():
        for triple in told:
            if triple.predicate == term("prov:wasDerivedFrom") and isinstance(triple.object, NamedNode):
                cited.setdefault(triple.object, []).append({"id": node.value, "label": _one(told, "rdfs:label")})
    whole = {record["id"]: legal(texts(record["text_sha256"])) if texts else "" for record in documents}
    quotes = []
    for node in sentences:
        told = about[node]
        document, begin, end = (_one(told, f"nif:{n}") for n in ("referenceContext", "beginIndex", "endIndex"))
        exact = str(_one(told, "nif:anchorOf"))
        text = whole[document]
        around = {}
        if text[begin:end] == exact:
            around = {"prefix": text[max(0, begin - _AROUND) : begin], "suffix": text[end : end + _AROUND]}
        quotes.append(
            {
                "id": node.value,
                "document": document,
                "begin": begin,
                "end": end,
                "exact": exact,
                **around,
                "sha256": sha256_of(exact),
                "cited_by": sorted(cited.get(node, []), key=lambda item: str(item["id"])),
            }
        )
    return sorted(quotes, key=lambda quote: (quote["document"], quote["begin"], quote["end"]))


def _annotations(quotes: list[Record]) -> Record:
    """The quotes in the Web Annotation Data Model; offsets count Unicode code points, as it says."""
    items = []
    for quote in quotes:
        around = {key: quote[key] for key in ("prefix", "suffix") if quote.get(key)}
        selectors = [
            {"type": "TextPositionSelector", "start": quote["begin"], "end": quote["end"]},
            {"type": "TextQuoteSelector", "exact": quote["exact"], **around},
        ]
        item = {
            "id": f"urn:sha256:{sha256_of(quote['id'])}",
            "type": "Annotation",
            "motivation": "linking",
            "body": [citing["id"] for citing in quote["cited_by"]],
            "target": {"source": quote["document"], "selector": selectors},
        }
        items.append({key: value for key, value in item.items() if value != []})
    return {"@context": _CONTEXT, "id": "urn:citegraph:quotes", "type": "AnnotationPage", "items": items}


def _manifest(
    answer: Answer,
    about: Mapping[NamedNode, list[Triple]],
    quotes: list[Record],
    documents: list[Record],
    packed_by: str,
) -> Record:
    agents = [told for _, told in sorted(about.items(), key=str) if _one(told, "cg:modelSha256") is not None]
    exact = {quote["exact"] for quote in quotes}
    tables = []
    for table in answer.tables:
        quoted = []
        for at, column in enumerate(table.result.columns):
            cells = [row[at] for row in table.result.terms]
            said = {cell.value for cell in cells if isinstance(cell, Literal)}
            if column.endswith("quote") and said and said <= exact:
                quoted.append(column)
        tables.append({"name": table.name, "rows": len(table.result), "quote_columns": quoted})
    return {
        "question": answer.question,
        "parameters": dict(sorted(answer.parameters.items())),
        "tables": tables,
        "quotes": len(quotes),
        "documents": len(documents),
        "built_by": [
            {
                "program": _one(told, "rdfs:label"),
                "version": _one(told, "schema:softwareVersion"),
                "model_sha256": _one(told, "cg:modelSha256"),
                "settings_sha256": _one(told, "cg:configSha256"),
            }
            for told in agents
        ],
        "packed_by": packed_by,
    }


def _shown(answer: Answer) -> list[page.Table]:
    return [page.Table(t.name, t.result.columns, t.result.to_table()) for t in answer.tables]
