"""What is told as happening time and again, and not as one event: "police usually arrest protesters"."""

from __future__ import annotations

from pipeline.extract import syntax
from pipeline.extract.parse import Token

__all__ = ["habitual"]

_ADVERBS = frozenset({
    "always", "annually", "commonly", "customarily", "frequently", "generally", "habitually", "invariably", "normally",
    "occasionally", "often", "rarely", "regularly", "routinely", "seldom", "sometimes", "traditionally", "typically",
    "usually",
})  # fmt: skip
_PERIODS = frozenset({
    "afternoon", "autumn", "day", "evening", "friday", "monday", "month", "morning", "night", "saturday", "season",
    "spring", "summer", "sunday", "thursday", "tuesday", "wednesday", "week", "winter", "year",
})  # fmt: skip
_PRESENT = frozenset({"VBZ", "VBP"})


def habitual(verb: Token) -> bool:
    """Whether a clause in the simple present says that something is done time and again.

    In the past it was done each time: "every summer police arrested dozens" tells arrests.
    """
    own = syntax.children(verb, "nsubj", "aux")
    clause = verb if own or _repeated(verb) else syntax.first_conjunct(verb)
    return _present(clause) and _repeated(clause)


def _present(clause: Token) -> bool:
    helpers = syntax.children(clause, "aux", "cop")
    if clause.tag_ in ("VBG", "VB") and helpers:
        return False  # "is often marching", "will often march"
    finite = [t for t in (clause, *helpers) if t.tag_ in (*_PRESENT, "VBD", "MD")]
    return bool(finite) and all(t.tag_ in _PRESENT and t.lemma_.lower() != "have" for t in finite)


def _repeated(clause: Token) -> bool:
    if any(c.lower_ in _ADVERBS for c in syntax.children(clause, "advmod")):
        return True
    times = [c for c in syntax.children(clause, "obl", "advmod") if c.lemma_.lower() in _PERIODS]
    return any(d.lower_ in ("every", "each") for time in times for d in syntax.children(time, "det"))
