"""What a pack is asked for: a query, or an entity, claim or event; its rows, and the nodes behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from pipeline import resources
from pipeline.errors import QueryError
from pipeline.graph import queries
from pipeline.graph.namespaces import term
from pipeline.graph.result import Result, Term, Value
from pipeline.graph.sparql import words_of
from pipeline.graph.view import Graph

__all__ = ["Answer", "Table", "answered"]

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]+")
_SPARQL = re.compile(r"\s*(PREFIX|BASE|SELECT|ASK|CONSTRUCT|DESCRIBE)(\s|$)", re.IGNORECASE)
_SELECT = re.compile(r"\bSELECT\s+(?:DISTINCT\s+|REDUCED\s+)?((?:[?$]\w+\s*)+)(?=WHERE\b|\{)", re.IGNORECASE)
_LIMIT = re.compile(r"\b(LIMIT|OFFSET)\s+\d+", re.IGNORECASE)
_ORDER = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
_CARD = ("facts", "events", "says", "said-about")
_PARTS = re.compile(r"[^a-z0-9-]+")


@dataclass(frozen=True)
class Table:
    """One answer: the name of its file, the SPARQL that gave it, and its rows in an order that is always the same."""

    name: str
    sparql: str
    result: Result


@dataclass(frozen=True)
class Answer:
    """What was asked, in words, the tables that answer it, and the nodes of the graph that these rest on."""

    question: str
    parameters: dict[str, str]
    tables: tuple[Table, ...]
    nodes: frozenset[NamedNode]


def answered(graph: Graph, asked: str, values: dict[str, str] | None = None) -> Answer:
    """The answer to a query (name, .rq file, SPARQL), or what is known of an entity, claim or event (name, IRI).

    A name that a query of the library has means the query.

    Raises:
        QueryError: there is nothing of that name, several things are, or the query is wrong.
    """
    values = dict(values or {})
    if "{" in asked or _SPARQL.match(words_of(asked)):
        if values:
            raise QueryError("SPARQL text takes no parameters; write the values into it")
        return _of_tables(graph, "a query of the user's own", values, [("answer", asked)])
    if asked in queries.library() or asked.endswith(".rq"):
        found = queries.find(asked)
        typed: dict[str, Value] = dict(values)
        name = _PARTS.sub("-", Path(found.name).stem.lower()).strip("-") or "answer"
        return _of_tables(graph, found.summary or found.name, values, [(name, found.bound(typed))])
    if values:
        raise QueryError(f"{asked!r} is no query, so it takes no --param; `citegraph queries` lists those there are")
    citing = _citing(graph, asked)
    if citing:
        labels = [t.object.value for t in graph.triples(NamedNode(citing)) if t.predicate == term("rdfs:label")]  # type: ignore[union-attr]
        label = min(labels, default=citing)
        answer = _of_tables(graph, label, {}, [("cited", _card_query("cited", node=citing))])
        return Answer(answer.question, {"iri": citing}, answer.tables, answer.nodes | {NamedNode(citing)})
    card = graph.card(asked)
    asked_for = [(name, _card_query(name, entity=card.iri)) for name in _CARD]
    answer = _of_tables(graph, f"What is known of {card.name}", {"iri": card.iri}, asked_for)
    return Answer(answer.question, answer.parameters, answer.tables, answer.nodes | {NamedNode(card.iri)})


def _card_query(query: str, /, **values: Value) -> str:
    return queries.read(resources.queries() / "card" / f"{query}.rq").bound(values)


def _citing(graph: Graph, asked: str) -> str:
    """The IRI of the claim, statement, comparison or event with this IRI or label; empty if there is none."""
    found = graph.query(_card_query("citing", name=asked)).rows
    if len(found) > 1:
        choices = ", ".join(f"<{row[0]}>" for row in found[:8])
        raise QueryError(f"{asked!r} is what {len(found)} claims or events are called; give the IRI of one: {choices}")
    return str(found[0][0]) if found else ""


def _of_tables(graph: Graph, question: str, values: dict[str, str], asked: list[tuple[str, str]]) -> Answer:
    tables, nodes = [], set()
    for name, sparql in asked:
        result = graph.query(sparql)
        if result.kind == "ask":
            raise QueryError("an ASK query has no rows that evidence could be packed for; use SELECT")
        if result.kind == "construct" or not _ORDER.search(words_of(sparql)):
            rows = tuple(sorted(result.terms, key=lambda row: [str(t) for t in row]))
            result = Result(result.columns, rows, result.kind)
        if result.terms:
            tables.append(Table(name, sparql, result))
            nodes |= {t for row in result.terms for t in row if isinstance(t, NamedNode)}
            nodes |= _behind(graph, sparql, result) | _quoted(graph, result)
    return Answer(question, values, tuple(tables), frozenset(nodes))


def _behind(graph: Graph, sparql: str, result: Result) -> set[NamedNode]:
    """The nodes that a query went through to find its rows: those of all its variables, not of its columns alone.

    None where a query counts or groups: its solutions are not its rows.
    """
    words = words_of(sparql)
    select = _SELECT.search(words)
    if result.kind != "select" or select is None or words[: select.start()].count("{"):
        return set()
    whole = sparql[: select.start()] + "SELECT * " + sparql[select.end() :]
    for limit in reversed(list(_LIMIT.finditer(words_of(whole)))):
        if words_of(whole)[limit.end() :].count("}") == 0:
            whole = whole[: limit.start()] + whole[limit.end() :]
    try:
        solutions = graph.query(whole)
    except QueryError:  # it groups, or binds what `*` may not show
        return set()
    rows: set[tuple[Term, ...]] = set(result.terms)
    columns = [solutions.columns.index(name) for name in result.columns if name in solutions.columns]
    if len(columns) < len(result.columns):
        return set()
    return {
        t for row in solutions.terms if tuple(row[i] for i in columns) in rows for t in row if isinstance(t, NamedNode)
    }


def _quoted(graph: Graph, result: Result) -> set[NamedNode]:
    """The sentences that the columns called ``quote`` or ``..._quote`` show, in the document beside each, if one is."""
    found: set[NamedNode] = set()
    for at, column in enumerate(result.columns):
        if not column.endswith("quote"):
            continue
        beside = column.removesuffix("quote") + "document"
        document = result.columns.index(beside) if beside in result.columns else None
        pairs = {(row[at], row[document] if document is not None else None) for row in result.terms}
        for quote, where in sorted(pairs, key=str):
            if quote is None:
                continue
            bound = f"?sentence nif:referenceContext/rdfs:label {where} ." if where is not None else ""
            query = f"SELECT ?sentence {{ ?sentence a nif:Sentence ; nif:anchorOf {quote} . {bound} }}"
            found |= {row[0] for row in graph.query(query).terms if isinstance(row[0], NamedNode)}
    return found
