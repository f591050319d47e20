"""Literals of the graph: text that every parser reads, numbers and dates in their canonical form."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from functools import lru_cache

from pyoxigraph import Literal

from pipeline.graph.namespaces import term

__all__ = [
    "confidence",
    "coordinate",
    "date",
    "instant",
    "key",
    "legal",
    "number",
    "offset",
    "shortened",
    "text",
    "truth",
    "url",
]

_DATE, _MONTH, _YEAR = term("xsd:date"), term("xsd:gYearMonth"), term("xsd:gYear")
_DATETIME = term("xsd:dateTime")
_INTEGER, _DECIMAL, _OFFSET = term("xsd:integer"), term("xsd:decimal"), term("xsd:nonNegativeInteger")
_BOOLEAN, _URL = term("xsd:boolean"), term("xsd:anyURI")

_KNOWN = 1 << 12
"""Numbers whose literals are remembered; most come again soon."""
_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
# What XML 1.0 forbids, and with it some RDF stores: control characters, lone surrogates and two non-characters.
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legal(value: str) -> str:
    """The text with each character that RDF stores refuse replaced by U+FFFD, so that offsets still hold.

    >>> legal("nul\\0 byte")
    'nul\ufffd byte'
    """
    return _ILLEGAL.sub("\ufffd", value)


def text(value: str) -> Literal:
    """A string, character for character, but for what `legal` replaces."""
    return Literal(legal(value))


def key(name: str) -> Literal:
    """A name as it is looked up, in small letters.

    >>> key("OVD-Info").value
    'ovd-info'
    """
    return Literal(legal(name).lower())


def shortened(value: str, limit: int = 90) -> str:
    """One line of at most `limit` characters, cut between words and marked with an ellipsis where it was longer.

    >>> shortened("Police detained over 4,300 people\\nacross Russia", limit=26)
    'Police detained over…'
    """
    line = " ".join(value.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    if " " in cut and not line[limit - 1].isspace():
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:–—-") + "…"


def number(value: float) -> Literal | None:
    """An xsd:integer where the value is whole, else an xsd:decimal; None for infinity and NaN.

    >>> number(4301.0).value, number(2.5).value
    ('4301', '2.5')
    """
    if not math.isfinite(value):
        return None
    if value == int(value):
        return Literal(str(int(value)), datatype=_INTEGER)
    return Literal(format(Decimal(repr(value)), "f"), datatype=_DECIMAL)


def _decimal(value: float, places: int) -> Literal:
    digits = f"{value:.{places}f}".rstrip("0")
    digits += "0" if digits.endswith(".") else ""
    return Literal("0.0" if digits == "-0.0" else digits, datatype=_DECIMAL)


@lru_cache(maxsize=_KNOWN)
def confidence(value: float) -> Literal:
    """A confidence in [0, 1] as an xsd:decimal of at most four places.

    >>> confidence(1).value, confidence(0.123456).value
    ('1.0', '0.1235')
    """
    return _decimal(value, 4)


def integer(value: int) -> Literal:
    """A whole number of any sign as an xsd:integer."""
    return Literal(str(value), datatype=_INTEGER)


def coordinate(value: float) -> Literal:
    """A latitude or longitude in degrees as an xsd:decimal of at most five places, which is about a metre."""
    return _decimal(value, 5)


@lru_cache(maxsize=_KNOWN)
def offset(value: int) -> Literal:
    """A position in a document's text, in Unicode code points."""
    return Literal(str(value), datatype=_OFFSET)


def truth(value: bool) -> Literal:
    """An xsd:boolean."""
    return Literal("true" if value else "false", datatype=_BOOLEAN)


def url(value: str) -> Literal:
    """A web address as an xsd:anyURI; a literal, because what articles carry is not always a valid IRI."""
    return Literal(legal(value.strip()), datatype=_URL)


def instant(value: dt.datetime) -> Literal:
    """A moment as an xsd:dateTime in UTC, to the second; one without a zone is taken for UTC.

    >>> instant(dt.datetime(2024, 5, 1, 12, 30)).value
    '2024-05-01T12:30:00Z'
    """
    moment = value.astimezone(dt.UTC) if value.tzinfo else value
    return Literal(f"{moment:%Y-%m-%dT%H:%M:%S}Z", datatype=_DATETIME)


def date(value: str) -> Literal | None:
    """A day, month or year in ISO 8601 as xsd:date, xsd:gYearMonth or xsd:gYear; None if the calendar has no such day.

    >>> date("2022-09").datatype.value, date("2022-02-31")
    ('http://www.w3.org/2001/XMLSchema#gYearMonth', None)
    """
    kind = {10: _DATE, 7: _MONTH, 4: _YEAR}.get(len(value))
    if kind is None or not _DAY.fullmatch(value):
        return None
    try:
        dt.date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return None
    return Literal(value, datatype=kind)
