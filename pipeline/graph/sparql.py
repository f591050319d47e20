"""SPARQL text: prefixes that need no declaration, and error messages that show where and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.errors import QueryError
from pipeline.graph.namespaces import PREFIXES

__all__ = ["NO_CODE", "iris_in", "syntax_error", "with_iris", "with_prefixes", "words_of"]

NO_CODE = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
      | (?P<iri><[^<>"{}|^`\\\s]*>)
      | (?P<string>\"\"\"(?:[^\\]|\\.)*?(?:\"\"\"|\Z) | '''(?:[^\\]|\\.)*?(?:'''|\Z)
                 | "(?:[^"\\\n\r]|\\.)*"? | '(?:[^'\\\n\r]|\\.)*'?)""",
    re.VERBOSE | re.DOTALL,
)
"""Comments, IRIs and strings, those that nobody closed too, so that the time it takes grows with the length alone."""
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
_USED = re.compile(r"(?<![\w?$:.-])([A-Za-z][\w-]*):(?=[\w%\\])")
_READABLE = 90
_AT = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def words_of(text: str) -> str:
    """The query with comments, IRIs and strings blanked out, character for character, so that positions hold."""
    return NO_CODE.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)


def iris_in(text: str) -> list[str]:
    """The absolute IRIs that a query writes out, without those in comments and strings.

    >>> iris_in('SELECT ?x { <urn:a> ?x "<urn:b>" } # <urn:c>')
    ['urn:a']
    """
    found = (m.group() for m in NO_CODE.finditer(text))
    return [iri[1:-1] for iri in found if _ABSOLUTE.match(iri)]


def with_iris(text: str, new: Mapping[str, str]) -> str:
    """The query with some IRIs in the place of others, except in comments and strings.

    >>> with_iris('SELECT ?x { <urn:a> ?x "<urn:a>" }', {"urn:a": "urn:b"})
    'SELECT ?x { <urn:b> ?x "<urn:a>" }'
    """

    def changed(match: re.Match[str]) -> str:
        word = match.group()
        return f"<{new[word[1:-1]]}>" if word.startswith("<") and word[1:-1] in new else word

    return NO_CODE.sub(changed, text) if new else text


def with_prefixes(text: str) -> str:
    """The query with a declaration in front for each prefix of the vocabulary that it uses and does not declare.

    They stand on the first line, before its own text, so that the numbers of lines hold.

    >>> with_prefixes("SELECT ?x { ?x a cg:Protest }")
    'PREFIX cg: <https://w3id.org/citegraph/ns#> SELECT ?x { ?x a cg:Protest }'
    """
    words = words_of(text)
    declared = set(_DECLARED.findall(words))
    missing = sorted({p for p in _USED.findall(words) if p in PREFIXES} - declared)
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in missing) + text


def syntax_error(text: str, message: str) -> QueryError:
    """A parser's complaint about a query as an error that shows the line, points at the place and says what to do."""
    words = words_of(text)
    unknown = sorted(set(_USED.findall(words)) - set(_DECLARED.findall(words)) - set(PREFIXES))
    if unknown:
        names = ", ".join(f"{p}:" for p in unknown)
        known = ", ".join(sorted(PREFIXES))
        return QueryError(
            f"the query uses {names} without a PREFIX line; declare it, or use one of those known: {known}"
        )
    match = _AT.match(message)
    if match is None:
        return QueryError(f"the query cannot be read: {message}")
    line, column = int(match.group(1)), int(match.group(2))
    lines = text.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1]
    expected = re.sub(r"\[_\]", "a space", match.group(3))
    if len(expected) > _READABLE:  # the parser lists every character that could stand there
        expected = "what stands here, or just before, does not fit"
    return QueryError(
        f"the query cannot be read at line {line}, column {column}: {expected}\n    {shown}\n    {' ' * (column - 1)}^",
        line,
        column,
    )
