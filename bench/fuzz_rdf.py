"""What is fuzzed of RDF: what is written is read again as it was."""

from __future__ import annotations

import re

import pyoxigraph
from fuzz_faults import check
from fuzz_inputs import Chance, text
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from pipeline.graph import literals, turtle
from pipeline.graph.iris import Iris
from pipeline.records import Document, Span

__all__ = ["rdf_iris", "rdf_literals"]

_BASE = "https://example.org/kg/"
_IRIS = Iris(_BASE)
_SUBJECT, _PREDICATE = NamedNode("https://example.org/kg/s"), NamedNode("https://schema.org/text")


def _survives(triple: Triple) -> None:
    written = "\n".join(turtle.lines([triple], "https://example.org/kg/"))
    found = list(pyoxigraph.parse(written.encode(), RdfFormat.TURTLE))
    check([q.triple for q in found] == [triple], "a triple does not survive as Turtle")


def rdf_literals(chance: Chance) -> None:
    """Quotes and other values, written as Turtle and read again."""
    written = text(chance, 120)
    value: Literal | None
    match chance.randrange(5):
        case 0 | 1:
            value = literals.text(written)
            check(len(value.value) == len(written), "a quote has another length")
        case 2:
            floats = (chance.uniform(-1e18, 1e18), chance.random(), 1e308, float("inf"), float(chance.randrange(10**9)))
            value = literals.number(chance.choice(floats))
        case 3:
            value = literals.date("-".join(f"{chance.randrange(14_000):05d}"[-width:] for width in (4, 2, 2)))
        case _:
            value = literals.text(literals.shortened(written, chance.randrange(5, 90)))
    if value is not None:
        _survives(Triple(_SUBJECT, _PREDICATE, value))


def rdf_iris(chance: Chance) -> None:
    """Names of files, entities and stretches as IRIs."""
    written = text(chance, 60)
    document = Document(source_file=written or "a", media_type="text/plain", text="a", paragraphs=())
    node = chance.choice((_IRIS.document(document), _IRIS.named(f"person/{written}"), _IRIS.hashed("claim", written)))
    check(not re.search(r"[\s<>\"{}|\\^`\x00-\x20]", node.value), "an IRI with what IRIs forbid")
    _survives(
        Triple(
            node, _PREDICATE, _IRIS.sentence(_IRIS.document(document), Span(begin=0, end=chance.randrange(1, 10**9)))
        )
    )
