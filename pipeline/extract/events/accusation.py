"""Events that somebody is only accused of: nobody but a court, a confession or the author says that it was so.

"Kral was charged with attacking Lind", "acquitted of attacking Lind", "on trial for the attack on Lind" do not make
Kral an attacker; "convicted of attacking Lind" does.
"""

from __future__ import annotations

from pipeline.extract import syntax
from pipeline.extract.parse import Token
from pipeline.records import EventType

__all__ = ["accused", "rumoured"]

_TIES = frozenset({"about", "by", "for", "in", "into", "of", "on", "over", "to", "with"})
_VERBS = frozenset({
    "accuse", "acquit", "arraign", "charge", "clear", "exonerate", "indict", "investigate", "probe", "prosecute",
    "question", "suspect",
})  # fmt: skip
_PASSIVES = frozenset({"try", "want"})
"""Of these only the passive accuses: "is wanted for", "was tried for"."""
_STANDS = frozenset({"be", "come", "face", "go", "put", "stand"})
"""With a noun below: "went on trial for", "faces charges over"."""
_UNDOES = frozenset({"annul", "cancel", "overturn", "quash", "reverse", "void"})
"""What is done to a conviction that does not stand."""
_HELD = frozenset({"arrest", "detain"})
_CRIMES = frozenset({EventType.ATTACK, EventType.CYBERATTACK, EventType.DEATH, EventType.INJURY, EventType.TRANSACTION})
"""What one is arrested for without having been found to do it; that one marched, or met somebody, police can see."""
_NOUNS = frozenset({
    "accusation", "allegation", "charge", "count", "indictment", "inquiry", "investigation", "probe", "suspicion",
    "trial",
})  # fmt: skip
_HEARSAY = frozenset({"accusation", "allegation", "claim", "report", "rumor", "rumour", "suspicion"})
_UNSURE = frozenset({"unconfirmed", "conflicting", "unverified"})


def accused(token: Token, type_: EventType | str) -> bool:
    """Whether somebody is only accused of an event.

    Args:
        token: The trigger.
        type_: The type of the event.
    """
    own = syntax.first_conjunct(token)
    head = own.head
    if head.i == own.i or not syntax.has_dep(own, "obl", "advcl", "acl", "nmod", "ccomp", "xcomp"):
        return False
    if not _ties(own) & _TIES:
        return False
    lemma = head.lemma_.lower()
    if head.pos_ == "VERB":
        accuses = lemma in _VERBS or (lemma in _PASSIVES and syntax.is_passive(head))
        held = lemma in _HELD and type_ in _CRIMES and token.pos_ == "VERB"
        tried = any(t.lemma_.lower() in _NOUNS for t in syntax.children(head, "obl", "obj") if t.i < own.i)
        undone = lemma in _UNDOES and any(t.lemma_ == "conviction" for t in syntax.children(head, "obj", "nsubj"))
        return accuses or held or undone or (tried and lemma in _STANDS)
    if lemma == "guilty":  # "pleaded not guilty to", "was found not guilty of"
        return any(c.lower_ == "not" for c in (*head.children, *head.head.children))
    undone = head.dep_ in ("obj", "nsubj:pass") and head.head.lemma_.lower() in _UNDOES
    return lemma in _NOUNS or (lemma == "conviction" and undone)


def rumoured(token: Token) -> bool:
    """Whether an event is only the matter of reports, rumours or claims, by its trigger: "reports of an attack"."""
    head = token.head
    if not syntax.has_dep(token, "nmod", "acl") or not _ties(token) & {"of", "about"}:
        return False
    unsure = any(c.lower_ in _UNSURE for c in syntax.children(head, "amod"))
    return head.lemma_.lower() in _HEARSAY and (head.tag_ == "NNS" or unsure)


def _ties(token: Token) -> set[str]:
    """The words that tie a noun or a clause to what governs it."""
    return {*syntax.cases(token), *(mark.lower_ for mark in syntax.children(token, "mark"))}
