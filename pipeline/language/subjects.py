"""Gives a reported clause the subject that the tree made an object of what reports it."""

from __future__ import annotations

from spacy.attrs import DEP  # type: ignore[import-not-found]
from spacy.tokens import Doc

__all__ = ["attach"]

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "csubj:pass", "expl", "mark"})


def attach(doc: Doc) -> None:
    """Mend trees such as that of "he said [112 people](obj) [were on board](ccomp)", in place.

    Where a clause without "that" follows its verb, what stands between both reads like an object until the clause's
    own verb comes. A finite clause needs a subject: if it has none, and an object of the verb that governs it stands
    right before its first finite word, that is its subject.
    """
    for i in (doc.to_array(DEP) == doc.vocab.strings["ccomp"]).nonzero()[0].tolist():
        clause = doc[i]
        if clause.i < clause.head.i or any(c.dep_ in _SUBJECTS for c in clause.children):
            continue
        verbs = [clause, *(c for c in clause.lefts if c.dep_ in ("aux", "aux:pass", "cop"))]
        finite = min((v for v in verbs if v.tag_ in _FINITE), key=lambda v: v.i, default=None)
        if finite is None:
            continue
        for word in clause.head.rights:
            if word.dep_ == "obj" and word.i < finite.i and word.right_edge.i + 1 == finite.i:
                passive = any(c.dep_ == "aux:pass" for c in clause.lefts)
                word.head, word.dep_ = clause, "nsubj:pass" if passive else "nsubj"
                break
