"""JSON-LD with short names, as the shipped context defines them; it carries the context, so no network is needed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from pipeline import resources
from pipeline.graph.grouping import Node, groups, relative
from pipeline.graph.namespaces import PREFIXES

__all__ = ["context", "lines"]

_XSD = PREFIXES["xsd"]
_INTEGERS = [_XSD + "integer", _XSD + "nonNegativeInteger"]
_SMALL = re.compile(r"0|-?[1-9][0-9]{0,14}")  # what every JSON parser reads without loss


@cache
def context() -> dict[str, Any]:
    """The shipped context: short names of properties, and prefixes for everything else."""
    document: dict[str, dict[str, Any]] = json.loads((resources.ontology() / "context.jsonld").read_text("utf-8"))
    return document["@context"]


@cache
def _names() -> dict[str, str]:
    return {_whole(meant["@id"]): name for name, meant in context().items() if isinstance(meant, dict)}


def _name(iri: str) -> str:
    """The short name of a property, or its IRI where the context has none."""
    return _names().get(iri, iri)


def _whole(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else name


def lines(triples: Iterable[Triple], base: str = "") -> Iterator[str]:
    """A JSON-LD document in pieces: the context, then one line for each subject, in reading order."""
    head = context() | ({"@base": base} if base else {})
    yield f'{{\n"@context": {json.dumps(head, ensure_ascii=False, indent=2)},\n"@graph": ['
    before = "\n"
    for subject, predicates in groups(triples, base, _name, lambda node: _dumped(_node(node, base))):
        record: dict[str, Any] = {"@id": json.loads(subject)["@id"]}
        for name, objects in predicates:
            values = [_value(json.loads(o), name) for o in objects]
            record["@type" if name == _TYPE else name] = values[0] if len(values) == 1 else values
        yield before + _dumped(record)
        before = ",\n"
    yield "\n]\n}\n"


_TYPE = PREFIXES["rdf"] + "type"


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _node(node: Node, base: str) -> dict[str, Any]:
    """A term in expanded form."""
    if isinstance(node, NamedNode):
        return {"@id": relative(node.value, base) or _compact(node.value)}
    if isinstance(node, Literal):
        if node.language:
            return {"@value": node.value, "@language": node.language}
        return {"@value": node.value, "@type": node.datatype.value}
    return {"@id": str(node)}


def _compact(iri: str) -> str:
    for prefix, start in PREFIXES.items():
        if iri.startswith(start) and iri[len(start) :].isidentifier():
            return f"{prefix}:{iri[len(start) :]}"
    return iri


def _value(value: dict[str, Any], name: str) -> Any:
    """A value as short as the context allows."""
    if name == _TYPE:
        return value["@id"]
    meant = context().get(name)
    coerced = _whole(meant["@type"]) if isinstance(meant, dict) and "@type" in meant else None
    if "@id" in value:
        return value["@id"] if coerced == "@id" else value
    if "@language" in value:
        return value
    text, datatype = value["@value"], value["@type"]
    if datatype in _INTEGERS and datatype == (coerced or _INTEGERS[0]) and _SMALL.fullmatch(text):
        return int(text)
    if datatype == coerced or (datatype == _XSD + "string" and coerced is None):
        return text
    if datatype == _XSD + "boolean" and coerced is None and text in ("true", "false"):
        return text == "true"
    return {"@value": text, "@type": "xsd:" + datatype[len(_XSD) :] if datatype.startswith(_XSD) else datatype}
