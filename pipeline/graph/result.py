"""The answer of a query: columns and rows, as values that people read and as the terms they came from."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from typing import Literal as OneOf

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from pipeline.errors import CitegraphError
from pipeline.graph import turtle
from pipeline.graph.namespaces import PREFIXES

if TYPE_CHECKING:
    import pandas

__all__ = ["Result", "Term", "Value", "value_of"]

Term = NamedNode | BlankNode | Literal | Triple | None
Value = str | int | float | Decimal | bool | dt.date | None

_XSD = PREFIXES["xsd"]
_INTEGERS = {_XSD + n for n in ("integer", "nonNegativeInteger", "positiveInteger", "int", "long", "short")}
_FLOATS = {_XSD + "double", _XSD + "float"}


def value_of(term: Term) -> Value:
    """The Python value of a term: an IRI and a string are a str, numbers are numbers, an xsd:date is a date.

    What Python has no value for, such as xsd:gYearMonth or a date that no calendar has, stays the text that it is.

    >>> value_of(Literal("4301", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")))
    4301
    """
    if term is None or isinstance(term, NamedNode):
        return None if term is None else term.value
    if not isinstance(term, Literal):
        return str(term)
    text, datatype = term.value, term.datatype.value
    try:
        if datatype in _INTEGERS:
            return int(text)
        if datatype == _XSD + "decimal":
            return Decimal(text)
        if datatype in _FLOATS:
            return float(text)
        if datatype == _XSD + "boolean":
            return text in ("true", "1")
        if datatype == _XSD + "date":
            return dt.date.fromisoformat(text)
    except (ValueError, ArithmeticError):
        return text
    return text


@dataclass(frozen=True)
class Result:
    """What a query answers.

    A SELECT has its own columns; an ASK has the column ``answer`` and one row; a CONSTRUCT or DESCRIBE has the columns
    ``subject``, ``predicate`` and ``object``.
    """

    columns: tuple[str, ...]
    terms: tuple[tuple[Term, ...], ...]
    kind: OneOf["select", "ask", "construct"] = "select"

    @classmethod
    def of_answer(cls, answer: bool) -> Result:
        """The result of an ASK query."""
        term = Literal("true" if answer else "false", datatype=NamedNode(_XSD + "boolean"))
        return cls(("answer",), ((term,),), "ask")

    @classmethod
    def of_triples(cls, triples: Sequence[Triple]) -> Result:
        """The result of a CONSTRUCT or DESCRIBE query."""
        return cls(
            ("subject", "predicate", "object"), tuple((t.subject, t.predicate, t.object) for t in triples), "construct"
        )

    @property
    def rows(self) -> list[tuple[Value, ...]]:
        """The rows as Python values."""
        return [tuple(value_of(t) for t in row) for row in self.terms]

    @property
    def dicts(self) -> list[dict[str, Value]]:
        """The rows by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return iter(self.rows)

    def __bool__(self) -> bool:
        """The answer of an ASK query; else whether there is any row."""
        return self.terms[0][0] == _TRUE if self.kind == "ask" else bool(self.terms)

    def to_table(self) -> list[list[str]]:
        """The rows as text for the eye: IRIs of known vocabularies by their prefixed names, nothing for no value."""
        return [[_shown(term) for term in row] for row in self.terms]

    def to_csv(self) -> str:
        """SPARQL 1.1 CSV: a header with the columns, then plain values."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([_plain(term) for term in row] for row in self.terms)
        return buffer.getvalue()

    def to_json(self) -> str:
        """SPARQL 1.1 Query Results JSON, indented."""
        if self.kind == "ask":
            return json.dumps({"head": {}, "boolean": bool(self)}, indent=2)
        bindings = [
            {name: _binding(term) for name, term in zip(self.columns, row, strict=True) if term is not None}
            for row in self.terms
        ]
        document = {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}
        return json.dumps(document, indent=2, ensure_ascii=False)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a DataFrame, with columns of text, whole numbers, numbers or truth values; pandas is an extra.

        Raises:
            CitegraphError: pandas is not installed.
        """
        try:
            import pandas  # here: it is an extra
        except ModuleNotFoundError as error:
            raise CitegraphError("this needs pandas: pip install 'citegraph[pandas]'") from error
        rows = [[float(v) if isinstance(v, Decimal) else v for v in row] for row in self.rows]
        return pandas.DataFrame(rows, columns=list(self.columns)).convert_dtypes()

    def to_turtle(self, base: str = "") -> str:
        """The triples of a CONSTRUCT or DESCRIBE query as Turtle.

        Raises:
            ValueError: the query was a SELECT or an ASK, which have no triples.
        """
        if self.kind != "construct":
            raise ValueError("only CONSTRUCT and DESCRIBE queries give triples; ask for a table, csv or json")
        return "".join(turtle.lines((Triple(*row) for row in self.terms), base))  # type: ignore[arg-type]


_TRUE = Literal("true", datatype=NamedNode(_XSD + "boolean"))


def _plain(term: Term) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, (NamedNode, Literal)) else str(term)


def _shown(term: Term) -> str:
    if isinstance(term, NamedNode):
        for prefix, start in PREFIXES.items():
            if term.value.startswith(start):
                return f"{prefix}:{term.value[len(start) :]}"
    return _plain(term)


def _binding(term: Term) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, Literal):
        found: dict[str, object] = {"type": "literal", "value": term.value}
        if term.language:
            found["xml:lang"] = term.language
        elif term.datatype.value != _XSD + "string":
            found["datatype"] = term.datatype.value
        return found
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    assert isinstance(term, Triple)
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    return {"type": "triple", "value": {name: _binding(part) for name, part in parts.items()}}
