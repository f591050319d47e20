"""The library of queries: SPARQL files that say in their header what they answer, and how values get into them.

A file reads like this, and runs as it stands in any SPARQL tool:

    # summary: What somebody claims, in the words of the articles.
    # parameters:
    #   name (entity): who claims it
    #   cue (string, optional): only what is put with this word
    #   certainty (Certain|Probable|Possible, optional): only what is put so
    #   limit (integer, optional): at most so many rows
    # columns: claim, quote, document
    SELECT ... WHERE {
        VALUES ?name { "mira solberg" } ?claimant cg:nameKey ?name .
        ?claim cg:claimant ?claimant ...
        #? VALUES ?cue { "said" } ?claim cg:cue ?cue .
        #? VALUES ?certainty { "Possible" } ?claim cg:certainty ?put . FILTER(STRENDS(STR(?put), ?certainty))
    }
    LIMIT 500

Each parameter stands in a VALUES line, or in equal ones where a query looks in several places; the value is an example,
or the default if the parameter is optional; `limit` stands in the LIMIT clauses. An entity is looked up right behind
its VALUES, since its IRI takes the place of both. A line that begins with #?, with those below it that begin so and are
indented, is left out unless its parameter is given, so that a store need not find out at run time that it was not.
Binding replaces a value by a whole RDF term, never by text. A check, which looks at all there is, says so: "# scope:
the whole graph".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from pipeline import resources
from pipeline.errors import QueryError
from pipeline.graph.literals import legal
from pipeline.graph.namespaces import CLASS_OF, PREFIXES, term
from pipeline.graph.result import Value
from pipeline.records import EventType

__all__ = ["TYPES", "Parameter", "Query", "find", "library", "read"]

_HEADER = re.compile(r"#\s*(summary|parameters|columns|scope):\s*(.*)")
TYPES = {
    "event type": tuple(t.value for t in EventType),
    "entity type": tuple(re.split("[/#]", node.value)[-1] for node in CLASS_OF.values()),
}
"""What can be chosen where the type of a parameter does not list it."""
_PARAMETER = re.compile(
    rf"#\s+([A-Za-z_]\w*)\s+\((iri|entity|name|date|string|integer|{'|'.join(TYPES)}|\w+(?:\|\w+)+)"
    r"(,\s*optional)?\):\s*(.+)"
)
_BLOCK = re.compile(r"^[ \t]*#\? \S.*(?:\n[ \t]*#\?  .*)*", re.MULTILINE)
_MARK = re.compile(r"^([ \t]*)#\? ?", re.MULTILINE)
_ADDRESS = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://|urn:)\S+")
_WHOLE = "the whole graph"
_LIMIT, _ROWS = re.compile(r"\bLIMIT\s+([0-9]+)\b"), "limit"
_VALUE = r"""[^{}"']*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')?[^{}"']*"""


@dataclass(frozen=True)
class Parameter:
    """One value that a query takes.

    `type` is ``iri`` (whole, or prefixed such as cg:Arrest), ``entity`` (any name, put in small letters as in
    cg:nameKey, or the IRI), ``name`` (as it is), ``date`` (YYYY-MM-DD), ``string``, ``integer``, or one of some words:
    ``event type``, ``entity type``, or the words themselves, as ``Agreement|Conflict``. `example` is what stands in the
    file, the default if optional, unless it stands in a line that is left out.
    """

    name: str
    type: str
    summary: str
    optional: bool
    example: str

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of which it is one; none where it may be any value."""
        return TYPES.get(self.type) or (tuple(self.type.split("|")) if "|" in self.type else ())

    def term(self, value: Value) -> NamedNode | Literal:
        """A value of it as a term; a word to choose, in any case, as the header has it: text or IRI, as the example is.

        Raises:
            ValueError: it is of another type; the message says what would be right.
        """
        if not self.choices:
            return _term(self.type, value, self.name)
        given = str(value).strip()
        chosen = next((word for word in self.choices if word.lower() == given.rpartition(":")[2].lower()), None)
        if chosen is None:
            raise ValueError(f"must be one of {', '.join(self.choices)}, not {value!r}{_meant(given, self.choices)}")
        prefix, colon, _ = self.example.partition(":")
        return NamedNode(PREFIXES[prefix] + chosen) if colon else Literal(chosen)


@dataclass(frozen=True)
class Query:
    """A query of the library, or of a file of the user's own."""

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str
    whole: bool = False
    """Whether it looks at the whole graph, however large: a check, which would be none if it did not."""

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
        terms: list[tuple[str, NamedNode | Literal]] = []
        for name, value in values.items():
            try:
                value_term = known[name].term(value)
            except ValueError as error:
                raise QueryError(f"query {self.name!r}: {name} {error}; {self._valid()}") from error
            terms.append((name, value_term))
            text = _let_in(name, text)
        places = [place for name, value in terms for place in self._places(name, value, text)]
        return _filled(text, places)

    def _places(self, name: str, value: NamedNode | Literal, text: str) -> Iterator[tuple[int, int, str]]:
        """Where a value stands in the text, and what takes the place of the example there."""
        if name == _ROWS:
            for match in _LIMIT.finditer(text):
                yield *match.span(), f"LIMIT {value.value}"
            return
        of_an_entity = isinstance(value, NamedNode) and any(
            p.type == "entity" for p in self.parameters if p.name == name
        )
        for match in (_looked_up if of_an_entity else _values)(name).finditer(text):
            variable = match.group(1) if of_an_entity else f"?{name}"
            yield *match.span(), f"VALUES {variable} {{ {value} }}"

    def _valid(self) -> str:
        if not self.parameters:
            return "it takes none"
        return "its parameters are " + ", ".join(
            f"{p.name} ({p.type}{', optional' if p.optional else ''})" for p in self.parameters
        )


def _values(name: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES\s+\?{name}\s*\{{({_VALUE})\}}")


def _looked_up(name: str) -> re.Pattern[str]:
    """Where an entity is looked up by its name: what an IRI takes the place of."""
    return re.compile(rf"VALUES\s+\?{name}\s*\{{{_VALUE}\}}\s*(\?\w+)\s+cg:nameKey\s+\?{name}\b")


def _filled(text: str, places: Iterable[tuple[int, int, str]]) -> str:
    """The text with these stretches replaced, all at once: what one value holds is never a place for another."""
    pieces: list[str] = []
    at = 0
    for begin, end, new in sorted(places):
        if begin < at:
            continue  # inside an example that is replaced
        pieces += text[at:begin], new
        at = end
    return "".join((*pieces, text[at:]))


def _let_in(name: str, text: str) -> str:
    """The text with the lines of a parameter that are left out without it."""

    def changed(block: re.Match[str]) -> str:
        lines = block.group()
        return _MARK.sub(r"\1", lines) if _values(name).search(lines) else lines

    return _BLOCK.sub(changed, text)


def _standing(name: str, text: str) -> list[str]:
    """What stands in the places of a parameter."""
    return (_LIMIT if name == _ROWS else _values(name)).findall(text)


def _meant(given: str, words: Iterable[str]) -> str:
    near = get_close_matches(given.capitalize(), words, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _term(type: str, value: Value, name: str = "") -> NamedNode | Literal:
    """A value as a term of the type; raises ValueError with what would be right."""
    text = legal(str(value).strip())
    if type == "integer":
        if isinstance(value, bool) or not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
            raise ValueError(f"must be a whole number, not {value!r}")
        if name == _ROWS and int(text) < 1:
            raise ValueError(f"must be a whole number from 1 on, not {value!r}")
        return Literal(str(int(text)), datatype=term("xsd:integer"))
    if type == "date":
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"must be a day such as 2022-02-24, not {value!r}") from None
        return Literal(day.isoformat(), datatype=term("xsd:date"))
    if type == "entity" and not _ADDRESS.fullmatch(text):
        return Literal(text.lower())
    if type in ("iri", "entity"):
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
        QueryError: its header is incomplete, or a parameter stands in no VALUES line, or in several that differ.
    """
    summary, columns, scope, parameters = "", "", "", []
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
            elif header.group(1) == "scope":
                scope = header.group(2).strip()
            continue
        if not inside or not line.strip("# "):
            continue
        match = _PARAMETER.match(line)
        if match is None:
            raise QueryError(f"query {name!r}: {line!r} is no parameter; write # name (type): what it is")
        found = _standing(match.group(1), text)
        if len(set(found)) != 1:
            place = "LIMIT 500" if match.group(1) == _ROWS else f"VALUES ?{match.group(1)} {{ ... }}"
            place += ", equal wherever it stands"
            raise QueryError(f"query {name!r}: {match.group(1)} must stand in {place}, and stands in {len(found)}")
        if match.group(2) == "entity" and not _looked_up(match.group(1)).search(text):
            raise QueryError(
                f"query {name!r}: {match.group(1)} is an entity, to be looked up in the same line: "
                f'VALUES ?{match.group(1)} {{ "..." }} ?entity cg:nameKey ?{match.group(1)} .'
            )
        example = found[0].strip()
        if example.startswith('"'):
            example = example[1 : example.rindex('"')]
        parameters.append(
            Parameter(match.group(1), match.group(2), match.group(4).strip(), bool(match.group(3)), example)
        )
    names = tuple(c.strip() for c in columns.split(",") if c.strip())
    return Query(name, summary, tuple(parameters), names, text, scope == _WHOLE)


def read(path: Path) -> Query:
    """A query from a file; its name is that of the file.

    Raises:
        QueryError: the file cannot be read, or its header is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise QueryError(f"{path} cannot be read as a query: {why}") from error
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
    near = get_close_matches(name, library(), n=3)
    meant = f" did you mean {' or '.join(near)}? If not," if near else ""
    choice = f"choose one of {', '.join(library())}, or give a .rq file or SPARQL"
    raise QueryError(f"there is no query {name!r};{meant} {choice}")
