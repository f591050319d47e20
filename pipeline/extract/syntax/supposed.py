"""Clauses that nobody vouches for, whatever their own verb says: questions, conditions without "if", mere ideas."""

from __future__ import annotations

from pipeline.extract.parse import Token
from pipeline.extract.syntax.tree import children, first_conjunct, has_dep

__all__ = ["BOGUS", "asked", "imagined", "inverted", "is_content"]

_THOUGHTS = frozenset({
    "chance", "conspiracy", "danger", "fantasy", "fiction", "hypothesis", "idea", "illusion", "legend", "lie",
    "likelihood", "myth", "notion", "odds", "possibility", "prospect", "risk", "scenario", "suggestion", "theory",
    "thought", "threat",
})  # fmt: skip
"""Nouns that do not vouch for the clause that they have as their content."""
BOGUS = frozenset({"baseless", "bogus", "fabricated", "fake", "false", "unfounded", "untrue"})
"""What a noun is called whose content is not so: "the false rumour that"."""
_INVERTED = frozenset({"had", "should", "were"})


def asked(token: Token) -> bool:
    """Whether a clause is a question that a yes or a no answers: "Was she murdered?", not "Who murdered her?"."""
    head = first_conjunct(token)
    if not has_dep(head, "ROOT", "root", "parataxis") or not head.sent.text.rstrip().endswith("?"):
        return False
    subjects = children(head, "nsubj", "csubj", "expl")
    first = [c for c in children(head, "aux", "cop") if subjects and c.i < subjects[0].left_edge.i]
    if head.tag_ in ("VBD", "VBZ", "VBP") and head.lemma_.lower() == "be" and subjects and head.i < subjects[0].i:
        first = [head]
    if not first:
        return False
    clause = (t for t in head.sent if t.i < first[0].i and not t.is_space)
    return not any(t.tag_.startswith("W") for t in clause)


def inverted(token: Token) -> bool:
    """Whether a subordinate clause is a condition without "if": "had they attacked", "should they attack"."""
    subjects = children(token, "nsubj")
    return (
        has_dep(token, "advcl")
        and bool(subjects)
        and any(c.lower_ in _INVERTED and c.i < subjects[0].left_edge.i for c in children(token, "aux"))
    )


def is_content(clause: Token) -> bool:
    """Whether a clause is what a word is about, and not a relative clause: "that" is no part of it."""
    marked = any(m.lower_ == "that" for m in children(clause, "mark"))
    return marked and clause.pos_ in ("VERB", "AUX") and clause.dep_ != "acl:relcl"


def imagined(clause: Token) -> bool:
    """Whether a clause is the content of a noun that does not vouch for it: "the myth that she leads it"."""
    own = first_conjunct(clause)
    noun = own.head
    if noun.i == own.i or noun.pos_ != "NOUN" or not is_content(own):
        return False
    return noun.lemma_.lower() in _THOUGHTS or any(c.lower_ in BOGUS for c in children(noun, "amod"))
