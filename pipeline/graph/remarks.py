"""Remarks on an answer: what was asked for and is not in the graph, or is there several times.

A query that is given a name that nobody has, or a term that no vocabulary has, is answered: by nothing. Whoever asked
should be told why. No answer depends on any of this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache

from pyoxigraph import Literal, NamedNode

from pipeline import resources
from pipeline.graph import queries
from pipeline.graph.card import near
from pipeline.graph.namespaces import PREFIXES
from pipeline.graph.queries import Parameter, Query
from pipeline.graph.result import Value
from pipeline.graph.sparql import words_of
from pipeline.graph.store import Queryable

__all__ = ["on_text", "on_values"]

_PREFIXES = ("cg", "schema", "org", "sem")
_TERM = re.compile(rf"(?<![\w?$:.<-])(?:{'|'.join(_PREFIXES)}):[A-Za-z]\w*")
_VALUE = re.compile(r'(?<![\w?$:.<-])([a-z]+:[A-Za-z]\w*)\s+("[^"\\\n]*"|\'[^\'\\\n]*\')(@[\w-]+|\^\^\w+:\w+)?')
_HAVING = re.compile(r"\bHAVING\b(.*)", re.IGNORECASE | re.DOTALL)
_NAMED = re.compile(r"\bAS\s+(\?\w+)", re.IGNORECASE)
_VARIABLE = re.compile(r"\?\w+")
_COMPARED = re.compile(r'[<>]=?\s*"(\d{4}-\d\d(?:-\d\d)?)"(?!\^)')
_LISTED = 4
_QUOTES = "\"'"
_LISTS = {"event": "occasions", "document": "documents", "outlet": "documents"}
"""The query that lists what a parameter of this name may be; of the others it is that of entities."""


def on_values(source: Queryable, query: Query, values: Mapping[str, Value], empty: bool) -> Iterator[str]:
    """Remarks on what the parameters of a query were given.

    Args:
        source: What was asked.
        query: The query that was asked.
        values: What was given.
        empty: Whether the answer has no rows.
    """
    for parameter in query.parameters:
        if parameter.name in values and parameter.type == "entity":
            yield from _on_entity(source, parameter, str(values[parameter.name]).strip(), empty)
        elif parameter.name in values and parameter.name == "document" and empty:
            yield f"nothing is found for document {values['document']!r}; `citegraph query documents` lists the files"
    if "since" in values and "until" in values and str(values["since"]) > str(values["until"]):
        yield f"no day lies between {values['since']} and {values['until']}: since is later than until"


def _on_entity(source: Queryable, parameter: Parameter, given: str, empty: bool) -> Iterator[str]:
    """One remark, if several have the name, or if the answer is empty."""
    named = queries.read(resources.queries() / "card" / "called.rq").bound({"name": given})
    found = [f"{row['label']} <{row['node']}>" for row in source.query(named).dicts]
    if len(found) > 1:
        listed = ", ".join(found[:_LISTED]) + (f" and {len(found) - _LISTED} more" if len(found) > _LISTED else "")
        yield f"{given!r} names {len(found)}, and the answer is about all of them: {listed}; an IRI tells them apart"
    elif found and empty:
        yield f"{found[0]} is in this graph, but nothing of what is asked is found of it"
    elif empty:
        alike = _events(source, given) if parameter.name == "event" else near(source, given)
        lists = _LISTS.get(parameter.name, "most-mentioned")
        hint = f"did you mean {', '.join(alike)}?" if alike else f"`citegraph query {lists}` lists what there is"
        yield f"nobody and nothing is called {given!r} in this graph; {hint}"


def _events(source: Queryable, words: str) -> list[str]:
    """The first occasions and events whose names have these words."""
    told_as = queries.read(resources.queries() / "card" / "told-as.rq").bound({"words": words})
    return list(dict.fromkeys(str(row["name"]) for row in source.query(told_as).dicts))[:_LISTED]


def on_text(source: Queryable, text: str) -> Iterator[str]:
    """Remarks on a query that has an empty answer: on terms, values and names in it that nothing in the graph fits.

    Args:
        source: What was asked.
        text: The query, as SPARQL.
    """
    for name in dict.fromkeys(match.group() for match in _TERM.finditer(words_of(text))):
        if not _used(source, name):
            yield f"nothing in this graph is or has {name}{_meant(source, name)}"
    for match in _VALUE.finditer(text):
        yield from _on_value(source, *match.groups(""))
    named = set(_NAMED.findall(words_of(text)))
    for variable in (v for having in _HAVING.findall(words_of(text)) for v in _VARIABLE.findall(having)):
        if variable in named:
            yield f"HAVING does not know {variable}, which SELECT makes after it; write the expression out there too"
    for day in _COMPARED.findall(text):
        yield f'"{day}" is compared as text, and a date is none: write "{day}"^^xsd:date, or STR(?date)'


def _used(source: Queryable, name: str) -> bool:
    prefix, _, local = name.partition(":")
    iri = f"<{PREFIXES[prefix]}{local}>"
    return bool(source.query(f"ASK {{ {{ ?s {iri} ?o }} UNION {{ ?s ?p {iri} }} }}"))


def _meant(source: Queryable, name: str) -> str:
    prefix, _, local = name.partition(":")
    if local in _known(prefix).values():
        return ""
    same = [f"{prefix}:{_known(prefix)[local.lower()]}"] if local.lower() in _known(prefix) else []
    elsewhere = [f"{other}:{local}" for other in _PREFIXES if local in _known(other).values()]
    alike = [f"{prefix}:{_known(prefix)[near]}" for near in get_close_matches(local.lower(), _known(prefix), n=1)]
    found = same or [other for other in elsewhere if _used(source, other)] or alike
    return "".join(f"; did you mean {meant}?" for meant in found[:1])


def _on_value(source: Queryable, predicate: str, value: str, typed: str) -> Iterator[str]:
    """What is wrong with the value that a predicate is given, if nothing has it."""
    if predicate.partition(":")[0] not in PREFIXES or source.query(f"ASK {{ ?s {predicate} {value}{typed} }}"):
        return
    some = source.query(f"SELECT ?some {{ ?s {predicate} ?some }} LIMIT 1").terms
    if not some:
        return
    kind = some[0][0]
    if isinstance(kind, NamedNode):
        word = f"cg:{value.strip(_QUOTES)}"
        if re.fullmatch(_TERM, word) and source.query(f"ASK {{ ?s {predicate} {word} }}"):
            yield f"{predicate} leads to no text; write {predicate} {word}"
        else:
            yield f"{predicate} leads to no text, but to {kind.value} ...; {predicate}/schema:name leads to names"
        return
    same = source.query(f"SELECT ?same {{ ?s {predicate} ?same FILTER(STR(?same) = {value}) }} LIMIT 1").terms
    if same and isinstance(same[0][0], Literal):
        datatype = same[0][0].datatype.value.rpartition("#")[2]
        yield f"nothing has {predicate} {value}{typed}, but {value}" + (
            f"^^xsd:{datatype}" if datatype != "string" else " without a language or type"
        )
    elif predicate == "schema:name":
        found = near(source, value.strip(_QUOTES))
        hint = f"; did you mean {', '.join(found[:_LISTED])}?" if found else ";"
        yield f"nothing is named {value}{hint} cg:nameKey {value.lower()} finds all names in any case"


@cache
def _known(prefix: str) -> Mapping[str, str]:
    """The terms under a prefix that the ontology names, by the same in small letters."""
    text = (resources.ontology() / "citegraph.ttl").read_text(encoding="utf-8")
    return {word.lower(): word for word in re.findall(rf"(?<![\w:]){prefix}:(\w+)", text)}
