"""Who is named beside an event and has no part in it, by the grammar of the clauses around it."""

from __future__ import annotations

from pipeline.extract import syntax
from pipeline.extract.events.modality import settled
from pipeline.extract.events.unfulfilled import CARRIES, prevented
from pipeline.extract.parse import Token
from pipeline.extract.scene import Scene
from pipeline.records import EventType, Modality

__all__ = ["acts_elsewhere", "tellers_of"]

_JUDGES = frozenset({
    "blame", "celebrate", "commemorate", "condemn", "criticise", "criticize", "crush",
    "decry", "denounce", "deny", "deplore", "describe", "disperse", "dispute",
    "document", "film", "foil", "hail", "investigate", "lament", "mourn",
    "praise", "prevent", "probe", "quell", "question", "recall", "regard", "regret",
    "remember", "report", "suppress", "thwart", "watch", "welcome", "witness",
})  # fmt: skip
"""Verbs whose subject speaks of, looks into or puts down what their object tells."""
_UNDERGO = frozenset({
    "await", "consider", "debate", "demand", "discuss", "endure", "expect", "experience", "fear", "forbid", "oppose",
    "predict", "propose", "receive", "suffer", "survive", "undergo", "want",
})  # fmt: skip
"""Verbs whose subject does not do what their object tells, but may have it done to it."""
_CAUSES = frozenset({"get", "have", "help", "let", "make"})
"""Verbs whose subject may be said to do what it has others do."""
_SAID = frozenset(
    {"allegedly", "apparently", "possibly", "presumably", "probably", "purportedly", "reportedly", "supposedly"}
)
_PURPOSES = frozenset(
    {"aim", "goal", "idea", "outcome", "plan", "purpose", "result", "solution", "step", "task", "way"}
)
_SPEAKERS = frozenset({"i", "we", "you"})
_OTHERS = frozenset({"he", "she", "it"})


def tellers_of(trigger: Token, type_: EventType) -> frozenset[int]:
    """Who only judges what a noun tells, or gives a verb's clause as a thought or as news, and has no part in it.

    Kral in "Kral denied murder", "Kral blamed the attack on the rebels", "Kral made the claim that soldiers looted";
    and the rebels, whom the attack did not hit.
    """
    at = syntax.first_conjunct(trigger)
    above = at.head
    if at.pos_ not in ("VERB", "AUX"):
        if not syntax.has_dep(at, "obj"):
            return frozenset()
        left = settled(above, type_)  # "he did not order the attack", "had he ordered the attack"
        undone = above.lemma_.lower() in CARRIES and left and not {Modality.ACTUAL, Modality.PLANNED} & set(left)
        if above.lemma_.lower() not in _JUDGES and not undone and not _broken_up(above):
            return frozenset()
        blamed = [t for t in (*at.children, *above.children) if above.lemma_ == "blame" and "on" in syntax.cases(t)]
        return frozenset(t.i for t in (*syntax.agents(above), *blamed))
    if prevented(at):
        return frozenset(t.i for t in syntax.agents(above))
    content = syntax.has_dep(at, "acl") and at.dep_ != "acl:relcl" and syntax.children(at, "mark")
    if not (content or syntax.has_dep(at, "ccomp")):
        return frozenset()
    inside = {t.i for t in at.subtree}
    if not any(t.i in inside and t.pos_ in ("NOUN", "PROPN") for t in syntax.agents(at)):
        return frozenset()
    governing = above if above.pos_ == "VERB" else above.head
    return frozenset(t.i for who in syntax.agents(governing) for t in who.subtree if t.i not in inside)


def _broken_up(verb: Token) -> bool:
    return verb.lemma_ == "break" and any(c.lower_ == "up" for c in syntax.children(verb, "compound:prt", "advmod"))


def acts_elsewhere(trigger: Token, token: Token, scene: Scene) -> bool:
    """Whether a noun cannot do what is told, by the grammar of the clauses that the two stand in.

    Kral in "they did not support Kral but marched", "Kral died after we left", "Kral told them to leave", "Kral
    survived an attack"; the goal in "the goal was to form".
    """
    if _doubted(token) or _of_another_verb(trigger, token):
        return True
    clause = syntax.clause_head(trigger)
    first = syntax.first_conjunct(clause)
    if first.i != clause.i and syntax.has_dep(token, "obj") and token.head.i == first.i:
        return True
    if trigger.pos_ not in ("VERB", "AUX"):
        return False
    if token.lemma_.lower() in _PURPOSES and scene.mention_at(token) is None:
        return True
    own = [t for t in trigger.children if syntax.has_dep(t, "nsubj")]
    if not own or any(above is trigger for above in (token, *syntax.governors(token))):
        return False
    if own[0].lower_ in _OTHERS:  # who of those named is meant, coreference would know
        chain = scene.chain_at(token)
        return chain is not None and chain != scene.chain_at(own[0])
    return own[0].lower_ in _SPEAKERS or own[0].pos_ in ("NOUN", "PROPN")


def _doubted(token: Token) -> bool:
    """Whether a noun is only said to do it: "was poisoned, allegedly by agents"."""
    if "by" not in syntax.cases(token):
        return False
    first = max(token.sent.start, token.left_edge.i - 1)
    return any(t.lower_ in _SAID for t in token.doc.tokens[first : token.i])


def _of_another_verb(trigger: Token, token: Token) -> bool:
    """Whether a noun is the agent of a verb beside or above the trigger, and by grammar not of the trigger."""
    at = syntax.first_conjunct(trigger)
    above = at.head
    if trigger.pos_ not in ("VERB", "AUX"):
        undergone = syntax.has_dep(at, "obj") and above.lemma_.lower() in _UNDERGO
        who = token.head if syntax.has_dep(token, "appos") else token
        return undergone and any(t is who for t in syntax.agents(above))
    own = syntax.agents(trigger)
    if any(t is token for t in own):
        return False
    if at is not trigger and own and syntax.is_passive(trigger):  # "adopted by the Duma and signed by Putin"
        return any(t is token for t in syntax.agents(at))
    told = any(above.i < c.i < at.i for c in syntax.children(above, "obj", "iobj"))  # not "which they tried to ban"
    told = told and syntax.has_dep(at, "xcomp") and not syntax.is_passive(trigger)
    return told and bool(own) and above.lemma_.lower() not in _CAUSES and any(t is token for t in syntax.agents(above))
