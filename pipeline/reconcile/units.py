"""What a figure counts: people as such, or only some kind of people or things."""

from __future__ import annotations

import re

from pipeline.reconcile.lexicon import words
from pipeline.reconcile.names import fold

__all__ = ["counted"]

_QUANTIFIER = re.compile(r"\d|^(?:hundred|thousand|million|dozen|score|ten)s?$")


def counted(noun: str) -> str:
    """The sort of things that a counted noun stands for, so that "4,300 people" meets "5,000 protesters".

    >>> counted("people") == counted("peaceful demonstrators") == counted("over 4,300") == counted("")
    True
    >>> counted("three journalists")
    'journalist'
    """
    last = fold(noun).rpartition(" ")[2]
    single = last[:-3] + "y" if last.endswith("ies") else last.removesuffix("s")
    return "person" if not last or _QUANTIFIER.search(last) or {last, single} & words("persons") else single
