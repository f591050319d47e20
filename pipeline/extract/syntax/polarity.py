"""Polarity and certainty: whether a clause is denied, and how surely it is put."""

from __future__ import annotations

from functools import cache

from pipeline.extract.lexicons import table
from pipeline.extract.parse import Token, remembered
from pipeline.extract.syntax.clauses import auxiliaries, clause_head, is_passive, is_predicate
from pipeline.extract.syntax.tree import cases, children, first_conjunct, has_dep
from pipeline.records import Certainty

__all__ = ["certainty", "denied_cleft", "hedge", "negated", "ruled_out"]

_NEGATORS = frozenset(
    {"not", "n't", "n’t", "never", "no", "neither", "nor", "nobody", "none", "nothing", "hardly", "nowhere"}
)
_NEGATING = frozenset({"advmod", "det", "neg"})
_HEDGING = frozenset({"aux", "advmod", "amod", "parataxis", "cop"})
_INSTEAD = {"rather": "than", "instead": "of"}
_NEGATIVE_SUBJECTS = frozenset({"nobody", "none", "nothing", "neither", "no-one"})


@remembered
def negated(token: Token) -> bool:
    """Whether a clause or a noun is denied: not, never, no one, without, instead of, neither, fail to, refuse to ...

    Holds for "arrested" in "was never arrested", "nobody was arrested", "without being arrested", "failed to arrest",
    and for "arrest" in "let him go rather than arrest him".
    """
    if _negated_here(token):
        return True
    if has_dep(token, "conj") and is_predicate(token) and not children(token, "nsubj", "aux"):
        head = first_conjunct(token)
        if head.i != token.i and _negated_here(head) and not _contrast(token):
            return True
    if has_dep(token, "xcomp"):
        lemma = token.head.lemma_.lower()
        return lemma in _implied("negative") or _negated_here(token.head)
    return False


def _contrast(token: Token) -> bool:
    return any(c.lower_ in ("but", "instead", "yet") for c in children(token, "cc", "advmod"))


@remembered
def _negated_here(token: Token) -> bool:
    for child in token.children:
        low, base = child.lower_, child.base
        if low in _NEGATORS and (base in _NEGATING or child.dep_ == "cc:preconj"):
            if low == "not" and _not_only(child):
                continue
            if low == "no" and token.lemma_ == "vote":
                continue  # "voted no"
            return True
        if low == "nor" and base == "cc":
            return True
        if low == "without" and base in ("mark", "case"):
            return True
        if low in _INSTEAD and any(c.lower_ == _INSTEAD[low] for c in children(child, "fixed")):
            return True
        if base in ("nsubj", "obj") and (
            low in _NEGATIVE_SUBJECTS
            or any(c.lower_ in ("no", "neither") for c in children(child, "det", "advmod"))
            or (base == "nsubj" and any(c.lower_ == "neither" for c in children(child, "cc")))
            or _not_one(child)
        ):
            return True
        if base == "obl" and any(c.lower_ == "no" for c in children(child, "det")) and "in" in cases(child):
            return True
    return False


def _not_only(word: Token) -> bool:
    return any(c.lower_ in ("only", "just", "merely") for c in word.doc[word.i + 1 : word.i + 2])


def _not_one(noun: Token) -> bool:
    """Whether a noun stands for nobody and nothing: "not a single soldier", "not one soldier"."""
    ones = [noun, *children(noun, "nummod", "amod")]
    return any(c.lower_ in ("single", "one") for c in ones) and any(
        c.lower_ == "not" for one in ones for c in children(one, "advmod", "det")
    )


def denied_cleft(noun: Token) -> bool:
    """Whether a sentence says of a noun alone that it was not that: "it was not the army that fired"."""
    it = any(c.lower_ == "it" for c in children(noun, "nsubj", "expl"))
    relative = any(c.dep_ == "acl:relcl" for c in noun.children)
    return it and relative and bool(children(noun, "cop")) and _negated_here(noun)


@remembered
def ruled_out(noun: Token) -> bool:
    """Whether a noun only says who it was not: the army in "not the army but the militia", "rather than the army"."""
    if denied_cleft(noun):
        return True
    joined = children(noun, "cc", "case")
    if any(c.lower_ in _INSTEAD and _INSTEAD[c.lower_] in {f.lower_ for f in children(c, "fixed")} for c in joined):
        return True
    denied = [c for c in children(noun, "advmod", "cc") if c.lower_ == "not" and not _not_only(c)]
    if not denied or _not_one(noun):
        return False
    others = [c for c in children(noun, "conj") if any(but.lower_ == "but" for but in children(c, "cc"))]
    return has_dep(noun, "conj") or bool(others)


@cache
def _implied(kind: str) -> frozenset[str]:
    return frozenset(word for word, of in table("certainty.tsv") if of == kind)


@cache
def hedge(word: str) -> Certainty | None:
    """How surely a word puts what it stands beside; None if it says nothing of that."""
    for listed, kind in table("certainty.tsv"):
        if listed == word and kind in ("possible", "probable"):
            return Certainty.POSSIBLE if kind == "possible" else Certainty.PROBABLE
    return None


def certainty(token: Token) -> Certainty:
    """How surely the clause of a predicate is put: may, might, could: possible; reportedly, likely, seems to: probable.

    Looks at auxiliaries, adverbs and the raising verbs above ("is said to have", "appears to"), within the sentence.
    """
    found = [Certainty.CERTAIN]
    clause = clause_head(token)
    for at in {token.i: token, clause.i: clause}.values():
        for child in at.children:
            if child.base in _HEDGING:
                found.append(hedge(child.lower_) or Certainty.CERTAIN)
    if not children(clause, "aux") and has_dep(clause, "conj"):
        found += [hedge(a) or Certainty.CERTAIN for a in auxiliaries(clause)]
    if has_dep(clause, "xcomp", "csubj", "ccomp"):
        above = clause.head
        raised = has_dep(clause, "xcomp") and (is_passive(above) or not children(above, "obj"))
        if raised and above.lemma_.lower() in _implied("raising"):
            found.append(Certainty.PROBABLE)
        if above.pos_ in ("ADJ", "ADV") or has_dep(clause, "csubj"):  # "it is likely that", "is unlikely to"
            found.append(hedge(above.lower_) or Certainty.CERTAIN)
        if has_dep(clause, "xcomp"):
            found += [hedge(a) or Certainty.CERTAIN for a in auxiliaries(above)]
    order = (Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE)
    return max(found, key=order.index)
