"""What a date in words stands for: a small grammar of English calendar expressions, resolved against a day.

`resolve` gives an ISO 8601 day, month or year, as precise as the words are: "24 February 2022" is 2022-02-24, "last
month" a month, "two years ago" a year; a week is no unit of ISO days and months, so "last week" gives the month it lay
in. Decades, centuries, durations and "recently" stand for no date and resolve to None.

Dates without a year are those nearest to the publication: in reports the last one before it, unless the clause speaks
of the future.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["COUNT", "DAY", "MONTH", "UNIT", "WEEKDAY", "YEAR", "Context", "resolve"]

_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTHS = {name: i for i, name in enumerate(_MONTH_NAMES, start=1)}
_MONTHS |= {name[:3]: i for name, i in _MONTHS.items()} | {"sept": 9}
_WEEKDAYS = {
    name: i
    for i, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
}  # fmt: skip
_WEEKDAYS |= {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "couple of": 2, "a couple of": 2,
}  # fmt: skip

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:1[0-9]\d\d|20\d\d)"
COUNT = r"(?:\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
UNIT = r"(?:day|week|month|year|decade)s?"

_ISO = re.compile(r"\b(\d{4})-(\d\d)(?:-(\d\d))?\b")
_NUMERIC = re.compile(r"\b(\d{1,2})([./])(\d{1,2})\2(\d{4})\b")
_DAY_MONTH = re.compile(rf"\b({DAY})(?:\s*(?:-|–|to|and)\s*{DAY})?\s+(?:of\s+)?({MONTH})(?:,?\s+({YEAR}))?(?!\w)")
_MONTH_DAY = re.compile(
    rf"\b({MONTH})\s+(?:the\s+)?({DAY})(?!\d)(?:\s*(?:-|–|to|and)\s*{DAY}\b)?(?:,?\s+({YEAR}))?(?!\w)"
)
_MONTH_YEAR = re.compile(rf"\b({MONTH}),?\s+(?:of\s+)?({YEAR})(?!\w)")
_MONTH = re.compile(rf"\b({MONTH})(?!\w)")
_WEEKDAY = re.compile(rf"\b((?:last|next|this|past|coming)\s+)?({WEEKDAY})\b")
_YEAR = re.compile(rf"(?<![\d,.])({YEAR})(?![\d,]|\.\d|s\b|-?year)")
_DECADE = re.compile(r"\b\d{2,4}['’]?s\b|\bcentur|\bdecade|\bmillenni|\bera\b|\bage\b")
_AGO = re.compile(rf"\b({COUNT})\s+({UNIT})\s+ago\b")
_LATER = re.compile(rf"\b({COUNT}|some|several)\s+({UNIT})\s+(later|earlier|after|before|previously)\b")
_SHIFTED = re.compile(
    r"\b(last|past|this|current|next|coming|following|previous|same|that)\s+(?:\w+\s+)?(day|week|weekend|fortnight|month"
    r"|year|night|morning|afternoon|evening|spring|summer|autumn|fall|winter|" + "|".join(_MONTH_NAMES) + r")\b"
)
_RELATIVE_DAYS = {"day before yesterday": -2, "yesterday": -1, "last night": -1, "day after tomorrow": 2, "tomorrow": 1,
                  "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """What a time expression is resolved against.

    `anchor` is the day of publication; `previous` the date (ISO 8601) that the text named last, for "the next day";
    `past` the year of the story that the paragraph is telling, if it has gone back to one; `future` says that the
    clause looks ahead.
    """

    anchor: dt.date | None = None
    previous: str | None = None
    past: int | None = None
    future: bool = False


def resolve(text: str, context: Context) -> str | None:
    """The date that the words stand for, as ISO 8601 day, month or year; None if they stand for none.

    >>> resolve("last Tuesday", Context(anchor=dt.date(2022, 3, 9)))
    '2022-03-08'
    >>> resolve("September 2022", Context()), resolve("the 1990s", Context())
    ('2022-09', None)
    """
    low = re.sub(r"\s+", " ", text.lower().replace("’", "'")).strip()
    for attempt in (_absolute, _relative, _nearest, _bare_year):
        value = attempt(low, context)
        if value is not None:
            return value
    return None


def _iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    if month is None:
        return f"{year:04d}"
    if day is None:
        return f"{year:04d}-{month:02d}"
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _month_number(word: str) -> int:
    return _MONTHS[word.rstrip(".")[:3]]


def _day_number(word: str) -> int:
    return int(re.sub(r"\D", "", word))


def _absolute(low: str, _context: Context) -> str | None:
    """Expressions that name their year."""
    return _dated(low)


@lru_cache(maxsize=1 << 12)
def _dated(low: str) -> str | None:
    """The same: news says the same days again and again."""
    if found := _ISO.search(low):
        return (
            _iso(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
            if 1 <= int(found[2]) <= 12
            else None
        )
    if found := _NUMERIC.search(low):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if found[2] == "." or first > 12:
            return _iso(year, second, first) if second <= 12 else None
        return _iso(year, first, second) if second > 12 else _iso(year)  # 03/04/2022 is March to some, April to others
    if (found := _DAY_MONTH.search(low)) and found[3]:
        return _iso(int(found[3]), _month_number(found[2]), _day_number(found[1]))
    if (found := _MONTH_DAY.search(low)) and found[3]:
        return _iso(int(found[3]), _month_number(found[1]), _day_number(found[2]))
    if found := _MONTH_YEAR.search(low):
        return _iso(int(found[2]), _month_number(found[1]))
    return None


def _relative(low: str, context: Context) -> str | None:
    """Expressions that count from the publication or from the date named last."""
    if _DAY_MONTH.search(low) or _MONTH_DAY.search(low):
        return None
    for words, days in _RELATIVE_DAYS.items():
        if re.search(rf"\b{words}\b", low):
            return (context.anchor + dt.timedelta(days=days)).isoformat() if context.anchor else None
    if found := _AGO.search(low):
        return _ago(found[1], found[2].rstrip("s"), context.anchor)
    if found := _LATER.search(low):
        return _counted(found[1], found[2].rstrip("s"), found[3] in ("later", "after"), context.previous)
    if found := re.search(r"\b(same|that|the next|following|previous) (day|night|morning|month|year)\b", low):
        return _from_previous(found[1], found[2], context.previous)
    if _WEEKDAY.search(low):
        return None
    if found := _SHIFTED.search(low):
        return _shifted(found[1], found[2], context.anchor)
    return None


def _ago(count: str, unit: str, anchor: dt.date | None) -> str | None:
    number = int(count) if count.isdigit() else _NUMBERS[count]
    if anchor is None or unit == "decade":
        return None
    if unit == "day":
        return (anchor - dt.timedelta(days=number)).isoformat()
    if unit == "week":
        return (anchor - dt.timedelta(weeks=number)).isoformat()[:7]
    if unit == "month":
        return _add_months(anchor, -number)
    return _iso(anchor.year - number) if number < anchor.year else None


def _add_months(day: dt.date, months: int) -> str | None:
    index = day.year * 12 + day.month - 1 + months
    return _iso(index // 12, index % 12 + 1) if 12 <= index < 120000 else None


def _from_previous(which: str, unit: str, previous: str | None) -> str | None:
    """ "The same day", "the following year": counted from the date that the text named last."""
    if previous is None:
        return None
    step = {"same": 0, "that": 0, "the next": 1, "following": 1, "previous": -1}[which]
    if unit == "year":
        return _iso(int(previous[:4]) + step)
    if unit == "month":
        if len(previous) < 7:
            return None
        return _add_months(dt.date(int(previous[:4]), int(previous[5:7]), 1), step)
    if len(previous) < 10:
        return None
    return (dt.date.fromisoformat(previous) + dt.timedelta(days=step)).isoformat()


def _counted(count: str, unit: str, forward: bool, previous: str | None) -> str | None:
    """ "Two years later", "three days earlier": counted from the date named last, and never finer than that date."""
    if previous is None or count in ("some", "several") or unit == "decade":
        return None
    number = (int(count) if count.isdigit() else _NUMBERS[count]) * (1 if forward else -1)
    if unit == "year":
        year = int(previous[:4]) + number
        return _iso(year) if 1 <= year <= 9999 else None
    if unit == "month":
        return _add_months(dt.date(int(previous[:4]), int(previous[5:7]), 1), number) if len(previous) >= 7 else None
    if len(previous) < 10:
        return None
    try:
        day = dt.date.fromisoformat(previous) + dt.timedelta(days=number * (7 if unit == "week" else 1))
    except OverflowError:  # before the year 1, or after 9999
        return None
    return day.isoformat() if unit == "day" else day.isoformat()[:7]


def _shifted(which: str, unit: str, anchor: dt.date | None) -> str | None:
    """ "Last month", "this week", "next year"."""
    if anchor is None or which in ("same", "that", "following", "previous"):
        return None
    step = {"last": -1, "past": -1, "this": 0, "current": 0, "next": 1, "coming": 1}[which]
    if unit in _MONTHS:
        month = _MONTHS[unit]
        if step < 0:
            return _iso(anchor.year - (month >= anchor.month), month)
        return _iso(anchor.year + (step > 0 and month <= anchor.month), month)
    if unit in ("week", "weekend", "fortnight"):
        return (anchor + dt.timedelta(weeks=step)).isoformat()[:7]
    if unit == "month":
        return _add_months(anchor, step)
    if unit == "year":
        return _iso(anchor.year + step)
    if unit in ("spring", "summer", "autumn", "fall", "winter"):
        month = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[unit]
        late = step < 0 and month >= anchor.month
        return _iso(anchor.year - late if step <= 0 else anchor.year + (month <= anchor.month))
    return None


def _nearest(low: str, context: Context) -> str | None:
    """Days and months without a year, and weekdays: those nearest to the publication."""
    month = day = None
    if found := _DAY_MONTH.search(low):
        month, day = _month_number(found[2]), _day_number(found[1])
    elif found := _MONTH_DAY.search(low):
        month, day = _month_number(found[1]), _day_number(found[2])
    elif found := _WEEKDAY.search(low):
        return _weekday_near(_WEEKDAYS[found[2]], (found[1] or "").strip(), context)
    elif (found := _MONTH.search(low)) and not _YEAR.search(low):
        month = _month_number(found[1])
    if month is None:
        return None
    if context.past is not None and "this" not in low:
        return _iso(context.past, month, day)
    anchor = context.anchor
    if anchor is None:
        return None
    if day is not None and (found := _WEEKDAY.search(low)):
        for year in sorted(range(anchor.year - 6, anchor.year + 3), key=lambda y: (abs(y - anchor.year), y)):
            value = _iso(year, month, day)
            if value is not None and dt.date.fromisoformat(value).weekday() == _WEEKDAYS[found[2]]:
                return value  # "Tuesday 8 March" is the nearest 8 March that was a Tuesday
    later = (month, day or 1) > (anchor.month, anchor.day if day else 1)
    if context.future:
        return _iso(
            anchor.year + (not later and (month, day or 0) != (anchor.month, anchor.day if day else 0)), month, day
        )
    return _iso(anchor.year - later, month, day)


def _weekday_near(weekday: int, which: str, context: Context) -> str | None:
    anchor = context.anchor
    if anchor is None:
        return None
    back = (anchor.weekday() - weekday) % 7
    if which in ("next", "coming") or (context.future and which not in ("last", "past")):
        days = (7 - back) or 7
    elif which == "this":
        days = weekday - anchor.weekday()
    elif which in ("last", "past"):
        days = -(back or 7)
    else:
        days = -back
    return (anchor + dt.timedelta(days=days)).isoformat()


def _bare_year(low: str, _context: Context) -> str | None:
    if _DECADE.search(low):
        return None
    years = _YEAR.findall(low)
    if len(set(years)) == 1:
        return str(years[0])
    ancient = re.fullmatch(r"(?:in |ad |a\.d\. |c\. |circa )*([1-9]\d{2})(?: ad| ce)?", low)
    return _iso(int(ancient[1])) if ancient else None
