"""Who does what a noun tells, by the grammar of its own phrase: "US sanctions", "the army's killing of monks"."""

from __future__ import annotations

from pipeline.extract import syntax
from pipeline.extract.events.hints import Noun
from pipeline.extract.events.triggers import Found
from pipeline.extract.parse import Token
from pipeline.records import EntityLabel, EventType

__all__ = ["does", "owns_deed"]

_DEEDS = frozenset({
    EventType.AID, EventType.ATTACK, EventType.COERCION, EventType.MOBILISATION, EventType.SANCTION,
})  # fmt: skip
_BODIES = frozenset({EntityLabel.COUNTRY, EntityLabel.ORG})
_FORCES = frozenset({"army", "guerrilla", "militia", "navy", "police", "rebel"})
_LONGEST = 5


def does(found: Found, noun: Noun) -> bool:
    """Whether a noun does what the trigger tells: the US in "US sanctions", the police in "a police raid".

    Whole names say as often to whom it is done: "the Iraq war", "Russia sanctions".
    """
    token, trigger = noun.token, found.token
    if owns_deed(trigger, token):
        return True
    if found.type not in _DEEDS or token.base != "compound" or token.head is not trigger:
        return False
    if token.lemma_.lower() in _FORCES:
        return True
    letters = token.text.replace(".", "")
    return noun.kind in _BODIES and letters.isupper() and 2 <= len(letters) <= _LONGEST


def owns_deed(trigger: Token, token: Token) -> bool:
    """Whether a noun in the genitive does what the trigger tells, since "of" says to whom it is done."""
    if trigger.pos_ not in ("NOUN", "PROPN") or token.dep_ != "nmod:poss" or token.head is not trigger:
        return False
    return any("of" in syntax.cases(c) for c in syntax.children(trigger, "nmod") if c.i > trigger.i)
