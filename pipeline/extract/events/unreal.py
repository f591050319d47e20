"""Clauses that say of an event that it is asked about, thought of or untrue, whatever their own verb says.

"Did soldiers shoot him?", "the idea that soldiers shot him", "there is no evidence that soldiers shot him" leave open
whether they did; "it is false that soldiers shot him" denies it.
"""

from __future__ import annotations

from pipeline.extract import syntax
from pipeline.extract.parse import Token
from pipeline.extract.syntax.supposed import BOGUS
from pipeline.records import EventType, Modality

__all__ = ["unreal"]

_THREATS = frozenset({
    "chance", "danger", "fear", "likelihood", "odds", "possibility", "prospect", "risk", "spectre", "threat",
})  # fmt: skip
_FEARS = frozenset({"dread", "fear", "predict", "prophesy", "risk", "threaten"})
"""Nouns that have, and verbs whose object is, what has not come about."""
_PREVENT = frozenset({"abort", "avert", "avoid", "cancel", "foil", "forestall", "prevent", "thwart"})
_PUT_OFF = frozenset({"postpone", "reschedule"})
"""Verbs whose object does not come about, or not yet; so do "call off" and "put off"."""
_STANDING = frozenset({EventType.AGREEMENT, EventType.LEGISLATION, EventType.SANCTION, EventType.TRANSACTION})
"""What is there before somebody cancels it."""
_SUPPOSE = frozenset({"assume", "imagine", "pretend", "suppose"})
_BRINKS = frozenset({"brink", "cusp", "verge"})
_HEARSAY = frozenset({"allegation", "claim", "report", "rumor", "rumour", "speculation", "suggestion"})
"""Nouns whose content somebody tells, and which may turn out to be untrue."""
_PROOFS = frozenset({"confirmation", "evidence", "guarantee", "hint", "indication", "proof", "sign", "trace"})
"""Of these only their absence leaves it open: "no evidence that", "without proof of"."""
_ABSENT = frozenset({"no", "any", "little", "scant", "insufficient"})
_UNTRUE = frozenset({
    "fabrication", "fake", "false", "hoax", "incorrect", "invention", "lie", "myth", "nonsense", "untrue", "wrong",
})  # fmt: skip
_OPEN = frozenset({
    "conceivable", "doubtful", "imaginable", "impossible", "improbable", "inconceivable", "possible", "questionable",
    "uncertain", "unclear", "unimaginable", "unlikely", "unthinkable",
})  # fmt: skip


def unreal(token: Token, type_: EventType) -> Modality | None:
    """What the words above a trigger's clause, or above a noun, make of it; None if they vouch for it."""
    own = syntax.first_conjunct(token)
    head = own.head
    if head.i == own.i:
        return Modality.HYPOTHETICAL if _demanded(own) else None
    lemma = head.lemma_.lower()
    if own.pos_ == "NOUN" and (
        (lemma in _THREATS and "of" in syntax.cases(own)) or (lemma in _FEARS and syntax.has_dep(own, "obj"))
    ):
        return Modality.HYPOTHETICAL  # "the danger of arrest", "risked arrest"
    if own.pos_ == "NOUN" and syntax.has_dep(own, "obj", "nsubj:pass") and (put := _stopped(head, type_)) is not None:
        return put
    near = head.lower_ == "close" or any(c.lower_ == "close" for c in syntax.children(head, "advmod", "xcomp"))
    if near and own.tag_ == "VBG" and any(c.lower_ == "to" for c in syntax.children(own, "mark", "case")):
        return Modality.HYPOTHETICAL  # "came close to seizing the airport"
    if (head.lower_ == "about" and syntax.has_dep(own, "xcomp")) or (lemma in _BRINKS and own.tag_ == "VBG"):
        return Modality.HYPOTHETICAL  # "were about to fire", "on the verge of firing"
    if lemma in _SUPPOSE and syntax.has_dep(own, "ccomp") and not syntax.children(head, "nsubj"):
        return Modality.HYPOTHETICAL  # "imagine that they had shot him"
    if syntax.is_content(own):
        if any(c.dep_ == "cop" for c in head.children) and (put := _judged(head)) is not None:
            return put
        if lemma in _HEARSAY and _refuted(head):
            return Modality.NEGATED
        if syntax.imagined(own) or (head.pos_ == "NOUN" and lemma in ("rumor", "rumour")):
            return Modality.HYPOTHETICAL
    if lemma in _PROOFS and (syntax.is_content(own) or "of" in syntax.cases(own)) and _absent(head):
        return Modality.HYPOTHETICAL
    return None


def _stopped(verb: Token, type_: EventType) -> Modality | None:
    """What becomes of the object of a verb that stops it ("foiled an attack") or puts it off ("postponed the vote")."""
    lemma = verb.lemma_.lower()
    off = any(c.lower_ == "off" for c in syntax.children(verb, "compound:prt", "advmod"))
    if lemma in _PUT_OFF or (lemma == "put" and off):
        return Modality.PLANNED
    called_off = lemma == "call" and off
    if not called_off and (lemma not in _PREVENT or (lemma == "cancel" and type_ in _STANDING)):
        return None
    if syntax.negated(verb):
        return None
    open_ = any(c.tag_ in ("MD", "TO") for c in syntax.children(verb, "aux", "mark"))
    return Modality.HYPOTHETICAL if open_ or verb.tag_ == "VBG" else Modality.NEGATED


def _demanded(root: Token) -> bool:
    """Whether a sentence is a demand that has no verb: "An open trial of the murderers!"."""
    verbless = root.pos_ == "NOUN" and not any(
        c.pos_ == "VERB" or syntax.has_dep(c, "cop", "nsubj") for c in root.children
    )
    return verbless and root.sent.text.rstrip().endswith("!") and bool(syntax.children(root, "det", "nmod"))


def _judged(head: Token) -> Modality | None:
    word, denied = head.lower_, syntax.negated(head)
    if (word in _UNTRUE and not denied) or (word == "true" and denied):
        return Modality.NEGATED
    if word in _OPEN or word in _UNTRUE:
        return Modality.HYPOTHETICAL
    return None


def _refuted(noun: Token) -> bool:
    """Whether a noun's clause says that its content is untrue: "rumours that he had died proved false"."""
    if not syntax.has_dep(noun, "nsubj") or syntax.negated(noun.head):
        return False
    return any(t.lower_ in _UNTRUE | BOGUS for t in (noun.head, *syntax.children(noun.head, "xcomp")))


def _absent(noun: Token) -> bool:
    words = {c.lower_ for c in syntax.children(noun, "det", "amod")} | set(syntax.cases(noun))
    verb = noun.head if syntax.has_dep(noun, "nsubj", "obj") else None
    lacking = verb is not None and (syntax.negated(verb) or verb.lemma_.lower() in ("lack", "miss"))
    return bool(words & (_ABSENT | {"without"})) or lacking
