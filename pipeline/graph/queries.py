"""The library of queries: SPARQL files that say in their header what they answer, and how values get into them.

A file reads like this, and runs as it stands in any SPARQL tool:

    # summary: What somebody claims, in the words of the articles.
    # parameters:
    #   name (name): who claims it
    #   limit (integer, optional): at most so many rows
    # columns: claim, quote, document
    SELECT ... WHERE { VALUES ?name { "Mira Solberg" } ... }

Each parameter stands in exactly one VALUES line, whose value is an example, or the default if the parameter is
optional. Binding replaces that value by a whole RDF term, never by text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from pipeline import resources
from pipeline.errors import QueryError
from pipeline.graph.literals import legal
from pipeline.graph.namespaces import PREFIXES, term
from pipeline.graph.result import Value

__all__ = ["Parameter", "Query", "find", "library", "read"]

_HEADER = re.compile(r"#\s*(summary|parameters|columns):\s*(.*)")
_PARAMETER = re.compile(r"#\s+([A-Za-z_]\w*)\s+\((iri|name|date|string|integer)(,\s*optional)?\):\s*(.+)")
_VALUE = r"""[^{}"']*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')?[^{}"']*"""


@dataclass(frozen=True)
class Parameter:
    """One value that a query takes.

    `type` is ``iri`` (whole, or prefixed such as cg:Arrest), ``name`` (any name of an entity, case does not matter),
    ``date`` (YYYY-MM-DD), ``string`` or ``integer``; `example` is what stands in the file, the default if optional.
    """

    name: str
    type: str
    summary: str
    optional: bool
    example: str


@dataclass(frozen=True)
class Query:
    """A query of the library, or of a file of the user's own."""

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str

    def bound(self, values: Mapping[str, Value] | None = None) -> str:
        """The SPARQL text with these values in the place of the examples.

        Raises:
            QueryError: a value is missing, unknown or of the wrong type; the message names the valid parameters.
        """
        values = {} if values is None else values
        known = {p.name: p for p in self.parameters}
        wrong = [name for name in values if name not in known]
        if wrong:
            raise QueryError(f"query {self.name!r} has no parameter {', '.join(map(repr, wrong))}; {self._valid()}")
        missing = [p.name for p in self.parameters if not p.optional and p.name not in values]
        if missing:
            raise QueryError(f"query {self.name!r} needs {', '.join(missing)}; {self._valid()}")
        text = self.text
        for name, value in values.items():
            try:
                value_term = _term(known[name].type, value)
            except ValueError as error:
                raise QueryError(f"query {self.name!r}: {name} {error}; {self._valid()}") from error
            replaced = f"VALUES ?{name} {{ {value_term} }}"
            text = _values(name).sub(lambda _, new=replaced: new, text)  # type: ignore[misc]
        return text

    def _valid(self) -> str:
        if not self.parameters:
            return "it takes none"
        return "its parameters are " + ", ".join(
            f"{p.name} ({p.type}{', optional' if p.optional else ''})" for p in self.parameters
        )


def _values(name: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES\s+\?{name}\s*\{{({_VALUE})\}}")


def _term(type: str, value: Value) -> NamedNode | Literal:
    """A value as a term of the type; raises ValueError with what would be right."""
    text = legal(str(value).strip())
    if type == "integer":
        if isinstance(value, bool) or not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
            raise ValueError(f"must be a whole number, not {value!r}")
        return Literal(str(int(text)), datatype=term("xsd:integer"))
    if type == "date":
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"must be a day such as 2022-02-24, not {value!r}") from None
        return Literal(day.isoformat(), datatype=term("xsd:date"))
    if type == "iri":
        prefix, colon, local = text.partition(":")
        try:
            node = NamedNode(PREFIXES[prefix] + local if colon and prefix in PREFIXES else text)
        except ValueError as error:
            raise ValueError(f"must be an IRI such as cg:Arrest, not {value!r} ({error})") from None
        return node
    return Literal(text)


def parse(name: str, text: str) -> Query:
    """A query from its text.

    Raises:
        QueryError: its header is incomplete, or a parameter does not stand in exactly one VALUES line.
    """
    summary, columns, parameters = "", "", []
    inside = False
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        header = _HEADER.match(line)
        if header:
            inside = header.group(1) == "parameters"
            if header.group(1) == "summary":
                summary = header.group(2).strip()
            elif header.group(1) == "columns":
                columns = header.group(2)
            continue
        if not inside or not line.strip("# "):
            continue
        match = _PARAMETER.match(line)
        if match is None:
            raise QueryError(f"query {name!r}: {line!r} is no parameter; write # name (type): what it is")
        found = _values(match.group(1)).findall(text)
        if len(found) != 1:
            raise QueryError(
                f"query {name!r}: {match.group(1)} must stand in exactly one VALUES ?{match.group(1)} {{ ... }}, "
                f"and stands in {len(found)}"
            )
        example = found[0].strip()
        if example.startswith('"'):
            example = example[1 : example.rindex('"')]
        parameters.append(
            Parameter(match.group(1), match.group(2), match.group(4).strip(), bool(match.group(3)), example)
        )
    names = tuple(c.strip() for c in columns.split(",") if c.strip())
    return Query(name, summary, tuple(parameters), names, text)


def read(path: Path) -> Query:
    """A query from a file; its name is that of the file.

    Raises:
        QueryError: the file cannot be read, or its header is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path} cannot be read as a query: {error}") from error
    return parse(path.stem, text)


@cache
def library() -> Mapping[str, Query]:
    """The shipped queries by name, in alphabetical order."""
    return {path.stem: read(path) for path in sorted(resources.queries().glob("*.rq"))}


def find(name: str) -> Query:
    """A query of the library by its name, or of a file by its path.

    Raises:
        QueryError: there is no such query; the message names those there are.
    """
    name = name.strip()
    if name in library():
        return library()[name]
    if name.endswith(".rq"):
        return read(Path(name))
    raise QueryError(f"there is no query {name!r}; choose one of {', '.join(library())}, or give a .rq file or SPARQL")
