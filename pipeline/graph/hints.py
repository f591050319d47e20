"""What is wrong with a malformed query, in the words of those who write queries.

The parser says up to where it came and what could have stood there, which is often a long list of characters, and often
behind the mistake. The mistakes that people make are few: they are looked for here, and the parser has the word only
where none is found. Nothing here decides whether a query is malformed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import pairwise
from typing import NamedTuple

__all__ = ["Hint", "hint"]


class Hint(NamedTuple):
    """What is wrong, and where it is in the text, counted in characters from 0."""

    at: int
    message: str


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
      | (?P<iri><[^<>"{}|^`\\\s]*>)
      | (?P<string>\"\"\"(?:[^\\]|\\.)*?(?:\"\"\"|\Z) | '''(?:[^\\]|\\.)*?(?:'''|\Z)
                 | "(?:[^"\\\n\r]|\\.)*"? | '(?:[^'\\\n\r]|\\.)*'?)
      | (?P<variable>[?$]\w+)
      | (?P<name>(?<![\w.-])(?:[^\W\d_][\w-]*|_)?:[\w:%-]*(?:\.[\w:%-]+)*)
      | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
      | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
      | (?P<word>[^\W\d]\w*)
      | (?P<mark>\^\^|&&|\|\||[<>!]=|[^\w\s])""",
    re.VERBOSE | re.DOTALL,
)
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_FUNCTIONS = frozenset(
    """STR LANG LANGMATCHES LANGDIR HASLANG HASLANGDIR STRLANGDIR DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND
    CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES
    SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI
    ISBLANK ISLITERAL ISNUMERIC ISTRIPLE TRIPLE SUBJECT PREDICATE OBJECT REGEX SUBSTR REPLACE ADJUST""".split()  # noqa: SIM905
)
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"}
_CLAUSES = frozenset(
    """BASE PREFIX VERSION DISTINCT REDUCED AS FROM NAMED WHERE ORDER BY ASC DESC LIMIT OFFSET VALUES SILENT TO INTO
    GRAPH DEFAULT ALL DATA WITH USING OPTIONAL SERVICE BIND UNDEF MINUS UNION FILTER IN NOT EXISTS GROUP HAVING
    SEPARATOR A TRUE FALSE LATERAL""".split()  # noqa: SIM905
)
_KEYWORDS = _FUNCTIONS | _AGGREGATES | _UPDATES | _CLAUSES | set(_FORMS)
_OPERATORS = {"=", "<", ">", "!=", "<=", ">=", "&&", "||", "+", "-", "/", ","}
_CLOSING = {"(": ")", "{": "}", "[": "]"}
_TERMS = {"iri", "variable", "name", "string", "number"}
_ENDS = {"}", ".", ";"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
LONGEST = 100_000
"""Nobody wrote a longer query by hand."""


def hint(text: str, at: int) -> Hint | None:
    """The most likely mistake of a malformed query, if it is one that people make.

    Args:
        text: the query.
        at: up to where the parser came.

    >>> hint("SELECT ?x { ?x a cg:City . FITER(?x = 1) }", 40)
    Hint(at=27, message='there is no function FITER; is it FILTER?')
    """
    if len(text) > LONGEST:
        return None
    tokens = [_Token(m.lastgroup or "", m.group(), m.start()) for m in _TOKEN.finditer(text)]
    tokens = [token for token in tokens if token.kind != "comment"]
    for look in (_open_strings, _days, _unknown_words, _brackets, _selected, _operators, _beginning, _triples):
        found = next(look(tokens, at), None)
        if found is not None:
            return found
    return None


def _open_strings(tokens: list[_Token], _: int) -> Iterator[Hint]:
    for token in (t for t in tokens if t.kind == "string"):
        quote = token.text[:3] if token.text[:3] in ('"""', "'''") else token.text[0]
        if len(token.text) < 2 * len(quote) or not token.text.endswith(quote):
            yield Hint(token.at, f"the string that begins here is not closed by {quote}")


def _days(tokens: list[_Token], _: int) -> Iterator[Hint]:
    """A day that stands there as if it were numbers."""
    for at in range(len(tokens) - 4):
        day = "".join(token.text for token in tokens[at : at + 5])
        if _DAY.fullmatch(day) and tokens[at + 4].at == tokens[at].at + 8:
            yield Hint(tokens[at].at, f'a day is written as "{day}"^^xsd:date')


def _unknown_words(tokens: list[_Token], _: int) -> Iterator[Hint]:
    variables = {token.text[1:] for token in tokens if token.kind == "variable"}
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        if token.kind != "word" or token.text.upper() in _KEYWORDS:
            continue
        called = after is not None and after.text == "("
        known = _FUNCTIONS | _AGGREGATES | {"FILTER", "BIND"} if called else _KEYWORDS
        near = get_close_matches(token.text.upper(), known, 1, 0.8)
        is_it = f"; is it {near[0]}?" if near else ""
        if called:
            yield Hint(token.at, f"there is no function {token.text}{is_it}")
        elif before is not None and before.text.upper() in ("LIMIT", "OFFSET"):
            yield Hint(token.at, f"after {before.text} stands a number, and not {token.text}")
        elif token.text in variables:
            yield Hint(token.at, f"{token.text} is no word of SPARQL; is it the variable ?{token.text}?")
        elif near and near[0][:1] == token.text[:1].upper():
            yield Hint(token.at, f"{token.text} is no word of SPARQL{is_it}")
        else:
            yield Hint(
                token.at,
                f"{token.text} is no word of SPARQL; a name has a prefix, as schema:name, and a variable begins with ?",
            )


def _brackets(tokens: list[_Token], _: int) -> Iterator[Hint]:
    opened: list[_Token] = []
    for token in tokens:
        if token.kind != "mark":
            continue
        if token.text in _CLOSING:
            opened.append(token)
        elif token.text in _CLOSING.values():
            if not opened:
                yield Hint(token.at, f"this {token.text} closes nothing")
            elif _CLOSING[opened[-1].text] != token.text:
                last = opened[-1]
                yield Hint(last.at, f"this {last.text} is not closed; {token.text} comes first")
            else:
                opened.pop()
    if opened:
        yield Hint(opened[-1].at, f"this {opened[-1].text} is not closed")


def _selected(tokens: list[_Token], _: int) -> Iterator[Hint]:
    """What stands between SELECT and the pattern."""
    inside = False
    for before, token in pairwise(tokens):
        inside = before.text.upper() == "SELECT" or (inside and before.text not in ("{", "("))
        if inside and token.text.upper() in _AGGREGATES:
            yield Hint(token.at, f"an expression wants brackets and a name here: ({token.text}(...) AS ?name)")
        if inside and token.text == "," and before.kind == "variable":
            yield Hint(token.at, "the variables of SELECT stand without commas")


def _operators(tokens: list[_Token], _: int) -> Iterator[Hint]:
    for before, token in pairwise(tokens):
        if before.kind == "mark" and before.text in _OPERATORS and token.text == ")":
            yield Hint(token.at, f"a value is missing here, after {before.text}")


def _beginning(tokens: list[_Token], at: int) -> Iterator[Hint]:
    words = [t for t in tokens if t.kind == "word" and t.text.upper() not in ("PREFIX", "BASE", "VERSION")]
    marks = [t for t in tokens if t.text == "{"]
    first = words[0] if words else None
    if not tokens:
        yield Hint(0, f"there is no query; one begins with {', '.join(_FORMS)} or PREFIX")
    elif first is None or (marks and first.at > marks[0].at) or first.text.upper() not in {*_FORMS, *_UPDATES, "WITH"}:
        yield Hint(tokens[0].at, f"a query begins with {', '.join(_FORMS)} or PREFIX")
    elif first.text.upper() in _UPDATES and at <= words[:2][-1].at + len(words[:2][-1].text):
        yield Hint(first.at, f"{first.text} changes data, and is no query; an update is sent as such")


def _triples(tokens: list[_Token], at: int) -> Iterator[Hint]:
    """A triple with two terms or four, where the parser stopped."""
    end = sum(token.at < at for token in tokens)
    while end and tokens[end - 1].text in _ENDS:
        end -= 1
    begin = end
    while begin and (tokens[begin - 1].kind in _TERMS or tokens[begin - 1].text == "a"):
        begin -= 1
    terms = tokens[begin:end]
    before = tokens[begin - 1].text if begin else ""
    after = tokens[end].text if end < len(tokens) else "}"
    if not terms or before not in {"{", *_ENDS}:
        return
    wanted = ["a predicate", "an object"] if before == ";" else ["a subject", "a predicate", "an object"]
    if len(terms) > len(wanted):
        yield Hint(terms[len(wanted)].at, "a triple ends before this; put a . between two triples")
    elif len(terms) < len(wanted) and after in _ENDS:
        missing = wanted[len(terms) :]
        verb = "is" if len(missing) == 1 else "are"
        place = terms[-1].at + len(terms[-1].text)
        yield Hint(place, f"{' and '.join(missing)} {verb} missing here: a triple has three parts")
