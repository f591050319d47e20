"""Whether an event happened, is planned, thought of, denied or spoken of in general."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract import syntax
from pipeline.extract.events import blend
from pipeline.extract.events.accusation import accused, rumoured
from pipeline.extract.events.context import lemma, part
from pipeline.extract.events.habitual import habitual
from pipeline.extract.events.linear import load
from pipeline.extract.events.triggers import Found
from pipeline.extract.events.unfulfilled import CARRIES, unfulfilled
from pipeline.extract.events.unreal import unreal
from pipeline.extract.parse import Token
from pipeline.extract.time import SCHEDULES
from pipeline.language.signals import Signals
from pipeline.records import Certainty, EventType, Modality

__all__ = ["CLASSES", "features", "judge", "settled", "terms"]

_CONDITIONS = frozenset({"if", "unless", "whether"})
_FUTURE = frozenset({"will", "'ll", "’ll", "shall", "wo"})
_POSSIBLE = frozenset({"may", "might", "could", "would", "'d", "’d", "should", "must"})
_ABLE = frozenset({"can", "ca"})
_AMOUNTS = frozenset({"day", "round", "series", "spate", "string", "wave", "week"})
_KNOWN = frozenset({"the", "this", "that", "these", "those"})
"""What stands before a noun of which the reader knows that it is there: "they never signed the agreement of 2019"."""
_DOUBTED = frozenset({"alleged", "purported", "rumored", "rumoured", "supposed", "suspected"})
_LIGHT = {"obj": CARRIES, "nsubj": frozenset({"be", "happen", "occur"})}
CLASSES = tuple(str(m) for m in Modality)


def features(found: Found) -> list[str]:
    """Auxiliaries, markers and governors of the trigger's clause and of the two clauses above it."""
    token = found.token
    listed = ["bias", f"type={found.type}", f"part={part(token)}", f"dep={token.dep_}", f"w:{lemma(token)}"]
    listed += [f"negated={syntax.negated(token)}", f"certainty={syntax.certainty(token)}"]
    listed += [f"det={c.lower_}" for c in syntax.children(token, "det")]
    listed += [f"mod={lemma(c)}" for c in syntax.children(token, "amod", "advmod", "compound", "nmod:poss")]
    at, way = token, ""
    for depth in range(4):
        listed += [f"{depth}{name}" for name in _clause(at)]
        if at.head.i == at.i:
            break
        way += f"<{at.dep_}"
        listed += [f"above{depth}={at.dep_}:{lemma(at.head)}", f"over={lemma(at.head)}", f"way={way}"]
        at = at.head
    listed += [
        f"plural={token.tag_ in ('NNS', 'NNPS')}|bare={not syntax.children(token, 'det', 'nmod:poss', 'nummod')}"
    ]
    certain = syntax.certainty(token) == Certainty.CERTAIN
    listed += [f"negated={syntax.negated(token)}|certain={certain}|{part(token)}"]
    return list(dict.fromkeys(listed))


def _clause(token: Token) -> Iterator[str]:
    for child in token.children:
        base = child.base
        if base in ("aux", "mark", "cop", "case"):
            yield f"{base}={child.lower_}"
        elif base == "advmod":
            yield f"adv={lemma(child)}"
        elif base == "det" and child.lower_ in ("no", "any", "every", "neither"):
            yield f"det={child.lower_}"
        elif base == "nsubj" and child.lower_ in ("nobody", "none", "no-one", "nothing"):
            yield f"subject={child.lower_}"
        elif base == "advcl" and any(m.lower_ in ("if", "unless") for m in syntax.children(child, "mark")):
            yield "conditional"
    if syntax.negated(token):
        yield "negated"
    yield f"tag={token.tag_}"


def terms(found: Found, told: Signals | None) -> dict[str, blend.Terms]:
    """What speaks for each modality of a trigger."""
    scores = dict(zip(CLASSES, load("modality").among(CLASSES).scores(features(found)), strict=True))
    if told is None:
        return blend.modality_terms(scores, None)
    row = told.modality[found.token.i]
    return blend.modality_terms(scores, {c: float(row[told.modalities.index(c.lower())]) for c in CLASSES})


def judge(found: Found, told: Signals | None = None) -> Modality:
    """The modality of a trigger: what its clause's grammar leaves open, and of that the likeliest."""
    open_ = settled(found.token, found.type) or CLASSES
    if len(open_) == 1:
        return Modality(open_[0])
    chances = blend.chances(terms(found, told), blend.weights("modality", told is not None))
    return Modality(max(open_, key=lambda name: chances[name]))


def settled(token: Token, type_: EventType) -> tuple[str, ...]:
    """The modalities that the clause leaves open: "if they attack" is hypothetical, "will meet" never actual.

    None of them is settled where there is none.
    """
    if rumoured(token) or (token.pos_ == "VERB" and accused(token, type_)):
        return (Modality.HYPOTHETICAL,)
    if (put := unreal(token, type_)) is not None:
        return (put,)
    if token.pos_ not in ("VERB", "AUX") and not syntax.children(token, "cop"):
        if _open(token.head) and (token.head.lemma_.lower() in _LIGHT.get(token.dep_, ()) or _introduced(token)):
            return (Modality.HYPOTHETICAL,)
        if any(c.lower_ in ("no", "neither") for c in syntax.children(token, "det")):
            return (Modality.NEGATED,)
        if _scheduled(token):
            return (Modality.PLANNED,)
        if any(c.lower_ in _DOUBTED for c in syntax.children(token, "amod")):
            return (Modality.HYPOTHETICAL,)  # "the alleged poisoning": nobody need stand for it
        if "without" in syntax.cases(token) and not _known(token):
            return (Modality.NEGATED,)
        return _carried(token, type_) or unfulfilled(token, type_)
    marks = {c.lower_ for c in syntax.children(token, "mark", "advmod")}
    auxiliaries = set(syntax.auxiliaries(token))
    if _open(token) or (syntax.has_dep(token, "xcomp") and _open(token.head)):
        return (Modality.HYPOTHETICAL,)  # "if they attack", "what if they refuse to fire?"
    if syntax.negated(token) and not auxiliaries & _POSSIBLE:
        return (Modality.NEGATED,)
    if auxiliaries & _FUTURE:
        return (Modality.PLANNED, Modality.HYPOTHETICAL)
    if auxiliaries & _POSSIBLE:
        return (Modality.HYPOTHETICAL, Modality.PLANNED, Modality.NEGATED)
    if auxiliaries & _ABLE:
        return tuple(m for m in Modality if m != Modality.ACTUAL)  # "can be banned"
    if habitual(token):
        return (Modality.GENERIC,)
    if "to" in marks and syntax.has_dep(token, "ROOT"):
        return (Modality.PLANNED,)  # a headline: "Minister to visit Ghana"
    return unfulfilled(token, type_)


def _introduced(noun: Token) -> bool:
    """Whether a noun is an object that its clause speaks of first: "a strike" of "had they called a strike"."""
    return noun.dep_ in ("obj", "xcomp") and any(c.lower_ in ("a", "an", "any") for c in syntax.children(noun, "det"))


def _carried(noun: Token, type_: EventType) -> tuple[str, ...]:
    """What the verb leaves open that says no more than that a noun is done: "close to signing a truce"."""
    first = syntax.first_conjunct(noun)
    carried = syntax.has_dep(first, "obj", "nsubj:pass") and first.head.lemma_.lower() in CARRIES
    return settled(first.head, type_) if carried and not _known(first) else ()


def _known(noun: Token) -> bool:
    return any(c.lower_ in _KNOWN or c.dep_ == "nmod:poss" for c in syntax.children(noun, "det", "nmod:poss"))


def _scheduled(noun: Token) -> bool:
    """Whether a noun tells what has been set for a day: "protests were called for Saturday"."""
    if noun.head.lemma_.lower() in _AMOUNTS and "of" in syntax.cases(noun):
        noun = noun.head  # "another day of strikes was called"
    verb = noun.head
    if noun.dep_ not in ("obj", "nsubj", "nsubj:pass") or verb.lemma_.lower() not in SCHEDULES:
        return False
    return any(c.ent_type_ == "DATE" and "for" in syntax.cases(c) for c in syntax.children(verb, "obl"))


def _open(token: Token) -> bool:
    """Whether a clause is a condition or a question."""
    if syntax.has_dep(token, "conj") and not syntax.children(token, "nsubj", "mark"):
        token = syntax.first_conjunct(token)  # "whether she resigned or was deposed"
    marks = {c.lower_ for c in syntax.children(token, "mark", "advmod")}
    return bool(marks & _CONDITIONS) or {"as", "though"} <= marks or syntax.inverted(token) or syntax.asked(token)
