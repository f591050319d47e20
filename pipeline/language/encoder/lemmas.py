"""Lemmas as edit scripts.

A small closed set of rules turns the forms of words into their lemmas, so that a tagger can choose among them.
"""

from __future__ import annotations

__all__ = ["apply", "script"]


def script(form: str, lemma: str) -> str:
    """The rule that makes the lemma of a form; `apply` is its inverse.

    A rule is a case letter (k keeps the form's case, l lowers it, t keeps only its first letter's), then either "=" and
    the whole lemma, for irregular words, or the number of characters to cut from the end and what to put there.

    >>> script("Studies", "study"), script("went", "go"), script("IS", "be"), script("Kyiv", "Kyiv")
    ('l3y', 'l=go', 'l=be', 'k0')
    """
    for case in "klt":
        base = _cased(form, case)
        shared = 0
        while shared < min(len(base), len(lemma)) and base[shared] == lemma[shared]:
            shared += 1
        cut = len(base) - shared
        if cut <= 4 and shared >= (2 if cut > 1 else 1):
            # among the cases the first that leaves the stem alone; a lower-case form never needs more than "k"
            if case == "k" and base != base.lower() and lemma == lemma.lower() and shared < len(lemma):
                continue
            return f"{case}{cut}{lemma[shared:]}"
    return f"{'k' if lemma != lemma.lower() else 'l'}={lemma}"


def apply(rule: str, form: str) -> str:
    """The lemma that a rule of `script` makes of a form; the form itself where the rule would leave nothing."""
    base = _cased(form, rule[0])
    if rule[1] == "=":
        return rule[2:] or form
    cut = int(rule[1])
    stem = base[: len(base) - cut] if cut else base
    return (stem + rule[2:]) or form


def _cased(form: str, case: str) -> str:
    if case == "l":
        return form.lower()
    if case == "t":
        return form[:1] + form[1:].lower()
    return form
