"""Turtle that people can read and tools can compare: sorted, prefixed, grouped by subject, the same from run to run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import lru_cache
from itertools import zip_longest

from pyoxigraph import Literal, NamedNode, Triple

from pipeline.graph.grouping import Group, Grouping, Lines, Node, relative
from pipeline.graph.namespaces import PREFIXES

__all__ = ["Turtle", "block", "blocks", "body", "head", "iri", "lines", "sortable", "whole"]

_LOCAL = re.compile(r"[A-Za-z0-9_][\w-]*", re.ASCII)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_SPECIAL = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]')
_XSD = PREFIXES["xsd"]
_STRING = _XSD + "string"
_BARE = {  # what Turtle writes without quotation marks, if it is in canonical form
    _XSD + "integer": re.compile(r"0|-?[1-9][0-9]*"),
    _XSD + "decimal": re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+"),
    _XSD + "boolean": re.compile(r"true|false"),
}
_BY_LENGTH = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


def lines(triples: Iterable[Triple], base: str = "") -> Iterator[str]:
    """A Turtle document in pieces: prefixes, then the subjects in reading order. Repeated triples are written once.

    Memory stays bounded, whatever the number of triples.
    """
    yield from head(base)
    yield from body(triples, base)


def head(base: str = "") -> Iterator[str]:
    """What a document begins with: the base and the prefixes."""
    if base:
        yield f"@base <{base}> .\n"
    for prefix, start in sorted(PREFIXES.items()):
        yield f"@prefix {prefix}: <{start}> .\n"


def body(triples: Iterable[Triple], base: str = "") -> Iterator[str]:
    """The triples of a document, without what it begins with."""
    with closing(Turtle(base)) as turtle:
        for _ in turtle.noting(triples):
            pass
        yield from turtle.body()


class Turtle:
    """Takes triples while they are on their way to a store, and gives them as Turtle in the end; see `lines`."""

    def __init__(self, base: str = "") -> None:
        self._base = base
        self._grouping = Grouping(sortable(base))

    def noting(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        """The triples as they come, each taken before it is passed on."""
        return self._grouping.noting(triples)

    def lines(self) -> Iterator[str]:
        """What was taken, in pieces; no more is taken afterwards."""
        yield from head(self._base)
        yield from self.body()

    def body(self) -> Iterator[str]:
        """What was taken, without prefixes."""
        return map(block, self._grouping)

    def close(self) -> None:
        """Remove what is kept in temporary files."""
        self._grouping.close()


@lru_cache(maxsize=4)
def sortable(base: str) -> Lines:
    """Writes each triple as a line: sorted, `grouped` and each made a `block`, these are a Turtle document."""

    def predicate(value: str) -> str:
        name = iri(value, base)
        return "a" if name == "rdf:type" else name

    def node(value: Node) -> str:
        if isinstance(value, NamedNode):
            return iri(value.value, base)
        if isinstance(value, Triple):  # RDF 1.2
            return f"<<( {' '.join(node(part) for part in value)} )>>"
        return _literal(value, base) if isinstance(value, Literal) else str(value)

    return Lines(base, predicate, node)


def block(group: Group) -> str:
    """All that is said of one subject."""
    subject, predicates = group
    about = " ;\n".join(f"    {name} {_listed(objects)}" for name, objects in predicates)
    return f"\n{subject}\n{about} .\n"


def blocks(text: str) -> Iterator[Group]:
    """What `block` made of each subject, out of several blocks in a row."""
    for one in text.split("\n\n"):
        subject, *rows = one.strip("\n").split("\n")
        predicates: list[tuple[str, list[str]]] = []
        for row, following in zip_longest(rows, rows[1:], fillvalue=""):
            written = row[: -1 if following.startswith("        ") else -2].lstrip(" ")
            if row.startswith("        "):
                predicates[-1][1].append(written)
            else:
                name, _, first = written.partition(" ")
                predicates.append((name, [first]))
        yield subject, predicates


def whole(written: str, base: str) -> str:
    """The IRI that `iri` wrote.

    >>> whole(iri("https://example.org/kg/person/ada", "https://example.org/kg/"), "https://example.org/kg/")
    'https://example.org/kg/person/ada'
    """
    if not written.startswith("<"):
        prefix, _, local = written.partition(":")
        return PREFIXES[prefix] + local
    inside = written[1:-1]
    if base.endswith("#"):
        return base + inside[1:] if inside.startswith("#") else inside
    return base + inside if base and ":" not in inside.partition("/")[0] else inside


def _listed(objects: list[str]) -> str:
    return ",\n        ".join(objects)


def iri(value: str, base: str = "") -> str:
    """An IRI as Turtle writes it: relative to the base, prefixed, or whole."""
    short = relative(value, base)
    if short is not None:
        return f"<{short}>"
    for prefix, start in _BY_LENGTH:
        if value.startswith(start) and _LOCAL.fullmatch(value, len(start)):
            return f"{prefix}:{value[len(start) :]}"
    return f"<{value}>"


def _literal(value: Literal, base: str) -> str:
    datatype = value.datatype.value
    bare = _BARE.get(datatype)
    if bare is not None and bare.fullmatch(value.value):
        return value.value
    quoted = '"' + _SPECIAL.sub(_escaped, value.value) + '"'
    if value.language:
        return f"{quoted}@{value.language}"
    return quoted if datatype == _STRING else f"{quoted}^^{iri(datatype, base)}"


def _escaped(match: re.Match[str]) -> str:
    character = match.group()
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"
