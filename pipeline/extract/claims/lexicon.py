"""The words that attribute content to somebody, with the frames they take: `lexicons/reporting_*.tsv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.extract.lexicons import table
from pipeline.extract.parse import Token, remembered
from pipeline.extract.syntax import children
from pipeline.records import Certainty, Polarity

__all__ = ["UNLISTED", "Cue", "phrases", "verb"]


@dataclass(frozen=True, slots=True)
class Cue:
    """What the lexicon knows of an attributing word: its class, its frames and how it colours the content."""

    lemma: str
    kind: str
    frames: frozenset[str]
    polarity: Polarity = Polarity.AFFIRMED
    certainty: Certainty = Certainty.CERTAIN


_IRREGULAR = {
    "said": "say", "told": "tell", "thought": "think", "wrote": "write", "written": "write", "swore": "swear",
    "sworn": "swear", "felt": "feel", "held": "hold", "found": "find", "knew": "know", "known": "know", "saw": "see",
    "seen": "see", "heard": "hear", "read": "read", "spoke": "speak", "forbade": "forbid", "sought": "seek",
    "understood": "understand", "taught": "teach", "bet": "bet", "meant": "mean", "gave": "give", "began": "begin",
}  # fmt: skip
UNLISTED = Cue("", "unlisted", frozenset({"that", "quote"}))
"""Any verb may report a clause or direct speech; whether it does, the scorer judges."""


@cache
def _verbs() -> dict[str, Cue]:
    return {
        lemma: Cue(lemma, kind, frozenset(frames.split(",")), Polarity(polarity.title()), Certainty(certainty.title()))
        for lemma, kind, frames, polarity, certainty in table("reporting_verbs.tsv")
    }


@cache
def _longer() -> frozenset[str]:
    """The verbs that are listed with a word beside them, too."""
    return frozenset(lemma.split()[0] for lemma in _verbs() if " " in lemma)


@cache
def phrases(kind: str) -> dict[str, Cue]:
    """The entries of `reporting_phrases.tsv` of one kind ("source", "view", "hearsay", "noun", "adjective")."""
    return {
        words: Cue(words, kind, frozenset(), Polarity(polarity.title()), Certainty(certainty.title()))
        for words, of, polarity, certainty in table("reporting_phrases.tsv")
        if of == kind
    }


def _bases(form: str) -> list[str]:
    """What a verb form may be a form of, for forms that the lemmatiser left alone: "swore", "denies", "urging"."""
    found = [_IRREGULAR[form]] if form in _IRREGULAR else []
    for ending, instead in (
        ("ies", "y"),
        ("ied", "y"),
        ("es", ""),
        ("s", ""),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
    ):
        if form.endswith(ending) and len(form) > len(ending) + 2:
            found.append(form.removesuffix(ending) + instead)
    return found


@remembered
def verb(token: Token) -> Cue | None:
    """The entry of a verb, with its particle if it has one ("points out", "calls for"); None if it is not listed."""
    verbs = _verbs()
    lemma = token.lemma_.lower()
    if lemma not in verbs:
        lemma = next((base for base in _bases(token.lower_) if base in verbs), lemma)
    if lemma not in _longer():
        return verbs.get(lemma)
    for particle in children(token, "compound:prt", "advmod", "xcomp"):
        if 0 < particle.i - token.i < 4 and (found := verbs.get(f"{lemma} {particle.lower_}")):
            return found
    for child in children(token, "obj"):
        if child.lower_ == "it" and child.i == token.i + 1 and (found := verbs.get(f"{lemma} it")):
            return found
    for child in children(token, "obl"):  # "calls for", "calls on": the preposition belongs to the verb
        for case in children(child, "case"):
            if 0 < case.i - token.i < 3 and (found := verbs.get(f"{lemma} {case.lower_}")):
                return found
    for mark in (t for c in children(token, "advcl") for t in children(c, "mark")):
        if mark.i == token.i + 1 and (found := verbs.get(f"{lemma} {mark.lower_}")):
            return found
    return verbs.get(lemma)
