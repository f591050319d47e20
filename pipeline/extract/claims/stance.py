"""Whether a claimant affirms or denies a content, and how surely it is put."""

from __future__ import annotations

from pipeline.extract.claims.candidate import Candidate
from pipeline.extract.parse import Token
from pipeline.extract.syntax import children, governors, has_dep, negated
from pipeline.records import Certainty, Polarity

__all__ = ["certainty", "polarity"]

_NOBODY = frozenset({"nobody", "no-one", "none", "one"})
"""Whoever denies nothing stands for all, "one" after "no"."""
_MODALS = frozenset({"may", "might", "could"})
_POSSIBLE = _MODALS | frozenset({"perhaps", "maybe", "possibly", "possible", "hopefully"})
_PROBABLE = frozenset(
    {"probably", "likely", "probable", "reportedly", "allegedly", "supposedly", "apparently", "seem", "appear"}
)
# fmt: off
_HEARSAY_VERBS = frozenset({
    "say", "believe", "think", "report", "understand", "rumour", "rumor", "suppose", "presume", "reckon", "fear",
    "expect", "allege", "assume", "estimate", "gather", "hear", "learn", "read",
})
# fmt: on
_ORDER = (Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE)


def polarity(candidate: Candidate) -> Polarity:
    """Denied where the cue denies ("rejected") or is negated ("did not say"); both together affirm ("not ruled out").

    What is negated inside the content stays affirmed: to say that nobody came affirms that nobody came.
    """
    denies = candidate.cue is not None and candidate.cue.polarity is Polarity.DENIED
    if candidate.word is not None and _cue_negated(candidate.word):
        denies = not denies
    return Polarity.DENIED if denies else Polarity.AFFIRMED


def _cue_negated(word: Token) -> bool:
    if negated(word):
        return True
    if has_dep(word, "xcomp") and _holds_back(word.head):
        return True
    return any(
        c.lower_ in ("nobody", "none", "few", "no-one")
        or any(d.lower_ in ("no", "few", "neither") for d in children(c, "det", "amod", "advmod", "cc"))
        for c in children(word, "nsubj")
    )


def _holds_back(verb: Token) -> bool:
    """ "Declined to say", "has yet to say"."""
    lemma = verb.lemma_.lower()
    return lemma in ("decline", "refuse") or (
        lemma in ("be", "have") and any(c.lower_ == "yet" for c in children(verb, "advmod"))
    )


def certainty(candidate: Candidate) -> Certainty:
    """The weakest of: what the cue implies, hearsay without a source, and hedges at the top of the content."""
    word, cue = candidate.word, candidate.cue
    denies = cue is not None and cue.polarity is Polarity.DENIED
    twice = denies and word is not None and _cue_negated(word)
    found = [_of_double(candidate)] if twice else [cue.certainty if cue is not None else Certainty.CERTAIN]
    if word is not None and not twice:
        found.append(_of_cue(candidate, word))
    if candidate.head is not None:
        found.append(_of_content(candidate, candidate.head))
    return max(found, key=_ORDER.index)


def _of_double(candidate: Candidate) -> Certainty:
    """What is left where a denial is denied: "has not ruled out", "few doubt", "nobody disputes", "has no doubt"."""
    word, cue = candidate.word, candidate.cue
    subjects = {c.lower_ for c in children(word, "nsubj")} if word is not None else set()
    if "few" in subjects:
        return Certainty.PROBABLE
    everybody = not subjects.isdisjoint(_NOBODY)
    return Certainty.CERTAIN if everybody or (cue is not None and "doubt" in cue.lemma) else Certainty.POSSIBLE


def _of_cue(candidate: Candidate, word: Token) -> Certainty:
    if not candidate.speakers and not _HEARSAY_VERBS.isdisjoint((word.lemma_.lower(), word.lower_.removesuffix("ed"))):
        return Certainty.PROBABLE
    if any(c.lower_ in _MODALS for c in children(word, "aux")):
        return Certainty.POSSIBLE
    if any(c.lower_ in _PROBABLE for c in children(word, "advmod")):
        return Certainty.PROBABLE
    return Certainty.CERTAIN


def _of_content(candidate: Candidate, head: Token) -> Certainty:
    span, found = candidate.content, Certainty.CERTAIN
    tops = [head, *(g for g in governors(head) if span.begin <= g.idx < span.end)]
    for top in tops[:3]:
        for child in top.children:
            if not span.begin <= child.idx < span.end:
                continue
            low = child.lower_
            if low in _MODALS and negated(top):
                continue  # "could not be closed", "may not enter" leave nothing open
            if low in _POSSIBLE and has_dep(child, "aux", "advmod", "amod"):
                return Certainty.POSSIBLE
            if low in _PROBABLE and has_dep(child, "advmod", "amod"):
                found = Certainty.PROBABLE
        if top.lemma_.lower() in ("seem", "appear") or top.lower_ == "likely":
            found = Certainty.PROBABLE
    return found
