"""What has not come about by the words beside it: what is planned, wished for, feared, prevented or nearly done.

"Calls for a strike", "a planned strike", "the strike threat", "they threatened to strike" are no strikes; nor is "the
strike that never was". What such words leave open is told as modalities, of which the classifiers choose.
"""

from __future__ import annotations

from pipeline.extract import syntax
from pipeline.extract.parse import Token
from pipeline.records import EventType, Modality

__all__ = ["CARRIES", "prevented", "unfulfilled"]

CARRIES = frozenset({
    "carry", "commit", "conduct", "hold", "impose", "launch", "make", "mount", "open", "order", "sign", "stage", "take",
})  # fmt: skip
"""Verbs that say no more than that what their object tells is done: "stage a protest", "open fire"."""
_NEARLY = frozenset({"almost", "nearly"})
_AHEAD = frozenset({
    "forthcoming", "impending", "imminent", "intended", "planned", "proposed", "scheduled", "upcoming",
})  # fmt: skip
_THOUGHT = frozenset({
    "feared", "fictional", "hypothetical", "imaginary", "imagined", "mock", "possible", "potential", "simulated",
    "threatened",
})  # fmt: skip
_UNDONE = frozenset({
    "aborted", "attempted", "averted", "called-off", "canceled", "cancelled", "foiled", "scrapped", "thwarted",
})  # fmt: skip
_MISCARRIED = frozenset({"abortive", "failed", "unsuccessful"})
"""Adjectives of what lies ahead, of what is only thought of, of what was not done, and of an overthrow that failed."""

_TRIES = frozenset({"attempt", "bid"})
_OVERTHROWS = frozenset({EventType.DEATH, EventType.DEPARTURE})
_OPEN_NOUNS = frozenset({
    "alert", "call", "danger", "demand", "fear", "hope", "plot", "plotter", "proposal", "prospect", "risk", "rumor",
    "rumour", "scare", "threat", "ultimatum", "warning",
})  # fmt: skip
_PLAN_NOUNS = frozenset({"ballot", "bill", "plan", "preparation"})
"""Nouns after the word for an event: "coup attempt", "strike threat", "invasion plans"."""

_WISHES = frozenset({
    "appeal", "ask", "bid", "call", "campaign", "demand", "desire", "hope", "plan", "plea", "preparation", "prepare",
    "proposal", "provide", "push", "request", "wait", "wish",
})  # fmt: skip
"""With "for": nouns and verbs of what is wanted."""
_WARNINGS = frozenset({
    "danger", "fear", "possibility", "prospect", "risk", "speculation", "talk", "threat", "warning",
})  # fmt: skip
"""With "of", "about" or "against": nouns of what may come; so do "warn of" and "threaten with"."""

_PREVENT = frozenset({
    "ban", "bar", "block", "deter", "dissuade", "forbid", "hinder", "keep", "prevent", "prohibit", "save", "stop",
})  # fmt: skip
_EXPECT = frozenset({"anticipate", "block", "expect", "fear", "predict", "propose", "schedule", "threaten"})
"""Verbs of which the same holds of the subject in the passive: "an attack was expected"."""
_LIKELY = frozenset({"conceivable", "imminent", "impossible", "likely", "possible", "probable", "unlikely"})
_AMOUNTS = frozenset({"day", "round", "series", "spate", "string", "wave", "week"})
_MUSE = frozenset({"dream", "speak", "talk", "think"})
_SHUN = frozenset({"avoid", "escape", "evade"})
_HAPPENS = frozenset({"be", "come", "happen", "hold", "materialis", "materialise", "materialize", "occur"})
_FAILS = frozenset({
    "abandon", "block", "cancel", "collapse", "defeat", "ditch", "drop", "fail", "founder", "reject", "scrap",
    "shelve", "veto",
})  # fmt: skip
_WISHED = frozenset({
    "advocate", "await", "ban", "block", "consider", "contemplate", "demand", "fear", "forbid", "intend", "mull",
    "outlaw", "plan", "pledge", "plot", "prohibit", "promise", "propose", "threaten",
})  # fmt: skip
"""Verbs whose object need not come to be; nor need that of "rule out"."""
_MEANT = frozenset({
    "agree", "ask", "attempt", "beg", "hope", "intend", "invite", "mean", "offer", "plan", "pledge", "plot", "pretend",
    "promise", "propose", "threaten", "urge", "vow", "want", "wish",
})  # fmt: skip
"""Verbs whose infinitive tells what somebody means to do, or wants others to do."""
_WISHED_NOUNS = frozenset({
    "attempt", "bid", "call", "campaign", "demand", "desire", "effort", "failure", "intention", "motion", "move",
    "offer", "plan", "pledge", "plot", "promise", "proposal", "readiness", "refusal", "request", "threat", "vow",
    "willingness",
})  # fmt: skip
"""Nouns with an infinitive: "a motion to dismiss the minister"."""

_SET = frozenset({"plan", "propose", "schedule"})
"""Participles beside a noun of what lies ahead: "a strike planned for Monday"."""
_BEGINS = frozenset({"begin", "commence", "follow", "go", "happen", "hold", "occur", "open", "start", "take"})
"""Verbs of what an event is to do, in a headline or after "due": "strike to go ahead"."""
_ASKED = frozenset({"advocate", "demand", "propose", "recommend", "request", "urge"})
"""Verbs whose content somebody wants to come about."""

_NOT_ACTUAL = tuple(m for m in Modality if m is not Modality.ACTUAL)
_AHEAD_OR_NOT = (Modality.PLANNED, Modality.HYPOTHETICAL, Modality.NEGATED)


def unfulfilled(token: Token, type_: EventType) -> tuple[Modality, ...]:
    """The modalities that the words beside a trigger leave open; none of them if they say nothing of it."""
    if any(c.lower_ in _NEARLY and c.i < token.i for c in syntax.children(token, "advmod")):
        return (Modality.NEGATED,)
    if _never_was(token):
        return (Modality.NEGATED,)
    if token.pos_ not in ("VERB", "AUX") and token.tag_ != "VBG":
        return _described(token, type_) or _compounded(token, type_) or _governed(syntax.first_conjunct(token), type_)
    return _clause(syntax.first_conjunct(token))


def prevented(verb: Token) -> bool:
    """Whether somebody kept others from what a clause tells: "police prevented the crowd from marching"."""
    above = verb.head
    if syntax.has_dep(verb, "acl") and syntax.has_dep(above, "obj", "nsubj:pass"):
        above = above.head
    return above.lemma_.lower() in _PREVENT and any(c.lower_ == "from" for c in syntax.children(verb, "mark", "case"))


def _never_was(noun: Token) -> bool:
    """ "The strike that never was", "the invasion never came": what did not happen."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return False
    after = [t.lower_ for t in noun.doc[noun.i + 1 : noun.i + 4]]
    if after[:1] in (["that"], ["which"]) and after[1:2] == ["never"] and after[2:] in (["was"], ["were"]):
        return True
    clauses = [c for c in noun.children if c.dep_ == "acl:relcl"]
    if syntax.has_dep(noun, "nsubj", "nsubj:pass"):
        clauses.append(noun.head)
    for verb in clauses:
        place = any(c.lower_ == "place" for c in syntax.children(verb, "obj"))
        happens = verb.lemma_.lower() in _HAPPENS or (verb.lemma_.lower() == "take" and place)
        bare = not syntax.children(verb, "xcomp", "obj") or place
        denied = any(
            c.lower_ in ("never", "not", "n't", "n’t") for c in syntax.children(verb, "advmod") if c.i > noun.i
        )
        if happens and bare and denied:
            return True
    return False


def _described(noun: Token, type_: EventType) -> tuple[Modality, ...]:
    words = {c.lower_ for c in syntax.children(noun, "amod")}
    if words & _UNDONE or (type_ in _OVERTHROWS and words & _MISCARRIED):
        return (Modality.NEGATED,)
    if words & _AHEAD or any(_puts_ahead(clause) for clause in syntax.children(noun, "acl")):
        return _AHEAD_OR_NOT
    return _NOT_ACTUAL if words & _THOUGHT else ()


def _puts_ahead(clause: Token) -> bool:
    """Whether a clause beside a noun says that it lies ahead: "planned for Monday", "to go ahead", "due to begin"."""
    if clause.dep_ == "acl:relcl":
        return False
    lemma = clause.lemma_.lower()
    if lemma in _SET:
        return clause.tag_ == "VBN" and not syntax.agents(clause) and not syntax.children(clause, "aux")
    marks = {c.lower_ for c in syntax.children(clause, "mark")}
    return lemma in _BEGINS and bool(marks & {"to", "due"})


def _compounded(noun: Token, type_: EventType) -> tuple[Modality, ...]:
    if noun.base != "compound":
        return ()
    head = noun.head.lemma_.lower()
    if head in _TRIES and type_ in _OVERTHROWS:
        return (Modality.NEGATED,)
    if head in _PLAN_NOUNS:
        return _AHEAD_OR_NOT
    return _NOT_ACTUAL if head in _OPEN_NOUNS else ()


def _governed(noun: Token, type_: EventType) -> tuple[Modality, ...]:
    """What governs a noun: "calls for a strike", "warned of a strike", "threatened a strike"."""
    head, cases = noun.head, set(syntax.cases(noun))
    lemma = head.lemma_.lower()
    if type_ is EventType.ARREST and any(above.lemma_ == "face" for above in (head, head.head)):
        return _NOT_ACTUAL  # "faces ten years in prison"
    if lemma in _AMOUNTS and "of" in cases:
        return _governed(head, type_)  # "warned of a wave of strikes"
    then = syntax.children(head, "xcomp")
    if syntax.has_dep(noun, "nsubj") and (
        (head.lower_ in _LIKELY and not then) or any(c.lower_ in _LIKELY for c in then)
    ):
        return _NOT_ACTUAL  # "a strike is likely", and not "the strike is likely to end"
    if syntax.has_dep(noun, "nsubj") and head.lower_ == "due":
        return _AHEAD_OR_NOT
    if lemma == "vote" and syntax.has_dep(noun, "obl") and cases & {"for", "against"} and _some(noun):
        return (Modality.NEGATED, Modality.HYPOTHETICAL) if "against" in cases else _NOT_ACTUAL
    if noun.dep_ == "nsubj:pass" and lemma in _EXPECT and not then:
        return _NOT_ACTUAL if lemma == "block" else (Modality.HYPOTHETICAL, Modality.PLANNED)
    if (
        not syntax.negated(head)
        and _some(noun)
        and ((lemma in _SHUN and syntax.has_dep(noun, "obj")) or (lemma in _PREVENT and "from" in cases))
    ):
        return (Modality.NEGATED, Modality.HYPOTHETICAL)  # "escaped a ban", "saved him from a lynching"
    if lemma in CARRIES and syntax.has_dep(noun, "obj", "nsubj:pass"):
        return _clause(syntax.first_conjunct(head))  # "stopped short of imposing sanctions"
    if syntax.has_dep(noun, "nmod", "obl"):
        lemmas = {lemma, *(o.lemma_.lower() for o in syntax.children(head, "obj") if o.i < noun.i)}
        wished = "for" in cases and lemmas & _WISHES  # also "has plans for an attack", where a parser hangs it on "has"
        warned = cases & {"of", "about", "against"} and (
            lemma == "warn" or (head.pos_ == "NOUN" and lemma in _WARNINGS)
        )
        warned = warned or (lemma == "threaten" and "with" in cases)
        return _NOT_ACTUAL if (wished or warned) and not syntax.children(noun, "nmod:poss") else ()
    ruled_out = lemma == "rule" and any(c.lower_ == "out" for c in syntax.children(head, "compound:prt", "advmod"))
    unmade = lemma in _WISHED or ruled_out or (lemma == "want" and _some(noun))
    return _NOT_ACTUAL if syntax.has_dep(noun, "obj") and unmade else ()


def _some(noun: Token) -> bool:
    """Whether a noun speaks of no known event: "a ban", "bans", and not "the ban"."""
    return all(c.lower_ in ("a", "an", "any") for c in syntax.children(noun, "det", "nmod:poss"))


def _clause(verb: Token) -> tuple[Modality, ...]:
    """What governs a clause without a subject of its own: "threatened to strike", "kept them from striking"."""
    head = verb.head
    lemma = head.lemma_.lower()
    marks = {c.lower_ for c in syntax.children(verb, "mark", "case")}
    if verb.tag_ == "VBG" or "being" in syntax.auxiliaries(verb) or "from" in marks:
        shunned = lemma in _SHUN and syntax.has_dep(verb, "xcomp", "obj")
        short = "of" in marks and any(c.lower_ == "short" for c in head.children)
        if (prevented(verb) or shunned or short) and not syntax.negated(head):
            left_open = any(c.tag_ in ("MD", "TO") for c in syntax.children(head, "aux", "mark"))
            if left_open or head.tag_ == "VBG":
                return (Modality.HYPOTHETICAL,) if left_open else (Modality.NEGATED, Modality.HYPOTHETICAL)
            return (Modality.NEGATED,)
        if prevented(verb):
            return tuple(m for m in Modality if m != Modality.NEGATED)  # "could not keep them from marching"
    if verb.tag_ == "VBG" and marks & {"of", "about"} and lemma in _MUSE:
        return _NOT_ACTUAL  # "dreamt of invading"
    if syntax.has_dep(verb, "ccomp", "xcomp") and lemma == "deny" and "to" not in marks and not syntax.negated(head):
        return (Modality.NEGATED, Modality.HYPOTHETICAL)  # nobody says that it was so
    if syntax.has_dep(verb, "ccomp") and (lemma in _ASKED or lemma == "wish"):
        return _NOT_ACTUAL
    if "to" not in marks:
        return ()
    if syntax.has_dep(verb, "xcomp") and lemma in _MEANT and not syntax.negated(head):
        return _NOT_ACTUAL
    if not syntax.has_dep(verb, "acl"):
        return ()
    failed = syntax.has_dep(head, "nsubj", "nsubj:pass", "obj") and head.head.lemma_.lower() in _FAILS
    return _NOT_ACTUAL if failed or lemma in _WISHED_NOUNS else ()
