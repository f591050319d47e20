"""SPARQL text: prefixes that need no declaration, and error messages that show where and what to do."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping

from pipeline.errors import QueryError
from pipeline.graph.hints import hint
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
    match = _AT.match(message)
    words = words_of(text)
    known = {*_DECLARED.findall(words), *PREFIXES}
    unknown = [m for m in _USED.finditer(words) if m.group(1) not in known]
    if unknown:
        names = ", ".join(f"{p}:" for p in sorted({m.group(1) for m in unknown}))
        message = (
            f"the query uses {names} without a PREFIX line; declare it, or use one of those known: "
            f"{', '.join(sorted(PREFIXES))}"
        )
        return QueryError(message, *_place(text, unknown[0].start()))
    if match is None:
        return QueryError(f"the query cannot be read: {message}")
    begins = _begins(text)
    line, column, reason = min(int(match.group(1)), len(begins)), int(match.group(2)), match.group(3)
    found = None if _known(reason) else hint(text, begins[line - 1] + column - 1)
    if found is not None:
        line, column = _place(text, found.at)
    shown = (text.splitlines() or [""])[line - 1 :][:1] or [""]
    said = found.message if found is not None else _known(reason) or _expected(reason)
    where = f"at line {line}, column {column}"
    return QueryError(
        f"the query cannot be read {where}: {said}\n    {shown[0]}\n    {' ' * (column - 1)}^", line, column
    )


def _begins(text: str) -> list[int]:
    """Where each line begins."""
    return [0, *(m.end() for m in re.finditer(r"\r\n|\n|\r", text))]


def _place(text: str, at: int) -> tuple[int, int]:
    """The line and column of a character, from 1."""
    begins = _begins(text)
    line = bisect_right(begins, at)
    return line, at - begins[line - 1] + 1


def _expected(reason: str) -> str:
    said = re.sub(r"\[_\]", "a space", reason)
    if len(said) > _READABLE:  # the parser lists every character that could stand there
        return "what stands here, or just before, does not fit"
    return said


def _known(reason: str) -> str | None:
    """What the parser finds wrong with a query that it can read, in other words."""
    if "variable that is unbound" in reason:
        return "with GROUP BY, each variable of SELECT is grouped by, or stands in an aggregate: (COUNT(?x) AS ?n)"
    if "IRI parsing failed" in reason:
        return "this is no IRI; one has no spaces, quotation marks or braces, and begins with a scheme, such as https:"
    return None
