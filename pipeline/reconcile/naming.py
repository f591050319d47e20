"""Readable names for happenings: "Arrest of Alexei Navalny in Moscow, 17 January 2021"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.records import EventType

__all__ = ["event_name", "names_nobody", "readable_date"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

_BEFORE_TARGET = {
    EventType.ATTACK: "on",
    EventType.CYBERATTACK: "on",
    EventType.PROTEST: "over",
    EventType.STRIKE: "over",
    EventType.SANCTION: "against",
    EventType.AID: "to",
    EventType.MEETING: "with",
    EventType.AGREEMENT: "on",
    EventType.COERCION: "against",
}

_MUTUAL = (EventType.MEETING, EventType.AGREEMENT)
_GONE = (EventType.DEPARTURE, EventType.MOVEMENT, EventType.APPOINTMENT, EventType.DEATH)

LONGEST = 60
"""Longer wordings of a participant are cut, in characters."""


def readable_date(value: str) -> str:
    """An ISO day, month or year in words.

    >>> readable_date("2022-03-06"), readable_date("2021-01"), readable_date("2014")
    ('6 March 2022', 'January 2021', '2014')
    """
    year, *rest = value.split("-")
    if not rest:
        return year
    month = f"{_MONTHS[int(rest[0]) - 1]} {year}"
    return f"{int(rest[1])} {month}" if len(rest) == 2 else month


def event_name(
    kind: EventType, actors: Sequence[str], targets: Sequence[str], places: Sequence[str], date: str, word: str = ""
) -> str:
    """The name of a happening from the names or words of those in it; the first of each role is told.

    Where nobody and no place is told, the word that tells the event stands beside its type.

    >>> event_name(EventType.ARREST, ["police"], ["Alexei Navalny"], ["Moscow"], "2021-01-17")
    'Arrest of Alexei Navalny in Moscow, 17 January 2021'
    >>> event_name(EventType.PROTEST, [], [], ["Moscow"], "")
    'Protest in Moscow'
    >>> event_name(EventType.ATTACK, [], [], [], "2021", "raids")
    'Attack (raids), 2021'
    """
    name = kind.value
    if kind in _MUTUAL and actors:
        partner = next((other for other in (*actors[1:], *(targets if kind is EventType.MEETING else ()))), "")
        name += f" of {_cut(actors[0])}" + (f" and {_cut(partner)}" if partner else "")
    elif kind in _GONE and actors and not targets:
        name += f" of {_cut(actors[0])}"
    elif targets:
        name += f" {_BEFORE_TARGET.get(kind, 'of')} {_cut(targets[0])}"
    elif actors:
        name += f" by {_cut(actors[0])}"
    if places and places[0] not in (*targets[:1], *actors[:1]):
        name += f" in {_cut(places[0])}"
    elif name == kind.value and word and not word.startswith(name.lower()):
        name += f" ({_cut(word)})"
    return f"{name}, {readable_date(date)}" if date else name


_NOBODY = re.compile(r"(?:nobody|nothing|no one|none|neither|no (?!fewer|less|more))\b", re.IGNORECASE)


def names_nobody(words: str) -> bool:
    """Whether words for a participant say that there is none: a name made of them would deny the event twice.

    >>> names_nobody("no soldier"), names_nobody("No fewer than 40 people")
    (True, False)
    """
    return _NOBODY.match(words) is not None


_BEGINS_A_SENTENCE = re.compile(
    r"(?:more|over|at|about|around|some|up|nearly|almost|hundreds|thousands|tens|dozens|scores|many|several|no|all|both|the|"
    r"a|an|his|her|their|its|one|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 12)  # names come again and again
def _cut(text: str) -> str:
    text = " ".join(text.split())
    if _BEGINS_A_SENTENCE.match(text):
        text = text[0].lower() + text[1:]
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
