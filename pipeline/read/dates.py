"""Publication dates as people and machines write them."""

from __future__ import annotations

import datetime as dt
import re

__all__ = ["parse_date"]

# Outside these years a publication date is a slip of the pen or a placeholder such as 0001-01-01 or 9999-12-31.
_YEARS = range(1500, 2200)

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?P<name>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
# What may follow the date: a time of day in any form, with or without a zone.
_REST = r"(?:$|[T\s,;|].*\d.*$)"

_NUMERIC = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})" + _REST, re.I),
    re.compile(r"(?P<year>\d{4})[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})" + _REST, re.I),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:$|T\d.*$)", re.I),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})" + _REST, re.I),  # dots: the day comes first
)
_WORDED = (
    re.compile(_WEEKDAY + _DAY + r"(?:\s+of)?[\s-]+" + _MONTH + r",?[\s-]+(?P<year>\d{4})" + _REST, re.I),
    re.compile(_WEEKDAY + _MONTH + r"\s+" + _DAY + r",?\s+(?P<year>\d{4})" + _REST, re.I),
)
_SLASHED = re.compile(r"(?P<first>\d{1,2})[/-](?P<second>\d{1,2})[/-](?P<year>\d{4})" + _REST, re.I)


def parse_date(written: str) -> dt.date:
    """The calendar day of a date or a date with a time; the day is the one written, whatever the time zone.

    Raises:
        ValueError: it is no date, no possible one, or can be read in two ways; the message says which.

    >>> parse_date("Thursday, Feb. 24th, 2022, 10:30 GMT")
    datetime.date(2022, 2, 24)
    >>> parse_date("03/04/2022")
    Traceback (most recent call last):
    ValueError: '03/04/2022' may mean two days; write 2022-04-03 or 2022-03-04
    """
    text = " ".join(written.split())
    if len(text) > 80:
        raise ValueError(f"{text[:40]!r}... is no date; write it like 2022-02-24")
    for pattern in _NUMERIC:
        if match := pattern.match(text):
            return _date(text, match["year"], match["month"], match["day"])
    for pattern in _WORDED:
        if match := pattern.match(text):
            return _date(text, match["year"], str(_MONTHS[match["name"].lower()]), match["day"])
    if match := _SLASHED.match(text):
        year, first, second = match["year"], int(match["first"]), int(match["second"])
        if first <= 12 and second <= 12 and first != second:
            raise ValueError(
                f"{text!r} may mean two days; write {year}-{second:02}-{first:02} or {year}-{first:02}-{second:02}"
            )
        day, month = (first, second) if first > 12 else (second, first)
        return _date(text, year, str(month), str(day))
    raise ValueError(f"{text!r} is no date; write it like 2022-02-24")


def _date(text: str, year: str, month: str, day: str) -> dt.date:
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(f"{text!r} is not in the calendar; write it like 2022-02-24") from None
    if date.year not in _YEARS:
        raise ValueError(f"{text!r} is no plausible publication date")
    return date
