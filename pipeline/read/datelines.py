"""The day of publication where only the article's own head tells it: dateline, byline, a line that says "Published".

Precision comes first: a wrong day would date every "on Sunday" of the article wrongly. Only whole days count, with
their year, and only in lines that can hardly be anything else; a day in the prose ("On 5 May 2014 the crews cheered")
never does.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from pipeline.read.dates import parse_date
from pipeline.records import Span

__all__ = ["Found", "published_in"]

_HEAD = 8  # paragraphs in which such a line is looked for
_LONGEST = 160  # characters of a line that says nothing else

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WORDED = rf"{_WEEKDAY}(?:{_DAY}\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+{_DAY},?\s+\d{{4}})(?!\w)"
_DATE = rf"(?P<date>{_WORDED}|\d{{4}}-\d\d-\d\d(?![\d-])|{_WEEKDAY}\d{{1,2}}\.\d{{1,2}}\.\d{{4}}(?!\w))"
_ZONE = r"(?:\s*\(?[A-Z]{1,5}\)?|Z|\s*[+-]\d\d:?\d\d)?"
_TIME = rf"(?:(?:,|\s+at|T|\s*[|·•–—-])?\s*\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?\s*(?:[ap]\.?m\.?)?{_ZONE})?"
# What a page puts beside a date: its author, a second date, the length of the article.
_BESIDE = r"(?:\s+\d+\s+min(?:ute)?s?\s+read|\s*[|·•/;,–—(-]\s*.{0,80}|\s+by\s+.{1,60})?"
_NAME = r"(?:[A-Z][\w.'’-]*|(?:de|da|van|von|der|al|bin|ben|and|&))"
_LABEL = r"(?:First\s+published|Published|Publication\s+date|Posted|Issued|Filed|Released|Date)"
_PLACE = r"[A-Z][A-Z.'’-]+(?:[ -][A-Z.'’-]+){0,3}(?:,\s+[A-Z][\w.'’ -]{1,30}){0,2}"
_AGENCY = r"\((?P<agency>[A-Z][\w.&'’/ -]{1,40})\)"

_LABELLED = re.compile(
    rf"(?:By\s+.{{1,60}}?[,|·•–—-]\s*)?{_LABEL}(?:\s+(?:on|online|at\s+[\d.:]+(?:\s*[a-z.]+){{0,2}}\s+on))?\s*:?\s+{_DATE}{_TIME}{_BESIDE}",
    re.I,
)
_BYLINE = re.compile(rf"By\s+(?:[Tt]he\s+)?[A-Z][\w.'’-]*(?:\s+{_NAME}){{1,6}}\s*[,|·•–—-]?\s+{_DATE}{_TIME}")
_ALONE = re.compile(rf"{_DATE}{_TIME}")
_DATELINE = re.compile(
    rf"{_PLACE}\s*,?\s+(?:{_AGENCY}\s*[,–—-]?\s*)?{_DATE}(?:\s*,?\s*\([A-Z][^()]{{1,40}}\))?\s*(?:[–—-]|--)\s+\S"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A day of publication, and the paragraph that tells it."""

    day: dt.date
    paragraph: Span


def published_in(text: str, paragraphs: Sequence[Span], title: str | None = None) -> Found | None:
    """The day that the head of an article says it was published on; None where no line says so beyond doubt.

    A line that is labelled outranks a byline, that a day which stands alone, and that a dateline, which tells when the
    report was filed. A byline and a day alone count above the first long paragraph, and a day alone not where others
    stand alone below it, as in a chronicle.

    >>> text = "Ferries sail\\n\\nOLDPORT, 3 March 2024 (Agency) - The council met."
    >>> published_in(text, (Span(begin=0, end=12), Span(begin=14, end=len(text)))).day
    datetime.date(2024, 3, 3)
    """
    head = [(span, text[span.begin : min(span.end, span.begin + _LONGEST + 1)]) for span in paragraphs[:_HEAD]]
    head = [(span, line) for span, line in head if line != title]
    lines = [(span, line) for span, line in head if len(line) <= _LONGEST]
    above = list(takewhile(lambda item: len(item[1]) <= _LONGEST, head))  # the article itself, not what it quotes
    for pattern, where in ((_LABELLED, lines), (_BYLINE, above), (_ALONE, above)):
        found = [_found(span, match["date"]) for span, line in where if (match := pattern.fullmatch(line))]
        days = [one for one in found if one is not None]
        if days and not (pattern is _ALONE and _is_chronicle(text, paragraphs, title)):
            return days[0]
    for span, line in head:
        if match := _DATELINE.match(line):
            return _found(span, match["date"])
    return None


def _found(span: Span, written: str) -> Found | None:
    try:
        return Found(parse_date(written), span)
    except ValueError:  # 31 June, a year that is none: not a day
        return None


def _is_chronicle(text: str, paragraphs: Sequence[Span], title: str | None) -> bool:
    """Whether days stand alone in several places of an article, as the headings of a diary or a chronicle do."""
    lines = (text[span.begin : span.end] for span in paragraphs if len(span) <= _LONGEST)
    days = {match["date"] for line in lines if line != title and (match := _ALONE.fullmatch(line))}
    return len(days) > 1
