"""Lemmas: as edit scripts that a tagger chooses among, and a lexicon that knows better where it knows the word.

A small closed set of rules turns the forms of words into their lemmas. What a tagger that sees word pieces tells badly
is whether a verb keeps its last letter ("accused", "started"); a list of the verbs there are tells it for most.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

__all__ = ["Lexicon", "apply", "guesses", "script"]

ENDINGS: Final = {
    "VBD": (("ied", "y"), ("ed", "e"), ("ed", "")),
    "VBN": (("ied", "y"), ("ed", "e"), ("ed", "")),
    "VBG": (("ing", "e"), ("ing", "")),
    "VBZ": (("ies", "y"), ("s", ""), ("es", "")),
    "NNS": (("ies", "y"), ("s", ""), ("es", "")),
}
"""For a Penn tag the regular endings, and what the lemma has in their place, the likelier first."""


ANY_ENDING: Final = (
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("ied", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
)
_DOUBLED: Final = re.compile(r"([bdgklmnprt])\1$")


class Lexicon:
    """The lemmas of forms by Penn tag, as rows "form<tab>tag<tab>lemma"; forms are in lower case.

    >>> lexicon = Lexicon(["accuses\\tVBZ\\taccuse", "went\\tVBD\\tgo"])
    >>> lexicon("Went", "VBD", "went"), lexicon("accused", "VBN", "accus"), lexicon("Ruled", "NNP", "Ruled")
    ('go', 'accuse', 'Ruled')
    """

    def __init__(self, rows: Iterable[str]) -> None:
        self._lemmas: dict[tuple[str, str], str] = {}
        self._known: dict[str, set[str]] = {}
        for row in rows:
            form, tag, lemma = row.split("\t")
            self._lemmas[form, tag] = lemma
            self._known.setdefault(tag[:2], set()).add(lemma)

    def __call__(self, form: str, tag: str, guess: str) -> str:
        """The lemma of a form: the one that is listed, else one that is listed for other forms, else the guess."""
        form = form.lower()
        found = self._lemmas.get((form, tag))
        if found is not None:
            return found
        known = self._known.get(tag[:2], set())
        if not known or guess in known or tag not in ENDINGS:
            return guess
        for ending, instead in ENDINGS[tag]:
            stem = form.removesuffix(ending)
            if stem == form or not stem:
                continue
            if stem + instead in known:
                return stem + instead
            if not instead and stem[-1:] == stem[-2:-1] and stem[:-1] in known:  # "planned"
                return stem[:-1]
        return guess


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


def guesses(form: str, lemma: str) -> tuple[str, ...]:
    """What a word may be listed under: its lemma, its form, and simpler guesses in case the lemma is wrong.

    Both are in lower case.

    >>> guesses("jailed", "jailed")
    ('jailed', 'jail', 'jaile')
    """
    low = form.replace("’", "'")
    found = [lemma or low, low]
    for ending, instead in ANY_ENDING:
        if low.endswith(ending) and len(low) > len(ending) + 2:
            found.append(low[: -len(ending)] + instead)
            if _DOUBLED.search(found[-1]):
                found.append(found[-1][:-1])
    return tuple(dict.fromkeys(found))
