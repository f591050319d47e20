"""Turtle that people can read and tools can compare: sorted, prefixed, grouped by subject, the same from run to run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from pipeline.graph.namespaces import PREFIXES
from pipeline.graph.sorting import sorted_lines

__all__ = ["lines"]

_SEPARATOR = "\x01"
_LOCAL = re.compile(r"[A-Za-z0-9_][\w-]*", re.ASCII)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_SPECIAL = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]')
_XSD = PREFIXES["xsd"]
_STRING = _XSD + "string"
_BARE = {  # literals that Turtle writes without quotation marks, if they are in canonical form
    _XSD + "integer": re.compile(r"0|-?[1-9][0-9]*"),
    _XSD + "decimal": re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+"),
    _XSD + "boolean": re.compile(r"true|false"),
}
_NAMED_FRAGMENT = re.compile(r"(.*)([#/])(char|mention|trigger)=([0-9]+),([0-9]+)", re.DOTALL)
# Sections, by the first part of the path under the base, in reading order; what is not listed stands in between.
_SECTIONS = {"run": "0", "software": "0", "document": "1", "outlet": "2", "author": "2"}
_LATER = {"event": "5", "claim": "6", "quantity": "7", "statement": "8"}


class _Writer:
    """Terms in Turtle, relative to a base, and the keys by which subjects are sorted."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._hash = base.endswith("#")
        self._prefixes = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))

    def head(self) -> Iterator[str]:
        if self._base:
            yield f"@base <{self._base}> .\n"
        for prefix, iri in sorted(PREFIXES.items()):
            yield f"@prefix {prefix}: <{iri}> .\n"

    def term(self, value: NamedNode | Literal | BlankNode | Triple) -> str:
        if isinstance(value, NamedNode):
            return self._iri(value.value)
        if isinstance(value, Literal):
            return self._literal(value)
        return str(value)

    def _iri(self, iri: str) -> str:
        if self._base and iri.startswith(self._base):
            rest = iri[len(self._base) :]
            if _is_safely_relative(rest):
                return f"<#{rest}>" if self._hash else f"<{rest}>"
        for prefix, start in self._prefixes:
            if iri.startswith(start) and _LOCAL.fullmatch(iri, len(start)):
                return f"{prefix}:{iri[len(start) :]}"
        return f"<{iri}>"

    def _literal(self, value: Literal) -> str:
        datatype = value.datatype.value
        bare = _BARE.get(datatype)
        if bare is not None and bare.fullmatch(value.value):
            return value.value
        quoted = '"' + _SPECIAL.sub(_escape, value.value) + '"'
        if value.language:
            return f"{quoted}@{value.language}"
        return quoted if datatype == _STRING else f"{quoted}^^{self._iri(datatype)}"

    def key(self, subject: str) -> str:
        """Sorts documents before entities before events, and within a document by place: a sentence, then its words."""
        if not (self._base and subject.startswith(self._base)):
            return "9" + subject
        path = subject[len(self._base) :]
        kind = path.partition("/")[0]
        place = _NAMED_FRAGMENT.fullmatch(path)
        if place:
            whole, _, what, begin, end = place.groups()
            return f"1{whole}\x02{int(begin):012}{10**12 - int(end):013}{what}"
        return (_SECTIONS.get(kind) or _LATER.get(kind) or "4") + path


def _is_safely_relative(rest: str) -> bool:
    """Whether the end of an IRI can stand alone: every parser must resolve it to the same whole."""
    first = rest.partition("/")[0]
    dots = any(part in (".", "..") for part in re.split("[/?#]", rest))
    return bool(first) and ":" not in first and first[0] not in "?#" and not dots


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"


def lines(triples: Iterable[Triple], base: str = "") -> Iterator[str]:
    """The lines of the Turtle document, in pieces that end with a line end.

    Subjects come in reading order (the run, documents with their sentences and words, outlets and authors, entities,
    events, claims, quantities, statements), of each subject its types first, then the other predicates by name.
    Repeated triples are written once. Memory stays bounded: the sort spills to temporary files.
    """
    writer = _Writer(base)
    yield from writer.head()
    subject = predicate = ""
    for record in sorted_lines(_records(writer, triples)):
        _, name, rest = record.split(_SEPARATOR, 2)
        value, _, node = rest.partition(_SEPARATOR)
        name = name[1:]
        if node != subject:
            yield f"{' .' if subject else ''}\n\n{node}\n    {name} {value}"
        elif name != predicate:
            yield f" ;\n    {name} {value}"
        else:
            yield f",\n        {value}"
        subject, predicate = node, name
    yield " .\n" if subject else ""


def _records(writer: _Writer, triples: Iterable[Triple]) -> Iterator[str]:
    """Each triple as one line that sorts to its place: subject key, predicate, object, subject."""
    seen: tuple[str, str, str] = ("", "", "")
    for triple in triples:
        iri = triple.subject.value if isinstance(triple.subject, NamedNode) else str(triple.subject)
        if iri != seen[0]:
            seen = iri, writer.key(iri), writer.term(triple.subject)
        name = writer.term(triple.predicate)
        name = "0a" if name == "rdf:type" else f"1{name}"
        yield _SEPARATOR.join((seen[1], name, writer.term(triple.object), seen[2]))
